import { type Sql, sql } from '@dinh/kernel';
import type { OpenTask, Step } from './step.ts';

/**
 * Everything that a step has changed, as one statement: a start costs one, a completion one more than its reading.
 * Rows travel as JSON, so that the text of the statement depends only on which tables are touched.
 */
export function writeStep(step: Step): Sql {
  const parts = [
    instance(step),
    removedTokens(step),
    changedTokens(step),
    newTokens(step),
    endedTasks(step),
    newTasks(step),
    endedTimers(step),
    newTimers(step),
    endedSubscriptions(step),
    newSubscriptions(step),
    changedSubscriptions(step),
    ...doneActivities(step),
  ].filter((part) => part !== undefined);
  const last = parts.pop()!;
  if (parts.length === 0) return last;
  const names = parts.map((part, i) => sql`${sql.id(`part${i}`)} as (${part})`);
  return sql`with ${sql.join(names)} ${last}`;
}

/**
 * Tells the planner how few rows come: it takes a set from JSON for a hundred, and would read a small table whole.
 * Rounded up, so that the number of statements to prepare stays small.
 */
function atMost(rows: number): Sql {
  return sql.raw(rows <= 2 ? 'limit 2' : rows <= 10 ? 'limit 10' : '');
}

const json = (rows: Iterable<object>) => JSON.stringify([...rows]);

function instance({ instance: i, parts, ctx, isNew, variablesChanged }: Step): Sql {
  const ended = i.state === 'running' ? null : ctx.now;
  const variables = JSON.stringify(i.variables);
  if (isNew && i.rootId !== null)
    return sql`insert into process.instance (id, definition_id, owner, business_key, state, variables, started_at, started_by,
        ended_at, end_element, root_id, parent_token, process) values (${i.id}, ${i.definitionId}, ${parts.owner}, ${i.businessKey},
        ${i.state}, ${variables}::jsonb, ${ctx.now}, ${ctx.principal.id || null}, ${ended}, ${i.endElement}, ${i.rootId},
        ${i.parentToken}, ${i.process})`;
  if (isNew)
    return sql`insert into process.instance (id, definition_id, owner, business_key, state, variables, started_at, started_by,
        ended_at, end_element) values (${i.id}, ${i.definitionId}, ${parts.owner}, ${i.businessKey}, ${i.state},
        ${variables}::jsonb, ${ctx.now}, ${ctx.principal.id || null}, ${ended}, ${i.endElement})`;
  const set = variablesChanged ? sql`variables = ${variables}::jsonb,` : sql.empty;
  return sql`update process.instance set state = ${i.state}, ${set} version = version + 1,
      ended_at = ${ended}, ended_by = ${ended && ctx.principal.name}, end_element = ${i.endElement}, end_reason = ${i.endReason}
      where id = ${i.id}`;
}

function newTokens({ instance: i, tokenChanges: { added } }: Step): Sql | undefined {
  if (added.size === 0) return undefined;
  return sql`insert into process.token (id, instance_id, parent_id, element, arrived_by, repeats, locals, entered_at)
    select id, ${i.id}::uuid, parent, element, "arrivedBy", repeats, locals, "enteredAt"
    from jsonb_to_recordset(${json(added)}::jsonb) as x(id uuid, parent uuid, element text, "arrivedBy" text,
      repeats boolean, locals jsonb, "enteredAt" timestamptz)`;
}

function changedTokens({ tokenChanges: { changed } }: Step): Sql | undefined {
  if (changed.size === 0) return undefined;
  return sql`update process.token t set element = x.element, arrived_by = x."arrivedBy", repeats = x.repeats,
      locals = x.locals, entered_at = x."enteredAt"
    from (select * from jsonb_to_recordset(${json(changed)}::jsonb) as r(id uuid, element text, "arrivedBy" text,
      repeats boolean, locals jsonb, "enteredAt" timestamptz) ${atMost(changed.size)}) x where t.id = x.id`;
}

function removedTokens({ tokenChanges: { removed } }: Step): Sql | undefined {
  if (removed.size === 0) return undefined;
  return sql`delete from process.token where id = any(${[...removed].map((t) => t.id)}::uuid[])`;
}

function newTasks({ newTasks: all, endedTasks: ended, parts }: Step): Sql | undefined {
  // A task that was opened and cancelled in the same step was never there for anybody.
  const gone = new Set(ended.map((t) => t.id));
  const rows = all.filter((t) => !gone.has(t.id));
  if (rows.length === 0) return undefined;
  const flat = rows.map((t) => ({ ...t, vi: t.name.vi, en: t.name.en }));
  return sql`insert into process.task (id, instance_id, token_id, owner, business_key, element, name_vi, name_en, role, unit_id,
      assignee, share, minutes, created_at, due_at, form, locals)
    select id, "instanceId", token, ${parts.owner}::text, "businessKey", element, vi, en, role, unit, assignee, share, minutes,
      "createdAt", "dueAt", form, locals
    from jsonb_to_recordset(${json(flat)}::jsonb) as x(id uuid, "instanceId" uuid, token uuid, "businessKey" text, element text,
      vi text, en text, role text, unit int, assignee uuid, share numeric, minutes int, "createdAt" timestamptz,
      "dueAt" timestamptz, form text, locals jsonb)`;
}

