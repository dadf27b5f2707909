import { expressionFailed } from '../errors.ts';
import type { Items, Loop, Node } from '../model/graph.ts';
import { clear } from './clear.ts';
import type { Step, Token } from './step.ts';

const mostItems = 1000;

/** Opens an activity that is done several times; the token stays as the one around its turns. */
export async function openRepetition(step: Step, token: Token, node: Node): Promise<void> {
  const how = node.repetition!;
  if (how.kind === 'loop') {
    token.repeats = true;
    token.locals = { loopCounter: 0 };
    if (how.testBefore && !again(step, token, node, how)) return leaveRepetition(step, token, node);
    return turn(step, token, node, null);
  }
  const items = itemsOf(step, token, node, how);
  if (items.length === 0) return step.move.leave(step, token, node);
  token.repeats = true;
  token.locals = { completed: 0, total: items.length, ...(how.sequential && { [rest]: items }) };
  step.tokenChanges.change(token);
  const now = how.sequential ? items.slice(0, 1) : items;
  for (const [index, value] of now.entries()) turn(step, token, node, { [how.item]: value, index: index + 1 });
}

/** The items of one after the other, kept while they last; no variable of FEEL can have this name. */
const rest = '#items';

function itemsOf(step: Step, token: Token, node: Node, { collection }: Items): unknown[] {
  const value: unknown = step.value(token, node, collection);
  const items = Number.isInteger(value) ? numbers(value as number) : value;
  if (!Array.isArray(items) || items.length > mostItems)
    throw expressionFailed({ element: node.name.vi, expression: `${collection.source}: ≤ ${mostItems}` });
  return items;
}

const numbers = (times: number): number[] => Array.from({ length: Math.min(Math.max(times, 0), mostItems + 1) }, (_, i) => i + 1);

function turn(step: Step, around: Token, node: Node, locals: Token['locals']): void {
  step.queue.push({ token: step.addToken(node, around.id, locals), node });
}

function again(step: Step, around: Token, node: Node, loop: Loop): boolean {
  const { loopCounter } = around.locals as { loopCounter: number };
  if (loop.maximum !== undefined && loopCounter >= loop.maximum) return false;
  return loop.condition === undefined || step.value(around, node, loop.condition) === true;
}

async function leaveRepetition(step: Step, around: Token, node: Node): Promise<void> {
  await clear(step, around);
  around.repeats = false;
  around.locals = null;
  await step.move.leave(step, around, node);
}

/** One turn is done; the whole goes on after the last, or when its completion condition holds. */
export async function finishItem(step: Step, token: Token, node: Node): Promise<void> {
  const around = step.tokens.get(token.parent!)!;
  const how = node.repetition!;
  step.removeToken(token);
  step.tokenChanges.change(around);
  if (how.kind === 'loop') {
    around.locals = { loopCounter: (around.locals as { loopCounter: number }).loopCounter + 1 };
    return again(step, around, node, how) ? turn(step, around, node, null) : leaveRepetition(step, around, node);
  }
  const completed = (around.locals as { completed: number }).completed + 1;
  around.locals = { ...around.locals, completed };
  if (how.collect) {
    const soFar = (step.variables(around)[how.collect] ?? []) as unknown[];
    step.set(around, { [how.collect]: [...soFar, token.locals] });
  }
  const enough = how.until !== undefined && step.value(around, node, how.until) === true;
  if (enough) return leaveRepetition(step, around, node);
  const items = around.locals[rest] as unknown[] | undefined;
  if (items && completed < items.length) return turn(step, around, node, { [how.item]: items[completed], index: completed + 1 });
  if (step.inside(around.id).length === 0) return leaveRepetition(step, around, node);
}
