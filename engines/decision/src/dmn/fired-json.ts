import type { Words } from '../feel/errors.ts';
import type { RuleFired } from '../feel/environment.ts';
import { toJson } from '../feel/json.ts';
import type { TableView } from './table-view.ts';

/** A rule that fired as it is kept with what it decided: plain data, whatever the version of the table later says. */
export interface KeptRule {
  readonly decision: string;
  /** Place in the table, counted from 1. */
  readonly rule: number;
  readonly annotations: readonly string[];
  /** By the id of the column where `called` names it, otherwise by its label (or expression). */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** By name. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What stood in the table, in both languages; missing in what was kept before this was, and for tables of other knowledge. */
  readonly called?: KeptWords;
}

export interface KeptWords {
  /** By the id of the column, with the expression whose value it saw. */
  readonly inputs: Readonly<Record<string, Words & { readonly expression: string }>>;
  /** By the name of the output. */
  readonly outputs: Readonly<Record<string, Words>>;
  /** What texts that were given say in English, by the name of the output, where the table tells it. */
  readonly english?: Readonly<Record<string, string>>;
  /** What stands beside the rule, in English. */
  readonly annotation?: string;
}

/**
 * The rules that fired, to be stored.
 * @param tables of the same model, as `readTables` read them
 */
export function keptRules(fired: readonly RuleFired[], tables: readonly TableView[]): KeptRule[] {
  return fired.map((one) => {
    const { decision, rule, annotations, outputs } = one;
    const table = tables.find((candidate) => candidate.decision === decision);
    return {
      decision,
      rule,
      annotations: [...annotations],
      inputs: toJson(table ? seen(one, table) : one.inputs) as Record<string, unknown>,
      outputs: toJson(outputs) as Record<string, unknown>,
      ...(table && { called: wordsOf(rule, table) }),
    };
  });
}

const columnId = ({ id }: TableView['inputs'][number], at: number): string => id ?? `input-${at + 1}`;

const seen = ({ values }: RuleFired, { inputs }: TableView): RuleFired['inputs'] =>
  Object.fromEntries(inputs.map((input, i) => [columnId(input, i), values[i] ?? null]));

function wordsOf(rule: number, { inputs, outputs, rules }: TableView): KeptWords {
  const english = rules[rule - 1]?.english;
  const texts = outputs.flatMap(({ name }, i) => {
    const text = english?.outputs[i];
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    inputs: Object.fromEntries(inputs.map((input, i) => [columnId(input, i), { ...input.label, expression: input.expression }])),
    outputs: Object.fromEntries(outputs.map(({ name, label }) => [name, label])),
    ...(texts.length > 0 && { english: Object.fromEntries(texts) }),
    ...(english?.annotation !== undefined && { annotation: english.annotation }),
  };
}
