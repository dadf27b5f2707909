/**
 * The values of one column, cut into parts that no cell of it tells apart: each text that occurs and any
 * other; each number (date, duration …) that occurs and what lies between, before and after them.
 */
import type { Node, Test, TestList } from '../../feel/ast.ts';
import { add } from '../../feel/arithmetic.ts';
import { compare } from '../../feel/compare.ts';
import { makeCompiler } from '../../feel/compile.ts';
import { add as addNumbers, divide, isWhole, roundTo } from '../../feel/decimal.ts';
import type { Num } from '../../feel/decimal.ts';
import { Environment } from '../../feel/environment.ts';
import { Scope } from '../../feel/scope.ts';
import { DaysTime, FeelDate, NANOS_PER_DAY, YearsMonths } from '../../feel/temporal.ts';
import { isNumber, kindOf } from '../../feel/values.ts';
import type { Kind, Value } from '../../feel/values.ts';
import { literal } from '../../builtins/to-text.ts';
import type { Words } from './findings.ts';
import { type End, intervalWords, valueWords } from './value-words.ts';

/** A part of a column's values: one of them stands for all. */
export interface Part {
  readonly sample: Value;
  readonly words: Words;
  /** For parts that lie in order: the ends, null without bound. */
  readonly from?: Value;
  readonly to?: Value;
  /** Numbers among which there is no whole one. */
  readonly broken?: boolean;
}

const ENVIRONMENT = (): Environment => new Environment();
const MAX_PARTS = 400;

/** The text of a value as FEEL writes it. */
export function written(value: Value): string {
  return literal(value, ENVIRONMENT());
}

/** The constants of a cell; null when it depends on anything else. */
export function constantsOf(list: TestList): Value[] | null {
  const found: Value[] = [];
  return (list.tests ?? []).every((test) => collect(test, found)) ? found : null;
}

/** Whether a cell asks for a missing value, or that there is one. */
export const asksForNull = (list: TestList): boolean =>
  (list.tests ?? []).some((test) => {
    const asked = test.is === 'compare' ? test.operand : test.expression;
    return asked.is === 'literal' && asked.value === null;
  });

/** The parts of a column that tells missing values from others: these, or all others as one, and what is missing. */
export const withMissing = (parts: readonly Part[]): Part[] => [
  ...(parts.length > 0 ? parts : [{ sample: '', words: { vi: 'có giá trị', en: 'something is given' } }]),
  { sample: null, words: { vi: 'không có giá trị', en: 'nothing is given' } },
];

function collect(test: Test, into: Value[]): boolean {
  // Before and after a text lie more texts than the parts of a column tell apart.
  if (test.is === 'compare')
    return constant(test.operand, into) && (/^!?=$/.test(test.operator) || typeof into.at(-1) !== 'string');
  if (test.usesInput) return false;
  const { expression } = test;
  if (expression.is === 'range')
    return [expression.start, expression.end].every(
      (end) => end === null || (constant(end, into) && typeof into.at(-1) !== 'string'),
    );
  return constant(expression, into);
}

const CALENDAR = new Set(['date', 'time', 'date and time', 'duration', 'number']);

function constant(node: Node, into: Value[]): boolean {
  if (!isConstant(node)) return false;
  const value = makeCompiler().compile(node)(new Scope({}, null, ENVIRONMENT()));
  if (value !== null) into.push(value);
  return value === null || typeof value !== 'object' || !Array.isArray(value);
}

function isConstant(node: Node): boolean {
  switch (node.is) {
    case 'literal':
      return true;
    case 'negation':
      return isConstant(node.operand);
    case 'call':
      return node.target.is === 'name' && CALENDAR.has(node.target.name) && node.arguments.every(isConstant);
    default:
      return false;
  }
}

/** The parts between these constants; null when they are of several kinds, or of one without order or names. */
export function partsOf(constants: readonly Value[]): Part[] | null {
  const kinds = new Set(constants.map(kindOf));
  const [kind] = kinds;
  if (kind === undefined || kinds.size > 1) return null;
  if (kind === 'boolean') return [true, false].map((value) => ({ sample: value, words: valueWords(value) }));
  const distinct = unique(constants);
  if (distinct.length > MAX_PARTS) return null;
  if (kind === 'string') return textParts(distinct as string[]);
  return ORDERED.has(kind) ? orderedParts(distinct) : null;
}

const ORDERED = new Set<Kind>(['number', 'date', 'time', 'date and time', 'days and time duration', 'years and months duration']);

function unique(values: readonly Value[]): Value[] {
  const seen = new Map<string, Value>();
  for (const value of values) seen.set(written(value), value);
  return [...seen.values()];
}

function textParts(texts: readonly string[]): Part[] {
  let other = 'other';
  while (texts.includes(other)) other += '*';
  return [
    ...texts.map((text) => ({ sample: text, words: valueWords(text) })),
    { sample: other, words: { vi: 'chữ khác', en: 'any other text' } },
  ];
}

function orderedParts(values: Value[]): Part[] {
  const points = values.sort((a, b) => compare(a, b) ?? 0);
  const parts: Part[] = [];
  const push = (sample: Value | null, from: Value, to: Value): void => {
    if (sample === null) return;
    const broken = isNumber(from) && isNumber(to) && from !== to && !wholeBetween(from, to);
    parts.push({ sample, from, to, broken, words: intervalWords(openEnd(from), openEnd(to)) });
  };
  push(step(points[0] as Value, -1), null, points[0] as Value);
  for (const [i, point] of points.entries()) {
    parts.push({ sample: point, from: point, to: point, words: valueWords(point) });
    const next = points[i + 1];
    push(next === undefined ? step(point, 1) : between(point, next), point, next ?? null);
  }
  return parts;
}

const openEnd = (value: Value): End | null => (value === null ? null : { value, included: false });

function wholeBetween(from: Num, to: Num): boolean {
  const floor = roundTo(from, 0, 'floor');
  const next = floor === null ? null : addNumbers(floor, 1);
  return next !== null && isWhole(next) && (compare(next, to) ?? 0) < 0;
}

/** A value after (1) or before (-1) one, as near as its kind needs. */
function step(value: Value, direction: 1 | -1): Value | null {
  const env = ENVIRONMENT();
  if (isNumber(value)) return addNumbers(value, direction);
  if (value instanceof YearsMonths) return new YearsMonths(value.months + direction);
  const size = value instanceof FeelDate ? BigInt(NANOS_PER_DAY) : 1n;
  const next = add(value, new DaysTime(BigInt(direction) * size), env);
  // A time of day may come round.
  const order = next === null ? null : compare(next, value);
  return order !== null && order * direction > 0 ? next : null;
}

function between(a: Value, b: Value): Value | null {
  if (isNumber(a) && isNumber(b)) {
    const sum = addNumbers(a, b);
    return sum === null ? null : divide(sum, 2);
  }
  const next = step(a, 1);
  return next !== null && (compare(next, b) ?? 0) < 0 ? next : null;
}
