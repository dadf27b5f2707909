/**
 * Gathers what is asked for in one turn, and while answers are under way, and asks for all of it by one statement: many
 * requests that come together cost little more than one, and one that comes alone does not wait.
 * @param ask answers for each item, in their order
 * @param atOnce how many statements may be under way
 */
export function gather<Item, Answer>(
  ask: (items: readonly Item[]) => Promise<readonly Answer[]>,
  atOnce = 4,
): (item: Item) => Promise<Answer> {
  interface Waiting {
    readonly item: Item;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let running = 0;
  const run = async (): Promise<void> => {
    const mine = waiting;
    waiting = [];
    running++;
    try {
      const answers = await ask(mine.map(({ item }) => item));
      mine.forEach(({ resolve }, i) => resolve(answers[i]!));
    } catch (error) {
      for (const { reject } of mine) reject(error);
    } finally {
      running--;
      if (waiting.length > 0) void run();
    }
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // After this turn, so that requests that were read together are asked for together.
      if (waiting.length === 1) setImmediate(() => running < atOnce && waiting.length > 0 && void run());
    });
}
