import { type Context, query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { lastDayOf, nextMonth, periodBackwards } from '../model/period.ts';
import { memory } from './remembered.ts';
import { count, type StatisticsRow } from './statistics.ts';

const PublicRow = shape({
  key: Type.String({ description: 'id of the agency, or month' }),
  label: shape({ vi: Type.String(), en: Type.String() }),
  received: Type.Integer(),
  online: Type.Integer({ description: 'of those received' }),
  settled: Type.Integer(),
  onTime: Type.Integer({ description: 'of those settled, early or on time' }),
  late: Type.Integer({ description: 'of those settled' }),
  underWay: Type.Integer(),
  pastLimit: Type.Integer({ description: 'of those under way' }),
});
export type PublicRow = Static<typeof PublicRow>;
interface PublicFigures {
  readonly units: PublicRow[];
  readonly months: PublicRow[];
  readonly total: PublicRow;
  readonly at: Date;
}

const figures = memory<PublicFigures>(5 * 60_000, 100);

const Month = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$', description: 'YYYY-MM' });

/**
 * How the province settles dossiers, open to everybody: by agency and by month, numbers only (NĐ 61/2018 Điều 29.2, 30.3).
 * Counted at most once in five minutes for the same months, because anybody may ask.
 */
export const publicFigures = query({
  name: 'one-stop.public-figures',
  title: { vi: 'Tình hình giải quyết hồ sơ', en: 'How dossiers are settled' },
  input: shape({ from: Month, to: Month }),
  output: shape({
    units: Type.Array(PublicRow),
    months: Type.Array(PublicRow),
    total: PublicRow,
    at: Type.Any({ description: 'when it was counted' }),
  }),
  may: 'anyone',
  async run(ctx, input) {
    // No more than two years at once: whoever needs more may ask for them one after the other.
    if (input.to < input.from || monthsBetween(input.from, input.to) > 24) throw periodBackwards();
    return figures.remembered(ctx, `${input.from} ${input.to}`, () => countPublic(ctx, input));
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.public-figures': typeof publicFigures;
  }
}

function monthsBetween(from: string, to: string): number {
  let count = 0;
  for (let month = from; month < to && count < 100; month = nextMonth(month)) count++;
  return count;
}

async function countPublic(ctx: Context, months: { from: string; to: string }): Promise<PublicFigures> {
  const period = { from: `${months.from}-01`, to: lastDayOf(months.to) };
  const everything = sql.raw('true');
  const byUnit = await count(ctx, { ...period, by: 'unit' }, everything);
  const byMonth = await count(ctx, { ...period, by: 'month' }, everything);
  return {
    units: byUnit.rows.map(publicRow),
    months: byMonth.rows.map(publicRow),
    total: publicRow({ key: '', label: { vi: 'Toàn tỉnh', en: 'The province' }, ...byUnit.total }),
    at: ctx.now,
  };
}

function publicRow({ key, label, figures }: StatisticsRow): PublicRow {
  return {
    key,
    label,
    received: figures.received,
    online: figures.receivedOnline,
    settled: figures.settled,
    onTime: figures.settledEarly + figures.settledOnTime,
    late: figures.settledLate,
    underWay: figures.underWay,
    pastLimit: figures.pastLimit,
  };
}
