import { createHash } from 'node:crypto';
import { type App, type Presented, sql } from '@dinh/kernel';
import { readCertificate, thumbprintOf } from './certificate.ts';
import type { AccessToken } from './tokens.ts';

/** How far the clock of whoever proves a key may be off, seconds. */
const tolerance = 300;

/**
 * Whether a token may be used by whoever shows it: one that is bound to a key or a certificate, only with the proof of it;
 * and a proof only with a token that is bound to it.
 */
export async function isShownRightly(
  app: App,
  secret: string,
  token: AccessToken,
  { dpop, certificate, method, url }: Presented,
): Promise<boolean> {
  if (token.certificate !== undefined) {
    const held = readCertificate(certificate ?? '');
    if (!held || thumbprintOf(held) !== token.certificate) return false;
  }
  if (token.jkt === undefined) return dpop === undefined;
  const now = app.clock.now();
  const proof = dpop === undefined ? undefined : await readProof(dpop, now);
  if (!proof || proof.jkt !== token.jkt) return false;
  const { htm, htu, iat, ath, jti } = proof.claims;
  if (htm !== method || !sameAddress(htu, url)) return false;
  if (typeof iat !== 'number' || Math.abs(now.getTime() / 1000 - iat) > tolerance) return false;
  if (ath !== createHash('sha256').update(secret).digest('base64url')) return false;
  if (typeof jti !== 'string' || jti === '' || jti.length > 200) return false;
  // Each proof is good once.
  const id = createHash('sha256').update(`api ${token.client}\n${jti}`).digest();
  const first = await app.db.run(
    sql`insert into identity.provider_state (kind, id, payload, expires_at)
        values ('ApiProof', ${id}, '{}', ${new Date(now.getTime() + 2 * tolerance * 1000)}) on conflict do nothing`,
  );
  return first === 1;
}

function sameAddress(htu: unknown, url: string): boolean {
  if (typeof htu !== 'string' || !URL.canParse(htu)) return false;
  const said = new URL(htu);
  said.search = said.hash = '';
  return said.href === new URL(url).href;
}

interface Proof {
  readonly jkt: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Reads a DPoP proof: signed by the key that it carries itself. */
async function readProof(jwt: string, now: Date): Promise<Proof | undefined> {
  if (jwt.length > 8192) return undefined;
  const { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } = await import('jose');
  try {
    const { payload, protectedHeader } = await jwtVerify(jwt, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: ['ES256', 'EdDSA'],
      currentDate: now,
    });
    return { jkt: await calculateJwkThumbprint(protectedHeader.jwk!), claims: payload };
  } catch {
    return undefined;
  }
}
