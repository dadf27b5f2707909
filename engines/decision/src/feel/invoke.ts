import type { Environment } from './environment.ts';
import type { FeelFunction, Value } from './values.ts';

/** Calls with arguments by place or by name; null when they do not fit the parameters. */
export function invoke(
  callee: FeelFunction,
  args: Value[],
  names: readonly string[] | null,
  env: Environment,
): Value {
  env.step();
  if (callee.call) return callee.call(args, names, env);
  const { parameters } = callee;
  if (args.length !== parameters.length)
    return env.note(`${callee.name} takes ${parameters.length} arguments.`);
  if (!names) return callee.body(args, env);
  const ordered: Value[] = [];
  for (const parameter of parameters) {
    const place = names.indexOf(parameter);
    if (place < 0) return env.note(`${callee.name} has the parameter ${parameter}, which is not given.`);
    ordered.push(args[place] ?? null);
  }
  return callee.body(ordered, env);
}
