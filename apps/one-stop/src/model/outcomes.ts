import type { App, Text } from '@dinh/kernel';
import { compileBpmn, type Graph, type ProcessBody } from '@dinh/process';

/** With what a task can end, as its process says. */
export interface TaskOutcome {
  readonly key: string;
  readonly name: Text;
  readonly needsComment: boolean;
  /** `primary`, `secondary`, `danger`. */
  readonly kind: string;
}

const graphs = new WeakMap<App, Map<string, Graph>>();

/** The outcomes of a step in the version of the process that runs; versions are final, so a graph is compiled once. */
export async function outcomesOf(
  app: App,
  definitionId: string,
  element: string,
): Promise<readonly TaskOutcome[]> {
  let known = graphs.get(app);
  if (!known) graphs.set(app, (known = new Map()));
  let graph = known.get(definitionId);
  if (!graph) {
    const definition = await app.definitions.byId<ProcessBody>(definitionId);
    graph = definition && compileBpmn(definition.body.bpmn).graph;
    if (!graph) return [];
    if (known.size > 200) known.clear();
    known.set(definitionId, graph);
  }
  const node = graph.nodes.get(element);
  return node?.kind === 'user-task' ? node.outcomes : [];
}
