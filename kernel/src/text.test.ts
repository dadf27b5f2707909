import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fold } from './text.ts';

/** The definition. */
const plainly = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().normalize('NFC');

test('A text is folded as its definition says, whatever stands side by side', () => {
  assert.equal(fold('Giấy phép XÂY DỰNG – Đường'), 'giay phep xay dung – duong');
  assert.equal(fold('giấy'.normalize('NFD')), 'giay');
  const codes = [...Array(0x2100).keys()];
  for (const code of codes) assert.equal(fold(`a${String.fromCharCode(code)}E`), plainly(`a${String.fromCharCode(code)}E`));
  const anything = fc.oneof(
    fc.integer({ min: 0, max: 0x36f }),
    fc.integer({ min: 0x1e00, max: 0x1eff }),
    fc.integer({ min: 0, max: 0xffff }),
  );
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 8 }), (list) => {
      const text = String.fromCharCode(...list);
      assert.equal(fold(text), plainly(text));
    }),
    { numRuns: 2000 },
  );
  assert.equal(fold('Ằ'.repeat(3000)), 'a'.repeat(3000));
});
