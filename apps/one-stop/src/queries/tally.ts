/**
 * Statistics of years without reading the dossiers of years. A *tally* says how many dossiers had been filed, received,
 * settled … since the beginning when a moment came, and how those stood that had no end (`keep-tally.ts` counts it). What
 * happened between two moments is the difference of their tallies; what they say of the later one is how matters stood at
 * its end. What no tally tells is counted from the dossiers, by the same conditions: what came after the last one, and all
 * that has to do with dossiers whose unit gave way to another, since a period shows them under the unit of its end.
 */
import { type Moments, type Queries, sql, type Sql } from '@dinh/kernel';
import type { Figure } from './counted.ts';

/** Figures that a tally keeps of all that happened before its moment. */
export const happened = [
  'filed',
  'notAccepted',
  'withdrawnAtDesk',
  'received',
  'settledEarly',
  'settledOnTime',
  'settledLate',
  'refused',
  'withdrawn',
  'stopped',
] as const satisfies readonly Figure[];

/** Figures that it keeps of how matters stood at its moment. */
export const stood = [
  'atDesk',
  'withinLimit',
  'pastLimit',
  'waitingSupplement',
  'waitingDuty',
] as const satisfies readonly Figure[];

/** The column of a figure. */
export const talliedAs = (figure: (typeof happened)[number] | (typeof stood)[number]): string =>
  figure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A tally that bounds a period, or one of its months. */
export interface Edge {
  readonly at: Date;
  /** The number of the month, from 1. */
  readonly month: number;
  /** At the beginning, not at the end. */
  readonly opens: boolean;
  /** At the very end: how matters stood there is what is asked. */
  readonly closes: boolean;
}

/** What of a period tallies tell, and what is to be counted after them. */
export interface Cut {
  readonly edges: readonly Edge[];
  readonly rest: Moments | undefined;
}

/** The moments that have a tally, up to `until`, the earliest first. Nothing had been filed before the first of them. */
export async function talliedMoments(db: Pick<Queries, 'all'>, until: Date): Promise<readonly Date[]> {
  const rows = await db.all<{ at: Date }>(
    sql`select at from one_stop.tally_moment where counted and at <= ${until}::timestamptz order by at`,
  );
  return rows.map(({ at }) => at);
}

/** Divides a period. @returns undefined when the tallies are of no help */
export function cutPeriod(period: Moments, tallied: readonly Date[]): Cut | undefined {
  const from = tallyAt(period.from, tallied);
  const end = tallyAt(period.end, tallied);
  if (!from) return undefined;
  const last = end ?? tallied.findLast((at) => at < period.end)!;
  if (!end && last.getTime() === from.getTime()) return undefined;
  return {
    edges: [edge(from, 1, true), { ...edge(last, 1, false), closes: end !== undefined }],
    rest: end ? undefined : { from: last, end: period.end },
  };
}

/** Divides months without a gap: tallies tell of the first ones of them. @returns how many, and their edges */
export function cutMonths(
  months: readonly Moments[],
  tallied: readonly Date[],
): { readonly edges: readonly Edge[]; readonly told: number } {
  const edges: Edge[] = [];
  for (const [i, month] of months.entries()) {
    const from = tallyAt(month.from, tallied);
    const end = tallyAt(month.end, tallied);
    if (!from || !end) return { edges, told: i };
    edges.push(edge(from, i + 1, true), edge(end, i + 1, false));
  }
  return { edges, told: months.length };
}

const edge = (at: Date, month: number, opens: boolean): Edge => ({ at, month, opens, closes: !opens });

/** The moment whose tally holds at `moment`; before the beginning it is the first, which is empty. */
function tallyAt(moment: Date, [first, ...others]: readonly Date[]): Date | undefined {
  if (!first || moment <= first) return first;
  return others.find((at) => at.getTime() === moment.getTime());
}

/** Whether all these tallies still hold, asked in the very statement that reads them. */
export function stillHold(edges: readonly Edge[]): Sql {
  const ats = [...new Set(edges.map(({ at }) => at.getTime()))].map((time) => new Date(time));
  return sql`(select count(*) = ${ats.length} from one_stop.tally_moment where counted and at = any(${ats}::timestamptz[]))`;
}

/** The tallies at the edges under the name `d`, like dossiers, beside their edge `e`. */
export function talliesAt(edges: readonly Edge[], byProcedure: boolean): Sql {
  const column = <K extends keyof Edge>(name: K) => edges.map((one) => one[name]);
  return sql`unnest(${column('at')}::timestamptz[], ${column('month')}::int[], ${column('opens')}::bool[], ${column('closes')}::bool[]) as e (at, month, opens, closes)
    join (select t.*, null::uuid as id from one_stop.tally t) d on d.at = e.at and d.procedure_code is ${sql.raw(byProcedure ? 'not null' : 'null')}`;
}

const since = (columns: string, only = '') =>
  sql.raw(`sum(case when e.opens then -(${columns}) else ${columns} end)${only && ` filter (where ${only})`}`);
const atEnd = (columns: string) => sql.raw(`sum(${columns}) filter (where e.closes)`);
const atBeginning = (columns: string) => sql.raw(`sum(${columns}) filter (where e.opens)`);
const waiting = 'd.waiting_supplement + d.waiting_duty';
const underWay = `d.within_limit + d.past_limit + ${waiting}`;

/** Each figure from the rows of `talliesAt`. */
export const talliedFigures: Record<Figure, Sql> = {
  atDeskBefore: atBeginning('d.at_desk'),
  filed: since('d.filed'),
  notAccepted: since('d.not_accepted'),
  withdrawnAtDesk: since('d.withdrawn_at_desk'),
  atDesk: atEnd('d.at_desk'),
  carriedOver: atBeginning(underWay),
  received: since('d.received'),
  receivedOnline: since('d.received', "d.channel = 'online'"),
  receivedCounter: since('d.received', "d.channel = 'counter'"),
  receivedPost: since('d.received', "d.channel = 'post'"),
  settled: since('d.settled_early + d.settled_on_time + d.settled_late'),
  settledEarly: since('d.settled_early'),
  settledOnTime: since('d.settled_on_time'),
  settledLate: since('d.settled_late'),
  refused: since('d.refused'),
  underWay: atEnd(underWay),
  withinLimit: atEnd('d.within_limit'),
  pastLimit: atEnd('d.past_limit'),
  waiting: atEnd(waiting),
  waitingSupplement: atEnd('d.waiting_supplement'),
  waitingDuty: atEnd('d.waiting_duty'),
  withdrawn: since('d.withdrawn'),
  stopped: since('d.stopped'),
};

/** The working times likewise. */
export const talliedTimes = {
  timed: since('d.timed'),
  workedMinutes: since('d.worked_minutes'),
  limitMinutes: since('d.limit_minutes'),
};
