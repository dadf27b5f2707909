/** Tables that people send: XLSX (ECMA-376) and CSV (RFC 4180), read with care: nothing in them is ever carried out. */
import { unzipSync } from 'fflate';
import { Parser } from 'saxen';
import type { Text } from './lang.ts';

export interface ReadSheet {
  /** All rows with their cells as text, the head first; days as `YYYY-MM-DD`. */
  readonly rows: readonly (readonly string[])[];
  /** Cells that hold a formula, as a spreadsheet names them: `B7`. */
  readonly formulas: readonly string[];
}

export interface SheetLimits {
  readonly rows: number;
  readonly columns: number;
  /** Bytes of the parts once unpacked, all together. */
  readonly unpacked: number;
}

const usual: SheetLimits = { rows: 10_001, columns: 40, unpacked: 64 * 1024 * 1024 };

/** A file that is not read, with what to do. */
export class UnreadableSheet extends Error {
  readonly sentence: Text;

  constructor(sentence: Text) {
    super(sentence.en);
    this.name = 'UnreadableSheet';
    this.sentence = sentence;
  }
}

const refuse = (vi: string, en: string): never => {
  throw new UnreadableSheet({ vi, en });
};

/**
 * Reads the first sheet of a workbook, or a CSV file; which it is, its bytes tell.
 * @throws UnreadableSheet with a sentence for who sent it: another format, macros, links to other files, another encoding, too much
 */
export function readSheet(bytes: Uint8Array, limits: SheetLimits = usual): ReadSheet {
  if (bytes.length === 0) refuse('Tệp rỗng.', 'The file is empty.');
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return readXlsx(bytes, limits);
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    refuse(
      'Tệp Excel kiểu cũ (.xls) hoặc có mật khẩu. Xin mở bằng Excel hay LibreOffice và lưu lại thành .xlsx, không đặt mật khẩu.',
      'This is an old Excel file (.xls) or has a password. Please save it as .xlsx without a password.',
    );
  return { rows: within(readCsv(decode(bytes)), limits), formulas: [] };
}

const startsWith = (bytes: Uint8Array, ...head: number[]): boolean => head.every((byte, i) => bytes[i] === byte);

function within(rows: string[][], limits: SheetLimits): string[][] {
  if (rows.length > limits.rows)
    refuse(
      `Tệp có quá ${limits.rows - 1} dòng. Xin chia thành nhiều tệp.`,
      `The file has more than ${limits.rows - 1} lines. Please divide it.`,
    );
  if (rows.some((row) => row.length > limits.columns))
    refuse(`Tệp có quá ${limits.columns} cột.`, `The file has more than ${limits.columns} columns.`);
  return rows;
}

/** UTF-8 with or without a mark, UTF-16 with one. Another encoding is not guessed at: names would be spoilt silently. */
function decode(bytes: Uint8Array): string {
  if (startsWith(bytes, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes);
  if (startsWith(bytes, 0xfe, 0xff)) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse(
      'Tệp CSV không phải UTF-8 (có thể là Windows-1258 hay TCVN3), nên chữ tiếng Việt sẽ sai. Trong Excel chọn Lưu thành, “CSV UTF-8”, hoặc gửi tệp .xlsx.',
      'The CSV file is not UTF-8 (perhaps Windows-1258 or TCVN3), so Vietnamese letters would be wrong. In Excel choose Save as, “CSV UTF-8”, or send an .xlsx file.',
    );
  }
}

