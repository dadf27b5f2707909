import { newSecret, type PageContext, type PageResult, redirect } from '@dinh/kernel';
import { deviceCookie, longestSeconds, sessionCookie } from '../sign-in/session.ts';
import { landing } from './form.ts';
import { toSecondStep } from './proof.ts';

/** Gives the session to the browser and goes on to where the person wanted to go. */
export async function enter(
  ctx: PageContext,
  opened: { token: string; awaits: boolean; changePassword: boolean },
  back: string | undefined,
): Promise<PageResult> {
  if (opened.awaits) return toSecondStep(ctx, opened.token, back);
  ctx.setCookie(sessionCookie, opened.token, longestSeconds);
  if (opened.changePassword) return redirect('/tai-khoan/mat-khau');
  const principal = await ctx.app.principals.principal(opened.token);
  return redirect(landing(ctx.app, principal, back));
}

/** What this browser is known by; made when it has none yet. It opens nothing, and is the same for all who use the browser. */
export function deviceOf(ctx: PageContext): string {
  const kept = ctx.cookies[deviceCookie];
  const device = kept && /^[\w-]{43}$/.test(kept) ? kept : newSecret(32);
  ctx.setCookie(deviceCookie, device, 400 * 86_400);
  return device;
}

/** Passwords are taken as typed, blanks included. */
export function rawPassword(ctx: PageContext, name = 'password'): string {
  const value = ctx.form[name];
  return (Array.isArray(value) ? value.at(-1) : value) ?? '';
}
