import { type App, job, type Queries, sql, type Sql } from '@dinh/kernel';
import { tallyMoments } from './model/tally-moments.ts';
import { conditions, countedRows, type Figure, neverPassedOn, span } from './queries/counted.ts';
import { happened, stood, talliedAs } from './queries/tally.ts';

/** A period is over for so long before it is counted for good, milliseconds. */
const grace = 60 * 60_000;
/** Transactions that still run are waited for so long, milliseconds; the next run finds them ended. */
const patience = 2000;
/** Of the advisory lock: one process counts at a time. */
const lock = 7202;

/**
 * Counts what statistics ask for over years (`queries/tally.ts`), once for each moment that has passed: the first and the
 * fifteenth of each month, with which reports begin and end (NĐ 09/2019 Điều 12). A change of what was counted removes
 * the moment (trigger `forget_tallies`), and this counts it again. It may run at any time, twice, or not at all: what
 * has no tally is counted from the dossiers.
 */
export const keepTally = job({
  name: 'one-stop.keep-tally',
  every: 10,
  async run({ app, now }) {
    const { db } = app;
    const { began } = await db.one<{ began: Date | null }>(sql`select min(submitted_at) as began from one_stop.dossier`);
    if (!began) return;
    const moments = tallyMoments(began, new Date(now.getTime() - grace));
    const counted = await db.all<{ at: Date }>(sql`select at from one_stop.tally_moment where counted`);
    const known = new Set(counted.map(({ at }) => at.getTime()));
    const missing = moments.filter((at) => !known.has(at.getTime()));
    if (missing.length === 0 || !(await announce(db, missing))) return;
    for (const [i, at] of moments.entries())
      if (!known.has(at.getTime()) && !(await countAt(app, at, moments[i - 1], now))) return;
  },
});

/**
 * Writes down which moments will be counted. From then on whoever changes what is before one of them removes it; whoever
 * had begun before, and may not have seen it, has ended when this returns true.
 */
async function announce(db: Queries, moments: readonly Date[]): Promise<boolean> {
  const { xid } = await db.one<{ xid: string }>(
    sql`with made as (insert into one_stop.tally_moment (at) select unnest(${moments}::timestamptz[]) on conflict do nothing)
        select pg_current_xact_id()::text as xid`,
  );
  for (const begin = performance.now(); performance.now() - begin < patience;) {
    const { alone } = await db.one<{ alone: boolean }>(
      sql`select ${xid}::xid8 < pg_snapshot_xmin(pg_current_snapshot()) as alone`,
    );
    if (alone) return true;
    await new Promise((wake) => setTimeout(wake, 20));
  }
  return false;
}

/** @returns false when another counts, or when something before the moment was changed meanwhile */
async function countAt(app: App, at: Date, former: Date | undefined, now: Date): Promise<boolean> {
  return app.db.transaction(async (tx) => {
    const { alone } = await tx.one<{ alone: boolean }>(sql`select pg_try_advisory_xact_lock(${lock}) as alone`);
    if (!alone) return false;
    await tx.run(sql`delete from one_stop.tally where at = ${at}`);
    await tx.run(tallyOf(at, former, now));
    // Last, because whoever changes the past waits for this row.
    return (await tx.run(sql`update one_stop.tally_moment set counted = true where at = ${at}`)) === 1;
  });
}

const kind = sql.raw('d.procedure_code, d.business_type, d.unit_id, d.section_id, d.channel');
const times = ['timed', 'worked_minutes', 'limit_minutes'];

/** The former tally and what has happened since it, together; once by procedure and once for all procedures. */
function tallyOf(at: Date, former: Date | undefined, now: Date): Sql {
  const begin = former ? sql`${former}::timestamptz` : sql.raw("'-infinity'::timestamptz");
  const columns = [...happened, ...stood].map(talliedAs).concat(times);
  const kept = [
    ...happened.map((figure) => sql.raw(`d.${talliedAs(figure)}`)),
    ...stood.map(() => sql.raw('0')),
    ...times.map((time) => sql.raw(`d.${time}`)),
  ];
  const timed = sql`${conditions.settled} and d.worked_minutes is not null`;
  const fresh = [
    ...[...happened, ...stood].map((figure: Figure) => sql`count(*) filter (where ${conditions[figure]})`),
    sql`count(*) filter (where ${timed})`,
    sql`coalesce(sum(d.worked_minutes) filter (where ${timed}), 0)`,
    sql`coalesce(sum(d.limit_minutes) filter (where ${timed}), 0)`,
  ];
  return sql`insert into one_stop.tally (at, procedure_code, business_type, unit_id, section_id, channel, ${sql.raw(columns.join(', '))})
    select ${at}::timestamptz, ${kind}, ${sql.raw(columns.map((column) => `sum(d.${column})`).join(', '))}
    from (
      select ${kind}, ${sql.join(kept)} from one_stop.tally d where d.at = ${begin} and d.procedure_code is not null
      union all
      select ${kind}, ${sql.join(fresh)} from ${countedRows(span(begin, sql`${at}::timestamptz`, now), now, neverPassedOn)} group by ${kind}
    ) d (procedure_code, business_type, unit_id, section_id, channel, ${sql.raw(columns.join(', '))})
    group by grouping sets ((${kind}), (d.unit_id, d.section_id, d.channel))`;
}
