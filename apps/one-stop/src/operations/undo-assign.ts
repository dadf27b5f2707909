import { command, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { nothingToUndo } from '../errors.ts';
import { dossierColumns, type Dossier, topicsOf } from '../model/dossier.ts';
import { recordAct } from '../model/history.ts';
import { settling } from '../model/settling.ts';
import { taskToDo } from '../model/task.ts';
import { type MovedTask, tellMoved } from '../model/tell-moved.ts';
import { undoable } from '../model/undoable.ts';

const Outcome = shape({ id: Type.String(), done: Type.Boolean() });

/**
 * Takes back an assignment that was made by mistake, of one dossier or many: it waits to be assigned again, and the
 * specialist is told. Only whoever assigned it, for half an hour, and only as long as the specialist has done nothing with
 * it. Both the assignment and this stay in the history.
 * @throws nothingToUndo when none of them can be taken back
 */
export const undoAssign = command({
  name: 'one-stop.undo-assign',
  title: { vi: 'Hoàn tác phân công', en: 'Undo an assignment' },
  input: shape({ ids: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 500 }) }),
  output: shape({ dossiers: Type.Array(Outcome) }),
  may: 'one-stop.do-task',
  subject: ({ ids }) => (ids.length === 1 ? `dossier:${ids[0]}` : undefined),
  async run(ctx, { ids }) {
    const rows = await ctx.db.all<Dossier & { taskId: string; step: string; unit: number }>(
      sql`select ${dossierColumns}, e.id as "taskId", e.name_vi as step, e.unit_id as unit
          from one_stop.dossier d
            join process.v_task t on t.business_key = d.id::text and t.state = 'open' and t.owner = 'one-stop' and t.version = 1
            join process.v_task e on e.instance_id = t.instance_id and e.state = 'done' and e.ended_at = t.created_at
          where d.id = any(${ids}::uuid[]) and e.outcome = 'assign' and e.completed_by = ${ctx.principal.id}::uuid
            and e.ended_at > ${new Date(ctx.now.getTime() - undoable)} and t.assignee is not null
          order by d.id for update of d`,
    );
    if (rows.length === 0) throw nothingToUndo();
    const moved: MovedTask[] = [];
    for (const row of rows) {
      const { cancelled, opened } = await settling.takeBackTask(ctx, {
        taskId: row.taskId,
        reason: 'Hoàn tác phân công',
      });
      await taskToDo(ctx, opened.id); // what comes back has to be theirs to do
      moved.push({ dossierId: row.id, before: cancelled.assignee, after: null });
    }
    const names = await tellMoved(ctx, moved, 'Hoàn tác phân công');
    rows.forEach((row, i) => {
      const { before } = moved[i]!;
      recordAct(ctx, {
        dossierId: row.id,
        act: 'assign-undone',
        status: row.status,
        unitId: row.unit,
        step: row.step,
        data: { from: (before && names.get(before)) ?? null, to: null },
        public: false,
      });
      ctx.emit({
        name: 'one-stop.assignment-undone',
        key: row.id,
        topics: [...topicsOf(row), ...(before ? [`person:${before}`] : [])],
      });
    });
    const done = new Set(rows.map(({ id }) => id));
    const dossiers: Static<typeof Outcome>[] = ids.map((id) => ({ id, done: done.has(id) }));
    return { dossiers };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.undo-assign': typeof undoAssign;
  }
}
