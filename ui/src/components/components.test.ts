import assert from 'node:assert/strict';
import { test } from 'node:test';
import { radios } from './choices.ts';
import { fieldId } from './field.ts';
import { columnChart } from './figures.ts';
import { errorSummary } from './form.ts';
import { dateInput, select, textarea, textInput } from './inputs.ts';
import { pagination, summaryList } from './lists.ts';
import { filterBar } from './search.ts';
import { table } from './table.ts';
import { errorPage } from '../pages/error.ts';
import { queueList } from '../pages/official.ts';

const label = { vi: 'Họ và tên', en: 'Full name' };

test('a filter in which nothing is chosen says what holds then: all, unless it is an order', () => {
  const bar = (none?: typeof label) =>
    String(
      filterBar('vi', {
        action: '/',
        filters: [{ name: 'a', label, options: [{ value: '1', label: 'Một' }], ...(none && { none }) }],
      }),
    );
  assert.match(bar(), /<option value="">Tất cả<\/option>/);
  assert.match(bar({ vi: 'Theo mã', en: 'By identifier' }), /<option value="">Theo mã<\/option>/);
});

test('a field joins label, hint and error to its control', () => {
  const text = String(textInput('vi', { name: 'person.name', label, hint: 'Như trên thẻ', error: 'Bạn nhập họ và tên' }));
  assert.match(text, /for="person-name"/);
  assert.match(text, /id="person-name"/);
  assert.match(text, /aria-describedby="person-name-hint person-name-error"/);
  assert.match(text, /id="person-name-error"/);
  assert.match(text, /aria-invalid="true"/);
});

test('an error summary links to the first control of each kind of field', () => {
  const fields = [
    textInput('vi', { name: 'a[0].b', label }),
    dateInput('vi', { name: 'born', label }),
    radios('vi', {
      name: 'sex',
      label,
      choices: [
        { value: 'm', label: 'Nam' },
        { value: 'f', label: 'Nữ' },
      ],
    }),
    select('vi', { name: 'unit', label, options: [] }),
  ].join('');
  const names = ['a[0].b', 'born', 'sex', 'unit'];
  const summary = String(
    errorSummary(
      'vi',
      names.map((name) => ({ id: fieldId(name), message: 'x' })),
    ),
  );
  for (const name of names) {
    assert.match(summary, new RegExp(`href="#${fieldId(name)}"`));
    assert.match(fields, new RegExp(`<(input|select)[^>]* id="${fieldId(name)}"`));
  }
  assert.equal(errorSummary('vi', []), undefined);
});

test('what people typed is kept as typed and escaped', () => {
  assert.match(
    String(textarea('vi', { name: 'a', label, value: '\n</textarea><b>' })),
    />\n\n&lt;\/textarea&gt;&lt;b&gt;<\/textarea>/,
  );
  assert.match(String(dateInput('vi', { name: 'd', label, value: { day: '31', month: '"2' } })), /value="&quot;2"/);
});

test('a password is never sent back', () => {
  assert.doesNotMatch(String(textInput('vi', { name: 'p', label, type: 'password', value: 'secret' })), /secret/);
});

test('a password can be seen by whoever types it: a button that only a script shows, named in both languages', () => {
  const vi = String(textInput('vi', { name: 'p', label, type: 'password' }));
  assert.match(vi, /<button type="button"[^>]*aria-controls="p"[^>]* hidden>/);
  assert.match(vi.replace(/<[^>]*>|\s+/g, ' '), /Hiện.*Ẩn.*mật khẩu/);
  assert.match(String(textInput('en', { name: 'p', label, type: 'password' })), />Show<[^]*>Hide<[^]* password</);
  assert.match(vi, /type="password"[^>]*autocapitalize="none"[^>]*spellcheck="false"/);
  assert.doesNotMatch(String(textInput('vi', { name: 'p', label })), /data-show-password/);
});

test('options stand under their headings in the order given', () => {
  const options = [
    { value: '1', label: 'A', group: 'X' },
    { value: '2', label: 'B', group: 'Y' },
    { value: '3', label: 'C', group: 'X' },
  ];
  const text = String(select('vi', { name: 's', label, options, value: '3' }));
  assert.match(text, /label="X".*value="1".*value="3" selected.*label="Y".*value="2"/s);
});

test('a sortable column says how it is sorted and leads to the other way', () => {
  const sort = {
    by: 'n',
    direction: 'asc' as const,
    href: (by: string, direction: string) => `?${by}=${direction}`,
  };
  const text = String(
    table('vi', {
      caption: 'Bảng',
      columns: [{ key: 'n', label: 'Số', cell: (row: number) => row, numeric: true, sortable: true }],
      rows: [1],
      sort,
    }),
  );
  assert.match(text, /aria-sort="ascending"/);
  assert.match(text, /href="\?n=desc"/);
});

test('on a phone the rows of a dense table are cards whose cells say what they are, sums too, unless told otherwise', () => {
  const columns = [
    { key: 'name', label: 'Tên', cell: (row: number) => row },
    { key: 'sum', label: 'Tổng', cell: (row: number) => row, numeric: true },
  ];
  const draw = (own: { dense?: boolean; stack?: boolean }) =>
    String(table('vi', { caption: 'Bảng', columns, rows: [1], foot: ['Cộng', 7], ...own }));
  assert.match(draw({ dense: true }), /table-stack.*<td class="numeric" data-label="Tổng">1<.*data-label="Tổng">7</s);
  assert.doesNotMatch(draw({ dense: true, stack: false }), /table-stack|data-label/);
  assert.doesNotMatch(draw({}), /table-stack|data-label/);
  const spoken = columns.map((column) => ({ ...column, labelled: true }));
  assert.match(String(table('vi', { caption: 'Bảng', columns: spoken, rows: [1], dense: true })), /data-label="Tên">1</);
});

test('where a chart has many columns, every second name stands only where there is room for it', () => {
  const draw = (count: number) => {
    const rows = Array.from({ length: count }, (_, index) => ({ label: `${index + 1}/26`, values: [1] }));
    const series = [{ label, tone: 'done' as const }];
    return String(columnChart('vi', { title: label, rowLabel: label, series, rows })).match(/chart-text-wide/g) ?? [];
  };
  assert.equal(draw(12).length, 6);
  assert.equal(draw(5).length, 0);
});

test('a list that fits on one page has no pager', () => {
  assert.equal(pagination('vi', {}), undefined);
  assert.match(String(pagination('en', { next: '?c=1' })), /rel="next"/);
});

test('The counter of a queue that is counted no further says that there are more', () => {
  const queue = (count: number) =>
    String(queueList('vi', { vi: 'Hàng đợi', en: 'Queues' }, [{ label: 'A', href: '/a', count, most: 10_000 }]));
  assert.match(queue(10_000), />10\.000</);
  assert.match(queue(10_001), />10\.000\+</);
});

test('a list that is empty leaves nothing behind, neither on the page for an error nor in a row without links', () => {
  const page = String(
    errorPage('vi', {
      status: 403,
      site: { name: label, phone: '0226', version: '1' },
      url: '/',
      fields: [],
      number: 'M1',
    }),
  );
  assert.match(page, /<\/p>\s*<p>Khi gọi/);
  const list = String(summaryList('vi', [{ label, value: 'Sen', actions: [] }]));
  assert.match(list, /Sen\s*<\/dd>\s*<\/div>/);
});
