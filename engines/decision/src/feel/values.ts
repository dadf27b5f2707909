/** What a FEEL value can be, and the classes of those that JavaScript has no plain form for. */
import { Decimal } from './decimal.ts';
import type { Num } from './decimal.ts';
import type { Environment } from './environment.ts';
import { DaysTime, FeelDate, FeelDateTime, FeelTime, YearsMonths } from './temporal.ts';
import type { FeelType } from './types.ts';

/** A context is a plain object; read it with `Object.hasOwn`, write it with `setEntry`. */
export type Context = { [name: string]: Value };

export type Value =
  | null
  | boolean
  | string
  | Num
  | FeelDate
  | FeelTime
  | FeelDateTime
  | YearsMonths
  | DaysTime
  | Range
  | FeelFunction
  | Value[]
  | Context;

/**
 * `[start..end]`, or with an operator a range of one end: `(< 10)`. Only the latter is unbounded on its
 * other side; a null end of the former makes every question about it unanswerable.
 */
export class Range {
  readonly start: Value;
  readonly end: Value;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
  readonly operator: RangeOperator | null;

  constructor(start: Value, end: Value, startIncluded: boolean, endIncluded: boolean, operator: RangeOperator | null = null) {
    this.start = start;
    this.end = end;
    this.startIncluded = startIncluded;
    this.endIncluded = endIncluded;
    this.operator = operator;
  }
}

export type RangeOperator = '<' | '<=' | '>' | '>=' | '=' | '!=';

/** A function value: user-defined, a business knowledge model, a decision service or built in. */
export class FeelFunction {
  readonly name: string;
  /** Parameter names, for calls with named arguments. */
  readonly parameters: readonly string[];
  readonly type: FeelType | null;
  /** Called with exactly one value per parameter. */
  readonly body: (args: Value[], env: Environment) => Value;
  /** Set for built-ins, which match their own arguments. */
  readonly call: ((args: Value[], names: readonly string[] | null, env: Environment) => Value) | null;

  constructor(
    name: string,
    parameters: readonly string[],
    body: (args: Value[], env: Environment) => Value,
    type: FeelType | null = null,
    call: FeelFunction['call'] = null,
  ) {
    this.name = name;
    this.parameters = parameters;
    this.body = body;
    this.type = type;
    this.call = call;
  }
}

export type Kind =
  | 'null'
  | 'boolean'
  | 'string'
  | 'number'
  | 'date'
  | 'time'
  | 'date and time'
  | 'years and months duration'
  | 'days and time duration'
  | 'range'
  | 'function'
  | 'list'
  | 'context';

/** The FEEL kind of a value. */
export function kindOf(value: Value): Kind {
  switch (typeof value) {
    case 'number':
      return 'number';
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
  }
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  if (Object.getPrototypeOf(value) === Object.prototype) return 'context';
  if (value instanceof Decimal) return 'number';
  if (value instanceof FeelDate) return 'date';
  if (value instanceof FeelDateTime) return 'date and time';
  if (value instanceof FeelTime) return 'time';
  if (value instanceof YearsMonths) return 'years and months duration';
  if (value instanceof DaysTime) return 'days and time duration';
  if (value instanceof Range) return 'range';
  if (value instanceof FeelFunction) return 'function';
  return 'context';
}

export function isNumber(value: Value): value is Num {
  return typeof value === 'number' || value instanceof Decimal;
}

export function isContext(value: Value): value is Context {
  return kindOf(value) === 'context';
}

/** Sets an entry even when its name is `__proto__`. */
export function setEntry(context: Context, name: string, value: Value): void {
  if (name === '__proto__') {
    Object.defineProperty(context, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    context[name] = value;
  }
}

/** A context of these names without values. Copies of it share its shape, which makes them quick to fill and to read. */
export function emptyContext(names: readonly string[]): Context {
  const context: Context = {};
  for (const name of names) setEntry(context, name, null);
  return context;
}

/** The entry of that name, undefined when there is none. */
export function getEntry(context: Context, name: string): Value | undefined {
  return Object.hasOwn(context, name) ? context[name] : undefined;
}

/** A value as a list: itself, nothing for null, or the one value. */
export function asList(value: Value): Value[] {
  if (Array.isArray(value)) return value;
  return value === null ? [] : [value];
}
