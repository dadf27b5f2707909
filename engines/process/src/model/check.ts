import { evaluate } from '@dinh/decision';
import {
  type Boundary,
  type EventSubProcess,
  type Graph,
  impliedOutcome,
  type Node,
  type Scope,
  type TimerTrigger,
  type Trigger,
} from './graph.ts';
import type { Reading } from './read-bpmn.ts';
import { told } from './sentences.ts';
import { noTime } from './triggers.ts';

/** What is wrong with the whole: unreachable elements, dead ends, gateways without a way on, loops without a wait. */
export function checkGraph(graph: Graph, reading: Reading): void {
  const reached = reachable(graph);
  for (const node of graph.nodes.values()) {
    if (!reached.has(node)) reading.problem(node.id, told.unreachable);
    else if (node.outgoing.length === 0 && node.kind !== 'end' && !standsAlone(node)) reading.problem(node.id, told.deadEnd);
    if (node.kind === 'start' && node.incoming.length > 0) reading.problem(node.id, told.intoStart);
    if (node.kind === 'end' && node.outgoing.length > 0) reading.problem(node.id, told.outOfEnd);
    checkBranches(node, reading);
    checkError(node, reading);
    checkCancel(node, reading);
    checkUndoing(node, graph, reading);
  }
  for (const node of graph.nodes.values())
    if (node.repetition?.kind === 'loop' && node.repetition.maximum === undefined && !waits(node, graph))
      reading.problem(node.id, told.loopNeedsMaximum);
  const loop = loopWithoutWait(graph);
  if (loop) reading.problem(loop.id, told.loopWithoutWait);
}

/** Elements that no flow has to lead out of. */
const standsAlone = (node: Node): boolean =>
  node.kind === 'event-sub-process' ||
  node.undoes ||
  node.scope?.kind === 'ad-hoc' ||
  (node.kind === 'boundary' && node.trigger.type === 'compensation');

function reachable(graph: Graph): Set<Node> {
  const reached = new Set<Node>();
  const open: Node[] = [...graph.pools.values()].flatMap((pool) => [
    ...(pool.start ? [pool.start] : []),
    ...pool.starts.flatMap(({ node }) => [node, ...beginning(node)]),
    ...pool.eventSubs,
  ]);
  for (let node = open.pop(); node; node = open.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    open.push(...node.outgoing.map((f) => f.target), ...node.boundaries);
    if (node.undoneBy) open.push(node.undoneBy);
    if (node.kind === 'ad-hoc') open.push(...node.entries);
    else if (isScope(node) && node.start) open.push(node.start);
    if (isScope(node)) open.push(...node.eventSubs);
  }
  return reached;
}

/** The gateway before an event with which a process begins. */
const beginning = (node: Node): Node[] =>
  node.incoming.flatMap(({ source }) => (source.kind === 'event-gateway' && source.instantiates ? [source] : []));

/** A cancel end event belongs to a transaction whose boundary catches it. */
function checkCancel(node: Node, reading: Reading): void {
  if (node.kind === 'end' && node.throws?.type === 'cancel') {
    const scope = node.scope?.kind === 'sub-process' && node.scope.transaction ? node.scope : undefined;
    if (!scope) reading.problem(node.id, told.cancelOutside);
    else if (!scope.boundaries.some((b) => b.trigger.type === 'cancel'))
      reading.problem(node.id, told.cancelNotCaught(reading.named(scope.id)));
  }
  if (node.kind === 'boundary' && node.trigger.type === 'cancel')
    if (node.host.kind !== 'sub-process' || !node.host.transaction) reading.problem(node.id, told.onlyTransactions);
}

/** What is to be undone is an activity that something undoes, or a sub-process. */
function checkUndoing(node: Node, graph: Graph, reading: Reading): void {
  const throws = node.kind === 'end' || node.kind === 'throw' ? node.throws : undefined;
  if (throws?.type !== 'compensation' || throws.activity === undefined) return;
  const activity = graph.nodes.get(throws.activity);
  if (!activity || (!activity.undoneBy && !isScope(activity)))
    reading.problem(node.id, told.nothingUndoes(reading.named(throws.activity)));
}

/** An error that a sub-process ends with must be caught around it. */
function checkError(node: Node, reading: Reading): void {
  if (node.kind !== 'end' || node.throws?.type !== 'error' || !node.scope) return;
  const { code } = node.throws;
  let from: Node = node;
  for (let scope: Scope | undefined = node.scope; scope; scope = scope.scope) {
    if (from.kind !== 'event-sub-process' && eventSubFor(scope.eventSubs, 'error', code)) return;
    if (catcher(scope, 'error', code)) return;
    from = scope;
  }
  reading.problem(node.id, told.errorNotCaught(code));
}

