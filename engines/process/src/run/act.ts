import type { EndEvent, ServiceTask, ThrowEvent } from '../model/graph.ts';
import type { Step, Token } from './step.ts';
import { unitOf } from './wait.ts';

/** What the program does at an element, in the transaction of the step: its handler, then its notice, then its paper. */
export async function act(step: Step, token: Token, node: ServiceTask | ThrowEvent | EndEvent): Promise<void> {
  const { ctx, parts } = step;
  const scope = step.scope(token, node);
  if (node.handler !== undefined) {
    const handler = parts.handlers?.[node.handler];
    if (!handler) throw new Error(`${parts.owner} has no handler ${node.handler} for the element ${node.id}`);
    await handler(ctx, scope);
  }
  const data = Object.fromEntries(node.inputs.map(({ target }) => [target, scope.variables[target] ?? null]));
  if (node.notice) {
    const { unit, ...notice } = node.notice;
    if (!parts.tell) throw new Error(`${parts.owner} tells nobody: ${node.id}`);
    await parts.tell(ctx, scope, { ...notice, unit: await unitOf(step, token, node, unit), data });
  }
  if (node.paper !== undefined) {
    if (!parts.print) throw new Error(`${parts.owner} prints nothing: ${node.id}`);
    await parts.print(ctx, scope, { template: node.paper, data });
  }
}
