import { assuranceNeeded, type Context, demand } from '@dinh/kernel';
import { freshMinutes, isSecondShown, type Seconds, secondsOf } from './second.ts';
import { type Asked, askedOf, type FactorRow, together } from './ways.ts';

/** How many factors an account may have. */
export const mostFactors = 20;

/**
 * Whoever changes how an account is entered shows first, and lately, all that the account asks of them: its password and, when it has
 * any second factor, that, too (OWASP ASVS 5, 7.5.1). It is asked for by what it is and not by the level to which it leads, for of
 * somebody whose papers were seen the password leads as far as a code by e-mail. A stolen session is not enough, nor is a browser that
 * is trusted: it stands for the second factor when one signs in, and not where factors change.
 * @throws assuranceNeeded with `second` when that is what is missing; the person is asked and goes on.
 */
export async function ownAccount(ctx: Context): Promise<{ asked: Asked; factors: readonly FactorRow[] }> {
  const asked = await askedOf(ctx);
  const seconds = await secondsOf(ctx.db, asked.person, ctx.now);
  const level = highestOf(asked, seconds);
  // A click of the demonstration stands for everything, on this machine alone.
  if (seconds.all.length > 0 && !asked.factors.includes('demonstration') && !(await isSecondShown(ctx, asked.session, seconds)))
    throw assuranceNeeded({ level, minutes: freshMinutes, second: 1 });
  demand(ctx.principal, { level, minutes: freshMinutes }, ctx.now);
  return { asked, factors: seconds.all };
}

/** The level to which password and second factor of an account lead; a key in a device is asked of nobody here. */
function highestOf(asked: Asked, { enough }: Seconds): number {
  const base = { ...asked, factors: [] };
  const held = enough.some(({ kind }) => kind !== 'email');
  return together(base, held ? ['pwd', 'otp'] : enough.length > 0 ? ['pwd', 'email'] : ['pwd']).level;
}
