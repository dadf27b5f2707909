import { Refusal } from '@dinh/kernel';
import { ProcessError } from '../engine-parts.ts';
import { catcher } from '../model/check.ts';
import {
  doesWork,
  type EndEvent,
  type Node,
  type RuleTask,
  type ScriptTask,
  type ServiceTask,
  type ThrowEvent,
} from '../model/graph.ts';
import { act } from './act.ts';
import { atBoundary } from './boundary.ts';
import { decideInForce } from './decide.ts';
import { type Step, type Token, OwnProcessError } from './step.ts';
import { endWithError, raise, throwAtEnd, throwEvent } from './throw.ts';
import { setBackWork } from './wait.ts';

/** Work that needs nobody: carried out at once, then the token goes on. */
export async function work(step: Step, token: Token, node: ServiceTask | RuleTask | ScriptTask): Promise<void> {
  const done = await carryOut(step, token, node, async () => {
    if (node.kind === 'service-task') return act(step, token, node);
    if (node.kind === 'rule-task') {
      const { ctx, parts } = step;
      const scope = step.scope(token, node);
      if (parts.decide) return step.set(token, { [node.result]: await parts.decide(ctx, scope, node.decision) });
      const decided = await decideInForce(ctx.app, ctx.now, node.decision, scope.variables);
      step.decided.push({ ...decided, id: step.newId(), element: node.id });
      return step.set(token, { [node.result]: decided.value });
    }
    const answer = step.value(token, node, node.script);
    if (node.result !== undefined) return step.set(token, { [node.result]: answer });
    if (answer && typeof answer === 'object' && !Array.isArray(answer)) step.set(token, answer);
  });
  if (done) await step.move.leave(step, token, node);
}

/**
 * Carries out what a handler or decision does. A fault of it undoes what it did and is tried again later, by a worker: the
 * person whose step led here has done theirs. What it refuses (a `Refusal`) refuses that step.
 * @returns false when the token does not go on now: it waits for the next try, or an error was caught elsewhere.
 */
export async function carryOut(step: Step, token: Token, node: Node, what: () => void | Promise<void>): Promise<boolean> {
  const before = step.remember();
  try {
    // FEEL alone writes nothing.
    await (node.kind === 'script-task' ? what() : step.ctx.db.attempt(async () => what()));
    return true;
  } catch (error) {
    if (error instanceof ProcessError) {
      const caught = catcher(node, 'error', error.code);
      if (caught && !step.isItem(token)) {
        await atBoundary(step, token, caught);
        return false;
      }
      if (await raise(step, token, 'error', error.code)) return false;
      if (step.instance.parentToken !== null) {
        await endWithError(step, node, error.code);
        return false;
      }
    }
    if (error instanceof Refusal || error instanceof OwnProcessError || step.trying === token.id) throw error;
    before();
    step.ctx.app.log.warn({ err: error, element: node.id, instance: step.instance.id }, 'work of a process failed');
    setBackWork(step, token, node);
    return false;
  }
}

/** Tries work again that had failed. */
export async function tryAgain(step: Step, token: Token, node: Node): Promise<void> {
  step.trying = token.id;
  if (node.kind === 'end') return atEnd(step, token, node);
  if (node.kind === 'throw') return atThrow(step, token, node);
  return work(step, token, node as ServiceTask | RuleTask | ScriptTask);
}

/** An event that throws: what it does first, then what it throws. */
export async function atThrow(step: Step, token: Token, node: ThrowEvent): Promise<void> {
  if (await handled(step, token, node)) await throwEvent(step, token, node, node.throws);
}

export async function atEnd(step: Step, token: Token, node: EndEvent): Promise<void> {
  if (await handled(step, token, node)) await throwAtEnd(step, token, node);
}

async function handled(step: Step, token: Token, node: ThrowEvent | EndEvent): Promise<boolean> {
  return !doesWork(node) || carryOut(step, token, node, () => act(step, token, node));
}
