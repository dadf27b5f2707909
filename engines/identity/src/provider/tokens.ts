import { createHash } from 'node:crypto';
import { type App, type Assurance, sql } from '@dinh/kernel';
import { levelOfAcr } from './assurance.ts';
import { signingAlgorithm, signingKeys } from './signing-keys.ts';
import { mayAct, standing } from './store.ts';

/** What a signed access token (RFC 9068) of ours says. */
export interface AccessToken {
  readonly jti: string;
  /** By which of our keys it was signed. */
  readonly kid: string;
  readonly client: string;
  readonly scope: string | undefined;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly audience: string;
  /** The grant from which it comes; a machine's own tokens come from none. */
  readonly grant: string | undefined;
  /** The provider's session with which it ends, when it does. */
  readonly session: string | undefined;
  /** How sure of the person the sign-in was from which it comes; nothing of a machine. */
  readonly shown: { readonly assurance?: Assurance };
  /** Thumbprint of the key that whoever presents it must prove (RFC 9449). */
  readonly jkt: string | undefined;
  /** Thumbprint of the certificate that whoever presents it must hold (RFC 8705). */
  readonly certificate: string | undefined;
}

/** Where the provider stands: its issuer, and the audience of tokens for the HTTP API. */
export const issuerOf = (app: App): string => `${app.config.publicUrl}/oidc`;
export const apiOf = (app: App): string => `${app.config.publicUrl}/api`;

export const looksLikeToken = (secret: string): boolean => secret.length < 8192 && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(secret);

const kept = 10_000;
const verified = new WeakMap<App, Map<string, AccessToken>>();

/**
 * Reads a signed access token of ours: signature, issuer, audience, time. Whether it was taken back since, `livingToken`
 * tells. A token that was verified is
 * not verified again: each costs a tenth of a millisecond.
 * @returns undefined for everything else
 */
export async function readToken(app: App, token: string): Promise<AccessToken | undefined> {
  let known = verified.get(app);
  if (!known) verified.set(app, (known = new Map()));
  const name = createHash('sha256').update(token).digest('base64');
  let read = known.get(name);
  if (!read) {
    read = await verifyToken(app, token);
    if (!read) return undefined;
    if (known.size >= kept) known.delete(known.keys().next().value!);
    known.set(name, read);
  }
  const now = app.clock.now().getTime() / 1000;
  const { byId } = await signingKeys(app); // one that was given away is withdrawn at once
  return read.expiresAt > now && read.audience === apiOf(app) && byId.has(read.kid) ? read : undefined;
}

async function verifyToken(app: App, token: string): Promise<AccessToken | undefined> {
  const { byId } = await signingKeys(app);
  const { jwtVerify } = await import('jose');
  const key = ({ kid }: { kid?: string }) => byId.get(kid ?? '')?.publicKey ?? Promise.reject(new Error('no such key'));
  const verified = await jwtVerify<Claims>(token, key, {
    typ: 'at+jwt',
    algorithms: [signingAlgorithm], // the key decides it, never the token
    issuer: issuerOf(app),
    currentDate: app.clock.now(),
    requiredClaims: ['jti', 'client_id', 'iat', 'exp'],
  }).catch(() => undefined);
  if (!verified) return undefined;
  const { jti, client_id: client, iat, exp, aud, scope, grant, session, cnf, acr, amr, auth_time: at } = verified.payload;
  const level = levelOfAcr(acr ?? '');
  if (typeof aud !== 'string') return undefined;
  return {
    jti: jti!,
    kid: verified.protectedHeader.kid!,
    client,
    scope,
    issuedAt: iat!,
    expiresAt: exp!,
    audience: aud,
    grant,
    session,
    shown:
      level !== undefined && at !== undefined ? { assurance: { level, factors: amr ?? [], provedAt: new Date(at * 1000) } } : {},
    jkt: cnf?.jkt,
    certificate: cnf?.['x5t#S256'],
  };
}

interface Claims {
  readonly client_id: string;
  readonly scope?: string;
  readonly grant?: string;
  readonly session?: string;
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** Seconds since 1970. */
  readonly auth_time?: number;
  readonly cnf?: { readonly jkt?: string; readonly 'x5t#S256'?: string };
}

/** Who stands behind a token that is good at this moment. */
export interface Bearer {
  readonly client: string;
  /** What the client is called. */
  readonly name: string;
  /** Null for a machine that acts in its own name. */
  readonly person: string | null;
}

/**
 * Asks whether a token still stands: the client is active, nothing was taken back (the token, the grant, all tokens of the
 * client), the person may act, and the sign-in with which it ends still holds. So all of these work at once, in every
 * process, though signed tokens are not kept anywhere.
 */
export async function livingToken(app: App, token: AccessToken): Promise<Bearer | undefined> {
  const now = app.clock.now();
  const issued = new Date(token.issuedAt * 1000);
  const grant = createHash('sha256')
    .update(token.grant ?? '')
    .digest();
  return app.db.maybe<Bearer>(
    sql`select c.id as client, c.name_vi as name, g.person_id as person
        from identity.client c
          left join identity.provider_state g on g.kind = 'Grant' and g.id = ${grant} and g.client_id = c.id and g.expires_at > ${now}
          left join lateral (
            select s.session_id from identity.provider_state s left join identity.session h on h.id = s.session_id
            where s.kind = 'Session' and s.uid = ${token.session ?? null} and s.person_id = g.person_id and s.expires_at > ${now}
              and ${standing(app, now)}) b on true
        where c.id = ${token.client} and c.state = 'active' and c.tokens_from <= ${issued}
          and not exists (select from identity.revoked_token where jti = ${token.jti})
          and (${token.grant === undefined} or ${mayAct(app, sql`g.person_id`)})
          and (${token.session === undefined} or b.session_id is not null)`,
  );
}
