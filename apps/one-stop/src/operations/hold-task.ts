import { type CommandContext, localDate, sql } from '@dinh/kernel';
import { type HolderChange, holdOperations } from '@dinh/process';
import { tasksOfDossiers } from '../hand-over/tasks.ts';
import { lockDossier } from '../model/dossier.ts';
import { recordAct } from '../model/history.ts';
import { specialistNeeded } from '../model/step-effects.ts';
import { inPlaceOf, type OpenTask, taskToDo } from '../model/task.ts';
import { tellMoved } from '../model/tell-moved.ts';

/** Who holds a step of a dossier: taken, delegated, given back, passed upwards. */
export const { claimTask, delegateTask, giveBackTask, escalateTask } = holdOperations({
  module: 'one-stop',
  may: 'one-stop.do-task',
  change,
});

/** Changes who holds a step, with its history; the dossier is locked first, as in every act on it. */
async function change(
  ctx: CommandContext,
  { taskId, act, reason, to, carryOut }: HolderChange,
): Promise<{ assignee: string | null }> {
  const held = await taskToDo(ctx, taskId);
  ctx.subject(`dossier:${held.dossierId}`);
  const dossier = await lockDossier(ctx, held.dossierId);
  const behalfOf = await inPlaceOf(ctx, held);
  if (to !== undefined) await mustFit(ctx, held, to);
  const { assignee, unit } = await carryOut();
  const names = await ctx.db.all<{ id: string; name: string }>(
    sql`select id, name from identity.v_person where id = any(${[assignee, behalfOf, held.assignee].filter(Boolean)}::uuid[])`,
  );
  const nameOf = (id: string | null | undefined) => names.find((one) => one.id === id)?.name;
  recordAct(ctx, {
    dossierId: dossier.id,
    act,
    status: dossier.status,
    unitId: held.unitId,
    step: held.nameVi,
    comment: reason,
    data: { from: nameOf(held.assignee) ?? null, to: nameOf(assignee) ?? null },
    public: false,
    behalfOf: nameOf(behalfOf),
  });
  // Who takes what waits for anybody takes it from nobody.
  if (act !== 'claimed') await tellMoved(ctx, [{ dossierId: dossier.id, before: held.assignee, after: assignee }], reason ?? '');
  ctx.emit({
    name: 'one-stop.task-reassigned',
    key: dossier.id,
    topics: [
      `dossier:${dossier.id}`,
      ...[held.assignee, assignee].flatMap((one) => (one ? [`person:${one}`] : [])),
      ...[held.unitId, unit].flatMap((one) => (one === null ? [] : [`unit:${one}`])),
    ],
  });
  ctx.note({ task: held.element, act, to: assignee });
  return { assignee };
}

/** A colleague who does it holds the step's role in its unit today. @throws specialistNeeded */
async function mustFit(ctx: CommandContext, held: OpenTask, person: string): Promise<void> {
  const today = localDate(ctx.now);
  const fits = await ctx.db.maybe(
    sql`select from process.v_task t where t.id = ${held.id} and ${tasksOfDossiers.canTake(sql`${person}::uuid`, today)}`,
  );
  if (!fits || person === held.assignee) throw specialistNeeded();
}

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.claim-task': typeof claimTask;
    'one-stop.delegate-task': typeof delegateTask;
    'one-stop.give-back-task': typeof giveBackTask;
    'one-stop.escalate-task': typeof escalateTask;
  }
}
