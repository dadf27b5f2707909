/**
 * What each figure of the statistics counts, said once: the statistics count these conditions and the list behind a
 * figure selects by them, so that the two can never disagree (A3).
 *
 * The words are those of the national report on procedures (TT 02/2017/TT-VPCP and the forms after it):
 * - *received*: accepted with a code in the period (NĐ 61/2018 Điều 17, 26); the rows of the ledger.
 * - *carried over*: accepted before the period and without an end when it began.
 * - *settled*: the result (or a refusal in substance) came in the period. Early is before the day of return that is
 *   promised, on time is on that day up to its hour, late is after it (TT 01/2018 Điều 13.1). The promised moment already
 *   contains pauses of the clock (supplements, financial duties) and the one extension of NĐ 61/2018 Điều 19.9.
 * - *under way*: accepted and without an end at the end of the period (now, when that is in the future): within the limit,
 *   past it, or waiting for the applicant (supplement, duty) while the clock stands still.
 * - *withdrawn*, *stopped*: ended without a result.
 * Before acceptance stand the figures of the desk: filed, not accepted (form 03), withdrawn there, still there.
 *
 * Hence always: received + carried over = settled + under way + withdrawn + stopped, and
 * filed + at the desk before = received + not accepted + withdrawn at the desk + at the desk after.
 */
import { narrowedBy } from '../model/placement.ts';
import { type Context, type Moments, type Period, reach, sql, type Sql, where } from '@dinh/kernel';
import { momentsOf } from '../model/period.ts';

export const figures = [
  'atDeskBefore',
  'filed',
  'notAccepted',
  'withdrawnAtDesk',
  'atDesk',
  'carriedOver',
  'received',
  'receivedOnline',
  'receivedCounter',
  'receivedPost',
  'settled',
  'settledEarly',
  'settledOnTime',
  'settledLate',
  'refused',
  'underWay',
  'withinLimit',
  'pastLimit',
  'waiting',
  'waitingSupplement',
  'waitingDuty',
  'withdrawn',
  'stopped',
] as const;
export type Figure = (typeof figures)[number];
export type Figures = Record<Figure, number>;

/** A period as SQL sees it. */
export interface Span {
  /** Its first moment. */
  readonly from: Sql;
  /** The first moment after it. */
  readonly end: Sql;
  /** When dossiers under way are looked at: its end, or now. */
  readonly at: Sql;
  /** It has ended: units may have given way to others since. */
  readonly past: boolean;
}

export function spanOf({ from, end }: Moments, now: Date): Span {
  return span(sql`${from}::timestamptz`, sql`${end}::timestamptz`, now, end < now);
}

export const span = (from: Sql, end: Sql, now: Date, past = false): Span => ({
  from,
  end,
  at: sql`least(${end}, ${now}::timestamptz)`,
  past,
});

/** What groups and classes look at; all of it stands in the index `dossier_counted`. */
const columnsOf = (unit: string): Sql =>
  sql.raw(
    `d.id, d.submitted_at, d.accepted_at, d.settled_at, d.due_at, d.status, ${unit} as unit_id, d.section_id, d.business_type, d.procedure_code, d.channel, d.outcome,
     d.limit_minutes, d.worked_minutes`,
  );
const columns = columnsOf('d.unit_id');

/** Under which unit a dossier stood at the end of a span, when its unit has given way to another since: the history stays. */
const stoodUnder = ({ end }: Span): Sql =>
  sql`left join (select distinct on (p.dossier_id) p.dossier_id, p.from_unit from one_stop.passed_on p where p.at >= ${end}
                 order by p.dossier_id, p.at) before on before.dossier_id = d.id`;

/** Dossiers that have gone on under another unit: under which one they count depends on the period that is asked for. */
export const passedOn: Sql = sql.raw('d.id in (select p.dossier_id from one_stop.passed_on p)');
export const neverPassedOn: Sql = sql.raw('not exists (select from one_stop.passed_on p where p.dossier_id = d.id)');

/** The dossiers that a span touches: not ended before it, filed before its end. */
const touched = ({ from, end }: Pick<Span, 'from' | 'end'>): Sql =>
  sql`coalesce(d.settled_at, 'infinity'::timestamptz) >= ${from} and d.submitted_at < ${end}`;

