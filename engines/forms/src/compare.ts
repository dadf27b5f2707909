import type { Field, FormDefinition } from './definition.ts';

/** What became of a field between two versions of a form. */
export interface FieldChange {
  readonly change: 'added' | 'removed' | 'changed' | 'moved';
  /** Place without indexes: `residences.from`. */
  readonly path: string;
  readonly before?: Field;
  readonly after?: Field;
  /** Names of the properties that differ; only for `changed`. */
  readonly properties?: readonly string[];
}

interface Placed {
  readonly field: Field;
  readonly page: string;
}

/** Fields added, removed, changed or moved to another page, in the order of the newer form, removed ones last. */
export function compareForms(before: FormDefinition, after: FormDefinition): FieldChange[] {
  const old = placesOf(before);
  const fresh = placesOf(after);
  const changes: FieldChange[] = [];
  for (const [path, { field, page }] of fresh) {
    const was = old.get(path);
    if (!was) changes.push({ change: 'added', path, after: field });
    else {
      const properties = differences(was.field, field);
      if (properties.length > 0) changes.push({ change: 'changed', path, before: was.field, after: field, properties });
      else if (was.page !== page) changes.push({ change: 'moved', path, before: was.field, after: field });
    }
  }
  for (const [path, { field }] of old) if (!fresh.has(path)) changes.push({ change: 'removed', path, before: field });
  return changes;
}

function placesOf(form: FormDefinition): Map<string, Placed> {
  const places = new Map<string, Placed>();
  const add = (fields: readonly Field[], prefix: string, page: string) => {
    for (const field of fields) {
      places.set(prefix + field.key, { field, page });
      add(field.fields ?? [], `${prefix}${field.key}.`, page);
    }
  };
  for (const page of form.pages) add(page.fields, '', page.key);
  return places;
}

/** Properties that differ; the fields of a group are compared each by itself. */
function differences(before: Field, after: Field): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)] as (keyof Field)[]);
  names.delete('fields');
  return [...names].filter((name) => JSON.stringify(sorted(before[name])) !== JSON.stringify(sorted(after[name]))).toSorted();
}

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;
