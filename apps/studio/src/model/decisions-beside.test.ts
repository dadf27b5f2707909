import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayBeside } from './decisions-beside.ts';

test('A case goes by the definitions of its own day once the text holds, and by those of the first day of the text before', () => {
  const from = '2026-12-01';
  assert.equal(dayBeside('2026-12-15T08:00:00+07:00', from), '2026-12-15');
  assert.equal(dayBeside('2026-03-15T08:00:00+07:00', from), from, 'the text does not hold yet');
  assert.equal(dayBeside(undefined, from), from);
  assert.equal(dayBeside('2026-12-14T20:00:00Z', from), '2026-12-15', 'by the clock of Vietnam');
});
