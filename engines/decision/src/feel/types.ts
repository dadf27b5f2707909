/** FEEL types: what a value conforms to, and the conversions that an assignment allows. */
import { Decimal } from './decimal.ts';
import type { Environment } from './environment.ts';
import { FeelDate, FeelDateTime } from './temporal.ts';
import { midnight } from './temporal.ts';
import { FeelFunction, Range, getEntry, kindOf } from './values.ts';
import type { Context, Kind, Value } from './values.ts';

export type FeelType =
  | { readonly kind: 'any' }
  | { readonly kind: Exclude<Kind, 'list' | 'context' | 'function' | 'range'> }
  | { readonly kind: 'list'; readonly of: FeelType }
  | { readonly kind: 'range'; readonly of: FeelType }
  | { readonly kind: 'context'; readonly entries: Readonly<Record<string, FeelType>> }
  | {
      readonly kind: 'function';
      readonly parameters: readonly FeelType[] | null /** Null when it cannot be told. */;
      readonly result: FeelType | null;
    }
  /** An item definition: a base type, of which only some values may be allowed. */
  | {
      readonly kind: 'item';
      readonly name: string;
      readonly base: () => FeelType;
      readonly allows?: (value: Value, env?: Environment) => boolean;
    };

export const ANY: FeelType = { kind: 'any' };

const SIMPLE: Record<string, FeelType> = {
  Any: ANY,
  any: ANY,
  Null: { kind: 'null' },
  null: { kind: 'null' },
  number: { kind: 'number' },
  string: { kind: 'string' },
  boolean: { kind: 'boolean' },
  date: { kind: 'date' },
  time: { kind: 'time' },
  'date and time': { kind: 'date and time' },
  dateTime: { kind: 'date and time' },
  'days and time duration': { kind: 'days and time duration' },
  dayTimeDuration: { kind: 'days and time duration' },
  'years and months duration': { kind: 'years and months duration' },
  yearMonthDuration: { kind: 'years and months duration' },
  list: { kind: 'list', of: ANY },
  range: { kind: 'range', of: ANY },
  context: { kind: 'context', entries: {} },
  function: { kind: 'function', parameters: null, result: ANY },
};

/** A type by its plain name; null when FEEL has none of that name. */
export function simpleType(name: string): FeelType | null {
  return Object.hasOwn(SIMPLE, name) ? (SIMPLE[name] ?? null) : null;
}

/** Whether a value (null included) may stand where the type is asked for; null conforms to every type. */
function conforms(value: Value, type: FeelType, env?: Environment): boolean {
  return value === null || isInstance(value, type, env);
}

/** FEEL `instance of`: null is an instance of the type Null alone. `env` counts the work on what is nested. */
export function isInstance(value: Value, type: FeelType, env?: Environment): boolean {
  switch (type.kind) {
    case 'any':
      return value !== null;
    case 'item':
      return isInstance(value, type.base(), env) && (type.allows?.(value, env) ?? true);
    case 'list':
      if (!Array.isArray(value)) return false;
      env?.step(value.length);
      return value.every((item) => conforms(item, type.of, env));
    case 'range':
      return (
        value instanceof Range &&
        (type.of.kind === 'any' ||
          ((value.start !== null || value.end !== null) && conforms(value.start, type.of) && conforms(value.end, type.of)))
      );
    case 'context':
      return kindOf(value) === 'context' && conformsContext(value as Context, type.entries, env);
    case 'function':
      return value instanceof FeelFunction && functionConforms(value, type);
    default:
      return kindOf(value) === type.kind;
  }
}

function conformsContext(value: Context, entries: Readonly<Record<string, FeelType>>, env?: Environment): boolean {
  env?.step();
  return Object.entries(entries).every(([name, type]) => {
    const entry = getEntry(value, name);
    return entry !== undefined && conforms(entry, type, env);
  });
}

function functionConforms(value: FeelFunction, type: FeelType & { kind: 'function' }): boolean {
  if (type.parameters === null) return true;
  const own = value.type?.kind === 'function' ? value.type : null;
  if (own === null) return type.parameters.length === value.parameters.length;
  const parameters = own.parameters ?? [];
  return (
    parameters.length === type.parameters.length &&
    type.parameters.every((parameter, i) => typeConforms(parameter, parameters[i] ?? ANY)) &&
    resultConforms(own.result, type.result)
  );
}

/** A result that cannot be told in advance stands in nobody's way. */
function resultConforms(own: FeelType | null, wanted: FeelType | null): boolean {
  return own === null || wanted === null || typeConforms(own, wanted);
}

/** Whether every value of `type` is also one of `other`. */
function typeConforms(type: FeelType, other: FeelType): boolean {
  if (other.kind === 'any' || type.kind === 'null') return true;
  if (type.kind === 'item') return type === other || typeConforms(type.base(), other);
  if (other.kind === 'item') return typeConforms(type, other.base());
  if (type.kind !== other.kind) return false;
  if ((type.kind === 'list' || type.kind === 'range') && 'of' in other) return typeConforms(type.of, other.of);
  if (type.kind === 'context' && other.kind === 'context') {
    return Object.entries(other.entries).every(([name, wanted]) => {
      const own = type.entries[name];
      return own !== undefined && typeConforms(own, wanted);
    });
  }
  if (type.kind === 'function' && other.kind === 'function') {
    const [own, wanted] = [type.parameters, other.parameters];
    if (!wanted) return true;
    if (own?.length !== wanted.length) return false;
    return wanted.every((p, i) => typeConforms(p, own[i] ?? ANY)) && resultConforms(type.result, other.result);
  }
  return true;
}

/** What an item definition is at its base; any other type as it is. */
export function baseOf(type: FeelType): FeelType {
  return type.kind === 'item' ? baseOf(type.base()) : type;
}

/**
 * What a function results in whose declared type this is: that of the function, or (as models before DMN 1.3 say it) of its
 * result alone. Null when it says nothing.
 */
export function resultOf(type: FeelType): FeelType | null {
  const base = baseOf(type);
  if (base.kind === 'function') return base.result;
  return base.kind === 'any' ? null : type;
}

/** Fits values to one type: `coerce` made ready. */
export type Fitter = (value: Value, env?: Environment) => Value | undefined;

/** `coerce` for one type, at once for values that need no conversion. */
export function fitter(type: FeelType): Fitter {
  switch (type.kind) {
    case 'any':
      return (value) => value;
    case 'number':
      return (value, env) =>
        typeof value === 'number' || value === null || value instanceof Decimal ? value : coerce(value, type, env);
    case 'string':
    case 'boolean': {
      const kind = type.kind;
      return (value, env) => (typeof value === kind || value === null ? value : coerce(value, type, env));
    }
    default:
      return (value, env) => (value === null ? value : coerce(value, type, env));
  }
}

/**
 * The value as FEEL's implicit conversions make it fit the type: a one-element list becomes its element,
 * a value becomes a one-element list, a date becomes its midnight. Undefined when nothing fits.
 */
export function coerce(value: Value, type: FeelType, env?: Environment): Value | undefined {
  if (conforms(value, type, env)) return value;
  const base = baseOf(type);
  if (base.kind === 'list') {
    if (!Array.isArray(value)) return conforms([value], type, env) ? [value] : undefined;
    return undefined;
  }
  if (Array.isArray(value) && value.length === 1) {
    const only = value[0] ?? null;
    return conforms(only, type, env) ? only : undefined;
  }
  if (base.kind === 'date and time' && value instanceof FeelDate) {
    const start: FeelDateTime = midnight(value);
    return conforms(start, type, env) ? start : undefined;
  }
  return undefined;
}
