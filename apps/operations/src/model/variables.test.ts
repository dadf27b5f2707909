import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindOf, NotOfKind, readAs, writtenAs } from './variables.ts';

test('What is written and read again is the same, of whatever kind', () => {
  for (const value of ['chữ', '', '2026-11-28', 12.5, 0, true, false, null, [1, 'a'], { units: { desk: 4 } }]) {
    const kind = kindOf(value);
    assert.deepEqual(readAs(kind, writtenAs(kind, value)), value, `${kind}: ${JSON.stringify(value)}`);
  }
});

test('What is not of its kind is refused in words', () => {
  for (const [kind, typed] of [
    ['number', ''],
    ['number', 'mười'],
    ['number', 'Infinity'],
    ['date', '2026-02-31'],
    ['date', '31/12/2026'],
    ['json', '{a:1}'],
    ['json', ''],
  ] as const)
    assert.throws(() => readAs(kind, typed), NotOfKind, `${kind}: ${typed}`);
  assert.equal(readAs('number', ' 12,5 '), 12.5, 'a comma as people write it');
});
