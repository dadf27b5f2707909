import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { run } from 'node:test';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './paths.ts';
import { follow } from './report.ts';

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
  const tally = await follow(halfTold(), [one, other]);
  assert.deepEqual(tally, { passed: 1, failed: 0, skipped: 0, unheard: [other] });
  assert.match(told.join('\n'), /✘ b\.test\.ts {2}ended without saying how/);
});
