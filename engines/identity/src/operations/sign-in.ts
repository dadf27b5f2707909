import { command, type Context, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { personSuspended, wrongPassword } from '../errors.ts';
import { line, moment, uuid } from '../fields.ts';
import { isIdentified } from '../factors/assurance.ts';
import { checkPassword } from '../sign-in/password.ts';
import { longestSeconds, openSession } from '../sign-in/session.ts';
import { claimTry, type Counter, forgetTries, signInCounters } from '../sign-in/throttle.ts';

/** What opening a session answers: `token` is the secret for the cookie or the `Authorization: Bearer` header. */
export const openedSession = shape({
  token: Type.String(),
  endsAt: moment,
  person: uuid,
  name: Type.String(),
  /** The password was handed out at a desk: it is to be changed now. */
  changePassword: Type.Boolean(),
});

interface Candidate {
  id: string | null;
  name: string;
  hash: string | null;
  state: string;
  known: boolean;
  demonstration: boolean;
  until: Date | null;
  verifiedLevel: number;
  origin: string;
}

/**
 * Signs in with account and password.
 * @throws wrongPassword the same, and after the same time, whether or not there is such an account.
 * @throws waitBeforeRetry after several failures of the account or the address; the wait grows to a minute at most.
 * @throws personSuspended only to somebody who knows the password.
 */
export const signIn = command({
  name: 'identity.sign-in',
  title: { vi: 'Đăng nhập', en: 'Sign in' },
  may: 'anyone',
  secret: true,
  input: shape({
    account: line(254),
    password: Type.String({ minLength: 1, maxLength: 200 }),
  }),
  output: openedSession,
  subject: (_, output) => `person:${output.person}`,
  async prepare(ctx, input) {
    const address = ctx.origin.address ?? '';
    const account = input.account.trim().toLowerCase();
    const found = await candidate(ctx, account, address);
    const counters = signInCounters(account, address, found.known);
    await claimTry(ctx.db, ctx.now, counters);
    // A database once used for a demonstration must not let its made-up persons in when it serves the world.
    const gone =
      found.state === 'closed' ||
      (found.demonstration && !ctx.app.config.demonstration) ||
      (found.until !== null && found.until <= ctx.now);
    const right = await checkPassword(input.password, gone ? null : found.hash);
    if (!right || found.id === null) throw await refused(ctx, found, counters);
    return { found, counters };
  },
  async run(ctx, input, { found, counters }) {
    if (found.state === 'suspended') throw personSuspended();
    forgetTries(ctx.db, counters);
    const { secret } = openSession(ctx, found.id!, 'password', {
      factors: ['pwd'],
      identified: isIdentified(found),
    });
    return {
      token: secret,
      endsAt: endsAt(ctx.now),
      person: found.id!,
      name: found.name,
      changePassword: found.until !== null,
    };
  },
});

/** When a session that begins now ends at the latest. */
export function endsAt(now: Date): Date {
  return new Date(now.getTime() + longestSeconds * 1000);
}

async function candidate(ctx: Context, account: string, address: string): Promise<Candidate> {
  const since = new Date(ctx.now.getTime() - 90 * 24 * 3_600_000);
  return ctx.db.one<Candidate>(
    sql`select p.id, p.name, p.password_hash as hash, p.state, p.demonstration is not null as demonstration, p.password_until as until,
               p.verified_level as "verifiedLevel", p.origin,
               exists (select from identity.session s where s.person_id = p.id and s.address = ${address} and s.created_at > ${since}) as known
        from (values (1)) one left join identity.person p on lower(p.account) = ${account} and p.account is not null`,
  );
}

async function refused(ctx: Context, found: Candidate, counters: readonly Counter[]) {
  await ctx.app.audit.record({
    at: ctx.now,
    principal: ctx.principal,
    operation: 'identity.sign-in',
    outcome: 'refused',
    ...(found.id && { subject: `person:${found.id}` }),
    origin: ctx.origin,
    detail: { counted: counters.length },
  });
  return wrongPassword();
}
