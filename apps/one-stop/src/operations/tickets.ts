import { command, type CommandContext, localDate, reach, shape, sql, where } from '@dinh/kernel';
import { Type } from 'typebox';
import { noDesk, ticketChanged, ticketsFull } from '../errors.ts';

/** People who wait at one desk; more cannot be served on a day. */
const mostWaiting = 500;

export const Ticket = shape({
  id: Type.String(),
  number: Type.Integer(),
  field: Type.String(),
  state: Type.String(),
  counter: Type.Union([Type.String(), Type.Null()]),
});

/** Everybody who looks at a desk's board hears of its tickets. */
const topicOf = (desk: number) => [`public:desk-${desk}`, `unit:${desk}`];

/** Takes a number at the kiosk, by field (NĐ 61/2018 Điều 13). Numbers of a desk begin anew each day. */
export const takeTicket = command({
  name: 'one-stop.take-ticket',
  title: { vi: 'Lấy số thứ tự', en: 'Take a queue ticket' },
  input: shape({
    desk: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
    field: Type.String({ minLength: 1, maxLength: 200 }),
  }),
  output: shape({ id: Type.String(), number: Type.Integer(), waiting: Type.Integer() }),
  may: 'anyone',
  subject: (_input, output) => `ticket:${output.id}`,
  async run(ctx, input) {
    const day = localDate(ctx.now);
    const found = await ctx.db.maybe(
      sql`select id from identity.v_unit where id = ${input.desk} and kind = 'desk' and (valid_to is null or valid_to > ${day}::date)`,
    );
    if (!found) throw noDesk();
    // One after the other per desk, so that no number is given twice or left out.
    await ctx.db.run(sql`select pg_advisory_xact_lock(7201, ${input.desk}::int)`);
    const { last, waiting } = await ctx.db.one<{ last: number; waiting: number }>(
      sql`select coalesce(max(number), 0)::int as last, (count(*) filter (where state = 'waiting'))::int as waiting from one_stop.ticket where desk_id = ${input.desk} and day = ${day}::date`,
    );
    if (waiting >= mostWaiting) throw ticketsFull();
    const id = ctx.newId();
    ctx.db.send(
      sql`insert into one_stop.ticket (id, desk_id, day, number, field, taken_at) values (${id}, ${input.desk}, ${day}::date, ${last + 1}, ${input.field}, ${ctx.now})`,
    );
    ctx.emit({ name: 'one-stop.ticket-taken', key: id, topics: topicOf(input.desk) });
    return { id, number: last + 1, waiting };
  },
});

/** Calls the next number; whom the official was serving is done with that. */
export const callNext = command({
  name: 'one-stop.call-next',
  title: { vi: 'Gọi số tiếp theo', en: 'Call the next number' },
  input: shape({
    desk: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
    counter: Type.String({ minLength: 1, maxLength: 20, description: 'name of the counter on the board' }),
    field: Type.Optional(Type.String({ maxLength: 200 })),
  }),
  output: shape({ ticket: Type.Union([Ticket, Type.Null()]) }),
  may: 'one-stop.call-ticket',
  async run(ctx, input) {
    const day = localDate(ctx.now);
    ctx.db.send(
      sql`update one_stop.ticket set state = 'done', done_at = ${ctx.now} where desk_id = ${input.desk} and day = ${day}::date and served_by = ${ctx.principal.id}::uuid and state = 'serving'`,
    );
    const ticket = await ctx.db.maybe<{
      id: string;
      number: number;
      field: string;
      state: string;
      counter: string | null;
    }>(
      sql`update one_stop.ticket set state = 'called', called_at = ${ctx.now}, counter = ${input.counter}, served_by = ${ctx.principal.id}::uuid
          where id = (select t.id from one_stop.ticket t where t.desk_id = ${input.desk} and t.day = ${day}::date and t.state = 'waiting'
                        and ${where(reach(ctx.principal, 'one-stop.call-ticket'), { unit: sql`t.desk_id` })}
                        and (${input.field ?? null}::text is null or t.field = ${input.field ?? null})
                      order by t.number limit 1 for update skip locked)
          returning id, number, field, state, counter`,
    );
    if (ticket) {
      ctx.subject(`ticket:${ticket.id}`);
      ctx.emit({ name: 'one-stop.ticket-called', key: ticket.id, topics: topicOf(input.desk) });
    }
    return { ticket: ticket ?? null };
  },
});

type Move = { from: readonly string[]; to: string; column: 'called_at' | 'served_at' | 'done_at' };

async function move(ctx: CommandContext, id: string, how: Move): Promise<Record<string, never>> {
  const moved = await ctx.db.maybe<{ desk_id: number }>(
    sql`update one_stop.ticket t set state = ${how.to}, ${sql.raw(how.column)} = ${ctx.now}, served_by = ${ctx.principal.id}::uuid
        where t.id = ${id} and t.state = any(${[...how.from]}::text[]) and ${where(reach(ctx.principal, 'one-stop.call-ticket'), { unit: sql`t.desk_id` })}
        returning desk_id`,
  );
  if (!moved) throw ticketChanged();
  ctx.emit({ name: `one-stop.ticket-${how.to}`, key: id, topics: topicOf(moved.desk_id) });
  return {};
}

const ticketInput = shape({ id: Type.String({ format: 'uuid' }) });
const act = (name: string, title: { vi: string; en: string }, how: Move) =>
  command({
    name: `one-stop.${name}`,
    title,
    input: ticketInput,
    output: shape({}),
    may: 'one-stop.call-ticket',
    subject: (input) => `ticket:${input.id}`,
    run: (ctx, input) => move(ctx, input.id, how),
  });

/** Calls the same number once more: the board flashes again. Also whoever was away and has come back. */
export const recallTicket = act(
  'recall-ticket',
  { vi: 'Gọi lại số', en: 'Call a number again' },
  { from: ['called', 'gone'], to: 'called', column: 'called_at' },
);
export const serveTicket = act(
  'serve-ticket',
  { vi: 'Bắt đầu phục vụ', en: 'Begin to serve' },
  { from: ['called'], to: 'serving', column: 'served_at' },
);
export const finishTicket = act(
  'finish-ticket',
  { vi: 'Phục vụ xong', en: 'Finish serving' },
  { from: ['called', 'serving'], to: 'done', column: 'done_at' },
);
export const missTicket = act(
  'miss-ticket',
  { vi: 'Người lấy số vắng mặt', en: 'Nobody came' },
  { from: ['called'], to: 'gone', column: 'done_at' },
);

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.take-ticket': typeof takeTicket;
    'one-stop.call-next': typeof callNext;
    'one-stop.recall-ticket': typeof recallTicket;
    'one-stop.serve-ticket': typeof serveTicket;
    'one-stop.finish-ticket': typeof finishTicket;
    'one-stop.miss-ticket': typeof missTicket;
  }
}
