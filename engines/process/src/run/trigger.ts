import { type CommandContext, sql } from '@dinh/kernel';
import type { Runner } from '../engine.ts';
import type { EventSubProcess } from '../model/graph.ts';
import { tryAgain } from './automatic.ts';
import { beginEventSub } from './event-sub.ts';
import { atBoundary } from './boundary.ts';
import type { Step, Subscription, Timer } from './step.ts';
import { tell } from './tell.ts';
import { turnCycle, waitsForMore } from './wait.ts';

/** What a token waits for happens: at a boundary, at a waiting event, behind an event-based gateway, for an event sub-process. */
export async function goOff(step: Step, cause: Timer | Subscription): Promise<void> {
  if ('dueAt' in cause) {
    step.causes.add(cause.id);
    step.timers.delete(cause.id);
    step.timerChanges.remove(cause);
    if (cause.kind === 'signal') {
      const waiting = step.subscriptions.get(String(cause.data?.['subscription']));
      if (!waiting) return; // it waits no more
      step.set(step.tokens.get(waiting.token)!, (cause.data?.['variables'] ?? {}) as Record<string, unknown>);
      return goOff(step, waiting);
    }
  }
  const token = step.tokens.get(cause.token)!;
  const node = step.graph.nodes.get(cause.element)!;
  if ('dueAt' in cause && cause.kind === 'work') return tryAgain(step, token, node);
  // What does not interrupt goes on waiting for the next.
  const stays = (node.kind === 'boundary' || node.kind === 'start') && !node.interrupting;
  if (!('dueAt' in cause) && !stays) {
    step.causes.add(cause.id);
    step.subscriptions.delete(cause.id);
    step.subscriptionChanges.remove(cause);
  }
  if (node.kind === 'boundary') {
    await atBoundary(step, token, node);
    if ('dueAt' in cause && !node.interrupting) await turnCycle(step, token, node, node.trigger, cause.fired);
    return;
  }
  if (node.kind === 'start' && node.trigger) {
    await beginEventSub(step, token.parent, node.scope as EventSubProcess);
    if (!step.tokens.has(token.id)) return;
    if ('dueAt' in cause) await turnCycle(step, token, node, node.trigger, cause.fired);
    if (!waitsForMore(step, token)) step.removeToken(token);
    return;
  }
  if (token.element !== node.id) {
    // Behind an event-based gateway: the token comes to the event that was first.
    await tell(step, token, step.node(token), 'onLeave');
    token.element = node.id;
    step.tokenChanges.change(token);
    await tell(step, token, node, 'onEnter');
  }
  await step.move.leave(step, token, node);
}

/**
 * Correlates a message with the processes of a matter that wait for it; in each the oldest takes it. A signal is heard
 * by all that wait for it.
 */
export async function receive(
  runner: Runner,
  ctx: CommandContext,
  input: { businessKey: string; name: string; variables?: Record<string, unknown> },
  kind: 'message' | 'signal' = 'message',
): Promise<{ received: number }> {
  const found = await ctx.db.all<{ id: string }>(
    sql`select distinct s.instance_id as id from process.subscription s join process.instance i on i.id = s.instance_id
        where s.business_key = ${input.businessKey} and s.name = ${input.name} and s.state = 'waiting'
          and s.kind = ${kind}
          and i.owner = ${runner.parts.owner} order by 1`,
  );
  let received = 0;
  for (const { id } of found)
    await runner.step(ctx, sql`${id}::uuid`, async (step) => {
      const waiting = [...step.subscriptions.values()].filter((s) => s.kind === kind && s.name === input.name);
      for (const one of kind === 'message' ? waiting.slice(0, 1) : waiting) {
        // Somebody was quicker, or what was heard before has ended it.
        if (!step.subscriptions.has(one.id)) continue;
        received++;
        step.set(step.tokens.get(one.token)!, input.variables ?? {});
        await goOff(step, one);
      }
    });
  return { received };
}
