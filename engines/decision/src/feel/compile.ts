/**
 * Turns the tree of an expression into nested closures, once per expression. (No code is generated:
 * a content policy without `unsafe-eval` holds.)
 */
import * as arithmetic from './arithmetic.ts';
import type { ArithmeticOperator, ComparisonOperator, Node, RangeNode, TypeNode } from './ast.ts';
import { ORDER_TESTS, compare, equal, makeRange } from './compare.ts';
import { builtin } from '../builtins/index.ts';
import { compileCall, compileFunction } from './compile-functions.ts';
import { compileFilter, compileLoop, compileQuantified } from './compile-lists.ts';
import { member } from './members.ts';
import { lookup } from './scope.ts';
import type { Direct, Scope } from './scope.ts';
import { ANY, isInstance, simpleType } from './types.ts';
import type { FeelType } from './types.ts';
import { compileTests } from './unary-tests.ts';
import { kindOf, setEntry } from './values.ts';
import type { Context, Value } from './values.ts';

/** An expression ready to run. */
export type Code = (scope: Scope) => Value;

/** What compiling needs to know beyond the text: the model's own types. */
export interface Compiler {
  /** The type of that name (an item definition); null when there is none. */
  readonly typeNamed: (name: string) => FeelType | null;
  /** How a name is read that no frame holds, but the outermost scope knows. */
  readonly direct: (name: string) => Direct | null;
  readonly compile: (node: Node) => Code;
  readonly resolve: (type: TypeNode) => FeelType | null;
}

/** A compiler that knows FEEL's own types and those that `typeNamed` adds. */
export function makeCompiler(typeNamed: Compiler['typeNamed'] = () => null, direct: Compiler['direct'] = () => null): Compiler {
  const compiler: Compiler = {
    typeNamed,
    direct,
    compile: (node) => compileNode(node, compiler),
    resolve: (type) => resolveType(type, typeNamed),
  };
  return compiler;
}

function compileNode(node: Node, compiler: Compiler): Code {
  const { compile } = compiler;
  switch (node.is) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'name':
      return compileName(node.name, compiler);
    case 'path': {
      const target = compile(node.target);
      const { name } = node;
      return (scope) => member(target(scope), name, scope.env);
    }
    case 'arithmetic':
      return compileArithmetic(node.operator, compile(node.left), compile(node.right));
    case 'comparison':
      return compileComparison(node.operator, compile(node.left), compile(node.right));
    case 'and':
      return compileLogic(compile(node.left), compile(node.right), false);
    case 'or':
      return compileLogic(compile(node.left), compile(node.right), true);
    case 'negation': {
      const operand = compile(node.operand);
      return (scope) => arithmetic.negate(operand(scope), scope.env);
    }
    case 'between':
      return compileBetween(compile(node.value), compile(node.low), compile(node.high));
    case 'in': {
      const value = compile(node.value);
      const test = compileTests({ tests: node.tests, negated: false }, compiler);
      return (scope) => test(scope, value(scope));
    }
    case 'instance':
      return compileInstance(compile(node.value), compiler.resolve(node.type));
    case 'if': {
      const [condition, then, otherwise] = [node.condition, node.whenTrue, node.otherwise].map(compile) as [Code, Code, Code];
      return conditionalCode(condition, then, otherwise);
    }
    case 'for':
      return compileLoop(node.iterators, node.result, compiler);
    case 'some':
    case 'every':
      return compileQuantified(node.is, node.iterators, node.condition, compiler);
    case 'function':
      return compileFunction(node, compiler);
    case 'call':
      return compileCall(node, compiler);
    case 'filter':
      return compileFilter(node.target, node.condition, compiler);
    case 'list': {
      const items = node.items.map(compile);
      return (scope) => {
        scope.env.step(items.length);
        const values: Value[] = [];
        for (let i = 0; i < items.length; i++) values.push((items[i] as Code)(scope));
        return values;
      };
    }
    case 'context':
      return compileContext(node.entries, compiler);
    case 'range':
      return compileRange(node, compiler);
  }
}

function compileName(name: string, compiler: Compiler): Code {
  const direct = compiler.direct(name);
  const find = lookup(name, direct);
  const missing = (scope: Scope): Value => builtin(name) ?? scope.env.note(`There is nothing named ${name}.`);
  return (scope) => {
    // Most names of decision tables: the outermost scope itself knows.
    const value = direct && scope.outer === null ? direct(scope) : find(scope);
    return value === undefined ? missing(scope) : value;
  };
}

