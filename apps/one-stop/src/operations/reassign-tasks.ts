import { narrowedBy } from '../model/placement.ts';
import { command, localDate, reach, shape, sql, where } from '@dinh/kernel';
import { Type } from 'typebox';
import { recordAct } from '../model/history.ts';
import { settling } from '../model/settling.ts';
import { specialistNeeded } from '../model/step-effects.ts';
import type { Status } from '../model/status.ts';

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
    left: Type.Integer({ description: 'tasks that could not be moved: done meanwhile, or of another unit' }),
  }),
  may: 'one-stop.reassign-task',
  async run(ctx, input) {
    const today = localDate(ctx.now);
    const mine = where(reach(ctx.principal, 'one-stop.reassign-task'), {
      unit: sql`t.unit_id`,
      ...narrowedBy,
    });
    // Only tasks of units in reach, and only to somebody who holds the task's role there.
    const fitting = await ctx.db.all<{ id: string; dossier_id: string; status: Status; fits: boolean }>(
      sql`select t.id, t.business_key as dossier_id, d.status,
                 exists (select from identity.v_official o where o.person_id = ${input.to} and o.unit_id = t.unit_id and o.role = t.role
                           and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)) as fits
          from process.v_task t join one_stop.dossier d on d.id = t.business_key::uuid
          where t.state = 'open' and t.owner = 'one-stop' and not t.general and ${mine} and ${input.taskIds ? sql`t.id = any(${input.taskIds}::uuid[])` : sql`t.assignee = ${input.from ?? null}::uuid`}
          order by d.id for update of d`, // one act on a dossier follows the other: the history is numbered
    );
    const ids = fitting.filter((t) => t.fits).map((t) => t.id);
    if (ids.length === 0) throw specialistNeeded();
    const moved = await settling.reassignTasks(ctx, { taskIds: ids, to: input.to, reason: input.reason });
    const { name } = await ctx.db.one<{ name: string }>(
      sql`select name from identity.v_person where id = ${input.to}`,
    );
    for (const { id, dossier_id, status } of fitting) {
      if (!moved.some((task) => task.id === id)) continue;
      recordAct(ctx, {
        dossierId: dossier_id,
        act: 'reassigned',
        status,
        comment: input.reason,
        data: { to: name },
        public: false,
      });
      ctx.emit({
        name: 'one-stop.task-reassigned',
        key: dossier_id,
        topics: [`dossier:${dossier_id}`, `person:${input.to}`],
      });
    }
    ctx.note({ moved: moved.length, to: input.to, reason: input.reason });
    return { moved: moved.length, left: (input.taskIds?.length ?? fitting.length) - moved.length };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.reassign-tasks': typeof reassignTasks;
  }
}
