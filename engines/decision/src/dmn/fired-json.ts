import type { RuleFired } from '../feel/environment.ts';
import { toJson } from '../feel/json.ts';

/** A rule that fired as it is kept with what it decided: plain data, whatever the version of the table later says. */
export interface KeptRule {
  readonly decision: string;
  /** Place in the table, counted from 1. */
  readonly rule: number;
  readonly annotations: readonly string[];
  /** By the label of the input (or its expression). */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The rules that fired, to be stored. */
export function keptRules(fired: readonly RuleFired[]): KeptRule[] {
  return fired.map(({ decision, rule, annotations, inputs, outputs }) => ({
    decision,
    rule,
    annotations: [...annotations],
    inputs: toJson(inputs) as Record<string, unknown>,
    outputs: toJson(outputs) as Record<string, unknown>,
  }));
}
