import { type Sql, sql } from '@dinh/kernel';
import { among, rowSet } from './row-set.ts';
import type { Step } from './step.ts';
import { newDecisions } from './write-decided.ts';

/**
 * Everything that a step has changed, as one statement: a start costs one, a completion one more than its reading.
 * Its text depends only on which tables are touched, and whether by one row or by more (`rowSet`).
 */
export function writeStep(step: Step): Sql {
  return together([instance(step), ...rows([step])]);
}

/** The same for steps of many instances that go on in one transaction; all of them were there before. */
export function writeSteps(steps: readonly Step[]): Sql {
  return together([instances(steps), ...rows(steps)]);
}

function rows(steps: readonly Step[]): Sql[] {
  return [
    removedTokens(steps),
    changedTokens(steps),
    newTokens(steps),
    endedTasks(steps),
    newTasks(steps),
    handedOn(steps),
    endedTimers(steps),
    overIncidents(steps),
    newTimers(steps),
    endedSubscriptions(steps),
    newSubscriptions(steps),
    changedSubscriptions(steps),
    ...doneActivities(steps),
    newDecisions(steps),
  ].filter((part) => part !== undefined);
}

function together(parts: Sql[]): Sql {
  const last = parts.pop()!;
  if (parts.length === 0) return last;
  const names = parts.map((part, i) => sql`${sql.id(`part${i}`)} as (${part})`);
  return sql`with ${sql.join(names)} ${last}`;
}

/** What all steps have of something. */
const all = <Row>(steps: readonly Step[], what: (step: Step) => Iterable<Row>): Row[] =>
  steps.length === 1 ? [...what(steps[0]!)] : steps.flatMap((step) => [...what(step)]);

/** The same, each with its instance. */
const ofInstances = <Row extends object>(steps: readonly Step[], what: (step: Step) => Iterable<Row>) =>
  steps.flatMap((step) => [...what(step)].map((row) => ({ ...row, instance: step.instance.id })));

function instance({ instance: i, parts, ctx, isNew, variablesChanged }: Step): Sql {
  const ended = i.state === 'running' ? null : ctx.now;
  const variables = JSON.stringify(i.variables);
  if (isNew && i.rootId !== null)
    return sql`insert into process.instance (id, definition_id, owner, business_key, state, variables, started_at, started_by,
        ended_at, end_element, root_id, parent_token, process, general) values (${i.id}, ${i.definitionId}, ${parts.owner}, ${i.businessKey},
        ${i.state}, ${variables}::jsonb, ${ctx.now}, ${ctx.principal.id || null}, ${ended}, ${i.endElement}, ${i.rootId},
        ${i.parentToken}, ${i.process}, ${i.general})`;
  if (isNew)
    return sql`insert into process.instance (id, definition_id, owner, business_key, state, variables, started_at, started_by,
        ended_at, end_element, general) values (${i.id}, ${i.definitionId}, ${parts.owner}, ${i.businessKey}, ${i.state},
        ${variables}::jsonb, ${ctx.now}, ${ctx.principal.id || null}, ${ended}, ${i.endElement}, ${i.general})`;
  const set = variablesChanged ? sql`variables = ${variables}::jsonb,` : sql.empty;
  const end = ended
    ? sql`, state = ${i.state}, ended_at = ${ended}, ended_by = ${ctx.principal.name}, end_element = ${i.endElement}, end_reason = ${i.endReason}`
    : sql.empty;
  return sql`update process.instance set ${set} version = version + 1 ${end} where id = ${i.id}`;
}

const instanceRows = rowSet({ id: 'uuid', state: 'text', end: 'text', reason: 'text', variables: 'jsonb' });

function instances(steps: readonly Step[]): Sql {
  const { ctx } = steps[0]!;
  const changed = steps.map(({ instance: i, variablesChanged }) => ({
    id: i.id,
    state: i.state,
    end: i.endElement,
    reason: i.endReason,
    variables: variablesChanged ? i.variables : null,
  }));
  return sql`update process.instance i set state = x.state, variables = coalesce(x.variables, i.variables), version = i.version + 1,
      ended_at = case when x.state <> 'running' then ${ctx.now}::timestamptz end,
      ended_by = case when x.state <> 'running' then ${ctx.principal.name}::text end, end_element = x.end, end_reason = x.reason
    from ${instanceRows(changed)} x where i.id = x.id`;
}

const newTokenRows = rowSet({
  id: 'uuid',
  instance: 'uuid',
  parent: 'uuid',
  element: 'text',
  arrivedBy: 'text',
  repeats: 'boolean',
  locals: 'jsonb',
  enteredAt: 'timestamptz',
});

