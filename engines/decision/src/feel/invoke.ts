import type { Environment } from './environment.ts';
import type { FeelFunction, Value } from './values.ts';

/** Calls with arguments by place or by name; null when they do not fit the parameters. */
export function invoke(callee: FeelFunction, args: Value[], names: readonly string[] | null, env: Environment): Value {
  env.step();
  if (callee.call) return callee.call(args, names, env);
  const { parameters } = callee;
  if (!names) {
    if (args.length !== parameters.length) return env.note(`${callee.name} takes ${parameters.length} arguments.`);
    return callee.body(args, env);
  }
  const unknown = names.find((name) => !parameters.includes(name));
  if (unknown !== undefined) return env.note(`${callee.name} has no parameter ${unknown}.`);
  // Named arguments that are left out are null.
  return callee.body(
    parameters.map((parameter) => args[names.indexOf(parameter)] ?? null),
    env,
  );
}
