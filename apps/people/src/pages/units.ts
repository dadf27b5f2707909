import { localDate, page, type PageContext, type PageResult, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  exportLinks,
  filterBar,
  formatDate,
  html,
  linkLine,
  type SheetFormat,
  sheetFile,
  table,
} from '@dinh/ui';
import { type DirectoryUnit, exportDirectory } from '../queries/export-directory.ts';
import { unitTree } from '../queries/units.ts';
import { asked, askedDay, screen, withQuery } from './frame.ts';

const title: Text = { vi: 'Cơ quan, đơn vị', en: 'Units' };
const path = '/quan-tri/don-vi';

/** The day that is asked for; undefined for today. */
const dayOf = (ctx: PageContext): string | undefined => askedDay(ctx, 'ngay');

export const unitsPage = page({
  path,
  title,
  may: 'people.view-directory',
  async run(ctx) {
    const { lang } = ctx;
    const words = asked(ctx, 'q');
    const day = dayOf(ctx);
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheet(ctx, format);
    if (ctx.query['dang'] === 'json') return json(ctx);
    const { units } = await ctx.run(unitTree, {
      ...(words && { query: words.slice(0, 120) }),
      ...(day && { day }),
    });
    type Row = { key: string; code: string; name: Text; depth: number; officials: number };
    const here = withQuery(path, { ngay: day });
    return show(
      screen(ctx, {
        title,
        main: html`<h1>${title[lang]}</h1>
          ${
            day &&
            html`<p class="hint">
              ${{ vi: `Danh mục của ngày ${formatDate(day)}: tên, mã và vị trí như hôm đó.`, en: `The directory of ${formatDate(day)}: names, identifiers and places as they were.` }[lang]}
            </p>`
          }
          ${filterBar(lang, {
            action: path,
            clear: path,
            key: '/',
            filters: [
              {
                name: 'q',
                label: { vi: 'Tên hoặc mã', en: 'Name or identifier' },
                value: words,
                type: 'search',
              },
              { name: 'ngay', label: { vi: 'Vào ngày', en: 'On the day' }, value: day, type: 'date' },
            ],
            actions: linkLine(lang, [
              ...exportLinks(here),
              {
                href: withQuery(here, { dang: 'json' }),
                label: { vi: 'Xuất JSON (kèm chức vụ)', en: 'Export as JSON, with positions' },
              },
              { href: '/quan-tri/sap-xep', label: { vi: 'Sắp xếp, sáp nhập', en: 'Reorganisation' } },
            ]),
          })}
          ${table<Row>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            rows: units,
            rowHref: (u) => `${path}/${u.key}`,
            columns: [
              {
                key: 'name',
                label: { vi: 'Tên', en: 'Name' },
                cell: (u) => `${'\u00a0\u00a0\u00a0'.repeat(words ? 0 : u.depth - 1)}${u.name[lang]}`,
              },
              {
                key: 'code',
                label: { vi: 'Mã định danh', en: 'Identifier' },
                cell: (u) => u.code,
                minor: true,
              },
              {
                key: 'officials',
                label: { vi: 'Cán bộ', en: 'Officials' },
                cell: (u) => u.officials || '',
                numeric: true,
              },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Không có đơn vị nào như vậy', en: 'There is no such unit' },
              body: {
                vi: 'Hãy thử ít chữ hơn, không cần dấu, hoặc một ngày khác.',
                en: 'Try fewer words or another day; accents are not needed.',
              },
            }),
          })}`,
      }),
    );
  },
});

/** The directory of the day as a table: one line for each unit. */
async function sheet(ctx: PageContext, format: SheetFormat): Promise<PageResult> {
  const { day, units }: { day: string; units: DirectoryUnit[] } = await ctx.run(exportDirectory, {
    ...(dayOf(ctx) && { day: dayOf(ctx) }),
  });
  const linked = (links: DirectoryUnit['successors']) => links.map(({ code }) => code).join(' ');
  return sheetFile<DirectoryUnit>(ctx, format, {
    title: `${title[ctx.lang]} ${day}`,
    rows: units,
    columns: [
      { label: { vi: 'Mã định danh', en: 'Identifier' }, value: (u) => u.code },
      { label: { vi: 'Khóa', en: 'Key' }, value: (u) => u.key },
      { label: { vi: 'Khóa đơn vị cấp trên', en: 'Key of the unit above' }, value: (u) => u.parent },
      { label: { vi: 'Tên', en: 'Name in Vietnamese' }, value: (u) => u.name.vi },
      { label: { vi: 'Tên tiếng Anh', en: 'Name in English' }, value: (u) => u.name.en },
      { label: { vi: 'Loại', en: 'Kind' }, value: (u) => u.kind },
      { label: { vi: 'Cấp', en: 'Level' }, value: (u) => u.level },
      { label: { vi: 'Từ ngày', en: 'From' }, value: (u) => u.validFrom },
      { label: { vi: 'Đến trước ngày', en: 'Until before' }, value: (u) => u.validTo },
      { label: { vi: 'Địa chỉ', en: 'Address' }, value: (u) => u.address },
      { label: { vi: 'Điện thoại', en: 'Telephone' }, value: (u) => u.phone },
      { label: { vi: 'Thư điện tử', en: 'E-mail' }, value: (u) => u.email },
      { label: { vi: 'Tiền thân', en: 'Predecessors' }, value: (u) => linked(u.predecessors) },
      { label: { vi: 'Kế thừa', en: 'Successors' }, value: (u) => linked(u.successors) },
    ],
  });
}

async function json(ctx: PageContext): Promise<PageResult> {
  const directory = await ctx.run(exportDirectory, { ...(dayOf(ctx) && { day: dayOf(ctx) }) });
  return {
    kind: 'file',
    body: `${JSON.stringify(directory, undefined, 1)}\n`,
    type: 'application/json; charset=utf-8',
    name: `danh-muc-don-vi-${dayOf(ctx) ?? localDate(ctx.now)}.json`,
    disposition: 'attachment',
  };
}
