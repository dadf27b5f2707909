import type { Database } from '../database/database.ts';
import { sql } from '../database/sql.ts';
import type { Job } from './jobs.ts';

/** How often one looks what is due, seconds. */
const look = 3;
/** So long after the start of the process begins what recurs every few minutes or less often, seconds: the first pages go before. */
const calm = 30;
/** So much is handed over at one look: what is all due after a start is spread over the next half minute. */
const atOnce = 3;

/**
 * Hands to the queue what is due of the recurring work, the most frequent and then the longest overdue first, and notes when.
 * One statement claims and enqueues, so however many processes there are and however often they start, a turn is taken once.
 * @returns the names of what was handed over
 */
export async function handOverDue(db: Pick<Database, 'all'>, jobs: readonly Job<any>[], limit = atOnce): Promise<string[]> {
  const recurring = jobs.filter((one) => one.every !== undefined);
  if (recurring.length === 0) return [];
  const rows = await db.all<{ name: string }>(
    sql`with asked as (
          select name, make_interval(secs => every * 60) as every
          from unnest(${recurring.map((one) => one.name)}::text[], ${recurring.map((one) => one.every!)}::float8[]) as t (name, every)),
        due as (
          select a.name, a.every from asked a left join kernel.recurring_job r using (name)
          where r.name is null or r.handed_at <= clock_timestamp() - a.every + make_interval(secs => ${look / 2})
          order by a.every, r.handed_at nulls first, a.name limit ${limit}),
        taken as (
          insert into kernel.recurring_job as r (name, handed_at) select name, clock_timestamp() from due
          on conflict (name) do update set handed_at = excluded.handed_at
            where r.handed_at <= clock_timestamp() - (select d.every from due d where d.name = r.name) + make_interval(secs => ${look / 2})
          returning r.name)
        select name from taken, lateral graphile_worker.add_job(name, '{}'::json, job_key => 'every:' || name, max_attempts => 12) as job`,
  );
  return rows.map((one) => one.name);
}

/** Looks every few seconds, for as long as the process lives. @returns the timer, to be cleared at the stop */
export function handOverRecurring(db: Pick<Database, 'all'>, jobs: readonly Job<any>[]): NodeJS.Timeout {
  const quick = jobs.filter((one) => one.every! <= 1);
  const from = performance.now() + calm * 1000;
  let looking = false;
  return setInterval(() => {
    if (looking) return;
    looking = true;
    const now = performance.now() < from ? quick : jobs;
    void handOverDue(db, now, now === quick ? quick.length : undefined)
      .catch(() => {}) // the database is away: the next look
      .finally(() => (looking = false));
  }, look * 1000).unref();
}
