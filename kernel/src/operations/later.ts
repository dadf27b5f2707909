/** An answer that comes with the last statement of a command; made by `later`. */
export class Later<T> {
  readonly answer: Promise<T>;

  constructor(answer: Promise<T>) {
    this.answer = answer;
    answer.catch(() => {}); // its statement fails the commit, which tells
  }
}

/**
 * For a command whose answer is known only when its last statement has come back: the commit is sent right behind that
 * statement, so that a lock it takes (the day's counter of codes) is held no longer than the commit itself takes.
 * @param answer from `ctx.db.sendOne`. The operation's `subject` must then come from its input.
 */
export function later<T>(answer: Promise<T>): T {
  // The type is the answer's, because whoever called the operation never sees anything else.
  return new Later(answer) as unknown as T;
}

/** The answer itself. */
export async function settled<T>(output: T): Promise<T> {
  return output instanceof Later ? ((await output.answer) as T) : output;
}
