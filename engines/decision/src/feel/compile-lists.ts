/** Filters, loops and quantified expressions. */
import { mentions } from './ast.ts';
import type { Iterator, Node } from './ast.ts';
import { add, negate } from './arithmetic.ts';
import { compare } from './compare.ts';
import { isWhole } from './decimal.ts';
import type { Code, Compiler } from './compile.ts';
import type { Environment } from './environment.ts';
import type { Scope } from './scope.ts';
import { DaysTime, FeelDate, NANOS_PER_DAY } from './temporal.ts';
import { Range, asList, emptyContext, isNumber, kindOf } from './values.ts';
import type { Context, Value } from './values.ts';

export function compileFilter(targetNode: Node, conditionNode: Node, compiler: Compiler): Code {
  return filterCode(compiler.compile(targetNode), compiler.compile(conditionNode), mentions(conditionNode, 'item'));
}

/**
 * `target[condition]`: by place when the condition is a number, otherwise the items for which it is true.
 * `named` says whether the condition may call the item `item`.
 */
export function filterCode(target: Code, condition: Code, named = true): Code {
  return (scope) => {
    const value = target(scope);
    const list = asList(value);
    if (list.length === 0) {
      // Without an item only an index can be told from a condition.
      return isNumber(condition(scope)) ? null : value === null ? null : [];
    }
    const kept: Value[] = [];
    for (let i = 0; i < list.length; i++) {
      scope.env.step();
      const item = list[i] as Value;
      const answer = condition(itemScope(scope, item, named));
      if (answer === true) kept.push(item);
      else if (i === 0 && isNumber(answer)) return place(list, answer, scope.env);
      else if (answer !== false && answer !== null) {
        return scope.env.note(`A filter must be a number or a condition, not ${kindOf(answer)}.`);
      }
    }
    return kept;
  };
}

function itemScope(scope: Scope, item: Value, named: boolean): Scope {
  const inner = named ? scope.with({ item }) : scope;
  return kindOf(item) === 'context' ? inner.with(item as Context) : inner;
}

/** The item at a place counted from 1, or from the end when negative. */
function place(list: Value[], index: Value, env: Environment): Value {
  if (typeof index !== 'number') return env.note('The place of an item is a whole number.');
  const item = index > 0 ? list[index - 1] : index < 0 ? list[list.length + index] : undefined;
  return item === undefined ? env.note(`The list has no item ${index}.`) : item;
}

interface Loop {
  readonly name: string;
  /** A frame of the one name, to be copied. */
  readonly frame: Context;
  readonly source: Code;
  readonly end: Code | null;
}

/** An iterator over a list, or from `source` to `end`. */
export function makeLoop(name: string, source: Code, end: Code | null): Loop {
  return { name, frame: emptyContext([name]), source, end };
}

function compileIterators(iterators: readonly Iterator[], compiler: Compiler): Loop[] {
  return iterators.map(({ name, source, end }) => makeLoop(name, compiler.compile(source), end ? compiler.compile(end) : null));
}

/** Runs the body for every combination; the body answers false to stop. False when a source is no list. */
function iterate(loops: readonly Loop[], scope: Scope, body: (scope: Scope) => boolean): boolean {
  const [only] = loops;
  if (loops.length !== 1 || !only) return nest(loops, 0, scope, { body, running: true });
  const items = itemsOf(only, scope);
  if (!items) return false;
  for (const item of items) {
    scope.env.step();
    if (!body(itemFrame(only, item, scope))) break;
  }
  return true;
}

function itemFrame(loop: Loop, item: Value, outer: Scope): Scope {
  const names: Context = { ...loop.frame };
  names[loop.name] = item;
  return outer.with(names);
}

interface Run {
  readonly body: (scope: Scope) => boolean;
  /** Until the body answers false. */
  running: boolean;
}

