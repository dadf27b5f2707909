import type { Field, FormDefinition } from './definition.ts';
import { type Data, isRecord, own, setAt } from './data.ts';
import type { FormEnvironment } from './environment.ts';
import type { Text } from './messages.ts';
import { validateForm } from './validate.ts';
import { readValue } from './values.ts';

/** What is known about the applicant from one source: `{ from: { vi: 'tài khoản của bạn', … }, value: { name: … } }`. */
export interface Fact {
  readonly from: Text;
  readonly value: unknown;
}

/** Known facts by their root: `applicant`, `results.land-certificate`. */
export type Facts = Readonly<Record<string, Fact>>;

export interface Prefilled {
  readonly data: Data;
  /** Where each answer that was filled in comes from, as a sentence, by place. Kept with the draft by the caller. */
  readonly origins: Readonly<Record<string, Text>>;
  /** What would be filled in for questions that are not asked yet, but by an answer of the same page may be; by place. */
  readonly waiting: Readonly<Record<string, unknown>>;
}

/**
 * Fills empty visible answers from known facts and defaults. An answer that is there stays; a fact that the field
 * would refuse (an old format, a code that is gone) is left out. Entries of repeated groups are not filled.
 *
 * @param only key of a page: its fields alone are filled (for a page that is opened for the first time)
 */
export function prefillForm(form: FormDefinition, data: unknown, facts: Facts, env: FormEnvironment, only?: string): Prefilled {
  const filled: Data = isRecord(data) ? structuredClone(data) : {};
  const origins: Record<string, Text> = {};
  const waiting: Record<string, unknown> = {};
  const { visible } = validateForm(form, data, env);
  const fill = (fields: readonly Field[], there: unknown, prefix: string) => {
    for (const field of fields) {
      const path = prefix + field.key;
      const asked = visible.has(path);
      if (!asked && (!field.when || field.type === 'group')) continue;
      const answer = own(there, field.key);
      if (field.type === 'group' && !field.repeat) fill(field.fields ?? [], answer, `${path}.`);
      else if (answer === undefined || answer === null || answer === '') {
        const fact = field.prefill ? factAt(facts, field.prefill) : undefined;
        const known = fact && reads(field, fact.value, env);
        const value = known ?? field.default;
        if (value === undefined) continue;
        if (asked) setAt(filled, path, value);
        else waiting[path] = value;
        if (fact && known !== undefined) origins[path] = originOf(fact.from);
      }
    }
  };
  for (const page of form.pages) if (only === undefined || page.key === only) fill(page.fields, filled, '');
  return { data: filled, origins, waiting };
}

function reads(field: Field, value: unknown, env: FormEnvironment): unknown {
  if (field.type === 'group') return Array.isArray(value) && value.length > 0 ? value : undefined;
  const reading = readValue(field, value, env);
  return reading.error ? undefined : reading.value;
}

/** `Lấy từ tài khoản của bạn.` */
export const originOf = (from: Text): Text => ({ vi: `Lấy từ ${from.vi}.`, en: `From ${from.en}.` });

/** The fact at a path: the longest root that is known, then down its value. */
export function factAt(facts: Facts, path: string): Fact | undefined {
  const steps = path.split('.');
  for (let length = steps.length; length > 0; length -= 1) {
    const root = steps.slice(0, length).join('.');
    if (!Object.hasOwn(facts, root)) continue;
    const fact = facts[root] as Fact;
    const value = steps.slice(length).reduce<unknown>((at, step) => own(at, step), fact.value);
    return value === undefined || value === null || value === '' ? undefined : { from: fact.from, value };
  }
  return undefined;
}
