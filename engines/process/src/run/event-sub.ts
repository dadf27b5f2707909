import type { EventSubProcess } from '../model/graph.ts';
import { isWait } from '../model/triggers.ts';
import { drop } from './clear.ts';
import type { Step } from './step.ts';
import { tell } from './tell.ts';
import { arm } from './wait.ts';

/** A scope begins: its event sub-processes wait for their triggers, each by a token that guards its start event. */
export async function openScope(step: Step, parent: string | null, subs: readonly EventSubProcess[]): Promise<void> {
  for (const { start } of subs) {
    const { trigger } = start;
    if (!trigger || !isWait(trigger)) continue;
    await arm(step, step.addToken(start, parent), start, trigger);
  }
}

/** The start event of an event sub-process has gone off; when it interrupts, all else in its scope ends. */
export async function beginEventSub(step: Step, parent: string | null, sub: EventSubProcess): Promise<void> {
  if (sub.start.interrupting) for (const other of step.inside(parent)) await drop(step, other);
  const token = step.addToken(sub, parent);
  await tell(step, token, sub, 'onEnter');
  await openScope(step, token.id, sub.eventSubs);
  step.queue.push({ token: step.addToken(sub.start, token.id), node: sub.start });
}
