import { page, type PageContext, show, sql, type Text } from '@dinh/kernel';
import { html, listFile, type ListProps, listScreen, sourceWords } from '@dinh/ui';
import { listDrafts } from '../queries/list-drafts.ts';
import { askedWords, kindFilter, kindNames, orderOf, partTabs, stateNames, stateTag, viewing, withQuery } from './frame.ts';
import type { Draft } from './shown.ts';

const title: Text = { vi: 'Dự thảo', en: 'Drafts' };
const path = '/studio/du-thao';
const states = ['waiting', 'writing', 'published', 'withdrawn'] as const;

type TitledDraft = Draft & { readonly title: Text };

/** Drafts of all, by what they are about, state and kind; how many wait for approval stands above. */
async function drafts(ctx: PageContext): Promise<ListProps<TitledDraft>> {
  const { lang } = ctx;
  const query = askedWords(ctx);
  const state = states.find((one) => one === ctx.query['tt']);
  const { kind, filter } = kindFilter(ctx);
  const kinds = kindNames(ctx);
  const waiting = await ctx.db.one<{ n: number }>(sql`select count(*)::int as n from studio.draft where state = 'waiting'`);
  const told = {
    vi: waiting.n === 0 ? 'Không có dự thảo nào chờ phê duyệt.' : `${waiting.n} dự thảo chờ phê duyệt`,
    en: waiting.n === 0 ? 'No draft waits for approval.' : `${waiting.n} wait for approval`,
  }[lang];
  return {
    path,
    title,
    lead: html`${partTabs(ctx, path)}
      <p>${waiting.n === 0 ? told : html`<a href="${withQuery(path, { tt: 'waiting' })}">${told}</a>`}</p>`,
    filters: [
      {
        name: 'q',
        label: { vi: 'Tên, mã, người soạn, căn cứ', en: 'Name, key, author, source' },
        value: query ?? '',
        type: 'search',
      },
      {
        name: 'tt',
        label: { vi: 'Tình trạng', en: 'State' },
        value: state ?? '',
        options: states.map((value) => ({ value, label: stateNames[value]! })),
      },
      filter,
    ],
    sort: '-changed',
    rowHref: (d) => `${path}/${d.id}`,
    columns: [
      {
        key: 'title',
        label: { vi: 'Nội dung', en: 'Definition' },
        value: (d) => d.title[lang],
        grow: true,
        sortable: true,
      },
      { key: 'key', label: { vi: 'Mã', en: 'Key' }, value: (d) => d.key, fileOnly: true },
      {
        key: 'kind',
        label: { vi: 'Loại', en: 'Kind' },
        value: (d) => kinds.get(d.kind)?.[lang] ?? d.kind,
        sortable: true,
      },
      {
        key: 'state',
        label: { vi: 'Tình trạng', en: 'State' },
        value: (d) => stateNames[d.state]?.[lang],
        cell: (d) => stateTag(ctx, d.state),
      },
      {
        key: 'author',
        label: { vi: 'Người soạn', en: 'Author' },
        value: (d) => d.authorName,
        sortable: true,
      },
      {
        key: 'from',
        label: { vi: 'Hiệu lực từ', en: 'In force from' },
        kind: 'date',
        value: (d) => d.effectiveFrom,
        sortable: true,
      },
      {
        key: 'changed',
        label: { vi: 'Sửa lúc', en: 'Changed' },
        kind: 'moment',
        value: (d) => d.changedAt,
        sortable: true,
      },
      {
        key: 'source',
        label: { vi: 'Căn cứ', en: 'Rests on' },
        value: (d) => sourceWords(lang, d.source),
        grow: true,
        minor: true,
      },
    ],
    empty:
      query || state || kind
        ? {
            title: { vi: 'Không có dự thảo nào như vậy', en: 'There is no such draft' },
            body: { vi: 'Hãy bỏ bớt bộ lọc.', en: 'Clear some filters.' },
          }
        : {
            title: { vi: 'Chưa có dự thảo nào', en: 'There is no draft yet' },
            body: {
              vi: 'Mở một nội dung rồi chọn “Đề xuất phiên bản mới” để bắt đầu.',
              en: 'Open a definition and choose “Propose a new version” to begin.',
            },
          },
    async read({ after, limit, sort }) {
      const { drafts: rows, next }: { drafts: TitledDraft[]; next: string | null } = await ctx.run(listDrafts, {
        ...(query && { query }),
        ...(state && { state }),
        ...(kind && { kind }),
        ...orderOf<'changed'>(sort),
        ...(after && { after }),
        ...(limit !== undefined && { limit }),
      });
      return { rows, next };
    },
  };
}

export const draftsPage = page({
  path,
  title,
  may: viewing,
  async run(ctx) {
    const props = await drafts(ctx);
    return listFile(ctx, props) ?? show(await listScreen(ctx, props));
  },
});
