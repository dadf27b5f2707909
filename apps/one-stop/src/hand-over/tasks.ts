import {
  type CommandContext,
  type HandOver,
  type HeldWork,
  type Leaving,
  localDate,
  type Queries,
  reach,
  type Sql,
  sql,
  type Stranded,
  where,
} from '@dinh/kernel';
import { theProgram } from '../model/history.ts';
import { narrowedBy } from '../model/placement.ts';
import { settling } from '../model/settling.ts';
import type { Status } from '../model/status.ts';

const reassigning = 'one-stop.reassign-task';

const activeOn = (day: string): Sql =>
  sql`o.state = 'active' and o.valid_from <= ${day}::date and (o.valid_to is null or o.valid_to > ${day}::date)`;

/** Whether a person is in office on the day where the task is done: in any place there, or in one of its role. */
const inOffice = (person: Sql, day: string, role = sql.empty): Sql =>
  sql`exists (select from identity.v_official o where o.person_id = ${person} and o.unit_id = t.unit_id ${role} and ${activeOn(day)})`;

const withRole = sql`and o.role = t.role`;
const canTake = (person: string, day: string): Sql => inOffice(sql`${person}::uuid`, day, withRole);

const held = ({ person, place }: Leaving): Sql =>
  sql`t.state = 'open' and t.owner = 'one-stop' and not t.general and t.assignee = ${person}::uuid and ${place ? sql`t.unit_id = ${place.unit} and t.role = ${place.role}` : sql`true`}`;

/** What waits in the queues of the places that the person leaves. */
const waitsFor = ({ person, place, day }: Leaving): Sql =>
  sql`t.state = 'open' and t.owner = 'one-stop' and not t.general and t.assignee is null and (t.unit_id, t.role) in (
    select o.unit_id, o.role from identity.v_official o where o.person_id = ${person}::uuid and ${activeOn(day)}
      and ${place ? sql`o.unit_id = ${place.unit} and o.role = ${place.role}` : sql`true`})`;

/** Whether another holds the task's role in its unit. */
const others = ({ person, day }: Leaving): Sql =>
  sql`exists (select from identity.v_official o where o.unit_id = t.unit_id and o.role = t.role and o.person_id <> ${person}::uuid and ${activeOn(day)})`;

/**
 * Open tasks, and with them the dossiers on which somebody works: they go to the receiver where they hold the task's role in its unit, else
 * into the unit's queue. Each dossier says in its history from whom to whom.
 */
export const tasksHandedOver: HeldWork = {
  key: 'one-stop.tasks',
  title: { vi: 'Việc đang mở trên hồ sơ', en: 'Open tasks on dossiers' },
  async count(db, leaving, to) {
    const [counted, { alone }] = await Promise.all([
      db.one<{ total: number; fits: number }>(
        sql`select count(*)::int as total, (count(*) filter (where ${to === undefined ? sql`false` : canTake(to, leaving.day)}))::int as fits
            from process.v_task t where ${held(leaving)}`,
      ),
      db.one<{ alone: number }>(
        sql`select count(*)::int as alone from process.v_task t where (${held(leaving)} or ${waitsFor(leaving)})
              and not ${others(leaving)} and not (t.role = 'desk' and ${someoneReceives(leaving.day, leaving.person)})`,
      ),
    ]);
    return { ...counted, alone };
  },
  async handOver(ctx, handOver, limit) {
    const day = localDate(ctx.now);
    const { to } = handOver;
    const tasks = await ctx.db.all<Task>(
      sql`select t.id, d.id as dossier, d.status, t.unit_id as unit, ${to ? canTake(to.id, day) : sql`false`} as fits
          from process.v_task t join one_stop.dossier d on d.id = t.business_key::uuid
          where ${held(handOver)} and not ${inOffice(sql`t.assignee`, day, handOver.place && withRole)} order by d.id limit ${limit} for update of d`,
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
  async stranded(db: Queries, day: string) {
    const held = await db.all<Stranded>(
      sql`select t.assignee as person, t.unit_id as unit, count(*)::int as count from process.v_task t
          where t.state = 'open' and t.owner = 'one-stop' and not t.general and t.assignee is not null and not ${inOffice(sql`t.assignee`, day)} group by 1, 2`,
    );
    const waiting = await db.all<Stranded>(
      sql`select null as person, t.unit_id as unit, t.role, t.count from (
            select t.unit_id, t.role, count(*)::int as count from process.v_task t
            where t.state = 'open' and t.owner = 'one-stop' and not t.general and t.assignee is null and t.unit_id is not null group by 1, 2) t
          where not exists (select from identity.v_official o where o.unit_id = t.unit_id and o.role = t.role and ${activeOn(day)})
            and not (t.role = 'desk' and ${someoneReceives(day)})`,
    );
    return [...held, ...waiting];
  },
};

/** Whether somebody, `without` whom, receives dossiers at the unit `t.unit_id` who has no place there: a centre for all agencies. */
const someoneReceives = (day: string, without?: string): Sql =>
  sql`exists (select from identity.v_unit u join identity.v_official o on ${activeOn(day)} and o.person_id is distinct from ${without ?? null}::uuid join identity.v_role r on r.key = o.role
        join jsonb_array_elements(r.permissions) p on p ->> 'permission' = 'one-stop.receive-dossier'
      where u.id = t.unit_id and (p ->> 'scope' = 'all' or p ->> 'scope' = 'unit-tree' and o.unit_id = any(u.path) or p ->> 'scope' = 'unit' and o.unit_id = u.id))`;

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
