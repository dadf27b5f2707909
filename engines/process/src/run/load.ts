import { type CommandContext, type Context, type Sql, sql } from '@dinh/kernel';
import type { EngineParts, Task } from '../engine-parts.ts';
import type { Graph } from '../model/graph.ts';
import { motions } from './motions.ts';
import { type Done, type Instance, type OpenTask, type Subscription, Step, type Timer, type Token } from './step.ts';

/** The columns of a task as `Task` names them, for a table or view with the alias `t`. */
export const taskColumns = sql.raw(`t.id, t.instance_id as "instanceId", t.business_key as "businessKey", t.element,
  jsonb_build_object('vi', t.name_vi, 'en', t.name_en) as name, t.role, t.unit_id as unit, t.assignee, t.state, t.outcome,
  t.comment, t.share::float8 as share, t.minutes, t.created_at as "createdAt", t.claimed_at as "claimedAt",
  t.due_at as "dueAt", t.ended_at as "endedAt", t.completed_by as "completedBy", t.completed_name as "completedName",
  t.behalf_of as "behalfOf", t.form, t.locals, t.version`);

const columns =
  sql.raw(`id, definition_id as "definitionId", business_key as "businessKey", variables, state, end_element as "endElement",
  end_reason as "endReason", owner, root_id as "rootId", parent_token as "parentToken", process, general`);

interface InstanceRow extends Instance {
  readonly owner: string;
}
interface WaitingRows {
  readonly tokens: (Omit<Token, 'enteredAt'> & { enteredAt: string })[] | null;
  readonly timers: (Omit<Timer, 'dueAt'> & { dueAt: string })[] | null;
  readonly subscriptions: Subscription[] | null;
  readonly tasks: TaskRow[] | null;
}

/**
 * Locks a running instance and reads where it stands; all in one flight of statements.
 * @param which gives the id of the instance: a value or a subquery. @param wait false leaves one that is locked alone.
 * @returns undefined when it is not running, or not free.
 */
export async function loadStep(
  ctx: CommandContext,
  parts: EngineParts,
  which: Sql,
  graphOf: (definitionId: string) => Promise<Graph>,
  wait = true,
): Promise<Step | undefined> {
  // Not `for update`: who writes a row that belongs to the instance (a signal) need not wait for its step to end.
  // It is the row of the first of the family that is locked; mostly that is the instance itself.
  const locked = ctx.db.maybe<InstanceRow & { wanted: string }>(
    sql`select ${columns}, ${which} as wanted from process.instance
        where id = (select coalesce(w.root_id, w.id) from process.instance w where w.id = ${which})
        for no key update ${wait ? sql.empty : sql.raw('skip locked')}`,
  );
  // Read by a statement of its own, sent behind the first: it sees what the holder of the lock before us has written.
  const rest = ctx.db.one<WaitingRows>(
    sql`with open as (select t.* from process.task t where t.instance_id = ${which} and t.state = 'open' order by t.id for update)
      select
      (select json_agg(json_build_object('id', id, 'parent', parent_id, 'element', element, 'arrivedBy', arrived_by,
         'repeats', repeats, 'locals', locals, 'enteredAt', entered_at) order by entered_at, id)
       from process.token where instance_id = ${which}) as tokens,
      (select json_agg(json_build_object('id', id, 'token', token_id, 'element', element, 'dueAt', due_at, 'fired', fired,
         'kind', kind, 'data', data, 'failed', state = 'failed') order by due_at, id)
       from process.timer where instance_id = ${which} and state in ('waiting', 'failed')) as timers,
      (select json_agg(json_build_object('id', id, 'token', token_id, 'element', element, 'kind', kind, 'name', name,
         'held', held) order by created_at, id)
       from process.subscription where instance_id = ${which} and state = 'waiting') as subscriptions,
      (select json_agg(open) from open) as tasks`,
  );
  const [first, waiting] = await Promise.all([locked, rest]);
  const instance =
    first && first.wanted !== first.id
      ? await ctx.db.maybe<InstanceRow>(sql`select ${columns} from process.instance where id = ${first.wanted}`)
      : first;
  if (!instance || instance.owner !== parts.owner || instance.state !== 'running') return undefined;
  const step = new Step(ctx, parts, await graphOf(instance.definitionId), instance, false, motions);
  for (const token of waiting.tokens ?? []) step.tokens.set(token.id, { ...token, enteredAt: new Date(token.enteredAt) });
  for (const timer of waiting.timers ?? []) step.timers.set(timer.id, { ...timer, dueAt: new Date(timer.dueAt) });
  for (const subscription of waiting.subscriptions ?? []) step.subscriptions.set(subscription.id, subscription);
  for (const row of waiting.tasks ?? []) step.tasks.set(row['id'], openTask(row));
  if (step.graph.compensates) {
    const done = await ctx.db.all<Done>(
      sql`select id, parent_id as parent, element, locals, turn from process.done where instance_id = ${instance.id}`,
    );
    for (const one of done) step.done.set(one.id, one);
  }
  return step;
}

