/** A command of `dinh`. */
export interface Command {
  /** For the help: how it is written, what it does. */
  readonly usage: readonly (readonly [how: string, what: string])[];
  /** @returns the exit code. @throws UsageError */
  run(args: readonly string[]): Promise<number>;
}

/** The command line is wrong: told with the usage, exit code 2. */
export class UsageError extends Error {}

/** Takes `--name VALUE` options out of the arguments. @throws UsageError for one that is not known or has no value */
export function readOptions<Name extends string>(
  args: readonly string[],
  known: readonly Name[],
): { options: Partial<Record<Name, string>>; rest: string[] } {
  const options: Partial<Record<Name, string>> = {};
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (!arg.startsWith('--')) {
      rest.push(arg);
      continue;
    }
    const [name, inline] = arg.slice(2).split('=', 2);
    if (!known.includes(name as Name)) throw new UsageError(`There is no option ${arg}.`);
    const value = inline ?? args[++i];
    if (value === undefined) throw new UsageError(`The option --${name} needs a value.`);
    options[name as Name] = value;
  }
  return { options, rest };
}

/** @throws UsageError when there are more arguments than the command takes */
export function noMore(rest: readonly string[]): void {
  if (rest.length > 0) throw new UsageError(`What is “${rest[0]}”?`);
}
