import type { Boundary } from '../model/graph.ts';
import { clear } from './clear.ts';
import type { Step, Token } from './step.ts';
import { tell } from './tell.ts';

/** The boundary event of an activity goes off. */
export async function atBoundary(step: Step, host: Token, boundary: Boundary): Promise<void> {
  let token = host;
  if (boundary.interrupting) {
    await clear(step, host);
    host.repeats = false;
    host.locals = null;
    await tell(step, host, boundary.host, 'onLeave');
  } else token = step.addToken(boundary, host.parent);
  await step.move.enter(step, token, boundary);
}
