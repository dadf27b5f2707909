import type { Node } from './ast.ts';
import { compare, makeRange } from './compare.ts';
import { FeelError } from './errors.ts';
import { parseExpressionTree } from './parser.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from './temporal-parse.ts';
import { Range } from './values.ts';
import type { Value } from './values.ts';

/** Reads a range of literals such as `[1..10)` or `[date("2020-01-01")..]`; null when the text is not one. */
export function parseRange(text: string): Range | null {
  const shape = /^\s*([[\](])(.*)([\])[])\s*$/s.exec(text);
  if (!shape) return null;
  const inner = shape[2] ?? '';
  const start = /^\s*\.\./.test(inner) ? null : undefined;
  const end = /\.\.\s*$/.test(inner) ? null : undefined;
  // A missing end is written out as null so that the expression parser can read it.
  const whole = `${shape[1]}${start === null ? 'null' : ''}${inner}${end === null ? 'null' : ''}${shape[3]}`;
  let node: Node;
  try {
    node = parseExpressionTree(whole);
  } catch (error) {
    if (error instanceof FeelError) return null;
    throw error;
  }
  if (node.is !== 'range' || !node.start || !node.end) return null;
  const low = literalOf(node.start);
  const high = literalOf(node.end);
  if (low === undefined || high === undefined || (low === null && high === null)) return null;
  // A missing end must be an open one; the other end then bounds the range alone.
  if ((low === null && node.startIncluded) || (high === null && node.endIncluded)) return null;
  if (low === null) return new Range(null, high, false, node.endIncluded, node.endIncluded ? '<=' : '<');
  if (high === null) return new Range(low, null, node.startIncluded, false, node.startIncluded ? '>=' : '>');
  if ((compare(low, high) ?? 1) > 0) return null;
  return makeRange(low, high, node.startIncluded, node.endIncluded);
}

const READERS: Record<string, (text: string) => Value> = {
  date: parseDate,
  time: parseTime,
  'date and time': parseDateTime,
  duration: parseDuration,
};

/** The value of a literal, or of a calendar function called with a literal text; undefined for others. */
function literalOf(node: Node): Value | undefined {
  if (node.is === 'literal') return node.value;
  if (node.is === 'negation' && node.operand.is === 'literal' && typeof node.operand.value === 'number') {
    return -node.operand.value;
  }
  if (node.is !== 'call' || node.target.is !== 'name' || node.arguments.length !== 1) return undefined;
  const text = node.arguments[0];
  const read = READERS[node.target.name];
  if (!read || text?.is !== 'literal' || typeof text.value !== 'string') return undefined;
  return read(text.value) ?? undefined;
}
