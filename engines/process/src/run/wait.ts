import { sql } from '@dinh/kernel';
import type { Task } from '../engine-parts.ts';
import { expressionFailed, notPlaced } from '../errors.ts';
import type { Feel, Node, TimerTrigger, Trigger, UserTask } from '../model/graph.ts';
import { isWait } from '../model/triggers.ts';
import { addDuration, momentOf } from './moment.ts';
import type { OpenTask, Step, Subscription, Timer, Token } from './step.ts';

/** The unit that an element names, by its number or its key; null where it names none. @throws notPlaced */
export async function unitOf(step: Step, token: Token, node: Node, named: Feel | undefined): Promise<number | null> {
  if (!named) return null;
  let unit: unknown = step.value(token, node, named);
  if (typeof unit === 'string') unit = await step.parts.unitNamed?.(step.ctx, unit);
  if (!Number.isInteger(unit)) throw notPlaced({ element: node.name.vi, expression: named.source });
  return unit as number;
}

/** Opens the task of a user task: for whom, until when. */
export async function openTask(step: Step, token: Token, node: UserTask): Promise<void> {
  const { ctx, parts, instance } = step;
  const scope = step.scope(token, node);
  const unit = await unitOf(step, token, node, node.unit);
  const { assignee, deputyOf } = await holderOf(step, token, node, unit);
  const due = node.due ? await dueOf(step, token, node, node.due) : undefined;
  const limit =
    due === undefined && node.share !== undefined ? await parts.stepDue?.(ctx, scope, node.share, ctx.now) : undefined;
  const task: OpenTask = {
    id: step.newId(),
    token: token.id,
    instanceId: instance.id,
    businessKey: instance.businessKey,
    element: node.id,
    name: node.name,
    role: node.role,
    unit,
    assignee,
    state: 'open',
    outcome: null,
    comment: null,
    share: node.share ?? null,
    minutes: limit?.minutes ?? null,
    createdAt: ctx.now,
    claimedAt: null,
    dueAt: due ?? limit?.dueAt ?? null,
    endedAt: null,
    completedBy: null,
    completedName: null,
    behalfOf: null,
    form: node.form ?? null,
    locals: token.locals,
    version: 1,
  };
  step.tasks.set(task.id, task);
  step.newTasks.push(task);
  if (deputyOf)
    step.handedOn.push({
      id: step.newId(),
      task: task.id,
      before: deputyOf.person,
      after: assignee,
      reason: deputyOf.reason,
    });
  for (const listener of parts.listeners ?? []) await listener.onTaskCreated?.(ctx, task, scope);
}

/**
 * For whom a task is: the person that the model names, or who acts in their place, and then whom and why; or the one with
 * the least to do.
 */
async function holderOf(
  step: Step,
  token: Token,
  node: UserTask,
  unit: number | null,
): Promise<{ assignee: string | null; deputyOf?: { person: string; reason: string } }> {
  const { ctx, parts } = step;
  const named: unknown = node.assignee ? step.value(token, node, node.assignee) : null;
  if (typeof named === 'string' && named !== '') {
    const deputy = await parts.deputy?.(ctx, step.scope(token, node), named, { role: node.role, unit });
    return deputy ? { assignee: deputy.person, deputyOf: { person: named, reason: deputy.reason } } : { assignee: named };
  }
  if (!node.choose || !parts.candidates) return { assignee: null };
  const people = await parts.candidates(ctx, step.scope(token, node), { role: node.role, unit });
  if (people.length === 0) return { assignee: null };
  const busy = await ctx.db.all<{ assignee: string; count: number }>(
    sql`select assignee, count(*)::int as count from process.task
        where state = 'open' and assignee = any(${[...people]}::uuid[]) group by assignee`,
  );
  const load = new Map(busy.map((row) => [row.assignee, row.count]));
  // Tasks of this very step are not written yet.
  for (const { assignee } of step.newTasks) if (assignee) load.set(assignee, (load.get(assignee) ?? 0) + 1);
  return {
    assignee: people.reduce((least, one) => ((load.get(one) ?? 0) < (load.get(least) ?? 0) ? one : least)),
  };
}

/** Closes a task, done or cancelled. */
export async function endTask(
  step: Step,
  task: OpenTask,
  end: Pick<Task, 'state'> & Partial<Pick<Task, 'outcome' | 'comment' | 'behalfOf'>>,
): Promise<void> {
  const { principal, now } = step.ctx;
  const ended: OpenTask = {
    ...task,
    ...end,
    endedAt: now,
    completedBy: principal.kind === 'person' ? principal.id : null,
    completedName: principal.name,
    version: task.version + 1,
  };
  step.tasks.delete(task.id);
  step.endedTasks.push(ended);
  const token = step.tokens.get(task.token)!;
  const scope = step.scope(token, step.node(token));
  for (const listener of step.parts.listeners ?? []) await listener.onTaskEnded?.(step.ctx, ended, scope);
}

