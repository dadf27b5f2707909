import { ProcessError } from '../engine-parts.ts';
import { expressionFailed, noWayOn, runaway } from '../errors.ts';
import { catcher } from '../model/check.ts';
import type { Boundary, Flow, Node } from '../model/graph.ts';
import { chooseFlows, holds, meet, releaseInclusive } from './gateways.ts';
import type { Step, Token } from './step.ts';
import { arm, armBoundaries, disarm, endTask, openTask } from './wait.ts';

const mostMoves = 10_000;
const mostItems = 1000;

/** Moves the tokens in the queue until all of them wait or have ended. */
export async function run(step: Step): Promise<void> {
  for (let moves = 0; ; moves++) {
    let next = step.queue.shift();
    next ??= releaseInclusive(step);
    if (!next) break;
    if (moves > mostMoves) throw runaway({ element: next.node.name.vi });
    if (step.tokens.has(next.token.id)) await enter(step, next.token, next.node, next.flow);
  }
}

/** A token comes to an element. */
export async function enter(step: Step, token: Token, node: Node, flow?: Flow): Promise<void> {
  token.element = node.id;
  token.arrivedBy = null;
  token.enteredAt = step.ctx.now;
  step.tokenChanges.change(token);
  const item = step.isItem(token);
  if (!item) await tell(step, token, node, 'onEnter');
  if (!item && node.boundaries.length > 0) await armBoundaries(step, token, node);
  if (node.repetition && !item) return openRepetition(step, token, node);
  switch (node.kind) {
    case 'start':
    case 'pass':
    case 'boundary':
      return leave(step, token, node);
    case 'end':
      return atEnd(step, token, node);
    case 'user-task':
      return openTask(step, token, node);
    case 'service-task':
      return serve(step, token, node);
    case 'rule-task': {
      if (!step.parts.decide) throw new Error(`${step.parts.owner} gives no decide for ${node.id}`);
      step.set(token, {
        [node.result]: await step.parts.decide(step.ctx, step.scope(token, node), node.decision),
      });
      return leave(step, token, node);
    }
    case 'catch':
      return arm(step, token, node, node.trigger);
    case 'event-gateway':
      for (const { target } of node.outgoing)
        if (target.kind === 'catch') await arm(step, token, target, target.trigger);
      return;
    case 'sub-process':
      step.queue.push({ token: step.addToken(node.start, token.id), node: node.start });
      return;
    case 'exclusive':
    case 'parallel':
    case 'inclusive':
      if (meet(step, token, node, flow)) await take(step, token, chooseFlows(step, token, node));
      return;
    default:
      throw new Error(`unknown kind of element: ${(node as Node).kind}`);
  }
}

const junctions = new Set(['exclusive', 'parallel', 'inclusive']);

/** Tells the listeners that a token enters or leaves; junctions, where nothing happens, are passed in silence. */
export async function tell(step: Step, token: Token, node: Node, what: 'onEnter' | 'onLeave'): Promise<void> {
  if (!step.parts.listeners || junctions.has(node.kind)) return;
  const scope = step.scope(token, node);
  for (const listener of step.parts.listeners) await listener[what]?.(step.ctx, scope);
}

/** A token has done what its element asks for, and goes on. */
export async function leave(step: Step, token: Token, node: Node): Promise<void> {
  disarm(step, token);
  if (step.isItem(token)) return finishItem(step, token, node);
  for (const { target, value } of node.outputs) step.set(token, { [target]: step.value(token, node, value) });
  await tell(step, token, node, 'onLeave');
  // Several flows out of an activity are all taken, but for those whose condition does not hold.
  return take(
    step,
    token,
    node.outgoing.filter((f) => holds(step, token, f)),
  );
}

/** The boundary event of an activity goes off. */
export async function atBoundary(step: Step, host: Token, boundary: Boundary): Promise<void> {
  let token = host;
  if (boundary.interrupting) {
    await clear(step, host);
    host.repeats = false;
    host.locals = null;
    await tell(step, host, boundary.host, 'onLeave');
  } else token = step.addToken(boundary, host.parent);
  await enter(step, token, boundary);
}

/** Ends everything that a token holds: its task, timers, subscriptions and all tokens inside. */
export async function clear(step: Step, token: Token): Promise<void> {
  for (const inner of step.inside(token.id)) {
    await clear(step, inner);
    step.removeToken(inner);
  }
  disarm(step, token);
  for (const task of step.tasks.values())
    if (task.token === token.id) await endTask(step, task, { state: 'cancelled' });
}

