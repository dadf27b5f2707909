import { lapsed } from '@dinh/identity';
import { narrowedByDossierOf } from './placement.ts';
import {
  actingFor,
  type CommandContext,
  type Context,
  listOf,
  localDate,
  reach,
  sql,
  type Sql,
  type Placement,
  type Reach,
  unnarrowed,
  where,
} from '@dinh/kernel';
import { behindTask, taskNotFound, type TaskPlace } from '@dinh/process';

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

/** One way in which tasks are the principal's to do. */
interface Way {
  /** Whether the task `t` is. */
  readonly is: (t: Sql) => Sql;
  /**
   * Places, as rows of `w`, from each of which such tasks are read in the order of an index; and what binds `t` to one.
   * No task is at two places, of whatever way.
   */
  readonly from: Sql;
  readonly at: Sql;
}

/**
 * Which tasks the principal may do: those given to them (or to a person in whose place they act), those that wait in a
 * unit where they hold the task's role, and desk tasks wherever they may receive dossiers.
 */
export function doable(ctx: Pick<Context, 'principal' | 'now'>, t = sql.raw('t')): Sql {
  const ways = waysToDo(ctx);
  return ways.length === 0 ? sql.raw('false') : sql.any(ways.map(({ is }) => is(t)));
}

/**
 * Open tasks `t` that are `doable`: one statement for each way, which is read from its own index, since all of them in
 * one condition would read every open task of the province. Each task is in one of them.
 */
function tasksToDo(ctx: Pick<Context, 'principal' | 'now'>, columns: Sql): Sql[] {
  return waysToDo(ctx).map(
    ({ from, at }) => sql`select ${columns} from ${from} join process.v_task t on ${at} where ${openHere}`,
  );
}

/** Dossiers with an open task that is `doable`, as a subquery. */
export function dossiersToDo(ctx: Pick<Context, 'principal' | 'now'>): Sql {
  const ways = tasksToDo(ctx, sql`t.business_key::uuid`);
  return ways.length === 0 ? sql`select null::uuid where false` : sql.join(ways, sql.raw(' union all '));
}

/** How many open tasks are `doable`, counted up to one more than `most`, as a subquery. */
export function countToDo(ctx: Pick<Context, 'principal' | 'now'>, most: number): Sql {
  const ways = tasksToDo(ctx, sql.empty);
  if (ways.length === 0) return sql`0`;
  const end = sql.raw(`limit ${Math.trunc(most) + 1}`);
  return sql`(select count(*) from (select from (${sql.join(ways, sql.raw(' union all '))}) every ${end}) counted)`;
}

/**
 * The first open tasks that are `doable`, by their limits, as a subquery of `id, business_key, due_at`. From each place
 * only the first are read, in the order of its index, so that a page costs the page and not all that waits there.
 * @param asked.which a condition on the dossier `d`
 * @param asked.few it leaves few dossiers of all: they are read first, from these rows of `d`, and their tasks after them
 */
export function firstToDo(
  ctx: Pick<Context, 'principal' | 'now'>,
  asked: {
    which?: Sql;
    few?: Sql | false;
    after?: TaskPlace | undefined;
    descending?: boolean;
    limit: number;
  },
): Sql {
  const { which, after, descending = false, limit } = asked;
  const order = sql.raw(descending ? 't.due_at desc, t.id desc' : 't.due_at, t.id');
  // In the text, not a value: a plan that is kept must know that only few are asked for.
  const first = sql.raw(`limit ${Math.trunc(limit)}`);
  const conditions = sql.all([openHere, which]);
  const stretches = behindTask(after, descending);
  if (asked.few)
    return sql`select t.id, t.business_key::uuid, t.due_at from ${asked.few} join process.v_task t on t.business_key = d.id::text
      where ${conditions} and ${sql.any(stretches)} and ${doable(ctx)} order by ${order} ${first}`;
  const dossier = which ? sql`join one_stop.dossier d on d.id = t.business_key::uuid` : sql.empty;
  const ways = waysToDo(ctx).flatMap(({ from, at }) =>
    stretches.map(
      (stretch) =>
        sql`select x.* from ${from} cross join lateral (
              select t.id, t.business_key::uuid, t.due_at from process.v_task t ${dossier}
              where ${at} and ${conditions} and ${stretch} order by ${order} ${first}) x`,
    ),
  );
  if (ways.length === 0) return sql`select null::uuid as id, null::uuid as business_key, null::timestamptz as due_at where false`;
  return sql`select t.* from (${sql.join(ways, sql.raw(' union all '))}) t order by ${order} ${first}`;
}

