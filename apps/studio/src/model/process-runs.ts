import type { Definition, Text } from '@dinh/kernel';
import { compileBpmn, type Graph, type Node } from '@dinh/process';

type Processes = readonly Pick<Definition<{ bpmn: string }>, 'key' | 'body'>[];

/** A way in which a process comes to be run. */
export interface Run {
  /** The app that runs it; undefined where the process names none: whichever starts it. */
  readonly app: string | undefined;
  /** Who or what begins it. A message may be about a matter of the app, or about none. */
  readonly begins: 'people' | 'message' | 'itself';
  /** The process that calls it, where it does not begin on its own. */
  readonly by?: Text;
}

/** Every way in which a process that is to hold under a key is run: on its own, and by each process in force that calls it. */
export function runsOf(key: string, graph: Graph, processes: Processes, callers: readonly string[] = []): Run[] {
  const own = beginningsOf(graph).map((begins): Run => ({ app: graph.app, begins }));
  const called = processes
    .filter((one) => one.key !== key && !callers.includes(one.key))
    // Few call others: only those are read.
    .filter(({ body }) => body.bpmn.includes(`"${key}"`))
    .flatMap((one) => {
      const caller = compileBpmn(one.body.bpmn).graph;
      if (!caller || ![...caller.nodes.values()].some((node) => calls(node, caller) === key)) return [];
      return runsOf(one.key, caller, processes, [...callers, key]).map((run) => ({
        ...run,
        by: caller.name,
      }));
    });
  return [...own, ...called];
}

/** The process in force that an element calls; undefined where it calls none, or one in its own file. */
export function calledBy(
  node: Node,
  graph: Graph,
  processes: Processes,
): { readonly key: string; readonly graph: Graph } | undefined {
  const key = calls(node, graph);
  const called = key === undefined ? undefined : processes.find((one) => one.key === key);
  const read = called && compileBpmn(called.body.bpmn).graph;
  return read ? { key: called.key, graph: read } : undefined;
}

const calls = (node: Node, { pools }: Graph): string | undefined =>
  node.kind === 'call-activity' && !pools.has(node.calls) ? node.calls : undefined;

/** How a process begins: one that a signal, a time or a condition begins is about no matter that an app knows. */
function beginningsOf({ id, pools }: Graph): Run['begins'][] {
  const { start, starts } = pools.get(id)!;
  const ways = starts.map(({ trigger }) => (trigger.type === 'message' ? 'message' : 'itself'));
  return [...new Set<Run['begins']>(start || ways.length === 0 ? ['people', ...ways] : ways)];
}
