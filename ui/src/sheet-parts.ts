/** The XML of a workbook (ECMA-376), as little of it as spreadsheets need. */
import { say, type Lang } from './lang.ts';
import type { SheetColumn } from './sheet.ts';

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export const contentTypes = `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`;

export const packageRels = `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

export const workbookRels = `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${rel}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${rel}/styles" Target="styles.xml"/></Relationships>`;

/** A sheet's name may have 31 characters, and not these. */
export function workbook(title: string): string {
  const name =
    title
      .replace(/[\\/?*[\]:']/g, ' ')
      .slice(0, 31)
      .trim() || 'Sheet';
  return `${head}<workbook xmlns="${main}" xmlns:r="${rel}"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
}

/** Places in `cellXfs`: 0 text, 1 head, 2 date, 3 moment, 4 figures. */
export const styles = `${head}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Times New Roman"/></font><font><b/><sz val="11"/><name val="Times New Roman"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf fontId="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="164" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="165" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="3" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs></styleSheet>`;

const widths = { text: 30, number: 12, money: 16, date: 12, moment: 17 };

export function sheetHead<Row>(lang: Lang, columns: readonly SheetColumn<Row>[]): string {
  const cols = columns
    .map(
      (column, i) =>
        `<col min="${i + 1}" max="${i + 1}" width="${column.width ?? widths[column.kind ?? 'text']}" customWidth="1"/>`,
    )
    .join('');
  const cells = columns.map((column, i) => textCell(i, 1, say(lang, column.label), 1)).join('');
  return `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${cols}</cols><sheetData><row r="1">${cells}</row>`;
}

export function sheetRow<Row>(columns: readonly SheetColumn<Row>[], row: Row, number: number): string {
  return `<row r="${number}">${columns.map((column, i) => cell(column, column.value(row), i, number)).join('')}</row>`;
}

export function sheetFoot(columns: number, rows: number): string {
  return `</sheetData><autoFilter ref="A1:${columnName(columns - 1)}${rows}"/></worksheet>`;
}

function cell<Row>(column: SheetColumn<Row>, value: ReturnType<SheetColumn<Row>['value']>, place: number, row: number): string {
  if (value === null || value === undefined || value === '') return '';
  const { kind = 'text' } = column;
  if (value instanceof Date || kind === 'date' || kind === 'moment') {
    const at = value instanceof Date ? value : new Date(String(value));
    if (!Number.isNaN(at.getTime())) {
      const onlyDay = typeof value === 'string' && value.length === 10;
      return `<c r="${columnName(place)}${row}" s="${kind === 'date' ? 2 : 3}"><v>${serial(at, onlyDay, kind === 'date')}</v></c>`;
    }
  }
  const figure = typeof value === 'number' || typeof value === 'bigint' ? value : Number.NaN;
  // beyond 15 digits a spreadsheet would change the last ones
  if (typeof figure === 'bigint' ? figure < 10n ** 15n && figure > -(10n ** 15n) : Number.isFinite(figure))
    return `<c r="${columnName(place)}${row}" s="${kind === 'money' || Number.isInteger(Number(figure)) ? 4 : 0}"><v>${figure}</v></c>`;
  return textCell(place, row, String(value), 0);
}

/** Days since 30/12/1899, by the clock of Việt Nam. */
function serial(at: Date, onlyDay: boolean, whole: boolean): number {
  const days = (at.getTime() + (onlyDay ? 0 : 7 * 3_600_000)) / 86_400_000 + 25_569;
  return whole ? Math.floor(days) : Math.round(days * 86_400) / 86_400;
}

function textCell(place: number, row: number, text: string, style: number): string {
  return `<c r="${columnName(place)}${row}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, 32_767))}</t></is></c>`;
}

/** 0 → A, 26 → AA. */
function columnName(place: number): string {
  const own = String.fromCharCode(65 + (place % 26));
  return place < 26 ? own : columnName(Math.floor(place / 26) - 1) + own;
}

/** Text as XML 1.0 can hold it. */
function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}
