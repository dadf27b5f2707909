import type { EngineParts } from './engine-parts.ts';
import type { Runner } from './engine.ts';
import { notRunning } from './errors.ts';

const runners = new Map<string, Runner>();

/** Makes the engine of an app known to the operations on instances, whoever owns them. */
export function register(runner: Runner): void {
  runners.set(runner.parts.owner, runner);
}

/** The engine that runs the instances of an app. @throws notRunning when no app of this name runs here. */
export function runnerOf(owner: string): Runner {
  const runner = runners.get(owner);
  if (!runner) throw notRunning();
  return runner;
}

/** What an app gives to its engine; of one that does not run here only its name is known. */
export const partsOf = (owner: string): EngineParts => runners.get(owner)?.parts ?? { owner };

/** What the program can do in a process (`dinh:handler`) that an app runs; left out: whichever app runs it. */
export const handlerNames = (owner?: string): Set<string> =>
  new Set(
    [...runners.values()]
      .filter(({ parts }) => owner === undefined || parts.owner === owner)
      .flatMap(({ parts }) => Object.keys(parts.handlers ?? {})),
  );
