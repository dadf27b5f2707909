/**
 * Finds the rules that can match without trying them one by one. For every column whose cells hold
 * constants only, the rules that an input admits are worked out once, for every text that occurs and for
 * every interval between the numbers that occur: one bit per rule. What cannot be told in advance (cells
 * that refer to other values, inputs that are dates or fractions) is left to be tried.
 */
import type { Node, Test, TestList } from '../feel/ast.ts';
import type { TestCode } from '../feel/compile.ts';
import { compareNumbers, negate, roundTo } from '../feel/decimal.ts';
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

type Bits = Uint32Array;

interface Column {
  /** Rules by text, and those for any other text. */
  readonly texts: ReadonlyMap<string, Bits>;
  readonly otherText: Bits;
  /** Whole numbers in order; the rules at each of them, and between them (one more). */
  readonly points: readonly number[];
  readonly atPoint: readonly Bits[];
  readonly between: readonly Bits[];
}

const NONE: readonly number[] = [];
/** More constants than this in one column and its rules are tried one by one. */
const MAX_CONSTANTS = 2000;

export class RuleIndex {
  private readonly words: number;
  private readonly columns: readonly (Column | null)[];

  /** `columns[c][r]` is the cell of rule r in column c, or null when it admits everything. */
  constructor(columns: readonly (readonly (Cell | null)[])[], rules: number) {
    this.words = Math.max(1, Math.ceil(rules / 32));
    this.columns = columns.map((cells) => makeColumn(cells, this.words));
  }

  /** Rules that may match the inputs, as bits. */
  candidates(values: readonly Value[]): readonly number[] {
    const found: number[] = [];
    for (let word = 0; word < this.words; word++) found.push(-1);
    for (let c = 0; c < this.columns.length; c++) {
      const bits = this.bitsFor(c, values[c] as Value);
      if (bits)
        for (let word = 0; word < this.words; word++)
          found[word] = (found[word] as number) & (bits[word] as number);
    }
    return found;
  }

  /** The columns that `candidates` has not settled for such values: their cells must be tried. */
  unsettled(values: readonly Value[]): readonly number[] {
    let open: number[] | null = null;
    for (let c = 0; c < this.columns.length; c++) {
      const value = values[c];
      if (this.columns[c] !== null && (typeof value === 'string' || typeof value === 'number')) continue;
      open ??= [];
      open.push(c);
    }
    return open ?? NONE;
  }

  private bitsFor(c: number, value: Value): Bits | null {
    const column = this.columns[c];
    if (!column) return null;
    if (typeof value === 'string') return column.texts.get(value) ?? column.otherText;
    if (typeof value !== 'number') return null;
    const { points } = column;
    let low = 0;
    let high = points.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((points[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return (points[low] === value ? column.atPoint[low] : column.between[low]) ?? null;
  }
}

function makeColumn(cells: readonly (Cell | null)[], words: number): Column | null {
  const constants: Value[] = [];
  for (const cell of cells) if (cell?.tree && !collect(cell.tree, constants)) return null;
  if (constants.length > MAX_CONSTANTS) return null;
  const texts = new Set(constants.filter((value) => typeof value === 'string'));
  const points = wholePoints(constants.filter(isNumber));
  if (!points) return null;
  const scope = new Scope({}, null, new Environment());
  /** The cells' own tests decide, once per value that stands for all like it. */
  const bitsOf = (value: Value): Bits => {
    const bits = new Uint32Array(words);
    cells.forEach((cell, rule) => {
      if (!cell || cell.code(scope, value) === true)
        bits[rule >> 5] = (bits[rule >> 5] as number) | (1 << (rule & 31));
    });
    return bits;
  };
  let other = 'other';
  while (texts.has(other)) other += '*';
  return {
    texts: new Map([...texts].map((text) => [text, bitsOf(text)])),
    otherText: bitsOf(other),
    points,
    atPoint: points.map(bitsOf),
    between: [...points, Infinity].map((point, i) =>
      bitsOf(i === 0 ? Math.min(point - 1, Number.MAX_SAFE_INTEGER) : (points[i - 1] as number) + 1),
    ),
  };
}

/** Whole numbers at which the answer can change; null when one is out of a plain number's reach. */
function wholePoints(numbers: readonly Num[]): number[] | null {
  const points = new Set<number>();
  for (const n of numbers) {
    const floor = roundTo(n, 0, 'floor');
    if (typeof floor !== 'number' || Math.abs(floor) >= Number.MAX_SAFE_INTEGER - 1) return null;
    points.add(floor);
    // A fraction lies between two whole numbers; both are points, so nothing lies between.
    if (compareNumbers(n, floor) !== 0) points.add(floor + 1);
  }
  return [...points].sort((a, b) => a - b);
}

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
    node.is === 'negation' && node.operand.is === 'literal' && isNumber(node.operand.value)
      ? node.operand.value
      : null;
  if (value !== null) {
    into.push(negate(value));
    return true;
  }
  if (node.is !== 'literal') return false;
  if (typeof node.value === 'string' && !textsToo) return false;
  if (typeof node.value === 'string' || isNumber(node.value)) into.push(node.value);
  return true;
}
