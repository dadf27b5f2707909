/** Waiting for what comes of itself: no test reads once after an act, and none sleeps. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than anything takes on a machine that is ten times slower; who waits for it has failed. */
const longest = 60_000;

/**
 * Asks again until it is so.
 * @param assertion throws as long as it is not so; also what it reads may not be there yet
 * @returns what the assertion returns
 * @throws what the assertion threw last, after a minute
 */
export async function eventually<Result>(assertion: () => Result | Promise<Result>): Promise<Result> {
  const began = performance.now();
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() - began > longest) throw error;
    }
    await sleep(20);
  }
}
