import { type CommandContext, newSecret, sql } from '@dinh/kernel';
import { wayNotThere } from '../errors.ts';
import { idleSeconds, longestSeconds, secretHash } from '../sign-in/session.ts';
import type { Factor, Level } from './assurance.ts';
import { noteShown, type ShownBy } from './shown-by.ts';
import { type Asked, together } from './ways.ts';

/**
 * Notes that more was shown in a session. It gets a new secret (ASVS 5, 7.2.4: whoever had the one before is out), and
 * no longer awaits anything.
 * @param by what it was, when it was more than the password
 * @returns the new secret, told this once, and what the session now proves.
 */
export async function raiseSession(
  ctx: CommandContext,
  asked: Asked,
  more: readonly Factor[],
  by?: ShownBy,
): Promise<{ token: string; endsAt: Date; factors: Factor[]; level: Level }> {
  const { factors, level } = together(asked, more);
  const token = newSecret(32);
  const after = (seconds: number) => new Date(ctx.now.getTime() + seconds * 1000);
  const longest = asked.awaiting ? after(longestSeconds) : null;
  const changed = await ctx.db.maybe<{ endsAt: Date }>(
    sql`update identity.session set secret = ${secretHash(token)}, awaiting = false, level = ${level}, factors = ${factors},
               proved_at = ${ctx.now}, seen_at = ${ctx.now}, idle_until = ${after(idleSeconds)},
               ends_at = coalesce(${longest}::timestamptz, ends_at)
        where id = ${asked.session} and ended_at is null returning ends_at as "endsAt"`,
  );
  if (!changed) throw wayNotThere();
  if (by) ctx.db.send(noteShown(asked.session, by, ctx.now));
  return { token, endsAt: changed.endsAt, factors, level };
}
