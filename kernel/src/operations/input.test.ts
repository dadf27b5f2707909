import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDay } from './input.ts';

test('A day is one that is in the calendar, and in that of the database', () => {
  const days = ['2026-02-28', '2024-02-29', '2026-02-29', '2026-11-31', '2026-2-1', '0000-01-01', ''];
  assert.deepEqual(days.map(isDay), [true, true, false, false, false, false, false]);
});
