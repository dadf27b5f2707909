import { linkedProviders } from '../upstream/ways.ts';
import { command, type Context, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { wayNotThere } from '../errors.ts';
import { moment, nullable, uuid } from '../fields.ts';
import { isIdentified } from '../factors/assurance.ts';
import { challengeText } from '../factors/certificates.ts';
import { passkeyOptions } from '../factors/passkeys.ts';
import { insertProof, newChallenge, proofEnd, sendCode } from '../factors/proof.ts';
import { raiseSession } from '../factors/raise.ts';
import { isSecond, secondsOf } from '../factors/second.ts';
import { judge } from '../factors/show.ts';
import { askedOf, factorsOf, type WayKind, waysOf } from '../factors/ways.ts';
import { trustedDays } from '../sign-in/devices.ts';
import { openedSession, way, wayKind } from '../sign-in/opened.ts';
import { signedIn, whence } from '../sign-in/session.ts';
import { tellOwner } from '../sign-in/tell.ts';
import { tellRefused } from '../watch/events.ts';
import { claimTry, factorCounter, forgetTries, sendCounters } from '../sign-in/throttle.ts';

/** Of a session that awaits its second factor; left out: the session by which one is signed in. */
const token = Type.Optional(Type.String({ maxLength: 100 }));

/** By what the one who asks can show who they are. For screens: over the API `sign-in` tells it, for a token is no part of an address. */
export const listWays = query({
  name: 'identity.list-ways',
  title: { vi: 'Các cách xác thực có thể dùng', en: 'Ways to confirm who one is' },
  may: 'anyone',
  api: false,
  input: shape({
    token,
    level: Type.Optional(Type.Integer({ minimum: 1, maximum: 4 })),
    /** Only ways by which two factors of different kinds will have been shown. */
    factors: Type.Optional(Type.Literal(2)),
    /** Only ways that are enough to change how the account is entered. */
    second: Type.Optional(Type.Literal(true)),
  }),
  output: shape({
    name: Type.String(),
    awaits: Type.Boolean(),
    level: Type.Integer(),
    identified: Type.Boolean(),
    ways: Type.Array(way),
    /** From when on an address counts again as `second` to which the lost account was sent back. */
    from: nullable(moment),
    /** Providers above us with which the account is linked, by whom one may sign in anew. */
    providers: Type.Array(shape({ key: Type.String(), name: shape({ vi: Type.String(), en: Type.String() }) })),
  }),
  async run(ctx, input) {
    const asked = await askedOf(ctx, input.token);
    const all = await waysOf(ctx, asked, input.level, input.factors === 2);
    const seconds = input.second && (await secondsOf(ctx.db, asked.person, ctx.now));
    const ways = seconds ? all.filter((one) => isSecond(seconds, one)) : all;
    const { name, awaiting: awaits, level, verifiedLevel, origin } = asked;
    const providers = awaits ? [] : await linkedProviders(ctx, asked.person);
    return {
      name,
      awaits,
      level,
      identified: isIdentified({ verifiedLevel, origin }),
      ways,
      from: (seconds && seconds.from) || null,
      providers,
    };
  },
});

/**
 * Begins what takes two steps: sends a code to an address of the account, or gives a challenge for a passkey or certificate.
 * @throws wayNotThere the account has no such factor; channelDown no message can be sent that way; waitBeforeRetry.
 */
export const askFactor = command({
  name: 'identity.ask-factor',
  title: { vi: 'Yêu cầu mã hoặc thử thách xác thực', en: 'Ask for a code or challenge' },
  may: 'anyone',
  secret: true,
  input: shape({
    token,
    kind: Type.Union([Type.Literal('phone'), Type.Literal('email'), Type.Literal('passkey'), Type.Literal('certificate')]),
    factor: Type.Optional(uuid),
  }),
  output: shape({
    proof: uuid,
    until: moment,
    /** Where the code went. */
    to: Type.Optional(Type.String()),
    /** The code itself, in a demonstration that has nobody to send it. */
    code: Type.Optional(Type.String()),
    /** For `navigator.credentials.get`. */
    options: Type.Optional(Type.Unknown()),
    /** To be signed with the certificate: SHA-256 of this text as UTF-8. */
    text: Type.Optional(Type.String()),
  }),
  async prepare(ctx, input) {
    const asked = await askedOf(ctx, input.token);
    const factors = (await factorsOf(ctx.db, asked.person)).filter((one) => one.kind === input.kind);
    const chosen = input.factor ? factors.find((one) => one.id === input.factor) : factors[0];
    if (!chosen) throw wayNotThere();
    if (chosen.address) await claimTry(ctx.db, ctx.now, sendCounters(chosen.address, ctx.origin.address ?? ''));
    return { asked, factors, chosen };
  },
  async run(ctx, input, { asked, factors, chosen }) {
    const { person, session, name, locale: lang } = asked;
    const { kind } = input;
    const id = ctx.newId();
    const answer = { proof: id, until: proofEnd(ctx.now) };
    const proof = { id, purpose: 'session' as const, kind, person, session };
    ctx.subject(`person:${person}`);
    if (kind === 'phone' || kind === 'email')
      return {
        ...answer,
        ...(await sendCode(ctx, { ...proof, kind, address: chosen.address! }, { about: `person:${person}`, name, lang })),
      };
    const expected = newChallenge();
    if (kind === 'certificate') {
      insertProof(ctx, { ...proof, expected });
      return { ...answer, text: challengeText(ctx.app, id, expected) };
    }
    const options = await passkeyOptions(ctx.app, factors, expected);
    insertProof(ctx, { ...proof, expected });
    return { ...answer, options };
  },
});

/**
 * Shows a factor: the second one of a sign-in, or one more when an act asks for a higher level or a fresh proof. The
 * session gets a new secret (ASVS 5, 7.2.4), its level, and goes on.
 * @throws wrongCode, wrongPassword, proofFailed; waitBeforeRetry after several failures; signInNeeded it has ended.
 */
export const showFactor = command({
  name: 'identity.show-factor',
  title: { vi: 'Xác thực', en: 'Confirm who one is' },
  may: 'anyone',
  secret: true,
  input: shape({
    token,
    kind: wayKind,
    proof: Type.Optional(uuid),
    code: Type.Optional(Type.String({ maxLength: 40 })),
    password: Type.Optional(Type.String({ maxLength: 200 })),
    response: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.Unknown())),
    signature: Type.Optional(Type.String({ maxLength: 4000 })),
    /** Do not ask for the second factor in this browser for a while. */
    trust: Type.Optional(Type.Boolean()),
  }),
  output: openedSession,
  subject: (_, output) => `person:${output.person}`,
  async prepare(ctx, input) {
    const asked = await askedOf(ctx, input.token);
    if (asked.awaiting && input.kind === 'password') throw wayNotThere();
    const counters = [factorCounter(asked.person)];
    await claimTry(ctx.db, ctx.now, counters);
    const right = await judge(ctx, asked, input).catch(async (error: unknown) => {
      await refused(ctx, asked, input.kind);
      throw error;
    });
    return { asked, counters, right };
  },
  async run(ctx, input, { asked, counters, right }) {
    await right.use(ctx);
    forgetTries(ctx.db, counters);
    const { person, session, name, changePassword } = asked;
    const { token: secret, endsAt, factors, level } = await raiseSession(ctx, asked, right.factors, right.by);
    if (input.trust && asked.device)
      ctx.db.send(
        sql`update identity.device set trusted_until = ${new Date(ctx.now.getTime() + trustedDays * 86_400_000)}, trusted_by = ${right.by?.factor ?? null}::uuid where id = ${asked.device} and person_id = ${person}`,
      );
    if (asked.awaiting) {
      signedIn(ctx, person, { session, method: asked.method, level, factors, by: right.by });
      if (await isNewHere(ctx, asked)) await tellOwner(ctx, person, 'new-device');
    } else {
      ctx.emit({
        name: 'identity.factor-shown',
        key: person,
        data: { session, level, factors, by: right.by, ...whence(ctx) },
      });
      ctx.note({ way: input.kind, level, ...(right.by && { by: right.by }) });
    }
    if (input.kind === 'recovery') await tellOwner(ctx, person, 'recovery-code-used');
    return { token: secret, endsAt, person, name, awaits: false, changePassword };
  },
});

type Waiting = Awaited<ReturnType<typeof askedOf>>;

/** Whether the person has been here before, but never by this browser or address. */
async function isNewHere(ctx: Context, { person, session, address, device }: Waiting): Promise<boolean> {
  const { before, known } = await ctx.db.one<{ before: boolean; known: boolean }>(
    sql`select count(*) > 0 as before,
               coalesce(bool_or(s.address = ${address}::text or s.device_id = ${device}::uuid), false) as known
        from identity.session s where s.person_id = ${person} and s.id <> ${session} and not s.awaiting`,
  );
  return before && !known;
}

/** A wrong code is in the audit trail and in the stream of sign-ins although nothing was changed. */
async function refused(ctx: Context, asked: Waiting, way: WayKind): Promise<void> {
  await ctx.app.audit.record({
    at: ctx.now,
    principal: ctx.principal,
    operation: 'identity.show-factor',
    outcome: 'refused',
    subject: `person:${asked.person}`,
    origin: ctx.origin,
    detail: { way },
  });
  await tellRefused(ctx, 'identity.factor-refused', asked.person, way);
}
