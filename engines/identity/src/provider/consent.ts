import { type App, newId, type Queries, sql } from '@dinh/kernel';
import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { own } from './clients.ts';

/** What somebody has consented that a client knows and does. */
export async function consented(db: Queries, person: string, client: string): Promise<ReadonlySet<string>> {
  const row = await db.maybe<{ scopes: string[] }>(
    sql`select scopes from identity.consent where person_id = ${person} and client_id = ${client} and revoked_at is null`,
  );
  return new Set(row?.scopes);
}

/** Keeps a consent beside those that were given before. */
export async function keepConsent(
  app: App,
  db: Queries,
  person: string,
  client: string,
  scopes: readonly string[],
): Promise<void> {
  const now = app.clock.now();
  await db.run(
    sql`insert into identity.consent as c (id, person_id, client_id, scopes, given_at)
        values (${newId(now.getTime())}, ${person}, ${client}, ${[...scopes]}, ${now})
        on conflict (person_id, client_id) where revoked_at is null
        do update set scopes = array(select distinct unnest(c.scopes || excluded.scopes) order by 1), given_at = excluded.given_at`,
  );
}

/**
 * The grant of this sign-in for the client that asks: the one that there is, or a new one, holding what the person has
 * consented to before, or everything where the client is one of the province's own. What is missing the page of consent
 * asks for.
 */
export async function grantFor(app: App, ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { oidc } = ctx;
  const { provider, session } = oidc;
  const client = oidc.client!;
  const person = session!.accountId!;
  const known = oidc.result?.consent?.grantId ?? session!.grantIdFor(client.clientId);
  const found = known ? await provider.Grant.find(known) : undefined;
  const grant = found ?? new provider.Grant({ accountId: person, clientId: client.clientId });
  const trusted = !own(client).dinh_consent;
  const given = trusted ? undefined : await consented(app.db, person, client.clientId);
  const may = (scope: string) => given === undefined || given.has(scope);
  const resources = Object.entries(oidc.resourceServers ?? {}).map(
    ([indicator, server]) => [indicator, [...server.scopes]] as const,
  );
  const added = addScopes(grant, [...oidc.requestParamScopes].filter(may), [...oidc.requestParamOIDCScopes], resources);
  if (trusted && oidc.requestParamClaims.size > 0) grant.addOIDCClaims([...oidc.requestParamClaims]);
  if (!found && added === 0) return undefined;
  if (added > 0) await grant.save();
  return grant;
}

/** Puts scopes into a grant, each where it belongs. @returns how many were not in it before */
export function addScopes(
  grant: Grant,
  scopes: readonly string[],
  ofOpenId: readonly string[],
  resources: readonly (readonly [indicator: string, scopes: readonly string[]])[],
): number {
  let added = 0;
  const missing = (wanted: readonly string[], there: string) => {
    const has = new Set(there.split(' '));
    return wanted.filter((scope) => scopes.includes(scope) && !has.has(scope));
  };
  const openid = missing(ofOpenId, grant.getOIDCScope());
  if (openid.length > 0) grant.addOIDCScope(openid.join(' '));
  added += openid.length;
  for (const [indicator, offered] of resources) {
    const more = missing(offered, grant.getResourceScope(indicator));
    if (more.length > 0) grant.addResourceScope(indicator, more.join(' '));
    added += more.length;
  }
  return added;
}
