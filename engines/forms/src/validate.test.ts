import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { FIELD_TYPES } from './definition.ts';
import { env, field, formOf } from './testing.ts';
import { validateForm } from './validate.ts';

const read = (fields: Parameters<typeof formOf>[0], data: unknown, more = {}) => {
  const { data: kept, errors } = validateForm(formOf(fields), data, { ...env, ...more });
  return { data: kept, at: errors.map((error) => error.path), errors };
};

test('text is kept composed, trimmed and without control characters', () => {
  const decomposed = '  Nguyễn\u0000 Văn\u202e  A '.normalize('NFD');
  assert.deepEqual(read([field('name', 'text')], { name: decomposed }).data, { name: 'Nguyễn Văn A' });
  const lines = read([field('note', 'multiline')], { note: 'a  \r\nb\r\n' });
  assert.deepEqual(lines.data, { note: 'a\nb' });
  assert.deepEqual(read([field('name', 'text')], { name: 'a\ud800' }).data, { name: 'a\ufffd' });
});

test('an over-long text is refused with its limit and kept as written', () => {
  const { data, errors } = read([field('name', 'text', { maxLength: 5 })], { name: 'sáu chữ' });
  assert.equal(errors[0]?.message.vi, 'Hãy rút gọn name còn nhiều nhất 5 ký tự.');
  assert.deepEqual(data, { name: 'sáu chữ' });
});

test('a single box that must be ticked says so', () => {
  const declared = field('declared', 'choices', {
    required: true,
    options: [{ value: 'true', label: { vi: 'Tôi cam đoan', en: 'I declare' } }],
  });
  assert.equal(read([declared], {}).errors[0]?.message.vi, 'Hãy đánh dấu vào ô declared.');
});

test('numbers are read as Vietnamese and as English write them', () => {
  const area = [field('area', 'decimal')];
  assert.deepEqual(read(area, { area: '1.234,5' }).data, { area: 1234.5 });
  assert.deepEqual(read(area, { area: '1.234' }).data, { area: 1234 });
  assert.deepEqual(read(area, { area: '12.5' }).data, { area: 12.5 });
  assert.deepEqual(read(area, { area: '1,234.5' }, { lang: 'en' }).data, { area: 1234.5 });
  assert.deepEqual(read(area, { area: '1,234' }, { lang: 'en' }).data, { area: 1234 });
  assert.deepEqual(read(area, { area: '12,345' }).at, ['area'], 'three decimals where two are allowed');
  assert.deepEqual(read(area, { area: '1234567890123456' }).at, ['area'], 'more digits than a number holds');
  assert.deepEqual(read([field('price', 'money')], { price: '1.500.000 đ' }).data, { price: 1500000 });
  assert.deepEqual(read([field('price', 'money')], { price: '-1' }).at, ['price']);
  assert.deepEqual(read([field('floors', 'integer', { min: 0, max: 60 })], { floors: '61' }).at, ['floors']);
  assert.deepEqual(read([field('floors', 'integer')], { floors: 1.5 }).at, ['floors']);
});

test('a date that does not exist is refused, one that exists is kept in ISO form', () => {
  const day = [field('day', 'date')];
  assert.deepEqual(read(day, { day: '29/2/2024' }).data, { day: '2024-02-29' });
  assert.deepEqual(read(day, { day: '29/2/2023' }).at, ['day']);
  assert.deepEqual(read(day, { day: { day: '31', month: '4', year: '2024' } }).at, ['day']);
  assert.deepEqual(read(day, { day: { day: '', month: '', year: '' } }), { data: {}, at: [], errors: [] });
  assert.deepEqual(read([field('day', 'date', { max: 'today' })], { day: '2026-11-21' }).at, []);
  const late = read([field('day', 'date', { max: 'today' })], { day: '2026-11-22' });
  assert.equal(late.errors[0]?.message.vi, 'Hãy nhập day không sau ngày 21/11/2026.');
});

