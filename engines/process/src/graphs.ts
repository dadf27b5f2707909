import { type App, type Definition, localDate, type Text } from '@dinh/kernel';
import type { ProcessBody } from './engine.ts';
import { modelRefused } from './errors.ts';
import { compileBpmn } from './model/compile.ts';
import type { Graph, Outcome, StartPoint } from './model/graph.ts';

const mostGraphs = 500;
const graphs = new Map<string, Graph>();

/** The graph of a version, compiled once: versions never change. @throws modelRefused */
export function graphOf(definition: Definition<ProcessBody>): Graph {
  let graph = graphs.get(definition.id);
  if (!graph) {
    const compiled = compileBpmn(definition.body.bpmn);
    if (!compiled.graph) {
      const [first] = compiled.problems;
      throw modelRefused({ reason: `${definition.key}: ${first?.element}: ${first?.reason.en}` });
    }
    graph = compiled.graph;
    if (graphs.size >= mostGraphs) graphs.clear();
    graphs.set(definition.id, graph);
  }
  return graph;
}

export async function graphById(app: App, id: string): Promise<Graph> {
  const known = graphs.get(id);
  if (known) return known;
  const definition = await app.definitions.byId<ProcessBody>(id);
  if (!definition) throw new Error(`no definition ${id}`);
  return graphOf(definition);
}

/** A start event with a trigger of a process in force, and the app that runs what begins there. */
export interface Beginner {
  readonly definition: Definition<ProcessBody>;
  readonly at: StartPoint;
  readonly app: string;
}

/** Where processes in force begin by a trigger of a kind. What this program cannot compile begins nowhere. */
export async function beginners(app: App, now: Date, type: StartPoint['trigger']['type']): Promise<Beginner[]> {
  const found: Beginner[] = [];
  for (const definition of await app.definitions.inForce<ProcessBody>('process', localDate(now))) {
    const graph = compiled(definition);
    if (graph?.app === undefined) continue;
    for (const at of graph.pools.get(graph.id)!.starts)
      if (at.trigger.type === type) found.push({ definition, at, app: graph.app });
  }
  return found;
}

/** The processes in force that an app runs and that a person can begin: they have a start event without a trigger. */
export async function beganByPeople(
  app: App,
  now: Date,
  owner: string,
): Promise<{ definition: Definition<ProcessBody>; graph: Graph }[]> {
  return (await app.definitions.inForce<ProcessBody>('process', localDate(now))).flatMap((definition) => {
    const graph = compiled(definition);
    return graph?.app === owner && graph.pools.get(graph.id)!.start ? [{ definition, graph }] : [];
  });
}

/** What a version of a process is called. */
export const processNamed = async (app: App, definitionId: string): Promise<Text> => (await graphById(app, definitionId)).name;

/** What a version of a process and one of its elements are called; null where there is none, or no such element. */
export async function namesAt(
  app: App,
  definitionId: string | null,
  element: string,
): Promise<{ process: Text | null; step: Text | null }> {
  if (definitionId === null) return { process: null, step: null };
  const { name, nodes } = await graphById(app, definitionId);
  return { process: name, step: nodes.get(element)?.name ?? null };
}

/** With what a task can end, as the version of the process says that runs; none for what is no task of a person. */
export async function outcomesOf(app: App, definitionId: string, element: string): Promise<readonly Outcome[]> {
  const node = (await graphById(app, definitionId)).nodes.get(element);
  return node?.kind === 'user-task' ? node.outcomes : [];
}

function compiled(definition: Definition<ProcessBody>): Graph | undefined {
  try {
    return graphOf(definition);
  } catch {
    return undefined;
  }
}
