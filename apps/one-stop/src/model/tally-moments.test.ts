import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tallyMoments } from './tally-moments.ts';

const moments = (from: string, until: string) => tallyMoments(new Date(from), new Date(until)).map((at) => at.toISOString());

test('tallies stand at the first and the fifteenth, at midnight in Hanoi, from before the first dossier', () => {
  assert.deepEqual(moments('2026-09-20T10:00+07:00', '2026-10-20T10:00+07:00'), [
    '2026-09-14T17:00:00.000Z',
    '2026-09-30T17:00:00.000Z',
    '2026-10-14T17:00:00.000Z',
  ]);
  assert.deepEqual(moments('2026-12-01T00:00+07:00', '2026-12-15T00:00+07:00'), [
    '2026-11-30T17:00:00.000Z',
    '2026-12-14T17:00:00.000Z',
  ]);
});

test('what has not come yet has no tally', () => {
  assert.deepEqual(moments('2026-12-03T00:00+07:00', '2026-12-02T00:00+07:00'), ['2026-11-30T17:00:00.000Z']);
  assert.deepEqual(moments('2027-01-01T00:00+07:00', '2026-12-31T00:00+07:00'), []);
});
