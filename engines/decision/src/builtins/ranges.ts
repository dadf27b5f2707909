/** Relations of points and ranges in time or in any other order (Allen's algebra). */
import { compare, equal } from '../feel/compare.ts';
import { FeelDate, FeelDateTime, midnight } from '../feel/temporal.ts';
import { Range } from '../feel/values.ts';
import type { Value } from '../feel/values.ts';
import { define } from './define.ts';

/** Where a range of one end, such as `(< 10)`, begins or ends on its other side. */
const LOWEST = Symbol('before everything');
const HIGHEST = Symbol('after everything');
type Bound = Value | typeof LOWEST | typeof HIGHEST;

/** A point is the range from itself to itself. */
interface Span {
  readonly start: Bound;
  readonly end: Bound;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
}

type Relation = (a: Span, b: Span, order: (x: Bound, y: Bound) => number) => boolean;

class Unordered extends Error {}

/** Declares a relation for the given shapes of its two arguments: p(oint) or r(ange). */
function relation(name: string, shapes: Record<string, readonly [string, string]>, holds: Relation): void {
  for (const [shape, [first, second]] of Object.entries(shapes)) {
    const kinds = [...shape].map((letter) => (letter === 'r' ? 'range' : POINTS));
    define(`${name}(${first}: ${kinds[0]}, ${second}: ${kinds[1]})`, (env, a: Value, b: Value) => {
      try {
        return holds(span(a), span(b), order);
      } catch (error) {
        if (error instanceof Unordered) return env.note('The values have no common order.');
        throw error;
      }
    });
  }
}

const POINTS = 'number|string|boolean|date|time|dt|dtd|ymd';

function span(value: Value): Span {
  if (!(value instanceof Range)) return { start: value, end: value, startIncluded: true, endIncluded: true };
  // All but one value is no span.
  if (value.operator === '!=') throw new Unordered();
  if (value.operator === null) return value;
  const { start, end, startIncluded, endIncluded } = value;
  return { start: start ?? LOWEST, end: end ?? HIGHEST, startIncluded, endIncluded };
}

function order(x: Bound, y: Bound): number {
  if (typeof x === 'symbol' && x === y) return 0;
  if (x === LOWEST || y === HIGHEST) return -1;
  if (x === HIGHEST || y === LOWEST) return 1;
  if (x === null || y === null) throw new Unordered();
  const result = compare(x, y) ?? compare(instant(x), instant(y));
  if (result === null) throw new Unordered();
  return result;
}

function instant(value: Value): Value {
  return value instanceof FeelDate ? midnight(value) : value instanceof FeelDateTime ? value : null;
}

const POINT_POINT = ['point1', 'point2'] as const;
const POINT_RANGE = ['point', 'range'] as const;
const RANGE_POINT = ['range', 'point'] as const;
const RANGE_RANGE = ['range1', 'range2'] as const;

const before: Relation = (a, b, order) => {
  const o = order(a.end, b.start);
  return o < 0 || (o === 0 && !(a.endIncluded && b.startIncluded));
};
const ALL = { pp: POINT_POINT, pr: POINT_RANGE, rp: RANGE_POINT, rr: RANGE_RANGE };
relation('before', ALL, before);
relation('after', ALL, (a, b, order) => before(b, a, order));

const meets: Relation = (a, b, order) => a.endIncluded && b.startIncluded && order(a.end, b.start) === 0;
relation('meets', { rr: RANGE_RANGE }, meets);
relation('met by', { rr: RANGE_RANGE }, (a, b, order) => meets(b, a, order));

relation('overlaps', { rr: RANGE_RANGE }, (a, b, order) => !before(a, b, order) && !before(b, a, order));

/** a begins first, and ends inside b. */
const overlapsBefore: Relation = (a, b, order) => {
  const starts = order(a.start, b.start);
  const ends = order(a.end, b.end);
  return (
    (starts < 0 || (starts === 0 && a.startIncluded && !b.startIncluded)) &&
    !before(a, b, order) &&
    (ends < 0 || (ends === 0 && (!a.endIncluded || b.endIncluded)))
  );
};
relation('overlaps before', { rr: RANGE_RANGE }, overlapsBefore);
relation('overlaps after', { rr: RANGE_RANGE }, (a, b, order) => overlapsBefore(b, a, order));

const includes: Relation = (a, b, order) => {
  const starts = order(a.start, b.start);
  const ends = order(a.end, b.end);
  return (
    (starts < 0 || (starts === 0 && (a.startIncluded || !b.startIncluded))) &&
    (ends > 0 || (ends === 0 && (a.endIncluded || !b.endIncluded)))
  );
};
relation('includes', { rp: RANGE_POINT, rr: RANGE_RANGE }, includes);
relation('during', { pr: POINT_RANGE, rr: RANGE_RANGE }, (a, b, order) => includes(b, a, order));

const finishes: Relation = (a, b, order) => order(a.end, b.end) === 0 && a.endIncluded === b.endIncluded && includes(b, a, order);
relation('finishes', { pr: POINT_RANGE, rr: RANGE_RANGE }, finishes);
relation('finished by', { rp: RANGE_POINT, rr: RANGE_RANGE }, (a, b, order) => finishes(b, a, order));

const starts: Relation = (a, b, order) =>
  order(a.start, b.start) === 0 && a.startIncluded === b.startIncluded && includes(b, a, order);
relation('starts', { pr: POINT_RANGE, rr: RANGE_RANGE }, starts);
relation('started by', { rp: RANGE_POINT, rr: RANGE_RANGE }, (a, b, order) => starts(b, a, order));

relation('coincides', { pp: POINT_POINT, rr: RANGE_RANGE }, (a, b, order) => {
  return (
    order(a.start, b.start) === 0 &&
    order(a.end, b.end) === 0 &&
    equal(a.startIncluded, b.startIncluded) === true &&
    equal(a.endIncluded, b.endIncluded) === true
  );
});
