import { command, type Context, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { personSuspended, proofFailed } from '../errors.ts';
import { isIdentified } from '../factors/assurance.ts';
import { challengeText } from '../factors/certificates.ts';
import { passkeyOptions } from '../factors/passkeys.ts';
import { insertProof, newChallenge, proofEnd, tryProof } from '../factors/proof.ts';
import { judgeCertificate, judgePasskey } from '../factors/show.ts';
import type { FactorRow } from '../factors/ways.ts';
import { moment, uuid } from '../fields.ts';
import { deviceSecret, openedSession } from '../sign-in/opened.ts';
import { openSession, secretHash } from '../sign-in/session.ts';
import { refuseOtherWays } from '../upstream/ways.ts';
import { tellOwner } from '../sign-in/tell.ts';
import { tellRefused } from '../watch/events.ts';
import { claimTry, forgetTries, keyCounter } from '../sign-in/throttle.ts';

const keyKind = Type.Union([Type.Literal('passkey'), Type.Literal('certificate')]);

/**
 * Begins to sign in without a name: the challenge for a passkey, or the text to be signed with a certificate. It tells
 * nothing of any account.
 */
export const beginSignIn = command({
  name: 'identity.begin-sign-in',
  title: {
    vi: 'Bắt đầu đăng nhập bằng khóa hoặc chứng thư số',
    en: 'Begin to sign in with a key or certificate',
  },
  may: 'anyone',
  secret: true,
  input: shape({ kind: keyKind }),
  output: shape({
    proof: uuid,
    until: moment,
    /** For `navigator.credentials.get`. */
    options: Type.Optional(Type.Unknown()),
    text: Type.Optional(Type.String()),
  }),
  async run(ctx, { kind }) {
    const id = ctx.newId();
    const expected = newChallenge();
    const answer = { proof: id, until: proofEnd(ctx.now) };
    const options = kind === 'passkey' ? await passkeyOptions(ctx.app, [], expected) : undefined;
    insertProof(ctx, { id, purpose: kind, kind, expected });
    return options ? { ...answer, options } : { ...answer, text: challengeText(ctx.app, id, expected) };
  },
});

type Found = FactorRow & {
  readonly personKind: string;
  person: string;
  holder: string;
  state: string;
  demonstration: boolean;
  verifiedLevel: number;
  origin: string;
  known: boolean;
};

/**
 * Signs in with a passkey or with a signature by a certificate of one's account. Both are two factors in one: what is held,
 * and the PIN or body by which it was opened.
 * @throws proofFailed the same whether the key is unknown, the signature wrong or the account closed; waitBeforeRetry;
 * personSuspended and certificateEnded only to somebody who holds the key.
 */
export const signInByKey = command({
  name: 'identity.sign-in-by-key',
  title: { vi: 'Đăng nhập bằng khóa hoặc chứng thư số', en: 'Sign in with a key or certificate' },
  may: 'anyone',
  secret: true,
  input: shape({
    kind: keyKind,
    proof: uuid,
    /** What `navigator.credentials.get` gave. */
    response: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.Unknown())),
    /** SHA-256 fingerprint of the certificate, with or without colons. */
    certificate: Type.Optional(Type.String({ maxLength: 100 })),
    signature: Type.Optional(Type.String({ maxLength: 4000 })),
    device: Type.Optional(deviceSecret),
  }),
  output: openedSession,
  subject: (_, output) => `person:${output.person}`,
  async prepare(ctx, input) {
    const counters = [keyCounter(ctx.origin.address ?? '')];
    await claimTry(ctx.db, ctx.now, counters);
    const proof = await tryProof(ctx.db, ctx.now, input.proof, { purpose: input.kind, kind: input.kind });
    const key = input.kind === 'passkey' ? input.response?.['id'] : fingerprint(input.certificate);
    const found = typeof key === 'string' ? await holderOf(ctx, input.kind, key, input.device) : undefined;
    if (!found || found.state === 'closed' || (found.demonstration && !ctx.app.config.demonstration)) throw proofFailed();
    const challenge = { id: proof.id, expected: proof.expected! };
    const judged =
      input.kind === 'passkey'
        ? judgePasskey(ctx, [found], input.response, challenge)
        : judgeCertificate(ctx, found.person, [found], input.signature ?? '', challenge);
    const right = await judged.catch(async (error: unknown) => {
      await tellRefused(ctx, 'identity.sign-in-refused', found.person, 'key');
      throw error;
    });
    return { found, right, counters };
  },
  async run(ctx, input, { found, right, counters }) {
    if (found.state === 'suspended') throw personSuspended();
    await refuseOtherWays(ctx, found.personKind);
    await right.use(ctx);
    forgetTries(ctx.db, counters);
    const { person, holder: name } = found;
    const proof = { factors: right.factors, identified: isIdentified(found) };
    const { secret, endsAt } = openSession(ctx, person, input.kind, proof, { device: input.device, by: right.by });
    if (!found.known) await tellOwner(ctx, person, 'new-device');
    return { token: secret, endsAt, person, name, awaits: false, changePassword: false };
  },
});

/** "AB:CD:…" as Node writes fingerprints, however it was typed. */
function fingerprint(text: string | undefined): string | undefined {
  const hex = text?.replace(/[^0-9a-fA-F]/g, '').toUpperCase() ?? '';
  return hex.length === 64 ? hex.match(/../g)!.join(':') : undefined;
}

async function holderOf(ctx: Context, kind: string, key: string, device: string | undefined): Promise<Found | undefined> {
  const mark = device === undefined ? null : secretHash(device);
  return ctx.db.maybe<Found>(
    sql`select f.id, f.kind, f.name, f.address, f.key, f.secret, f.data, f.counter, f.created_at as "createdAt", f.used_at as "usedAt",
               p.id as person, p.kind as "personKind", p.name as holder, p.state, p.demonstration is not null as demonstration,
               p.verified_level as "verifiedLevel", p.origin,
               exists (select from identity.device d where d.person_id = p.id and d.secret = ${mark})
                 or exists (select from identity.session s where s.person_id = p.id and s.address = ${ctx.origin.address ?? null}::text) as known
        from identity.factor f join identity.person p on p.id = f.person_id
        where f.kind = ${kind} and f.key = ${key} and f.ended_at is null`,
  );
}
