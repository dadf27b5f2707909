import { parseExpression } from '@dinh/decision';
import type { Text } from '@dinh/kernel';
import { checkGraph } from './check.ts';
import type { Boundary, Flow, Graph, ModelProblem, Node, SubProcess } from './graph.ts';
import { nodePart } from './node-part.ts';
import { type Element, type Reading, extensions, lineOf, readBpmn } from './read-bpmn.ts';

const deepest = 20;
const mostNodes = 1000;

/** A node while it is being built. */
export type Building = { -readonly [K in keyof Node]: Node[K] } & {
  incoming: Flow[];
  outgoing: Flow[];
  boundaries: Boundary[];
};

/**
 * Compiles a process from its BPMN 2.0 XML into the graph that the engine runs.
 * @returns the graph when the model can run, and every problem that was found, each with its element and line.
 */
export function compileBpmn(xml: string): { graph?: Graph; problems: ModelProblem[] } {
  const { definitions, problems: found } = readBpmn(xml);
  const problems: ModelProblem[] = [...found];
  if (!definitions) return { problems };
  const reading: Reading = {
    problem: (element, reason) => void problems.push({ element, reason, line: lineOf(xml, element) }),
    feel(element, text, what) {
      if (typeof text !== 'string' || text.trim() === '') return undefined;
      try {
        return parseExpression(text.trim().replace(/^=/, ''));
      } catch (error) {
        this.problem(
          element.id,
          `${what} cannot be read as FEEL: ${text.trim()} (${(error as Error).message})`,
        );
        return undefined;
      }
    },
  };
  const processes = (definitions.get('rootElements') as Element[]).filter((e) => e.$type === 'bpmn:Process');
  const executable = processes.filter((e) => e.get('isExecutable') === true);
  const chosen = executable.length > 0 ? executable : processes;
  const process = chosen[0];
  if (!process || chosen.length > 1) {
    reading.problem(
      definitions.id ?? '',
      process ? 'more than one executable process in one file' : 'there is no process in this file',
    );
    return { problems };
  }
  const nodes = new Map<string, Building>();
  readScope(process, undefined, nodes, reading);
  if (nodes.size > mostNodes) {
    reading.problem(process.id, `more than ${mostNodes} elements in one process`);
    return { problems };
  }
  const all = [...nodes.values()] as Node[];
  const starts = all.filter((n) => n.kind === 'start' && !n.scope);
  const plain = starts.filter((n) => n.kind === 'start' && n.message === undefined);
  if (starts.length === 0) reading.problem(process.id, 'the process has no start event');
  if (plain.length > 1)
    reading.problem(plain[1]!.id, 'the process has more than one start event without a trigger');
  const graph: Graph = {
    id: process.id,
    name: textOf(process),
    nodes: nodes as unknown as Map<string, Node>,
    start: plain[0],
    messageStarts: new Map(
      starts.flatMap((n) => (n.kind === 'start' && n.message !== undefined ? [[n.message, n] as const] : [])),
    ),
  };
  // What is missing because it was refused would only make noise.
  if (problems.length === 0) checkGraph(graph, reading);
  return problems.length > 0 ? { problems } : { graph, problems };
}

function readScope(
  container: Element,
  scope: SubProcess | undefined,
  nodes: Map<string, Building>,
  reading: Reading,
  depth = 0,
): Building[] {
  const elements = container.get('flowElements') as Element[];
  const own: Building[] = [];
  const hosts: [Building, Element][] = [];
  for (const element of elements) {
    if (element.$type === 'bpmn:SequenceFlow' || /Data(Object|Store)/.test(element.$type)) continue;
    const part = nodePart(element, reading);
    if (!part) continue;
    const node = { ...common(element, scope, reading), ...part } as unknown as Building;
    nodes.set(element.id, node);
    own.push(node);
    if (node.kind === 'boundary') hosts.push([node, element]);
    if (node.kind === 'sub-process')
      readInside(element, node as unknown as SubProcess, nodes, reading, depth + 1);
  }
  for (const [node, element] of hosts) {
    const host = nodes.get(element.get('attachedToRef')?.id);
    if (!host || !['user-task', 'catch', 'sub-process', 'service-task', 'rule-task'].includes(host.kind)) {
      reading.problem(node.id, 'the boundary event is not attached to a task or sub-process');
      continue;
    }
    (node as unknown as { host: Building }).host = host;
    host.boundaries.push(node as unknown as Boundary);
  }
  for (const element of elements)
    if (element.$type === 'bpmn:SequenceFlow') readFlow(element, nodes, reading);
  return own;
}

