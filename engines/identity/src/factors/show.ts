import { type CommandContext, type Context, sql } from '@dinh/kernel';
import { certificateEnded, proofFailed, wayNotThere, wrongCode, wrongPassword } from '../errors.ts';
import { checkPassword } from '../sign-in/password.ts';
import type { Factor } from './assurance.ts';
import { type CertificateData, challengeText, isSigned, mustBeAnswered, ownOf, readCertificate } from './certificates.ts';
import { type AuthenticationResponseJSON, checkPasskey } from './passkeys.ts';
import { tryProof, useProof } from './proof.ts';
import { codeTyped } from './recovery-codes.ts';
import type { ShownBy } from './shown-by.ts';
import { codeMark, plainCode, same, unseal } from './secrets.ts';
import { totpStep } from './totp.ts';
import { whence } from '../sign-in/session.ts';
import { type FactorRow, factorsOf, type WayKind } from './ways.ts';

/** What was shown: a code, a password, the answer of a key, a signature. */
export interface Shown {
  readonly kind: WayKind;
  readonly proof?: string;
  readonly code?: string;
  readonly password?: string;
  readonly response?: unknown;
  readonly signature?: string;
}

/** What was shown is right: what it proves, and what is written when it is used. */
export interface Right {
  readonly factors: readonly Factor[];
  /** By what it was shown; undefined for the password. */
  readonly by?: ShownBy;
  use(ctx: CommandContext): Promise<void>;
}

/** Whose it should be. */
export interface Owner {
  readonly person: string;
  readonly session: string;
  readonly hash: string | null;
}

/**
 * Judges what somebody shows. Slow work and counting of tries happen here, outside any transaction.
 * @throws wrongPassword, wrongCode, proofFailed; wayNotThere the account has no such factor.
 */
export async function judge(ctx: Context, owner: Owner, shown: Shown): Promise<Right> {
  switch (shown.kind) {
    case 'password':
      if (!(await checkPassword(shown.password ?? '', owner.hash)))
        throw wrongPassword({}, { fields: [{ path: 'password', message: wrongPassword.sentence }] });
      return { factors: ['pwd'], use: async () => {} };
    case 'totp':
      return judgeTotp(ctx, owner, plainCode(shown.code ?? ''));
    case 'recovery': {
      const hash = await codeTyped(ctx.db, owner.person, shown.code ?? '');
      if (!hash) throw wrong();
      return {
        factors: ['recovery'],
        by: { kind: 'recovery' },
        use: async ({ db, now }) => {
          const used = await db.run(
            sql`update identity.recovery_code set used_at = ${now} where person_id = ${owner.person} and hash = ${hash} and used_at is null`,
          );
          if (used === 0) throw wrong();
        },
      };
    }
    case 'phone':
    case 'email': {
      const of = {
        purpose: 'session',
        kind: shown.kind,
        person: owner.person,
        session: owner.session,
      } as const;
      const proof = await tryProof(ctx.db, ctx.now, shown.proof, of);
      const mark = codeMark(ctx.app, proof.id, plainCode(shown.code ?? ''));
      const factors = await factorsOf(ctx.db, owner.person);
      // One that was removed meanwhile is none any more.
      const factor = factors.find((one) => one.kind === shown.kind && one.address === proof.address);
      if (!factor || !same(mark, proof.expected!)) throw wrong();
      return {
        factors: [shown.kind === 'phone' ? 'sms' : 'email'],
        by: { kind: shown.kind, factor: factor.id },
        use: async (inside) => {
          await useProof(inside, proof.id);
          inside.db.send(sql`update identity.factor set used_at = ${inside.now} where id = ${factor.id}`);
        },
      };
    }
    case 'passkey':
    case 'certificate': {
      const of = {
        purpose: 'session',
        kind: shown.kind,
        person: owner.person,
        session: owner.session,
      } as const;
      const proof = await tryProof(ctx.db, ctx.now, shown.proof, of);
      const factors = await factorsOf(ctx.db, owner.person);
      return shown.kind === 'passkey'
        ? judgePasskey(ctx, factors, shown.response, { id: proof.id, expected: proof.expected! })
        : judgeCertificate(ctx, owner.person, factors, shown.signature ?? '', { id: proof.id, expected: proof.expected! });
    }
  }
}

