/**
 * Gathers what is asked for while an answer is under way and asks for all of it at once: one statement for many requests
 * that come together, and no wait for one that comes alone.
 * @param ask answers for each of the keys that it knows
 */
export function gathered<Key, Value>(
  ask: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
  atOnce = 2,
): (key: Key) => Promise<Value | undefined> {
  let waiting: { key: Key; resolve: (value: Value | undefined) => void; reject: (error: unknown) => void }[] =
    [];
  let running = 0;
  const run = async (): Promise<void> => {
    const mine = waiting;
    waiting = [];
    running++;
    try {
      const answers = await ask([...new Set(mine.map(({ key }) => key))]);
      for (const { key, resolve } of mine) resolve(answers.get(key));
    } catch (error) {
      for (const { reject } of mine) reject(error);
    } finally {
      running--;
      if (waiting.length > 0) void run();
    }
  };
  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      // After this turn, so that requests that were read together are asked for together.
      if (waiting.length === 1) setImmediate(() => running < atOnce && waiting.length > 0 && void run());
    });
}
