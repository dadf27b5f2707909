import { createHash } from 'node:crypto';
import { type CommandContext, newSecret, sql } from '@dinh/kernel';
import { levelOf, type Proof } from '../factors/assurance.ts';

/** The cookie that carries a session's secret. */
export const sessionCookie = 'dinh_session';

/** Seconds without a request after which a session ends. */
export const idleSeconds = 8 * 3600;
/** Seconds after which a session ends however busy it is. */
export const longestSeconds = 7 * 24 * 3600;
/** A session is noted as seen at most this often, seconds. */
export const seenEverySeconds = 60;

/** Under what a secret is kept. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** A secret that we might have given out; anything else need not be asked of the database. */
export function looksLikeSecret(secret: string): boolean {
  return /^[\w-]{43}$/.test(secret);
}

/** By which way somebody came in. */
export type Method = 'password' | 'sign-up' | 'demonstration' | 'passkey' | 'certificate' | 'vneid';

/**
 * Opens a session.
 * @param proof what was shown, and what is known of the person: its level of assurance follows from that.
 * @returns its secret, which is told this once.
 */
export function openSession(
  ctx: CommandContext,
  person: string,
  method: Method,
  proof: Proof,
): { id: string; secret: string } {
  const id = ctx.newId();
  const secret = newSecret(32);
  const at = ctx.now.getTime();
  const level = levelOf(proof);
  ctx.db.send(
    sql`insert into identity.session (id, secret, person_id, method, created_at, seen_at, idle_until, ends_at, address, agent, level, factors)
        values (${id}, ${secretHash(secret)}, ${person}, ${method}, ${ctx.now}, ${ctx.now}, ${new Date(at + idleSeconds * 1000)},
                ${new Date(at + longestSeconds * 1000)}, ${ctx.origin.address ?? null}, ${ctx.origin.agent?.slice(0, 300) ?? null},
                ${level}, ${[...proof.factors]})`,
  );
  ctx.emit({
    name: 'identity.signed-in',
    key: person,
    data: { session: id, method, level, factors: proof.factors },
  });
  return { id, secret };
}