/**
 * How a dossier came into a span (`came`), whether it was received in it, and how it left or stood at its end (`went`):
 * exactly one of each, which is why the sums agree. The state at the end of a span in the past is read from the history,
 * which tells the status after each act.
 */
function classes({ from, end, at }: Span, now: Date): Sql {
  const state = sql`case when ${end} > ${now}::timestamptz then d.status else coalesce((select h.status from one_stop.history h
      where h.dossier_id = d.id and h.at < ${end} order by h.number desc limit 1), 4::smallint) end`;
  return sql`case when d.accepted_at < ${from} then 'carried-over' when d.submitted_at < ${from} then 'at-desk-before' else 'filed' end as came,
      coalesce(d.accepted_at >= ${from} and d.accepted_at < ${end}, false) as received,
      case
        when d.accepted_at < ${end} then case
          when d.settled_at is null or d.settled_at >= ${end} then case ${state}
            when 5 then 'supplement' when 6 then 'duty' else case when d.due_at < ${at} then 'past-limit' else 'within-limit' end end
          when coalesce(d.outcome, 'granted') not in ('granted', 'refused') then case d.outcome when 'withdrawn' then 'withdrawn' else 'stopped' end
          when d.settled_at < date_trunc('day', d.due_at, 'Asia/Ho_Chi_Minh') then 'early'
          when d.settled_at > d.due_at then 'late'
          else 'on-time' end
        when d.settled_at is null or d.settled_at >= ${end} then 'at-desk'
        when d.outcome = 'withdrawn' then 'withdrawn-at-desk'
        else 'not-accepted' end as went`;
}

/**
 * The dossiers that a span touches, under the name `d`, each with its classes.
 * @param now when the program looks: a span that ends later is still running.
 */
export function countedRows(span: Span, now: Date, scope: Sql): Sql {
  return sql`(select ${span.past ? columnsOf('coalesce(before.from_unit, d.unit_id)') : columns}, ${classes(span, now)}
    from one_stop.dossier d ${span.past ? stoodUnder(span) : sql.empty} where ${touched(span)} and ${scope} offset 0) d`;
}

/**
 * The same by `month`, the number of the month from 1: a dossier stands in every month that it touches. Dossiers are
 * read once, however many months there are, and each finds its first and last month by bisection.
 * @param months without a gap between them
 */
export function countedMonths(months: readonly Period[], now: Date, scope: Sql): Sql {
  const moments = months.map(momentsOf);
  const begins = sql`${moments.map(({ from }) => from)}::timestamptz[]`;
  const ends = sql`${moments.map(({ end }) => end)}::timestamptz[]`;
  const whole = {
    from: sql`${moments[0]!.from}::timestamptz`,
    end: sql`${moments.at(-1)!.end}::timestamptz`,
  };
  const month = span(sql.raw('m.begins'), sql.raw('m.ends'), now);
  return sql`(select ${columns}, m.month, ${classes(month, now)}
    from (select ${columns}, greatest(width_bucket(d.submitted_at, ${begins}), 1) as first,
            width_bucket(coalesce(d.settled_at, 'infinity'::timestamptz), ${begins}) as last
          from one_stop.dossier d where ${touched(whole)} and ${scope} offset 0) d
    cross join lateral (select i as month, (${begins})[i] as begins, (${ends})[i] as ends from generate_series(d.first, d.last) i) m offset 0) d`;
}

const came = (how: string) => sql.raw(`d.came = '${how}'`);
const went = (...how: string[]) => sql.raw(`d.went in (${how.map((one) => `'${one}'`).join(', ')})`);
const received = (channel: string) => sql.raw(`d.received and d.channel = '${channel}'`);

