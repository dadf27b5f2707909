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
import { type Context, reach, sql, type Sql, where } from '@dinh/kernel';
import { momentsOf, type Period } from '../model/period.ts';

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
}

export function spanOf(period: Period, now: Date): Span {
  const { from, end } = momentsOf(period);
  return span(sql`${from}::timestamptz`, sql`${end}::timestamptz`, now);
}

export const span = (from: Sql, end: Sql, now: Date): Span => ({
  from,
  end,
  at: sql`least(${end}, ${now}::timestamptz)`,
});

/** Columns that conditions look at, beside `state` (see `countedRows`). */
const columns = sql.raw(
  `d.id, d.submitted_at, d.accepted_at, d.settled_at, d.due_at, d.status, d.outcome, d.channel, d.unit_id, d.section_id, d.business_type,
   d.procedure_code, d.limit_minutes, d.worked_minutes`,
);

/**
 * The dossiers that a span touches, under the name `d`, with `state`: the status at the end of the span of those that
 * were under way then. The past is read from the history, which tells the status after each act.
 * @param now when the program looks: a span that ends later is still running.
 */
export function countedRows({ from, end }: Span, now: Date, scope: Sql): Sql {
  return sql`(select ${columns},
      case when d.accepted_at < ${end} and (d.settled_at is null or d.settled_at >= ${end}) then
        case when ${end} > ${now}::timestamptz then d.status
        else coalesce((select h.status from one_stop.history h where h.dossier_id = d.id and h.at < ${end} order by h.number desc limit 1), 4::smallint) end
      end as state
    from one_stop.dossier d
    where coalesce(d.settled_at, 'infinity'::timestamptz) >= ${from} and d.submitted_at < ${end} and ${scope} offset 0) d`;
}

/** The condition of each figure, on a row of `countedRows`. */
export function conditions({ from, end, at }: Span): Record<Figure, Sql> {
  const within = (column: string) => sql`${sql.raw(column)} >= ${from} and ${sql.raw(column)} < ${end}`;
  const openAt = (moment: Sql) => sql`(d.settled_at is null or d.settled_at >= ${moment})`;
  const atDeskAt = (moment: Sql) =>
    sql`d.submitted_at < ${moment} and (d.accepted_at is null or d.accepted_at >= ${moment}) and ${openAt(moment)}`;
  const received = within('d.accepted_at');
  const ended = sql`d.accepted_at is not null and ${within('d.settled_at')}`;
  const settled = sql`${ended} and coalesce(d.outcome, 'granted') in ('granted', 'refused')`;
  const late = sql`coalesce(d.settled_at > d.due_at, false)`;
  const early = sql`coalesce((d.settled_at at time zone 'Asia/Ho_Chi_Minh')::date < (d.due_at at time zone 'Asia/Ho_Chi_Minh')::date, false)`;
  const endedAtDesk = sql`d.accepted_at is null and ${within('d.settled_at')}`;
  const running = sql`d.state not in (5, 6)`;
  return {
    atDeskBefore: atDeskAt(from),
    filed: within('d.submitted_at'),
    notAccepted: sql`${endedAtDesk} and d.outcome is distinct from 'withdrawn'`,
    withdrawnAtDesk: sql`${endedAtDesk} and d.outcome = 'withdrawn'`,
    atDesk: atDeskAt(end),
    carriedOver: sql`d.accepted_at < ${from} and ${openAt(from)}`,
    received,
    receivedOnline: sql`${received} and d.channel = 'online'`,
    receivedCounter: sql`${received} and d.channel = 'counter'`,
    receivedPost: sql`${received} and d.channel = 'post'`,
    settled,
    settledEarly: sql`${settled} and ${early}`,
    settledOnTime: sql`${settled} and not ${early} and not ${late}`,
    settledLate: sql`${settled} and ${late}`,
    refused: sql`${settled} and d.outcome = 'refused'`,
    underWay: sql`d.state is not null`,
    withinLimit: sql`${running} and not coalesce(d.due_at < ${at}, false)`,
    pastLimit: sql`${running} and d.due_at < ${at}`,
    waiting: sql`d.state in (5, 6)`,
    waitingSupplement: sql`d.state = 5`,
    waitingDuty: sql`d.state = 6`,
    withdrawn: sql`${ended} and d.outcome = 'withdrawn'`,
    stopped: sql`${ended} and d.outcome not in ('granted', 'refused', 'withdrawn')`,
  };
}

/** The dossiers that the principal may count: of the agencies or sections within reach. */
export function countable(
  ctx: Pick<Context, 'principal'>,
  permission: 'one-stop.view-statistics' | 'one-stop.view-ledger' = 'one-stop.view-statistics',
): Sql {
  const mine = reach(ctx.principal, permission);
  return mine.all
    ? sql.raw('true')
    : sql.any([where(mine, { unit: sql`d.unit_id` }), where(mine, { unit: sql`d.section_id` })]);
}
