import { command, type CommandContext, reach, shape, sql } from '@dinh/kernel';
import { generalTasks, type Task, taskNotFound } from '@dinh/process';
import { Type } from 'typebox';
import { colleagueWrong } from '../errors.ts';
import { doable, doing } from '../model/doing.ts';
import { tellAssignee, touch } from '../model/engine.ts';
import { colleaguesFor } from '../model/colleagues.ts';

const task = {
  taskId: Type.String({ format: 'uuid' }),
  version: Type.Optional(Type.Integer({ description: 'the version that the official saw' })),
};
const reason = Type.String({ minLength: 1, maxLength: 1000 });
const output = shape({ assignee: Type.Union([Type.String(), Type.Null()]) });

/** Takes a task that waits for anybody who holds its role. @throws taskChanged when somebody was quicker */
export const claimTask = command({
  name: 'work.claim-task',
  title: { vi: 'Nhận việc', en: 'Take a task' },
  input: shape(task),
  output,
  may: doing,
  run: (ctx, input) => holding(ctx, input.taskId, 'claimed', () => generalTasks.claim(ctx, input)),
});

/** Lets a colleague who holds the task's role do it; given back it returns (thừa ủy quyền). @throws colleagueWrong */
export const delegateTask = command({
  name: 'work.delegate-task',
  title: { vi: 'Nhờ người khác làm thay', en: 'Let a colleague do it' },
  input: shape({ ...task, to: Type.String({ format: 'uuid' }), reason }),
  output,
  may: doing,
  run: (ctx, input) =>
    holding(ctx, input.taskId, 'delegated', async (held) => {
      const fitting = await colleaguesFor(ctx, held);
      if (!fitting.some(({ id }) => id === input.to)) throw colleagueWrong();
      return generalTasks.delegate(ctx, input);
    }),
});

/** Gives a task back: to who has delegated it, else to everybody who holds its role. */
export const giveBackTask = command({
  name: 'work.give-back-task',
  title: { vi: 'Trả lại việc', en: 'Give a task back' },
  input: shape({ ...task, reason }),
  output,
  may: doing,
  run: (ctx, input) => holding(ctx, input.taskId, 'given-back', () => generalTasks.giveBack(ctx, input)),
});

/** Passes a task that one cannot settle to who stands above. @throws noSuperior */
export const escalateTask = command({
  name: 'work.escalate-task',
  title: { vi: 'Chuyển lên cấp trên', en: 'Pass a task upwards' },
  input: shape({ ...task, reason }),
  output,
  may: doing,
  run: (ctx, input) => holding(ctx, input.taskId, 'escalated', () => generalTasks.escalate(ctx, input)),
});

interface Held {
  readonly instance: string;
  readonly element: string;
  readonly role: string;
  readonly unit: number | null;
  readonly assignee: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Changes who holds a task of the principal's; whoever gets it is told. @throws taskNotFound */
async function holding(
  ctx: CommandContext,
  taskId: string,
  act: string,
  change: (held: Held) => Promise<Task>,
): Promise<{ assignee: string | null }> {
  const held = await ctx.db.maybe<Held>(
    sql`select t.instance_id as instance, t.element, t.role, t.unit_id as unit, t.assignee, i.variables
        from process.v_task t join process.v_instance i on i.id = t.instance_id where t.id = ${taskId} and ${doable(ctx)}`,
  );
  if (!held) throw taskNotFound();
  ctx.subject(`instance:${held.instance}`);
  const others = reach(ctx.principal, doing).assignees.filter((id) => id !== ctx.principal.id);
  ctx.actFor(others.find((id) => id === held.assignee));
  const changed = await change(held);
  // Both who had it and who has it see another list.
  touch(ctx, { ...changed, unit: held.unit, assignee: held.assignee });
  touch(ctx, changed);
  await tellAssignee(ctx, changed, held);
  ctx.note({ task: held.element, act, to: changed.assignee });
  return { assignee: changed.assignee };
}

declare module '@dinh/kernel' {
  interface OperationTypes {
    'work.claim-task': typeof claimTask;
    'work.delegate-task': typeof delegateTask;
    'work.give-back-task': typeof giveBackTask;
    'work.escalate-task': typeof escalateTask;
  }
}