/** Lets a token wait for what happens outside; errors and escalations are not waited for. `node` is the event that will go off. */
export async function arm(step: Step, token: Token, node: Node, trigger: Trigger): Promise<void> {
  if (trigger.type === 'timer') return setFirst(step, token, node, trigger);
  if (!isWait(trigger)) return;
  const subscription: Subscription = {
    id: step.newId(),
    token: token.id,
    element: node.id,
    kind: trigger.type,
    name: trigger.type === 'condition' ? trigger.condition.source : trigger.name,
    held: false,
  };
  step.subscriptions.set(subscription.id, subscription);
  step.subscriptionChanges.add(subscription);
  if (trigger.type === 'condition') step.revision++; // it may hold already
  if (step.graph.flowTargets.has(node.id)) step.afterwards({ type: 'look', target: node.id });
}

function setTimer(
  step: Step,
  token: Token,
  node: Node,
  timer: Pick<Timer, 'dueAt' | 'fired'> & Partial<Pick<Timer, 'kind' | 'data'>>,
): void {
  const whole: Timer = {
    id: step.newId(),
    token: token.id,
    element: node.id,
    kind: 'timer',
    data: null,
    ...timer,
  };
  step.timers.set(whole.id, whole);
  step.timerChanges.add(whole);
}

/** Sets a timer that goes off after a duration; in working time it is counted anew when the calendar changes. */
async function setAfter(
  step: Step,
  token: Token,
  node: Node,
  { working, form }: TimerTrigger,
  duration: string,
  fired: number,
): Promise<void> {
  const cycle = form === 'cycle';
  const dueAt = await after(step, token, node, { working }, duration);
  // Literal ones are refused before publication; one that data make would turn without end.
  if (cycle && dueAt <= step.ctx.now) throw expressionFailed({ element: node.name.vi, expression: `R/${duration}` });
  setTimer(step, token, node, { dueAt, fired, data: working ? { working: duration } : null });
}

/** Work that has failed is tried again in a minute, by a worker. */
export function setBackWork(step: Step, token: Token, node: Node): void {
  setTimer(step, token, node, { dueAt: new Date(step.ctx.now.getTime() + 60_000), fired: 0, kind: 'work' });
}

/** True while a timer or subscription of the token waits. */
export function waitsForMore(step: Step, token: Token): boolean {
  const mine = (one: { token: string }) => one.token === token.id;
  return [...step.timers.values()].some(mine) || [...step.subscriptions.values()].some(mine);
}

export async function armBoundaries(step: Step, token: Token, node: Node): Promise<void> {
  for (const boundary of node.boundaries) await arm(step, token, boundary, boundary.trigger);
}

/** A cycle that has turned and has turns left is set again. */
export async function turnCycle(step: Step, token: Token, node: Node, trigger: Trigger, fired: number): Promise<void> {
  if (trigger.type !== 'timer' || trigger.form !== 'cycle' || !step.tokens.has(token.id)) return;
  const [times, duration] = cycleOf(step, token, node, trigger);
  if (fired + 1 >= times) return;
  await setAfter(step, token, node, trigger, duration, fired + 1);
}

/** Nothing of a token waits any more. */
export function disarm(step: Step, token: Token): void {
  for (const timer of step.timers.values()) {
    if (timer.token !== token.id) continue;
    step.timers.delete(timer.id);
    step.timerChanges.remove(timer);
  }
  for (const subscription of step.subscriptions.values()) {
    if (subscription.token !== token.id) continue;
    step.subscriptions.delete(subscription.id);
    step.subscriptionChanges.remove(subscription);
  }
}

async function setFirst(step: Step, token: Token, node: Node, trigger: TimerTrigger): Promise<void> {
  if (trigger.form === 'cycle') return setAfter(step, token, node, trigger, cycleOf(step, token, node, trigger)[1], 0);
  const value = valueOf(step, token, node, trigger);
  if (trigger.form === 'duration') return setAfter(step, token, node, trigger, String(value), 0);
  const dueAt = momentOf(value);
  if (!dueAt) throw expressionFailed({ element: node.name.vi, expression: String(value) });
  setTimer(step, token, node, { dueAt, fired: 0 });
}

/** `dinh:due` gives a moment, or a duration in working time. */
async function dueOf(step: Step, token: Token, node: Node, due: Feel): Promise<Date | undefined> {
  const value: unknown = step.value(token, node, due);
  if (typeof value === 'string' && value.startsWith('P')) return after(step, token, node, { working: true }, value);
  return momentOf(value);
}

async function after(
  step: Step,
  token: Token,
  node: Node,
  { working }: { readonly working: boolean },
  duration: string,
): Promise<Date> {
  const { ctx, parts } = step;
  if (working && parts.workingTime) return parts.workingTime(ctx, step.scope(token, node), duration, ctx.now);
  const moment = addDuration(ctx.now, duration);
  if (!moment) throw expressionFailed({ element: node.name.vi, expression: duration });
  return moment;
}

function cycleOf(step: Step, token: Token, node: Node, trigger: TimerTrigger): [number, string] {
  const [turns, duration] = String(valueOf(step, token, node, trigger)).split('/');
  return [turns === 'R' ? Number.POSITIVE_INFINITY : Number(turns?.slice(1)), duration ?? ''];
}

function valueOf(step: Step, token: Token, node: Node, { value }: TimerTrigger): unknown {
  return typeof value === 'string' ? value : step.value(token, node, value);
}
