import { noWayOn } from '../errors.ts';
import type { Flow, Gateway, Node } from '../model/graph.ts';
import type { Step, Token } from './step.ts';

/** True when a flow has no condition or its condition is true; null is not true. */
export function holds(step: Step, token: Token, flow: Flow): boolean {
  return flow.condition === undefined || step.value(token, flow.source, flow.condition) === true;
}

/**
 * A token comes to a gateway. Where several flows meet it waits for the others.
 * @returns true when it goes on now; the tokens that it has waited for are gone then.
 */
export function meet(step: Step, token: Token, node: Gateway, flow: Flow | undefined): boolean {
  if (node.kind === 'exclusive' || node.incoming.length < 2 || !flow) return true;
  token.arrivedBy = flow.id;
  if (node.kind === 'complex') return meetComplex(step, token, node, flow);
  if (node.kind === 'inclusive') return false; // looked at when nothing else moves
  const here = step.inside(token.parent).filter((t) => t.element === node.id);
  const one = node.incoming.map((f) => here.find((t) => t.arrivedBy === f.id));
  if (one.some((t) => !t)) return false;
  for (const t of one) if (t !== token) step.removeToken(t!);
  token.arrivedBy = null;
  return true;
}

/** Which flows have come to a complex gateway that has gone on; no variable of FEEL can have this name. */
const arrived = '#arrived';

/**
 * A complex gateway goes on once its condition holds (BPMN 2.0.2, 13.4.5). What comes after that is taken in silence until
 * all flows have come or none can come any more: then it begins anew.
 */
function meetComplex(step: Step, token: Token, node: Gateway, flow: Flow): boolean {
  const here = step.inside(token.parent).filter((t) => t.element === node.id);
  const gone = here.find((t) => t.locals?.[arrived]);
  if (gone) {
    gone.locals = { [arrived]: [...(gone.locals![arrived] as string[]), flow.id] };
    step.tokenChanges.change(gone);
    step.removeToken(token);
    return false;
  }
  const flows = [...new Set(here.map((t) => t.arrivedBy!))];
  const enough = node.activation
    ? step.value(token, node, node.activation, { activationCount: here.length }) === true
    : flows.length === node.incoming.length;
  if (!enough) return false;
  for (const t of here) if (t !== token) step.removeToken(t);
  token.arrivedBy = null;
  if (flows.length < node.incoming.length) step.addToken(node, token.parent, { [arrived]: flows });
  return true;
}

/** A complex gateway that has gone on, and to which nothing comes any more: the token that stands for that is over. */
export async function resetComplex(step: Step): Promise<boolean> {
  for (const token of step.tokens.values()) {
    const flows = token.locals?.[arrived] as string[] | undefined;
    if (!flows) continue;
    const node = step.node(token);
    const open = node.incoming.filter((f) => !flows.includes(f.id));
    const before = new Set(open.flatMap((f) => [...upstream(f, node as Gateway)]));
    if (step.inside(token.parent).some((t) => t !== token && before.has(step.node(t)))) continue;
    await step.move.endToken(step, token, node);
    return true;
  }
  return false;
}

/** The flows by which a token leaves a gateway. @throws noWayOn when none holds and there is no default. */
export function chooseFlows(step: Step, token: Token, node: Gateway): readonly Flow[] {
  if (node.kind === 'parallel' || node.outgoing.length === 1) return node.outgoing;
  const open = (flow: Flow) => !flow.isDefault && holds(step, token, flow);
  const chosen = node.kind === 'exclusive' ? [node.outgoing.find(open)] : node.outgoing.filter(open);
  const flows = chosen.filter((flow) => flow !== undefined);
  if (flows.length > 0) return flows;
  const other = node.outgoing.find((f) => f.isDefault);
  if (!other) throw noWayOn({ element: node.name.vi });
  return [other];
}

/** An inclusive gateway at which a token has waited long enough; its fellows are gone then. */
export function releaseInclusive(step: Step): { token: Token; node: Node } | undefined {
  for (const token of step.tokens.values()) {
    if (token.arrivedBy === null) continue;
    const node = step.node(token);
    if (node.kind !== 'inclusive' || !joinIsFull(step, token, node)) continue;
    const used = new Set([token.arrivedBy]);
    for (const other of step.inside(token.parent)) {
      if (other === token || other.element !== node.id || used.has(other.arrivedBy!)) continue;
      used.add(other.arrivedBy!);
      step.removeToken(other);
    }
    return { token, node };
  }
  return undefined;
}

/**
 * BPMN 2.0.2, table 13.3: an inclusive gateway goes on when no other token can still come to one of its empty
 * incoming flows, unless that token could as well come to one that is filled already.
 */
function joinIsFull(step: Step, token: Token, gateway: Gateway): boolean {
  const peers = step.inside(token.parent);
  const filled = new Set(peers.filter((t) => t.element === gateway.id).map((t) => t.arrivedBy));
  const upstreamOf = (wanted: boolean) =>
    new Set(gateway.incoming.filter((f) => filled.has(f.id) === wanted).flatMap((f) => [...upstream(f, gateway)]));
  const toEmpty = upstreamOf(false);
  const toFilled = upstreamOf(true);
  return peers.every((t) => {
    if (t.element === gateway.id) return true;
    const node = step.node(t);
    return !toEmpty.has(node) || toFilled.has(node);
  });
}

const known = new WeakMap<Flow, Set<Node>>();

/** The elements from which a path leads to this flow without passing its gateway. */
function upstream(flow: Flow, gateway: Gateway): Set<Node> {
  let found = known.get(flow);
  if (found) return found;
  found = new Set<Node>();
  const open: Node[] = [flow.source];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node === gateway || found.has(node)) continue;
    found.add(node);
    open.push(...node.incoming.map((f) => f.source));
    if (node.kind === 'boundary') open.push(node.host);
  }
  known.set(flow, found);
  return found;
}
