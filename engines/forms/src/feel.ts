import { evaluate, type Expression, FeelDate, FeelError, fromJson, parseExpression, toJson, type Value } from '@dinh/decision';
import type { Text } from '@dinh/kernel';
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

interface Read {
  readonly expression: Expression;
  readonly names: readonly string[];
}

const reads = new Map<string, Read>();

/** Expressions are read once; all forms of a province together hold a few hundred. */
function readOnce(text: string): Read {
  let read = reads.get(text);
  if (!read) {
    const expression = parseExpression(text);
    if (reads.size > 5000) reads.clear();
    reads.set(text, (read = { expression, names: namesOf(expression) }));
  }
  return read;
}

/** The value of an expression; null when it cannot be computed (a form never fails by an expression). */
export function valueOf(text: string, scope: Scope): unknown {
  try {
    const { expression, names } = readOnce(text);
    // Only what the expression names is handed over: the engine walks through all that it is given.
    const context: Names = {};
    for (const name of names) context[name] = nearest(name, scope.layers);
    return evaluate(expression, context, { now: scope.env.now });
  } catch {
    return null;
  }
}

function nearest(name: string, layers: readonly Names[]): unknown {
  for (let i = layers.length - 1; i >= 0; i -= 1) {
    const layer = layers[i];
    if (layer && Object.hasOwn(layer, name)) return layer[name];
  }
  return null;
}

/** Whether a condition is true; null and everything else is not. */
export const holds = (expression: string, scope: Scope): boolean => valueOf(expression, scope) === true;

/** An answer as a FEEL value: days become dates, numbers exact decimals, so that `evaluate` need not copy them. */
export function toFeel(field: Field, value: unknown): unknown {
  if (field.type !== 'date' || typeof value !== 'string') return fromJson(value);
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

/** The answers that an expression names, or why it cannot be read. */
export function namesIn(expression: string): { readonly names: readonly string[] } | { readonly error: Text } {
  try {
    return { names: namesOf(parseExpression(expression)) };
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
    return { error: error.text };
  }
}

/** Names without those that the expression declares itself (`some w in workers satisfies …`). */
function namesOf(expression: Expression): string[] {
  const named = new Set<string>();
  const declared = new Set<string>(['item', 'partial', '?']);
  collect(expression.tree, named, declared);
  return [...named].filter((name) => !declared.has(name));
}

function collect(node: unknown, named: Set<string>, declared: Set<string>): void {
  if (Array.isArray(node)) for (const one of node) collect(one, named, declared);
  if (!isRecord(node)) return;
  if (node['is'] === 'name' && typeof node['name'] === 'string') named.add(node['name']);
  // The function that is called is no answer.
  const skipped = node['is'] === 'call' && isRecord(node['target']) && node['target']['is'] === 'name' ? 'target' : '';
  for (const [key, child] of Object.entries(node)) {
    if (key === 'iterators' || key === 'parameters') for (const one of child as Names[]) declared.add(String(one['name']));
    if (key !== skipped && key !== 'type') collect(child, named, declared);
  }
}
