import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { run } from 'node:test';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './paths.ts';
import { follow, type Tally, toAskAgain } from './report.ts';

const [one, other] = [join(root, 'a.test.ts'), join(root, 'b.test.ts')];

/** A run of which only the first of two files says how it ended. */
const halfTold = () =>
  Object.assign(new EventEmitter(), {
    async *[Symbol.asyncIterator](this: EventEmitter) {
      this.emit('test:pass', { name: 'adds', nesting: 0, file: one, details: {} });
      this.emit('test:summary', {
        file: one,
        counts: { tests: 1, skipped: 0 },
        duration_ms: 1,
        success: true,
      });
      yield;
    },
  }) as unknown as ReturnType<typeof run>;

test('A file of which nothing is heard to the end is named, whatever the others say', async (t) => {
  const told: string[] = [];
  t.mock.method(console, 'log', (line: string) => told.push(line));
  const { tallies, unheard } = await follow(halfTold(), [one, other]);
  assert.deepEqual([...tallies], [[one, { passed: 1, failed: 0, skipped: 0 }]]);
  assert.deepEqual(unheard, [other]);
  assert.match(told.join('\n'), /✘ b\.test\.ts {2}ended without saying how/);
});

test('Asked again are files that were not heard, and those that failed unless many did', () => {
  const ended = (failed: number): Tally => ({ passed: 4, failed, skipped: 0 });
  const files = (failed: number) =>
    new Map([['whole', ended(0)], ...Array.from({ length: failed }, (_, i) => [`broken${i}`, ended(2)] as const)]);
  assert.deepEqual(toAskAgain({ tallies: files(0), unheard: [] }), []);
  assert.deepEqual(toAskAgain({ tallies: files(3), unheard: ['unheard', 'broken1'] }), [
    'unheard',
    'broken1',
    'broken0',
    'broken2',
  ]);
  assert.deepEqual(toAskAgain({ tallies: files(4), unheard: ['unheard'] }), ['unheard']);
});
