/** Lists as files: CSV and XLSX, written while the rows come, so that a million of them need no memory. */
import { Readable } from 'node:stream';
import { say, type Lang, type Text } from './lang.ts';
import { printedSheet, type Printing } from './sheet-print.ts';
import { contentTypes, packageRels, sheetFoot, sheetHead, sheetRow, styles, workbook, workbookRels } from './sheet-parts.ts';
import { zip } from './zip.ts';

export interface SheetColumn<Row> {
  readonly label: Text | string;
  /** `date`: `YYYY-MM-DD` or a Date; `moment`: an ISO text or a Date, shown by the clock of Việt Nam; `money`: whole đồng. */
  readonly kind?: 'text' | 'number' | 'money' | 'date' | 'moment';
  readonly value: (row: Row) => string | number | bigint | boolean | Date | null | undefined;
  /** In characters; made of the kind when left out. */
  readonly width?: number;
  /** False for what a page has no room for: files have it, paper does not. */
  readonly paper?: false;
}

export interface Sheet<Row> {
  /** Name of the file without its ending, and of the sheet. */
  readonly title: Text | string;
  readonly columns: readonly SheetColumn<Row>[];
  readonly rows: Iterable<Row> | AsyncIterable<Row>;
}

export type SheetFormat = 'csv' | 'xlsx' | 'print';

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** A list as a file to save, or on a page to print; may be returned by a page as it is. */
export async function sheetFile<Row>(ctx: Printing, format: SheetFormat, sheet: Sheet<Row>) {
  const { lang } = ctx;
  if (format === 'print') return { kind: 'html' as const, body: await printedSheet(ctx, sheet) };
  return {
    kind: 'file' as const,
    body: format === 'csv' ? csv(lang, sheet) : xlsx(lang, sheet),
    type: types[format],
    name: `${say(lang, sheet.title)}.${format}`,
    disposition: 'attachment' as const,
  };
}

/** What a list's links ask for: `?dang=csv`, `xlsx` or `in`; anything else is the page itself. */
export function askedFormat(value: string | undefined): SheetFormat | undefined {
  return formats.find((format) => format.asked === value)?.format;
}

const formats = [
  { format: 'xlsx', asked: 'xlsx', label: { vi: 'Xuất Excel', en: 'Export to Excel' } },
  { format: 'csv', asked: 'csv', label: { vi: 'Xuất CSV', en: 'Export as CSV' } },
  { format: 'print', asked: 'in', label: { vi: 'Bản in', en: 'Print' } },
] as const;

/** Links that export or print the list at `url` with its filters. @param own pages that have a print of their own have no other */
export function exportLinks(url: string, own?: 'own-print'): { readonly href: string; readonly label: Text }[] {
  const [path = '', query = ''] = url.split('?');
  return formats
    .filter(({ format }) => format !== 'print' || !own)
    .map(({ asked, label }) => {
      const values = new URLSearchParams(query);
      values.set('dang', asked);
      return { href: `${path}?${values}`, label };
    });
}

/** RFC 4180 with a byte order mark. What a spreadsheet would take for a formula is made text. */
export function csv<Row>(lang: Lang, sheet: Sheet<Row>): Readable {
  async function* lines(): AsyncGenerator<string> {
    yield `\uFEFF${sheet.columns.map((column) => quoted(say(lang, column.label))).join(',')}\r\n`;
    let batch = '';
    for await (const row of sheet.rows) {
      batch += `${sheet.columns.map((column) => csvCell(column, row)).join(',')}\r\n`;
      if (batch.length > 64_000) {
        yield batch;
        batch = '';
      }
    }
    if (batch) yield batch;
  }
  return Readable.from(lines(), { objectMode: false });
}

function csvCell<Row>(column: SheetColumn<Row>, row: Row): string {
  const value = column.value(row);
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return column.kind === 'date' ? local(value).slice(0, 10) : local(value);
  if (typeof value !== 'string') return String(value);
  if (column.kind === 'moment') return local(new Date(value));
  return quoted(/^[=+\-@\t\r]/.test(value) && column.kind !== 'number' ? `'${value}` : value);
}

/** `2026-11-21T14:30:00+07:00` */
function local(at: Date): string {
  return `${new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`;
}

function quoted(text: string): string {
  return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** An Office Open XML workbook of one sheet: bold head that stays, filters, dates and money as such. */
export function xlsx<Row>(lang: Lang, sheet: Sheet<Row>): Readable {
  async function* cells(): AsyncGenerator<string> {
    let batch = sheetHead(lang, sheet.columns);
    let count = 1;
    for await (const row of sheet.rows) {
      if (++count > 1_048_576) break; // the most that the format holds
      batch += sheetRow(sheet.columns, row, count);
      if (batch.length < 256_000) continue;
      yield batch;
      batch = '';
    }
    yield batch + sheetFoot(sheet.columns.length, Math.min(count, 1_048_576));
  }
  return zip([
    { name: '[Content_Types].xml', content: contentTypes },
    { name: '_rels/.rels', content: packageRels },
    { name: 'xl/workbook.xml', content: workbook(say(lang, sheet.title)) },
    { name: 'xl/_rels/workbook.xml.rels', content: workbookRels },
    { name: 'xl/styles.xml', content: styles },
    { name: 'xl/worksheets/sheet1.xml', content: cells() },
  ]);
}
