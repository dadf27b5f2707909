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

const Counter = Type.String({
  minLength: 1,
  maxLength: 20,
  description: 'name of the counter on the board',
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

/**
 * Whoever an official served is done, and whoever they called has not come, once they turn to another number: a counter has
 * one person at a time, and whoever was away can be called again.
 */
function leave(ctx: CommandContext, desk: number, but: string | null = null): void {
  ctx.db.send(
    sql`update one_stop.ticket set state = case state when 'serving' then 'done' else 'gone' end, done_at = ${ctx.now}
        where desk_id = ${desk} and day = ${localDate(ctx.now)}::date and served_by = ${ctx.principal.id}::uuid
          and state in ('called', 'serving') and id is distinct from ${but}::uuid`,
  );
}

/** Calls the next number; whom the official was serving is done with that, and whom they called in vain is noted as away. */
export const callNext = command({
  name: 'one-stop.call-next',
  title: { vi: 'Gọi số tiếp theo', en: 'Call the next number' },
  input: shape({
    desk: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
    counter: Counter,
    field: Type.Optional(Type.String({ maxLength: 200 })),
  }),
  output: shape({ ticket: Type.Union([Ticket, Type.Null()]) }),
  may: 'one-stop.call-ticket',
  async run(ctx, input) {
    const day = localDate(ctx.now);
    leave(ctx, input.desk);
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

async function move(ctx: CommandContext, id: string, how: Move, counter?: string): Promise<{ desk_id: number }> {
  const moved = await ctx.db.maybe<{ desk_id: number }>(
    sql`update one_stop.ticket t set state = ${how.to}, ${sql.raw(how.column)} = ${ctx.now}, served_by = ${ctx.principal.id}::uuid, counter = coalesce(${counter ?? null}, t.counter)
        where t.id = ${id} and t.state = any(${[...how.from]}::text[]) and ${where(reach(ctx.principal, 'one-stop.call-ticket'), { unit: sql`t.desk_id` })}
        returning desk_id`,
  );
  if (!moved) throw ticketChanged();
  ctx.emit({ name: `one-stop.ticket-${how.to}`, key: id, topics: topicOf(moved.desk_id) });
  return moved;
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
    async run(ctx, input) {
      await move(ctx, input.id, how);
      return {};
    },
  });

/**
 * Calls the same number once more: the board flashes again. Also whoever was away and has come back, to whichever counter
 * calls them now.
 */
export const recallTicket = command({
  name: 'one-stop.recall-ticket',
  title: { vi: 'Gọi lại số', en: 'Call a number again' },
  input: shape({ ...ticketInput.properties, counter: Type.Optional(Counter) }),
  output: shape({}),
  may: 'one-stop.call-ticket',
  subject: (input) => `ticket:${input.id}`,
  async run(ctx, input) {
    const how: Move = { from: ['called', 'gone'], to: 'called', column: 'called_at' };
    const { desk_id: desk } = await move(ctx, input.id, how, input.counter);
    leave(ctx, desk, input.id);
    return {};
  },
});
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