function newTokens(steps: readonly Step[]): Sql | undefined {
  const added = ofInstances(steps, (s) => s.tokenChanges.added);
  if (added.length === 0) return undefined;
  return sql`insert into process.token (id, instance_id, parent_id, element, arrived_by, repeats, locals, entered_at)
    select id, instance, parent, element, "arrivedBy", repeats, locals, "enteredAt" from ${newTokenRows(added)} x`;
}

const tokenRows = rowSet({
  id: 'uuid',
  element: 'text',
  arrivedBy: 'text',
  repeats: 'boolean',
  locals: 'jsonb',
  enteredAt: 'timestamptz',
});

function changedTokens(steps: readonly Step[]): Sql | undefined {
  const changed = all(steps, (s) => s.tokenChanges.changed);
  if (changed.length === 0) return undefined;
  return sql`update process.token t set element = x.element, arrived_by = x."arrivedBy", repeats = x.repeats,
      locals = x.locals, entered_at = x."enteredAt" from ${tokenRows(changed)} x where t.id = x.id`;
}

function removedTokens(steps: readonly Step[]): Sql | undefined {
  const removed = all(steps, (s) => s.tokenChanges.removed);
  if (removed.length === 0) return undefined;
  return sql`delete from process.token where ${among(removed)}`;
}

const taskRows = rowSet({
  id: 'uuid',
  instanceId: 'uuid',
  token: 'uuid',
  businessKey: 'text',
  element: 'text',
  vi: 'text',
  en: 'text',
  role: 'text',
  unit: 'int',
  assignee: 'uuid',
  share: 'numeric',
  minutes: 'int',
  createdAt: 'timestamptz',
  dueAt: 'timestamptz',
  form: 'text',
  locals: 'jsonb',
  general: 'boolean',
});

function newTasks(steps: readonly Step[]): Sql | undefined {
  // A task that was opened and cancelled in the same step was never there for anybody.
  const opened = all(steps, (s) => {
    const gone = new Set(s.endedTasks.map((t) => t.id));
    const { general } = s.instance;
    return s.newTasks.filter((t) => !gone.has(t.id)).map((t) => ({ ...t, vi: t.name.vi, en: t.name.en, general }));
  });
  if (opened.length === 0) return undefined;
  return sql`insert into process.task (id, instance_id, token_id, owner, business_key, element, name_vi, name_en, role, unit_id,
      assignee, share, minutes, created_at, due_at, form, locals, general)
    select id, "instanceId", token, ${steps[0]!.parts.owner}::text, "businessKey", element, vi, en, role, unit, assignee, share, minutes,
      "createdAt", "dueAt", form, locals, general from ${taskRows(opened)} x`;
}

const handedRows = rowSet({ id: 'uuid', task: 'uuid', before: 'uuid', after: 'uuid', reason: 'text' });

/** The history of a new task begins with whom it was for, where a deputy has it. */
function handedOn(steps: readonly Step[]): Sql | undefined {
  const handed = all(steps, (s) => {
    const gone = new Set(s.endedTasks.map((t) => t.id));
    return s.handedOn.filter((one) => !gone.has(one.task));
  });
  if (handed.length === 0) return undefined;
  const { ctx } = steps[0]!;
  return sql`insert into process.assignment (id, task_id, kind, before, after, at, by_name, reason)
    select id, task, case when after is null then 'given-back' else 'delegated' end, before, after, ${ctx.now}::timestamptz,
      ${ctx.principal.name}::text, reason from ${handedRows(handed)} x`;
}

const endedTaskRows = rowSet({
  id: 'uuid',
  state: 'text',
  outcome: 'text',
  comment: 'text',
  endedAt: 'timestamptz',
  completedBy: 'uuid',
  completedName: 'text',
  behalfOf: 'uuid',
  version: 'int',
});

function endedTasks(steps: readonly Step[]): Sql | undefined {
  const ended = all(steps, (s) => {
    const fresh = new Set(s.newTasks.map((t) => t.id));
    return s.endedTasks.filter((t) => !fresh.has(t.id));
  });
  if (ended.length === 0) return undefined;
  return sql`update process.task t set state = x.state, outcome = x.outcome, comment = x.comment, ended_at = x."endedAt",
      completed_by = x."completedBy", completed_name = x."completedName", behalf_of = x."behalfOf", version = x.version
    from ${endedTaskRows(ended)} x where t.id = x.id`;
}

