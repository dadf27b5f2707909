import { isDeepStrictEqual } from 'node:util';
import {
  fieldsIn,
  isGroup,
  keyOfEntry,
  kindOf,
  labelOf,
  nameOfEntry,
  type Schema,
  schemaInside,
  shapeOf,
  type Words,
} from './schema.ts';

/** A part of a body that differs between two versions. */
export interface PartChange {
  readonly change: 'added' | 'removed' | 'changed' | 'moved';
  /** From the whole to the part. */
  readonly place: readonly Words[];
  readonly schema: Schema;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What differs between two bodies, in the order of the schema. Entries of lists are the same when they have the same key;
 * one that only stands elsewhere is moved.
 */
export function compareBodies(schema: Schema, before: unknown, after: unknown): PartChange[] {
  const changes: PartChange[] = [];
  compare(schema, before, after, [], changes);
  return changes;
}

function compare(schema: Schema, before: unknown, after: unknown, place: readonly Words[], changes: PartChange[]): void {
  if (isDeepStrictEqual(before, after)) return;
  const shape = shapeOf(schema);
  const told = (change: PartChange['change']): void => void changes.push({ change, place, schema, before, after });
  if (before === undefined || before === null) return told('added');
  if (after === undefined || after === null) return told('removed');
  if (shape.is === 'list' && Array.isArray(before) && Array.isArray(after))
    return compareLists(shape.of, before, after, place, changes);
  if (shape.is === 'words' || !isGroup(before) || !isGroup(after)) return told('changed');
  if (shape.is === 'kinds' && kindOf(shape, before) !== kindOf(shape, after)) return told('changed');
  const names = [
    ...fieldsIn(groupOf(schema, after), after).map((one) => one.name),
    ...Object.keys(before).filter((name) => !(name in after)),
  ];
  for (const name of new Set(names)) {
    const inside = schemaInside(schema, name, name in after ? after : before);
    const said = shape.is === 'table' ? { vi: name, en: name } : labelOf(inside, name);
    compare(inside, before[name], after[name], [...place, said], changes);
  }
}

function groupOf(schema: Schema, value: unknown): Schema {
  const shape = shapeOf(schema);
  return shape.is === 'kinds' ? (kindOf(shape, value) ?? schema) : schema;
}

function compareLists(
  of: Schema,
  before: readonly unknown[],
  after: readonly unknown[],
  place: readonly Words[],
  changes: PartChange[],
): void {
  const [old, now] = [byKey(before), byKey(after)];
  const stayed = [...old.keys()].filter((key) => now.has(key));
  const order = [...now.keys()].filter((key) => old.has(key));
  for (const [key, value] of now) {
    const name = nameOfEntry(value) ?? { vi: key, en: key };
    const was = old.get(key);
    const here = [...place, name];
    if (!old.has(key)) changes.push({ change: 'added', place: here, schema: of, before: undefined, after: value });
    else {
      compare(of, was, value, here, changes);
      if (stayed.indexOf(key) !== order.indexOf(key) && isDeepStrictEqual(was, value))
        changes.push({
          change: 'moved',
          place: here,
          schema: of,
          before: before.indexOf(was) + 1,
          after: after.indexOf(value) + 1,
        });
    }
  }
  for (const [key, value] of old)
    if (!now.has(key))
      changes.push({
        change: 'removed',
        place: [...place, nameOfEntry(value) ?? { vi: key, en: key }],
        schema: of,
        before: value,
        after: undefined,
      });
}

/** Entries by their keys; without one, or with one that stands twice, by their places. */
function byKey(list: readonly unknown[]): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [i, value] of list.entries()) {
    const key = keyOfEntry(value) ?? String(i + 1);
    found.set(found.has(key) ? `${key} (${i + 1})` : key, value);
  }
  return found;
}
