import { type CommandContext, reach, sql } from '@dinh/kernel';
import { type HolderChange, holdOperations, taskNotFound } from '@dinh/process';
import { colleagueWrong } from '../errors.ts';
import { doableNow, doing } from '../model/doing.ts';
import { tellAssignee, touch } from '../model/engine.ts';
import { colleaguesFor } from '../model/colleagues.ts';

/** Who holds a task of the general list: taken, delegated, given back, passed upwards. */
export const { claimTask, delegateTask, giveBackTask, escalateTask } = holdOperations({
  module: 'work',
  may: doing,
  change,
});

interface Held {
  readonly instance: string;
  readonly element: string;
  readonly role: string;
  readonly unit: number | null;
  readonly assignee: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Changes who holds a task of the principal's; whoever gets it is told. @throws taskNotFound, colleagueWrong */
async function change(ctx: CommandContext, { taskId, act, to, carryOut }: HolderChange): Promise<{ assignee: string | null }> {
  const held = await ctx.db.maybe<Held>(
    sql`select t.instance_id as instance, t.element, t.role, t.unit_id as unit, t.assignee, i.variables
        from process.v_task t join process.v_instance i on i.id = t.instance_id where t.id = ${taskId} and ${doableNow(ctx)}`,
  );
  if (!held) throw taskNotFound();
  ctx.subject(`instance:${held.instance}`);
  const others = reach(ctx.principal, doing).assignees.filter((id) => id !== ctx.principal.id);
  ctx.actFor(others.find((id) => id === held.assignee));
  if (to !== undefined && !(await colleaguesFor(ctx, held)).some(({ id }) => id === to)) throw colleagueWrong();
  const changed = await carryOut();
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
