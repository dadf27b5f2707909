import type { App } from '../app.ts';
import { localDate } from '../clock.ts';

interface Made<T> {
  numbers: ReadonlyMap<string, number>;
  readonly day: string;
  readonly made: Promise<T>;
}

/**
 * What is made of all that is in force, once for a day and the numbers of `kernel.revision`: what another process has
 * published is there within a second, what this one has, at once.
 * @param topics the numbers that decide
 */
export function inForce<T>(topics: readonly string[], make: (app: App, day: string) => Promise<T>): (app: App) => Promise<T> {
  const kept = new WeakMap<App, Made<T>>();
  const of = (app: App, numbers: ReadonlyMap<string, number>): Promise<T> => {
    const day = localDate(app.clock.now());
    const known = kept.get(app);
    if (known?.day === day) {
      // The numbers are asked for once a second; in between they are the same object.
      const same = known.numbers === numbers || topics.every((topic) => known.numbers.get(topic) === numbers.get(topic));
      if (same) {
        known.numbers = numbers;
        return known.made;
      }
    }
    const made = make(app, day);
    kept.set(app, { numbers, day, made });
    made.catch(() => {
      if (kept.get(app)?.made === made) kept.delete(app);
    });
    return made;
  };
  return (app) => {
    const numbers = app.revisions.now();
    return numbers instanceof Promise ? numbers.then((read) => of(app, read)) : of(app, numbers);
  };
}
