import { EventEmitter } from 'node:events';
import type { Job as Held, WorkerEvents } from 'graphile-worker';
import type { App } from '../app.ts';
import { sql } from '../database/sql.ts';

/** Of the advisory locks by which the worker of a process that lives is known. */
const living = 7203;
/** A worker takes its lock so soon after it has begun, seconds. */
const grace = 15;

/**
 * Which jobs this process holds, so that none waits for hours (graphile-worker gives up on a lock after four) when its process ends: what
 * is broken off by a stop is given back, and what a killed process held is freed by those that live.
 */
export class Holdings {
  /** For the worker: where it tells that it has begun. */
  readonly events: WorkerEvents = new EventEmitter();
  #app: App;
  #held = new Map<string, Held>();

  constructor(app: App) {
    this.#app = app;
    // A lock of the session: it goes when the process, or its connection, does.
    this.events.on('pool:listen:success', ({ workerPool, client }) => {
      const lock = `select pg_advisory_lock(${living}, hashtext($1))`;
      // After what the worker itself is about to ask.
      client.once('drain', () => {
        client
          .query(lock, [workerPool.id])
          .catch((error: unknown) => app.log.warn({ err: error }, 'the worker is not known to live'));
      });
    });
  }

  /** Runs a job; it is held until it has ended, or was broken off by a stop. */
  async during(held: Held, run: () => Promise<void>): Promise<void> {
    this.#held.set(held.id, held);
    try {
      await run();
    } catch (error) {
      if (!this.#app.db.interrupted) this.#held.delete(held.id);
      throw error;
    }
    this.#held.delete(held.id);
  }

  /** Gives back what was broken off, as if it had never begun: due at once, and no attempt the fewer. */
  async giveBack(): Promise<void> {
    const held = [...this.#held.values()];
    if (held.length === 0) return;
    const holders = held.flatMap((one) => one.locked_by ?? []);
    await this.#app.db.last.run(sql`select graphile_worker.force_unlock_workers(${holders})`);
    await this.#app.db.last.run(
      sql`select graphile_worker.reschedule_jobs(array[id], run_at => run_at, attempts => attempts)
          from unnest(${held.map(({ id }) => id)}::bigint[], ${held.map(({ run_at }) => run_at)}::timestamptz[],
                      ${held.map(({ attempts }) => attempts - 1)}::int[]) as held (id, run_at, attempts)`,
    );
  }

  /** Frees every half minute what processes hold that have been killed. */
  watchOthers(): NodeJS.Timeout {
    const look = (): void => void this.#freeOthers().catch(() => {}); // the database is away: the next look
    look();
    return setInterval(look, 30_000).unref();
  }

  async #freeOthers(): Promise<void> {
    await this.#app.db.run(
      sql`select graphile_worker.force_unlock_workers(array_agg(holder)) from (
            select distinct locked_by as holder from graphile_worker.jobs
            where locked_by like 'pool-%' and locked_at < clock_timestamp() - make_interval(secs => ${grace})) held
          where pg_try_advisory_xact_lock(${living}, hashtext(holder)) having count(*) > 0`,
    );
  }
}
