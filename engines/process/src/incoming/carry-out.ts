import { type App, type CommandContext, command, jobContext, newId, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import type { ProcessBody, Runner } from '../engine.ts';
import { graphOf } from '../graphs.ts';
import { isGeneral } from '../run/family.ts';
import { faultOf } from '../run/fault.ts';
import { takeMessage } from '../run/message.ts';

const mostAttempts = 6;
const page = 100;

/**
 * Carries out what has come for an app, each in a transaction of its own that also says so; what fails is tried
 * again later. Any number of workers share it. @returns how many were carried out here
 */
export async function carryOutIncoming(runner: Runner, carryOut: ReturnType<typeof carryOutOne>, app: App): Promise<number> {
  const { owner } = runner.parts;
  const { call } = jobContext(app, `${owner}.start-processes`);
  let done = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const due = await app.db.all<{ id: string }>(
      sql`select id from process.incoming where owner = ${owner} and state = 'waiting' and due_at <= ${app.clock.now()}
            and id > ${after}::uuid order by id limit ${page}`,
    );
    for (const { id } of due)
      try {
        if ((await app.run(carryOut, { id }, call)).done) done++;
      } catch (error) {
        await setBack(app, id, error);
      }
    if (due.length < page) return done;
    after = due.at(-1)!.id;
  }
}

/** The command that carries out one thing that has come, by the program itself only. */
export function carryOutOne(runner: Runner) {
  return command({
    name: `${runner.parts.owner}.carry-out-incoming`,
    title: { vi: 'Xử lý tín hiệu, thông điệp đến quy trình', en: 'Carry out what has come to processes' },
    input: shape({ id: Type.String() }),
    output: shape({ done: Type.Boolean() }),
    may: 'system',
    api: false,
    subject: ({ id }) => `incoming:${id}`,
    async run(ctx, { id }) {
      // Who comes second finds the row held, or done.
      const row = await ctx.db.maybe<Row>(
        sql`select name, definition_id as definition, element, business_key as "businessKey", variables from process.incoming
            where id = ${id}::uuid and state = 'waiting' and due_at <= ${ctx.now} for update skip locked`,
      );
      if (!row) return { done: false };
      ctx.db.send(sql`update process.incoming set state = 'done', ended_at = ${ctx.now} where id = ${id}::uuid`);
      ctx.note({ name: row.name });
      if (row.definition === null) await takeMessage(runner, ctx, row);
      else await begin(runner, ctx, row, row.definition);
      return { done: true };
    },
  });
}

interface Row {
  readonly name: string;
  readonly definition: string | null;
  readonly element: string | null;
  readonly businessKey: string;
  readonly variables: Record<string, unknown>;
}

async function begin(runner: Runner, ctx: CommandContext, row: Row, id: string): Promise<void> {
  const definition = await ctx.app.definitions.byId<ProcessBody>(id);
  const graph = definition && graphOf(definition);
  const at = graph?.pools.get(graph.id)!.starts.find((start) => start.node.id === row.element);
  if (!definition || !at) throw new Error(`no start event ${row.element} in process ${id}`);
  await runner.begin(ctx, definition, {
    businessKey: row.businessKey,
    variables: row.variables,
    rootId: null,
    parentToken: null,
    process: null,
    general: await isGeneral(runner, ctx, row.businessKey),
    at,
  });
}

/** What failed is tried again, later each time; after the last try a person has to look at it. */
async function setBack(app: App, id: string, error: unknown): Promise<void> {
  app.log.warn({ err: error, incoming: id }, 'what came to a process could not be carried out');
  const { text, told } = faultOf(error);
  const now = app.clock.now();
  await app.db.transaction(async (tx) => {
    const row = await tx.maybe<{ attempts: number; element: string }>(
      sql`update process.incoming set attempts = attempts + 1, state = case when attempts + 1 >= ${mostAttempts} then 'failed' else 'waiting' end,
            due_at = ${now}::timestamptz + interval '1 minute' * power(2, attempts)
          where id = ${id}::uuid and state = 'waiting' returning attempts, coalesce(element, name) as element`,
    );
    if (row && row.attempts >= mostAttempts)
      tx.send(
        sql`insert into process.incident (id, incoming_id, element, error, told, at)
            values (${newId(now.getTime())}, ${id}::uuid, ${row.element}, ${text}, ${told}::jsonb, ${now})`,
      );
  });
}