/** A token is over; what contains it goes on when it was the last. */
async function endToken(step: Step, token: Token, node: Node): Promise<void> {
  step.removeToken(token);
  if (step.inside(token.parent).length > 0) return;
  if (token.parent === null) {
    step.instance.state = 'completed';
    step.instance.endElement = node.id;
    return;
  }
  const parent = step.tokens.get(token.parent)!;
  await leave(step, parent, step.node(parent));
}

async function atEnd(step: Step, token: Token, node: Node & { kind: 'end' }): Promise<void> {
  if (node.handler) await call(step, token, node, node.handler);
  if (node.result === 'error' && (await raise(step, token, node.error))) return;
  if (node.result !== 'none')
    for (const other of step.inside(token.parent)) {
      if (other === token) continue;
      await clear(step, other);
      step.removeToken(other);
    }
  await endToken(step, token, node);
}

async function serve(step: Step, token: Token, node: Node & { kind: 'service-task' }): Promise<void> {
  try {
    await call(step, token, node, node.handler);
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error;
    const caught = catcher(node, error.code);
    if (caught) return atBoundary(step, token, caught);
    if (await raise(step, token, error.code)) return;
    throw error;
  }
  await leave(step, token, node);
}

async function call(step: Step, token: Token, node: Node, name: string): Promise<void> {
  const handler = step.parts.handlers?.[name];
  if (!handler) throw new Error(`${step.parts.owner} has no handler ${name} for the element ${node.id}`);
  await handler(step.ctx, step.scope(token, node));
}

/** Gives an error to the nearest sub-process around that catches it. */
async function raise(step: Step, token: Token, code: string | undefined): Promise<boolean> {
  for (let id = token.parent; id !== null;) {
    const around = step.tokens.get(id)!;
    const caught = around.repeats || !step.isItem(around) ? catcher(step.node(around), code) : undefined;
    if (caught) {
      await atBoundary(step, around, caught);
      return true;
    }
    id = around.parent;
  }
  return false;
}

/** Sends a token along flows; more than one make more tokens. */
async function take(step: Step, token: Token, flows: readonly Flow[]): Promise<void> {
  const [first, ...others] = flows;
  if (!first) {
    if (step.node(token).outgoing.length > 0) throw noWayOn({ element: step.node(token).name.vi });
    return endToken(step, token, step.node(token));
  }
  step.queue.push({ token, node: first.target, flow: first });
  for (const flow of others)
    step.queue.push({ token: step.addToken(flow.source, token.parent), node: flow.target, flow });
}

/** Opens an activity once per item of its list; the token stays as the one around them. */
async function openRepetition(step: Step, token: Token, node: Node): Promise<void> {
  const { collection, item } = node.repetition!;
  const items: unknown = step.value(token, node, collection);
  if (!Array.isArray(items) || items.length > mostItems)
    throw expressionFailed({ element: node.name.vi, expression: `${collection.source}: ≤ ${mostItems}` });
  if (items.length === 0) return leave(step, token, node);
  token.repeats = true;
  token.locals = { completed: 0, total: items.length };
  step.tokenChanges.change(token);
  const inner = items.map((value, index) =>
    step.addToken(node, token.id, { [item]: value, index: index + 1 }),
  );
  for (const one of inner) if (step.tokens.has(one.id)) await enter(step, one, node);
}

/** One item is done; the whole goes on after the last, or when its completion condition holds. */
async function finishItem(step: Step, token: Token, node: Node): Promise<void> {
  const around = step.tokens.get(token.parent!)!;
  const { collect, until } = node.repetition!;
  const { completed, total } = around.locals as { completed: number; total: number };
  step.removeToken(token);
  around.locals = { completed: completed + 1, total };
  step.tokenChanges.change(around);
  if (collect) {
    const soFar = (step.variables(around)[collect] ?? []) as unknown[];
    step.set(around, { [collect]: [...soFar, token.locals] });
  }
  const enough = until !== undefined && step.value(around, node, until) === true;
  if (step.inside(around.id).length > 0 && !enough) return;
  await clear(step, around);
  around.repeats = false;
  around.locals = null;
  await leave(step, around, node);
}
