import { type PageContext, page, show, type Text } from '@dinh/kernel';
import { emptyState, formatDate, html, type Html, linkButton, table, tag } from '@dinh/ui';
import { screen } from '../frame.ts';
import { mayChange, successionsPath as path, successionsTitle as title } from './words.ts';

const states: Record<string, { tone: 'new' | 'waiting' | 'soon' | 'doing' | 'done' | 'stopped'; label: Text }> = {
  draft: { tone: 'new', label: { vi: 'Đang soạn', en: 'Draft' } },
  proposed: { tone: 'waiting', label: { vi: 'Chờ phê duyệt', en: 'Proposed' } },
  approved: { tone: 'soon', label: { vi: 'Đã phê duyệt, chờ đến ngày', en: 'Approved, waits for its day' } },
  applying: { tone: 'doing', label: { vi: 'Đang chuyển', en: 'Being carried out' } },
  applied: { tone: 'done', label: { vi: 'Đã hoàn tất', en: 'Carried out' } },
  withdrawn: { tone: 'stopped', label: { vi: 'Đã rút', en: 'Withdrawn' } },
};

export const stateTag = (ctx: PageContext, state: string): Html | string => {
  const known = states[state];
  return known ? tag(ctx.lang, known.tone, known.label) : state;
};

/** All plans, the latest first. */
export const successionsPage = page({
  path,
  title,
  may: 'people.view-directory',
  async run(ctx) {
    const { lang } = ctx;
    const { successions } = await ctx.run('identity.list-successions', {});
    type Row = (typeof successions)[number];
    return show(
      screen(ctx, {
        title,
        main: html`<h1>${title[lang]}</h1>
          ${mayChange(ctx, 'draft') && html`<p>${linkButton(lang, { href: `${path}/moi`, label: { vi: 'Lập phương án mới', en: 'Draw up a plan' } })}</p>`}
          ${table<Row>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            rows: successions,
            rowHref: (s) => `${path}/${s.id}`,
            columns: [
              {
                key: 'title',
                label: { vi: 'Phương án', en: 'Plan' },
                grow: true,
                cell: (s) => s.title[lang],
              },
              {
                key: 'day',
                label: { vi: 'Từ ngày', en: 'From' },
                cell: (s) => (s.day ? formatDate(s.day) : ''),
              },
              {
                key: 'ends',
                label: { vi: 'Đơn vị kết thúc', en: 'Units that end' },
                numeric: true,
                cell: (s) => s.ends,
              },
              {
                key: 'begins',
                label: { vi: 'Đơn vị mới', en: 'Units that begin' },
                numeric: true,
                cell: (s) => s.begins,
              },
              { key: 'state', label: { vi: 'Tình trạng', en: 'State' }, cell: (s) => stateTag(ctx, s.state) },
            ],
            empty: emptyState(lang, {
              quiet: true,
              title: { vi: 'Chưa có phương án nào', en: 'There is no plan yet' },
              body: {
                vi: 'Phương án nằm trong bộ dữ liệu của tỉnh hoặc được lập tại đây.',
                en: 'Plans come with the province’s pack or are drawn up here.',
              },
            }),
          })}`,
      }),
    );
  },
});
