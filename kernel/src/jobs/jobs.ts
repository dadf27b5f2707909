import { setTimeout as sleep } from 'node:timers/promises';
import type { Runner, TaskList } from 'graphile-worker';
import type { App } from '../app.ts';
import { systemPrincipal } from '../access/principal.ts';
import type { Call } from '../operations/execute.ts';
import { newSecret } from '../ids.ts';
import { Holdings } from './holdings.ts';
import { handOverRecurring } from './recurring.ts';

/** Background work. It may run more than once: what it does must bear that. */
export interface Job<Payload extends Record<string, unknown> = Record<string, unknown>> {
  /** `module.what-it-does`. */
  readonly name: string;
  /** Minutes between runs, for work that recurs by itself; the first comes soon after the start (`recurring.ts`). */
  readonly every?: number;
  run(ctx: JobContext, payload: Payload): Promise<void>;
}

export interface JobContext {
  readonly app: App;
  readonly now: Date;
  /** For `app.run(operation, input, ctx.call)`: the job's own principal. */
  readonly call: Call;
}

/** Declares a job. */
export function job<Payload extends Record<string, unknown>>(declaration: Job<Payload>): Job<Payload> {
  return declaration;
}

export function jobContext(app: App, name: string): JobContext {
  const call: Call = {
    principal: systemPrincipal(name),
    lang: 'vi',
    origin: { channel: 'job', trace: newSecret(9) },
  };
  return { app, now: app.clock.now(), call };
}

/**
 * Starts the worker of this process; work is claimed in the database, so any number of processes may. Returns how to stop: jobs that are
 * under way are waited for until `app.db.interrupt()` ends them, and given back (see `Holdings`).
 */
export async function startJobs(app: App, jobs: readonly Job<any>[]): Promise<() => Promise<void>> {
  const { Logger, run } = await import('graphile-worker');
  const holdings = new Holdings(app);
  const taskList: TaskList = Object.fromEntries(
    jobs.map((j) => [
      j.name,
      (payload: unknown, { job: held }) => holdings.during(held, () => j.run(jobContext(app, j.name), payload as never)),
    ]),
  );
  const start = () =>
    run({
      connectionString: app.db.url,
      maxPoolSize: 5,
      taskList,
      concurrency: 4,
      pollInterval: 1000,
      noHandleSignals: true,
      parsedCronItems: [],
      events: holdings.events,
      logger: new Logger(() => (level, message) => {
        if (level === 'error' && !app.db.interrupted) app.log.error(message);
        else if (level === 'warning') app.log.warn(message);
        else app.log.debug(message);
      }),
    });
  let runner: Runner | undefined = await start();
  let stopping = false;
  // The worker gives up when its database goes away; it is started again until it holds.
  const watch = async (): Promise<void> => {
    while (!stopping) {
      try {
        runner ??= await start();
        await runner.promise;
      } catch (error) {
        app.log.warn({ err: error }, 'the job worker stopped and is started again');
      }
      if (stopping) return;
      runner = undefined;
      await new Promise((go) => setTimeout(go, 1000).unref());
    }
  };
  void watch();
  const timers = [handOverRecurring(app.db, jobs), holdings.watchOthers()];
  return async () => {
    stopping = true;
    for (const timer of timers) clearInterval(timer);
    const stopped = runner?.stop().catch(() => {}); // it may have stopped by itself
    // A job that waits for something else than the database is not waited for.
    await Promise.race([stopped, sleep(patience, undefined, { ref: false })]);
    await holdings.giveBack().catch((error: unknown) => app.log.warn({ err: error }, 'jobs were not given back'));
  };
}

/** Jobs under way at the stop are waited for so long, milliseconds: what can be interrupted has been before. */
const patience = 3000;

/** Lays the tables of the job queue; part of `migrate`. */
export async function migrateJobs(connectionString: string): Promise<void> {
  const { Logger, runMigrations } = await import('graphile-worker');
  await runMigrations({ connectionString, logger: new Logger(() => () => {}) });
}

/** Runs all jobs that are due, in this process; for tests and the command line. */
export async function runDueJobs(app: App, jobs: readonly Job<any>[]): Promise<void> {
  const { Logger, runOnce } = await import('graphile-worker');
  await runOnce({
    connectionString: app.db.url,
    maxPoolSize: 2,
    taskList: Object.fromEntries(jobs.map((j) => [j.name, async (p: unknown) => j.run(jobContext(app, j.name), p)])),
    noHandleSignals: true,
    logger: new Logger(() => () => {}),
  });
}