function endedTasks({ endedTasks: all, newTasks: opened }: Step): Sql | undefined {
  const fresh = new Set(opened.map((t: OpenTask) => t.id));
  const rows = all.filter((t) => !fresh.has(t.id));
  if (rows.length === 0) return undefined;
  return sql`update process.task t set state = x.state, outcome = x.outcome, comment = x.comment, ended_at = x."endedAt",
      completed_by = x."completedBy", completed_name = x."completedName", behalf_of = x."behalfOf", version = x.version
    from (select * from jsonb_to_recordset(${json(rows)}::jsonb) as r(id uuid, state text, outcome text, comment text,
      "endedAt" timestamptz, "completedBy" uuid, "completedName" text, "behalfOf" uuid, version int) ${atMost(rows.length)}) x
    where t.id = x.id`;
}

function newTimers({ timerChanges: { added }, instance: i, parts, ctx }: Step): Sql | undefined {
  if (added.size === 0) return undefined;
  return sql`insert into process.timer (id, instance_id, token_id, owner, element, due_at, fired, kind, data, created_at)
    select id, ${i.id}::uuid, token, ${parts.owner}::text, element, "dueAt", fired, kind, data, ${ctx.now}::timestamptz
    from jsonb_to_recordset(${json(added)}::jsonb) as x(id uuid, token uuid, element text, "dueAt" timestamptz, fired int,
      kind text, data jsonb)`;
}

function endedTimers({ timerChanges: { removed }, causes, ctx }: Step): Sql | undefined {
  if (removed.size === 0) return undefined;
  return sql`update process.timer set state = case when id = any(${[...causes]}::uuid[]) then 'fired' else 'cancelled' end,
      ended_at = ${ctx.now} where id = any(${[...removed].map((t) => t.id)}::uuid[])`;
}

function newSubscriptions({
  subscriptionChanges: { added },
  instance: i,
  ctx,
  graph,
}: Step): Sql | undefined {
  if (added.size === 0) return undefined;
  const rows = [...added].map((s) => ({ ...s, label: graph.nodes.get(s.element)!.name }));
  return sql`insert into process.subscription (id, instance_id, token_id, business_key, element, kind, name, held, label_vi, label_en, created_at)
    select id, ${i.id}::uuid, token, ${i.businessKey}::text, element, kind, name, held, label ->> 'vi', label ->> 'en',
      ${ctx.now}::timestamptz
    from jsonb_to_recordset(${json(rows)}::jsonb) as x(id uuid, token uuid, element text, kind text, name text, held boolean, label jsonb)`;
}

function endedSubscriptions({ subscriptionChanges: { removed }, causes, ctx }: Step): Sql | undefined {
  if (removed.size === 0) return undefined;
  return sql`update process.subscription
    set state = case when id = any(${[...causes]}::uuid[]) then 'received' else 'cancelled' end, ended_at = ${ctx.now}
    where id = any(${[...removed].map((s) => s.id)}::uuid[])`;
}

/** Only whether its condition held can change while a subscription waits. */
function changedSubscriptions({ subscriptionChanges: { changed } }: Step): Sql | undefined {
  if (changed.size === 0) return undefined;
  return sql`update process.subscription s set held = x.held
    from jsonb_to_recordset(${json(changed)}::jsonb) as x(id uuid, held boolean) where s.id = x.id`;
}

/** What can be undone: new, moved with its sub-process, undone or gone with its scope. */
function doneActivities({ doneChanges: { added, changed, removed }, instance: i }: Step): Sql[] {
  const parts: Sql[] = [];
  if (removed.size > 0)
    parts.push(sql`delete from process.done where id = any(${[...removed].map((d) => d.id)}::uuid[])`);
  if (changed.size > 0)
    parts.push(sql`update process.done d set parent_id = x.parent
      from jsonb_to_recordset(${json(changed)}::jsonb) as x(id uuid, parent uuid) where d.id = x.id`);
  if (added.size > 0)
    parts.push(sql`insert into process.done (id, instance_id, parent_id, element, locals, turn)
      select id, ${i.id}::uuid, parent, element, locals, turn
      from jsonb_to_recordset(${json(added)}::jsonb) as x(id uuid, parent uuid, element text, locals jsonb, turn int)`);
  return parts;
}
