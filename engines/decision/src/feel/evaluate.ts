/** Reading and evaluating single FEEL expressions: what forms, processes and registers use. */
import type { Node, TestList } from './ast.ts';
import { makeCompiler } from './compile.ts';
import type { Code, TestCode } from './compile.ts';
import { Environment } from './environment.ts';
import type { EvaluateOptions } from './environment.ts';
import { FeelError, withinStack } from './errors.ts';
import { fromJson, fromObject } from './json.ts';
import { isSpecialName } from './names.ts';
import { parseExpressionTree, parseUnaryTestsTree } from './parser.ts';
import { Scope } from './scope.ts';
import { compileTests } from './unary-tests.ts';
import { isContext } from './values.ts';
import type { Context, Value } from './values.ts';

/** An expression that has been read; keep it to evaluate it again and again. */
export interface Expression {
  readonly source: string;
  readonly tree: Node;
  readonly code: Code;
}

/** Unary tests that have been read: a cell of a decision table. */
export interface UnaryTests {
  readonly source: string;
  readonly tree: TestList;
  readonly code: TestCode;
}

/** Longest text that is read as an expression. */
const MAX_SOURCE = 100_000;
const CACHE_SIZE = 2000;
const compiler = makeCompiler();

/** Remembers the latest readings; the oldest go first. */
class Cache<T> {
  private readonly entries = new Map<string, T>();

  get(key: string, make: () => T): T {
    const known = this.entries.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (this.entries.size >= CACHE_SIZE) this.entries.delete(this.entries.keys().next().value as string);
    this.entries.set(key, made);
    return made;
  }
}

const expressions = new Cache<Expression>();
const unaryTests = new Cache<UnaryTests>();

function checkLength(source: string): void {
  if (source.length > MAX_SOURCE)
    throw new FeelError('syntax', { vi: 'Biểu thức quá dài.', en: 'The expression is too long.' }, '', MAX_SOURCE);
}

/** Special names that occur in the text at all; only they can change how it is read. */
function relevantNames(source: string, names: Iterable<string>): string[] {
  const relevant: string[] = [];
  for (const name of names) {
    if (isSpecialName(name) && source.includes(name.split(/[^\p{L}\p{N}_]/u)[0] ?? '')) relevant.push(name);
  }
  return relevant.sort();
}

/**
 * Reads an expression. Names of plain words ("Monthly Salary") need no declaration; names that hold
 * operators or keywords ("loan-to-value", "terms and conditions") are read as names only when given in `names`.
 * Throws FeelError with the position of the first character that does not fit.
 */
export function parseExpression(source: string, names: Iterable<string> = []): Expression {
  checkLength(source);
  const relevant = relevantNames(source, names);
  return expressions.get([source, ...relevant].join('\0'), () => {
    return withinStack(source, () => {
      const tree = parseExpressionTree(source, relevant);
      return { source, tree, code: compiler.compile(tree) };
    });
  });
}

/** Reads unary tests such as `> 5`, `[1..10)`, `"a", "b"`, `not("x")` or `-`. Throws FeelError. */
export function parseUnaryTests(source: string, names: Iterable<string> = []): UnaryTests {
  checkLength(source);
  const relevant = relevantNames(source, names);
  return unaryTests.get([source, ...relevant].join('\0'), () => {
    return withinStack(source, () => {
      const tree = parseUnaryTestsTree(source, relevant);
      return { source, tree, code: compileTests(tree, compiler) };
    });
  });
}

/**
 * The value of an expression in a context of plain data or FEEL values (see `fromJson`). A wrong *value*
 * (an unknown name, a text times a number) gives null, as FEEL demands; pass `notes` to learn why.
 * Throws FeelError for a text that cannot be read and when the bound on steps is reached.
 */
export function evaluate(
  expression: Expression | string,
  context: Record<string, unknown> = {},
  options: EvaluateOptions & { notes?: string[] } = {},
): Value {
  const values = contextOf(context);
  const { code } = typeof expression === 'string' ? parseExpression(expression, namesOf(values)) : expression;
  return run(options, (env) => code(new Scope(values, null, env)));
}

/**
 * Whether an input value passes unary tests: true, false, or null where FEEL has no answer (such as a
 * text compared with a number). Throws like `evaluate`.
 */
export function evaluateUnaryTests(
  tests: UnaryTests | string,
  inputValue: unknown,
  context: Record<string, unknown> = {},
  options: EvaluateOptions & { notes?: string[] } = {},
): boolean | null {
  const values = contextOf(context);
  const { code } = typeof tests === 'string' ? parseUnaryTests(tests, namesOf(values)) : tests;
  return run(options, (env) => code(new Scope(values, null, env), fromJson(inputValue)));
}

function contextOf(context: Record<string, unknown>): Context {
  return fromObject(context);
}

function run<T>(options: EvaluateOptions & { notes?: string[] }, body: (env: Environment) => T): T {
  const env = new Environment(options);
  try {
    return body(env);
  } catch (error) {
    // The machine's own stack is a bound too.
    if (error instanceof RangeError)
      throw new FeelError('budget', {
        vi: 'Biểu thức lồng quá sâu.',
        en: 'The expression is nested too deep.',
      });
    throw error;
  } finally {
    options.notes?.push(...env.notes);
  }
}

/** All names of a context and of the contexts in it that are more than one plain word. */
function namesOf(context: Context, names = new Set<string>(), depth = 0): Set<string> {
  for (const [name, value] of Object.entries(context)) {
    if (isSpecialName(name)) names.add(name);
    const inner = Array.isArray(value) ? value[0] : value;
    if (depth < 8 && typeof inner === 'object' && inner !== null && isContext(inner)) namesOf(inner, names, depth + 1);
  }
  return names;
}
