import { type Context, localDate, query, shape, sql, type Sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { Day, monthsOf, type Period } from '../model/period.ts';
import {
  conditions,
  countable,
  countedMonths,
  countedRows,
  type Figure,
  type Figures,
  figures,
  spanOf,
} from './counted.ts';
import { By, CountFilter, filtered, groupKey, groupName, keyNames } from './groups.ts';

const FiguresShape = Type.Object(
  Object.fromEntries(figures.map((figure) => [figure, Type.Integer()])) as Record<
    Figure,
    ReturnType<typeof Type.Integer>
  >,
);

const Times = {
  timed: Type.Integer({ description: 'settled dossiers whose working time is known' }),
  workedMinutes: Type.Number({ description: 'working minutes they took together' }),
  limitMinutes: Type.Number({ description: 'working minutes that were allowed for them' }),
};

const StatisticsRow = shape({
  key: Type.String(),
  label: shape({ vi: Type.String(), en: Type.String() }),
  figures: FiguresShape,
  ...Times,
});
export type StatisticsRow = Static<typeof StatisticsRow>;

/**
 * How many dossiers were received, settled early, on time and late, and are under way, by unit, field, procedure, level,
 * channel or month (A3; NĐ 61/2018 Điều 30, TT 01/2018 Điều 11, 13). What each figure means stands in `counted.ts`.
 * One statement (two by month), whatever the number of dossiers.
 */
export const statistics = query({
  name: 'one-stop.statistics',
  title: { vi: 'Thống kê giải quyết hồ sơ', en: 'Statistics of dossiers' },
  input: shape({ from: Day, to: Day, by: By, ...CountFilter }),
  output: shape({
    rows: Type.Array(StatisticsRow),
    total: shape({ figures: FiguresShape, ...Times }),
    at: Type.Any({ description: 'when it was counted' }),
  }),
  may: 'one-stop.view-statistics',
  run: async (ctx, input) => ({ ...(await count(ctx, input, countable(ctx))), at: ctx.now }),
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.statistics': typeof statistics;
  }
}

/** The figures of a period within a scope: a condition on the dossier `d`. @throws periodBackwards */
export async function count(
  ctx: Pick<Context, 'db' | 'now'>,
  asked: Period & CountFilter & { by: By },
  scope: Sql,
): Promise<{ rows: StatisticsRow[]; total: Omit<StatisticsRow, 'key' | 'label'> }> {
  const within = sql.all([scope, filtered(asked)]);
  if (asked.by !== 'month') {
    const rows = await countGroups(ctx, asked, asked.by, within);
    return { rows, total: sum(rows) };
  }
  const [rows, whole] = await Promise.all([countMonths(ctx, asked, within), countWhole(ctx, asked, within)]);
  return { rows, total: whole };
}

type Counted = Figures & {
  key: string;
  vi: string;
  en: string;
  timed: number;
  workedMinutes: number;
  limitMinutes: number;
};

/** The figures of each key. Dossiers alike in everything that is asked are gathered first, then the figures are picked out. */
function figuresOf(key: Sql, rows: Sql): Sql {
  return sql`select d.key, ${sql.join(
    figures.map(
      (figure) => sql`(coalesce(sum(d.n) filter (where ${conditions[figure]}), 0))::int as ${sql.id(figure)}`,
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

async function countGroups(
  { db, now }: Pick<Context, 'db' | 'now'>,
  period: Period,
  by: Exclude<By, 'month'>,
  scope: Sql,
): Promise<StatisticsRow[]> {
  const span = spanOf(period, now);
  const name = groupName(by, period.to);
  const rows = await db.all<Counted>(
    sql`with counted as materialized (
          ${figuresOf(groupKey[by], countedRows(span, now, scope))})
        select c.*, ${name.vi} as vi, ${name.en} as en from counted c ${name.from} order by vi, c.key`,
  );
  return rows.map(asRow);
}

async function countMonths(
  ctx: Pick<Context, 'db' | 'now'>,
  period: Period,
  scope: Sql,
): Promise<StatisticsRow[]> {
  const begun = monthsOf(period).filter((month) => month.from <= localDate(ctx.now));
  const months = begun.length > 0 ? begun : monthsOf(period).slice(0, 1);
  const rows = await ctx.db.all<Counted>(
    figuresOf(sql.raw('d.month::text'), countedMonths(months, ctx.now, scope)),
  );
  const byMonth = new Map(rows.map((row) => [row.key, row]));
  return months.map(({ from }, i) => {
    const key = from.slice(0, 7);
    const [year, month] = key.split('-');
    return asRow({
      ...nothing,
      ...byMonth.get(String(i + 1)),
      key,
      vi: `Tháng ${month}/${year}`,
      en: `${month}/${year}`,
    });
  });
}

/** A month in which nothing happened. */
const nothing = {
  ...(Object.fromEntries(figures.map((figure) => [figure, 0])) as Figures),
  timed: 0,
  workedMinutes: 0,
  limitMinutes: 0,
};

async function countWhole(
  { db, now }: Pick<Context, 'db' | 'now'>,
  period: Period,
  scope: Sql,
): Promise<Omit<StatisticsRow, 'key' | 'label'>> {
  const rows = await db.all<Counted>(figuresOf(sql.raw("''"), countedRows(spanOf(period, now), now, scope)));
  return sum(rows.map(asRow));
}

function asRow({ key, vi, en, timed, workedMinutes, limitMinutes, ...counts }: Counted): StatisticsRow {
  return { key, label: keyNames[key] ?? { vi, en }, figures: counts, timed, workedMinutes, limitMinutes };
}

function sum(rows: readonly StatisticsRow[]): Omit<StatisticsRow, 'key' | 'label'> {
  const add = (value: (row: StatisticsRow) => number) => rows.reduce((total, row) => total + value(row), 0);
  return {
    figures: Object.fromEntries(
      figures.map((figure) => [figure, add((row) => row.figures[figure])]),
    ) as Figures,
    timed: add((row) => row.timed),
    workedMinutes: add((row) => row.workedMinutes),
    limitMinutes: add((row) => row.limitMinutes),
  };
}