/** RFC 4180; the separator is the one that the first line has most of: comma, semicolon or tab. */
function readCsv(text: string): string[][] {
  const whole = text.replace(/^\uFEFF/, '');
  const first = whole.slice(0, whole.search(/[\r\n]/) + 1 || undefined);
  const count = (sign: string) => first.split(sign).length;
  const separator = [';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',');
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at <= whole.length) {
    let cell = '';
    if (whole[at] === '"') {
      at++;
      for (;;) {
        const end = whole.indexOf('"', at);
        if (end < 0) refuse('Tệp CSV có dấu nháy kép chưa đóng.', 'A quotation mark in the CSV file is not closed.');
        cell += whole.slice(at, end);
        at = end + 1;
        if (whole[at] !== '"') break;
        cell += '"';
        at++;
      }
    }
    const rest = at;
    while (at < whole.length && whole[at] !== separator && whole[at] !== '\n' && whole[at] !== '\r') at++;
    row.push(cell + whole.slice(rest, at));
    if (whole[at] === separator) {
      at++;
      continue;
    }
    rows.push(row);
    row = [];
    if (at >= whole.length) break;
    at += whole[at] === '\r' && whole[at + 1] === '\n' ? 2 : 1;
    if (at >= whole.length) break;
  }
  return rows;
}

function readXlsx(bytes: Uint8Array, limits: SheetLimits): ReadSheet {
  let unpacked = 0;
  let packed = 0;
  const parts = unzip(bytes, (file) => {
    // Not every binary part is one: Excel keeps the settings of a printer in `xl/printerSettings/*.bin`.
    if (/vbaProject|macrosheets\/|activeX\//i.test(file.name))
      refuse(
        'Tệp có macro. Xin lưu lại thành .xlsx (không macro).',
        'The file has macros. Please save it as .xlsx without them.',
      );
    if (/xl\/workbook\.bin$/i.test(file.name))
      refuse(
        'Tệp Excel nhị phân (.xlsb). Xin mở bằng Excel và lưu lại thành .xlsx.',
        'This is a binary Excel file (.xlsb). Please open it in Excel and save it as .xlsx.',
      );
    if (/externalLinks\//i.test(file.name))
      refuse(
        'Tệp có liên kết tới tệp khác. Xin dán giá trị rồi lưu lại.',
        'The file has links to other files. Please paste values and save it again.',
      );
    const wanted =
      /^\/?xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/.test(file.name);
    if (!wanted) return false;
    unpacked += file.originalSize;
    packed += file.size;
    if (unpacked > limits.unpacked || unpacked > 200 * packed + 1024 * 1024)
      refuse(
        'Tệp nén bất thường hoặc quá lớn, nên không mở.',
        'The file is packed in an unusual way or too large, and is not opened.',
      );
    return true;
  });
  const text = (name: string): string | undefined => {
    const part = parts[name] ?? parts[`/${name}`];
    return part && new TextDecoder().decode(part);
  };
  const sheet = text(firstSheet(text('xl/workbook.xml'), text('xl/_rels/workbook.xml.rels')));
  if (sheet === undefined) return refuse('Tệp .xlsx hỏng hoặc không có trang tính.', 'The .xlsx file is broken or has no sheet.');
  return readCells(sheet, sharedStrings(text('xl/sharedStrings.xml')), dateStyles(text('xl/styles.xml')), limits);
}

function unzip(
  bytes: Uint8Array,
  filter: (file: { name: string; size: number; originalSize: number }) => boolean,
): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof UnreadableSheet) throw error;
    return refuse('Tệp .xlsx hỏng, không mở được.', 'The .xlsx file is broken and cannot be opened.');
  }
}

type Attributes = () => Readonly<Record<string, string>>;

/** Walks through XML; names without their prefixes. */
function walk(
  xml: string,
  open: (name: string, attributes: Attributes, decode: (text: string) => string) => void,
  close: (name: string) => void = () => {},
  chars: (text: string) => void = () => {},
): void {
  if (xml === '') return;
  const parser = new Parser();
  const bare = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('openTag', (name: string, attributes: Attributes, decodeEntities: (text: string) => string) =>
    open(bare(name), attributes, decodeEntities),
  );
  parser.on('closeTag', (name: string) => close(bare(name)));
  parser.on('text', (text: string, decodeEntities: (text: string) => string) => chars(decodeEntities(text)));
  parser.on('cdata', (text: string) => chars(text));
  parser.on('error', () => refuse('Tệp .xlsx hỏng, không đọc được.', 'The .xlsx file is broken and cannot be read.'));
  parser.parse(xml);
}

