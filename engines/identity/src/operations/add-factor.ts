import { command, type CommandContext, isDuplicate, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { certificateRefused, factorExists, proofFailed, tooManyFactors, wrongCode, wrongInput } from '../errors.ts';
import type { Factor } from '../factors/assurance.ts';
import {
  bearsName,
  type CertificateData,
  challengeText,
  commonName,
  isSigned,
  mustBeAnswered,
  readCertificate,
} from '../factors/certificates.ts';
import { mostFactors, ownAccount } from '../factors/own.ts';
import { checkNewPasskey, newPasskeyOptions, type RegistrationResponseJSON } from '../factors/passkeys.ts';
import { insertProof, newChallenge, proofEnd, sendCode, tryProof, useProof } from '../factors/proof.ts';
import { raiseSession } from '../factors/raise.ts';
import { codeMark, plainCode, same, seal, unseal } from '../factors/secrets.ts';
import { base32, newSeed, totpAddress, totpStep } from '../factors/totp.ts';
import type { FactorRow } from '../factors/ways.ts';
import { email, line, moment, phone, plainPhone, uuid } from '../fields.ts';
import { noteFormerAddress } from '../sign-in/former-address.ts';
import { tellOwner } from '../sign-in/tell.ts';
import { claimTry, sendCounters } from '../sign-in/throttle.ts';

type Kind = FactorRow['kind'];
const factorKind = Type.Unsafe<Kind>(
  Type.Union((['totp', 'email', 'phone', 'passkey', 'certificate'] as const).map((kind) => Type.Literal(kind))),
);

/**
 * Begins to add a factor to one's account: gives the seed of an authenticator, the options for a passkey or the text to be
 * signed, or sends a code to the address. Asks for a fresh proof of all that the account has.
 * @throws channelDown no message can be sent that way; tooManyFactors; waitBeforeRetry; wrongInput without an address.
 */
export const beginFactor = command({
  name: 'identity.begin-factor',
  title: { vi: 'Bắt đầu thêm cách xác thực', en: 'Begin to add a factor' },
  may: 'signed-in',
  secret: true,
  input: shape({ kind: factorKind, email: Type.Optional(email), phone: Type.Optional(phone) }),
  output: shape({
    proof: uuid,
    until: moment,
    to: Type.Optional(Type.String()),
    /** The code itself, in a demonstration that has nobody to send it. */
    code: Type.Optional(Type.String()),
    /** Seed of an authenticator in Base32, and the address that its picture says. */
    seed: Type.Optional(Type.String()),
    address: Type.Optional(Type.String()),
    /** For `navigator.credentials.create`. */
    options: Type.Optional(Type.Unknown()),
    text: Type.Optional(Type.String()),
  }),
  async prepare(ctx, input) {
    const { asked, factors } = await ownAccount(ctx);
    if (factors.length >= mostFactors) throw tooManyFactors({ most: mostFactors });
    const address =
      input.kind === 'email' ? input.email : input.kind === 'phone' ? input.phone && plainPhone(input.phone) : undefined;
    if ((input.kind === 'email' || input.kind === 'phone') && !address) throw addressMissing(input.kind);
    if (factors.some((one) => address && one.kind === input.kind && one.address === address)) {
      // One that is there already may become again the one by which the person is reached.
      const column = sql.id(input.kind);
      const reached = await ctx.db.maybe(sql`select from identity.person where id = ${asked.person} and ${column} = ${address}`);
      if (reached) throw factorExists();
    }
    if (address) await claimTry(ctx.db, ctx.now, sendCounters(address, ctx.origin.address ?? ''));
    return { asked, factors, address };
  },
  async run(ctx, { kind }, { asked, factors, address }) {
    const { person, name, locale: lang } = asked;
    const id = ctx.newId();
    const answer = { proof: id, until: proofEnd(ctx.now) };
    const proof = { id, purpose: 'add' as const, kind, person };
    ctx.subject(`person:${person}`);
    if (kind === 'email' || kind === 'phone')
      return {
        ...answer,
        ...(await sendCode(ctx, { ...proof, kind, address: address! }, { about: `person:${person}`, name, lang })),
      };
    const site = await siteName(ctx);
    const account = asked.account ?? name;
    if (kind === 'totp') {
      const seed = newSeed();
      insertProof(ctx, { ...proof, secret: seal(ctx.app, seed, person) });
      return { ...answer, seed: base32(seed), address: totpAddress(seed, account, site) };
    }
    const expected = newChallenge();
    insertProof(ctx, { ...proof, expected });
    if (kind === 'certificate') return { ...answer, text: challengeText(ctx.app, id, expected) };
    return {
      ...answer,
      options: await newPasskeyOptions(ctx.app, { id: person, name, account }, site, factors, expected),
    };
  },
});

const defaultNames = {
  totp: { vi: 'Ứng dụng xác thực', en: 'Authenticator' },
  passkey: { vi: 'Khóa truy cập', en: 'Passkey' },
};

/** What is kept of a new factor. */
interface NewFactor {
  readonly name: string;
  readonly proves: readonly Factor[];
  readonly address?: string | null;
  readonly key?: string;
  readonly secret?: Buffer;
  readonly data?: object;
  readonly counter?: number;
}

/**
 * Adds a factor once it was shown. From then on an authenticator, a passkey or a certificate is asked for at each sign-in.
 * The session gets a new secret and counts the factor as shown; all known addresses are told.
 * @throws wrongCode, proofFailed, certificateRefused; factorExists somebody has this key already.
 */
export const addFactor = command({
  name: 'identity.add-factor',
  title: { vi: 'Thêm cách xác thực', en: 'Add a factor' },
  may: 'signed-in',
  secret: true,
  input: shape({
    kind: factorKind,
    proof: uuid,
    name: Type.Optional(line(60)),
    code: Type.Optional(Type.String({ maxLength: 40 })),
    response: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.Unknown())),
    /** PEM, with the certificates of its issuers behind it. */
    certificate: Type.Optional(Type.String({ maxLength: 20_000 })),
    signature: Type.Optional(Type.String({ maxLength: 4000 })),
  }),
  output: shape({ factor: uuid, token: Type.String(), endsAt: moment }),
  async prepare(ctx, input) {
    const { asked } = await ownAccount(ctx);
    const { person } = asked;
    const proof = await tryProof(ctx.db, ctx.now, input.proof, { purpose: 'add', kind: input.kind, person });
    const made = await judgeNew(ctx, input, { ...asked, proof });
    return { asked, made };
  },
  async run(ctx, input, { asked, made }) {
    const { person } = asked;
    await useProof(ctx, input.proof);
    let factor: string;
    try {
      ({ id: factor } = await ctx.db.one<{ id: string }>(
        sql`insert into identity.factor (id, person_id, kind, name, address, key, secret, data, counter, created_at, used_at)
            values (${ctx.newId()}, ${person}, ${input.kind}, ${input.name ?? made.name}, ${made.address ?? null}, ${made.key ?? null},
                    ${made.secret ?? null}, ${JSON.stringify(made.data ?? {})}::jsonb, ${made.counter ?? 0}, ${ctx.now}, ${ctx.now})
            on conflict (person_id, kind, address) where address is not null and ended_at is null do update set used_at = excluded.used_at returning id`,
      ));
    } catch (error) {
      if (isDuplicate(error)) throw factorExists({}, { cause: error });
      throw error;
    }
    if (input.kind === 'email' || input.kind === 'phone') await becomesContact(ctx, person, input.kind, made.address!);
    else ctx.db.send(sql`update identity.person set two_steps = true where id = ${person}`);
    const { token, endsAt } = await raiseSession(ctx, asked, made.proves, { kind: input.kind, factor });
    ctx.subject(`person:${person}`);
    ctx.note({ kind: input.kind });
    ctx.emit({ name: 'identity.factor-added', key: person, data: { factor, kind: input.kind } });
    await tellOwner(ctx, person, 'factor-added', { factor: input.name ?? made.name });
    return { factor, token, endsAt };
  },
});

