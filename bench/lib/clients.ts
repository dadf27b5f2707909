import { fork } from 'node:child_process';
import type { Request } from './connection.ts';
import { hear, say } from './phase.ts';

/** What N clients have done in a measured phase. */
export interface Load {
  readonly done: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Milliseconds of each answer, by the label of its request. */
  readonly times: Readonly<Record<string, readonly number[]>>;
  /** Processor time of the clients themselves, milliseconds per request. */
  readonly clientCpu: number;
  /** Answers that were no success, the first few as they came. */
  readonly refused: readonly string[];
  readonly refusals: number;
}

export interface LoadOrder {
  readonly address: string;
  /** For each client its own requests, sent one after the other. */
  readonly clients: readonly (readonly Request[])[];
  readonly seconds: number;
  readonly warmSeconds: number;
  /** Each request only once (an acceptance); the phase ends early when there are no more. */
  readonly once: boolean;
}

/**
 * Lets the clients loose from a process of their own.
 * @param watch called at the begin of what counts, and with what it gave at the end.
 */
export async function load<T>(
  order: Omit<LoadOrder, 'warmSeconds' | 'once'> & Partial<LoadOrder>,
  watch: () => T | Promise<T>,
): Promise<{ load: Load; before: T; after: T }> {
  const child = fork(new URL('clients-process.ts', import.meta.url), { serialization: 'advanced' });
  try {
    await say(child, { warmSeconds: 1, once: false, ...order });
    await hear(child, 'warm');
    const before = await watch();
    await say(child, 'go');
    const result = await hear<Load>(child, 'done');
    return { load: result, before, after: await watch() };
  } finally {
    child.kill();
  }
}

/** Every answer of a phase must be a success: a ratio of refusals says nothing. */
export function mustSucceed(load: Load): void {
  if (load.refusals > 0)
    throw new Error(`${load.refusals} of ${load.done} requests were refused, such as:\n${load.refused.join('\n')}`);
}