export const isScope = (node: Node): node is Scope =>
  node.kind === 'sub-process' || node.kind === 'event-sub-process' || node.kind === 'ad-hoc';

type Kind = 'error' | 'escalation';
const catches = (trigger: Trigger | undefined, kind: Kind, code: string | undefined): boolean =>
  trigger?.type === kind && trigger.code === code;

/** The boundary event of `host` that catches an error or escalation; one that names the code comes before one that takes all. */
export function catcher(host: Node, kind: Kind, code: string | undefined): Boundary | undefined {
  return (
    host.boundaries.find(({ trigger }) => catches(trigger, kind, code)) ??
    host.boundaries.find(({ trigger }) => catches(trigger, kind, undefined))
  );
}

/** The same among event sub-processes. */
export function eventSubFor(subs: readonly EventSubProcess[], kind: Kind, code: string | undefined): EventSubProcess | undefined {
  return (
    subs.find(({ start }) => catches(start.trigger, kind, code)) ??
    subs.find(({ start }) => catches(start.trigger, kind, undefined))
  );
}

function checkBranches(node: Node, reading: Reading): void {
  if (node.kind === 'event-gateway') {
    for (const { target } of node.outgoing) if (target.kind !== 'catch') reading.problem(target.id, told.onlyWaitsBehind);
    return;
  }
  if (node.kind !== 'exclusive' && node.kind !== 'inclusive' && node.kind !== 'complex') {
    if (node.kind === 'parallel')
      for (const flow of node.outgoing) if (flow.condition) reading.problem(flow.id, told.parallelCondition);
    return;
  }
  if (node.outgoing.length < 2) return;
  for (const flow of node.outgoing)
    if (!flow.isDefault && !flow.condition) reading.problem(flow.id, told.noCondition(reading.named(node.id)));
  if (!node.outgoing.some((f) => f.isDefault)) checkOutcomes(node, reading);
}

/** A gateway straight behind a user task must know a way for each of its outcomes. */
function checkOutcomes(gateway: Node, reading: Reading): void {
  const task = gateway.incoming.length === 1 ? gateway.incoming[0]!.source : undefined;
  if (task?.kind !== 'user-task') return;
  // Without outcomes of its own the ways go by what the task sets, which is known only later.
  if (task.outcomes.includes(impliedOutcome)) return;
  for (const { key } of task.outcomes) {
    const answers = gateway.outgoing.map((f) => f.condition && evaluate(f.condition, { outcome: key }));
    // null: the condition asks for more than the outcome, which is known only later
    if (answers.every((answer) => answer === false)) reading.problem(gateway.id, told.noBranch(key, reading.named(task.id)));
  }
}

/** Elements at which a token stays until something happens outside. */
function waits(node: Node, graph: Graph): boolean {
  if (isScope(node)) return [...graph.nodes.values()].some((inner) => inner.scope === node && waits(inner, graph));
  // What it calls may wait; should it not, the number of calls in one step is bounded.
  if (node.kind === 'call-activity') return true;
  if (node.kind === 'event-gateway') return node.outgoing.every(({ target }) => waits(target, graph));
  if (node.kind === 'catch') return !(node.trigger.type === 'timer' && comesAtOnce(node.trigger));
  return node.kind === 'user-task';
}

/** A day is waited for once, no time never: what comes back to it does not wait. */
const comesAtOnce = ({ form, value }: TimerTrigger): boolean => typeof value === 'string' && (form === 'date' || noTime(value));

/** Follows flows between elements that do not wait, and events that end a wait at once; an element met again on the way is in a loop. */
function loopWithoutWait(graph: Graph): Node | undefined {
  const state = new Map<Node, 'on the way' | 'done'>();
  const visit = (node: Node): Node | undefined => {
    const ways = waits(node, graph) ? [] : node.outgoing.map(({ target }) => target);
    const ended = node.boundaries.filter(
      ({ trigger, interrupting }) => interrupting && trigger.type === 'timer' && comesAtOnce(trigger),
    );
    if (ways.length + ended.length === 0 || state.get(node) === 'done') return undefined;
    if (state.get(node)) return node;
    state.set(node, 'on the way');
    for (const next of [...ways, ...ended]) {
      const found = visit(next);
      if (found) return found;
    }
    state.set(node, 'done');
    return undefined;
  };
  for (const node of graph.nodes.values()) {
    const found = visit(node);
    if (found) return found;
  }
  return undefined;
}
