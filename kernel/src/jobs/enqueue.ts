import { Sql, sql } from '../database/sql.ts';

/** The statement that enqueues a job inside the caller's transaction. */
export function enqueueSql(
  job: string,
  payload: Record<string, unknown>,
  options: { runAt?: Date; key?: string; maxAttempts?: number } = {},
): Sql {
  return sql`select graphile_worker.add_job(${job}::text, ${JSON.stringify(payload)}::json,
    run_at => ${options.runAt ?? null}::timestamptz, job_key => ${options.key ?? null}::text,
    max_attempts => ${options.maxAttempts ?? 12}::int)`;
}
