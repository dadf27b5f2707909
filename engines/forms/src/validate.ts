import type { Field, FormDefinition } from './definition.ts';
import { type Data, isRecord, own } from './data.ts';
import type { FormEnvironment } from './environment.ts';
import { fromFeel, holds, type Names, type Scope, toFeel, valueOf } from './feel.ts';
import { messages, type Text } from './messages.ts';
import { readValue } from './values.ts';
import { tidy } from './writing.ts';

/** Something in the answers that must be put right, said so that the reader knows what to do. */
export interface FormError {
  /** Place of the answer: `workers[0].name`. */
  readonly path: string;
  /** Key of the page on which it is asked. */
  readonly page: string;
  readonly message: Text;
}

export interface Validation {
  /**
   * The answers: NFC, trimmed, typed, in the order of the form, without hidden and unknown fields. An answer with
   * an error is left as it was written, so that it can be shown and kept in a draft.
   */
  readonly data: Data;
  readonly errors: readonly FormError[];
  /** Places of the fields that are visible, pages included (`page:owner`). */
  readonly visible: ReadonlySet<string>;
  /** Places of the fields that must be answered. */
  readonly required: ReadonlySet<string>;
}

interface Run {
  readonly env: FormEnvironment;
  readonly errors: FormError[];
  readonly visible: Set<string>;
  readonly required: Set<string>;
  /** Requirements and checks may look at the whole form, so they are asked after everything is read. */
  readonly later: (() => void)[];
  page: string;
}

/**
 * Reads and judges answers. The same function in the browser and on the server; it throws for no `data` whatever.
 * Conditions see the answers that stand before them; hidden fields are neither judged nor kept.
 *
 * @param only key of a page: its errors alone are given (the whole is still read)
 */
export function validateForm(form: FormDefinition, data: unknown, env: FormEnvironment, only?: string): Validation {
  const run: Run = { env, errors: [], visible: new Set(), required: new Set(), later: [], page: '' };
  const names: Names = emptyNames(form.pages.flatMap((page) => page.fields));
  const scope: Scope = { env, layers: [names] };
  const kept: Data = {};
  for (const page of form.pages) {
    run.page = page.key;
    if (page.when && !holds(page.when, scope)) continue;
    run.visible.add(`page:${page.key}`);
    readFields(page.fields, data, '', scope, names, kept, run);
  }
  for (const judge of run.later) judge();
  return {
    data: kept,
    errors: inFormOrder(run, only),
    visible: run.visible,
    required: run.required,
  };
}