function firstSheet(workbook = '', relations = ''): string {
  let id: string | undefined;
  walk(workbook, (name, attributes) => {
    if (name === 'sheet') id ??= attributes()['r:id'] ?? Object.entries(attributes()).find(([key]) => key.endsWith(':id'))?.[1];
  });
  let target = 'worksheets/sheet1.xml';
  walk(relations, (name, attributes) => {
    const { Id, Target } = attributes();
    if (name === 'Relationship' && Id === id && Target) target = Target;
  });
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

function sharedStrings(xml = ''): string[] {
  const strings: string[] = [];
  let current = '';
  let [reading, phonetic] = [false, false];
  walk(
    xml,
    (name) => {
      if (name === 'si') current = '';
      reading = name === 't' && !phonetic;
      if (name === 'rPh') phonetic = true;
    },
    (name) => {
      if (name === 'si') strings.push(current);
      if (name === 'rPh') phonetic = false;
      reading = false;
    },
    (text) => {
      if (reading) current += text;
    },
  );
  return strings;
}

/** Which cell formats show a day (ECMA-376 18.8.30: the built-in ones, and those with letters of a date). */
function dateStyles(xml = ''): Set<number> {
  const own = new Map<string, string>();
  const styles = new Set<number>();
  let [inside, count] = [false, 0];
  walk(
    xml,
    (name, attributes) => {
      if (name === 'numFmt') own.set(attributes()['numFmtId'] ?? '', attributes()['formatCode'] ?? '');
      if (name === 'cellXfs') inside = true;
      if (name !== 'xf' || !inside) return;
      const id = attributes()['numFmtId'] ?? '0';
      const code = (own.get(id) ?? '').replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '');
      const number = Number(id);
      if ((number >= 14 && number <= 22) || (number >= 45 && number <= 47) || /[dmy]/i.test(code)) styles.add(count);
      count++;
    },
    (name) => {
      if (name === 'cellXfs') inside = false;
    },
  );
  return styles;
}

function readCells(xml: string, strings: readonly string[], dates: ReadonlySet<number>, limits: SheetLimits): ReadSheet {
  const rows: string[][] = [];
  const formulas: string[] = [];
  let cell = { place: '', type: 'n', style: 0, text: '', reading: false };
  let number = 0;
  let column = 0;
  walk(
    xml,
    (name, attributes) => {
      if (name === 'row') {
        number = Number(attributes()['r'] ?? number + 1);
        column = 0;
        if (number > limits.rows)
          within(
            Array.from({ length: limits.rows + 1 }, () => []),
            limits,
          );
      } else if (name === 'c') {
        const { r, t, s } = attributes();
        cell = { place: r ?? '', type: t ?? 'n', style: Number(s ?? 0), text: '', reading: false };
        column = r ? columnOf(r) : column + 1;
      } else if (name === 'f') formulas.push(cell.place);
      cell.reading = name === 'v' || name === 't';
    },
    (name) => {
      cell.reading = false;
      if (name !== 'c' || cell.text === '') return;
      if (column > limits.columns) within([Array.from({ length: column }, () => '')], limits);
      while (rows.length < number) rows.push([]);
      const row = rows[number - 1]!;
      while (row.length < column) row.push('');
      row[column - 1] = shown(cell, strings, dates);
    },
    (text) => {
      if (cell.reading) cell.text += text;
    },
  );
  return { rows, formulas };
}

function columnOf(place: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(place)?.[0] ?? 'A') column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}

function shown(
  { type, style, text }: { type: string; style: number; text: string },
  strings: readonly string[],
  dates: ReadonlySet<number>,
): string {
  if (type === 's') return strings[Number(text)] ?? '';
  if (type === 'n' && dates.has(style) && /^\d+(\.\d+)?$/.test(text)) return dayOf(Number(text));
  return text;
}

/** The serial day of a spreadsheet: 1 is 1900-01-01, and 60 a day that never was. */
function dayOf(serial: number): string {
  const at = new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * 86_400_000);
  return Number.isNaN(at.getTime()) ? String(serial) : at.toISOString().slice(0, 10);
}