test('identity, telephone, mail and tax numbers are checked by their shape', () => {
  assert.deepEqual(read([field('id', 'personalId')], { id: '035 090 001 234' }).data, { id: '035090001234' });
  assert.deepEqual(read([field('id', 'personalId')], { id: '12345678' }).at, ['id']);
  assert.deepEqual(read([field('id', 'personalId')], { id: 'B1234567' }).at, ['id']);
  assert.deepEqual(read([field('id', 'personalId', { accept: ['passport'] })], { id: 'b1234567' }).data, {
    id: 'B1234567',
  });
  assert.deepEqual(read([field('phone', 'phone')], { phone: '+84 912.345.678' }).data, {
    phone: '0912345678',
  });
  assert.deepEqual(read([field('phone', 'phone')], { phone: '912345678' }).at, ['phone']);
  assert.deepEqual(read([field('mail', 'email')], { mail: 'a@b' }).at, ['mail']);
  assert.deepEqual(read([field('tax', 'taxCode')], { tax: '0700 123 456-001' }).data, {
    tax: '0700123456-001',
  });
  assert.deepEqual(read([field('name', 'personName')], { name: "Đinh Thị H'Mai" }).data, {
    name: "Đinh Thị H'Mai",
  });
  assert.deepEqual(read([field('name', 'personName')], { name: 'A1' }).at, ['name']);
});

test('an address is settled by its commune, or written when it is elsewhere', () => {
  const home = [field('home', 'address', { required: true })];
  const full = { province: 'ha-nam', district: 'phu-ly', commune: 'chau-son', detail: 'Số 5' };
  assert.deepEqual(read(home, { home: { commune: 'chau-son', detail: ' Số 5 ' } }).data, { home: full });
  assert.deepEqual(read(home, { home: { ...full, district: 'ly-nhan' } }).data, { home: full });
  assert.deepEqual(read(home, {}).at, ['home.commune']);
  assert.deepEqual(read(home, { home: { commune: 'nowhere', detail: 'x' } }).at, ['home.commune']);
  assert.deepEqual(read(home, { home: { commune: 'chau-son' } }).at, ['home.detail']);
  const away = { province: 'other', locality: 'Xã A, huyện B, tỉnh C', detail: 'Thôn 1' };
  assert.deepEqual(read(home, { home: away }), { data: { home: away }, at: [], errors: [] });
  assert.deepEqual(read(home, { home: { province: 'other', detail: 'x' } }).at, ['home.locality']);
});

test('choices outside the options are refused; lists that are not known are left to the server', () => {
  const options = [
    { value: 'a', label: { vi: 'A', en: 'A' } },
    { value: 'b', label: { vi: 'B', en: 'B' } },
  ];
  assert.deepEqual(read([field('one', 'choice', { options })], { one: 'c' }).at, ['one']);
  assert.deepEqual(read([field('any', 'choices', { options })], { any: ['b', 'a', 'b'] }).data, {
    any: ['a', 'b'],
  });
  assert.deepEqual(read([field('any', 'choices', { options, required: true })], { any: [] }).at, ['any']);
  assert.deepEqual(read([field('land', 'code', { list: 'countries' })], { land: 'XX' }).at, ['land']);
  assert.deepEqual(read([field('land', 'code', { list: 'unknown' })], { land: 'XX' }).at, []);
});

test('a hidden field is neither judged nor kept', () => {
  const fields = [field('has', 'boolean'), field('detail', 'text', { required: true, when: 'has' })];
  assert.deepEqual(read(fields, { has: 'false', detail: 'x' }), { data: { has: false }, at: [], errors: [] });
  assert.deepEqual(read(fields, { has: 'true' }).at, ['detail']);
  const hiddenPage = formOf([field('has', 'boolean')], [field('more', 'text', { required: true })]);
  hiddenPage.pages[1]!.when = 'has = true';
  assert.deepEqual(validateForm(hiddenPage, { has: false, more: 'x' }, env).data, { has: false });
});

test('checks compare answers, dates included, and wait until their own answer is right', () => {
  const message = { vi: 'Sau', en: 'After' };
  const fields = [field('from', 'date'), field('to', 'date', { check: [{ rule: 'to > from', message }] })];
  assert.deepEqual(read(fields, { from: '2026-01-02', to: '2026-01-01' }).errors, [{ path: 'to', page: 'p1', message }]);
  assert.deepEqual(read(fields, { from: '2026-01-01', to: '2026-01-02' }).at, []);
  assert.deepEqual(read(fields, { to: '2026-01-02' }).at, [], 'nothing to compare with');
  assert.equal(read(fields, { from: '2026-01-01', to: 'x' }).errors.length, 1);
});

test('errors are told in the order of the form', () => {
  const rule = { rule: 'a > 1', message: { vi: 'x', en: 'x' } };
  const fields = [field('home', 'address', { required: true }), field('a', 'integer', { check: [rule] }), field('b', 'integer')];
  assert.deepEqual(read(fields, { a: 1, b: 'x' }).at, ['home.commune', 'a', 'b']);
});

