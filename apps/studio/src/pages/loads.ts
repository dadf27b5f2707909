import { may, page, type PageContext, show, type Text } from '@dinh/kernel';
import { emptyState, formatDateTime, html, type Html, linkButton, table } from '@dinh/ui';
import { kindsOf } from '../model/kinds.ts';
import { listLoads } from '../queries/list-loads.ts';
import { address, partTabs, screen, viewing, withQuery } from './frame.ts';

const title: Text = { vi: 'Bộ dữ liệu của tỉnh', en: 'The pack of the province' };

interface Item {
  kind: string;
  key: string;
  version: number;
}
interface Kept extends Item {
  title: Text;
}
interface Load {
  at: Date;
  added: number;
  changed: number;
  items: Item[];
}

/** What each load of the pack added and changed, and what it leaves alone because officers have edited it. */
export const loadsPage = page({
  path: '/studio/nap',
  title,
  may: viewing,
  async run(ctx) {
    const { lang } = ctx;
    const { loads, kept }: { loads: Load[]; kept: Kept[] } = await ctx.run(listLoads, {});
    const kinds = new Map(kindsOf(ctx.app).map((kind) => [kind.kind, kind.title]));
    return show(
      screen(ctx, {
        title,
        main: html`${partTabs(ctx, '/studio/nap')}
          <h1>${title[lang]}</h1>
          ${download(ctx)}
          <p>${{ vi: 'Mỗi lần khởi động, bộ dữ liệu được đối chiếu với cơ sở dữ liệu: nội dung mới được thêm, nội dung khác thành phiên bản mới, nội dung do cán bộ đã sửa được giữ nguyên.', en: 'At every start the pack is compared with the database: what is new is added, what differs becomes a new version, what officers have edited is kept.' }[lang]}</p>
          ${table<Load>(lang, {
            caption: { vi: 'Các lần nạp có thay đổi', en: 'Loads that changed something' },
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
                  l.items
                    .slice(0, 50)
                    .map(
                      (i) =>
                        html`<a href="${withQuery(`${address(i.kind, i.key)}/so-sanh`, { cu: String(i.version - 1), moi: String(i.version) })}">${i.key}</a> `,
                    ),
              },
            ],
          })}
          ${table<Kept>(lang, {
            caption: { vi: 'Được giữ vì cán bộ đã sửa', en: 'Kept because officers have edited them' },
            dense: true,
            rows: kept,
            rowHref: (i) => address(i.kind, i.key),
            columns: [
              { key: 'key', label: { vi: 'Nội dung', en: 'Definition' }, cell: (i) => i.title[lang] },
              {
                key: 'kind',
                label: { vi: 'Loại', en: 'Kind' },
                cell: (i) => kinds.get(i.kind)?.[lang] ?? i.kind,
              },
            ],
            empty: emptyState(lang, {
              quiet: true,
              title: { vi: 'Cán bộ chưa sửa nội dung nào', en: 'Officers have not edited anything yet' },
            }),
          })}`,
      }),
    );
  },
});

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
