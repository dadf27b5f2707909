import { plain } from './figures.ts';
import type { Ground } from './ground.ts';
import { cpuOf } from './processes.ts';

/** What a phase has used up to now. */
export interface Meter {
  readonly serverCpu: number;
  readonly postgresCpu: number;
  readonly wal: number;
}

/** Reads processor time and WAL position. @param node the process of the side that is measured */
export async function readMeter(ground: Pick<Ground, 'db' | 'postgres'>, node: number | undefined): Promise<Meter> {
  const { rows } = await ground.db.query<{ at: string }>(`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as at`);
  return {
    serverCpu: node ? cpuOf(node) : 0,
    postgresCpu: cpuOf(ground.postgres.pid, true),
    wal: Number(rows[0]!.at),
  };
}

/** The same per piece of work: milliseconds and bytes. */
export function perPiece(before: Meter, after: Meter, pieces: number): Meter {
  return {
    serverCpu: (after.serverCpu - before.serverCpu) / pieces,
    postgresCpu: (after.postgresCpu - before.postgresCpu) / pieces,
    wal: (after.wal - before.wal) / pieces,
  };
}

export interface Statement {
  readonly calls: number;
  readonly rows: number;
  readonly ms: number;
  /** Milliseconds of planning, and how often: a prepared statement whose plan is kept is planned a few times only. */
  readonly planned: number;
  readonly plans: number;
  readonly wal: number;
  readonly query: string;
}

/** Counts the statements that `work` causes in the database. */
export async function countStatements(ground: Pick<Ground, 'db'>, work: () => Promise<void>): Promise<Statement[]> {
  const { db } = ground;
  const track = async (what: 'none' | 'top'): Promise<void> => {
    await db.query(`alter system set pg_stat_statements.track = '${what}'`);
    await db.query(`alter system set pg_stat_statements.track_planning = ${what === 'top'}`);
    await db.query('select pg_reload_conf()');
    await new Promise((wake) => setTimeout(wake, 300));
  };
  await track('top');
  await db.query('select pg_stat_statements_reset()');
  await work();
  const { rows } = await db.query<Record<keyof Statement, string>>(
    `select calls, rows, total_exec_time as ms, total_plan_time as planned, plans, wal_bytes as wal, query from pg_stat_statements
     where query not like '%pg_stat_statements%' and query not like '%graphile_worker.jobs where run_at%' and query not like '%pg_reload_conf%' order by calls desc, total_exec_time desc`,
  );
  await track('none');
  return rows.map((r) => ({
    calls: Number(r.calls),
    rows: Number(r.rows),
    ms: Number(r.ms),
    planned: Number(r.planned),
    plans: Number(r.plans),
    wal: Number(r.wal),
    query: r.query.replace(/\s+/g, ' '),
  }));
}

/**
 * Before every phase: what the one before has left to consumers and jobs is done, and full pages go to the WAL for both
 * sides alike.
 * @returns seconds until events and jobs had caught up
 */
export async function settleDatabase(db: Ground['db']): Promise<number> {
  const seconds = await settleEvents(db);
  await db.query('vacuum analyze');
  await db.query('checkpoint');
  return seconds;
}

/** Waits for consumers and jobs. @returns how many seconds it took */
export async function settleEvents(db: Ground['db']): Promise<number> {
  const began = performance.now();
  while (!(await caughtUp(db))) await new Promise((wake) => setTimeout(wake, 100));
  return (performance.now() - began) / 1000;
}

/** Whether consumers have read the newest event that any of them wants, and no job is waiting that could run. */
async function caughtUp(db: Ground['db']): Promise<boolean> {
  const { rows } = await db.query<{ waiting: boolean }>(
    `select exists (select from kernel.event e join kernel.consumer c
                      on c.name = case e.name when 'one-stop.dossier-filed' then 'one-stop.tell-filed'
                                              when 'one-stop.dossier-accepted' then 'one-stop.tell-accepted' end
                    where (e.xid, e.id) > (c.xid, c.id))
         or exists (select from graphile_worker.jobs where run_at <= now() and attempts < max_attempts) as waiting`,
  );
  return !rows[0]!.waiting;
}

/** Prints what each of `pieces` pieces of work has caused in the database: the statements that come with every one. */
export function printStatements(name: string, statements: readonly Statement[], pieces: number): void {
  const own = statements.filter((s) => s.calls >= pieces * 0.9);
  const each = (list: readonly Statement[], what: 'calls' | 'wal' | 'ms' | 'planned') =>
    plain(list.reduce((sum, s) => sum + s[what], 0) / pieces);
  console.log(
    `  ${name}: ${each(own, 'calls')} statements, ${each(own, 'ms')} ms in them, ${each(own, 'planned')} ms to plan them and ${each(own, 'wal')} bytes of WAL each` +
      ` (with all that ran beside it: ${each(statements, 'calls')}, ${each(statements, 'ms')}, ${each(statements, 'wal')})`,
  );
  for (const s of own)
    console.log(
      `    ${plain(s.calls / pieces).padStart(5)} × ${plain(s.ms / s.calls).padStart(6)} ms, planned ${plain(s.plans / s.calls).padStart(5)} ×  ${s.query.slice(0, 120)}`,
    );
}
