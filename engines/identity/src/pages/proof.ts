import { type Operation, page, type PageContext, type PageResult, post, postAgain, redirect, Refusal, show } from '@dinh/kernel';
import { type WayKind, wayKinds } from '../factors/ways.ts';
import { awaitingSeconds, longestSeconds, sessionCookie } from '../sign-in/session.ts';
import { landing, nothingTyped, refusedForm, safeReturn, statusOf, typed } from './form.ts';
import { type Asking, morePath, type Place, screen, secondPath, titles } from './proof-screen.ts';

/** The token of a session that awaits its second factor; good for nothing else. */
const awaitingCookie = 'dinh_buoc_hai';

export const secondPage = page({
  path: secondPath,
  title: titles.second,
  may: 'anyone',
  async run(ctx) {
    const place = placeOf(ctx, true);
    const asking = place.token !== undefined && (await askingOf(ctx, place));
    return asking ? show(screen(ctx, place, asking, nothingTyped)) : redirect('/dang-nhap');
  },
});

export const secondPost = post({
  path: secondPath,
  title: titles.second,
  may: 'anyone',
  run: (ctx) => answer(ctx, placeOf(ctx, true)),
});

export const morePage = page({
  path: morePath,
  title: titles.more,
  may: 'signed-in',
  async run(ctx) {
    const place = placeOf(ctx, false);
    const asking = await askingOf(ctx, place);
    return asking ? show(screen(ctx, place, asking, nothingTyped)) : redirect('/dang-nhap');
  },
});

export const morePost = post({
  path: morePath,
  title: titles.more,
  may: 'signed-in',
  run: (ctx) => answer(ctx, placeOf(ctx, false)),
});

/**
 * What a page answers when an act was refused for want of assurance: the person is asked for what is missing and then
 * goes on where they were. A posted form is held in the page itself, so it survives whatever happens to this process.
 */
export async function askForMore(ctx: PageContext, refusal: Refusal): Promise<PageResult> {
  const { level, minutes, factors, second, operation } = refusal.details;
  if (ctx.method === 'GET') return redirect(askedAt(refusal, ctx.url));
  const place: Place = {
    token: undefined,
    level: Number(level),
    minutes: minutes === undefined ? undefined : Number(minutes),
    two: factors !== undefined,
    second: second !== undefined,
    act: actOf(ctx, String(operation)),
    back: undefined,
    to: ctx.asked,
    held: heldFields(ctx),
    filesLost: ctx.files.length > 0,
  };
  const asking = await askingOf(ctx, place);
  return asking ? show(screen(ctx, place, asking, nothingTyped), 403) : redirect('/dang-nhap');
}

/** Where somebody is asked for what a refusal says is missing. @param back where they then go on */
function askedAt({ details: { level, minutes, factors, second, operation } }: Refusal, back: string): string {
  const query = new URLSearchParams({
    muc: String(level),
    ...(minutes && { phut: String(minutes) }),
    ...(factors && { 'hai-yeu-to': '1' }),
    ...(second && { 'cach-hai': '1' }),
    ...(operation && { viec: String(operation) }),
    tiep: back,
  });
  return `${morePath}?${query.toString()}`;
}

/** The operation for which more is asked; what is none of ours is left out. */
const actOf = ({ app }: PageContext, name: string | undefined): Operation | undefined =>
  app.modules.flatMap(({ operations = [] }) => operations).find((one) => one.name === name);

function heldFields(ctx: PageContext): [string, string][] {
  return Object.entries(ctx.form)
    .filter(([name]) => !name.startsWith('xt.'))
    .flatMap(([name, values]) => [values].flat().map((value): [string, string] => [name, value]));
}

function placeOf(ctx: PageContext, second: boolean): Place {
  const posted = ctx.method === 'POST';
  const told = (name: string, query: string) => (posted ? typed(ctx, `xt.${name}`) : ctx.query[query]);
  const whole = (text: string | undefined) => (text && /^\d{1,5}$/.test(text) ? Number(text) : undefined);
  const level = whole(told('level', 'muc'));
  return {
    token: second ? ctx.cookies[awaitingCookie] : undefined,
    level: second || level === undefined ? undefined : Math.min(Math.max(level, 1), 4),
    minutes: second ? undefined : whole(told('minutes', 'phut')),
    two: !second && told('two', 'hai-yeu-to') === '1',
    second: !second && told('second', 'cach-hai') === '1',
    act: second ? undefined : actOf(ctx, told('act', 'viec')),
    back: safeReturn(told('back', 'tiep')),
    to: second || !posted ? undefined : safeReturn(typed(ctx, 'xt.to')),
    held: posted && !second ? heldFields(ctx) : [],
    filesLost: posted && typed(ctx, 'xt.files') !== undefined,
  };
}

