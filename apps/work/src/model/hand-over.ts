import { type HeldWork, type Leaving, localDate, sql, type Sql, type Stranded } from '@dinh/kernel';
import { work } from './engine.ts';

const activeOn = (day: string): Sql =>
  sql`o.state = 'active' and o.valid_from <= ${day}::date and (o.valid_to is null or o.valid_to > ${day}::date)`;

/** Whether a person is in office on the day where the task is done, a task without a unit anywhere: in any place there, or in one of its role. */
const inOffice = (person: Sql, day: string, role = sql.empty): Sql =>
  sql`exists (select from identity.v_official o where o.person_id = ${person} and (t.unit_id is null or o.unit_id = t.unit_id) ${role} and ${activeOn(day)})`;

const withRole = sql`and o.role = t.role`;
const canTake = (person: string, day: string): Sql => inOffice(sql`${person}::uuid`, day, withRole);

// Also those of processes that another app runs about none of its matters: they stand in the general list alone.
const open = sql.raw(`t.general and t.state = 'open'`);

const held = ({ person, place }: Leaving): Sql =>
  sql`${open} and t.assignee = ${person}::uuid
    and ${place ? sql`(t.unit_id is null or t.unit_id = ${place.unit}) and t.role = ${place.role}` : sql`true`}`;

/** What waits for the roles of the places that the person leaves. */
const waitsFor = ({ person, place, day }: Leaving): Sql =>
  sql`${open} and t.assignee is null and exists (
    select from identity.v_official o where o.person_id = ${person}::uuid and o.role = t.role and (t.unit_id is null or o.unit_id = t.unit_id) and ${activeOn(day)}
      and ${place ? sql`o.unit_id = ${place.unit} and o.role = ${place.role}` : sql`true`})`;

/** Whether another holds the task's role where it is done. */
const others = ({ person, day }: Leaving): Sql =>
  sql`exists (select from identity.v_official o where (t.unit_id is null or o.unit_id = t.unit_id) and o.role = t.role and o.person_id <> ${person}::uuid and ${activeOn(day)})`;

/** Those that the person could not do any more: another place may keep them. */
const left = (leaving: Leaving, day: string): Sql =>
  sql`${held(leaving)} and not ${inOffice(sql`t.assignee`, day, leaving.place && withRole)}`;

/**
 * Open tasks of the general list: they go to the receiver where they hold the task's role in its unit, else they wait for whoever does.
 * The history of each matter says so, with the reason.
 */
export const tasksHandedOver: HeldWork = {
  key: 'work.tasks',
  title: { vi: 'Việc nội bộ đang mở', en: 'Open internal tasks' },
  async count(db, leaving, to) {
    const [counted, { alone }] = await Promise.all([
      db.one<{ total: number; fits: number }>(
        sql`select count(*)::int as total, (count(*) filter (where ${to === undefined ? sql`false` : canTake(to, leaving.day)}))::int as fits
            from process.v_task t where ${held(leaving)}`,
      ),
      db.one<{ alone: number }>(
        sql`select count(*)::int as alone from process.v_task t where (${held(leaving)} or ${waitsFor(leaving)}) and not ${others(leaving)}`,
      ),
    ]);
    return { ...counted, alone };
  },
  async handOver(ctx, handOver, limit) {
    const day = localDate(ctx.now);
    const { to } = handOver;
    const tasks = await ctx.db.all<Task>(
      sql`select t.id, t.instance_id as instance, t.unit_id as unit, ${to ? canTake(to.id, day) : sql`false`} as fits from process.v_task t
          where ${left(handOver, day)} order by t.id limit ${limit}`,
    );
    const given = {
      reason: `Bàn giao: ${handOver.reason}`,
      by: handOver.orderedBy ?? 'Hệ thống',
    };
    const change = (some: readonly Task[], person: string | null) =>
      work.reassignTasks(ctx, { taskIds: some.map(({ id }) => id), to: person, ...given });
    const moved = to ? await change(tasks.filter(({ fits }) => fits), to.id) : []; // prettier-ignore
    const queued = await change(
      tasks.filter(({ fits }) => !fits),
      null,
    );
    if (tasks.length > 0)
      ctx.emit({
        name: 'work.tasks-handed-over',
        key: handOver.id,
        topics: [
          `person:${handOver.person}`,
          ...(to ? [`person:${to.id}`] : []),
          ...new Set(tasks.flatMap(({ unit }) => (unit === null ? [] : [`unit:${unit}`]))),
          ...new Set(tasks.map(({ instance }) => `work:${instance}`)),
        ],
        data: { moved: moved.length, queued: queued.length },
      });
    return { moved: moved.length, queued: queued.length };
  },
  async stranded(db, day) {
    const held = await db.all<Stranded>(
      sql`select t.assignee as person, t.unit_id as unit, count(*)::int as count from process.v_task t
          where ${open} and t.assignee is not null and not ${inOffice(sql`t.assignee`, day)} group by 1, 2`,
    );
    const waiting = await db.all<Stranded>(
      sql`select null as person, t.unit_id as unit, t.role, t.count from (
            select t.unit_id, t.role, count(*)::int as count from process.v_task t where ${open} and t.assignee is null group by 1, 2) t
          where not exists (select from identity.v_official o where (t.unit_id is null or o.unit_id = t.unit_id) and o.role = t.role and ${activeOn(day)})`,
    );
    return [...held, ...waiting];
  },
};

interface Task {
  readonly id: string;
  readonly instance: string;
  readonly unit: number | null;
  readonly fits: boolean;
}
