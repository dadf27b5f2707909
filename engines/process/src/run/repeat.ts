import { expressionFailed } from '../errors.ts';
import type { Node } from '../model/graph.ts';
import { clear, enter, leave } from './move.ts';
import type { Step, Token } from './step.ts';

const mostItems = 1000;

/** Opens an activity once per item of its list; the token stays as the one around them. */
export async function openRepetition(step: Step, token: Token, node: Node): Promise<void> {
  const { collection, item } = node.repetition!;
  const items: unknown = step.value(token, node, collection);
  if (!Array.isArray(items) || items.length > mostItems)
    throw expressionFailed({ element: node.name.vi, expression: `${collection.source}: ≤ ${mostItems}` });
  if (items.length === 0) return leave(step, token, node);
  token.repeats = true;
  token.locals = { completed: 0, total: items.length };
  step.tokenChanges.change(token);
  const inner = items.map((value, index) =>
    step.addToken(node, token.id, { [item]: value, index: index + 1 }),
  );
  for (const one of inner) if (step.tokens.has(one.id)) await enter(step, one, node);
}

/** One item is done; the whole goes on after the last, or when its completion condition holds. */
export async function finishItem(step: Step, token: Token, node: Node): Promise<void> {
  const around = step.tokens.get(token.parent!)!;
  const { collect, until } = node.repetition!;
  const { completed, total } = around.locals as { completed: number; total: number };
  step.removeToken(token);
  around.locals = { completed: completed + 1, total };
  step.tokenChanges.change(around);
  if (collect) {
    const soFar = (step.variables(around)[collect] ?? []) as unknown[];
    step.set(around, { [collect]: [...soFar, token.locals] });
  }
  const enough = until !== undefined && step.value(around, node, until) === true;
  if (step.inside(around.id).length > 0 && !enough) return;
  await clear(step, around);
  around.repeats = false;
  around.locals = null;
  await leave(step, around, node);
}
