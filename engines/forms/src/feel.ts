import { evaluate, FeelDate, parseExpression, toJson, type Value } from '@dinh/decision';
import type { Field } from './definition.ts';
import { isRecord } from './data.ts';
import type { FormEnvironment } from './environment.ts';

/** Answers as expressions see them: by field, null when there is none. */
export type Names = { [name: string]: unknown };

/** Names of the form, then of each group on the way to where an expression stands; the nearest wins. */
export interface Scope {
  readonly env: FormEnvironment;
  readonly layers: readonly Names[];
}

/** The value of an expression; null when it cannot be computed (a form never fails by an expression). */
export function valueOf(expression: string, scope: Scope): unknown {
  const names = scope.layers.length === 1 ? scope.layers[0] : Object.assign({}, ...scope.layers);
  try {
    return evaluate(expression, names, { now: scope.env.now });
  } catch {
    return null;
  }
}

/** Whether a condition is true; null and everything else is not. */
export const holds = (expression: string, scope: Scope): boolean => valueOf(expression, scope) === true;

/** An answer as a FEEL value: dates become dates; numbers become exact decimals in `evaluate`; the rest stays. */
export function toFeel(field: Field, value: unknown): unknown {
  if (field.type !== 'date' || typeof value !== 'string') return value;
  const [year = 0, month = 0, day = 0] = value.split('-').map(Number);
  return new FeelDate(year, month, day);
}

/** A computed value as JSON: exact decimals as numbers where they fit, dates as ISO text. */
export function fromFeel(value: unknown): unknown {
  if (value === undefined || value === null || typeof value !== 'object') return value ?? null;
  const plain: unknown = toJson(value as Value);
  if (typeof plain === 'string' && /^-?\d+(\.\d+)?$/.test(plain) && plain.length < 17) return Number(plain);
  return isRecord(plain) || Array.isArray(plain) ? null : plain;
}

/**
 * The answers that an expression names, without those that it declares itself (`some w in workers satisfies …`),
 * or why it cannot be read.
 */
export function namesIn(
  expression: string,
): { readonly names: readonly string[] } | { readonly error: string } {
  try {
    const named = new Set<string>();
    const declared = new Set<string>(['item', 'partial', '?']);
    collect(parseExpression(expression).tree, named, declared);
    return { names: [...named].filter((name) => !declared.has(name)) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function collect(node: unknown, named: Set<string>, declared: Set<string>): void {
  if (Array.isArray(node)) for (const one of node) collect(one, named, declared);
  if (!isRecord(node)) return;
  if (node['is'] === 'name' && typeof node['name'] === 'string') named.add(node['name']);
  // The function that is called is no answer.
  const skipped =
    node['is'] === 'call' && isRecord(node['target']) && node['target']['is'] === 'name' ? 'target' : '';
  for (const [key, child] of Object.entries(node)) {
    if (key === 'iterators' || key === 'parameters')
      for (const one of child as Names[]) declared.add(String(one['name']));
    if (key !== skipped && key !== 'type') collect(child, named, declared);
  }
}
