/**
 * Finds the rules that can match without trying them one by one. For every column whose cells hold
 * constants only, the rules that an input admits are worked out once, for every text that occurs and for
 * every interval between the numbers that occur: one bit per rule. What cannot be told in advance (cells
 * that refer to other values, inputs that are dates) is left to be tried.
 */
import type { Node, Test, TestList } from '../feel/ast.ts';
import type { TestCode } from '../feel/compile.ts';
import { Decimal, add, compareNumbers, makeNumber, negate, roundTo, toNumber } from '../feel/decimal.ts';
import type { Num } from '../feel/decimal.ts';
import { Environment } from '../feel/environment.ts';
import { Scope } from '../feel/scope.ts';
import { isNumber } from '../feel/values.ts';
import type { Value } from '../feel/values.ts';

/** A cell as it was read; null for "-" and empty cells. */
export interface Cell {
  readonly tree: TestList | null;
  readonly code: TestCode;
}

export type Bits = readonly number[];

interface Column {
  /** Rules by text, and those for any other text. */
  readonly texts: ReadonlyMap<string, Bits>;
  readonly otherText: Bits;
  readonly whenTrue: Bits;
  readonly whenFalse: Bits;
  readonly whenNull: Bits;
  /** Whole numbers in order; the rules at each of them. */
  readonly points: readonly number[];
  readonly atPoint: readonly Bits[];
  /**
   * The rules between two points, before the first and after the last (one more than points): null
   * where constants that are fractions lie in between.
   */
  readonly between: readonly (Bits | null)[];
}

/** More constants than this in one column and its rules are tried one by one. */
const MAX_CONSTANTS = 2000;

export class RuleIndex {
  /** Rules are counted in words of 32 bits. */
  readonly words: number;
  private readonly columns: readonly (Column | null)[];

  /** `columns[c][r]` is the cell of rule r in column c, or null when it admits everything. */
  constructor(columns: readonly (readonly (Cell | null)[])[], rules: number) {
    this.words = Math.max(1, Math.ceil(rules / 32));
    this.columns = columns.map((cells) => makeColumn(cells, this.words));
  }

  /**
   * The rules that column c admits for the value: one bit a rule, 32 a word. Null when the column's cells
   * must be tried one by one.
   */
  admitted(c: number, value: Value): Bits | null {
    const column = this.columns[c];
    return column ? bitsFor(column, value) : null;
  }
}

/** The rules that the column admits for the value; null when they must be tried. */
function bitsFor(column: Column, value: Value): Bits | null {
  if (typeof value === 'string') return column.texts.get(value) ?? column.otherText;
  if (value === true) return column.whenTrue;
  if (value === false) return column.whenFalse;
  if (value === null) return column.whenNull;
  const { points } = column;
  let number: number;
  if (typeof value === 'number') number = value;
  else if (value instanceof Decimal) number = toNumber(value);
  else return null;
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] as number) < number) low = middle + 1;
    else high = middle;
  }
  if (points[low] !== number) return column.between[low] as Bits | null;
  // A fraction that is nearer to a point than JavaScript can tell has to be tried.
  return typeof value === 'number' ? (column.atPoint[low] as Bits) : null;
}

function makeColumn(cells: readonly (Cell | null)[], words: number): Column | null {
  const constants: Value[] = [];
  for (const cell of cells) if (cell?.tree && !collect(cell.tree, constants)) return null;
  if (constants.length > MAX_CONSTANTS) return null;
  const texts = new Set(constants.filter((value) => typeof value === 'string'));
  const numbers = constants.filter(isNumber);
  const found = wholePoints(numbers);
  if (!found) return null;
  const { points, broken } = found;
  const scope = new Scope({}, null, new Environment());
  /** The cells' own tests decide, once per value that stands for all like it. */
  const bitsOf = (value: Value): Bits => {
    const bits = Array.from({ length: words }, () => 0);
    cells.forEach((cell, rule) => {
      if (!cell || cell.code(scope, value) === true) bits[rule >> 5] = (bits[rule >> 5] as number) | (1 << (rule & 31));
    });
    return bits;
  };
  let other = 'other';
  while (texts.has(other)) other += '*';
  /** A half lies between any two whole numbers, and stands for all whole and broken ones there. */
  const after = (point: number): Bits | null => {
    const half = add(point, HALF);
    return broken.has(point) || half === null ? null : bitsOf(half);
  };
  return {
    texts: new Map([...texts].map((text) => [text, bitsOf(text)])),
    otherText: bitsOf(other),
    whenTrue: bitsOf(true),
    whenFalse: bitsOf(false),
    whenNull: bitsOf(null),
    points,
    atPoint: points.map(bitsOf),
    between: [points.length > 0 ? after((points[0] as number) - 1) : bitsOf(0), ...points.map(after)],
  };
}

const HALF = makeNumber(5n, -1) as Num;

/**
 * Whole numbers at which the answer can change, and those of them that are followed by a fraction at
 * which it can; null when one is out of a plain number's reach.
 */
function wholePoints(numbers: readonly Num[]): { points: number[]; broken: Set<number> } | null {
  const points = new Set<number>();
  const broken = new Set<number>();
  for (const n of numbers) {
    const floor = roundTo(n, 0, 'floor');
    if (typeof floor !== 'number' || Math.abs(floor) >= MAX_POINT) return null;
    points.add(floor);
    if (compareNumbers(n, floor) === 0) continue;
    points.add(floor + 1);
    broken.add(floor);
  }
  return { points: [...points].sort((a, b) => a - b), broken };
}

/** Between greater numbers JavaScript knows no halves. */
const MAX_POINT = 2 ** 52;

/** Adds the constants of a cell; false when it depends on anything else, or on the order of texts. */
function collect(list: TestList, into: Value[]): boolean {
  return (list.tests ?? []).every((test) => collectTest(test, into));
}

function collectTest(test: Test, into: Value[]): boolean {
  if (test.is === 'compare') {
    const equality = test.operator === '=' || test.operator === '!=';
    return collectNode(test.operand, into, equality);
  }
  const { expression } = test;
  if (test.usesInput) return false;
  if (expression.is === 'range') {
    return [expression.start, expression.end].every((end) => end === null || collectNode(end, into, false));
  }
  return collectNode(expression, into, true);
}

function collectNode(node: Node, into: Value[], textsToo: boolean): boolean {
  const value =
    node.is === 'negation' && node.operand.is === 'literal' && isNumber(node.operand.value) ? node.operand.value : null;
  if (value !== null) {
    into.push(negate(value));
    return true;
  }
  if (node.is !== 'literal') return false;
  if (typeof node.value === 'string' && !textsToo) return false;
  if (typeof node.value === 'string' || isNumber(node.value)) into.push(node.value);
  return true;
}
