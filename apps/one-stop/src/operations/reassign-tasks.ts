import { narrowedBy } from '../model/placement.ts';
import { command, type CommandContext, localDate, reach, shape, sql, where } from '@dinh/kernel';
import { Type } from 'typebox';
import { holdsAlready, nothingToUndo } from '../errors.ts';
import { tasksOfDossiers } from '../hand-over/tasks.ts';
import { recordAct } from '../model/history.ts';
import { settling } from '../model/settling.ts';
import { specialistNeeded } from '../model/step-effects.ts';
import type { Status } from '../model/status.ts';
import { type MovedTask, tellMoved } from '../model/tell-moved.ts';
import { undoable } from '../model/undoable.ts';

/** Hands tasks to somebody else because an official is absent or overloaded, one or many, with the reason (P13). */
export const reassignTasks = command({
  name: 'one-stop.reassign-tasks',
  title: { vi: 'Phân công lại', en: 'Reassign tasks' },
  input: shape({
    taskIds: Type.Optional(Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 500 })),
    from: Type.Optional(Type.String({ format: 'uuid', description: 'all open tasks of this person' })),
    to: Type.String({ format: 'uuid' }),
    reason: Type.String({ minLength: 1, maxLength: 1000 }),
  }),
  output: shape({
    moved: Type.Integer(),
    left: Type.Integer({
      description: 'tasks that were not moved: done meanwhile, theirs already, or of another unit',
    }),
  }),
  may: 'one-stop.reassign-task',
  async run(ctx, input) {
    const today = localDate(ctx.now);
    const mine = where(reach(ctx.principal, 'one-stop.reassign-task'), {
      unit: sql`t.unit_id`,
      ...narrowedBy,
    });
    // Only tasks of units in reach, and only to somebody who holds the task's role there.
    const fitting = await ctx.db.all<{
      id: string;
      dossier_id: string;
      status: Status;
      theirs: boolean;
      fits: boolean;
    }>(
      sql`select t.id, t.business_key as dossier_id, d.status, coalesce(t.assignee = ${input.to}::uuid, false) as theirs,
                 ${tasksOfDossiers.canTake(sql`${input.to}::uuid`, today)} as fits
          from process.v_task t join one_stop.dossier d on d.id = t.business_key::uuid
          where t.state = 'open' and t.owner = 'one-stop' and not t.general and ${mine} and ${input.taskIds ? sql`t.id = any(${input.taskIds}::uuid[])` : sql`t.assignee = ${input.from ?? null}::uuid`}
          order by d.id for update of d`, // one act on a dossier follows the other: the history is numbered
    );
    const ids = fitting.filter((t) => t.fits && !t.theirs).map((t) => t.id);
    if (ids.length === 0) throw fitting.some((t) => t.theirs) ? holdsAlready() : specialistNeeded();
    const moved = await settling.reassignTasks(ctx, { taskIds: ids, to: input.to, reason: input.reason });
    await keepMove(
      ctx,
      moved.map(({ id, businessKey, before }) => ({
        dossierId: businessKey,
        status: fitting.find((task) => task.id === id)!.status,
        before,
        after: input.to,
      })),
      input.reason,
    );
    ctx.note({ moved: moved.length, to: input.to, reason: input.reason });
    return { moved: moved.length, left: (input.taskIds?.length ?? fitting.length) - moved.length };
  },
});

/**
 * Takes back what the same person has moved to somebody in the last half hour: each task that nobody has touched since goes back to whom
 * it was taken from, if they still hold its role there. What was moved stays in the history, and so does this.
 * @throws nothingToUndo
 */
export const undoReassign = command({
  name: 'one-stop.undo-reassign',
  title: { vi: 'Hoàn tác phân công lại', en: 'Undo a reassignment' },
  input: shape({
    to: Type.String({ format: 'uuid', description: 'to whom the tasks were moved' }),
    since: Type.String({ format: 'date-time', description: 'when they were: from this moment' }),
    until: Type.String({ format: 'date-time', description: 'to this one' }),
  }),
  output: shape({ moved: Type.Integer() }),
  may: 'one-stop.reassign-task',
  async run(ctx, input) {
    const today = localDate(ctx.now);
    const since = new Date(Math.max(Date.parse(input.since), ctx.now.getTime() - undoable));
    const mine = where(reach(ctx.principal, 'one-stop.reassign-task'), {
      unit: sql`t.unit_id`,
      ...narrowedBy,
    });
    // Whatever has been done with a task since is another assignment, or its end: both are left alone.
    const tasks = await ctx.db.all<Undone>(
      sql`select t.id, d.id as "dossierId", d.status, a.before, a.reason
          from process.v_task t join one_stop.dossier d on d.id = t.business_key::uuid
            join lateral (select * from process.v_assignment x where x.task_id = t.id order by x.at desc, x.id desc limit 1) a on true
          where t.state = 'open' and t.owner = 'one-stop' and not t.general and t.assignee = ${input.to}::uuid and ${mine}
            and a.kind = 'reassigned' and a.by_person = ${ctx.principal.id}::uuid and a.after = ${input.to}::uuid
            and a.at between ${since} and ${input.until}::timestamptz and a.before is not null
            and ${tasksOfDossiers.canTake(sql`a.before`, today)}
          order by d.id for update of d`,
    );
    if (tasks.length === 0) throw nothingToUndo();
    let moved = 0;
    for (const back of Map.groupBy(tasks, ({ before, reason }) => `${before} ${reason}`).values()) {
      const { before, reason } = back[0]!;
      const why = `Hoàn tác: ${reason}`.slice(0, 1000);
      const taskIds = back.map(({ id }) => id);
      const done = await settling.reassignTasks(ctx, { taskIds, to: before, reason: why });
      moved += done.length;
      await keepMove(
        ctx,
        done.map(({ id }) => ({ ...back.find((task) => task.id === id)!, before: input.to, after: before })),
        why,
        'reassign-undone',
      );
    }
    ctx.note({ moved, from: input.to });
    return { moved };
  },
});

interface Undone {
  readonly id: string;
  readonly dossierId: string;
  readonly status: Status;
  readonly before: string;
  readonly reason: string;
}

/** Writes the move into the history of each dossier, and tells both sides. */
async function keepMove(
  ctx: CommandContext,
  moved: readonly (MovedTask & { readonly status: Status })[],
  reason: string,
  act: 'reassigned' | 'reassign-undone' = 'reassigned',
): Promise<void> {
  const names = await tellMoved(ctx, moved, reason);
  for (const { dossierId, status, before, after } of moved) {
    recordAct(ctx, {
      dossierId,
      act,
      status,
      comment: reason,
      data: { from: (before && names.get(before)) ?? null, to: (after && names.get(after)) ?? null },
      public: false,
    });
    ctx.emit({
      name: 'one-stop.task-reassigned',
      key: dossierId,
      topics: [`dossier:${dossierId}`, ...[before, after].flatMap((one) => (one ? [`person:${one}`] : []))],
    });
  }
}

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.reassign-tasks': typeof reassignTasks;
    'one-stop.undo-reassign': typeof undoReassign;
  }
}
