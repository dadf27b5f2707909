import type { AdHoc } from '../model/graph.ts';
import { clear } from './clear.ts';
import { openScope } from './event-sub.ts';
import type { Step, Token } from './step.ts';

/** Where in the order of a sequential ad-hoc sub-process its token is; no variable of FEEL can have this name. */
const next = '#next';

/** An ad-hoc sub-process begins: its activities all at once, one after the other, or when people start them. */
export async function openAdHoc(step: Step, token: Token, node: AdHoc): Promise<void> {
  await openScope(step, token.id, node.eventSubs);
  if (node.byHand) return;
  const now = node.sequential ? node.entries.slice(0, 1) : node.entries;
  if (node.sequential) token.locals = { ...token.locals, [next]: 1 };
  for (const entry of now) step.queue.push({ token: step.addToken(entry, token.id), node: entry });
}

/** A person starts an activity of an ad-hoc sub-process. @returns false when none that is open has it. */
export function startEntry(step: Step, element: string): boolean {
  for (const token of step.tokens.values()) {
    const node = step.node(token);
    if (node.kind !== 'ad-hoc' || token.repeats) continue;
    const entry = node.entries.find((e) => e.id === element);
    if (!entry) continue;
    step.queue.push({ token: step.addToken(entry, token.id), node: entry });
    return true;
  }
  return false;
}

/** Something inside has ended: the whole is over, or the next begins, or it waits. */
export async function afterAdHoc(step: Step, around: Token, node: AdHoc): Promise<void> {
  const busy = step.inside(around.id).some((t) => !step.isGuard(t));
  const over = node.until !== undefined && step.value(around, node, node.until) === true;
  if (over && (node.cancelsRest || !busy)) return finish(step, around, node);
  if (busy || over) return;
  const place = around.locals?.[next] as number | undefined;
  const entry = place === undefined ? undefined : node.entries[place];
  if (entry) {
    around.locals = { ...around.locals, [next]: place! + 1 };
    step.tokenChanges.change(around);
    step.queue.push({ token: step.addToken(entry, around.id), node: entry });
    return;
  }
  // By hand it waits for its condition; otherwise all is done that was to be done.
  if (!node.byHand || node.until === undefined) return finish(step, around, node);
}

async function finish(step: Step, around: Token, node: AdHoc): Promise<void> {
  await clear(step, around);
  if (around.locals?.[next] !== undefined) {
    const { [next]: _, ...locals } = around.locals;
    around.locals = Object.keys(locals).length > 0 ? locals : null;
  }
  await step.move.leave(step, around, node);
}