function nest(loops: readonly Loop[], depth: number, outer: Scope, run: Run): boolean {
  const loop = loops[depth];
  if (!loop) {
    run.running = run.body(outer);
    return true;
  }
  const items = itemsOf(loop, outer);
  if (!items) return false;
  for (const item of items) {
    outer.env.step();
    if (!nest(loops, depth + 1, itemFrame(loop, item, outer), run)) return false;
    if (!run.running) break;
  }
  return true;
}

function itemsOf(loop: Loop, scope: Scope): Iterable<Value> | null {
  const source = loop.source(scope);
  if (loop.end) return sequence(source, loop.end(scope), scope.env);
  if (source instanceof Range) {
    const { start, end, startIncluded, endIncluded } = source;
    if (start === null || end === null) return scope.env.note('A loop needs a range with two ends.');
    return sequence(start, end, scope.env, !startIncluded, !endIncluded);
  }
  if (source === null) return scope.env.note('There is nothing to loop over.');
  return asList(source);
}

/** Whole steps of one (or of one day) from `from` to `to`, upwards or downwards. */
function sequence(from: Value, to: Value, env: Environment, skipFirst = false, skipLast = false): Iterable<Value> | null {
  const order = compare(from, to);
  let unit: Value = null;
  if (isNumber(from) && isWhole(from) && isNumber(to) && isWhole(to)) unit = 1;
  else if (from instanceof FeelDate) unit = new DaysTime(BigInt(NANOS_PER_DAY));
  if (order === null || unit === null) return env.note('A loop from one value to another needs whole numbers or dates.');
  const step = order > 0 ? negate(unit, env) : unit;
  return steps(from, to, step, order > 0 ? -1 : 1, env, skipFirst, skipLast);
}

function* steps(from: Value, to: Value, step: Value, direction: number, env: Environment, skipFirst: boolean, skipLast: boolean) {
  let value = from;
  if (skipFirst) value = add(value, step, env);
  for (;;) {
    const order = compare(value, to);
    if (order === null || order * direction > 0 || (skipLast && order === 0)) return;
    yield value;
    value = add(value, step, env);
  }
}

export function compileLoop(iterators: readonly Iterator[], result: Node, compiler: Compiler): Code {
  const loops = compileIterators(iterators, compiler);
  return loopCode(loops, compiler.compile(result), mentions({ iterators, result }, 'partial'));
}

/**
 * `for … return`: the list of results. `gathers` says whether the results so far may be asked for, as
 * `partial`.
 */
export function loopCode(loops: readonly Loop[], result: Code, gathers = true): Code {
  return (scope) => {
    const gathered: Value[] = [];
    const whole = iterate(loops, gathers ? scope.with(partial(gathered, scope.env)) : scope, (inner) => {
      gathered.push(result(inner));
      return true;
    });
    return whole ? gathered : null;
  };
}

function partial(gathered: readonly Value[], env: Environment): Context {
  return {
    get partial() {
      env.step(gathered.length);
      return gathered.slice();
    },
  };
}

export function compileQuantified(
  kind: 'some' | 'every',
  iterators: readonly Iterator[],
  condition: Node,
  compiler: Compiler,
): Code {
  return quantifiedCode(kind, compileIterators(iterators, compiler), compiler.compile(condition));
}

/** `some` is true at the first true, `every` false at the first false; otherwise null if any answer was none. */
export function quantifiedCode(kind: 'some' | 'every', loops: readonly Loop[], condition: Code): Code {
  const decisive = kind === 'some';
  return (scope) => {
    let result: boolean | null = !decisive;
    const whole = iterate(loops, scope, (inner) => {
      const answer = condition(inner);
      if (answer === decisive) result = decisive;
      else if (answer !== !decisive) result = null;
      // A missing answer leaves the others to decide; one that is no answer at all does not.
      return answer !== decisive && (answer === null || typeof answer === 'boolean');
    });
    return whole ? result : null;
  };
}
