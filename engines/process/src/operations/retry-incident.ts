import { command, notFound, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';

/** Settles an incident by trying again at once; should it fail as often again, there will be a new one. */
export const retryIncident = command({
  name: 'process.retry-incident',
  title: { vi: 'Cho quy trình chạy tiếp', en: 'Let a process go on' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: shape({ id: Type.String() }),
  may: 'process.settle-incident',
  subject: ({ id }) => `incident:${id}`,
  async run(ctx, { id }) {
    const row = await ctx.db.maybe<{ timer: string }>(
      sql`update process.incident set settled_at = ${ctx.now}, settled_by = ${ctx.principal.name}
          where id = ${id} and settled_at is null returning timer_id as timer`,
    );
    if (!row) throw notFound();
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
