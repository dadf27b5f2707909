/**
 * What a process of `npm test` does: one test file after the other, each as a suite of its own, with the hooks and the
 * tests that it would have alone. To load and to warm the program up costs more than most files take with it, so
 * it is done once in a process and not once in a file. The next file is whichever no other process has taken.
 */
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { removeOwnDatabases } from './database.ts';
import { limit } from './lanes.ts';
import { root } from './paths.ts';
import { openQueue } from './queue.ts';
import { announcement, inTurn } from './report.ts';

const queue = openQueue();

// Without this around them, the process would end as soon as one file has and the next has not begun.
test(inTurn, async () => {
  for (let file = queue.take(); file !== undefined; file = queue.take()) {
    process.stdout.write(announcement(file));
    await suite(file, { timeout: limit }, async () => {
      await import(join(root, file));
    });
    await removeOwnDatabases();
  }
});
