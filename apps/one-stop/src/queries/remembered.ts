import type { App, Context } from '@dinh/kernel';

/** Answers that may be some time old, of one program: kept in its memory, never more than `most` of them. */
export interface Memory<T> {
  /**
   * @param key names the question
   * @param make answers it anew; whoever asks meanwhile waits for the same answer, and a fault is not remembered
   */
  remembered(ctx: Pick<Context, 'app' | 'now'>, key: string, make: () => Promise<T>): Promise<T>;
}

/** @param patience how old an answer may become, milliseconds */
export function memory<T>(patience: number, most: number): Memory<T> {
  const kept = new WeakMap<App, Map<string, { readonly at: number; readonly answer: Promise<T> }>>();
  return {
    remembered({ app, now }, key, make) {
      let known = kept.get(app);
      if (!known) kept.set(app, (known = new Map()));
      const last = known.get(key);
      if (last && Math.abs(now.getTime() - last.at) < patience) return last.answer;
      if (known.size >= most) known.clear();
      const answer = make();
      known.set(key, { at: now.getTime(), answer });
      answer.catch(() => known.delete(key));
      return answer;
    },
  };
}
