import { command, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { change, noteChange, setVariables } from '../change/change.ts';
import { retryIncoming, settle } from '../incoming/settle.ts';

/** Settles an incident by trying again at once; should it fail as often again, there will be a new one. */
export const retryIncident = command({
  name: 'process.retry-incident',
  title: { vi: 'Cho quy trình chạy tiếp', en: 'Let a process go on' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    variables: Type.Optional(
      Type.Record(Type.String({ maxLength: 200 }), Type.Unknown(), {
        description: 'changed first, with the reason',
      }),
    ),
    reason: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
  output: shape({ id: Type.String() }),
  may: 'process.settle-incident',
  subject: ({ id }) => `incident:${id}`,
  async run(ctx, { id, variables, reason = '' }) {
    const row = await settle(ctx, id, reason);
    if (row.incoming) {
      await retryIncoming(ctx, row.incoming, variables, reason);
      return { id };
    }
    if (variables)
      await change(ctx, row.instance!, 'variables', reason, (step) => setVariables(step, variables));
    else noteChange(ctx, row.instance!, 'retried', reason, row.element, {});
    ctx.db.send(
      sql`update process.timer set state = 'waiting', attempts = 0, due_at = ${ctx.now}
          where id = ${row.timer} and state = 'failed'`,
    );
    return { id };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'process.retry-incident': typeof retryIncident;
  }
}
