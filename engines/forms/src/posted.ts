import type { Field, FormDefinition } from './definition.ts';
import { type Data, getAt, isRecord, own, parsePath, setAt } from './data.ts';

/** What a page sent: its answers, and what besides "go on" was asked for. */
export interface Posted {
  /** Answers as written, nested by their paths; only fields that the form has. */
  readonly data: Data;
  /** Repeated group to which an entry is to be added (`_add=residences`). */
  readonly add?: string;
  /** Entry to be removed (`_remove=residences[1]`). */
  readonly remove?: string;
  /** The page is only to be drawn again with the answers so far (`_refresh`). */
  readonly refresh: boolean;
  /** Places of conditional fields that stood on the page that was sent (`_shown`). */
  readonly shown: ReadonlySet<string>;
}

export type Body = { readonly [name: string]: string | readonly string[] | undefined };

/**
 * Turns the names of an urlencoded form (`owner.name`, `workers[0].name`, `permits` several times) into nested
 * answers. Names that the form does not have are left out; at most 5,000 names are read.
 */
export function parsePosted(form: FormDefinition, body: unknown): Posted {
  const data: Data = {};
  const entries = isRecord(body) ? Object.entries(body).slice(0, 5000) : [];
  for (const [name, value] of entries) {
    const texts = (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string');
    const field = name.startsWith('_') ? undefined : fieldAt(form, name);
    if (!field || texts.length === 0) continue;
    setAt(data, name, field.type === 'choices' ? texts.filter((text) => text !== '') : texts.at(-1));
  }
  const shown = own(body, '_shown');
  return {
    data,
    ...at(form, body, '_add', false),
    ...at(form, body, '_remove', true),
    refresh: own(body, '_refresh') !== undefined,
    shown: new Set((Array.isArray(shown) ? shown : [shown]).filter((path) => typeof path === 'string')),
  };
}

function at(form: FormDefinition, body: unknown, name: '_add' | '_remove', entry: boolean): { add?: string; remove?: string } {
  const path = own(body, name);
  if (typeof path !== 'string') return {};
  const group = entry ? /^(.*)\[\d{1,3}\]$/.exec(path)?.[1] : path;
  if (group === undefined || !fieldAt(form, group)?.repeat) return {};
  return name === '_add' ? { add: path } : { remove: path };
}

/** Parts of an address or date that are posted under names of their own. */
const PARTS: { [type in Field['type']]?: readonly string[] } = {
  address: ['province', 'district', 'commune', 'locality', 'detail'],
  date: ['day', 'month', 'year'],
};

/** The field that a path names, with or without indexes; for a part of an address, the address. */
export function fieldAt(form: FormDefinition, path: string): Field | undefined {
  const steps = parsePath(path);
  let fields: readonly Field[] | undefined = form.pages.flatMap((page) => page.fields);
  let found: Field | undefined;
  for (const step of steps ?? []) {
    if (typeof step === 'number') {
      if (!found?.repeat || step >= found.repeat.max + 1) return undefined;
      continue;
    }
    if (found && PARTS[found.type]?.includes(step)) return found;
    found = fields?.find((field) => field.key === step);
    if (!found) return undefined;
    fields = found.fields;
  }
  return found;
}

/**
 * Puts what a page sent over the answers before it. Fields of the page that were not sent (no box ticked) become
 * empty; other pages stay as they are.
 */
export function mergePosted(form: FormDefinition, pageKey: string, before: unknown, posted: Posted): Data {
  const merged: Data = isRecord(before) ? { ...before } : {};
  for (const field of form.pages.find((page) => page.key === pageKey)?.fields ?? []) {
    const sent = own(posted.data, field.key);
    if (sent === undefined) delete merged[field.key];
    else merged[field.key] = sent;
  }
  if (posted.add) {
    const list = getAt(merged, posted.add);
    setAt(merged, posted.add, [...(Array.isArray(list) ? list : []), {}]);
  }
  const gone = posted.remove && /^(.*)\[(\d+)\]$/.exec(posted.remove);
  if (gone) {
    const list = getAt(merged, gone[1] ?? '');
    if (Array.isArray(list)) setAt(merged, gone[1] ?? '', list.toSpliced(Number(gone[2]), 1));
  }
  return merged;
}