/** The condition of each figure, on a row of `countedRows` or `countedMonths`. */
export const conditions: Record<Figure, Sql> = {
  atDeskBefore: came('at-desk-before'),
  filed: came('filed'),
  notAccepted: went('not-accepted'),
  withdrawnAtDesk: went('withdrawn-at-desk'),
  atDesk: went('at-desk'),
  carriedOver: came('carried-over'),
  received: sql.raw('d.received'),
  receivedOnline: received('online'),
  receivedCounter: received('counter'),
  receivedPost: received('post'),
  settled: went('early', 'on-time', 'late'),
  settledEarly: went('early'),
  settledOnTime: went('on-time'),
  settledLate: went('late'),
  refused: sql`${went('early', 'on-time', 'late')} and d.outcome = 'refused'`,
  underWay: went('within-limit', 'past-limit', 'supplement', 'duty'),
  withinLimit: went('within-limit'),
  pastLimit: went('past-limit'),
  waiting: went('supplement', 'duty'),
  waitingSupplement: went('supplement'),
  waitingDuty: went('duty'),
  withdrawn: went('withdrawn'),
  stopped: went('stopped'),
};

/**
 * What a figure's condition implies of the bare columns: a list passes by all others before it finds out how they came
 * and went. Leaving one of these out would change no list.
 */
export function implied(figure: Figure, { from, end }: Span): Sql {
  const settled = sql`coalesce(d.settled_at, 'infinity'::timestamptz)`;
  const inside = sql`d.accepted_at >= ${from} and d.accepted_at < ${end}`;
  const left = sql`${settled} >= ${end}`;
  const ended = (more: string) => sql`${settled} < ${end} and ${sql.raw(more)}`;
  const settledOnes = "coalesce(d.outcome, 'granted') in ('granted', 'refused')";
  const notLate = sql`${ended(settledOnes)} and d.due_at >= d.settled_at`;
  const conditionOf: Record<Figure, Sql> = {
    atDeskBefore: sql`d.submitted_at < ${from}`,
    filed: sql`d.submitted_at >= ${from}`,
    notAccepted: ended("d.outcome is distinct from 'withdrawn'"),
    withdrawnAtDesk: ended("d.outcome = 'withdrawn'"),
    atDesk: left,
    carriedOver: sql`d.accepted_at < ${from}`,
    received: inside,
    receivedOnline: sql`${inside} and d.channel = 'online'`,
    receivedCounter: sql`${inside} and d.channel = 'counter'`,
    receivedPost: sql`${inside} and d.channel = 'post'`,
    settled: ended(settledOnes),
    settledEarly: notLate,
    settledOnTime: ended(settledOnes),
    settledLate: ended(`${settledOnes} and d.settled_at > d.due_at`),
    refused: ended("d.outcome = 'refused'"),
    underWay: left,
    withinLimit: left,
    pastLimit: left,
    waiting: left,
    waitingSupplement: left,
    waitingDuty: left,
    withdrawn: ended("d.outcome = 'withdrawn'"),
    stopped: ended("coalesce(d.outcome, 'granted') not in ('granted', 'refused', 'withdrawn')"),
  };
  return conditionOf[figure];
}

/** What of a narrowed permission tallies cannot tell: they know fields and procedures, but neither classes of data, nor all units that take part, nor which step is open. */
export function tallyLimits({ principal }: Pick<Context, 'principal'>): {
  byProcedure: boolean;
  untold: boolean;
} {
  const { all, narrowed } = reach(principal, 'one-stop.view-statistics');
  return {
    byProcedure: !all && narrowed.some(({ fields, procedures }) => (fields ?? procedures) !== undefined),
    untold: !all && narrowed.some(({ classes, under, when, steps }) => (classes ?? under ?? when ?? steps) !== undefined),
  };
}

/** The dossiers that the principal may count: of the agencies or sections within reach; a desk keeps the ledger of its own. */
export function countable(
  ctx: Pick<Context, 'principal'>,
  permission: 'one-stop.view-statistics' | 'one-stop.view-ledger' = 'one-stop.view-statistics',
): Sql {
  const mine = reach(ctx.principal, permission);
  const columns = ['unit_id', 'section_id', ...(permission === 'one-stop.view-ledger' ? ['desk_id'] : [])];
  return mine.all
    ? sql.raw('true')
    : sql.any(columns.map((column) => where(mine, { unit: sql.raw(`d.${column}`), ...narrowedBy })));
}
