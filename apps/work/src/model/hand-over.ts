import { type HeldWork, localDate, sql } from '@dinh/kernel';
import { handedTasks } from '@dinh/process';
import { work } from './engine.ts';

// Also those of processes that another app runs about none of its matters: they stand in the general list alone.
const tasks = handedTasks({ which: sql.raw('t.general'), anywhere: true });

/**
 * Open tasks of the general list: they go to the receiver where they hold the task's role in its unit, else they wait for whoever does.
 * The history of each matter says so, with the reason.
 */
export const tasksHandedOver: HeldWork = {
  key: 'work.tasks',
  title: { vi: 'Việc nội bộ đang mở', en: 'Open internal tasks' },
  byAuthority: true,
  count: tasks.count,
  async handOver(ctx, handOver, limit) {
    const day = localDate(ctx.now);
    const { to } = handOver;
    const leaving = await ctx.db.all<Task>(
      sql`select t.id, t.instance_id as instance, t.unit_id as unit, ${to ? tasks.canTake(sql`${to.id}::uuid`, day) : sql`false`} as fits from process.v_task t
          where ${tasks.left(handOver, day)} order by t.id limit ${limit}`,
    );
    const given = {
      reason: `Bàn giao: ${handOver.reason}`,
      by: handOver.orderedBy ?? 'Hệ thống',
    };
    const change = (some: readonly Task[], person: string | null) =>
      work.reassignTasks(ctx, { taskIds: some.map(({ id }) => id), to: person, ...given });
    const moved = to
      ? await change(
          leaving.filter(({ fits }) => fits),
          to.id,
        )
      : [];
    const queued = await change(
      leaving.filter(({ fits }) => !fits),
      null,
    );
    if (leaving.length > 0)
      ctx.emit({
        name: 'work.tasks-handed-over',
        key: handOver.id,
        topics: [
          `person:${handOver.person}`,
          ...(to ? [`person:${to.id}`] : []),
          ...new Set(leaving.flatMap(({ unit }) => (unit === null ? [] : [`unit:${unit}`]))),
          ...new Set(leaving.map(({ instance }) => `work:${instance}`)),
        ],
        data: { moved: moved.length, queued: queued.length },
      });
    return { moved: moved.length, queued: queued.length };
  },
  stranded: tasks.stranded,
};

interface Task {
  readonly id: string;
  readonly instance: string;
  readonly unit: number | null;
  readonly fits: boolean;
}
