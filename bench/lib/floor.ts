import { fork } from 'node:child_process';
import { hear, say } from './phase.ts';
import type { Script } from './script.ts';

export interface FloorOrder {
  readonly url: string;
  /** What is done each time; of several, in turn by connection. */
  readonly scripts: readonly Script[];
  readonly connections: number;
  readonly seconds: number;
  readonly warmSeconds: number;
  /** For each connection the rows it works on, each once; without it every run makes new ones. */
  readonly given?: readonly (readonly Readonly<Record<string, string>>[])[];
  /** Ends after so many runs and tells the values of each: for preparing rows. */
  readonly runs?: number;
}

export interface FloorResult {
  readonly done: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly times: readonly number[];
  /** Values of each run, by how they stood in the rows taken; only when `runs` was asked for. */
  readonly made: readonly Readonly<Record<string, string>>[];
}

/** Lets one Node process write by hand. @param watch told its process; called at the begin and end of what counts */
export async function runFloor<T>(
  order: Omit<FloorOrder, 'warmSeconds'> & Partial<FloorOrder>,
  watch: (pid: number) => T | Promise<T>,
): Promise<{ floor: FloorResult; before: T; after: T }> {
  const child = fork(new URL('floor-process.ts', import.meta.url), { serialization: 'advanced' });
  try {
    await say(child, { warmSeconds: 1, ...order });
    await hear(child, 'warm');
    const before = await watch(child.pid!);
    await say(child, 'go');
    const floor = await hear<FloorResult>(child, 'done');
    const after = await watch(child.pid!);
    return { floor, before, after };
  } finally {
    child.kill();
  }
}
