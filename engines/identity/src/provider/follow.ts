import { createHash } from 'node:crypto';
import { type App, type NewEntry, type Principal, Refusal, signInNeeded, sql } from '@dinh/kernel';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { machinePrincipal } from '../access/machine.ts';
import { sessionCookie } from '../sign-in/session.ts';
import { type Clients, own } from './clients.ts';
import { langOf, leavingPage } from './screens.ts';
import { tellLater } from './sign-out.ts';
import { noteContext, visitOf } from './visits.ts';

/** Follows what the provider does: writes the audit trail before anybody is answered, and ends our own session with its. */
export function follow(app: App, provider: Provider, clients: Clients): void {
  provider.use(async (ctx, next) => {
    const asked = ctx as unknown as KoaContextWithOIDC;
    noteContext(asked);
    await next();
    if (!asked.oidc?.route) return; // no such address
    const given = asked.status < 400 && byClients.has(asked.oidc.route);
    const begun = takeBegun(asked);
    const entry = (given && begun?.entry) || entryOf(app, asked);
    if (given && !(await (begun?.stands ?? clients.stands(asked.oidc.client!, entry)))) await withhold(app, asked);
    else if (!given && entry) await app.audit.record(entry);
    noteUse(app, asked, entry);
    if (asked.oidc.route === 'end_session_confirm') await afterSignOut(app, asked);
    letFormsGo(asked);
    // An empty answer has no type; some clients refuse a text where they expect JSON.
    if (asked.oidc.route === 'revocation' && asked.status === 200) asked.remove('content-type');
  });
  provider.on('backchannel.error', (_ctx, _error, client, person, sid) =>
    tellLater(app, { client: client.clientId, person, sid: sid ?? null }),
  );
}

/** Where a client proves itself and is given something. */
const byClients = new Set(['token', 'introspection', 'revocation', 'pushed_authorization_request']);

/** An entry that is being written, and whether its client stands. */
interface Begun {
  readonly entry: NewEntry;
  readonly stands: Promise<boolean>;
}

const early = Symbol('entry');
type Early = KoaContextWithOIDC & { [early]?: Begun | undefined };

/** What was begun, once; a context may live long after its request (`letGo`). */
function takeBegun(ctx: Early): Begun | undefined {
  const begun = ctx[early];
  if (begun) ctx[early] = undefined;
  return begun;
}

/**
 * Begins to write the entry of a machine's token that is about to be signed, so that it is signed while the database works.
 * Nothing goes out before `follow` has waited for it. Should the token fail after all, its refusal is written as well.
 */
export function recordEarly(app: App, clients: Clients, ctx: Early): void {
  if (!ctx.oidc.entities.ClientCredentials || ctx.oidc.route !== 'token') return;
  const entry = entryOf(app, ctx, false)!;
  const stands = clients.stands(ctx.oidc.client!, entry);
  stands.catch(() => {}); // told to whoever waits for it
  ctx[early] = { entry, stands };
}

/** Gives nothing to a client that was changed (suspended, a key of it revoked) while it was served. */
async function withhold(app: App, ctx: KoaContextWithOIDC): Promise<void> {
  ctx.status = 401;
  ctx.body = { error: 'invalid_client', error_description: 'client authentication failed' };
  const entry = entryOf(app, ctx);
  if (entry) await app.audit.record(entry);
}

const leading = 'identity.authorize-client';
const recorded: Readonly<Record<string, string>> = {
  token: 'identity.issue-token',
  authorization: leading,
  resume: leading,
  revocation: 'identity.revoke-token',
  introspection: 'identity.introspect-token',
};

/** One entry for what was given out, taken back, looked into or refused; nothing for what only leads on. */
function entryOf(app: App, ctx: KoaContextWithOIDC, refused = ctx.status >= 400): NewEntry | undefined {
  const { oidc } = ctx;
  const visit = visitOf(ctx.req)!;
  const operation = recorded[oidc.route];
  const client = oidc.client;
  if (!operation || !client) return undefined;
  const { AccessToken, ClientCredentials, AuthorizationCode, Grant } = oidc.entities;
  const issued = AccessToken ?? ClientCredentials;
  const person = personOf(ctx);
  const leads = operation === leading;
  if (leads && !(AuthorizationCode || (refused && person))) return undefined;
  return {
    at: app.clock.now(),
    principal: leads && person ? visit.call.principal : machinePrincipal(client.clientId, own(client).dinh_name.vi),
    operation,
    outcome: refused ? 'refused' : operation === 'identity.introspect-token' ? 'viewed' : 'done',
    subject: person === undefined ? `client:${client.clientId}` : `person:${person}`,
    origin: visit.call.origin,
    detail: {
      client: client.clientId,
      ...(typeof oidc.params?.['grant_type'] === 'string' && { grantType: oidc.params['grant_type'] }),
      ...(issued && { token: nameOf(issued), scope: issued.scope }),
      ...(leads && Grant && { scope: oidc.params?.['scope'] }),
      ...(refused && { error: (ctx.body as { error?: string } | undefined)?.error }),
    },
  };
}