test('a requirement may depend on what is asked later', () => {
  const fields = [field('phone', 'phone', { required: 'email = null' }), field('email', 'email')];
  assert.deepEqual(read(fields, {}).at, ['phone']);
  assert.deepEqual(read(fields, { email: 'a@b.vn' }).at, []);
});

test('a repeated group has its limits, its own names, and computed sums', () => {
  const fields = [
    field('rows', 'group', {
      repeat: { min: 1, max: 3, item: { vi: 'Dòng', en: 'Row' } },
      fields: [
        field('kind', 'text', { required: true }),
        field('amount', 'money'),
        field('reason', 'text', { required: true, when: 'amount > 100' }),
      ],
    }),
    field('total', 'computed', { value: 'sum(rows[amount != null].amount)', format: 'money' }),
    field('count', 'computed', { value: 'count(rows)', format: 'integer' }),
  ];
  assert.deepEqual(read(fields, {}).at, ['rows']);
  const two = {
    rows: [
      { kind: 'a', amount: '100' },
      { kind: 'b', amount: 250 },
    ],
    count: 99,
  };
  const result = read(fields, two);
  assert.deepEqual(result.at, ['rows[1].reason']);
  assert.equal(result.data['total'], 350);
  assert.equal(result.data['count'], 2, 'computed here, whatever was sent');
  assert.deepEqual(read(fields, { rows: [{}, {}, {}, {}].map(() => ({ kind: 'x' })) }).at, ['rows']);
});

test('a computed decimal is exact', () => {
  const fields = [field('a', 'decimal'), field('b', 'decimal'), field('sum', 'computed', { value: 'a + b' })];
  assert.equal(read(fields, { a: 0.1, b: 0.2 }).data['sum'], 0.3);
});

test('unknown answers, and names that every object has, are dropped', () => {
  const data = JSON.parse('{"a":"1","b":2,"__proto__":{"a":"x"},"constructor":1}') as unknown;
  assert.deepEqual(read([field('a', 'text'), field('toString', 'text')], data), {
    data: { a: '1' },
    at: [],
    errors: [],
  });
});

test('reading what was read gives it again', () => {
  const { fields } = everyType().pages[0]!;
  const piece = fc.constantFrom(
    '1',
    '12',
    '1.234',
    '12,5',
    '29/2/2024',
    '2024-02-29',
    'a',
    'A b',
    'yes',
    'VN',
    '0912345678',
    'a@b.vn',
    '0700123456',
  );
  const answer = fc.oneof(piece, fc.string({ unit: 'grapheme' }), fc.array(piece), fc.double(), fc.boolean());
  fc.assert(
    fc.property(fc.constantFrom(...fields), answer, fc.constantFrom('vi' as const, 'en' as const), (one, given, lang) => {
      const form = formOf([{ ...one, check: undefined, required: false }]);
      const once = validateForm(form, { [one.key]: given }, { ...env, lang });
      if (once.errors.length > 0) return;
      const twice = validateForm(form, once.data, { ...env, lang });
      assert.deepEqual([twice.data, twice.errors], [once.data, []]);
    }),
    { numRuns: 3000 },
  );
});

test('validateForm throws on no JSON whatever, and what it gives is JSON', () => {
  const form = everyType();
  const keys = form.pages[0]!.fields.map((one) => one.key);
  const odd = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.string({ unit: 'binary' }), fc.double());
  fc.assert(
    fc.property(fc.oneof(odd, fc.dictionary(fc.constantFrom(...keys), odd)), (data) => {
      const result = validateForm(form, data, env);
      assert.deepEqual(JSON.parse(JSON.stringify(result.data)), result.data);
      for (const error of result.errors) assert.ok(error.message.vi && error.message.en && error.path);
    }),
    { numRuns: 1000 },
  );
});

function everyType() {
  const options = [{ value: 'a', label: { vi: 'A', en: 'A' } }];
  const inner = [field('x', 'text', { required: true }), field('n', 'integer', { when: 'x = "a"' })];
  const simple = FIELD_TYPES.filter((type) => type !== 'group').map((type) =>
    field(`f_${type}`, type, {
      ...(type.startsWith('choice') && { options }),
      ...(type === 'computed' && { value: 'f_integer + 1' }),
      ...(type === 'code' && { list: 'countries' }),
      required: 'f_boolean = true',
      check: [{ rule: 'f_decimal > f_money', message: { vi: 'x', en: 'x' } }],
    }),
  );
  return formOf([
    ...simple,
    field('one', 'group', { fields: inner }),
    field('many', 'group', { fields: inner, repeat: { max: 3, item: { vi: 'x', en: 'x' } } }),
  ]);
}
