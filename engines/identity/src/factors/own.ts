import { assuranceNeeded, type Context, demand } from '@dinh/kernel';
import { type Asked, askedOf, type FactorRow, factorsOf, together } from './ways.ts';

/** Minutes within which somebody must have shown a factor to change how they sign in. */
export const freshMinutes = 15;

/** How many factors an account may have. */
export const mostFactors = 20;

/**
 * Whoever changes how an account is entered shows first, and lately, all that the account asks of them: its password and,
 * when it has one, a second factor. A stolen session is not enough, nor is a browser that is trusted: it stands for the second factor
 * when one signs in, and not where factors change.
 * @throws assuranceNeeded the person is asked and goes on.
 */
export async function ownAccount(ctx: Context): Promise<{ asked: Asked; factors: FactorRow[] }> {
  const asked = await askedOf(ctx);
  const factors = await factorsOf(ctx.db, asked.person);
  const level = highestOf(asked, factors);
  demand(ctx.principal, { level, minutes: freshMinutes }, ctx.now);
  // Of somebody whose papers nobody has seen a trusted browser reaches the same level as a second factor.
  if (factors.length > 0 && ctx.principal.assurance?.factors.includes('trusted'))
    throw assuranceNeeded({ level, minutes: freshMinutes, ...(factors.some(isHeld) && { factors: 2 }) });
  return { asked, factors };
}

/** A mailbox is opened from anywhere. */
const isHeld = ({ kind }: FactorRow): boolean => kind !== 'email';

/** The level to which password and second factor of an account lead; a key in a device is asked of nobody here. */
function highestOf(asked: Asked, factors: readonly FactorRow[]): number {
  const base = { ...asked, factors: [] };
  const reached = together(base, factors.some(isHeld) ? ['pwd', 'otp'] : factors.length > 0 ? ['pwd', 'email'] : ['pwd']);
  return reached.level;
}
