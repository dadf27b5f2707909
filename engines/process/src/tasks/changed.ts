import { type CommandContext, type Refusal, type Text, localDate, sql } from '@dinh/kernel';
import type { Task } from '../engine-parts.ts';
import { taskChanged } from '../errors.ts';
import { outcomesOf } from '../graphs.ts';

const kinds = {
  claimed: { vi: 'đã nhận việc', en: 'took the task' },
  assigned: { vi: 'đã giao việc cho người khác', en: 'gave the task to somebody' },
  'given-back': { vi: 'đã trả lại việc', en: 'gave the task back' },
  delegated: { vi: 'đã ủy quyền việc cho người khác', en: 'let somebody else do the task' },
  escalated: { vi: 'đã chuyển việc lên cấp trên', en: 'passed the task upwards' },
  reassigned: { vi: 'đã chuyển việc cho người khác', en: 'handed the task to somebody else' },
};

/** Tells the second of two people what the first has done with a task. */
export async function changedError(ctx: CommandContext, task: Task): Promise<Refusal> {
  if (task.state !== 'open') {
    const what =
      task.state === 'cancelled'
        ? { vi: 'việc không còn cần làm', en: 'the task is no longer needed' }
        : await endedWith(ctx, task);
    return taskChanged({
      who: task.completedName ?? '',
      at: localTime(task.endedAt ?? ctx.now),
      whatVi: what.vi,
      whatEn: what.en,
    });
  }
  const last = await ctx.db.maybe<{ kind: keyof typeof kinds; name: string; at: Date }>(
    sql`select kind, by_name as name, at from process.assignment where task_id = ${task.id} order by at desc, id desc limit 1`,
  );
  const what = last ? kinds[last.kind] : { vi: 'đã thay đổi', en: 'it has changed' };
  return taskChanged({
    who: last?.name ?? '',
    at: localTime(last?.at ?? task.createdAt),
    whatVi: what.vi,
    whatEn: what.en,
  });
}

/** With what a task was ended, as the version of the process calls it that runs. */
async function endedWith(ctx: CommandContext, task: Task): Promise<Text> {
  const { definition } = await ctx.db.one<{ definition: string }>(
    sql`select definition_id as definition from process.instance where id = ${task.instanceId}`,
  );
  const outcomes = await outcomesOf(ctx.app, definition, task.element);
  const name = outcomes.find(({ key }) => key === task.outcome)?.name;
  return name
    ? { vi: `đã hoàn thành (“${name.vi}”)`, en: `completed it (“${name.en}”)` }
    : { vi: 'đã hoàn thành', en: 'completed it' };
}

/** `14:05 21/11/2026`, in Vietnam. */
function localTime(at: Date): string {
  const time = new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(11, 16);
  return `${time} ${localDate(at).split('-').toReversed().join('/')}`;
}