/** Errors as they are met going down the form; requirements and checks were asked last. */
function inFormOrder(run: Run, only: string | undefined): FormError[] {
  const errors = only === undefined ? run.errors : run.errors.filter((error) => error.page === only);
  if (errors.length < 2) return errors;
  const places = new Map([...run.visible].map((path, i) => [path, i]));
  // A part of an address stands where the address stands.
  const placeOf = ({ path }: FormError) => places.get(path) ?? places.get(path.replace(/\.\w+$/, '')) ?? 0;
  return errors.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Every name known, as null, so that an expression never meets an unknown one. */
const emptyNames = (fields: readonly Field[]): Names => Object.fromEntries(fields.map((field) => [field.key, null]));

function readFields(
  fields: readonly Field[],
  raw: unknown,
  prefix: string,
  scope: Scope,
  names: Names,
  kept: Data,
  run: Run,
): void {
  for (const field of fields) {
    if (field.when && !holds(field.when, scope)) continue;
    const path = prefix + field.key;
    run.visible.add(path);
    if (field.type === 'info' || field.type === 'component') continue;
    if (field.type === 'computed') {
      const value = valueOf(field.value ?? 'null', scope);
      names[field.key] = value;
      const plain = fromFeel(value);
      if (plain !== null && plain !== undefined) kept[field.key] = plain;
      judgeLater(field, path, scope, run, false, false);
    } else if (field.type === 'group') {
      readGroup(field, own(raw, field.key), path, scope, names, kept, run);
    } else readSimple(field, own(raw, field.key), path, scope, names, kept, run);
  }
}

function readSimple(field: Field, raw: unknown, path: string, scope: Scope, names: Names, kept: Data, run: Run): void {
  const reading = readValue(field, raw, run.env);
  if (reading.error) {
    const written = asWritten(raw);
    if (written !== undefined) kept[field.key] = written;
    run.errors.push({ path: path + (reading.at ?? ''), page: run.page, message: reading.error });
    return;
  }
  if (reading.value !== undefined) {
    kept[field.key] = reading.value;
    names[field.key] = toFeel(field, reading.value);
  }
  judgeLater(field, path, scope, run, reading.value === undefined, true);
}

const textAsWritten = (value: unknown) => (typeof value === 'string' ? tidy(value.slice(0, 20_000), true) : undefined);

/** A wrong answer as it may be shown again: strings, and flat lists and records of them; nothing deeper or longer. */
function asWritten(raw: unknown): unknown {
  if (typeof raw === 'number' && Number.isFinite(raw)) return raw + 0; // no −0: JSON has none
  if (Array.isArray(raw)) {
    const texts = raw.slice(0, 100).map(textAsWritten).filter(Boolean);
    return texts.length > 0 ? texts : undefined;
  }
  if (!isRecord(raw)) return textAsWritten(raw);
  const parts = Object.entries(raw).filter(([key, value]) => /^[a-z]{1,20}$/.test(key) && typeof value === 'string');
  if (parts.length === 0) return undefined;
  return Object.fromEntries(parts.slice(0, 10).map(([key, value]) => [key, textAsWritten(value)]));
}

function readGroup(field: Field, raw: unknown, path: string, scope: Scope, names: Names, kept: Data, run: Run): void {
  const inside = field.fields ?? [];
  const readOne = (one: unknown, at: string): [Data, Names] => {
    const innerNames = emptyNames(inside);
    const inner: Data = {};
    readFields(inside, one, `${at}.`, { env: scope.env, layers: [...scope.layers, innerNames] }, innerNames, inner, run);
    return [inner, innerNames];
  };
  if (!field.repeat) {
    const [inner, innerNames] = readOne(raw, path);
    names[field.key] = innerNames;
    if (Object.keys(inner).length > 0) kept[field.key] = inner;
    judgeLater(field, path, { env: scope.env, layers: [...scope.layers, innerNames] }, run, false, false);
    return;
  }
  const { max, item } = field.repeat;
  const min = field.repeat.min ?? 0;
  const all = Array.isArray(raw) ? raw : isRecord(raw) ? [raw] : [];
  const read = all.slice(0, max).map((one, i) => readOne(one, `${path}[${i}]`));
  names[field.key] = read.map(([, innerNames]) => innerNames);
  if (read.length > 0) kept[field.key] = read.map(([inner]) => inner);
  if (all.length > max) run.errors.push({ path, page: run.page, message: messages.fullest(item, max) });
  else if (all.length < min) run.errors.push({ path, page: run.page, message: messages.fewest(item, min) });
  else judgeLater(field, path, scope, run, read.length === 0, true);
}

function judgeLater(field: Field, path: string, scope: Scope, run: Run, empty: boolean, mayBeRequired: boolean): void {
  const { page } = run;
  const { required } = field;
  if (mayBeRequired && required) {
    run.later.push(() => {
      if (required !== true && !holds(required, scope)) return;
      run.required.add(path);
      if (!empty) return;
      run.errors.push({
        path: field.type === 'address' ? `${path}.commune` : path,
        page,
        message: missing(field),
      });
    });
  }
  if (empty || !field.check) return;
  run.later.push(() => {
    // A check on a group speaks of its answers together: it waits until each of them is right by itself.
    if (run.errors.some((error) => error.path === path || error.path.startsWith(`${path}.`) || error.path.startsWith(`${path}[`)))
      return;
    const broken = field.check?.find((check) => valueOf(check.rule, scope) === false);
    if (broken) run.errors.push({ path, page, message: broken.message });
  });
}

function missing(field: Field): Text {
  if (field.type === 'boolean') return messages.answerYesNo(field.label);
  if (field.type === 'address') return messages.commune(field.label);
  if (field.type === 'group') return messages.fewest(field.repeat?.item ?? field.label, 1);
  if (field.type === 'choices' && field.options?.length === 1) return messages.tick(field.label);
  return ['choice', 'choices', 'code', 'unit'].includes(field.type) ? messages.choose(field.label) : messages.enter(field.label);
}
