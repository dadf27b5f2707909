import { compare, equal, inRange } from '../feel/compare.ts';
import { asInteger } from '../feel/decimal.ts';
import type { Num } from '../feel/decimal.ts';
import type { Environment } from '../feel/environment.ts';
import { invoke } from '../feel/invoke.ts';
import { FeelFunction, Range } from '../feel/values.ts';
import type { Value } from '../feel/values.ts';
import { define } from './define.ts';

function same(a: Value, b: Value, env: Environment): boolean {
  return equal(a, b, env) === true;
}

define('list contains(list: list, element: any)', (env, list: Value[], element: Value) => {
  return list.some((item) => same(item, element, env) || (item instanceof Range && inRange(element, item) === true));
});
define('sublist(list: list, start position: number, length?: number)', (env, list: Value[], start: Num, length?: Num) => {
  const from = placeOf(list, start);
  if (from === null) return env.note('The list has no such position.');
  if (length === undefined) return list.slice(from);
  const count = asInteger(length) ?? 0;
  if (count < 1 || from + count > list.length) return env.note('The list is not that long.');
  return list.slice(from, from + count);
});
define('append(list: list, ...item: any)', (_, list: Value[], items: Value[]) => [...list, ...items]);
define('concatenate(...list: list)', (env, lists: Value[][]) => {
  env.step(lists.reduce((sum, list) => sum + list.length, 0));
  return lists.flat(1);
});
define('insert before(list: list, position: number, newItem: any)', (env, list: Value[], position: Num, item: Value) => {
  const at = placeOf(list, position);
  return at === null ? env.note('The list has no such position.') : list.toSpliced(at, 0, item);
});
define('remove(list: list, position: number)', (env, list: Value[], position: Num) => {
  const at = placeOf(list, position);
  return at === null ? env.note('The list has no such position.') : list.toSpliced(at, 1);
});
define('list replace(list: list, position: number, newItem: any)', (env, list: Value[], position: Num, item: Value) => {
  const at = placeOf(list, position);
  return at === null ? env.note('The list has no such position.') : list.with(at, item);
});
define('list replace(list: list, match: function, newItem: any)', (env, list: Value[], match: FeelFunction, item: Value) => {
  const replaced: Value[] = [];
  for (const old of list) {
    const answer = invoke(match, [old, item], null, env);
    if (typeof answer !== 'boolean') return env.note('The match function must answer true or false.');
    replaced.push(answer ? item : old);
  }
  return replaced;
});

/** Index of a position counted from 1, or from the end when negative. A fraction does not count. */
function placeOf(list: Value[], position: Num): number | null {
  const place = asInteger(position) ?? 0;
  if (place === 0 || Math.abs(place) > list.length) return null;
  return place > 0 ? place - 1 : list.length + place;
}

define('reverse(list: list)', (_, list: Value[]) => list.toReversed());
define('index of(list: list, match: any)', (env, list: Value[], match: Value) => {
  return list.flatMap((item, i) => (same(item, match, env) ? [i + 1] : []));
});
define('distinct values(list: list)', distinct);
define('union(...list: list)', (env, lists: Value[][]) => distinct(env, lists.flat(1)));
define('duplicate values(list: list)', (env, list: Value[]) => {
  return distinct(
    env,
    list.filter((item, i) => list.some((other, j) => (env.step(), j !== i && same(item, other, env)))),
  );
});
define('flatten(list: list)', (env, list: Value[]) => flatten(env, list));

function distinct(env: Environment, list: Value[]): Value[] {
  const kept: Value[] = [];
  const plain = new Set<Value>();
  for (const item of list) {
    if (item === null || typeof item !== 'object') {
      if (plain.has(item)) continue;
      plain.add(item);
    } else {
      env.step(kept.length);
      if (kept.some((other) => same(other, item, env))) continue;
    }
    kept.push(item);
  }
  return kept;
}

function flatten(env: Environment, list: Value[]): Value[] {
  env.step(list.length);
  return list.flatMap((item) => (Array.isArray(item) ? flatten(env, item) : [item]));
}

define('sort(list: list, precedes?: function)', (env, list: Value[], precedes?: FeelFunction) => {
  const failed = { yes: false };
  const before = (a: Value, b: Value): boolean => {
    if (!precedes) {
      const order = compare(a, b);
      if (order === null) failed.yes = true;
      return order !== null && order < 0;
    }
    const answer = invoke(precedes, [a, b], null, env);
    if (typeof answer !== 'boolean') failed.yes = true;
    return answer === true;
  };
  const sorted = mergeSort(list, before);
  return failed.yes ? env.note('The list cannot be put in order.') : sorted;
});

/** Stable, and asks only whether one item precedes another. */
function mergeSort(list: Value[], before: (a: Value, b: Value) => boolean): Value[] {
  if (list.length < 2) return list.slice();
  const middle = list.length >> 1;
  const left = mergeSort(list.slice(0, middle), before);
  const right = mergeSort(list.slice(middle), before);
  const merged: Value[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    merged.push(before(right[j] as Value, left[i] as Value) ? (right[j++] as Value) : (left[i++] as Value));
  }
  return merged.concat(left.slice(i), right.slice(j));
}