const wrong = () => wrongCode({}, { fields: [{ path: 'code', message: wrongCode.sentence }] });

async function judgeTotp(ctx: Context, { person }: Owner, code: string): Promise<Right> {
  const seeds = (await factorsOf(ctx.db, person)).filter((factor) => factor.kind === 'totp');
  if (seeds.length === 0) throw wayNotThere();
  for (const factor of seeds) {
    const step = totpStep(unseal(ctx.app, factor.secret!, person), code, ctx.now, factor.counter);
    if (step !== undefined)
      return { factors: ['otp'], by: { kind: 'totp', factor: factor.id }, use: countUp(factor, step, wrong) };
  }
  throw wrong();
}

interface Challenge {
  readonly id: string;
  readonly expected: Buffer;
}

/** Judges the answer of a passkey that is one of `factors`. */
export async function judgePasskey(
  ctx: Context,
  factors: readonly FactorRow[],
  response: unknown,
  challenge: Challenge,
): Promise<Right> {
  const answer = response as AuthenticationResponseJSON | undefined;
  const factor = factors.find((one) => one.kind === 'passkey' && one.key === answer?.id);
  const good = factor && (await checkPasskey(ctx.app, factor, answer!, challenge.expected));
  if (!good) throw proofFailed();
  return {
    factors: good.factors,
    by: { kind: 'passkey', factor: factor.id },
    use: async (inside) => {
      await useProof(inside, challenge.id);
      await countUp(factor, good.counter, proofFailed)(inside);
    },
  };
}

/** Whoever watches sign-ins hears that somebody was let in by a certificate of which nobody said that it was not taken back. */
function tellUnanswered(ctx: CommandContext, person: string, factor: string): void {
  ctx.note({ revocation: 'unanswered' });
  ctx.emit({ name: 'identity.revocation-unanswered', key: person, data: { factor, kind: 'certificate', ...whence(ctx) } });
}

/**
 * Judges a signature with a certificate that is one of `factors`; it is looked at anew: roots and days change, and what was issued is
 * taken back.
 * @throws proofFailed; certificateEnded to who signed rightly by one that is believed no longer.
 */
export async function judgeCertificate(
  ctx: Context,
  person: string,
  factors: readonly FactorRow[],
  signature: string,
  challenge: Challenge,
): Promise<Right> {
  const text = challengeText(ctx.app, challenge.id, challenge.expected);
  for (const factor of factors.filter((one) => one.kind === 'certificate')) {
    const { pem } = factor.data as CertificateData;
    if (!isSigned(ownOf(pem), text, signature)) continue;
    // Only to somebody who holds the key it is told that the certificate is believed no longer.
    const believed = await readCertificate(ctx.app, pem);
    if (!believed) throw certificateEnded();
    mustBeAnswered(ctx.app, believed);
    return {
      factors: ['sc', 'pin'],
      by: { kind: 'certificate', factor: factor.id },
      use: async (inside) => {
        await useProof(inside, challenge.id);
        inside.db.send(sql`update identity.factor set used_at = ${inside.now} where id = ${factor.id}`);
        if (believed.unanswered) tellUnanswered(inside, person, factor.id);
      },
    };
  }
  throw proofFailed();
}

/** Moves the counter of a factor forward; of two that show the same at once, one is refused. */
function countUp(factor: FactorRow, to: number, refusal: () => Error): Right['use'] {
  return async ({ db, now }) => {
    // Keys that are kept for several devices do not count and always say 0.
    const moved = await db.run(
      sql`update identity.factor set counter = ${to}, used_at = ${now} where id = ${factor.id} and ended_at is null
          and (counter < ${to} or (counter = 0 and ${to} = 0))`,
    );
    if (moved === 0) throw refusal();
  };
}
