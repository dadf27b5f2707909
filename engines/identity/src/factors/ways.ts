import { type Context, type Queries, signInNeeded, sql } from '@dinh/kernel';
import { looksLikeSecret, secretHash } from '../sign-in/session.ts';
import { type Factor, isIdentified, type Level, levelOf, showsTwo } from './assurance.ts';
import { masked } from './secrets.ts';
import type { FactorKind } from './shown-by.ts';

/** By what somebody can show who they are. */
export const wayKinds = ['password', 'totp', 'passkey', 'certificate', 'phone', 'email', 'recovery'] as const;
export type WayKind = (typeof wayKinds)[number];

/** Who is asked, by a session that is good or that awaits its second factor. */
export interface Asked {
  readonly session: string;
  readonly person: string;
  readonly name: string;
  readonly account: string | null;
  readonly locale: 'vi' | 'en';
  readonly awaiting: boolean;
  readonly method: string;
  readonly factors: Factor[];
  readonly level: Level;
  readonly provedAt: Date;
  readonly address: string | null;
  readonly device: string | null;
  readonly hash: string | null;
  readonly changePassword: boolean;
  readonly verifiedLevel: number;
  readonly origin: string;
}

/** What the ways depend on. */
export type Holder = Pick<Asked, 'person' | 'awaiting' | 'hash' | 'factors' | 'level' | 'verifiedLevel' | 'origin'>;

/**
 * Whom a session is of.
 * @param token of a session that awaits its second factor; without it the session by which one is signed in.
 * @throws signInNeeded it has ended, or there is none.
 */
export async function askedOf(ctx: Context, token?: string): Promise<Asked> {
  const which =
    token === undefined
      ? ctx.principal.session && sql`s.id = ${ctx.principal.session} and not s.awaiting`
      : looksLikeSecret(token) && sql`s.secret = ${secretHash(token)}`;
  if (!which) throw signInNeeded();
  const found = await ctx.db.maybe<Asked & { demonstration: boolean }>(
    sql`select s.id as session, s.person_id as person, p.name, p.account, p.locale, s.awaiting, s.method, s.factors, s.level,
               coalesce(s.proved_at, s.created_at) as "provedAt", s.address, s.device_id as device, p.password_hash as hash,
               p.password_until is not null as "changePassword", p.verified_level as "verifiedLevel", p.origin,
               p.demonstration is not null as demonstration
        from identity.session s join identity.person p on p.id = s.person_id
        where ${which} and s.ended_at is null and s.idle_until > ${ctx.now} and s.ends_at > ${ctx.now} and p.state = 'active'`,
  );
  if (!found || (found.demonstration && !ctx.app.config.demonstration)) throw signInNeeded();
  return found;
}

/** A factor of an account. */
export interface FactorRow {
  readonly id: string;
  readonly kind: FactorKind;
  readonly name: string;
  readonly address: string | null;
  readonly key: string | null;
  readonly secret: Buffer | null;
  /** As its kind keeps it: `PasskeyData`, `CertificateData`; nothing of the others. */
  readonly data: unknown;
  readonly counter: number;
  readonly createdAt: Date;
  readonly usedAt: Date | null;
}

/** The factors of a person that are in use, the oldest first. */
export function factorsOf(db: Queries, person: string): Promise<FactorRow[]> {
  return db.all<FactorRow>(
    sql`select id, kind, name, address, key, secret, data, counter, created_at as "createdAt", used_at as "usedAt"
        from identity.factor where person_id = ${person} and ended_at is null order by created_at, id`,
  );
}

/** By what a session tells that a kind of factor was shown in it. */
export const marksOf: Readonly<Record<FactorRow['kind'], readonly Factor[]>> = {
  totp: ['otp'],
  email: ['email'],
  phone: ['sms'],
  passkey: ['hwk', 'swk'],
  certificate: ['sc'],
};

/** One way to show who one is; several keys are one way, several addresses are several. */
export interface Way {
  readonly kind: WayKind;
  /** Which address, for codes that are sent. */
  readonly factor?: string;
  /** The address as its owner knows it, or the name that they gave. */
  readonly to?: string;
}

/** What a way proves. */
const proves: Readonly<Record<WayKind, readonly Factor[]>> = {
  password: ['pwd'],
  totp: ['otp'],
  passkey: ['swk', 'user'],
  certificate: ['sc', 'pin'],
  phone: ['sms'],
  email: ['email'],
  recovery: ['recovery'],
};

/**
 * The ways by which the one who is asked gets further: to a second factor, to a level, or to a fresh proof.
 * @param wanted the level to come to; left out: any level above what there is, or a fresh proof of the same.
 * @param two two factors of different kinds must have been shown then
 */
export async function waysOf(ctx: Context, asked: Holder, wanted?: number, two: boolean = false): Promise<Way[]> {
  const [factors, { codes }] = await Promise.all([
    factorsOf(ctx.db, asked.person),
    ctx.db.one<{ codes: boolean }>(
      sql`select exists (select from identity.recovery_code where person_id = ${asked.person} and used_at is null) as codes`,
    ),
  ]);
  const ways: Way[] = [];
  const has = (kind: FactorRow['kind']) => factors.some((factor) => factor.kind === kind);
  if (!asked.awaiting && asked.hash) ways.push({ kind: 'password' });
  for (const kind of ['totp', 'passkey', 'certificate'] as const) if (has(kind)) ways.push({ kind });
  for (const { id, kind, address } of factors)
    if (kind === 'phone' || kind === 'email') ways.push({ kind, factor: id, to: masked(address!) });
  if (codes) ways.push({ kind: 'recovery' });
  return ways.filter((way) => reaches(asked, way.kind, wanted, two));
}

function reaches(asked: Holder, kind: WayKind, wanted: number | undefined, two: boolean): boolean {
  if (asked.awaiting) return kind !== 'password';
  // A passkey may or may not be one that cannot leave its device: that is seen when it is used.
  const more = kind === 'passkey' ? (['hwk', 'user'] as const) : proves[kind];
  const then = together(asked, more);
  return then.level >= (wanted ?? asked.level) && (!two || showsTwo(then));
}

/** What is proven once a way was shown beside what had been shown before. */
export function together(asked: Holder, more: readonly Factor[]): { factors: Factor[]; level: Level } {
  const factors = [...new Set([...asked.factors.filter((factor) => factor !== 'trusted'), ...more])];
  const level = levelOf({ factors, identified: isIdentified(asked), upstream: upstreamOf(asked) });
  return { factors, level };
}

/** What a provider above us vouched for when the session began stays true of it. */
function upstreamOf(asked: Holder): Level | undefined {
  return asked.factors.includes('vneid') ? asked.level : undefined;
}
