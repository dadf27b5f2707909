import { type CommandContext, sql } from '@dinh/kernel';
import type { Runner } from '../engine.ts';
import { atBoundary, leave, tell } from './move.ts';
import type { Step, Subscription, Timer } from './step.ts';
import { turnCycle } from './wait.ts';

/** A timer or message goes off: at a boundary, at a waiting event, or behind an event-based gateway. */
export async function goOff(step: Step, cause: Timer | Subscription): Promise<void> {
  const token = step.tokens.get(cause.token)!;
  const node = step.graph.nodes.get(cause.element)!;
  step.cause = cause.id;
  if ('dueAt' in cause) {
    step.timers.delete(cause.id);
    step.timerChanges.remove(cause);
  }
  if (node.kind === 'boundary') {
    if (!('dueAt' in cause) && node.interrupting) {
      step.subscriptions.delete(cause.id);
      step.subscriptionChanges.remove(cause);
    }
    await atBoundary(step, token, node);
    if ('dueAt' in cause && !node.interrupting) await turnCycle(step, token, node, node.trigger, cause.fired);
    return;
  }
  if (token.element !== node.id) {
    // Behind an event-based gateway: the token comes to the event that was first.
    await tell(step, token, step.node(token), 'onLeave');
    token.element = node.id;
    step.tokenChanges.change(token);
    await tell(step, token, node, 'onEnter');
  }
  await leave(step, token, node);
}

/** Correlates a message with the processes of a matter that wait for it; in each the oldest takes it. */
export async function receive(
  runner: Runner,
  ctx: CommandContext,
  input: { businessKey: string; name: string; variables?: Record<string, unknown> },
): Promise<{ received: number }> {
  const found = await ctx.db.all<{ id: string }>(
    sql`select distinct s.instance_id as id from process.subscription s join process.instance i on i.id = s.instance_id
        where s.business_key = ${input.businessKey} and s.name = ${input.name} and s.state = 'waiting'
          and i.owner = ${runner.parts.owner} order by 1`,
  );
  let received = 0;
  for (const { id } of found)
    await runner.step(ctx, sql`${id}::uuid`, async (step) => {
      const waiting = [...step.subscriptions.values()].find((s) => s.name === input.name);
      if (!waiting) return; // somebody was quicker
      received++;
      step.set(step.tokens.get(waiting.token)!, input.variables ?? {});
      await goOff(step, waiting);
    });
  return { received };
}
