import type { Node } from '../model/graph.ts';
import { atBoundary } from './boundary.ts';
import { openScope } from './event-sub.ts';
import type { Done, Step, Token } from './step.ts';

/** What still has to be undone, and of which sub-process; kept with a token under names that no variable of FEEL can have. */
const plan = '#undo';
const record = '#record';
interface Planned {
  readonly element: string;
  readonly locals: Record<string, any> | null;
  readonly record: string;
}

/** Remembers an activity that has been done, when something can undo it or what is inside. */
export function remember(step: Step, token: Token, node: Node, parent = token.parent): void {
  if (!step.graph.compensates || node.undoes) return;
  const inside = [...step.done.values()].filter((one) => one.parent === token.id);
  if (!node.undoneBy && inside.length === 0) return;
  const done: Done = {
    id: step.newId(),
    parent,
    element: node.id,
    locals: token.locals,
    turn: Math.max(0, ...[...step.done.values()].map((one) => one.turn)) + 1,
  };
  step.done.set(done.id, done);
  step.doneChanges.add(done);
  for (const one of inside) {
    one.parent = done.id;
    step.doneChanges.change(one);
  }
}

/**
 * Undoes what has been done in the scope of a token, the last first, and lets the token wait for it: one activity, or
 * all. Thrown from an event sub-process it is the scope around that is undone.
 */
export async function undo(step: Step, token: Token, node: Node, activity: string | undefined): Promise<void> {
  const planned = planOf(step, scopeOf(step, token), activity);
  token.locals = { ...token.locals, [plan]: planned };
  step.tokenChanges.change(token);
  return undoNext(step, token, node);
}

/** True for a token that waits for what it undoes. */
export const isUndoing = (token: Token): boolean => token.locals?.[plan] !== undefined;

/** The next of the plan, or the end of it. */
export async function undoNext(step: Step, token: Token, node: Node): Promise<void> {
  const [first, ...rest] = token.locals![plan] as Planned[];
  if (first) {
    token.locals = { ...token.locals, [plan]: rest };
    step.tokenChanges.change(token);
    return begin(step, token, first);
  }
  const { [plan]: _, ...locals } = token.locals!;
  token.locals = Object.keys(locals).length > 0 ? locals : null;
  step.tokenChanges.change(token);
  if (node.kind !== 'end') return step.move.leave(step, token, node);
  if (node.throws?.type !== 'cancel') return step.move.endToken(step, token, node);
  const around = step.tokens.get(token.parent!)!;
  const transaction = step.node(around);
  const caught = transaction.boundaries.find((b) => b.trigger.type === 'cancel')!;
  return atBoundary(step, around, caught);
}

async function begin(step: Step, around: Token, what: Planned): Promise<void> {
  const node = step.graph.nodes.get(what.element)!;
  const sub = undoingSub(node);
  if (!sub || node.undoneBy) {
    const handler = node.undoneBy!;
    step.queue.push({ token: step.addToken(handler, around.id, what.locals), node: handler });
    return;
  }
  const token = step.addToken(sub, around.id, { ...what.locals, [record]: what.record });
  await openScope(step, token.id, sub.eventSubs);
  step.queue.push({ token: step.addToken(sub.start, token.id), node: sub.start });
}

const undoingSub = (node: Node) =>
  'eventSubs' in node ? node.eventSubs.find((s) => s.start.trigger?.type === 'compensation') : undefined;

/** Whose activities are meant: of the scope of the token, or of the scope that an event sub-process belongs to. */
function scopeOf(step: Step, token: Token): string | null {
  let parent = token.parent;
  for (;;) {
    const around = parent === null ? undefined : step.tokens.get(parent)!;
    if (!around || step.node(around).kind !== 'event-sub-process') return parent;
    const undone = around.locals?.[record] as string | undefined;
    if (undone !== undefined) return undone;
    parent = around.parent;
  }
}

/** Takes what is to be undone out of the records: it is undone once. */
function planOf(step: Step, scope: string | null, activity: string | undefined): Planned[] {
  const found = [...step.done.values()]
    .filter((one) => one.parent === scope && (activity === undefined || one.element === activity))
    .sort((a, b) => b.turn - a.turn);
  return found.flatMap((one) => {
    const node = step.graph.nodes.get(one.element)!;
    const whole = node.undoneBy !== undefined || undoingSub(node) !== undefined;
    const inner = whole ? [] : planOf(step, one.id, undefined);
    step.done.delete(one.id);
    step.doneChanges.remove(one);
    return whole ? [{ element: one.element, locals: one.locals, record: one.id }] : inner;
  });
}
