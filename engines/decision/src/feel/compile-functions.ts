/** Function definitions and calls. */
import { builtin } from '../builtins/index.ts';
import type { Node } from './ast.ts';
import type { Code, Compiler } from './compile.ts';
import type { Environment } from './environment.ts';
import { inferType } from './infer.ts';
import { invoke } from './invoke.ts';
import { lookup } from './scope.ts';
import type { Scope } from './scope.ts';
import { ANY, fitter } from './types.ts';
import type { FeelType, Fitter } from './types.ts';
import { FeelFunction, emptyContext } from './values.ts';
import type { Context, Value } from './values.ts';

export function compileFunction(node: Node & { is: 'function' }, compiler: Compiler): Code {
  const parameters = node.parameters.map((parameter) => ({
    name: parameter.name,
    type: parameter.type ? (compiler.resolve(parameter.type) ?? ANY) : ANY,
  }));
  if (node.external) {
    // Java and PMML code is outside of what this engine may run.
    return () => makeFunction('external function', parameters, (_, env) => env.note('External functions are not supported.'));
  }
  const body = compiler.compile(node.body);
  const types = new Map(parameters.map(({ name, type }) => [name, type]));
  const result = inferType(node.body, types);
  return (scope) => makeFunction('function', parameters, (names, env) => runBody(body, scope.with(names), env), result);
}

/** Runs the body of a function, one call deeper. */
export function runBody(body: Code, scope: Scope, env: Environment): Value {
  env.down();
  const value = body(scope);
  env.up();
  return value;
}

/** A function value whose arguments are fitted to the parameters' types; null when one does not fit. */
export function makeFunction(
  name: string,
  parameters: readonly { name: string; type: FeelType }[],
  body: (names: Context, env: Environment) => Value,
  result: FeelType | null = null,
): FeelFunction {
  const type: FeelType = {
    kind: 'function',
    parameters: parameters.map((parameter) => parameter.type),
    result,
  };
  const names = parameters.map((parameter) => parameter.name);
  const fitters = parameters.map((parameter) => fitter(parameter.type));
  const frame = emptyContext(names);
  return new FeelFunction(
    name,
    names,
    (args, env) => {
      const given: Context = { ...frame };
      for (let i = 0; i < names.length; i++) {
        const value = (fitters[i] as Fitter)(args[i] ?? null, env);
        if (value === undefined) return env.note(`The argument ${names[i]} of ${name} has the wrong type.`);
        given[names[i] as string] = value;
      }
      return body(given, env);
    },
    type,
  );
}

export function compileCall(node: Node & { is: 'call' }, compiler: Compiler): Code {
  const args = node.arguments.map(compiler.compile);
  const { names } = node;
  const target = node.target.is === 'name' ? namedTarget(node.target.name, compiler) : compiler.compile(node.target);
  const label = node.target.is === 'name' ? node.target.name : 'The value before (';
  return (scope) => {
    const callee = target(scope);
    if (!(callee instanceof FeelFunction)) return scope.env.note(`${label} is not a function.`);
    const values: Value[] = [];
    for (let i = 0; i < args.length; i++) values.push((args[i] as Code)(scope));
    return invoke(callee, values, names, scope.env);
  };
}

/** A variable that is no function does not hide the built-in of its name. */
function namedTarget(name: string, compiler: Compiler): Code {
  const find = lookup(name, compiler.direct(name));
  const own = builtin(name);
  return (scope) => {
    const value = find(scope);
    return value instanceof FeelFunction ? value : (own ?? value ?? null);
  };
}
