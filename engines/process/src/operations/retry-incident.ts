import { command, type CommandContext, mustReachAll, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { change, noteChange, setVariables } from '../change/change.ts';
import { reasonNeeded } from '../errors.ts';
import { keepCorrected, openIncident, retryIncoming, settle } from '../incoming/settle.ts';

const reason = Type.String({ minLength: 1, maxLength: 2000 });

/** Settles an incident by trying again at once; should it fail as often again, there will be a new one. */
export const retryIncident = command({
  name: 'process.retry-incident',
  title: { vi: 'Cho quy trình chạy tiếp', en: 'Let a process go on' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    variables: Type.Optional(
      Type.Record(Type.String({ maxLength: 200 }), Type.Unknown(), {
        description: 'changed first, with the reason; null takes one away',
      }),
    ),
    reason,
  }),
  output: shape({ id: Type.String() }),
  may: 'process.settle-incident',
  subject: ({ id }) => `incident:${id}`,
  async run(ctx, { id, variables, reason: why }) {
    mustReachAll(ctx.principal, 'process.settle-incident');
    await retry(ctx, id, why, variables);
    return { id };
  },
});

/** The same for many at once, for one reason: the register is there again. Those that somebody has settled meanwhile are left out. */
export const retryIncidents = command({
  name: 'process.retry-incidents',
  title: { vi: 'Cho nhiều quy trình chạy tiếp', en: 'Let many processes go on' },
  input: shape({
    ids: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 200 }),
    reason,
  }),
  output: shape({
    retried: Type.Integer(),
    left: Type.Integer({ description: 'settled already, by somebody else' }),
  }),
  may: 'process.settle-incident',
  async run(ctx, { ids, reason: why }) {
    mustReachAll(ctx.principal, 'process.settle-incident');
    let retried = 0;
    const wanted = [...new Set(ids)].sort(); // all in the same order: two who retry the same do not wait for each other
    for (const id of wanted)
      if (await openIncident(ctx, id)) {
        await retry(ctx, id, why);
        retried++;
      }
    ctx.note({ reason: why.trim(), retried });
    return { retried, left: wanted.length - retried };
  },
});

async function retry(ctx: CommandContext, id: string, why: string, variables?: Record<string, unknown>): Promise<void> {
  if (why.trim() === '') throw reasonNeeded();
  const row = await settle(ctx, id, why);
  if (row.incoming) return retryIncoming(ctx, id, row.incoming, variables);
  if (variables)
    await change(ctx, row.instance!, 'variables', why, (step) => {
      keepCorrected(ctx, id, step.instance.variables, variables);
      return setVariables(step, variables);
    });
  noteChange(ctx, row.instance!, 'retried', why, row.element, {});
  ctx.db.send(
    sql`update process.timer set state = 'waiting', attempts = 0, due_at = ${ctx.now}
        where id = ${row.timer} and state = 'failed'`,
  );
}

declare module '@dinh/kernel' {
  interface OperationTypes {
    'process.retry-incident': typeof retryIncident;
    'process.retry-incidents': typeof retryIncidents;
  }
}
