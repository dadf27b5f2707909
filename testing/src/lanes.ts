import { join } from 'node:path';
import { run } from 'node:test';
import { filesAtOnce, root, together } from './paths.ts';
import { layOutQueue } from './queue.ts';
import type { Report } from './report.ts';

/** How long a test file may take. */
export const limit = 300_000;

/**
 * Runs test files in as many lanes as files are to run at once. What shares processes is taken file after file by one
 * process in each lane, and by another one when a file has brought it down; the rest has a process for each file.
 * @param files as paths from the root
 */
export async function runInLanes(
  files: readonly string[],
  report: Report,
  signal: AbortSignal,
  shares: (file: string) => boolean = (file) => together.has(file),
): Promise<void> {
  process.env['NODE_COMPILE_CACHE'] = join(root, 'node_modules', '.cache', 'node-compile');
  const single = files.filter((file) => !shares(file));
  const queue = layOutQueue(files.filter(shares));
  const follow = async (file: string, timeout?: number): Promise<void> => {
    if (signal.aborted) return;
    // a file that leaves a connection open must not hold up the rest
    const execArgv = ['--test-force-exit'];
    const limits = timeout === undefined ? {} : { timeout };
    await report.follow(run({ cwd: root, files: [join(root, file)], execArgv, signal, ...limits }));
  };
  const ofOneProcess = async (): Promise<void> => {
    for (let file = single.shift(); file !== undefined; file = single.shift()) await follow(file, limit);
  };
  const shared = async (): Promise<void> => {
    while (!queue.isEmpty() && !signal.aborted) await follow('testing/src/in-turn.ts');
  };
  const lane = async (number: number): Promise<void> => {
    for (const part of number === 0 ? [shared, ofOneProcess] : [ofOneProcess, shared]) await part();
  };
  try {
    await Promise.all(Array.from({ length: filesAtOnce }, async (_, number) => lane(number)));
  } finally {
    queue.remove();
  }
  report.tellFailures();
  if (!signal.aborted) report.mustHaveEnded(files);
}