/** @returns undefined when there is no session to show more in */
async function askingOf(ctx: PageContext, place: Place): Promise<Asking | undefined> {
  try {
    return await ctx.run('identity.list-ways', {
      ...(place.token !== undefined && { token: place.token.slice(0, 100) }),
      ...(place.level !== undefined && { level: place.level }),
      ...(place.two && { factors: 2 as const }),
      ...(place.second && { second: true as const }),
    });
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return undefined;
    throw error;
  }
}

const isWay = (text: string | undefined): text is WayKind => wayKinds.includes(text as WayKind);

/** Does what a button of the screen said: begins a way, or shows what was typed. */
async function answer(ctx: PageContext, place: Place): Promise<PageResult> {
  const asking = (place.token !== undefined || ctx.principal.session) && (await askingOf(ctx, place));
  if (!asking) return redirect('/dang-nhap');
  const [kind, factor] = (typed(ctx, 'xt.way') ?? '').split(':');
  const token = place.token === undefined ? {} : { token: place.token };
  if (isWay(kind)) {
    if (kind === 'password' || kind === 'totp' || kind === 'recovery')
      return show(screen(ctx, place, asking, nothingTyped, { kind }));
    try {
      const begun = await ctx.run('identity.ask-factor', { ...token, kind, ...(factor && { factor }) });
      return show(screen(ctx, place, asking, nothingTyped, { kind, ...begun }));
    } catch (error) {
      return show(screen(ctx, place, asking, refusedForm(ctx, error)), statusOf(error));
    }
  }
  const shown = typed(ctx, 'xt.kind');
  if (!isWay(shown)) return show(screen(ctx, place, asking, nothingTyped));
  // A code may be typed again; a challenge is used up by the page that showed it.
  const proof = typed(ctx, 'xt.proof');
  const retype = shown === 'passkey' || shown === 'certificate' ? undefined : { kind: shown, ...(proof && { proof }) };
  if (typed(ctx, 'xt.lang')) return show(screen(ctx, place, asking, nothingTyped, retype));
  try {
    const opened = await ctx.run('identity.show-factor', {
      ...token,
      kind: shown,
      ...shownFields(ctx),
      ...(typed(ctx, 'xt.trust') && { trust: true }),
    });
    return await goOn(ctx, place, opened);
  } catch (error) {
    const again = refusedForm(ctx, error, {
      proof: { vi: 'Hãy yêu cầu mã mới.', en: 'Please ask for a new code.' },
    });
    return show(screen(ctx, place, asking, again, retype), statusOf(error));
  }
}

/** What was typed or made by a key; what is no JSON is left out, and then refused as missing. */
export function shownFields(ctx: PageContext): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of ['proof', 'code', 'signature'] as const) {
    const value = typed(ctx, `xt.${name}`);
    if (value !== undefined) fields[name] = value;
  }
  const password = ctx.form['xt.password'];
  if (typeof password === 'string' && password !== '') fields['password'] = password;
  const response = responseOf(ctx);
  return { ...fields, ...(response && { response }) };
}

/** What a passkey answered, as the island put it into the form. */
export function responseOf(ctx: PageContext): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(typed(ctx, 'xt.response') ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

async function goOn(ctx: PageContext, place: Place, opened: { token: string; changePassword: boolean }): Promise<PageResult> {
  ctx.setCookie(sessionCookie, opened.token, longestSeconds);
  if (place.token === undefined) return place.to ? postAgain(place.to) : redirect(place.back ?? '/tai-khoan');
  ctx.setCookie(awaitingCookie, '', 0);
  if (opened.changePassword) return redirect('/tai-khoan/mat-khau');
  const principal = await ctx.app.principals.principal(opened.token);
  return redirect(landing(ctx.app, principal, place.back));
}

/** Sends the browser to the second step, which knows the session by a cookie of its own. */
export function toSecondStep(ctx: PageContext, token: string, back: string | undefined): PageResult {
  ctx.setCookie(awaitingCookie, token, awaitingSeconds);
  return redirect(back ? `${secondPath}?tiep=${encodeURIComponent(back)}` : secondPath);
}
