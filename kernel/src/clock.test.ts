import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localDate, startOfDay } from './clock.ts';

test('A day in Vietnam begins at 17:00 UTC, whatever day was asked for before', () => {
  const day = (at: string) => localDate(new Date(at));
  assert.equal(day('2026-11-28T16:59:59.999Z'), '2026-11-28');
  assert.equal(day('2026-11-28T17:00:00Z'), '2026-11-29');
  assert.equal(day('2026-11-28T16:59:59.999Z'), '2026-11-28');
  assert.equal(day('2026-11-29T16:59:59.999Z'), '2026-11-29');
  assert.equal(day('1970-01-01T00:00:00Z'), '1970-01-01');
  assert.equal(day('2026-11-28T03:00:00Z'), '2026-11-28');
});

test('A day begins with the first moment that is in it, and is over when the next begins', () => {
  const at = startOfDay('2026-12-31');
  assert.equal(at.toISOString(), '2026-12-30T17:00:00.000Z');
  assert.equal(localDate(at), '2026-12-31');
  assert.equal(localDate(new Date(at.getTime() - 1)), '2026-12-30');
  assert.deepEqual(startOfDay('2026-12-31', 1), startOfDay('2027-01-01'));
  assert.ok(Number.isNaN(startOfDay('2026-13-01').getTime()));
});
