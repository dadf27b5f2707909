import type { Boundary, EventSubProcess, Flow, Mapping, Node, Scope, StartEvent } from './graph.ts';
import { textOf, typeName } from './names.ts';
import { nodePart } from './node-part.ts';
import { type Element, type Reading, extensions } from './read-bpmn.ts';
import { repetition } from './repetition.ts';
import { events } from './triggers.ts';
import { purpose, told } from './sentences.ts';

const deepest = 20;

/** A node while it is being built. */
export type Building = { -readonly [K in keyof Node]: Node[K] } & {
  incoming: Flow[];
  outgoing: Flow[];
  boundaries: Boundary[];
};

/** Reads the elements of a process or sub-process with their flows into `nodes`. */
export function readScope(
  container: Element,
  scope: Scope | undefined,
  nodes: Map<string, Building>,
  reading: Reading,
  pool: string,
  depth = 0,
): Building[] {
  const elements = container.get('flowElements') as Element[];
  const own: Building[] = [];
  const hosts: [Building, Element][] = [];
  for (const element of elements) {
    if (element.$type === 'bpmn:SequenceFlow' || /Data(Object|Store)/.test(element.$type)) continue;
    if (!hasId(element, reading)) continue;
    const part = nodePart(element, reading);
    if (!part) continue;
    const node = { ...common(element, scope, reading), pool, ...part } as unknown as Building;
    nodes.set(element.id, node);
    own.push(node);
    if (node.kind === 'boundary') hosts.push([node, element]);
    if (node.kind === 'sub-process' || node.kind === 'event-sub-process' || node.kind === 'ad-hoc')
      readInside(element, node as unknown as Scope, nodes, reading, depth + 1);
  }
  for (const [node, element] of hosts) {
    const host = nodes.get(element.get('attachedToRef')?.id);
    if (!host || !hostKinds.has(host.kind)) {
      reading.problem(node.id, told.notAttached);
      continue;
    }
    (node as unknown as { host: Building }).host = host;
    host.boundaries.push(node as unknown as Boundary);
  }
  for (const element of elements) if (element.$type === 'bpmn:SequenceFlow') readFlow(element, nodes, reading);
  joinLinks(elements, nodes, reading);
  joinCompensation(container, own, nodes, reading);
  return own;
}

const hostKinds = new Set([
  'user-task',
  'catch',
  'sub-process',
  'service-task',
  'rule-task',
  'script-task',
  'pass',
  'call-activity',
  'ad-hoc',
]);

/** A compensation boundary event is tied to what undoes its activity by an association. */
function joinCompensation(
  container: Element,
  own: readonly Building[],
  nodes: ReadonlyMap<string, Building>,
  reading: Reading,
): void {
  for (const artifact of (container.get('artifacts') ?? []) as Element[]) {
    if (artifact.$type !== 'bpmn:Association') continue;
    const event = nodes.get(artifact.get('sourceRef')?.id) as (Boundary & Building) | undefined;
    const handler = nodes.get(artifact.get('targetRef')?.id);
    if (event?.kind !== 'boundary' || event.trigger.type !== 'compensation' || !handler) continue;
    if (!handler.undoes) reading.problem(handler.id, told.notForCompensation);
    (event.host as Building).undoneBy = handler as unknown as Node;
  }
  for (const node of own as unknown as Node[])
    if (node.kind === 'boundary' && node.trigger.type === 'compensation' && !node.host?.undoneBy)
      reading.problem(node.id, told.nothingTied);
}

function readInside(element: Element, node: Scope, nodes: Map<string, Building>, reading: Reading, depth: number): void {
  if (depth > deepest) return reading.problem(element.id, told.tooDeep(deepest));
  const inside = readScope(element, node, nodes, reading, node.pool, depth);
  if (node.kind === 'ad-hoc') {
    const entries = inside.filter((n) => n.incoming.length === 0 && !stray.has(n.kind) && !n.undoes);
    if (entries.length === 0) reading.problem(element.id, told.adHocEmpty);
    for (const n of inside) if (n.kind === 'start') reading.problem(n.id, told.adHocStart);
    Object.assign(node, { entries, eventSubs: eventSubsOf(nodes, node) });
    return;
  }
  const starts = inside.filter((n) => n.kind === 'start');
  if (starts.length !== 1) reading.problem(element.id, told.subStarts(starts.length));
  const start = starts[0] as StartEvent | undefined;
  if (start && node.kind === 'sub-process' && start.trigger) reading.problem(start.id, told.subTrigger);
  if (start && node.kind === 'event-sub-process' && !start.trigger) reading.problem(start.id, told.eventSubTrigger);
  Object.assign(node, { start, eventSubs: eventSubsOf(nodes, node) });
}

