/** Lists on paper: what a spreadsheet would hold, as a page to print. */
import { formatDate, formatDateTime, formatNumber } from './format.ts';
import { html, type Html } from './html.ts';
import type { Lang } from './lang.ts';
import { table } from './components/table.ts';
import { printPage } from './pages/print.ts';
import type { Site } from './pages/site.ts';
import type { Sheet, SheetColumn } from './sheet.ts';

/** So many rows at most: more is no paper to read, but a file. */
const most = 5000;

/** Who prints, for which province, when. */
export interface Printing {
  readonly lang: Lang;
  readonly site: Site;
  readonly now: Date;
}

/** The rows of a list in a table on A4 lying; says so when there are more than it holds. */
export async function printedSheet<Row>({ lang, site, now }: Printing, sheet: Sheet<Row>): Promise<Html> {
  const rows: Row[] = [];
  let more = false;
  for await (const row of sheet.rows) {
    if (rows.length === most) {
      more = true;
      break;
    }
    rows.push(row);
  }
  const count = { vi: formatNumber('vi', rows.length), en: formatNumber('en', rows.length) };
  const at = formatDateTime(now);
  const columns = sheet.columns.filter((column) => column.paper !== false);
  return printPage(lang, {
    title: sheet.title,
    site,
    ...(site.authority && { agency: site.authority }),
    paper: 'A4-wide',
    subtitle: more
      ? {
          vi: `${count.vi} dòng đầu, lúc ${at}; cần tất cả thì xuất tệp`,
          en: `The first ${count.en} rows, at ${at}; export a file to have all`,
        }
      : { vi: `${count.vi} dòng, lúc ${at}`, en: `${count.en} rows, at ${at}` },
    main: table<Row>(lang, {
      caption: sheet.title,
      hideCaption: true,
      dense: true,
      rows,
      columns: columns.map((column, i) => ({
        key: String(i),
        label: column.label,
        numeric: column.kind === 'number' || column.kind === 'money',
        cell: (row: Row) => html`${shown(lang, column, row)}`,
      })),
    }),
  });
}

function shown<Row>(lang: Lang, column: SheetColumn<Row>, row: Row): string {
  const value = column.value(row);
  if (value === null || value === undefined || value === '') return '';
  if (column.kind === 'date') return formatDate(value as Date | string);
  if (column.kind === 'moment') return formatDateTime(value as Date | string);
  if (typeof value === 'number' || typeof value === 'bigint') return formatNumber(lang, Number(value));
  if (value instanceof Date) return formatDateTime(value);
  return String(value);
}
