import { parseExpression } from '@dinh/decision';
import { checkGraph } from './check.ts';
import type { Graph, ModelProblem, Node } from './graph.ts';
import { type Element, type Reading, lineOf, readBpmn } from './read-bpmn.ts';
import { type Building, eventSubsOf, readScope, textOf } from './read-scope.ts';

const mostNodes = 1000;

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
  const starts = all.filter((n) => n.kind === 'start').filter((n) => !n.scope);
  const plain = starts.filter((n) => n.trigger === undefined);
  for (const { id, trigger } of starts)
    if (trigger && trigger.type !== 'message')
      reading.problem(id, `a process cannot start by: ${trigger.type}`);
  if (starts.length === 0) reading.problem(process.id, 'the process has no start event');
  if (plain.length > 1)
    reading.problem(plain[1]!.id, 'the process has more than one start event without a trigger');
  const graph: Graph = {
    id: process.id,
    name: textOf(process),
    nodes: nodes as unknown as Map<string, Node>,
    start: plain[0],
    messageStarts: new Map(
      starts.flatMap((n) => (n.trigger?.type === 'message' ? [[n.trigger.name, n] as const] : [])),
    ),
    eventSubs: eventSubsOf(nodes, undefined),
  };
  // What is missing because it was refused would only make noise.
  if (problems.length === 0) checkGraph(graph, reading);
  return problems.length > 0 ? { problems } : { graph, problems };
}
