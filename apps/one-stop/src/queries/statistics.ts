import { type Context, Day, type Period, query, shape, sql, type Sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { countable, type Figure, type Figures, figures, tallyLimits } from './counted.ts';
import { type Counted, countGroups, type Counting, countMonths } from './count-figures.ts';
import { By, CountFilter, filtered, keyNames } from './groups.ts';
import { talliedMoments } from './tally.ts';

const FiguresShape = Type.Object(
  Object.fromEntries(figures.map((figure) => [figure, Type.Integer()])) as Record<Figure, ReturnType<typeof Type.Integer>>,
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
 * Two statements (three by month), whatever the number of dossiers; years that are over are read from tallies (`tally.ts`).
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
  run: async (ctx, input) => ({
    ...(await count(ctx, input, countable(ctx), tallyLimits(ctx))),
    at: ctx.now,
  }),
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.statistics': typeof statistics;
  }
}

type Counter = Pick<Context, 'db' | 'now'>;

/** The figures of a period within a scope: a condition as `Counting` says. @throws periodBackwards */
export async function count(
  ctx: Counter,
  asked: Period & CountFilter & { by: By },
  scope: Sql,
  limits = { byProcedure: false, untold: false },
): Promise<{ rows: StatisticsRow[]; total: Omit<StatisticsRow, 'key' | 'label'> }> {
  const { by, field, procedure } = asked;
  const counting: Counting = {
    scope: sql.all([scope, filtered(asked)]),
    byProcedure: limits.byProcedure || by === 'procedure' || by === 'field' || field !== undefined || procedure !== undefined,
    tallied: limits.untold ? [] : await talliedMoments(ctx.db, ctx.now),
  };
  if (by !== 'month') {
    const rows = (await countGroups(ctx, asked, by, counting)).map(asRow);
    return { rows, total: sum(rows) };
  }
  const [rows, whole] = await Promise.all([monthRows(ctx, asked, counting), countGroups(ctx, asked, undefined, counting)]);
  return { rows, total: sum(whole.map(asRow)) };
}

async function monthRows(ctx: Counter, period: Period, counting: Counting): Promise<StatisticsRow[]> {
  const { months, rows } = await countMonths(ctx, period, counting);
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

function asRow({ key, vi, en, timed, workedMinutes, limitMinutes, ...counts }: Counted): StatisticsRow {
  const told = Object.fromEntries(figures.map((figure) => [figure, counts[figure]])) as Figures;
  return { key, label: keyNames[key] ?? { vi, en }, figures: told, timed, workedMinutes, limitMinutes };
}

function sum(rows: readonly StatisticsRow[]): Omit<StatisticsRow, 'key' | 'label'> {
  const add = (value: (row: StatisticsRow) => number) => rows.reduce((total, row) => total + value(row), 0);
  return {
    figures: Object.fromEntries(figures.map((figure) => [figure, add((row) => row.figures[figure])])) as Figures,
    timed: add((row) => row.timed),
    workedMinutes: add((row) => row.workedMinutes),
    limitMinutes: add((row) => row.limitMinutes),
  };
}
