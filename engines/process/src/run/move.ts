import { noWayOn, runaway } from '../errors.ts';
import type { Flow, Node } from '../model/graph.ts';
import { afterAdHoc, openAdHoc } from './ad-hoc.ts';
import { atEnd, atThrow, work } from './automatic.ts';
import { drop } from './clear.ts';
import { lookAtConditions } from './conditions.ts';
import { openScope } from './event-sub.ts';
import { chooseFlows, holds, meet, releaseInclusive, resetComplex } from './gateways.ts';
import { finishItem, openRepetition } from './repeat.ts';
import type { Step, Token } from './step.ts';
import { tell } from './tell.ts';
import { isUndoing, remember, undoNext } from './undo.ts';
import { arm, armBoundaries, disarm, openTask } from './wait.ts';

const mostMoves = 10_000;

/** Moves the tokens in the queue until all of them wait or have ended, and no condition that is waited for holds. */
export async function run(step: Step): Promise<void> {
  let seen = 0;
  for (let moves = 0; ; moves++) {
    const next: Step['queue'][number] | undefined = step.queue.shift() ?? releaseInclusive(step);
    if (next) {
      if (moves > mostMoves) throw runaway({ element: next.node.name.vi });
      if (step.tokens.has(next.token.id)) await enter(step, next.token, next.node, next.flow);
      continue;
    }
    if (await resetComplex(step)) continue;
    if (step.revision === seen) return;
    seen = step.revision;
    await lookAtConditions(step);
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
  if (node.inputs.length > 0) mapInputs(step, token, node);
  switch (node.kind) {
    case 'start':
    case 'pass':
    case 'boundary':
      return leave(step, token, node);
    case 'end':
      return atEnd(step, token, node);
    case 'throw':
      return atThrow(step, token, node);
    case 'user-task':
      return openTask(step, token, node);
    case 'service-task':
    case 'rule-task':
    case 'script-task':
      return work(step, token, node);
    case 'catch':
      return arm(step, token, node, node.trigger);
    case 'event-gateway':
      for (const { target } of node.outgoing) if (target.kind === 'catch') await arm(step, token, target, target.trigger);
      return;
    case 'call-activity':
      step.afterwards({ type: 'call', token: token.id, node, variables: handedOver(step, token, node) });
      return;
    case 'ad-hoc':
      return openAdHoc(step, token, node);
    case 'sub-process':
    case 'event-sub-process':
      await openScope(step, token.id, node.eventSubs);
      step.queue.push({ token: step.addToken(node.start, token.id), node: node.start });
      return;
    case 'exclusive':
    case 'parallel':
    case 'inclusive':
    case 'complex':
      if (meet(step, token, node, flow)) await take(step, token, chooseFlows(step, token, node));
      return;
    default:
      throw new Error(`unknown kind of element: ${(node as Node).kind}`);
  }
}

/** Variables that an element has for itself; it and what is inside sees them. */
function mapInputs(step: Step, token: Token, node: Node): void {
  const values = node.inputs.map(({ target, value }) => [target, step.value(token, node, value)]);
  token.locals = { ...token.locals, ...Object.fromEntries(values) };
}

/** What an element sends or hands over by its inputs; null when it says nothing. */
const mapped = ({ locals }: Token, { inputs }: Node): Record<string, unknown> | null =>
  inputs.length === 0 ? null : Object.fromEntries(inputs.map(({ target }) => [target, locals?.[target]]));

/** The variables of a called process: what the inputs say, or all. */
const handedOver = (step: Step, token: Token, node: Node): Record<string, unknown> =>
  mapped(token, node) ?? step.variables(token);

/** A token has done what its element asks for, and goes on. */
export async function leave(step: Step, token: Token, node: Node): Promise<void> {
  disarm(step, token);
  if (step.isItem(token)) {
    remember(step, token, node, step.tokens.get(token.parent!)!.parent);
    return finishItem(step, token, node);
  }
  if (!node.repetition) remember(step, token, node);
  for (const { target, value } of node.outputs) step.set(token, { [target]: step.value(token, node, value) });
  for (const target of step.graph.messageFlows.get(node.id) ?? [])
    step.afterwards({ type: 'message', target, data: mapped(token, node) });
  if (node.inputs.length > 0 || node.kind === 'call-activity') token.locals = null;
  await tell(step, token, node, 'onLeave');
  // Several flows out of an activity are all taken, but for those whose condition does not hold; the default when none does.
  const open = node.outgoing.filter((f) => !f.isDefault && holds(step, token, f));
  return take(step, token, open.length > 0 ? open : node.outgoing.filter((f) => f.isDefault));
}

/** A token is over; what contains it goes on when it was the last. */
export async function endToken(step: Step, token: Token, node: Node): Promise<void> {
  step.removeToken(token);
  const around = token.parent === null ? undefined : step.tokens.get(token.parent)!;
  const place = around && step.node(around);
  if (place?.kind === 'ad-hoc') return afterAdHoc(step, around!, place);
  const rest = step.inside(token.parent);
  if (!rest.every((t) => step.isGuard(t))) return;
  for (const guard of rest) await drop(step, guard);
  if (!around) {
    step.instance.state = 'completed';
    step.instance.endElement = node.id;
    return;
  }
  await (isUndoing(around) ? undoNext(step, around, place!) : leave(step, around, place!));
}

/** Sends a token along flows; more than one make more tokens. */
export async function take(step: Step, token: Token, flows: readonly Flow[]): Promise<void> {
  const [first, ...others] = flows;
  if (!first) {
    if (step.node(token).outgoing.length > 0) throw noWayOn({ element: step.node(token).name.vi });
    return endToken(step, token, step.node(token));
  }
  step.queue.push({ token, node: first.target, flow: first });
  for (const flow of others) step.queue.push({ token: step.addToken(flow.source, token.parent), node: flow.target, flow });
}
