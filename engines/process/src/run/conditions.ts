import type { Step, Subscription } from './step.ts';
import { goOff } from './trigger.ts';

/**
 * Looks at the conditions that are waited for, after variables have changed; those go off that have become true. All are looked at
 * before the first does: what follows from one does not keep another from having been true, or false.
 */
export async function lookAtConditions(step: Step): Promise<void> {
  const become: Subscription[] = [];
  for (const waiting of step.subscriptions.values()) {
    if (waiting.kind !== 'condition') continue;
    const node = step.graph.nodes.get(waiting.element)!;
    const trigger = 'trigger' in node ? node.trigger : undefined;
    if (trigger?.type !== 'condition') continue;
    const holds = step.value(step.tokens.get(waiting.token)!, node, trigger.condition) === true;
    if (holds === waiting.held) continue;
    waiting.held = holds;
    step.subscriptionChanges.change(waiting);
    if (holds) become.push(waiting);
  }
  for (const one of become) if (step.subscriptions.has(one.id)) await goOff(step, one);
}
