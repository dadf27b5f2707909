import { randomBytes } from 'node:crypto';
import { type CommandContext, type Queries, sql } from '@dinh/kernel';
import { channelDown, proofFailed, wrongCode } from '../errors.ts';
import { codeMark, masked, newCode } from './secrets.ts';

/** How long a code or challenge is good, and how often it may be tried. */
export const proofMinutes = 10;
const mostTries = 5;

export interface Proof {
  readonly id: string;
  readonly purpose: 'session' | 'passkey' | 'certificate' | 'add' | 'sign-up';
  readonly kind: string;
  readonly person: string | null;
  readonly session: string | null;
  readonly address: string | null;
  readonly expected: Buffer | null;
  readonly secret: Buffer | null;
}

type NewProof = Partial<Proof> & {
  /** Of which account that was asked for. */ readonly signUp?: string;
} & Pick<Proof, 'id' | 'purpose' | 'kind'>;

export const proofEnd = (now: Date): Date => new Date(now.getTime() + proofMinutes * 60_000);

/** Notes what somebody is asked to show. */
export function insertProof(ctx: CommandContext, proof: NewProof): void {
  ctx.db.send(
    sql`insert into identity.proof (id, purpose, kind, person_id, session_id, address, expected, secret, sign_up_id, created_at, expires_at)
        values (${proof.id}, ${proof.purpose}, ${proof.kind}, ${proof.person ?? null}, ${proof.session ?? null}, ${proof.address ?? null},
                ${proof.expected ?? null}, ${proof.secret ?? null}, ${proof.signUp ?? null}, ${ctx.now}, ${proofEnd(ctx.now)})`,
  );
}

/** Something new to sign. */
export const newChallenge = (): Buffer => randomBytes(32);

/**
 * Sends a code to an address that belongs to somebody, and notes it. @param to `about`: what the message is about, `person:<id>`
 * @returns the code itself only where nothing leaves the house and everybody is made up: in a demonstration.
 * @throws channelDown nothing could be sent that way.
 */
export async function sendCode(
  ctx: CommandContext,
  proof: NewProof & { readonly kind: 'email' | 'phone'; readonly address: string },
  to: { readonly about: string; readonly name: string; readonly lang: 'vi' | 'en' },
): Promise<{ to: string; code?: string }> {
  const { app } = ctx;
  const channel = proof.kind === 'email' ? 'email' : 'sms';
  const leaves = app.messenger.reaches(app, channel);
  if (!leaves && !app.config.demonstration) throw channelDown();
  const code = newCode();
  insertProof(ctx, { ...proof, expected: codeMark(app, proof.id, code) });
  await app.messenger.tell(ctx, {
    template: 'confirmation-code',
    to: {
      name: to.name,
      lang: to.lang,
      ...(channel === 'email' ? { email: proof.address } : { phone: proof.address }),
    },
    data: { code, minutes: proofMinutes },
    about: to.about,
    secretUntil: proofEnd(ctx.now),
  });
  return { to: masked(proof.address), ...(!leaves && { code }) };
}

/**
 * Counts a try at a proof before it is judged, so that many at once cannot slip through together.
 * @param db outside any transaction: a failed try stays counted.
 * @throws wrongCode it is unknown, of another, used, too old, or tried too often.
 */
export async function tryProof(
  db: Queries,
  now: Date,
  id: string | undefined,
  of: { purpose: Proof['purpose']; kind: string; person?: string; session?: string },
): Promise<Proof> {
  const proof =
    id === undefined
      ? undefined
      : await db.maybe<Proof>(
          sql`update identity.proof set tries = tries + 1
              where id = ${id} and purpose = ${of.purpose} and kind = ${of.kind} and used_at is null and expires_at > ${now} and tries < ${mostTries}
                and person_id is not distinct from ${of.person ?? null}::uuid and session_id is not distinct from ${of.session ?? null}::uuid
              returning id, purpose, kind, person_id as person, session_id as session, address, expected, secret`,
        );
  if (!proof) throw of.kind === 'passkey' || of.kind === 'certificate' ? proofFailed() : wrongCode();
  return proof;
}

/** Uses a proof up, once. @throws wrongCode somebody was quicker. */
export async function useProof(ctx: Pick<CommandContext, 'db' | 'now'>, id: string): Promise<void> {
  const used = await ctx.db.run(
    sql`update identity.proof set used_at = ${ctx.now}, expected = null, secret = null where id = ${id} and used_at is null`,
  );
  if (used === 0) throw wrongCode();
}
