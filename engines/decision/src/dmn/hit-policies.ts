/** What becomes of the rules that match: the hit policies of decision tables. */
import { compare, equal } from '../feel/compare.ts';
import { maximum, minimum, sum } from '../builtins/aggregates.ts';
import type { Environment } from '../feel/environment.ts';
import type { Value } from '../feel/values.ts';
import { isContext } from '../feel/values.ts';

const policyNames = ['UNIQUE', 'ANY', 'PRIORITY', 'FIRST', 'COLLECT', 'RULE ORDER', 'OUTPUT ORDER'] as const;
const aggregationNames = ['SUM', 'COUNT', 'MIN', 'MAX'] as const;
export type HitPolicy = (typeof policyNames)[number];
export type Aggregation = (typeof aggregationNames)[number];
export const hitPolicies: ReadonlySet<string> = new Set(policyNames);
export const aggregations: ReadonlySet<string> = new Set(aggregationNames);

export interface Policy {
  readonly hitPolicy: HitPolicy;
  readonly aggregation: Aggregation | null;
  /** Per output, its values in order of priority; empty when none are given. */
  readonly priorities: readonly { readonly name: string; readonly values: readonly Value[] }[];
}

/** What the policy makes of no rule at all; undefined where it has no answer to that: one output was wanted. */
export function settleNone({ hitPolicy, aggregation }: Policy): Value | undefined {
  if (hitPolicy === 'RULE ORDER' || hitPolicy === 'OUTPUT ORDER') return [];
  if (hitPolicy !== 'COLLECT') return undefined;
  // As FEEL has it: the list of nothing counts 0, and has no sum and no least or greatest item.
  if (aggregation === null) return [];
  return aggregation === 'COUNT' ? 0 : undefined;
}

/** The result of at least one matching rule, given their outputs in the order of the rules. */
export function settle(policy: Policy, hits: Value[], env: Environment): Value {
  switch (policy.hitPolicy) {
    case 'UNIQUE':
      return hits.length === 1 ? (hits[0] as Value) : env.note(`${hits.length} rules match where only one may.`);
    case 'ANY':
      return hits.every((hit) => equal(hit, hits[0] as Value, env) === true)
        ? (hits[0] as Value)
        : env.note('The matching rules do not agree.');
    case 'FIRST':
      return hits[0] as Value;
    case 'PRIORITY':
      return byPriority(policy, hits)[0] as Value;
    case 'OUTPUT ORDER':
      return byPriority(policy, hits);
    case 'RULE ORDER':
      return hits;
    case 'COLLECT':
      return policy.aggregation ? aggregate(policy.aggregation, hits, env) : hits;
    default:
      return unknown(env);
  }
}

/** Stable: rules of the same priority stay in their order. The first output decides, then the second… */
function byPriority(policy: Policy, hits: Value[]): Value[] {
  const ranked = hits.map((hit) => ({ hit, ranks: policy.priorities.map((output) => rank(output, hit)) }));
  ranked.sort((a, b) => {
    const at = a.ranks.findIndex((value, i) => value !== b.ranks[i]);
    return at < 0 ? 0 : (a.ranks[at] ?? 0) - (b.ranks[at] ?? 0);
  });
  return ranked.map(({ hit }) => hit);
}

function rank(output: { name: string; values: readonly Value[] }, hit: Value): number {
  const value = isContext(hit) ? (hit[output.name] ?? null) : hit;
  const place = output.values.findIndex((item) => equal(item, value) === true);
  return place < 0 ? output.values.length : place;
}

/** A word that DMN does not have, of which the reader has told. */
const unknown = (env: Environment): null => env.note('The table does not say how its rules are chosen.');

function aggregate(aggregation: Aggregation, hits: Value[], env: Environment): Value {
  switch (aggregation) {
    case 'COUNT':
      return hits.length;
    case 'SUM':
      return sum(env, hits);
    case 'MIN':
      return compare(hits[0] as Value, hits[0] as Value) === null ? env.note('The outputs have no order.') : minimum(env, hits);
    case 'MAX':
      return compare(hits[0] as Value, hits[0] as Value) === null ? env.note('The outputs have no order.') : maximum(env, hits);
    default:
      return unknown(env);
  }
}