/** Whose account it is about. */
function personOf({ oidc }: KoaContextWithOIDC): string | undefined {
  const { AccessToken, RefreshToken } = oidc.entities;
  const person = oidc.account?.accountId ?? AccessToken?.accountId ?? RefreshToken?.accountId;
  return typeof person === 'string' ? person : undefined;
}

/**
 * By what the trail names a token: a signed one by its identifier; of one that is its own identifier, a hash, since whoever
 * reads the trail must not be able to use it.
 */
function nameOf({ jti, aud }: { readonly jti: string; readonly aud?: unknown }): string {
  return aud === undefined ? createHash('sha256').update(jti).digest('hex').slice(0, 32) : jti;
}

/** By app: to the minute in which a client was noted as used. */
const noted = new WeakMap<App, Map<string, number>>();

/** When a client was last used, and for whom, to the minute. */
function noteUse(app: App, ctx: KoaContextWithOIDC, entry: NewEntry | undefined): void {
  if (!entry || ctx.status >= 400 || entry.operation === leading) return;
  const now = entry.at;
  const client = ctx.oidc.client!.clientId;
  const person = personOf(ctx);
  const minute = Math.floor(now.getTime() / 60_000);
  const before = noted.get(app);
  const minutes = before && before.size <= 10_000 ? before : new Map<string, number>();
  if (minutes !== before) noted.set(app, minutes);
  const isNew = (key: string): boolean => {
    if (minutes.get(key) === minute) return false;
    minutes.set(key, minute);
    return true;
  };
  const keep = (statement: ReturnType<typeof sql>) =>
    void app.db.run(statement).catch((error) => app.log.warn({ err: error }, 'a client could not be noted as used'));
  if (isNew(client)) keep(sql`update identity.client set last_used_at = ${now} where id = ${client}`);
  if (person !== undefined && isNew(`${client} ${person}`))
    keep(sql`insert into identity.client_use (person_id, client_id, at) values (${person}, ${client}, ${now})
             on conflict (person_id, client_id) do update set at = excluded.at`);
}

/** The house's own session ends with the provider's; whoever asked to be told in the browser is told by frames. */
async function afterSignOut(app: App, ctx: KoaContextWithOIDC): Promise<void> {
  const { oidc } = ctx;
  const target = ctx.response.get('location');
  if (ctx.status !== 303 || !target) return;
  const visit = visitOf(ctx.req)!;
  const frames: string[] = [];
  if (oidc.params?.['logout']) {
    await endHouseSession(app, visit.call.principal, visit.call);
    ctx.append('set-cookie', visit.cookieLine(sessionCookie, '', 0));
    for (const [id, { sid }] of Object.entries(oidc.session?.authorizations ?? {})) {
      const told = await oidc.provider.Client.find(id);
      const uri = told && frontchannelUri(own(told).frontchannel_logout_uri, oidc.issuer, sid);
      if (uri) frames.push(uri);
    }
  }
  if (frames.length === 0 && new URL(target).origin === new URL(oidc.issuer).origin) return;
  ctx.status = 200;
  ctx.remove('location');
  ctx.type = 'html';
  ctx.body = String(leavingPage(langOf(ctx), await visit.site(), target, frames));
  allowFrames(ctx, frames);
}

/** The address by which a client is told of a sign-out in the browser (OpenID Connect Front-Channel Logout 1.0). */
export function frontchannelUri(uri: string | undefined, issuer: string, sid: string | undefined): string | undefined {
  if (!uri) return undefined;
  const to = new URL(uri);
  to.searchParams.set('iss', issuer);
  if (sid) to.searchParams.set('sid', sid);
  return to.href;
}

async function endHouseSession(app: App, principal: Principal, call: Parameters<App['run']>[2]): Promise<void> {
  if (!principal.session) return;
  await app.run('identity.sign-out', {}, call).catch((error: unknown) => {
    if (!(error instanceof Refusal && error.code === signInNeeded.code)) throw error;
  });
}

/** An answer that is a form, sent on by the browser to the application (`response_mode=form_post`). */
function letFormsGo(ctx: KoaContextWithOIDC): void {
  const to = ctx.oidc.params?.['redirect_uri'];
  if (
    !/^(authorization|resume)$/.test(ctx.oidc.route) ||
    ctx.status !== 200 || // a page that refuses leads nowhere, and an address that was refused need not be one
    typeof to !== 'string' ||
    ctx.response.type !== 'text/html'
  )
    return;
  policy(ctx, 'form-action', `'self' ${new URL(to).origin}`);
}

const allowFrames = (ctx: KoaContextWithOIDC, frames: readonly string[]): void =>
  policy(ctx, 'frame-src', ["'self'", ...new Set(frames.map((src) => new URL(src).origin))].join(' '));

function policy(ctx: KoaContextWithOIDC, directive: string, value: string): void {
  const before = ctx.response.get('content-security-policy').split(';');
  const rest = before.filter((one) => one.trim().split(/\s/)[0] !== directive);
  ctx.set('content-security-policy', [...rest, ` ${directive} ${value}`].join(';'));
}
