import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localDate } from './clock.ts';

test('A day in Vietnam begins at 17:00 UTC, whatever day was asked for before', () => {
  const day = (at: string) => localDate(new Date(at));
  assert.equal(day('2026-11-28T16:59:59.999Z'), '2026-11-28');
  assert.equal(day('2026-11-28T17:00:00Z'), '2026-11-29');
  assert.equal(day('2026-11-28T16:59:59.999Z'), '2026-11-28');
  assert.equal(day('2026-11-29T16:59:59.999Z'), '2026-11-29');
  assert.equal(day('1970-01-01T00:00:00Z'), '1970-01-01');
  assert.equal(day('2026-11-28T03:00:00Z'), '2026-11-28');
});
