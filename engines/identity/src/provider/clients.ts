import { timingSafeEqual } from 'node:crypto';
import { type App, gather, type NewEntry, type Queries, type Sql, sql } from '@dinh/kernel';
import type { Client } from 'oidc-provider';
import { secretHash } from '../sign-in/session.ts';
import { knowledge } from './scopes.ts';

/** A client as the provider needs it: active, with the keys that are good now. */
export interface ClientRow {
  readonly id: string;
  /** Grows with every change of the client, its keys and its permissions. */
  readonly revision: number;
  readonly kind: 'application' | 'machine';
  readonly name: { readonly vi: string; readonly en: string };
  readonly authMethod: 'none' | 'client_secret_basic' | 'private_key_jwt' | 'self_signed_tls_client_auth';
  readonly native: boolean;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | null;
  readonly frontchannelLogoutUri: string | null;
  /** What an application may ask for; of a machine, its permissions. */
  readonly scopes: readonly string[];
  readonly consent: boolean;
  readonly subject: 'pairwise' | 'public';
  readonly boundTokens: 'no' | 'dpop' | 'mtls';
  readonly jwks: readonly Record<string, unknown>[];
  /** SHA-256 of its secrets, base64. */
  readonly secrets: readonly string[];
}

/** Clients as this process knows them. */
export interface Clients {
  /** An active client, known for a second at most; undefined for one that is suspended, closed, or not there. */
  find(id: string): Promise<ClientRow | undefined>;
  /**
   * Whether a client by which a request was served stands in the database at this moment as it was known then. Asked before
   * anything is given out, so that a change made anywhere works at once.
   * @param entry of the audit trail, written in the same statement in which this is looked at
   */
  stands(client: Client, entry: NewEntry | undefined): Promise<boolean>;
}

/** Milliseconds for which a client is believed to be as it was read. */
const believed = 1000;

interface Known {
  readonly row: ClientRow | undefined;
  readonly readAt: number;
}

const known = new WeakMap<App, Map<string, Known>>();

/** The clients of a program; both questions are asked once for all requests that come together. */
export function clientsOf(app: App): Clients {
  const kept = new Map<string, Known>();
  known.set(app, kept);
  const read = gather(async (ids: readonly string[]) => {
    const rows = await readClients(app.db, [...new Set(ids)], app.clock.now());
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id));
  });
  const revisions = gather(async (ids: readonly string[]) => {
    const rows = await app.db.all<Revision>(revisionsOf(ids));
    return ids.map(() => rows);
  });
  const recorded = app.audit.recorder<string, Revision>(revisionsOf);
  return {
    async find(id) {
      const asked = performance.now();
      const there = kept.get(id);
      if (there && asked - there.readAt < believed) return there.row;
      const row = await read(id);
      if (kept.size > 1000) kept.clear();
      if (row) kept.set(id, { row, readAt: asked });
      else kept.delete(id);
      return row;
    },
    async stands(client, entry) {
      const { clientId: id } = client;
      const rows = entry ? await recorded(entry, id) : await revisions(id);
      return rows.some((row) => row.id === id && row.revision === own(client).dinh_revision);
    },
  };
}

interface Revision {
  readonly id: string;
  readonly revision: number;
}

const revisionsOf = (ids: readonly string[]): Sql =>
  sql`select id, revision from identity.client where id = any(${[...new Set(ids)]}) and state = 'active'`;

/** Forgets a client that was changed; called after the commit. */
export const forgetClient = (app: App, id: string): void => void known.get(app)?.delete(id);

