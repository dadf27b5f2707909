import type { DecisionVersions, Importable } from '@dinh/decision';
import { bodyChecksum, type Context, localDate } from '@dinh/kernel';

/**
 * The day (`YYYY-MM-DD`) whose decisions and templates a trial goes by: that on which it begins, once the text holds; before that
 * the first one of the text.
 * @param at when the trial begins; now when left out
 * @param day from which the text is to hold, today at the earliest
 */
export function dayBeside(at: string | undefined, day: string): string {
  const own = at === undefined ? day : localDate(new Date(at));
  return own > day ? own : day;
}

/** The decisions in force on a day (`YYYY-MM-DD`), as texts. */
export const decisionsOn = async ({ app }: Pick<Context, 'app'>, day: string): Promise<Importable[]> =>
  (await app.definitions.inForce<{ dmn: string }>('decision', day)).map(({ key, body }) => ({
    key,
    dmn: body.dmn,
  }));

/** These texts in place of the decisions that are in force, for whoever asks for one by its key, on whatever day. */
export function standingFor(texts: readonly Importable[]): DecisionVersions {
  const versions = new Map(texts.map(({ key, dmn }) => [key, { id: bodyChecksum(dmn), key, version: 0, body: { dmn } }]));
  return {
    inForce: async () => [...versions.values()],
    at: async (_kind, key) => versions.get(key),
  };
}
