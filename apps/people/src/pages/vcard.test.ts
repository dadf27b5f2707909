import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PhoneBookEntry } from '../queries/phone-book.ts';
import { vCards } from './vcard.ts';

const entry: PhoneBookEntry = {
  person: '00000000-0000-7000-8000-000000000001',
  name: 'Hoàng Đức Tùng',
  title: { vi: 'Giám đốc', en: 'Director' },
  unit: { vi: 'Lãnh đạo Sở', en: 'Leadership' },
  unitKey: 'so',
  agency: { vi: 'Sở Xây dựng; Nhà ở, Đô thị', en: 'Construction' },
  main: true,
  phone: '0226 000 001',
  email: 'a@example.test',
  unitPhone: null,
  address: 'Số 1\nPhủ Lý',
};

test('A card names family, given and middle name, escapes what separates, and holds all places of a person', () => {
  const text = vCards(
    [entry, { ...entry, main: false, title: { vi: 'Trưởng ban', en: 'Head' } }, { ...entry, person: 'b' }],
    'vi',
  );
  assert.equal(text.match(/BEGIN:VCARD\r\n/g)?.length, 2);
  assert.match(text, /\r\nN:Hoàng;Tùng;Đức;;\r\n/);
  assert.match(text, /\r\nORG:Sở Xây dựng\\; Nhà ở\\, Đô thị;Lãnh đạo Sở\r\n/);
  assert.match(text, /\r\np1\.TITLE:Trưởng ban\r\n/);
  assert.match(text, /\r\nADR;TYPE=work:;;Số 1\\nPhủ Lý;;;;\r\n/);
});

test('Long lines are folded at 75 octets and read back whole', () => {
  const long = { ...entry, title: { vi: 'Ủy viên Ban Thường vụ '.repeat(9), en: '' } };
  const text = vCards([long], 'vi');
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  assert.ok(text.replaceAll('\r\n ', '').includes('Ủy viên Ban Thường vụ '.repeat(9)));
});