function readClients(db: Queries, ids: readonly string[], now: Date): Promise<ClientRow[]> {
  return db.all<ClientRow>(
    sql`select c.id, c.revision, c.kind, json_build_object('vi', c.name_vi, 'en', c.name_en) as name, c.auth_method as "authMethod", c.native,
               c.redirect_uris as "redirectUris", c.post_logout_redirect_uris as "postLogoutRedirectUris",
               c.backchannel_logout_uri as "backchannelLogoutUri", c.frontchannel_logout_uri as "frontchannelLogoutUri",
               case when c.kind = 'machine'
                 then array(select distinct permission from identity.client_permission p where p.client_id = c.id order by 1)
                 else c.scopes end as scopes, c.consent, c.subject, c.bound_tokens as "boundTokens",
               coalesce(k.jwks, '{}') as jwks, coalesce(k.secrets, '{}') as secrets
        from identity.client c left join lateral (
          select array_agg(jwk order by created_at) filter (where jwk is not null) as jwks,
                 array_agg(encode(secret, 'base64') order by created_at) filter (where secret is not null) as secrets
          from identity.client_key k
          where k.client_id = c.id and k.revoked_at is null and k.valid_from <= ${now} and k.valid_to > ${now}) k on true
        where c.id = any(${ids}) and c.state = 'active'`,
  );
}

/** What of a client is ours alone; oidc-provider hands it through. */
export const ownMetadata = [
  'dinh_kind',
  'dinh_revision',
  'dinh_name',
  'dinh_consent',
  'dinh_scopes',
  'dinh_secrets',
  'frontchannel_logout_uri',
  'frontchannel_logout_session_required',
] as const;

const byKey = new Set(['private_key_jwt', 'self_signed_tls_client_auth']);

/** The client as metadata of OpenID registration, which is what oidc-provider reads. */
export function clientMetadata(row: ClientRow): Record<string, unknown> {
  const machine = row.kind === 'machine';
  return {
    client_id: row.id,
    client_name: row.name.vi,
    application_type: row.native ? 'native' : 'web',
    grant_types: machine ? ['client_credentials'] : ['authorization_code', 'refresh_token'],
    response_types: machine ? [] : ['code'],
    redirect_uris: row.redirectUris,
    post_logout_redirect_uris: row.postLogoutRedirectUris,
    ...(!machine && { scope: row.scopes.filter((scope) => Object.hasOwn(knowledge, scope)).join(' ') }),
    subject_type: machine ? 'public' : row.subject,
    token_endpoint_auth_method: row.authMethod,
    ...(row.authMethod === 'client_secret_basic' && { client_secret: 'only its hash is kept' }),
    ...(byKey.has(row.authMethod) && { jwks: { keys: row.jwks } }),
    ...(row.backchannelLogoutUri && {
      backchannel_logout_uri: row.backchannelLogoutUri,
      backchannel_logout_session_required: true,
    }),
    ...(row.frontchannelLogoutUri && {
      frontchannel_logout_uri: row.frontchannelLogoutUri,
      frontchannel_logout_session_required: true,
    }),
    ...(row.boundTokens === 'dpop' && { dpop_bound_access_tokens: true }),
    ...(row.boundTokens === 'mtls' && { tls_client_certificate_bound_access_tokens: true }),
    dinh_kind: row.kind,
    dinh_revision: row.revision,
    dinh_name: row.name,
    dinh_consent: row.consent,
    dinh_scopes: row.scopes,
    dinh_secrets: row.secrets,
  };
}

/** Of what a client says for itself, `dinh_…` is ours (see `clientMetadata`). */
export interface OwnClient {
  readonly dinh_kind: 'application' | 'machine';
  readonly dinh_revision: number;
  readonly dinh_name: { readonly vi: string; readonly en: string };
  readonly dinh_consent: boolean;
  readonly dinh_scopes: readonly string[];
  readonly dinh_secrets: readonly string[];
  readonly frontchannel_logout_uri?: string;
}

export const own = (client: Client): OwnClient => client as unknown as OwnClient;

/** Whether a secret is one of those of which only the hashes are kept. They are random: a fast hash will do. */
export function isSecret(secrets: readonly string[], secret: string): boolean {
  const hash = secretHash(secret);
  return secrets.some((one) => timingSafeEqual(Buffer.from(one, 'base64'), hash));
}
