/** The two models of the bench `decision` with feelin, called as its README says: the texts with their context. */
import { evaluate, unaryTest } from 'feelin';
import { FEE_RULES, ORDER_DECISIONS } from './decision-models.ts';
import type { FeeInput, OrderInput } from './decision-models.ts';

/** feelin has no decision tables, so its users go through the rules themselves; the first that fits decides. */
export function feeByFeelin(input: FeeInput): { amount: unknown; reason: unknown } | null {
  const values = [input.kind, input.area, input.copies, input.online];
  for (const rule of FEE_RULES) {
    const fits = values.every((value, i) => {
      const cell = rule[i] as string;
      return cell === '-' || unaryTest(cell, { ...input, '?': value }).value === true;
    });
    if (fits) return { amount: evaluate(rule[4], { ...input }).value, reason: evaluate(rule[5], { ...input }).value };
  }
  return null;
}

/** Each decision in turn, with the results so far as its context. */
export function orderByFeelin(input: OrderInput): Record<string, unknown> {
  const context: Record<string, unknown> = { ...input };
  for (const { name, text } of ORDER_DECISIONS) context[name] = evaluate(text, context).value;
  return context['Result'] as Record<string, unknown>;
}
