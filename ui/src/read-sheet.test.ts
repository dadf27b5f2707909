import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { readSheet, UnreadableSheet } from './read-sheet.ts';
import { csv, xlsx } from './sheet.ts';

const sheet = {
  title: 'Mẫu',
  columns: [
    { label: 'Số định danh', value: (row: Row) => row.number },
    { label: 'Họ, tên', value: (row: Row) => row.name },
    { label: 'Ngày', kind: 'date' as const, value: (row: Row) => row.day },
  ],
  rows: [
    { number: '001199000001', name: 'Nguyễn "Bé" Văn\nMẫu', day: '1985-04-30' },
    { number: '000000000002', name: '', day: '2026-12-01' },
  ],
};
interface Row {
  number: string;
  name: string;
  day: string;
}
const refused = (words: RegExp) => (error: unknown) =>
  error instanceof UnreadableSheet && words.test(error.sentence.vi) && error.sentence.en.length > 10;

test('What we write as a workbook or as CSV is read as it was: leading zeros, quotation marks, days, empty cells', async () => {
  for (const write of [xlsx, csv]) {
    const { rows, formulas } = readSheet(await buffer(write('vi', sheet)));
    assert.deepEqual(rows, [
      ['Số định danh', 'Họ, tên', 'Ngày'],
      ['001199000001', 'Nguyễn "Bé" Văn\nMẫu', '1985-04-30'],
      ['000000000002', '', '2026-12-01'],
    ]);
    assert.deepEqual(formulas, []);
  }
});

test('CSV comes with commas, semicolons or tabs, in UTF-8 or UTF-16, with any ends of lines', () => {
  const same = [
    ['a', 'đ'],
    ['1', '2'],
  ];
  for (const text of ['a,đ\n1,2\n', 'a;đ\r\n1;2', 'a\tđ\r1\t2\r']) assert.deepEqual(readSheet(strToU8(text)).rows, same);
  assert.deepEqual(readSheet(Buffer.from('\uFEFFa,đ\n1,2', 'utf16le')).rows, same);
});

test('Another encoding is said, not guessed at', () => {
  assert.throws(() => readSheet(Buffer.from([0x61, 0x2c, 0xd0, 0xf2, 0x0a])), refused(/Windows-1258/));
});

/** A workbook of ours with some of its parts changed. */
async function workbook(change: (parts: Record<string, Uint8Array>) => void): Promise<Uint8Array> {
  const parts = unzipSync(await buffer(xlsx('vi', sheet)));
  change(parts);
  return zipSync(parts);
}

test('Macros, links to other files, bombs, old and broken files are refused with what to do', async () => {
  const with_ = (name: string, bytes = new Uint8Array(10)) => workbook((parts) => void (parts[name] = bytes));
  const [macros, binary, links, bomb] = await Promise.all([
    with_('xl/vbaProject.bin'),
    with_('xl/workbook.bin'),
    with_('xl/externalLinks/externalLink1.xml'),
    with_('xl/worksheets/sheet1.xml', new Uint8Array(80 * 1024 * 1024)),
  ]);
  assert.throws(() => readSheet(macros), refused(/macro/));
  assert.throws(() => readSheet(binary), refused(/\.xlsb/));
  assert.throws(() => readSheet(links), refused(/liên kết/));
  assert.throws(() => readSheet(bomb), refused(/nén bất thường/));
  assert.throws(() => readSheet(Buffer.from('d0cf11e0a1b11ae1', 'hex')), refused(/\.xls\)/));
  assert.throws(() => readSheet(macros.subarray(0, 200)), refused(/hỏng/));
  assert.throws(() => readSheet(new Uint8Array()), refused(/rỗng/));
  assert.throws(() => readSheet(strToU8('a\n'.repeat(10_002))), refused(/10000 dòng/));
});

test('A workbook that was once printed from Excel is no workbook with macros', async () => {
  const printed = await workbook((parts) => void (parts['xl/printerSettings/printerSettings1.bin'] = new Uint8Array(10)));
  assert.equal(readSheet(printed).rows.length, 3);
});

test('Formulas are told by their cells, and strings that are shared, rich or inline are read', async () => {
  const bytes = await workbook((parts) => {
    parts['xl/sharedStrings.xml'] = strToU8(
      '<sst><si><r><t>Nguyễn</t></r><r><t xml:space="preserve"> Văn &amp; A</t></r><rPh><t>x</t></rPh></si></sst>',
    );
    parts['xl/worksheets/sheet1.xml'] = strToU8(
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="B1" t="s"><x:v>0</x:v></x:c></x:row><x:row r="3"><x:c r="A3"><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c r="C3" t="inlineStr"><x:is><x:t>y</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>',
    );
  });
  assert.deepEqual(readSheet(bytes), {
    rows: [['', 'Nguyễn Văn & A'], [], ['2', '', 'y']],
    formulas: ['A3'],
  });
});
