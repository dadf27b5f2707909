/** Functions that draw one value from a list of values. Each takes the list, or the values one by one. */
import { compare, equal } from '../feel/compare.ts';
import { add as addNumbers, divide, multiply, subtract } from '../feel/decimal.ts';
import type { Num } from '../feel/decimal.ts';
import { squareRoot } from '../feel/decimal-functions.ts';
import type { Environment } from '../feel/environment.ts';
import { isNumber } from '../feel/values.ts';
import type { Value } from '../feel/values.ts';
import { define } from './define.ts';

type Aggregate = (env: Environment, list: Value[]) => Value;

function aggregate(name: string, body: Aggregate): void {
  define(`${name}(list: list)`, body);
  define(`${name}(...list: any)`, (env, list: Value[]) => {
    // A lone null is no list.
    return list.length === 0 || (list.length === 1 && list[0] === null) ? null : body(env, list);
  });
}

/** The list as numbers; null (with a note) when one is none. */
function numbers(env: Environment, list: Value[]): Num[] | null {
  return list.every(isNumber) ? list : env.note('Only numbers can be taken together.');
}

export const minimum: Aggregate = (env, list) => extreme(env, list, -1);
export const maximum: Aggregate = (env, list) => extreme(env, list, 1);

function extreme(env: Environment, list: Value[], direction: number): Value {
  let best = list[0] ?? null;
  for (const item of list) {
    const order = compare(item, best);
    if (order === null) return env.note('The values have no common order.');
    if (order * direction > 0) best = item;
  }
  return best;
}

/** Sum of numbers; null for an empty list. */
export const sum: Aggregate = (env, list) => {
  const values = numbers(env, list);
  if (!values || values.length === 0) return null;
  return values.reduce<Num | null>((total, value) => (total === null ? null : addNumbers(total, value)), 0);
};

function mean(env: Environment, list: Value[]): Num | null {
  const values = numbers(env, list);
  if (!values || values.length === 0) return null;
  let total: Num | null = 0;
  for (const value of values) total = total === null ? null : addNumbers(total, value);
  return total === null ? null : divide(total, values.length);
}

aggregate('min', minimum);
aggregate('max', maximum);
aggregate('sum', sum);
aggregate('count', (_, list) => list.length);
aggregate('mean', mean);
aggregate('product', (env, list) => {
  const values = numbers(env, list);
  if (!values || values.length === 0) return null;
  let product: Num | null = 1;
  for (const value of values) product = product === null ? null : multiply(product, value);
  return product;
});
aggregate('median', (env, list) => {
  const values = numbers(env, list)?.toSorted((a, b) => compare(a, b) ?? 0);
  if (!values || values.length === 0) return null;
  const middle = Math.floor(values.length / 2);
  const upper = values[middle] as Num;
  if (values.length % 2 === 1) return upper;
  const both = addNumbers(values[middle - 1] as Num, upper);
  return both === null ? null : divide(both, 2);
});
aggregate('stddev', (env, list) => {
  const values = numbers(env, list);
  const average = mean(env, list);
  if (!values || values.length < 2 || average === null) return env.note('A deviation needs at least two numbers.');
  let squares: Num | null = 0;
  for (const value of values) {
    const distance = subtract(value, average);
    const square = distance && multiply(distance, distance);
    if (distance !== 0) squares = squares === null || square === null ? null : addNumbers(squares, square);
  }
  const variance = squares === null ? null : divide(squares, values.length - 1);
  return variance === null ? null : squareRoot(variance);
});
aggregate('mode', (env, list) => {
  const values = numbers(env, list)?.toSorted((a, b) => compare(a, b) ?? 0);
  if (!values) return null;
  let most = 0;
  let modes: Value[] = [];
  for (let i = 0; i < values.length;) {
    const value = values[i] as Num;
    let end = i;
    while (end < values.length && equal(values[end] as Num, value)) end += 1;
    if (end - i > most) [most, modes] = [end - i, [value]];
    else if (end - i === most) modes.push(value);
    i = end;
  }
  return modes;
});
