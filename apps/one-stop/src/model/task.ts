import { actingFor, type CommandContext, type Context, localDate, reach, sql, type Sql } from '@dinh/kernel';
import { taskNotFound } from '@dinh/process';

/** An open task as the acts upon it need it. */
export interface OpenTask {
  readonly id: string;
  readonly dossierId: string;
  readonly element: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly role: string;
  readonly unitId: number | null;
  readonly assignee: string | null;
  readonly version: number;
}

const columns = sql.raw(
  `t.id, t.business_key as "dossierId", t.element, t.name_vi as "nameVi", t.name_en as "nameEn", t.role, t.unit_id as "unitId", t.assignee, t.version`,
);

/**
 * Which tasks the principal may do: those given to them (or to a person in whose place they act), those that wait in a
 * unit where they hold the task's role, and desk tasks wherever they may receive dossiers.
 */
export function doable(ctx: Pick<Context, 'principal' | 'now'>): Sql {
  if (ctx.principal.kind === 'system') return sql.raw('true');
  const ways = waysToDo(ctx);
  return ways.length === 0 ? sql.raw('false') : sql.any(ways);
}

/**
 * Dossiers with an open task that is `doable`, as a subquery: each way by its own index, since all of them in one
 * condition would read every open task of the province.
 */
export function dossiersToDo(ctx: Pick<Context, 'principal' | 'now'>): Sql {
  const ways = ctx.principal.kind === 'system' ? [sql.raw('true')] : waysToDo(ctx);
  const tasks = (way: Sql) =>
    sql`select t.business_key::uuid from process.v_task t where t.state = 'open' and ${way}`;
  return sql.join(ways.length === 0 ? [tasks(sql.raw('false'))] : ways.map(tasks), sql.raw(' union all '));
}

function waysToDo({ principal, now }: Pick<Context, 'principal' | 'now'>): Sql[] {
  const mine = [...reach(principal, 'one-stop.do-task').assignees];
  if (mine.length === 0) return [];
  const desk = reach(principal, 'one-stop.receive-dossier');
  const today = localDate(now);
  return [
    sql`t.assignee = any(${mine}::uuid[])`,
    sql`t.assignee is null and exists (select from identity.v_official o where o.person_id = any(${mine}::uuid[]) and o.unit_id = t.unit_id
          and o.role = t.role and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date))`,
    ...(desk.all ? [sql`t.role = 'desk'`] : []),
    ...(!desk.all && desk.units.length > 0
      ? [sql`t.role = 'desk' and t.unit_id = any(${[...desk.units]}::int[])`]
      : []),
  ];
}

/** The task, if the principal may do it. @throws taskNotFound */
export async function taskToDo(ctx: CommandContext, taskId: string): Promise<OpenTask> {
  const task = await ctx.db.maybe<OpenTask>(
    sql`select ${columns} from process.v_task t where t.id = ${taskId} and ${doable(ctx)}`,
  );
  if (!task) throw taskNotFound();
  await inPlaceOf(ctx, task);
  return task;
}

/** The dossier's open task at a step, if the principal may do it. @throws taskNotFound */
export async function taskAt(ctx: CommandContext, dossierId: string, role: string): Promise<OpenTask> {
  const task = await ctx.db.maybe<OpenTask>(
    sql`select ${columns} from process.v_task t where t.business_key = ${dossierId} and t.state = 'open' and t.role = ${role} and ${doable(ctx)} order by t.created_at limit 1`,
  );
  if (!task) throw taskNotFound();
  await inPlaceOf(ctx, task);
  return task;
}

/** Who acts in another's place is recorded so (P9). @returns that person's id. */
export async function inPlaceOf(ctx: CommandContext, task: OpenTask): Promise<string | undefined> {
  const person = await behalfOf(ctx, task);
  ctx.actFor(person);
  return person;
}

/**
 * In whose place the principal would do a task: that of the person to whom it is given, or, where it waits in a unit, of
 * the one who holds the task's role there; undefined when they may do it in their own right.
 */
export async function behalfOf(
  ctx: Pick<Context, 'db' | 'principal' | 'now'>,
  task: Pick<OpenTask, 'unitId' | 'role' | 'assignee'>,
): Promise<string | undefined> {
  const { principal } = ctx;
  const others = reach(principal, 'one-stop.do-task').assignees.filter((id) => id !== principal.id);
  if (others.length === 0) return undefined;
  if (task.assignee) return actingFor(principal, 'one-stop.do-task', { assignee: task.assignee });
  const today = localDate(ctx.now);
  const holder = await ctx.db.maybe<{ id: string }>(
    sql`select o.person_id as id from identity.v_official o where o.person_id = any(${[principal.id, ...others]}::uuid[]) and o.unit_id = ${task.unitId} and o.role = ${task.role}
          and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date) order by (o.person_id = ${principal.id}::uuid) desc limit 1`,
  );
  return holder && holder.id !== principal.id ? holder.id : undefined;
}