function readInside(
  element: Element,
  node: SubProcess,
  nodes: Map<string, Building>,
  reading: Reading,
  depth: number,
): void {
  if (depth > deepest) return reading.problem(element.id, `sub-processes stand more than ${deepest} deep`);
  const inside = readScope(element, node, nodes, reading, depth);
  const starts = inside.filter((n) => n.kind === 'start');
  if (starts.length !== 1)
    reading.problem(element.id, `the sub-process needs exactly one start event, it has ${starts.length}`);
  (node as unknown as { start: Building | undefined }).start = starts[0];
}

function readFlow(element: Element, nodes: Map<string, Building>, reading: Reading): void {
  const source = nodes.get(element.get('sourceRef')?.id);
  const target = nodes.get(element.get('targetRef')?.id);
  // A reference to nothing, or to an element that was refused, has been told already.
  if (!source || !target) return;
  if (source.scope !== target.scope)
    return reading.problem(element.id, 'a flow may not cross the border of a sub-process');
  const flow = {
    id: element.id,
    name: element.get('name') ?? '',
    source: source as unknown as Node,
    target: target as unknown as Node,
    condition: reading.feel(element, element.get('conditionExpression')?.get('body'), 'the condition'),
    isDefault: (source as unknown as { defaultFlow?: string }).defaultFlow === element.id,
  };
  source.outgoing.push(flow);
  target.incoming.push(flow);
}

/** What every element may carry. */
function common(element: Element, scope: SubProcess | undefined, reading: Reading) {
  const status = element.get('dinh:status') as number | undefined;
  if (status !== undefined && !(status >= 1 && status <= 10))
    reading.problem(element.id, 'a status is a number from 1 to 10');
  return {
    id: element.id,
    name: textOf(element),
    status,
    hold: element.get('dinh:hold') === true,
    restart: element.get('dinh:restart') === true,
    scope,
    incoming: [],
    outgoing: [],
    boundaries: [],
    outputs: extensions(element, 'dinh:Output').flatMap((output) => {
      const value = reading.feel(element, output.get('value'), `the output ${output.get('target')}`);
      return value ? [{ target: String(output.get('target')), value }] : [];
    }),
    repetition: repetition(element, reading),
    defaultFlow: (element.$instanceOf('bpmn:Activity') || element.$instanceOf('bpmn:Gateway')
      ? element.get('default')?.id
      : undefined) as string | undefined,
  };
}

function repetition(element: Element, reading: Reading) {
  const loop = element.$instanceOf('bpmn:Activity')
    ? (element.get('loopCharacteristics') as Element)
    : undefined;
  if (!loop) return undefined;
  if (loop.$type !== 'bpmn:MultiInstanceLoopCharacteristics' || loop.get('isSequential') === true) {
    reading.problem(element.id, 'only the parallel repetition over a list is supported here');
    return undefined;
  }
  const collection = reading.feel(element, loop.get('dinh:collection'), 'the list of the repetition');
  if (!collection) {
    reading.problem(element.id, 'the repetition needs dinh:collection, a FEEL list');
    return undefined;
  }
  return {
    collection,
    item: (loop.get('dinh:item') as string) ?? 'item',
    collect: loop.get('dinh:collect') as string | undefined,
    until: reading.feel(element, loop.get('completionCondition')?.get('body'), 'the completion condition'),
  };
}

function textOf(element: Element): Text {
  const vi = ((element.get('name') as string | undefined) ?? '').replace(/\s+/g, ' ').trim() || element.id;
  const en =
    element.$type === 'bpmn:Process' ? undefined : (element.get('dinh:nameEn') as string | undefined);
  return { vi, en: en ?? vi };
}
