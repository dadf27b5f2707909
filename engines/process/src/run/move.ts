import { ProcessError } from '../engine-parts.ts';
import { noWayOn, runaway } from '../errors.ts';
import { catcher } from '../model/check.ts';
import type { Boundary, Flow, Gateway, Node } from '../model/graph.ts';
import { armBoundaries, arm, disarm, endTask, openTask } from './wait.ts';
import { joinIsFull } from './join.ts';
import { finishItem, openRepetition } from './repeat.ts';
import type { Step, Token } from './step.ts';

const mostMoves = 10_000;

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
  if (!item && step.parts.listeners) {
    const scope = step.scope(token, node);
    for (const listener of step.parts.listeners) await listener.onEnter?.(step.ctx, scope);
  }
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
      return take(step, token, [oneOf(step, token, node)]);
    case 'parallel':
    case 'inclusive':
      return atJoin(step, token, node, flow);
    default:
      throw new Error(`unknown kind of element: ${(node as Node).kind}`);
  }
}

/** A token has done what its element asks for, and goes on. */
export async function leave(step: Step, token: Token, node: Node): Promise<void> {
  disarm(step, token);
  if (step.isItem(token)) return finishItem(step, token, node);
  for (const { target, value } of node.outputs) step.set(token, { [target]: step.value(token, node, value) });
  if (step.parts.listeners) {
    const scope = step.scope(token, node);
    for (const listener of step.parts.listeners) await listener.onLeave?.(step.ctx, scope);
  }
  const flows =
    node.outgoing.length === 1 || node.kind === 'parallel'
      ? node.outgoing
      : node.outgoing.filter((f) => !f.condition || holds(step, token, f));
  return take(step, token, flows);
}

/** The boundary event of an activity goes off. */
export async function atBoundary(step: Step, host: Token, boundary: Boundary): Promise<void> {
  let token = host;
  if (boundary.interrupting) {
    await clear(step, host);
    host.repeats = false;
    host.locals = null;
    const scope = step.scope(host, boundary.host);
    for (const listener of step.parts.listeners ?? []) await listener.onLeave?.(step.ctx, scope);
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

async function atJoin(step: Step, token: Token, node: Gateway, flow: Flow | undefined): Promise<void> {
  if (node.incoming.length < 2 || !flow) return split(step, token, node);
  token.arrivedBy = flow.id;
  if (node.kind === 'inclusive') return; // looked at when nothing else moves
  const here = step.inside(token.parent).filter((t) => t.element === node.id);
  const one = node.incoming.map((f) => here.find((t) => t.arrivedBy === f.id));
  if (one.some((t) => !t)) return;
  for (const t of one) if (t !== token) step.removeToken(t!);
  return split(step, token, node);
}

function releaseInclusive(step: Step): { token: Token; node: Node; flow?: Flow } | undefined {
  for (const token of step.tokens.values()) {
    if (token.arrivedBy === null) continue;
    const node = step.node(token);
    if (node.kind !== 'inclusive' || !joinIsFull(step, token, node)) continue;
    const others = step.inside(token.parent).filter((t) => t !== token && t.element === node.id);
    const used = new Set([token.arrivedBy]);
    for (const other of others)
      if (!used.has(other.arrivedBy!)) {
        used.add(other.arrivedBy!);
        step.removeToken(other);
      }
    return { token, node };
  }
  return undefined;
}

async function split(step: Step, token: Token, node: Gateway): Promise<void> {
  token.arrivedBy = null;
  if (node.kind === 'parallel' || node.outgoing.length === 1) return leave(step, token, node);
  const flows = node.outgoing.filter((f) => !f.isDefault && f.condition && holds(step, token, f));
  return take(step, token, flows.length > 0 ? flows : [defaultOf(node)]);
}

function oneOf(step: Step, token: Token, node: Gateway): Flow {
  if (node.outgoing.length === 1) return node.outgoing[0]!;
  return node.outgoing.find((f) => !f.isDefault && holds(step, token, f)) ?? defaultOf(node);
}

function defaultOf(node: Gateway): Flow {
  const flow = node.outgoing.find((f) => f.isDefault);
  if (!flow) throw noWayOn({ element: node.name.vi });
  return flow;
}

function holds(step: Step, token: Token, flow: Flow): boolean {
  return flow.condition === undefined || step.value(token, flow.source, flow.condition) === true;
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
