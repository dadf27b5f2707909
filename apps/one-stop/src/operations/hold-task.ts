import { type CommandContext, command, localDate, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { lockDossier } from '../model/dossier.ts';
import { recordAct } from '../model/history.ts';
import { settling } from '../model/settling.ts';
import { specialistNeeded } from '../model/step-effects.ts';
import { inPlaceOf, type OpenTask, taskToDo } from '../model/task.ts';

const task = {
  taskId: Type.String({ format: 'uuid' }),
  version: Type.Optional(Type.Integer({ description: 'the version that the official saw' })),
};
const reason = Type.String({ minLength: 1, maxLength: 1000 });
const output = shape({ assignee: Type.Union([Type.String(), Type.Null()]) });

/** Takes a step that waits for anybody of one's unit. @throws taskChanged when somebody was quicker */
export const claimTask = command({
  name: 'one-stop.claim-task',
  title: { vi: 'Nhận việc', en: 'Take a task' },
  input: shape(task),
  output,
  may: 'one-stop.do-task',
  run: (ctx, input) => holding(ctx, input.taskId, 'claimed', undefined, () => settling.claimTask(ctx, input)),
});

/** Lets a colleague who holds the step's role do it; given back it returns (thừa ủy quyền). @throws specialistNeeded */
export const delegateTask = command({
  name: 'one-stop.delegate-task',
  title: { vi: 'Nhờ người khác làm thay', en: 'Let a colleague do it' },
  input: shape({ ...task, to: Type.String({ format: 'uuid' }), reason }),
  output,
  may: 'one-stop.do-task',
  run: (ctx, input) =>
    holding(ctx, input.taskId, 'delegated', input.reason, async (held) => {
      const today = localDate(ctx.now);
      const fits = await ctx.db.maybe(
        sql`select from identity.v_official o where o.person_id = ${input.to} and o.unit_id = ${held.unitId} and o.role = ${held.role}
              and o.state = 'active' and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date) limit 1`,
      );
      if (!fits || input.to === held.assignee) throw specialistNeeded();
      return settling.delegateTask(ctx, input);
    }),
});

/** Gives a step back: to who has delegated it, else to everybody of the unit. */
export const giveBackTask = command({
  name: 'one-stop.give-back-task',
  title: { vi: 'Trả lại việc', en: 'Give a task back' },
  input: shape({ ...task, reason }),
  output,
  may: 'one-stop.do-task',
  run: (ctx, input) =>
    holding(ctx, input.taskId, 'given-back', input.reason, () => settling.giveBackTask(ctx, input)),
});

/** Passes a step that one cannot settle to who stands above. @throws noSuperior */
export const escalateTask = command({
  name: 'one-stop.escalate-task',
  title: { vi: 'Chuyển lên cấp trên', en: 'Pass a task upwards' },
  input: shape({ ...task, reason }),
  output,
  may: 'one-stop.do-task',
  run: (ctx, input) =>
    holding(ctx, input.taskId, 'escalated', input.reason, () => settling.escalateTask(ctx, input)),
});

/** Changes who holds a step, with its history; the dossier is locked first, as in every act on it. */
async function holding(
  ctx: CommandContext,
  taskId: string,
  act: string,
  comment: string | undefined,
  change: (held: OpenTask) => Promise<{ assignee: string | null; unit: number | null }>,
): Promise<{ assignee: string | null }> {
  const held = await taskToDo(ctx, taskId);
  ctx.subject(`dossier:${held.dossierId}`);
  const dossier = await lockDossier(ctx, held.dossierId);
  const behalfOf = await inPlaceOf(ctx, held);
  const { assignee, unit } = await change(held);
  const names = await ctx.db.all<{ id: string; name: string }>(
    sql`select id, name from identity.v_person where id = any(${[assignee, behalfOf].filter(Boolean)}::uuid[])`,
  );
  const nameOf = (id: string | null | undefined) => names.find((one) => one.id === id)?.name;
  recordAct(ctx, {
    dossierId: dossier.id,
    act,
    status: dossier.status,
    unitId: held.unitId,
    step: held.nameVi,
    comment,
    data: { to: nameOf(assignee) ?? null },
    public: false,
    behalfOf: nameOf(behalfOf),
  });
  ctx.emit({
    name: 'one-stop.task-reassigned',
    key: dossier.id,
    topics: [
      `dossier:${dossier.id}`,
      ...(assignee ? [`person:${assignee}`] : []),
      ...[held.unitId, unit].flatMap((one) => (one === null ? [] : [`unit:${one}`])),
    ],
  });
  ctx.note({ task: held.element, act, to: assignee });
  return { assignee };
}

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.claim-task': typeof claimTask;
    'one-stop.delegate-task': typeof delegateTask;
    'one-stop.give-back-task': typeof giveBackTask;
    'one-stop.escalate-task': typeof escalateTask;
  }
}