function compileArithmetic(operator: ArithmeticOperator, left: Code, right: Code): Code {
  const { add, subtract, multiply, divide, power } = arithmetic;
  switch (operator) {
    case '+':
      return (scope) => {
        const a = left(scope);
        const b = right(scope);
        if (typeof a === 'number' && typeof b === 'number') {
          const sum = a + b;
          if (Number.isSafeInteger(sum)) return sum;
        }
        return add(a, b, scope.env);
      };
    case '-':
      return (scope) => {
        const a = left(scope);
        const b = right(scope);
        if (typeof a === 'number' && typeof b === 'number') {
          const difference = a - b;
          if (Number.isSafeInteger(difference)) return difference;
        }
        return subtract(a, b, scope.env);
      };
    case '*':
      return (scope) => {
        const a = left(scope);
        const b = right(scope);
        if (typeof a === 'number' && typeof b === 'number') {
          const product = a * b;
          // A product of zero may come out as minus zero, which is no number of FEEL.
          if (Number.isSafeInteger(product) && product !== 0) return product;
        }
        return multiply(a, b, scope.env);
      };
    case '/':
      return (scope) => divide(left(scope), right(scope), scope.env);
    case '**':
      return (scope) => power(left(scope), right(scope), scope.env);
  }
}

function compileComparison(operator: ComparisonOperator, left: Code, right: Code): Code {
  if (operator === '=') {
    return (scope) => {
      const a = left(scope);
      const b = right(scope);
      return typeof a === typeof b && typeof a !== 'object' ? a === b : equal(a, b, scope.env);
    };
  }
  if (operator === '!=') {
    return (scope) => {
      const same = equal(left(scope), right(scope), scope.env);
      return same === null ? null : !same;
    };
  }
  const holds = ORDER_TESTS[operator];
  return (scope) => {
    const a = left(scope);
    const b = right(scope);
    const order = typeof a === 'number' && typeof b === 'number' ? a - b : compare(a, b);
    if (order === null) return scope.env.note(`Cannot compare ${kindOf(a)} with ${kindOf(b)}.`);
    return holds(order);
  };
}

/** Three-valued and/or; `decisive` is the value that decides alone. */
function compileLogic(left: Code, right: Code, decisive: boolean): Code {
  return (scope) => {
    const a = left(scope);
    if (a === decisive) return decisive;
    const b = right(scope);
    if (b === decisive) return decisive;
    return a === !decisive && b === !decisive ? !decisive : null;
  };
}

function compileBetween(value: Code, low: Code, high: Code): Code {
  return (scope) => {
    const v = value(scope);
    const from = compare(v, low(scope));
    const to = compare(v, high(scope));
    return from === null || to === null ? scope.env.note('The values of between have no common order.') : from >= 0 && to <= 0;
  };
}

function compileInstance(value: Code, type: FeelType | null): Code {
  if (!type) return (scope) => scope.env.note('There is no such type.');
  return (scope) => isInstance(value(scope), type, scope.env);
}

/** Null counts as false; anything else that is no boolean makes the whole null. */
export function conditionalCode(condition: Code, then: Code, otherwise: Code): Code {
  return (scope) => {
    const answer = condition(scope);
    if (answer === true) return then(scope);
    if (answer === false || answer === null) return otherwise(scope);
    return scope.env.note(`A condition is true or false, not ${kindOf(answer)}.`);
  };
}

function compileContext(nodes: readonly { name: string; value: Node }[], compiler: Compiler): Code {
  const entries = nodes.map(({ name, value }) => ({ name, code: compiler.compile(value) }));
  const names = new Set(nodes.map((node) => node.name));
  if (names.size < nodes.length) return (scope) => scope.env.note('A context has two entries of the same name.');
  return (scope) => {
    const context: Context = {};
    const inner = scope.with(context);
    scope.env.step(entries.length);
    for (const { name, code } of entries) setEntry(context, name, code(inner));
    return context;
  };
}

const NOTHING: Code = () => null;

function compileRange(node: RangeNode, compiler: Compiler): Code {
  const start = node.start ? compiler.compile(node.start) : NOTHING;
  const end = node.end ? compiler.compile(node.end) : NOTHING;
  const { startIncluded, endIncluded, operator = null } = node;
  return (scope) =>
    makeRange(start(scope), end(scope), startIncluded, endIncluded, operator) ??
    scope.env.note('The ends of the range do not fit.');
}

function resolveType(node: TypeNode, named: (name: string) => FeelType | null): FeelType | null {
  switch (node.is) {
    case 'named':
      return simpleType(node.name) ?? named(node.name);
    case 'list':
    case 'range': {
      const of = resolveType(node.of, named);
      return of && { kind: node.is, of };
    }
    case 'context': {
      const entries: Record<string, FeelType> = {};
      for (const entry of node.entries) {
        const type = resolveType(entry.type, named);
        if (!type) return null;
        entries[entry.name] = type;
      }
      return { kind: 'context', entries };
    }
    case 'function': {
      const parameters = node.parameters.map((parameter) => resolveType(parameter, named) ?? ANY);
      return { kind: 'function', parameters, result: resolveType(node.result, named) ?? ANY };
    }
  }
}

/** Ready-made evaluation of a list of unary tests; see `compileTests`. */
export type TestCode = (scope: Scope, input: Value) => boolean | null;