async function judgeNew(
  ctx: Parameters<NonNullable<typeof addFactor.prepare>>[0],
  input: {
    kind: Kind;
    code?: string;
    response?: Record<string, unknown>;
    certificate?: string;
    signature?: string;
  },
  {
    person,
    name,
    proof,
  }: {
    person: string;
    name: string;
    proof: { id: string; address: string | null; expected: Buffer | null; secret: Buffer | null };
  },
): Promise<NewFactor> {
  const { app, now } = ctx;
  const code = plainCode(input.code ?? '');
  const wrong = () => wrongCode({}, { fields: [{ path: 'code', message: wrongCode.sentence }] });
  switch (input.kind) {
    case 'totp': {
      const step = totpStep(unseal(app, proof.secret!, person), code, now, 0);
      if (step === undefined) throw wrong();
      return { name: defaultNames.totp[ctx.lang], proves: ['otp'], secret: proof.secret!, counter: step };
    }
    case 'email':
    case 'phone': {
      if (!same(codeMark(app, proof.id, code), proof.expected!)) throw wrong();
      const { address } = proof;
      return { name: address!, address, proves: [input.kind === 'email' ? 'email' : 'sms'] };
    }
    case 'passkey': {
      const response = input.response as unknown as RegistrationResponseJSON;
      const made = response && (await checkNewPasskey(app, response, proof.expected!));
      if (!made) throw proofFailed();
      return {
        name: defaultNames.passkey[ctx.lang],
        proves: [made.data.synced ? 'swk' : 'hwk', 'user'],
        ...made,
      };
    }
    case 'certificate': {
      const believed = await readCertificate(app, input.certificate ?? '');
      const certificate = believed?.certificate;
      if (!certificate || !bearsName(certificate, name))
        throw certificateRefused({}, { fields: [{ path: 'certificate', message: certificateRefused.sentence }] });
      if (!isSigned(certificate, challengeText(app, proof.id, proof.expected!), input.signature ?? ''))
        throw proofFailed({}, { fields: [{ path: 'signature', message: proofFailed.sentence }] });
      mustBeAnswered(app, believed!);
      const data: CertificateData = {
        pem: input.certificate!,
        subject: commonName(certificate, 'subject'),
        issuer: commonName(certificate, 'issuer'),
        until: certificate.validToDate.toISOString(),
      };
      return { name: data.subject, proves: ['sc', 'pin'], key: certificate.fingerprint256, data };
    }
  }
}

