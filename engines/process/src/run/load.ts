import { type CommandContext, type Sql, sql } from '@dinh/kernel';
import type { EngineParts, Task } from '../engine-parts.ts';
import type { Graph } from '../model/graph.ts';
import { motions } from './motions.ts';
import {
  type Done,
  type Instance,
  type OpenTask,
  type Subscription,
  Step,
  type Timer,
  type Token,
} from './step.ts';

/** The columns of a task as `Task` names them, for a table or view with the alias `t`. */
export const taskColumns =
  sql.raw(`t.id, t.instance_id as "instanceId", t.business_key as "businessKey", t.element,
  jsonb_build_object('vi', t.name_vi, 'en', t.name_en) as name, t.role, t.unit_id as unit, t.assignee, t.state, t.outcome,
  t.comment, t.share::float8 as share, t.minutes, t.created_at as "createdAt", t.claimed_at as "claimedAt",
  t.due_at as "dueAt", t.ended_at as "endedAt", t.completed_by as "completedBy", t.completed_name as "completedName",
  t.behalf_of as "behalfOf", t.form, t.locals, t.version`);

const columns =
  sql.raw(`id, definition_id as "definitionId", business_key as "businessKey", variables, state, end_element as "endElement",
  end_reason as "endReason", owner, root_id as "rootId", parent_token as "parentToken", process`);

interface InstanceRow extends Instance {
  readonly owner: string;
}
interface WaitingRows {
  readonly tokens: (Omit<Token, 'enteredAt'> & { enteredAt: string })[] | null;
  readonly timers: (Omit<Timer, 'dueAt'> & { dueAt: string })[] | null;
  readonly subscriptions: Subscription[] | null;
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
    sql`select ${columns}, ${which} as wanted
        from process.instance where id = coalesce((select root_id from process.instance where id = ${which}), ${which})
        for no key update ${wait ? sql.empty : sql.raw('skip locked')}`,
  );
  // Read by statements of their own, sent behind the first: they see what the holder of the lock before us has written.
  const rest = ctx.db.one<WaitingRows>(
    sql`select
      (select jsonb_agg(jsonb_build_object('id', id, 'parent', parent_id, 'element', element, 'arrivedBy', arrived_by,
         'repeats', repeats, 'locals', locals, 'enteredAt', entered_at) order by entered_at, id)
       from process.token where instance_id = ${which}) as tokens,
      (select jsonb_agg(jsonb_build_object('id', id, 'token', token_id, 'element', element, 'dueAt', due_at, 'fired', fired,
         'kind', kind, 'data', data))
       from process.timer where instance_id = ${which} and state in ('waiting', 'failed')) as timers,
      (select jsonb_agg(jsonb_build_object('id', id, 'token', token_id, 'element', element, 'kind', kind, 'name', name,
         'held', held) order by created_at, id)
       from process.subscription where instance_id = ${which} and state = 'waiting') as subscriptions`,
  );
  const tasks = ctx.db.all<OpenTask>(
    sql`select ${taskColumns}, t.token_id as token from process.task t
        where t.instance_id = ${which} and t.state = 'open' order by t.id for update`,
  );
  const [first, waiting, open] = await Promise.all([locked, rest, tasks]);
  const instance =
    first && first.wanted !== first.id
      ? await ctx.db.maybe<InstanceRow>(
          sql`select ${columns} from process.instance where id = ${first.wanted}`,
        )
      : first;
  if (!instance || instance.owner !== parts.owner || instance.state !== 'running') return undefined;
  const step = new Step(ctx, parts, await graphOf(instance.definitionId), instance, false, motions);
  for (const token of waiting.tokens ?? [])
    step.tokens.set(token.id, { ...token, enteredAt: new Date(token.enteredAt) });
  for (const timer of waiting.timers ?? [])
    step.timers.set(timer.id, { ...timer, dueAt: new Date(timer.dueAt) });
  for (const subscription of waiting.subscriptions ?? [])
    step.subscriptions.set(subscription.id, subscription);
  for (const task of open) step.tasks.set(task.id, task);
  if (step.graph.compensates) {
    const done = await ctx.db.all<Done>(
      sql`select id, parent_id as parent, element, locals, turn from process.done where instance_id = ${instance.id}`,
    );
    for (const one of done) step.done.set(one.id, one);
  }
  return step;
}

/** One task, whatever its state. */
export function readTask(ctx: CommandContext, id: string): Promise<Task | undefined> {
  return ctx.db.maybe<Task>(sql`select ${taskColumns} from process.task t where t.id = ${id}`);
}
