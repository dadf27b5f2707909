import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import { printedSheet } from './sheet-print.ts';
import type { Site } from './pages/site.ts';
import { askedFormat, csv, exportLinks, type Sheet, xlsx } from './sheet.ts';

interface Row {
  readonly name: string;
  readonly amount: number | bigint | null;
  readonly day: string;
  readonly at: Date;
}

const sheet = (rows: Iterable<Row> | AsyncIterable<Row>): Sheet<Row> => ({
  title: { vi: 'Danh sách [thử]', en: 'List' },
  columns: [
    { label: { vi: 'Tên', en: 'Name' }, value: (row) => row.name },
    { label: { vi: 'Số tiền', en: 'Amount' }, kind: 'money', value: (row) => row.amount },
    { label: 'Ngày', kind: 'date', value: (row) => row.day },
    { label: 'Lúc', kind: 'moment', value: (row) => row.at },
  ],
  rows,
});
const one: Row = {
  name: 'Nguyễn "Sen" <&>, \u0001',
  amount: 150_000,
  day: '2026-11-21',
  at: new Date('2026-11-21T07:30:00Z'),
};

async function read(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

test('a CSV begins with a byte order mark, quotes what must be, and says times with their zone', async () => {
  const text = Buffer.from(await read(csv('vi', sheet([one])))).toString();
  assert.equal(
    text,
    '\uFEFFTên,Số tiền,Ngày,Lúc\r\n"Nguyễn ""Sen"" <&>, \u0001",150000,2026-11-21,2026-11-21T14:30:00+07:00\r\n',
  );
});

test('a text that a spreadsheet would run as a formula stays a text', async () => {
  for (const name of ['=1+1', '+84', '-1', '@SUM(A1)', '\t=1'])
    assert.ok(strFromU8(await read(csv('vi', sheet([{ ...one, name }])))).includes(`'${name}`));
});

test('an XLSX holds texts, whole đồng, days and times of Việt Nam', async () => {
  const files = unzipSync(await read(xlsx('vi', sheet([one, { ...one, amount: null }]))));
  const xml = strFromU8(files['xl/worksheets/sheet1.xml']!);
  assert.match(xml, /<t xml:space="preserve">Nguyễn &quot;Sen&quot; &lt;&amp;&gt;, <\/t>/);
  assert.match(xml, /<c r="B2" s="4"><v>150000<\/v>/);
  assert.match(xml, /<c r="C2" s="2"><v>46347<\/v>/);
  assert.match(xml, /<c r="D2" s="3"><v>46347\.604166/);
  assert.match(xml, /<autoFilter ref="A1:D3"\/>/);
  assert.match(strFromU8(files['xl/workbook.xml']!), /sheet name="Danh sách  thử"/);
});

test('a long list is written while it comes', async () => {
  let made = 0;
  async function* rows(): AsyncGenerator<Row> {
    for (; made < 20_000; made++) yield one;
  }
  const stream = xlsx('vi', sheet(rows()));
  const first = await stream[Symbol.asyncIterator]().next();
  assert.ok(first.value);
  assert.ok(made < 20_000);
  stream.destroy();
  const files = unzipSync(await read(xlsx('vi', sheet(Array.from({ length: 20_000 }, () => one)))));
  assert.equal(strFromU8(files['xl/worksheets/sheet1.xml']!).match(/<row /g)?.length, 20_001);
});

test('the links of a list keep its filters', () => {
  const [excel] = exportLinks('/quan-ly-thu-tuc?q=a&agency=b');
  assert.equal(excel?.href, '/quan-ly-thu-tuc?q=a&agency=b&dang=xlsx');
  assert.deepEqual(
    exportLinks('/quan-ly-thu-tuc').map(({ href }) => askedFormat(href.split('dang=')[1])),
    ['xlsx', 'csv', 'print'],
  );
  assert.equal(askedFormat('exe'), undefined);
});

test('a list on paper has the national title, says how many rows there are, and leaves out what has no room', async () => {
  const site = { name: { vi: 'Tỉnh Thử', en: 'Test' } } as unknown as Site;
  const paper = await printedSheet(
    { lang: 'vi', site, now: new Date('2026-11-21T07:30:00Z') },
    {
      title: 'Sổ',
      rows: [{ name: 'Hoa <b>', on: '2026-11-02' }],
      columns: [
        { label: 'Tên', value: (row: { name: string; on: string }) => row.name },
        { label: 'Ngày', kind: 'date', value: (row) => row.on },
        { label: 'Mã dài', paper: false, value: () => 'không in' },
      ],
    },
  );
  const text = String(paper);
  assert.match(text, /Cộng hòa xã hội chủ nghĩa Việt Nam/);
  assert.match(text, /1 dòng, lúc 14:30, 21\/11\/2026/);
  assert.match(text, /Hoa &lt;b&gt;[\s\S]*02\/11\/2026/);
  assert.doesNotMatch(text, /không in|Mã dài/);
});
