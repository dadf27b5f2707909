import { type Context, demand } from '@dinh/kernel';
import { type Asked, askedOf, type FactorRow, factorsOf, together } from './ways.ts';

/** Minutes within which somebody must have shown a factor to change how they sign in. */
export const freshMinutes = 15;

/** How many factors an account may have. */
export const mostFactors = 20;

/**
 * Whoever changes how an account is entered shows first, and lately, all that the account asks of them: its password and,
 * when it has one, a second factor. A stolen session is not enough.
 * @throws assuranceNeeded the person is asked and goes on.
 */
export async function ownAccount(ctx: Context): Promise<{ asked: Asked; factors: FactorRow[] }> {
  const asked = await askedOf(ctx);
  const factors = await factorsOf(ctx.db, asked.person);
  demand(ctx.principal, { level: highestOf(asked, factors), minutes: freshMinutes }, ctx.now);
  return { asked, factors };
}

/** The level to which password and second factor of an account lead; a key in a device is asked of nobody here. */
function highestOf(asked: Asked, factors: readonly FactorRow[]): number {
  const base = { ...asked, factors: [] };
  const held = factors.some((one) => one.kind !== 'email');
  const reached = together(base, held ? ['pwd', 'otp'] : factors.length > 0 ? ['pwd', 'email'] : ['pwd']);
  return reached.level;
}