/** What stands without a flow into it and yet is no activity to begin with. */
const stray = new Set(['boundary', 'event-sub-process', 'start']);

/** The event sub-processes that stand in a scope. */
export function eventSubsOf(nodes: ReadonlyMap<string, Building>, scope: Scope | undefined, pool?: string): EventSubProcess[] {
  return ([...nodes.values()] as Node[])
    .filter((n) => n.kind === 'event-sub-process')
    .filter((n) => n.scope === scope && (pool === undefined || n.pool === pool));
}

/** A throwing link goes on at the catching link of its name: a flow that is not drawn. */
function joinLinks(elements: readonly Element[], nodes: Map<string, Building>, reading: Reading): void {
  const links = elements.flatMap((element) => {
    const definition = element.$instanceOf('bpmn:Event') && events(element)[0];
    if (!definition || definition.$type !== 'bpmn:LinkEventDefinition' || !nodes.has(element.id)) return [];
    const catches = element.$type === 'bpmn:IntermediateCatchEvent';
    return [{ node: nodes.get(element.id)!, catches, name: definition.get('name') as string | undefined }];
  });
  for (const { node, name } of links.filter((l) => !l.catches)) {
    const targets = links.filter((l) => l.catches && l.name === name);
    if (!name || targets.length !== 1) {
      reading.problem(node.id, told.link(name ?? ''));
      continue;
    }
    const target = targets[0]!.node;
    const flow = {
      id: `${node.id}-${target.id}`,
      name,
      source: node as unknown as Node,
      target: target as unknown as Node,
      isDefault: false,
    };
    node.outgoing.push(flow);
    target.incoming.push(flow);
  }
}

/** What runs must be called the same in every version: the schema would let ids be left out. */
export function hasId(element: Element, reading: Reading): boolean {
  if (element.id !== undefined) return true;
  reading.problem('', told.noId(typeName(element)));
  return false;
}

function readFlow(element: Element, nodes: Map<string, Building>, reading: Reading): void {
  if (!hasId(element, reading)) return;
  for (const end of [element.get('sourceRef'), element.get('targetRef')] as (Element | undefined)[])
    if (end && !end.$instanceOf('bpmn:FlowNode')) reading.problem(element.id, told.flowEnd(reading.named(end.id)));
  const source = nodes.get(element.get('sourceRef')?.id);
  const target = nodes.get(element.get('targetRef')?.id);
  // A reference to nothing, or to an element that was refused, has been told already.
  if (!source || !target) return;
  if (source.scope !== target.scope) return reading.problem(element.id, told.crossesBorder);
  const flow = {
    id: element.id,
    name: element.get('name') ?? '',
    source: source as unknown as Node,
    target: target as unknown as Node,
    condition: reading.feel(element, element.get('conditionExpression')?.get('body'), purpose.condition),
    isDefault: (source as unknown as { defaultFlow?: string }).defaultFlow === element.id,
  };
  source.outgoing.push(flow);
  target.incoming.push(flow);
}

/** What every element may carry. */
function common(element: Element, scope: Scope | undefined, reading: Reading) {
  const status = element.get('dinh:status') as number | undefined;
  if (status !== undefined && !(status >= 1 && status <= 10)) reading.problem(element.id, told.status);
  return {
    id: element.id,
    name: textOf(element),
    status,
    hold: element.get('dinh:hold') === true,
    restart: element.get('dinh:restart') === true,
    scope,
    undoneBy: undefined,
    undoes: element.$instanceOf('bpmn:Activity') && element.get('isForCompensation') === true,
    incoming: [],
    outgoing: [],
    boundaries: [],
    inputs: mappings(element, 'Input', reading),
    outputs: mappings(element, 'Output', reading),
    repetition: repetition(element, reading),
    defaultFlow: (element.$instanceOf('bpmn:Activity') || element.$instanceOf('bpmn:Gateway')
      ? element.get('default')?.id
      : undefined) as string | undefined,
  };
}

function mappings(element: Element, kind: 'Input' | 'Output', reading: Reading): Mapping[] {
  const named = kind === 'Input' ? 'input' : 'output';
  return extensions(element, `dinh:${kind}`).flatMap((mapping) => {
    const target = String(mapping.get('target') ?? '');
    const value = reading.feel(element, mapping.get('value'), purpose.mapping(named, target));
    if (!target || mapping.get('value') === undefined) reading.problem(element.id, told.mapping(named));
    return value ? [{ target, value }] : [];
  });
}