/** A confirmed address is the one by which the person is reached from now on; the one before hears of it for a while. */
async function becomesContact(ctx: CommandContext, person: string, kind: 'email' | 'phone', address: string): Promise<void> {
  const column = sql.id(kind);
  ctx.db.send(sql`update identity.person set contact_confirmed = true where id = ${person} and not contact_confirmed`);
  const { former } = await ctx.db.one<{ former: string | null }>(
    sql`select ${column} as former from identity.person where id = ${person} for update`,
  );
  if (former === address) return;
  await noteFormerAddress(ctx, person, kind, former);
  ctx.db.send(sql`update identity.person set ${column} = ${address} where id = ${person}`);
}

/** How the province is called, for apps that show it beside a code. */
async function siteName(ctx: CommandContext): Promise<string> {
  const root = await ctx.db.maybe<{ name: string }>(
    sql`select name_vi as name from identity.unit where parent_id is null order by id limit 1`,
  );
  return root?.name ?? 'Đình';
}

function addressMissing(kind: 'email' | 'phone') {
  const message =
    kind === 'email'
      ? { vi: 'Hãy nhập địa chỉ thư điện tử.', en: 'Type the e-mail address.' }
      : { vi: 'Hãy nhập số điện thoại.', en: 'Type the telephone number.' };
  return wrongInput({}, { fields: [{ path: kind, message }] });
}
