import { someoneMay } from '@dinh/identity';
import { type CommandContext, type HandOver, type HeldWork, localDate, reach, sql, where } from '@dinh/kernel';
import { handedTasks } from '@dinh/process';
import { theProgram } from '../model/history.ts';
import { narrowedBy } from '../model/placement.ts';
import { settling } from '../model/settling.ts';
import type { Status } from '../model/status.ts';

const reassigning = 'one-stop.reassign-task';

/** The open tasks of dossiers. Whoever receives for all agencies does what waits at the desk of each. */
export const tasksOfDossiers = handedTasks({
  which: sql.raw(`t.owner = 'one-stop' and not t.general`),
  also: (day, without) =>
    sql`(t.role = 'desk' and ${someoneMay('one-stop.receive-dossier', sql.raw('t.unit_id'), day, without)})`,
});

/**
 * Open tasks, and with them the dossiers on which somebody works: they go to the receiver where they hold the task's role in its unit, else
 * into the unit's queue. Each dossier says in its history from whom to whom.
 */
export const tasksHandedOver: HeldWork = {
  key: 'one-stop.tasks',
  title: { vi: 'Việc đang mở trên hồ sơ', en: 'Open tasks on dossiers' },
  byAuthority: true,
  count: tasksOfDossiers.count,
  async handOver(ctx, handOver, limit) {
    const day = localDate(ctx.now);
    const { to } = handOver;
    const tasks = await ctx.db.all<Task>(
      sql`select t.id, d.id as dossier, d.status, t.unit_id as unit, ${to ? tasksOfDossiers.canTake(sql`${to.id}::uuid`, day) : sql`false`} as fits
          from process.v_task t join one_stop.dossier d on d.id = t.business_key::uuid
          where ${tasksOfDossiers.left(handOver, day)} order by d.id limit ${limit} for update of d`,
    );
    if (tasks.length === 0) return { moved: 0, queued: 0 };
    const reason = `Bàn giao: ${handOver.reason}`;
    const by = handOver.orderedBy ?? theProgram.vi;
    const fitting = tasks.filter(({ fits }) => fits);
    const waiting = tasks.filter(({ fits }) => !fits);
    if (to) await settling.reassignTasks(ctx, { taskIds: ids(fitting), to: to.id, reason, by });
    await settling.reassignTasks(ctx, { taskIds: ids(waiting), to: null, reason, by });
    writeHistory(ctx, handOver, tasks, by);
    ctx.emit({
      name: 'one-stop.tasks-handed-over',
      key: handOver.id,
      topics: [
        `person:${handOver.person}`,
        ...(to ? [`person:${to.id}`] : []),
        ...new Set(tasks.flatMap(({ unit }) => (unit === null ? [] : [`unit:${unit}`]))),
      ],
      data: { moved: fitting.length, queued: waiting.length },
    });
    return { moved: fitting.length, queued: waiting.length };
  },
  handedOut: {
    by: reassigning,
    async count(db, principal, { person, unit, role }) {
      const mine = where(reach(principal, reassigning), { unit: sql`t.unit_id`, ...narrowedBy });
      const { count } = await db.one<{ count: number }>(
        sql`select count(*)::int as count from process.v_task t join one_stop.dossier d on d.id = t.business_key::uuid
            where t.state = 'open' and t.owner = 'one-stop' and not t.general and t.unit_id = ${unit} and ${mine}
              and ${person === null ? sql`t.assignee is null and t.role = ${role}` : sql`t.assignee = ${person}`}`,
      );
      return count;
    },
    href: (person) => `/ban-lam-viec?hang=dang-giai-quyet${person ? `&nguoi=${person}` : ''}`,
  },
  stranded: tasksOfDossiers.stranded,
};

interface Task {
  readonly id: string;
  readonly dossier: string;
  readonly status: Status;
  readonly unit: number | null;
  readonly fits: boolean;
}

const ids = (tasks: readonly Task[]): string[] => tasks.map(({ id }) => id);

/** One act for each dossier: a person may hold several of its tasks. */
function writeHistory(ctx: CommandContext, handOver: HandOver, tasks: readonly Task[], by: string): void {
  const byDossier = new Map(tasks.map((task) => [task.dossier, task]));
  const rows = [...byDossier.values()].map(({ dossier, status, unit, fits }) => {
    const to = fits && handOver.to ? handOver.to.name : null;
    return {
      id: dossier,
      status,
      unit,
      comment: `${handOver.name} → ${to ?? 'hàng chờ của đơn vị'}. ${handOver.reason}`,
      data: { from: handOver.name, to },
    };
  });
  ctx.db.send(
    sql`insert into one_stop.history (dossier_id, number, at, act, status, person_name, unit_id, comment, data, public)
        select x.id, (select coalesce(max(number), 0) + 1 from one_stop.history h where h.dossier_id = x.id), ${ctx.now}, 'work-handed-over', x.status,
               ${by}, x.unit, x.comment, x.data, false
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, status smallint, unit int, comment text, data jsonb)`,
  );
}
