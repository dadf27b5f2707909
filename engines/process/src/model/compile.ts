import { FeelError, parseExpression } from '@dinh/decision';
import { checkGraph } from './check.ts';
import type { Graph, ModelProblem, Node, Pool, StartPoint } from './graph.ts';
import { elementName, textOf } from './names.ts';
import { type Element, type Reading, lineOf, readBpmn } from './read-bpmn.ts';
import { type Building, eventSubsOf, hasId, readScope } from './read-scope.ts';
import { isWait } from './triggers.ts';
import { told } from './sentences.ts';

const mostNodes = 1000;

/**
 * Compiles a process from its BPMN 2.0 XML into the graph that the engine runs.
 * @returns the graph when the model can run, and every problem that was found, each with its element and line.
 */
export function compileBpmn(xml: string): { graph?: Graph; problems: ModelProblem[] } {
  const { definitions, elements, problems: found, outside = [] } = readBpmn(xml);
  const problems: ModelProblem[] = [...found];
  if (!definitions) return { problems };
  const root = definitions.get('rootElements') as Element[];
  const processes = root.filter((e) => e.$type === 'bpmn:Process');
  const executable = processes.filter((e) => e.get('isExecutable') === true);
  const chosen = executable.length > 0 ? executable : processes;
  const flows = readMessageFlows(root, new Set(chosen.map((p) => p.id)));
  const reading: Reading = {
    flowsTo: new Map(flows.map((f) => [f.target, f.name])),
    flowsFrom: new Set(flows.map((f) => f.source)),
    problem: (element, reason) =>
      void problems.push({
        element,
        name: elementName(elements, element),
        reason,
        line: lineOf(xml, element),
      }),
    named: (element) => elementName(elements, element) ?? { vi: element, en: element },
    feel(element, text, what) {
      if (typeof text !== 'string' || text.trim() === '') return undefined;
      try {
        return parseExpression(text.trim().replace(/^=/, ''));
      } catch (error) {
        if (!(error instanceof FeelError)) throw error;
        this.problem(element.id, told.feel(what, text.trim(), error.text));
        return undefined;
      }
    },
  };
  // They would be read and written, but the editor of drawings would drop them without a word.
  for (const { element, said } of outside) reading.problem(nearestId(element), told.inOtherFile(said.trim()));
  if (chosen.length === 0) {
    reading.problem(definitions.id ?? '', told.noProcess);
    return { problems };
  }
  if (!chosen.every((process) => hasId(process, reading))) return { problems };
  const nodes = new Map<string, Building>();
  for (const process of chosen) readScope(process, undefined, nodes, reading, process.id);
  if (nodes.size > mostNodes) {
    reading.problem(chosen[0]!.id, told.tooMany(mostNodes));
    return { problems };
  }
  const pools = new Map(chosen.map((process) => [process.id, poolOf(process, nodes, reading)]));
  const called = new Set(([...nodes.values()] as Node[]).flatMap((n) => (n.kind === 'call-activity' ? [n.calls] : [])));
  // Who can begin by itself comes first; a participant that another calls or writes to comes behind.
  const main = [...pools.values()].find((pool) => pool.start && !called.has(pool.id)) ?? pools.get(chosen[0]!.id)!;
  const messageFlows = new Map<string, string[]>();
  for (const { source, target } of flows) messageFlows.set(source, [...(messageFlows.get(source) ?? []), target]);
  const graph: Graph = {
    id: main.id,
    name: main.name,
    nodes: nodes as unknown as Map<string, Node>,
    pools,
    messageFlows,
    flowTargets: new Set(flows.map((f) => f.target)),
    compensates: [...nodes.values()].some((n) => n.undoneBy !== undefined || isUndoing(n as Node)),
    app: chosen.find((p) => p.id === main.id)!.get('dinh:app'),
  };
  // What is missing because it was refused would only make noise.
  if (problems.length === 0) checkGraph(graph, reading);
  return problems.length > 0 ? { problems } : { graph, problems };
}

/** The id of an element, or of what it stands in. */
function nearestId(element: Element): string {
  let at: Element | undefined = element;
  while (at && at.id === undefined) at = (at as unknown as { $parent?: Element }).$parent;
  return at?.id ?? '';
}

const isUndoing = (node: Node): boolean => node.kind === 'event-sub-process' && node.start?.trigger?.type === 'compensation';

function poolOf(process: Element, nodes: ReadonlyMap<string, Building>, reading: Reading): Pool {
  const own = ([...nodes.values()] as Node[]).filter((n) => n.pool === process.id && !n.scope);
  const events = own.filter((n) => n.kind === 'start');
  const plain = events.filter((n) => n.trigger === undefined);
  const starts: StartPoint[] = [];
  const app = process.get('dinh:app') as string | undefined;
  for (const node of events) {
    const { trigger } = node;
    if (!trigger) continue;
    if ((trigger.type === 'timer' || trigger.type === 'condition') && !app) reading.problem(node.id, told.startNeedsApp);
    else if (trigger.type === 'condition' && trigger.events.length === 0) reading.problem(node.id, told.startNeedsEvents);
    else if (isWait(trigger)) starts.push({ node, trigger, others: [] });
    else reading.problem(node.id, told.cannotStartBy(trigger.type));
  }
  for (const gateway of own) {
    if (gateway.kind !== 'event-gateway' || !gateway.instantiates) continue;
    const events = gateway.outgoing.map((f) => f.target);
    for (const node of events)
      if (node.kind === 'catch' && node.trigger.type === 'message')
        starts.push({
          node,
          trigger: node.trigger,
          others: gateway.instantiates === 'parallel' ? events.filter((e) => e !== node) : [],
        });
      else reading.problem(node.id, told.onlyMessagesBehind);
  }
  for (const element of process.get('flowElements') as Element[])
    if (element.$type === 'bpmn:ReceiveTask' && element.get('instantiate') === true) {
      const node = own.find((n) => n.id === element.id);
      if (node?.kind === 'catch') starts.push({ node, trigger: node.trigger, others: [] });
    }
  if (plain.length + starts.length === 0) reading.problem(process.id, told.noStart);
  if (plain.length > 1) reading.problem(plain[1]!.id, told.twoStarts);
  return {
    id: process.id,
    name: textOf(process),
    start: plain[0],
    starts,
    eventSubs: eventSubsOf(nodes, undefined, process.id),
  };
}

/** Message flows between elements of processes that run here; what goes to other participants is sent by handlers. */
function readMessageFlows(
  root: readonly Element[],
  running: ReadonlySet<string>,
): { source: string; target: string; name: string }[] {
  return root
    .filter((e) => e.$type === 'bpmn:Collaboration')
    .flatMap((e) => (e.get('messageFlows') ?? []) as Element[])
    .flatMap((flow) => {
      const [source, target] = [flow.get('sourceRef'), flow.get('targetRef')] as (Element | undefined)[];
      if (!source || !target || !running.has(processOf(source)) || !running.has(processOf(target))) return [];
      const message = flow.get('messageRef') as Element | undefined;
      return [{ source: source.id, target: target.id, name: message?.get('name') ?? message?.id ?? flow.id }];
    });
}

function processOf(element: Element): string {
  let at: Element | undefined = element;
  while (at && at.$type !== 'bpmn:Process') at = (at as unknown as { $parent?: Element }).$parent;
  return at?.id ?? '';
}
