import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Queries, systemPrincipal } from '@dinh/kernel';
import { lookThrough, mostLookedAt } from './latest-instances.ts';

const period = { from: '2026-11-01', to: '2026-11-30' };
const id = (n: number): string => `01a1ec46-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A database in which stretches end as they are told: at an instance, or because there are no more. */
function stretches(ends: (n: number) => string | undefined) {
  let asked = 0;
  const maybe = async () => {
    const end = ends(asked++);
    return end === undefined ? undefined : { id: end };
  };
  return {
    ctx: { db: { maybe } as unknown as Queries, principal: systemPrincipal('test') },
    asked: () => asked,
  };
}

test('Instances are looked through until the page is full', async () => {
  const { ctx, asked } = stretches(id);
  const found = [[], ['a'], ['b', 'c', 'd'], ['e']];
  const { rows, end } = await lookThrough(ctx, period, 3, async () => found[asked()] ?? []);
  assert.deepEqual(rows, ['a', 'b', 'c']);
  assert.equal(end, undefined, 'the last row says where it goes on');
});

test('They are looked through to the last one', async () => {
  const { ctx } = stretches((n) => (n < 4 ? id(n) : undefined));
  assert.deepEqual(await lookThrough(ctx, period, 3, async () => []), { rows: [], end: undefined });
});

test('It ends where a hundred thousand were looked at, and tells where', async () => {
  const { ctx, asked } = stretches(id);
  let read = 0;
  const { rows, end } = await lookThrough(ctx, period, 3, async () => (read++, []));
  assert.deepEqual(rows, []);
  assert.equal(read * 5000, mostLookedAt);
  assert.equal(end, id(asked() - 1));
});
