import type { Node } from '../model/graph.ts';
import type { Step, Token } from './step.ts';

const junctions = new Set(['exclusive', 'parallel', 'inclusive', 'complex']);

/** Tells the listeners that a token enters or leaves; junctions, where nothing happens, are passed in silence. */
export async function tell(step: Step, token: Token, node: Node, what: 'onEnter' | 'onLeave'): Promise<void> {
  if (!step.parts.listeners || junctions.has(node.kind)) return;
  const scope = step.scope(token, node);
  for (const listener of step.parts.listeners) await listener[what]?.(step.ctx, scope);
}
