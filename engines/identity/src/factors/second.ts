import { type Context, type Queries, sql } from '@dinh/kernel';
import { settledDays } from '../recovery/recovery.ts';
import { type FactorRow, factorsOf, type Way } from './ways.ts';

/** Minutes within which somebody must have shown a factor to change how they sign in. */
export const freshMinutes = 15;

const day = 24 * 3_600_000;

/** The second factors of an account, and which of them are enough to change how it is entered. */
export interface Seconds {
  /** All that the account has. */
  readonly all: readonly FactorRow[];
  /**
   * Those that are enough, besides a recovery code or a provider above us: what is held, where something is; a code by e-mail only
   * where nothing better is there, since a mailbox is opened from anywhere (NIST SP 800-63B, 3.1.3.1).
   */
  readonly enough: readonly FactorRow[];
  /** From when on an address counts again to which a lost account was sent back. */
  readonly from: Date | null;
}

/**
 * An address to which the link of a recovery went counts for nothing for some days: the password came by it, so the link and a code to
 * the same place would be one proof, not two.
 */
export async function secondsOf(db: Queries, person: string, now: Date): Promise<Seconds> {
  const [all, recovered] = await Promise.all([
    factorsOf(db, person),
    db.all<{ kind: string; address: string; at: Date }>(
      sql`select kind, address, max(done_at) as at from identity.recovery
          where person_id = ${person} and done_at > ${new Date(now.getTime() - settledDays * day)} group by kind, address`,
    ),
  ]);
  const opened = (one: FactorRow) => recovered.find(({ kind, address }) => kind === one.kind && address === one.address);
  const usable = all.filter((one) => !opened(one));
  const held = usable.filter(({ kind }) => kind !== 'email');
  const back = all.flatMap((one) => opened(one)?.at ?? []).map((at) => at.getTime() + settledDays * day);
  return { all, enough: held.length > 0 ? held : usable, from: back.length > 0 ? new Date(Math.min(...back)) : null };
}

/** Whether a way shows a second factor that is enough. */
export const isSecond = ({ enough }: Seconds, { kind, factor }: Way): boolean =>
  kind === 'recovery' || enough.some((one) => one.kind === kind && (factor === undefined || one.id === factor));

/** Whether one that is enough was shown in a session lately. */
export async function isSecondShown({ db, now }: Context, session: string, { enough }: Seconds): Promise<boolean> {
  const since = new Date(now.getTime() - freshMinutes * 60_000);
  const { shown } = await db.one<{ shown: boolean }>(
    sql`select exists (select from identity.session_factor where session_id = ${session} and shown_at > ${since}
          and (factor_id = any(${enough.map(({ id }) => id)}::uuid[]) or kind in ('recovery', 'upstream'))) as shown`,
  );
  return shown;
}
