import type { Step } from './step.ts';
import { goOff } from './trigger.ts';

/** Looks at the conditions that are waited for, after variables have changed; one goes off when it becomes true. */
export async function lookAtConditions(step: Step): Promise<void> {
  for (const waiting of step.subscriptions.values()) {
    if (waiting.kind !== 'condition') continue;
    const node = step.graph.nodes.get(waiting.element)!;
    const trigger = 'trigger' in node ? node.trigger : undefined;
    if (trigger?.type !== 'condition') continue;
    const holds = step.value(step.tokens.get(waiting.token)!, node, trigger.condition) === true;
    if (holds === waiting.held) continue;
    waiting.held = holds;
    step.subscriptionChanges.change(waiting);
    if (holds) return goOff(step, waiting);
  }
}
