/** How built-in functions are declared: by a readable signature and a plain function. */
import type { Environment } from '../feel/environment.ts';
import { FeelDate } from '../feel/temporal.ts';
import { midnight } from '../feel/temporal.ts';
import { FeelFunction, kindOf } from '../feel/values.ts';
import type { Value } from '../feel/values.ts';

interface Parameter {
  readonly name: string;
  /** Kinds a value may have; empty means any. */
  readonly kinds: ReadonlySet<string>;
  /** One of the kinds. */
  readonly only: string | undefined;
  readonly optional: boolean;
}

interface Signature {
  readonly parameters: readonly Parameter[];
  /** The last parameter takes all remaining arguments. */
  readonly variadic: boolean;
  readonly body: (env: Environment, ...args: never[]) => Value;
}

const SHORT: Record<string, string> = {
  dt: 'date and time',
  dtd: 'days and time duration',
  ymd: 'years and months duration',
};

const registry = new Map<string, { signatures: Signature[]; value: FeelFunction }>();

/** The built-in function of that name, or null. */
export function builtin(name: string): FeelFunction | null {
  return registry.get(name)?.value ?? null;
}

/** All built-in functions with the names of their parameters as they are called first of all, for editors. */
export function builtinFunctions(): { readonly name: string; readonly parameters: readonly string[] }[] {
  return [...registry].map(([name, { signatures }]) => ({
    name,
    parameters: signatures[0]!.parameters.map((parameter) => parameter.name),
  }));
}

/**
 * Declares one signature of a built-in, such as `substring(string: string, start position: number, length?: number)`.
 * Kinds are joined by `|`; `?` marks what may be left out, `...` what takes all remaining arguments.
 * The first signature that fits the arguments is called.
 */
export function define(text: string, body: (env: Environment, ...args: never[]) => Value): void {
  const open = text.indexOf('(');
  const name = text.slice(0, open);
  const parts = text
    .slice(open + 1, -1)
    .split(', ')
    .filter(Boolean);
  const variadic = parts.at(-1)?.startsWith('...') ?? false;
  const signature: Signature = { parameters: parts.map(parseParameter), variadic, body };
  const known = registry.get(name);
  if (known) {
    known.signatures.push(signature);
    return;
  }
  const signatures = [signature];
  const names = signature.parameters.map((parameter) => parameter.name);
  const value = new FeelFunction(
    name,
    names,
    (args, env) => call(name, signatures, args, null, env),
    null,
    (args, argNames, env) => call(name, signatures, args, argNames, env),
  );
  registry.set(name, { signatures, value });
}

function parseParameter(text: string): Parameter {
  const [label = '', kinds = 'any'] = text.replace(/^\.\.\./, '').split(': ');
  const set = new Set(kinds === 'any' ? [] : kinds.split('|').map((kind) => SHORT[kind] ?? kind));
  return {
    name: label.replace(/\?$/, ''),
    kinds: set,
    only: [...set][0],
    optional: label.endsWith('?'),
  };
}

function call(
  name: string,
  signatures: readonly Signature[],
  args: Value[],
  names: readonly string[] | null,
  env: Environment,
): Value {
  if (!names) {
    // Nearly all calls: arguments by place that are of the right kinds as they are.
    for (let i = 0; i < signatures.length; i++) {
      const signature = signatures[i] as Signature;
      if (!signature.variadic && accepts(signature.parameters, args)) return run(signature, env, args);
    }
  }
  // First as given, then with FEEL's implicit conversions.
  for (const convert of [false, true]) {
    for (const signature of signatures) {
      const fitted = names ? fitNamed(signature, args, names, convert) : fitPlaced(signature, args, convert);
      if (fitted) {
        charge(env, fitted);
        return signature.body(env, ...(fitted as never[]));
      }
    }
  }
  const given = args.map(kindOf).join(', ');
  return env.note(`The function ${name} cannot take (${given}).`);
}

