import { localDate, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { noDesk } from '../errors.ts';
import { Ticket } from '../operations/tickets.ts';

const deskId = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });

/** What the board of a desk shows: the numbers called and served, how many wait in each field and about how long. No names. */
export const ticketBoard = query({
  name: 'one-stop.ticket-board',
  title: { vi: 'Bảng gọi số', en: 'Board of numbers' },
  input: shape({ desk: deskId }),
  output: shape({
    desk: shape({
      id: Type.Integer(),
      key: Type.String(),
      name: Type.Any(),
      agency: Type.Union([Type.String(), Type.Null()]),
    }),
    called: Type.Array(shape({ ...Ticket.properties, calledAt: Type.Any() })),
    missed: Type.Array(Ticket),
    fields: Type.Array(
      shape({
        field: Type.String(),
        waiting: Type.Integer(),
        minutes: Type.Union([Type.Integer(), Type.Null()]),
      }),
    ),
    waiting: Type.Integer(),
    served: Type.Integer(),
  }),
  may: 'anyone',
  async run(ctx, input) {
    const day = localDate(ctx.now);
    const found = await ctx.db.maybe<{
      desk: { id: number; key: string; name: unknown; agency: string | null };
    }>(
      sql`select jsonb_build_object('id', u.id, 'key', u.key, 'name', jsonb_build_object('vi', u.name_vi, 'en', u.name_en), 'agency', a.key) as desk
          from identity.v_unit u left join identity.v_unit a on a.id = u.parent_id where u.id = ${input.desk} and u.kind = 'desk'`,
    );
    if (!found) throw noDesk();
    const today = sql`t.desk_id = ${input.desk} and t.day = ${day}::date`;
    const rows = await ctx.db.one<{
      called: never[];
      missed: never[];
      fields: never[];
      waiting: number;
      served: number;
    }>(
      sql`select
        (select coalesce(jsonb_agg(x order by x."calledAt" desc), '[]') from (select t.id, t.number, t.field, t.state, t.counter, t.called_at as "calledAt"
           from one_stop.ticket t where ${today} and t.state in ('called', 'serving') order by t.called_at desc limit 12) x) as called,
        (select coalesce(jsonb_agg(x), '[]') from (select t.id, t.number, t.field, t.state, t.counter
           from one_stop.ticket t where ${today} and t.state = 'gone' order by t.done_at desc limit 6) x) as missed,
        (select coalesce(jsonb_agg(x order by x.field), '[]') from (select t.field, (count(*) filter (where t.state = 'waiting'))::int as waiting,
             round(avg(extract(epoch from t.called_at - t.taken_at) / 60) filter (where t.called_at is not null))::int as minutes
           from one_stop.ticket t where ${today} group by t.field) x where x.waiting > 0 or x.minutes is not null) as fields,
        (select count(*)::int from one_stop.ticket t where ${today} and t.state = 'waiting') as waiting,
        (select count(*)::int from one_stop.ticket t where ${today} and t.state = 'done') as served`,
    );
    return { desk: found.desk, ...rows };
  },
});

/** A ticket as its paper says it. */
export const viewTicket = query({
  name: 'one-stop.view-ticket',
  title: { vi: 'Xem số thứ tự', en: 'View a ticket' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: shape({
    desk: Type.Integer(),
    deskName: Type.String(),
    number: Type.Integer(),
    field: Type.String(),
    state: Type.String(),
    takenAt: Type.Any(),
    ahead: Type.Integer(),
  }),
  may: 'anyone',
  async run(ctx, input) {
    const found = await ctx.db.maybe<never>(
      sql`select t.desk_id as desk, u.name_vi as "deskName", t.number, t.field, t.state, t.taken_at as "takenAt",
            (select count(*)::int from one_stop.ticket o where o.desk_id = t.desk_id and o.day = t.day and o.state = 'waiting' and o.number < t.number) as ahead
          from one_stop.ticket t join identity.v_unit u on u.id = t.desk_id where t.id = ${input.id}`,
    );
    if (!found) throw noDesk();
    return found;
  },
});

/** The desks that give out numbers. */
export const listDesks = query({
  name: 'one-stop.list-desks',
  title: { vi: 'Các Bộ phận Một cửa', en: 'One-stop desks' },
  input: shape({}),
  output: shape({ desks: Type.Array(shape({ id: Type.Integer(), name: Type.Any() })) }),
  may: 'anyone',
  async run(ctx) {
    const day = localDate(ctx.now);
    const desks = await ctx.db.all<{ id: number; name: { vi: string; en: string } }>(
      sql`select id, jsonb_build_object('vi', name_vi, 'en', name_en) as name from identity.v_unit
          where kind = 'desk' and valid_from <= ${day}::date and (valid_to is null or valid_to > ${day}::date) order by code`,
    );
    return { desks };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.ticket-board': typeof ticketBoard;
    'one-stop.view-ticket': typeof viewTicket;
    'one-stop.list-desks': typeof listDesks;
  }
}
