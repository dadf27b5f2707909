import { catcher, eventSubFor } from '../model/check.ts';
import type { EndEvent, EventSubProcess, Node, Throw } from '../model/graph.ts';
import { beginEventSub } from './event-sub.ts';
import { atBoundary } from './boundary.ts';
import { drop } from './clear.ts';
import type { Step, Token } from './step.ts';
import { tellSignal } from './throw-signal.ts';
import { undo } from './undo.ts';

/** An intermediate event throws, and its token goes on unless that ended it. */
export async function throwEvent(step: Step, token: Token, node: Node, what: Throw): Promise<void> {
  if (what.type === 'signal') await broadcast(step, token, node, what.name);
  else if (what.type === 'escalation') await escalate(step, token, what.code);
  else if (what.type === 'compensation') return undo(step, token, node, what.activity);
  if (step.tokens.has(token.id)) await step.move.leave(step, token, node);
}

/** What an end event throws; then its token is over. */
export async function throwAtEnd(step: Step, token: Token, node: EndEvent): Promise<void> {
  const { throws } = node;
  if (throws?.type === 'error') {
    if (await raise(step, token, 'error', throws.code)) return;
    step.endError = throws.code;
  }
  if (throws?.type === 'terminate' || throws?.type === 'error' || throws?.type === 'cancel')
    for (const other of step.inside(token.parent)) if (other !== token) await drop(step, other);
  if (throws?.type === 'compensation') return undo(step, token, node, throws.activity);
  if (throws?.type === 'cancel') return undo(step, token, node, undefined);
  if (throws?.type === 'escalation') await escalate(step, token, throws.code);
  if (throws?.type === 'signal') await broadcast(step, token, node, throws.name);
  for (const target of step.graph.messageFlows.get(node.id) ?? [])
    step.afterwards({ type: 'message', target, data: node.inputs.length > 0 ? token.locals : null });
  if (step.tokens.has(token.id)) await step.move.endToken(step, token, node);
}

/** A called process ends with an error that nothing in it catches: it is for who called. */
export async function endWithError(step: Step, node: Node, code: string): Promise<void> {
  for (const token of step.inside(null)) await drop(step, token);
  step.instance.state = 'completed';
  step.instance.endElement = node.id;
  step.endError = code;
}

/** Gives an escalation to whoever catches it: around, or where this process was called. */
export async function escalate(step: Step, token: Token, code: string): Promise<void> {
  if (await raise(step, token, 'escalation', code)) return;
  const { parentToken } = step.instance;
  if (parentToken !== null) step.afterwards({ type: 'escalation', token: parentToken, code });
}

/**
 * Gives an error or escalation to the nearest event sub-process or boundary event around that catches it.
 * What comes out of an event sub-process that has interrupted is not caught by those beside it: the scope is theirs no more.
 * @returns false when nothing catches it.
 */
export async function raise(step: Step, token: Token, kind: 'error' | 'escalation', code: string | undefined): Promise<boolean> {
  for (let from: Token | undefined = token; from;) {
    const around: Token | undefined = from.parent === null ? undefined : step.tokens.get(from.parent)!;
    const here = step.node(from);
    const over = here.kind === 'event-sub-process' && here.start.interrupting;
    if (!over && !(around?.repeats ?? false)) {
      const sub = eventSubFor(
        eventSubsOf(step, around).filter((one) => one !== here),
        kind,
        code,
      );
      if (sub) {
        await beginEventSub(step, from.parent, sub);
        return true;
      }
    }
    if (!around) return false;
    const caught = step.isItem(around) ? undefined : catcher(step.node(around), kind, code);
    if (caught) {
      await atBoundary(step, around, caught);
      return true;
    }
    from = around;
  }
  return false;
}

/** The event sub-processes of the scope that a token holds; of the process for none. */
function eventSubsOf(step: Step, around: Token | undefined): readonly EventSubProcess[] {
  if (!around) return step.pool.eventSubs;
  const node = step.node(around);
  return 'eventSubs' in node ? node.eventSubs : [];
}

/**
 * Throws a signal: everybody who waits for it now hears it, in this process at once and in every other, of whatever app,
 * by a step of its own that a worker takes.
 */
export async function broadcast(step: Step, token: Token, node: Node, name: string): Promise<void> {
  const { ctx, instance } = step;
  const variables = token.locals && node.inputs.length > 0 ? token.locals : {};
  const waiting = [...step.subscriptions.values()].filter((s) => s.kind === 'signal' && s.name === name);
  for (const one of waiting) {
    if (!step.subscriptions.has(one.id)) continue;
    step.set(step.tokens.get(one.token)!, variables);
    await step.move.goOff(step, one);
  }
  ctx.db.send(tellSignal(name, variables, ctx.now, instance.id));
  step.afterwards({ type: 'signal', name, data: variables });
  ctx.enqueue(`${step.parts.owner}.fire-timers`, {}, { key: `now:${step.parts.owner}.fire-timers` });
}
