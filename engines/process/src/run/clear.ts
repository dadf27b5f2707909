import type { Step, Token } from './step.ts';
import { disarm, endTask } from './wait.ts';

/** Ends everything that a token holds: its task, timers, subscriptions and all tokens inside. */
export async function clear(step: Step, token: Token): Promise<void> {
  for (const inner of step.inside(token.id)) await drop(step, inner);
  disarm(step, token);
  for (const done of step.done.values())
    if (done.parent === token.id) {
      step.done.delete(done.id);
      step.doneChanges.remove(done);
    }
  if (!token.repeats && step.node(token).kind === 'call-activity') step.afterwards({ type: 'cancel-called', token: token.id });
  for (const task of step.tasks.values()) if (task.token === token.id) await endTask(step, task, { state: 'cancelled' });
}

/** Removes a token with all that it holds. */
export async function drop(step: Step, token: Token): Promise<void> {
  await clear(step, token);
  step.removeToken(token);
}
