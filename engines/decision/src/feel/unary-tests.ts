/** Unary tests: the cells of decision tables, allowed values, and what stands after `in`. */
import type { Test, TestList } from './ast.ts';
import { ORDER_TESTS, compare, equal, inRange } from './compare.ts';
import type { Compiler, TestCode } from './compile.ts';
import type { Environment } from './environment.ts';
import { Range, asList } from './values.ts';
import type { Value } from './values.ts';

/**
 * A function of scope and input value: true, false, or null where FEEL gives no answer (such as the
 * order of a number and a text).
 */
export function compileTests(list: TestList, compiler: Compiler): TestCode {
  if (list.tests === null) return () => true;
  const tests = list.tests.map((test) => compileTest(test, compiler));
  const only = tests[0];
  const any: TestCode = tests.length === 1 && only ? only : anyOf(tests);
  if (!list.negated) return any;
  return (scope, input) => {
    const result = any(scope, input);
    return result === null ? null : !result;
  };
}

function anyOf(tests: readonly TestCode[]): TestCode {
  return (scope, input) => {
    let result: boolean | null = false;
    for (const test of tests) {
      const one = test(scope, input);
      if (one === true) return true;
      if (one === null) result = null;
    }
    return result;
  };
}

function compileTest(test: Test, compiler: Compiler): TestCode {
  if (test.is === 'compare') {
    const operand = compiler.compile(test.operand);
    if (test.operator === '=') return (scope, input) => equal(input, operand(scope), scope.env);
    if (test.operator === '!=') {
      return (scope, input) => {
        const same = equal(input, operand(scope), scope.env);
        return same === null ? null : !same;
      };
    }
    const holds = ORDER_TESTS[test.operator];
    if (test.operand.is === 'literal' && typeof test.operand.value === 'number') {
      const limit = test.operand.value;
      return (_, input) => {
        if (typeof input === 'number') return holds(input - limit);
        const order = compare(input, limit);
        return order === null ? null : holds(order);
      };
    }
    return (scope, input) => {
      const order = compare(input, operand(scope));
      return order === null ? null : holds(order);
    };
  }
  const { expression, usesInput } = test;
  if (expression.is === 'literal' && (typeof expression.value === 'string' || typeof expression.value === 'number')) {
    const wanted = expression.value;
    return (scope, input) => (typeof input === typeof wanted ? input === wanted : matches(input, wanted, scope.env));
  }
  const code = compiler.compile(expression);
  if (usesInput) {
    return (scope, input) => {
      const answer = code(scope.with({ '?': input }));
      // `?` alone, or a list of it, is still compared with the input.
      return typeof answer === 'boolean' && typeof input !== 'boolean' ? answer : answer === true;
    };
  }
  return (scope, input) => matches(input, code(scope.with({ '?': input })), scope.env);
}

/** Whether a value answers a test that is itself a value: equal to it, in it, or one of it. */
function matches(input: Value, test: Value, env: Environment): boolean | null {
  if (test instanceof Range) return input instanceof Range ? equal(input, test, env) : inRange(input, test);
  if (Array.isArray(test)) {
    env.step(test.length);
    if (Array.isArray(input) && equal(input, test, env) === true) return true;
    return test.some(
      (item) => (item instanceof Range && !(input instanceof Range) ? inRange(input, item) : equal(input, item, env)) === true,
    );
  }
  if (Array.isArray(input)) return asList(input).length === 1 ? equal(input[0] ?? null, test, env) : false;
  if (typeof test === 'boolean' && typeof input !== 'boolean') return input === null ? false : test;
  return equal(input, test, env);
}
