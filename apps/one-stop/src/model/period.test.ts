import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastDayOf, momentsOf, monthsOf, periodBefore } from './period.ts';

test('a period goes from the first moment of its first day to the last of its last, at Hanoi', () => {
  const { from, end } = momentsOf({ from: '2026-11-01', to: '2026-11-30' });
  assert.equal(from.toISOString(), '2026-10-31T17:00:00.000Z');
  assert.equal(end.toISOString(), '2026-11-30T17:00:00.000Z');
});

test('what runs backwards, never was, or is longer than ten years is refused', () => {
  for (const [from, to] of [
    ['2026-11-02', '2026-11-01'],
    ['2026-02-31', '2026-02-30'],
    ['2000-01-01', '2026-01-01'],
  ])
    assert.throws(() => momentsOf({ from: from!, to: to! }), /one-stop\.period-backwards/, `${from} ${to}`);
});

test('months are cut to the period and have no gap', () => {
  assert.deepEqual(monthsOf({ from: '2025-12-10', to: '2026-02-05' }), [
    { from: '2025-12-10', to: '2025-12-31' },
    { from: '2026-01-01', to: '2026-01-31' },
    { from: '2026-02-01', to: '2026-02-05' },
  ]);
  assert.equal(lastDayOf('2028-02'), '2028-02-29');
});

test('the period before is as many months, or as many days', () => {
  assert.deepEqual(periodBefore({ from: '2026-01-01', to: '2026-03-31' }), {
    from: '2025-10-01',
    to: '2025-12-31',
  });
  assert.deepEqual(periodBefore({ from: '2026-11-11', to: '2026-11-20' }), {
    from: '2026-11-01',
    to: '2026-11-10',
  });
});