/** What a function may have to look at: the items of lists, and texts at 64 characters a step. */
function charge(env: Environment, args: readonly Value[]): void {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (typeof arg === 'string') {
      if (arg.length > 63) env.step(arg.length >> 6);
    } else if (Array.isArray(arg)) env.step(arg.length);
  }
}

function run({ body }: Signature, env: Environment, args: Value[]): Value {
  charge(env, args);
  const call = body as (env: Environment, ...args: Value[]) => Value;
  if (args.length === 1) return call(env, args[0] as Value);
  if (args.length === 2) return call(env, args[0] as Value, args[1] as Value);
  return call(env, ...args);
}

/** Whether there is an argument of the right kind for each parameter. */
function accepts(parameters: readonly Parameter[], args: readonly Value[]): boolean {
  if (args.length !== parameters.length) return false;
  for (let i = 0; i < args.length; i++) {
    const { kinds, only } = parameters[i] as Parameter;
    if (kinds.size === 0) continue;
    const kind = kindOf(args[i] as Value);
    if (kind !== only && !kinds.has(kind)) return false;
  }
  return true;
}

function fitPlaced(signature: Signature, args: Value[], convert: boolean): Value[] | null {
  const { parameters, variadic } = signature;
  if (variadic) {
    const last = parameters.at(-1) as Parameter;
    const fixed = parameters.slice(0, -1);
    if (args.length < fixed.length) return null;
    const head = fitAll(fixed, args.slice(0, fixed.length), convert);
    const rest = args.slice(fixed.length).map((arg) => fit(arg, last, convert));
    if (!head || rest.includes(undefined)) return null;
    return [...head, rest as Value[]];
  }
  return args.length > parameters.length ? null : fitAll(parameters, args, convert);
}

function fitNamed(signature: Signature, args: Value[], names: readonly string[], convert: boolean): Value[] | null {
  const { parameters, variadic } = signature;
  if (names.some((name, i) => names.indexOf(name) !== i)) return null;
  if (!names.every((name) => parameters.some((parameter) => parameter.name === name))) return null;
  const placed = parameters.map((parameter) => {
    const at = names.indexOf(parameter.name);
    return at < 0 ? undefined : args[at];
  });
  const fitted = fitAll(parameters, placed, convert, true);
  if (!fitted || !variadic) return fitted;
  // By name, what may come again and again comes once or not at all.
  const rest = placed.at(-1) === undefined ? [] : fitted.slice(-1);
  return [...fitted.slice(0, -1), rest];
}

/** Arguments fitted one by one; left-out optional ones stay undefined. Null when one does not fit. */
function fitAll(
  parameters: readonly Parameter[],
  args: readonly (Value | undefined)[],
  convert: boolean,
  named = false,
): Value[] | null {
  const fitted: Value[] = [];
  for (const [i, parameter] of parameters.entries()) {
    const arg = args[i];
    if (arg === undefined) {
      // Named arguments that are left out are null, where null may stand.
      const nullable = named && (parameter.kinds.size === 0 || parameter.kinds.has('null'));
      if (!parameter.optional && !nullable) return null;
      fitted.push((parameter.optional ? undefined : null) as Value);
      continue;
    }
    const value = fit(arg, parameter, convert);
    if (value === undefined) return null;
    fitted.push(value);
  }
  return fitted;
}

function fit(value: Value, parameter: Parameter, convert: boolean): Value | undefined {
  const { kinds } = parameter;
  if (kinds.size === 0 || kinds.has(kindOf(value))) return value;
  if (!convert) return undefined;
  if (kinds.has('list') && value !== null) return [value];
  if (Array.isArray(value) && value.length === 1) {
    const only = value[0] ?? null;
    if (kinds.has(kindOf(only))) return only;
  }
  if (kinds.has('date and time') && value instanceof FeelDate) return midnight(value);
  return undefined;
}