/**
 * Locks many instances and reads where they stand, in two flights of statements whatever their number.
 * Those that another holds, and members of families, are left out: they are taken one by one.
 */
export async function loadSteps(
  ctx: CommandContext,
  parts: EngineParts,
  ids: readonly string[],
  graphOf: (definitionId: string) => Promise<Graph>,
): Promise<Step[]> {
  const instances = await ctx.db.all<InstanceRow>(
    sql`select ${columns} from process.instance
        where id = any(${ids}::uuid[]) and owner = ${parts.owner} and state = 'running' and root_id is null
        order by id for no key update skip locked`,
  );
  const steps = new Map<string, Step>();
  for (const instance of instances) {
    const graph = await graphOf(instance.definitionId);
    steps.set(instance.id, new Step(ctx, parts, graph, instance, false, motions));
  }
  if (steps.size === 0) return [];
  const among = sql`instance_id = any(${[...steps.keys()]}::uuid[])`;
  type Of<Row> = Row & { readonly instance: string };
  const [tokens, waiting, subscriptions, tasks] = await Promise.all([
    ctx.db.all<Of<Token>>(
      sql`select instance_id as instance, id, parent_id as parent, element, arrived_by as "arrivedBy", repeats, locals,
            entered_at as "enteredAt" from process.token where ${among} order by entered_at, id`,
    ),
    ctx.db.all<Of<Timer>>(
      sql`select instance_id as instance, id, token_id as token, element, due_at as "dueAt", fired, kind, data, state = 'failed' as failed
          from process.timer where ${among} and state in ('waiting', 'failed') order by due_at, id`,
    ),
    ctx.db.all<Of<Subscription>>(
      sql`select instance_id as instance, id, token_id as token, element, kind, name, held
          from process.subscription where ${among} and state = 'waiting' order by created_at, id`,
    ),
    ctx.db.all<OpenTask>(
      sql`select ${taskColumns}, t.token_id as token from process.task t
          where t.${among} and t.state = 'open' order by t.id for update`,
    ),
  ]);
  for (const { instance, ...token } of tokens) steps.get(instance)!.tokens.set(token.id, token);
  for (const { instance, ...timer } of waiting) steps.get(instance)!.timers.set(timer.id, timer);
  for (const { instance, ...one } of subscriptions) steps.get(instance)!.subscriptions.set(one.id, one);
  for (const task of tasks) steps.get(task.instanceId)!.tasks.set(task.id, task);
  if ([...steps.values()].some((step) => step.graph.compensates))
    for (const { instance, ...one } of await ctx.db.all<Of<Done>>(
      sql`select instance_id as instance, id, parent_id as parent, element, locals, turn from process.done where ${among}`,
    ))
      steps.get(instance)!.done.set(one.id, one);
  return [...steps.values()];
}

/** One task, whatever its state. */
export function readTask({ db }: Pick<Context, 'db'>, id: string): Promise<Task | undefined> {
  return db.maybe<Task>(sql`select ${taskColumns} from process.task t where t.id = ${id}`);
}

/** A row of `process.task` as JSON. */
type TaskRow = Readonly<Record<string, any>>;

function openTask(r: TaskRow): OpenTask {
  const moment = (text: string | null) => (text === null ? null : new Date(text));
  return {
    id: r['id'],
    token: r['token_id'],
    instanceId: r['instance_id'],
    businessKey: r['business_key'],
    element: r['element'],
    name: { vi: r['name_vi'], en: r['name_en'] },
    role: r['role'],
    unit: r['unit_id'],
    assignee: r['assignee'],
    state: r['state'],
    outcome: r['outcome'],
    comment: r['comment'],
    share: r['share'],
    minutes: r['minutes'],
    createdAt: new Date(r['created_at']),
    claimedAt: moment(r['claimed_at']),
    dueAt: moment(r['due_at']),
    endedAt: moment(r['ended_at']),
    completedBy: r['completed_by'],
    completedName: r['completed_name'],
    behalfOf: r['behalf_of'],
    form: r['form'],
    locals: r['locals'],
    version: r['version'],
  };
}
