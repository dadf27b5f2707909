import { type Context, localDate, type Period, type Queries, sql, type Sql } from '@dinh/kernel';
import { momentsOf, monthsOf } from '../model/period.ts';
import {
  conditions,
  countedMonths,
  countedRows,
  type Figure,
  type Figures,
  figures,
  neverPassedOn,
  passedOn,
  type Span,
  spanOf,
} from './counted.ts';
import { type By, groupKey, groupName } from './groups.ts';
import { cutMonths, cutPeriod, type Edge, stillHold, talliedFigures, talliedTimes, talliesAt } from './tally.ts';

/** The figures of one group. */
export type Counted = Figures & {
  readonly key: string;
  readonly vi: string;
  readonly en: string;
  readonly timed: number;
  readonly workedMinutes: number;
  readonly limitMinutes: number;
};

/** What is counted. */
export interface Counting {
  /** A condition on the dossier `d`, which looks at nothing but its unit, section, field, procedure and channel. */
  readonly scope: Sql;
  /** Whether fields or procedures are told apart. */
  readonly byProcedure: boolean;
  /** The moments that have a tally. */
  readonly tallied: readonly Date[];
}

type Counter = Pick<Context, 'db' | 'now'>;

/** The figures of a period by group, or all together. */
export async function countGroups(
  { db, now }: Counter,
  period: Period,
  by: Exclude<By, 'month'> | undefined,
  { scope, byProcedure, tallied }: Counting,
): Promise<Counted[]> {
  const key = by ? groupKey[by] : sql.raw("''");
  const name = by ? groupName(by, period.to) : unnamed;
  const whole = spanOf(momentsOf(period), now);
  const figuresIn = (span: Span, some: Sql, without?: readonly Figure[]) =>
    figuresOf(key, countedRows(span, now, sql.all([scope, some])), without);
  const cut = cutPeriod(momentsOf(period), tallied);
  return ask(
    db,
    name,
    cut && {
      edges: cut.edges,
      parts: [
        toldOf(key, talliesAt(cut.edges, byProcedure), scope),
        ...(cut.rest ? [figuresIn(spanOf(cut.rest, now), neverPassedOn, afterTally)] : []),
        figuresIn(whole, passedOn),
      ],
    },
    figuresIn(whole, sql.raw('true')),
  );
}

/** The figures of each month that has begun, the first one in any case; the key is the number of the month from 1. */
export async function countMonths(
  { db, now }: Counter,
  period: Period,
  { scope, byProcedure, tallied }: Counting,
): Promise<{ months: readonly Period[]; rows: Counted[] }> {
  const begun = monthsOf(period).filter((month) => month.from <= localDate(now));
  const months = begun.length > 0 ? begun : monthsOf(period).slice(0, 1);
  const { edges, told } = cutMonths(months.map(momentsOf), tallied);
  const rest = months.slice(told);
  const figuresIn = (some: readonly Period[], which: Sql) =>
    figuresOf(sql`(d.month + ${months.length - some.length}::int)::text`, countedMonths(some, now, sql.all([scope, which])));
  const rows = await ask(
    db,
    unnamed,
    told > 0
      ? {
          edges,
          parts: [
            toldOf(sql.raw('e.month::text'), talliesAt(edges, byProcedure), scope),
            ...(rest.length > 0 ? [figuresIn(rest, neverPassedOn)] : []),
            figuresIn(months, passedOn),
          ],
        }
      : undefined,
    figuresIn(months, sql.raw('true')),
  );
  return { months, rows };
}

const unnamed = { vi: sql.raw('c.key'), en: sql.raw('c.key'), from: sql.empty };

/** Asks the tallies and what came after them, or, when one of them has just been taken back, the dossiers alone. */
async function ask(
  db: Pick<Queries, 'all'>,
  name: typeof unnamed,
  told: { edges: readonly Edge[]; parts: readonly Sql[] } | undefined,
  plain: Sql,
): Promise<Counted[]> {
  const named = (holds: Sql, counted: Sql) =>
    db.all<Counted & { holds: boolean; key: string | null }>(
      sql`with counted as materialized (${counted})
          select h.holds, c.*, ${name.vi} as vi, ${name.en} as en
          from (select ${holds} as holds) h left join counted c on ${touched} ${name.from} order by vi, c.key`,
    );
  let rows = told && (await named(stillHold(told.edges), together(told.parts)));
  if (!rows?.[0]!.holds) rows = await named(sql.raw('true'), plain);
  return rows.filter(({ key }) => key !== null);
}

/** Groups of which no dossier came into the period are not told of, though they have tallies. */
const touched = sql.raw('c."atDeskBefore" + c."carriedOver" + c.filed > 0');

/** Figures that tell how matters stood when the period began: not those of its last piece. */
const afterTally: readonly Figure[] = ['atDeskBefore', 'carriedOver'];

/** The figures of each key. Dossiers alike in everything that is asked are gathered first, then the figures are picked out. */
function figuresOf(key: Sql, rows: Sql, without: readonly Figure[] = []): Sql {
  return sql`select d.key, ${sql.join(
    figures.map((figure) =>
      without.includes(figure)
        ? sql`0 as ${sql.id(figure)}`
        : sql`(coalesce(sum(d.n) filter (where ${conditions[figure]}), 0))::int as ${sql.id(figure)}`,
    ),
  )},
      (coalesce(sum(d.timed) filter (where ${conditions.settled}), 0))::int as timed,
      (coalesce(sum(d.worked) filter (where ${conditions.settled}), 0))::float8 as "workedMinutes",
      (coalesce(sum(d.allowed) filter (where ${conditions.settled}), 0))::float8 as "limitMinutes"
    from (select ${key} as key, d.came, d.received, d.channel, d.went, d.outcome, count(*) as n, count(d.worked_minutes) as timed,
                 sum(d.worked_minutes) as worked, sum(d.limit_minutes) filter (where d.worked_minutes is not null) as allowed
          from ${rows} group by 1, 2, 3, 4, 5, 6) d
    group by d.key`;
}

/** The same from tallies. */
function toldOf(key: Sql, tallies: Sql, scope: Sql): Sql {
  return sql`select ${key} as key, ${sql.join(
    figures.map((figure) => sql`coalesce(${talliedFigures[figure]}, 0)::int as ${sql.id(figure)}`),
  )},
      coalesce(${talliedTimes.timed}, 0)::int as timed, coalesce(${talliedTimes.workedMinutes}, 0)::float8 as "workedMinutes",
      coalesce(${talliedTimes.limitMinutes}, 0)::float8 as "limitMinutes"
    from ${tallies} where ${scope} group by 1`;
}

const sums = sql.raw(
  [...figures, 'timed']
    .map((name) => `sum("${name}")::int as "${name}"`)
    .concat(['workedMinutes', 'limitMinutes'].map((name) => `sum("${name}") as "${name}"`))
    .join(', '),
);

const together = (parts: readonly Sql[]): Sql =>
  sql`select key, ${sums} from (${sql.join(parts, sql.raw(' union all '))}) part group by key`;
