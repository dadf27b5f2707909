import type { CommandContext } from '@dinh/kernel';
import { isIdentified, twoAbove } from '../factors/assurance.ts';
import { freshMinutes } from '../factors/second.ts';
import { openSession } from '../sign-in/session.ts';
import type { UpstreamPerson } from './claims.ts';
import type { IdentityProvider } from './definition.ts';
import type { Known } from './whose.ts';

/** Whether the provider says that it saw both factors within the time in which a proof is fresh here. */
const isFresh = ({ now }: CommandContext, { provedAt }: UpstreamPerson): boolean =>
  provedAt !== undefined && now.getTime() - new Date(provedAt).getTime() < freshMinutes * 60_000;

/**
 * Opens a session for whom a provider vouches. Who asked for two steps here is asked for the second, unless the provider says
 * that it has seen two itself (AS-3).
 */
export function openFor(
  ctx: CommandContext,
  provider: IdentityProvider,
  person: UpstreamPerson,
  known: Known,
  device: string | undefined,
) {
  const proof = {
    factors: ['vneid'] as const,
    identified: person.level > 1 || isIdentified(known),
    upstream: person.level,
  };
  const { secret, endsAt, awaits } = openSession(ctx, known.id, `upstream:${provider.key}`, proof, {
    awaiting: known.twoSteps && person.level < twoAbove,
    device,
    // A provider that let somebody in by a session of its own has seen nothing lately (OWASP ASVS 5, 6.8.4).
    ...(person.level >= twoAbove && isFresh(ctx, person) && { by: { kind: 'upstream' } }),
  });
  return { token: secret, endsAt, person: known.id, name: known.name, awaits, changePassword: false };
}
