import {
  type DecisionModel,
  type KeptRule,
  keptRules,
  readDmn,
  readTables,
  type TableView,
  toJson,
} from '@dinh/decision';
import { type App, localDate, shape, type Text } from '@dinh/kernel';
import { Type } from 'typebox';
import { procedureNotFound } from './errors.ts';

interface Table {
  readonly model: DecisionModel;
  readonly views: readonly TableView[];
  /** What people call the outputs that have a name of their own. */
  readonly names: Readonly<Record<string, Text>>;
}
const tables = new Map<string, Promise<Table>>();

async function readTable(dmn: string): Promise<Table> {
  const views = readTables(dmn);
  const named = views.flatMap(({ outputs }) => outputs).filter(({ name, label }) => label.vi !== name);
  return {
    model: await readDmn(dmn),
    views,
    names: Object.fromEntries(named.map(({ name, label }) => [name, label])),
  };
}

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
  readonly fired: KeptRule[];
  readonly names: Readonly<Record<string, Text>>;
}

/**
 * What the decision `fee` of a table in force on the day of `now` says for some answers: a fee, a financial duty. Each
 * version of a table is read once. @throws procedureNotFound where no such table is in force
 */
export async function decidedAmount(
  app: App,
  key: string,
  data: Record<string, unknown>,
  now: Date,
): Promise<DecidedAmount> {
  const day = localDate(now);
  const definition = await app.definitions.at<{ dmn: string }>('decision', key, day);
  if (!definition) throw procedureNotFound({ code: key, day });
  let table = tables.get(definition.id);
  if (!table) {
    if (tables.size > 2000) tables.clear();
    tables.set(definition.id, (table = readTable(definition.body.dmn)));
  }
  const { model, views, names } = await table;
  const answer = model.evaluate('fee', data as never, { now });
  const value = toJson(answer.value as never) as { amount?: unknown; reason?: unknown } | number | null;
  const whole = typeof value === 'object' && value ? value : { amount: value };
  return {
    amount: whole.amount,
    reason: String(whole.reason ?? ''),
    decisionId: definition.id,
    fired: keptRules(answer.fired, views),
    names,
  };
}

/** Nothing, and what is no whole amount, is not zero đồng. */
export function wholeDong(value: unknown): number | null {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return null;
  const amount = Number(value);
  return Number.isSafeInteger(amount) && amount >= 0 && amount <= 1e15 ? amount : null;
}
