import type { DecisionVersions, Importable } from '@dinh/decision';
import { bodyChecksum, type Context } from '@dinh/kernel';

/** The decisions in force on a day (`YYYY-MM-DD`), as texts. */
export const decisionsOn = async ({ app }: Pick<Context, 'app'>, day: string): Promise<Importable[]> =>
  (await app.definitions.inForce<{ dmn: string }>('decision', day)).map(({ key, body }) => ({
    key,
    dmn: body.dmn,
  }));

/** These texts in place of the decisions that are in force, for whoever asks for one by its key, on whatever day. */
export function standingFor(texts: readonly Importable[]): DecisionVersions {
  const versions = new Map(
    texts.map(({ key, dmn }) => [key, { id: bodyChecksum(dmn), key, version: 0, body: { dmn } }]),
  );
  return {
    inForce: async () => [...versions.values()],
    at: async (_kind, key) => versions.get(key),
  };
}
