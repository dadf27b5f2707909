import { may, page, type PageContext, show, type Text } from '@dinh/kernel';
import { formatDateTime, html, type Html, linkButton, listFile, type ListProps, listScreen, table } from '@dinh/ui';
import { listKept } from '../queries/list-kept.ts';
import { listLoads } from '../queries/list-loads.ts';
import { address, askedWords, kindFilter, kindNames, orderOf, partTabs, viewing, withQuery } from './frame.ts';

const title: Text = { vi: 'Bộ dữ liệu của tỉnh', en: 'The pack of the province' };

interface Item {
  readonly kind: string;
  readonly key: string;
  readonly version: number;
}
interface Load {
  readonly at: Date;
  readonly added: number;
  readonly changed: number;
  readonly items: readonly Item[];
}
interface Kept extends Item {
  readonly title: Text;
  readonly author: string | null;
  readonly effectiveFrom: string;
  readonly at: Date;
}

const path = '/studio/nap';
const explained: Text = {
  vi: 'Mỗi lần khởi động, bộ dữ liệu được đối chiếu với cơ sở dữ liệu: nội dung mới được thêm, nội dung khác thành phiên bản mới, nội dung do cán bộ đã sửa được giữ nguyên. Dưới đây là những nội dung được giữ.',
  en: 'At every start the pack is compared with the database: what is new is added, what differs becomes a new version, what officers have edited is kept. Below is what is kept.',
};

/** What loads of the pack leave alone because officers have edited it, as a list. */
function kept(ctx: PageContext, loads: readonly Load[]): ListProps<Kept> {
  const { lang } = ctx;
  const query = askedWords(ctx);
  const { kind, filter } = kindFilter(ctx);
  const kinds = kindNames(ctx);
  return {
    path,
    title,
    lead: html`${partTabs(ctx, path)} ${download(ctx)}
      <h2>${{ vi: 'Được giữ vì cán bộ đã sửa', en: 'Kept because officers have edited them' }[lang]}</h2>
      <p>${explained[lang]}</p>`,
    filters: [
      {
        name: 'q',
        label: { vi: 'Tên, mã, người viết', en: 'Name, key, author' },
        value: query ?? '',
        type: 'search',
      },
      filter,
    ],
    sort: 'title',
    rowHref: (k) => address(k.kind, k.key),
    columns: [
      {
        key: 'title',
        label: { vi: 'Nội dung', en: 'Definition' },
        value: (k) => k.title[lang],
        grow: true,
        sortable: true,
      },
      { key: 'key', label: { vi: 'Mã', en: 'Key' }, value: (k) => k.key, minor: true },
      {
        key: 'kind',
        label: { vi: 'Loại', en: 'Kind' },
        value: (k) => kinds.get(k.kind)?.[lang] ?? k.kind,
        sortable: true,
      },
      {
        key: 'version',
        label: { vi: 'Phiên bản', en: 'Version' },
        kind: 'number',
        numeric: true,
        value: (k) => k.version,
      },
      {
        key: 'author',
        label: { vi: 'Người viết', en: 'Written by' },
        value: (k) => k.author,
        sortable: true,
      },
      {
        key: 'from',
        label: { vi: 'Hiệu lực từ', en: 'In force from' },
        kind: 'date',
        value: (k) => k.effectiveFrom,
        sortable: true,
      },
      {
        key: 'at',
        label: { vi: 'Ban hành lúc', en: 'Published' },
        kind: 'moment',
        value: (k) => k.at,
        sortable: true,
      },
    ],
    empty:
      query || kind
        ? {
            title: { vi: 'Không có nội dung nào như vậy', en: 'There is nothing like that' },
            body: { vi: 'Hãy bỏ bớt bộ lọc.', en: 'Clear some filters.' },
          }
        : { title: { vi: 'Cán bộ chưa sửa nội dung nào', en: 'Officers have not edited anything yet' } },
    foot: loadTable(ctx, loads),
    async read({ after, limit, sort }) {
      const { kept: rows, next }: { kept: Kept[]; next: string | null } = await ctx.run(listKept, {
        ...(query && { query }),
        ...(kind && { kind }),
        ...orderOf<'title'>(sort),
        ...(after && { after }),
        ...(limit !== undefined && { limit }),
      });
      return { rows, next };
    },
  };
}

/** What each load of the pack added and changed, and what it leaves alone because officers have edited it. */
export const loadsPage = page({
  path,
  title,
  may: viewing,
  async run(ctx) {
    const { loads }: { loads: Load[] } = await ctx.run(listLoads, {});
    const props = kept(ctx, loads);
    return listFile(ctx, props) ?? show(await listScreen(ctx, props));
  },
});

function loadTable({ lang }: PageContext, loads: readonly Load[]): Html {
  return table<Load>(lang, {
    caption: { vi: 'Các lần nạp gần đây có thay đổi', en: 'The last loads that changed something' },
    dense: true,
    rows: loads,
    columns: [
      { key: 'at', label: { vi: 'Lúc', en: 'At' }, cell: (l) => formatDateTime(l.at) },
      { key: 'added', label: { vi: 'Thêm', en: 'Added' }, numeric: true, cell: (l) => l.added },
      {
        key: 'changed',
        label: { vi: 'Phiên bản mới', en: 'New versions' },
        numeric: true,
        cell: (l) => l.changed,
      },
      {
        key: 'what',
        label: { vi: 'Nội dung đã đổi', en: 'What changed' },
        cell: (l) =>
          l.items.length > 0 &&
          html`<div class="cell-text">${l.items.slice(0, 50).map((i) => html`<a href="${withQuery(`${address(i.kind, i.key)}/so-sanh`, { cu: String(i.version - 1), moi: String(i.version) })}">${i.key}</a> `)}</div>`,
      },
    ],
    empty: html`<p>${{ vi: 'Chưa có lần nạp nào.', en: 'Nothing has been loaded yet.' }[lang]}</p>`,
  });
}

const wholePack = {
  title: { vi: 'Xuất toàn bộ', en: 'Export of everything' },
  body: {
    vi: 'Mọi nội dung đang, đã và sẽ có hiệu lực, kể cả điều cán bộ đã sửa, trong một tệp nén gồm các tệp như bộ dữ liệu ban đầu: để lưu trữ, so sánh, hoặc nạp vào một cơ sở dữ liệu mới. Việc tải được ghi nhật ký.',
    en: 'All that is, was and will be in force, with what officers have changed, as one archive of the same files as the pack at first: to keep, to compare, or to load into a new database. The download is written into the audit trail.',
  },
  button: { vi: 'Tải bộ dữ liệu (.zip)', en: 'Download the pack (.zip)' },
};

/** The way out, for those who publish. The platform serves it, which knows all parts of a pack. */
function download({ lang, principal }: PageContext): Html | false {
  return (
    may(principal, 'studio.publish-definition') &&
    html`<h2>${wholePack.title[lang]}</h2>
      <p>${wholePack.body[lang]}</p>
      <p>${linkButton(lang, { href: '/studio/nap/bo-du-lieu.zip', label: wholePack.button })}</p>`
  );
}
