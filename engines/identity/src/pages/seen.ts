import { page, type PageContext, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  citizenPage,
  emptyState,
  exportLinks,
  formatDateTime,
  html,
  linkLine,
  pagination,
  sheetFile,
  table,
  everyRow,
} from '@dinh/ui';
import type { Seen } from '../operations/list-seen.ts';

const title: Text = { vi: 'Ai đã xem dữ liệu của bạn', en: 'Who looked at your data' };
const path = '/tai-khoan/ai-da-xem';
const mostExported = 10_000;

const columns = {
  at: { vi: 'Lúc', en: 'When' },
  who: { vi: 'Ai', en: 'Who' },
  place: { vi: 'Chức vụ, đơn vị', en: 'Position and unit' },
  act: { vi: 'Để làm gì', en: 'What for' },
} satisfies Record<string, Text>;

/** Every look at one's data by somebody else: who, when, and for what. */
export const seenPage = page({
  path,
  title,
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    const format = askedFormat(ctx.query['dang']);
    if (format)
      return sheetFile<Seen>(ctx, format, {
        title,
        rows: everything(ctx),
        columns: [
          { label: columns.at, value: (row) => formatDateTime(row.at) },
          { label: columns.who, value: (row) => who(row)[lang] },
          { label: columns.place, value: (row) => placeOf(row, lang) },
          {
            label: columns.act,
            value: (row) => [row.act[lang], emergencyOf(row, lang)].filter(Boolean).join('. '),
          },
        ],
      });
    const after = ctx.query['sau'];
    const { entries, next } = await ctx.run('identity.list-seen', { ...(after && { after }) });
    return show(
      citizenPage(lang, {
        title,
        site: ctx.site,
        url: ctx.url,
        viewer: ctx.viewer,
        back: '/tai-khoan',
        main: html`<h1>${title[lang]}</h1>
          <p>
            ${
              {
                vi: 'Mỗi lần cán bộ mở hồ sơ, giấy tờ hoặc thông tin của bạn đều được ghi lại và không ai sửa được. Thấy điều gì lạ, hãy báo bộ phận một cửa.',
                en: 'Each time an official opens your dossiers, papers or details, it is written down and nobody can change it. Tell the one-stop desk of anything strange.',
              }[lang]
            }
          </p>
          ${entries.length > 0 && linkLine(lang, exportLinks(path))}
          ${table<Seen>(lang, {
            caption: title,
            hideCaption: true,
            stack: true,
            rows: entries,
            columns: [
              { key: 'at', label: columns.at, cell: (row) => formatDateTime(row.at) },
              { key: 'who', label: columns.who, cell: (row) => who(row)[lang] },
              { key: 'place', label: columns.place, cell: (row) => placeOf(row, lang) },
              {
                key: 'act',
                label: columns.act,
                cell: (row) =>
                  html`${row.act[lang]}${row.emergency && html`<br /><small>${emergencyOf(row, lang)}</small>`}`,
              },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Chưa có ai xem dữ liệu của bạn', en: 'Nobody has looked at your data yet' },
            }),
          })}
          ${pagination(lang, { next: next ? `${path}?sau=${encodeURIComponent(next)}` : undefined, previous: after ? path : undefined })}`,
      }),
    );
  },
});

const program: Text = { vi: 'Hệ thống', en: 'The program' };
const who = (row: Seen): Text => (row.name === null ? program : { vi: row.name, en: row.name });
/** Why somebody looked who had no right to, as they said it. */
function emergencyOf({ emergency }: Seen, lang: 'vi' | 'en'): string {
  if (!emergency) return '';
  const title = { vi: 'Xem khẩn cấp', en: 'In an emergency' }[lang];
  return `${title}: ${emergency[lang]}. “${emergency.words}”`;
}
const placeOf = (row: Seen, lang: 'vi' | 'en'): string =>
  [row.title?.[lang], row.unit?.[lang]].filter(Boolean).join(', ');

const everything = (ctx: PageContext): AsyncGenerator<Seen> =>
  everyRow<Seen, string>(async (after) => {
    const found: { entries: Seen[]; next: string | null } = await ctx.run('identity.list-seen', {
      limit: 1000,
      ...(after && { after }),
    });
    return { rows: found.entries, next: found.next };
  }, mostExported);
