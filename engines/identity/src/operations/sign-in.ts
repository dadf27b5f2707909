import { command, type Context, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { personSuspended, wrongPassword } from '../errors.ts';
import { line } from '../fields.ts';
import { isIdentified } from '../factors/assurance.ts';
import { waysOf } from '../factors/ways.ts';
import { checkPassword } from '../sign-in/password.ts';
import { deviceSecret, openedSession } from '../sign-in/opened.ts';
import { openSession, secretHash } from '../sign-in/session.ts';
import { tellOwner } from '../sign-in/tell.ts';
import { tellRefused } from '../watch/events.ts';
import { refuseOtherWays } from '../upstream/ways.ts';
import { type Counter, counting, forgetting, signInCounters, waiting } from '../sign-in/throttle.ts';

interface Candidate {
  id: string | null;
  kind: string;
  name: string;
  hash: string | null;
  state: string;
  known: boolean;
  before: boolean;
  twoSteps: boolean;
  trusted: boolean;
  demonstration: boolean;
  until: Date | null;
  verifiedLevel: number;
  origin: string;
  counted: number;
}

/**
 * Signs in with account and password.
 * @throws wrongPassword the same, and after the same time, whether or not there is such an account.
 * @throws waitBeforeRetry after several failures of the account or the address; the wait grows to a minute at most.
 * @throws personSuspended only to somebody who knows the password.
 * Whoever asks for two steps gets a session that `awaits` its second factor, unless the browser is one that they trust.
 */
export const signIn = command({
  name: 'identity.sign-in',
  title: { vi: 'Đăng nhập', en: 'Sign in' },
  may: 'anyone',
  secret: true,
  input: shape({
    account: line(254),
    password: Type.String({ minLength: 1, maxLength: 200 }),
    /** What the browser keeps to be known again (`dinh_device`). */
    device: Type.Optional(deviceSecret),
  }),
  output: openedSession,
  subject: (_, output) => `person:${output.person}`,
  async prepare(ctx, input) {
    const address = ctx.origin.address ?? '';
    const account = input.account.trim().toLowerCase();
    const found = await candidate(ctx, account, address, input.device);
    const counters = signInCounters(account, address, found.known);
    if (found.counted < counters.length) throw await waiting(ctx.db, ctx.now, counters);
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
    await refuseOtherWays(ctx, found.kind);
    const person = found.id!;
    const proof = {
      factors: found.trusted ? (['pwd', 'trusted'] as const) : (['pwd'] as const),
      identified: isIdentified(found),
    };
    const { secret, endsAt, awaits } = openSession(ctx, person, 'password', proof, {
      awaiting: found.twoSteps && !found.trusted,
      device: input.device,
      beside: forgetting(counters),
    });
    if (!awaits && found.before && !found.known) await tellOwner(ctx, person, 'new-device');
    const opened = { token: secret, endsAt, person, name: found.name, awaits };
    const ways = awaits
      ? await waysOf(ctx, { ...found, person, awaiting: true, factors: [...proof.factors], level: 1 })
      : undefined;
    return { ...opened, ...(ways && { ways }), changePassword: found.until !== null };
  },
});

/** Whose account it may be, and the try counted by what it found: one statement, since each sign-in asks it. */
async function candidate(ctx: Context, account: string, address: string, device: string | undefined): Promise<Candidate> {
  const since = new Date(ctx.now.getTime() - 90 * 24 * 3_600_000);
  const mark = device === undefined ? null : secretHash(device);
  const [unknown, known] = [false, true].map((is) => signInCounters(account, address, is)) as [Counter[], Counter[]];
  const all = [...unknown, known[0]!];
  const mine = sql`key <> (select case when known then ${unknown[0]!.key}::bytea else ${known[0]!.key}::bytea end from found)`;
  return ctx.db.one<Candidate>(
    sql`with found as materialized (
        select p.id, p.kind, p.name, p.password_hash as hash, p.state, p.demonstration is not null as demonstration, p.password_until as until,
               p.verified_level as "verifiedLevel", p.origin, p.two_steps as "twoSteps",
               d.id is not null or exists (select from identity.session s where s.person_id = p.id and s.address = ${address}
                 and s.created_at > ${since} and not s.awaiting) as known,
               exists (select from identity.session s where s.person_id = p.id) as before,
               coalesce(d.trusted_until > ${ctx.now}, false) as trusted
        from (values (1)) one left join identity.person p on lower(p.account) = ${account} and p.account is not null
          left join identity.device d on d.person_id = p.id and d.secret = ${mark}),
        counted as (${counting(ctx.now, all, mine)})
        select found.*, (select count(*)::int from counted) as counted from found`,
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
  await tellRefused(ctx, 'identity.sign-in-refused', found.id, 'password');
  return wrongPassword();
}