const timerRows = rowSet({
  id: 'uuid',
  instance: 'uuid',
  token: 'uuid',
  element: 'text',
  dueAt: 'timestamptz',
  fired: 'int',
  kind: 'text',
  data: 'jsonb',
});

function newTimers(steps: readonly Step[]): Sql | undefined {
  const added = ofInstances(steps, (s) => s.timerChanges.added);
  if (added.length === 0) return undefined;
  const { parts, ctx } = steps[0]!;
  return sql`insert into process.timer (id, instance_id, token_id, owner, element, due_at, fired, kind, data, created_at)
    select id, instance, token, ${parts.owner}::text, element, "dueAt", fired, kind, data, ${ctx.now}::timestamptz
    from ${timerRows(added)} x`;
}

function endedTimers(steps: readonly Step[]): Sql | undefined {
  const removed = all(steps, (s) => s.timerChanges.removed);
  if (removed.length === 0) return undefined;
  const causes = all(steps, (s) => s.causes);
  return sql`update process.timer set state = case when id = any(${causes}::uuid[]) then 'fired' else 'cancelled' end,
      ended_at = ${steps[0]!.ctx.now} where ${among(removed)}`;
}

/** What had failed waits for nobody any more where its process has gone on or ended without it: no reason tells that. */
function overIncidents(steps: readonly Step[]): Sql | undefined {
  const over = all(steps, (s) => [...s.timerChanges.removed].filter((timer) => timer.failed));
  if (over.length === 0) return undefined;
  const { ctx } = steps[0]!;
  return sql`update process.incident set settled_at = ${ctx.now}, settled_by = ${ctx.principal.name}
    where timer_id = any(${over.map(({ id }) => id)}::uuid[]) and settled_at is null`;
}

const subscriptionRows = rowSet({
  id: 'uuid',
  instance: 'uuid',
  key: 'text',
  token: 'uuid',
  element: 'text',
  kind: 'text',
  name: 'text',
  held: 'boolean',
  vi: 'text',
  en: 'text',
});

function newSubscriptions(steps: readonly Step[]): Sql | undefined {
  const added = all(steps, (s) =>
    [...s.subscriptionChanges.added].map((one) => ({
      ...one,
      ...s.graph.nodes.get(one.element)!.name,
      instance: s.instance.id,
      key: s.instance.businessKey,
    })),
  );
  if (added.length === 0) return undefined;
  return sql`insert into process.subscription (id, instance_id, token_id, business_key, element, kind, name, held, label_vi, label_en, created_at)
    select id, instance, token, key, element, kind, name, held, vi, en, ${steps[0]!.ctx.now}::timestamptz
    from ${subscriptionRows(added)} x`;
}

function endedSubscriptions(steps: readonly Step[]): Sql | undefined {
  const removed = all(steps, (s) => s.subscriptionChanges.removed);
  if (removed.length === 0) return undefined;
  const causes = all(steps, (s) => s.causes);
  return sql`update process.subscription
    set state = case when id = any(${causes}::uuid[]) then 'received' else 'cancelled' end, ended_at = ${steps[0]!.ctx.now}
    where ${among(removed)}`;
}

const heldRows = rowSet({ id: 'uuid', held: 'boolean' });

/** Only whether its condition held can change while a subscription waits. */
function changedSubscriptions(steps: readonly Step[]): Sql | undefined {
  const changed = all(steps, (s) => s.subscriptionChanges.changed);
  if (changed.length === 0) return undefined;
  return sql`update process.subscription s set held = x.held from ${heldRows(changed)} x where s.id = x.id`;
}

const movedRows = rowSet({ id: 'uuid', parent: 'uuid' });
const doneRows = rowSet({
  id: 'uuid',
  instance: 'uuid',
  parent: 'uuid',
  element: 'text',
  locals: 'jsonb',
  turn: 'int',
});

/** What can be undone: new, moved with its sub-process, undone or gone with its scope. */
function doneActivities(steps: readonly Step[]): Sql[] {
  const parts: Sql[] = [];
  const removed = all(steps, (s) => s.doneChanges.removed);
  const changed = all(steps, (s) => s.doneChanges.changed);
  const added = ofInstances(steps, (s) => s.doneChanges.added);
  if (removed.length > 0) parts.push(sql`delete from process.done where ${among(removed)}`);
  if (changed.length > 0)
    parts.push(sql`update process.done d set parent_id = x.parent from ${movedRows(changed)} x where d.id = x.id`);
  if (added.length > 0)
    parts.push(sql`insert into process.done (id, instance_id, parent_id, element, locals, turn)
      select id, instance, parent, element, locals, turn from ${doneRows(added)} x`);
  return parts;
}