/**
 * Goes through the open tasks that are `doable` in the order of their limits, and finds those that are wanted, as a subquery of `id,
 * business_key, due_at, found, last`. Each place is read in the order of its index and no further than to as many as are wanted, nor than
 * its share of the steps that may be looked at: then the last of them is a row too, whether it is found or not. Up to the first
 * such row none is left out.
 * @param asked.found whether the dossier `k.business_key` is wanted
 * @param asked.most about so many steps are looked at
 */
export function lookToDo(
  ctx: Pick<Context, 'principal' | 'now'>,
  asked: { found: Sql; after: TaskPlace | undefined; descending: boolean; limit: number; most: Sql },
): Sql {
  const { found, after, descending, limit, most } = asked;
  const order = (x: string) => sql.raw(descending ? `${x}.due_at desc, ${x}.id desc` : `${x}.due_at, ${x}.id`);
  const wanted = Math.trunc(limit);
  const first = sql.raw(`limit ${wanted}`);
  // Each place may fill the page alone, however many there are: what is not rare takes one look.
  const share = sql`greatest(${most} / count(*) over (), ${sql.raw(String(wanted))})`;
  const ways = waysToDo(ctx).flatMap(({ from, at }) =>
    behindTask(after, descending).map(
      (stretch) =>
        sql`select x.* from (select w.*, ${share} as share from ${from}) w cross join lateral (
              select k.id, k.business_key, k.due_at, d.found, k.n = w.share as last
              from (select t.id, t.business_key::uuid, t.due_at, row_number() over (order by ${order('t')}) as n
                    from process.v_task t where ${at} and ${openHere} and ${stretch} order by ${order('t')} limit w.share) k
              cross join lateral (select ${found} as found offset 0) d
              where d.found or k.n = w.share order by ${order('k')} ${first}) x`,
    ),
  );
  if (ways.length === 0)
    return sql`select null::uuid as id, null::uuid as business_key, null::timestamptz as due_at, false as found, false as last where false`;
  return sql`select t.* from (${sql.join(ways, sql.raw(' union all '))}) t order by ${order('t')} ${first}`;
}

// What the process of a signal or a message asks about no dossier stands in the general list, and its key may be any text.
const openHere = sql.raw(`t.state = 'open' and t.owner = 'one-stop' and not t.general`);

