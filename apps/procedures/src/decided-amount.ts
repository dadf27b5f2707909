import { type KeptRule, publishedDecision } from '@dinh/decision';
import { type App, localDate, shape, type Text } from '@dinh/kernel';
import { Type } from 'typebox';
import { procedureNotFound } from './errors.ts';

const words = { vi: Type.String(), en: Type.String() };

/** A rule of a table that decided, with the values that it saw and gave. */
export const FiredRule = shape({
  decision: Type.String(),
  rule: Type.Integer({ description: 'place in the table, counted from 1' }),
  annotations: Type.Array(Type.String()),
  inputs: Type.Record(Type.String(), Type.Unknown(), { description: 'by the id of the column' }),
  outputs: Type.Record(Type.String(), Type.Unknown(), { description: 'by name' }),
  called: Type.Optional(
    shape({
      inputs: Type.Record(Type.String(), shape({ ...words, expression: Type.String() })),
      outputs: Type.Record(Type.String(), shape(words)),
      english: Type.Optional(
        Type.Record(Type.String(), Type.String(), {
          description: 'what texts that were given say in English, by the name of the output',
        }),
      ),
      annotation: Type.Optional(Type.String({ description: 'what stands beside the rule, in English' })),
    }),
  ),
});

export interface DecidedAmount {
  /** As the table gave it; whoever asks judges whether it is an amount. */
  readonly amount: unknown;
  readonly reason: string;
  /** Id of the version of the decision. */
  readonly decisionId: string;
  readonly fired: readonly KeptRule[];
  readonly names: Readonly<Record<string, Text>>;
}

/**
 * What the decision `fee` of a table in force on the day of `now` says for some answers: a fee, a financial duty.
 * @throws procedureNotFound where no such table is in force
 */
export async function decidedAmount(app: App, key: string, data: Record<string, unknown>, now: Date): Promise<DecidedAmount> {
  const day = localDate(now);
  const table = await publishedDecision(app.definitions, key, day);
  if (!table) throw procedureNotFound({ code: key, day });
  const { value, fired } = table.decide('fee', data, now);
  const whole = (typeof value === 'object' && value ? value : { amount: value }) as {
    amount?: unknown;
    reason?: unknown;
  };
  return {
    amount: whole.amount,
    reason: String(whole.reason ?? ''),
    decisionId: table.version.id,
    fired,
    names: table.names,
  };
}

/** Nothing, and what is no whole amount, is not zero đồng. */
export function wholeDong(value: unknown): number | null {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return null;
  const amount = Number(value);
  return Number.isSafeInteger(amount) && amount >= 0 && amount <= 1e15 ? amount : null;
}
