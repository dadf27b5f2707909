/** The tree of a FEEL expression. `at` is the offset in the text, for messages. */
import type { Value } from './values.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '**';
export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Iterator {
  readonly name: string;
  readonly source: Node;
  /** Given for `in source..end`. */
  readonly end: Node | null;
}

export interface Parameter {
  readonly name: string;
  readonly type: TypeNode | null;
}

export type Node =
  | { readonly is: 'literal'; readonly value: Value }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'path'; readonly target: Node; readonly name: string }
  | {
      readonly is: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Node;
      readonly right: Node;
    }
  | {
      readonly is: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: Node;
      readonly right: Node;
    }
  | { readonly is: 'and' | 'or'; readonly left: Node; readonly right: Node }
  | { readonly is: 'negation'; readonly operand: Node }
  | { readonly is: 'between'; readonly value: Node; readonly low: Node; readonly high: Node }
  | { readonly is: 'in'; readonly value: Node; readonly tests: readonly Test[] }
  | { readonly is: 'instance'; readonly value: Node; readonly type: TypeNode }
  | { readonly is: 'if'; readonly condition: Node; readonly whenTrue: Node; readonly otherwise: Node }
  | { readonly is: 'for'; readonly iterators: readonly Iterator[]; readonly result: Node }
  | { readonly is: 'some' | 'every'; readonly iterators: readonly Iterator[]; readonly condition: Node }
  | {
      readonly is: 'function';
      readonly parameters: readonly Parameter[];
      readonly body: Node;
      readonly external: boolean;
    }
  | {
      readonly is: 'call';
      readonly target: Node;
      readonly arguments: readonly Node[];
      readonly names: readonly string[] | null;
    }
  | { readonly is: 'filter'; readonly target: Node; readonly condition: Node }
  | { readonly is: 'list'; readonly items: readonly Node[] }
  | { readonly is: 'context'; readonly entries: readonly { readonly name: string; readonly value: Node }[] }
  | RangeNode;

export interface RangeNode {
  readonly is: 'range';
  readonly start: Node | null;
  readonly end: Node | null;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
  /** Given for `(< 5)` and its kin. */
  readonly operator?: ComparisonOperator;
}

/** One unary test: `< 5`, or any expression. */
export type Test =
  | { readonly is: 'compare'; readonly operator: ComparisonOperator; readonly operand: Node }
  /** `usesInput`: the expression mentions `?`, so it answers by itself. */
  | { readonly is: 'expression'; readonly expression: Node; readonly usesInput: boolean };

/** Unary tests: `-` (no tests: everything), `a, b`, `not(a, b)`. */
export interface TestList {
  readonly tests: readonly Test[] | null;
  readonly negated: boolean;
}

export type TypeNode =
  | { readonly is: 'named'; readonly name: string }
  | { readonly is: 'list' | 'range'; readonly of: TypeNode }
  | {
      readonly is: 'context';
      readonly entries: readonly { readonly name: string; readonly type: TypeNode }[];
    }
  | { readonly is: 'function'; readonly parameters: readonly TypeNode[]; readonly result: TypeNode };

/** Whether a name occurs anywhere in a tree. */
export function mentions(tree: object, name: string): boolean {
  const node = tree as { is?: string; name?: unknown };
  if (node.is === 'name' && node.name === name) return true;
  return Object.values(tree).some((part: unknown) => typeof part === 'object' && part !== null && mentions(part, name));
}
