import { lapsed } from '@dinh/identity';
import { type Context, localDate, reach, sql, type Sql } from '@dinh/kernel';
import { behindTask, type TaskPlace } from '@dinh/process';

/** The permission to do tasks of the general list, and to see what one takes part in. */
export const doing = 'work.do-task';
/** Who may hand out the tasks of a unit stands above those who do them, whatever the task is about. */
export const overseeing = 'one-stop.reassign-task';

type Asker = Pick<Context, 'principal' | 'now'>;

const mineOf = ({ principal }: Asker): string[] => [...reach(principal, doing).assignees];
const open = sql.raw(`t.general and t.state = 'open'`);

/** The places `o` that one of these persons holds today: whoever is suspended has a deputy who acts in their place. */
function held({ now }: Asker, mine: readonly string[]): Sql {
  const today = localDate(now);
  return sql`o.person_id = any(${[...mine]}::uuid[])
      and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)`;
}

/**
 * Which open tasks `t` the principal may do: those given to them (or to a person in whose place they act), and those that
 * wait where they hold the task's role; a task without a unit waits for whoever holds its role anywhere.
 */
export function doable(ctx: Asker): Sql {
  const mine = mineOf(ctx);
  return sql`${open} and (t.assignee = any(${mine}::uuid[]) or t.assignee is null
    and exists (select from identity.v_official o where ${held(ctx, mine)} and o.role = t.role and (t.unit_id is null or o.unit_id = t.unit_id)))`;
}

/** The same for an act upon the task: to the instant, also before what was taken by authority that has ended is given back. */
export const doableNow = (ctx: Asker): Sql =>
  ctx.principal.kind === 'person' ? sql`${doable(ctx)} and not ${lapsed(sql.raw('t'), ctx.principal.id, ctx.now)}` : doable(ctx);

/** The same, way by way: places, as rows of `w`, and what binds a task to one. No task is at two places. */
function waysToDo(ctx: Asker): { readonly from: Sql; readonly at: Sql }[] {
  const mine = mineOf(ctx);
  const places = held(ctx, mine);
  return [
    { from: sql`unnest(${mine}::uuid[]) w(person)`, at: sql.raw('t.assignee = w.person') },
    {
      from: sql`(select distinct o.unit_id, o.role from identity.v_official o where ${places}) w`,
      at: sql.raw('t.assignee is null and t.unit_id = w.unit_id and t.role = w.role'),
    },
    {
      from: sql`(select distinct o.role from identity.v_official o where ${places}) w`,
      at: sql.raw('t.assignee is null and t.unit_id is null and t.role = w.role'),
    },
  ];
}

/**
 * The first open tasks that are `doable`, by their limits or by age, as a subquery of `id, due_at`. From each place only the
 * first are read, in the order of its index, so that a page costs the page and not all that waits in the province.
 * @param asked.which a condition on the task `t` and its instance `i`
 * @param asked.after the last task of the page before
 */
export function firstToDo(
  ctx: Asker,
  asked: { which?: Sql; byAge: boolean; descending: boolean; after?: TaskPlace | undefined; limit: number },
): Sql {
  const { which, byAge, descending, after, limit } = asked;
  const direction = descending ? 'desc' : 'asc';
  // What is older has the smaller id.
  const order = sql.raw(byAge ? `t.id ${direction}` : `t.due_at ${direction}, t.id ${direction}`);
  // In the text, not a value: a plan that is kept must know that only few are asked for.
  const first = sql.raw(`limit ${Math.trunc(limit)}`);
  const stretches = !byAge
    ? behindTask(after, descending)
    : [after ? sql`t.id ${sql.raw(descending ? '<' : '>')} ${after.id}::uuid` : sql.raw('true')];
  const instance = which ? sql`join process.v_instance i on i.id = t.instance_id` : sql.empty;
  const ways = waysToDo(ctx).flatMap(({ from, at }) =>
    stretches.map(
      (stretch) =>
        sql`select x.* from ${from} cross join lateral (
              select t.id, t.due_at from process.v_task t ${instance}
              where ${sql.all([open, at, stretch, which])} order by ${order} ${first}) x`,
    ),
  );
  return sql`select t.* from (${sql.join(ways, sql.raw(' union all '))}) t order by ${order} ${first}`;
}

/** Which matters, instances `i`, the principal may see: those they began, and those in which a task is or was theirs. */
export function taking(ctx: Asker): Sql {
  const mine = mineOf(ctx);
  return sql`i.general and (i.started_by = any(${mine}::text[])
    or exists (select from process.v_task t where t.business_key = i.business_key and t.instance_id = i.id
      and (t.completed_by = any(${mine}::uuid[]) or ${doable(ctx)}
        or exists (select from process.v_assignment a where a.task_id = t.id and a.by_person = any(${mine}::uuid[])))))`;
}

/**
 * Which matters they may look at: whoever was told of one by its process may see what the notice leads to, though they have no
 * part in it. A list of what one takes part in does not hold those.
 */
export function seeing(ctx: Asker): Sql {
  return sql`(${taking(ctx)} or i.general and exists (select from notify.v_told m
    where m.about = 'work:' || i.id and m.person_id = any(${mineOf(ctx)}::uuid[])))`;
}

/** What they take part in for a list, as a subquery of `id`, the latest first: what is theirs is looked up, not each matter that the list passes by. */
export function takenPart(ctx: Asker): Sql {
  const mine = mineOf(ctx);
  const ways = [
    sql`select i.id from process.v_instance i where i.general and i.started_by = any(${mine}::text[])`,
    sql`select t.instance_id from process.v_task t where t.general and t.completed_by = any(${mine}::uuid[])`,
    sql`select t.instance_id from process.v_assignment a join process.v_task t on t.id = a.task_id
        where t.general and a.by_person = any(${mine}::uuid[])`,
    ...waysToDo(ctx).map(({ from, at }) => sql`select t.instance_id from ${from} join process.v_task t on ${at} where ${open}`),
  ];
  return sql`(select x.id from (${sql.join(ways, sql.raw(' union all '))}) x group by x.id order by x.id desc)`;
}
