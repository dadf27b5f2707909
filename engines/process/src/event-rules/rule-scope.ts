import type { App, Definition, NewEvent, Transaction } from '@dinh/kernel';
import { evaluate, fromJson, toJson } from '@dinh/decision';
import type { EventRule } from './event-rule.ts';

export type Rule = Definition<EventRule>;

/** What holding a rule against events needs: the transaction of a consumer or of a command. */
export interface RuleContext {
  readonly app: App;
  readonly now: Date;
  readonly db: Transaction;
  emit(event: NewEvent): void;
}

/** The value of a FEEL text over `event` and what else a scope holds, as plain data. */
export function feel(ctx: Pick<RuleContext, 'now'>, text: string, scope: object): unknown {
  return toJson(evaluate(text, fromJson(scope) as Record<string, unknown>, { now: ctx.now }));
}
