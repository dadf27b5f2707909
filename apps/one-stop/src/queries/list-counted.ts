import { Day, isInstant, isUuid, type Period, query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { visible } from '../model/dossier.ts';
import { momentsOf, monthsOf } from '../model/period.ts';
import { conditions, countable, countedRows, figures, implied, spanOf, type Figure } from './counted.ts';
import { By, CountFilter, filtered, inGroup } from './groups.ts';

const CountedRow = shape({
  id: Type.String(),
  number: Type.String({ description: 'code, before acceptance the reference' }),
  title: Type.String(),
  unit: shape({ vi: Type.String(), en: Type.String() }),
  channel: Type.String(),
  status: Type.Integer(),
  submittedAt: Type.Any(),
  acceptedAt: Type.Any(),
  dueAt: Type.Any(),
  settledAt: Type.Any(),
  ownerName: Type.Union([Type.String(), Type.Null()], {
    description: 'null when the dossier itself is not within reach',
  }),
  open: Type.Boolean({ description: 'the dossier itself may be opened' }),
});
export type CountedRow = Static<typeof CountedRow>;

/**
 * The dossiers behind one figure of the statistics, by the very condition that counted them (A3). Whoever may see
 * figures but not dossiers (an administrator) sees which ones, not whose.
 */
export const listCounted = query({
  name: 'one-stop.list-counted',
  title: { vi: 'Danh sách hồ sơ của một số liệu', en: 'Dossiers behind a figure' },
  input: shape({
    figure: Type.Union(figures.map((figure) => Type.Literal(figure)) as [ReturnType<typeof Type.Literal<Figure>>]),
    from: Day,
    to: Day,
    by: Type.Optional(By),
    key: Type.Optional(Type.String({ maxLength: 60, description: 'of the row; for a month YYYY-MM' })),
    ...CountFilter,
    cursor: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({ rows: Type.Array(CountedRow), next: Type.Union([Type.String(), Type.Null()]) }),
  may: 'one-stop.view-statistics',
  audit: true,
  async run(ctx, input) {
    const limit = input.limit ?? 50;
    const span = spanOf(momentsOf(periodOf(input)), ctx.now);
    const group = input.by && input.by !== 'month' && input.key !== undefined && inGroup(input.by, input.key);
    // By unit a dossier counts where it stood at the end of the period, which is only known once it is counted.
    const stood = input.by === 'unit' || input.by === 'level';
    const scope = sql.all([countable(ctx), filtered(input), implied(input.figure, span), !stood && group]);
    const after = readCursor(input.cursor);
    const rows = await ctx.db.all<CountedRow>(
      sql`with page as materialized (
            select d.id, d.submitted_at from ${countedRows(span, ctx.now, scope)}
            where ${conditions[input.figure]} and ${stood && group ? group : sql.raw('true')} and ${after ? sql`(d.submitted_at, d.id) > (${after.at}::timestamptz, ${after.id}::uuid)` : sql.raw('true')}
            order by d.submitted_at, d.id limit ${limit + 1}),
          shown as (
            select d.*, ${visible(ctx)} as open from page join one_stop.dossier d on d.id = page.id)
          select d.id, coalesce(d.code, d.reference) as number, d.title, jsonb_build_object('vi', u.name_vi, 'en', u.name_en) as unit, d.channel, d.status,
                 d.submitted_at as "submittedAt", d.accepted_at as "acceptedAt", d.due_at as "dueAt", d.settled_at as "settledAt",
                 case when d.open then d.owner_name end as "ownerName", d.open
          from shown d join identity.v_unit u on u.id = d.unit_id order by d.submitted_at, d.id`,
    );
    const page = rows.slice(0, limit);
    ctx.note({
      figure: input.figure,
      from: input.from,
      to: input.to,
      key: input.key,
      shown: page.map((row) => row.id),
    });
    const last = page.at(-1);
    return {
      rows: page,
      next: rows.length > limit && last ? `${(last.submittedAt as Date).toISOString()}~${last.id}` : null,
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.list-counted': typeof listCounted;
  }
}

/** A row by month is a period of its own. */
function periodOf(input: Period & { by?: By; key?: string }): Period {
  if (input.by !== 'month' || !/^\d{4}-\d\d$/.test(input.key ?? '')) return input;
  const month = monthsOf(input).find((one) => one.from.startsWith(input.key!));
  return month ?? input;
}

function readCursor(cursor: string | undefined): { at: string; id: string } | undefined {
  const [at = '', id = ''] = (cursor ?? '').split('~');
  return isInstant(at) && isUuid(id) ? { at, id } : undefined;
}
