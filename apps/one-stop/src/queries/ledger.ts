import { addressText, formEnvironment } from '@dinh/forms';
import { type Context, Day, type Period, query, shape, sql, type Sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { momentsOf, UnitId } from '../model/period.ts';
import { countable } from './counted.ts';
import { ofUnit } from './groups.ts';

/** So many rows make one book: printed in a second or two. */
export const rowsOfBook = 2000;

const LedgerRow = shape({
  line: Type.Integer({ description: 'consecutive from 1 in each year (TT 01/2018 Điều 10.2c)' }),
  position: Type.Integer({ description: 'within the period' }),
  id: Type.String(),
  code: Type.String(),
  receipt: Type.Union([Type.String(), Type.Null()], { description: 'register number of the receipt' }),
  procedure: Type.String(),
  owner: Type.String(),
  address: Type.String(),
  phone: Type.String(),
  agency: Type.String(),
  receivedAt: Type.Any(),
  dueAt: Type.Any(),
  forwardedAt: Type.Any(),
  settledAt: Type.Any(),
  returnedAt: Type.Any(),
  delivery: Type.String(),
  outcome: Type.Union([Type.String(), Type.Null()]),
  extended: Type.Boolean(),
});
export type LedgerRow = Static<typeof LedgerRow>;

const Book = shape({
  number: Type.Integer({ description: 'from 1, within the period' }),
  ruleset: Type.String({ description: 'by which its dossiers were received: it gives the form its number' }),
  after: Type.Integer({ description: 'position of the row before its first' }),
  rows: Type.Integer(),
  from: Type.Any({ description: 'first and last acceptance' }),
  to: Type.Any(),
});
export type Book = Static<typeof Book>;

/**
 * The ledger (Sổ theo dõi hồ sơ, form 06 of TT 01/2018, 07 of TT 03/2025): every dossier that an agency, or the agencies
 * below it, or a desk, accepted in the period, once, in the order of codes. It is not kept beside the dossiers but is
 * the dossiers, so it cannot differ from them (D7; TT 01/2018 Điều 10).
 */
export const ledger = query({
  name: 'one-stop.ledger',
  title: { vi: 'Sổ theo dõi hồ sơ', en: 'Ledger of dossiers' },
  input: shape({
    unit: UnitId,
    from: Day,
    to: Day,
    after: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e8, description: 'position of the last row seen' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: rowsOfBook })),
  }),
  output: shape({
    rows: Type.Array(LedgerRow),
    next: Type.Union([Type.Integer(), Type.Null()], { description: 'give it as `after`' }),
  }),
  may: 'one-stop.view-ledger',
  audit: true,
  subject: (input) => `unit:${input.unit}`,
  async run(ctx, input) {
    const limit = input.limit ?? 50;
    const after = input.after ?? 0;
    const rows = await ctx.db.all<Omit<LedgerRow, 'address'> & { home: unknown }>(
      sql`with numbered as materialized (${numbered(ctx, input)}),
            page as (select * from numbered where position > ${after} order by position limit ${limit})
          select p.line::int, p.position::int, d.id, d.code, (select r.register_number from one_stop.paper r where r.dossier_id = d.id and r.template = 'receipt' order by r.number desc limit 1) as receipt, d.title as procedure, d.owner_name as owner, coalesce(d.contact ->> 'phone', '') as phone, u.name_vi as agency,
                 d.accepted_at as "receivedAt", d.due_at as "dueAt", (select min(o.made_at) from one_stop.hand_over o where o.dossier_id = d.id) as "forwardedAt",
                 case when d.outcome in ('granted', 'refused') or d.outcome is null then d.settled_at end as "settledAt", d.returned_at as "returnedAt",
                 coalesce(d.delivery ->> 'method', '') as delivery, d.outcome, d.extended,
                 coalesce(d.data -> 'owner' -> 'address', d.data -> 'applicant' -> 'address') as home
          from page p join one_stop.dossier d on d.id = p.id join identity.v_unit u on u.id = d.unit_id order by p.position`,
    );
    const places = await formEnvironment(ctx.app, ctx.now, 'vi');
    ctx.note({ from: input.from, to: input.to, after, rows: rows.length });
    return {
      rows: rows.map(({ home, ...row }) => ({ ...row, address: home ? addressText(home, places) : '' })),
      next: rows.length === limit ? rows.at(-1)!.position : null,
    };
  },
});

/** How a ledger is bound for printing: books of one ruleset and at most 2,000 rows. */
export const ledgerBooks = query({
  name: 'one-stop.ledger-books',
  title: { vi: 'Các quyển của sổ theo dõi', en: 'Books of a ledger' },
  input: shape({ unit: UnitId, from: Day, to: Day }),
  output: shape({ books: Type.Array(Book), rows: Type.Integer() }),
  may: 'one-stop.view-ledger',
  async run(ctx, input) {
    // A book ends where the ruleset changes, because the number of the form does.
    const books = await ctx.db.all<Book>(
      sql`with numbered as materialized (${numbered(ctx, input)}),
            runs as (select n.*, count(*) filter (where new) over (order by position) as run
                     from (select *, ruleset is distinct from lag(ruleset) over (order by position) as new from numbered where position > 0) n),
            parts as (select *, (row_number() over (partition by run order by position) - 1) / ${rowsOfBook}::int as part from runs)
          select (row_number() over (order by min(position)))::int as number, ruleset, (min(position) - 1)::int as after, count(*)::int as rows,
                 min(accepted_at) as from, max(accepted_at) as to
          from parts group by run, ruleset, part order by min(position)`,
    );
    return { books, rows: books.reduce((sum, book) => sum + book.rows, 0) };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.ledger': typeof ledger;
    'one-stop.ledger-books': typeof ledgerBooks;
  }
}

/**
 * Ids of the ledger's dossiers with their line in the year and their position in the period. Lines need the year from
 * its first day; rows before the period have positions below 1.
 */
function numbered(ctx: Context, input: Period & { unit: number }): Sql {
  const { from, end } = momentsOf(input);
  const year = momentsOf({ from: `${input.from.slice(0, 4)}-01-01`, to: input.from }).from;
  const local = sql.raw("(d.accepted_at at time zone 'Asia/Ho_Chi_Minh')");
  const order = sql`${local}::date, length(d.code), d.code`;
  return sql`select d.id, d.ruleset, d.accepted_at,
      row_number() over (partition by extract(year from ${local}) order by ${order}) as line,
      row_number() over (order by ${order}) - count(*) filter (where d.accepted_at < ${from}) over () as position
    from one_stop.dossier d
    where d.accepted_at >= ${year} and d.accepted_at < ${end} and ${countable(ctx, 'one-stop.view-ledger')}
      and (${ofUnit(input.unit)} or d.desk_id = ${input.unit})`;
}
