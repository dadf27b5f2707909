import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { queueConditions } from './list-dossiers.ts';

const Counts = shape({
  desk: Type.Integer(),
  mine: Type.Integer(),
  unit: Type.Integer(),
  late: Type.Integer(),
  soon: Type.Integer(),
  return: Type.Integer(),
});

/** How many wait in each queue: the same conditions as the lists, so that a counter and its list never disagree (D2). */
export const countQueues = query({
  name: 'one-stop.count-queues',
  title: { vi: 'Số hồ sơ trong các hàng chờ', en: 'Counts of the queues' },
  input: shape({}),
  output: Counts,
  may: 'one-stop.view-dossier',
  async run(ctx) {
    const soon = new Date(ctx.now.getTime() + 2 * 86_400_000);
    const count = (queue: string, more = sql.raw('true')) =>
      sql`(select count(*) from one_stop.dossier d where ${sql.all(queueConditions(ctx, queue))} and ${more})`;
    return ctx.db.one(
      sql`select ${count('desk')} as desk, ${count('mine')} as mine, ${count('unit')} as unit, ${count('return')} as return,
                 ${count('unit', sql`d.due_at < ${ctx.now} and d.status in (2, 4)`)} as late,
                 ${count('unit', sql`d.due_at >= ${ctx.now} and d.due_at < ${soon} and d.status in (2, 4)`)} as soon`,
    );
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.count-queues': typeof countQueues;
  }
}