function waysToDo({ principal, now }: Pick<Context, 'principal' | 'now'>): Way[] {
  if (principal.kind === 'system') return [{ is: () => sql.raw('true'), from: sql.raw('(select) w'), at: sql.raw('true') }];
  const doing = reach(principal, 'one-stop.do-task');
  const mine = [...unnarrowed(doing).assignees];
  if (mine.length === 0) return [];
  const me = listOf(mine, 'uuid');
  const receiving = reach(principal, 'one-stop.receive-dossier');
  const desk = unnarrowed(receiving);
  const units = listOf(desk.units, 'int');
  const today = localDate(now);
  const elsewhere = desk.all ? sql`o.role <> 'desk'` : sql`not (o.role = 'desk' and o.unit_id = any(${units}))`;
  const heldBy = (persons: Sql) =>
    sql`o.person_id = any(${persons}) and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)`;
  const held = heldBy(me);
  // Where the permission is narrowed, the ways lead as far as it goes for any dossier, and each task is looked at again.
  const within =
    (asked: Reach, at: (t: Sql) => Placement) =>
    (t: Sql, condition: Sql): Sql =>
      asked.narrowed.length === 0 ? condition : sql.all([condition, where(asked, { ...at(t), ...narrowedByDossierOf(t) })]);
  const asDoer = within(doing, (t) => ({
    assigned: (persons) =>
      sql`(${t}.assignee = any(${persons}) or ${t}.assignee is null and exists (select from identity.v_official o where ${heldBy(persons)} and o.unit_id = ${t}.unit_id and o.role = ${t}.role))`,
  }));
  const asDesk = within(receiving, (t) => ({ unit: sql`${t}.unit_id` }));
  const t0 = sql.raw('t');
  const ways: Way[] = [
    {
      is: (t) => asDoer(t, sql`${t}.assignee = any(${me})`),
      from: sql`unnest(${me}) w(person)`,
      at: asDoer(t0, sql`t.assignee = w.person`),
    },
    {
      is: (t) =>
        asDoer(
          t,
          sql`${t}.assignee is null and exists (select from identity.v_official o where ${held} and o.unit_id = ${t}.unit_id and o.role = ${t}.role)`,
        ),
      // The desks at which they receive come below.
      from: sql`(select distinct o.unit_id, o.role from identity.v_official o where ${held} and ${elsewhere}) w`,
      at: asDoer(t0, sql`t.assignee is null and t.unit_id = w.unit_id and t.role = w.role`),
    },
  ];
  const notMine = sql`(t.assignee is null or t.assignee <> all(${me}))`;
  if (desk.all)
    ways.push({
      is: (t) => asDesk(t, sql`${t}.role = 'desk'`),
      from: sql.raw('(select) w'),
      at: asDesk(t0, sql`t.role = 'desk' and ${notMine}`),
    });
  else if (desk.units.length > 0)
    ways.push({
      is: (t) => asDesk(t, sql`${t}.role = 'desk' and ${t}.unit_id = any(${units})`),
      from: sql`unnest(${units}) w(unit)`,
      at: asDesk(t0, sql`t.role = 'desk' and t.unit_id = w.unit and ${notMine}`),
    });
  return ways;
}

/** The same for an act upon the task: to the instant, also before what was taken by authority that has ended is given back. */
const doableNow = (ctx: CommandContext): Sql =>
  ctx.principal.kind === 'person' ? sql`${doable(ctx)} and not ${lapsed(sql.raw('t'), ctx.principal.id, ctx.now)}` : doable(ctx);

/** The task, if the principal may do it. @throws taskNotFound */
export async function taskToDo(ctx: CommandContext, taskId: string): Promise<OpenTask> {
  const task = await ctx.db.maybe<OpenTask>(
    sql`select ${columns} from process.v_task t where t.id = ${taskId} and ${doableNow(ctx)}`,
  );
  if (!task) throw taskNotFound();
  await inPlaceOf(ctx, task);
  return task;
}

/** The dossier's open task at a step, if the principal may do it. @throws taskNotFound */
export async function taskAt(ctx: CommandContext, dossierId: string, role: string): Promise<OpenTask> {
  const task = await ctx.db.maybe<OpenTask>(
    sql`select ${columns} from process.v_task t where t.business_key = ${dossierId} and t.state = 'open' and t.role = ${role} and ${doableNow(ctx)} order by t.created_at limit 1`,
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
  task: Pick<OpenTask, 'id' | 'unitId' | 'role' | 'assignee'>,
): Promise<string | undefined> {
  const { principal } = ctx;
  const others = unnarrowed(reach(principal, 'one-stop.do-task')).assignees.filter((id) => id !== principal.id);
  if (others.length === 0) return undefined;
  if (task.assignee === principal.id) {
    // What came to them for somebody who is away, or was delegated, they do in that person's place while they may.
    const last = await ctx.db.maybe<{ before: string | null }>(
      sql`select a.before from process.v_assignment a where a.task_id = ${task.id}::uuid order by a.at desc, a.id desc limit 1`,
    );
    return others.find((id) => id === last?.before);
  }
  if (task.assignee) return actingFor(principal, 'one-stop.do-task', { assignee: task.assignee });
  const today = localDate(ctx.now);
  const holder = await ctx.db.maybe<{ id: string }>(
    sql`select o.person_id as id from identity.v_official o where o.person_id = any(${[principal.id, ...others]}::uuid[]) and o.unit_id = ${task.unitId} and o.role = ${task.role}
          and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date) order by (o.person_id = ${principal.id}::uuid) desc limit 1`,
  );
  return holder && holder.id !== principal.id ? holder.id : undefined;
}
