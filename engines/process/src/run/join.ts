import type { Flow, Gateway, Node } from '../model/graph.ts';
import type { Step, Token } from './step.ts';

/**
 * BPMN 2.0.2, table 13.3: an inclusive gateway goes on when no other token can still come to one of its empty
 * incoming flows, unless that token could as well come to one that is filled already.
 */
export function joinIsFull(step: Step, token: Token, gateway: Gateway): boolean {
  const peers = step.inside(token.parent);
  const filled = new Set(peers.filter((t) => t.element === gateway.id).map((t) => t.arrivedBy));
  const upstreamOf = (wanted: boolean) =>
    new Set(
      gateway.incoming.filter((f) => filled.has(f.id) === wanted).flatMap((f) => [...upstream(f, gateway)]),
    );
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
