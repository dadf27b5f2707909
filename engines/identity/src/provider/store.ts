import { createHash } from 'node:crypto';
import { type App, type Sql, sql } from '@dinh/kernel';
import { acrOf } from './assurance.ts';
import type { ClientRow } from './clients.ts';
import { clientMetadata } from './clients.ts';

type Payload = Record<string, unknown>;

/** What a request to the provider brings along; the provider's own context has no place for it. */
export interface Brought {
  /** The house's session of this browser, when somebody is signed in. */
  readonly session?: string | undefined;
  /** A signed token that the request asks about, as the model that it stands for. */
  readonly token?: { readonly kind: string; readonly payload: Payload & { jti: string } } | undefined;
}

export interface StoreParts {
  readonly app: App;
  readonly client: (id: string) => Promise<ClientRow | undefined>;
  /** What the request that is being served brought; undefined outside of one. */
  readonly brought: () => Brought | undefined;
  /** The errors of oidc-provider: to be thrown where its models cannot tell. */
  readonly used: (kind: string) => Error;
}

interface Row {
  payload: Payload;
  consumed: number | null;
  session: string | null;
  level: number | null;
  factors: string[] | null;
  provedAt: number | null;
}

const nameOf = (id: string): Buffer => createHash('sha256').update(id).digest();
const tokens = new Set(['AccessToken', 'ClientCredentials']);

/**
 * What oidc-provider keeps between requests, as rows of one table. An identifier is the secret itself (a code, a refresh
 * token, a cookie), so only its hash is kept. Whatever rests on a sign-in is there only while that sign-in and the
 * person are; clients are rows of their own table.
 */
export class Store {
  readonly #kind: string;
  readonly #parts: StoreParts;

  constructor(kind: string, parts: StoreParts) {
    this.#kind = kind;
    this.#parts = parts;
  }

  async upsert(id: string, payload: Payload, expiresIn: number): Promise<void> {
    const { app, brought } = this.#parts;
    const now = app.clock.now();
    const kept = { ...payload };
    delete kept['jti'];
    // The interaction would hold the session's cookie in clear.
    if (this.#kind === 'Interaction' && kept['session']) {
      kept['session'] = { ...(kept['session'] as Payload) };
      delete (kept['session'] as Payload)['cookie'];
    }
    const account = payload['accountId'] as string | undefined;
    const rests = account !== undefined && this.#kind === 'Session';
    // What a proof was used for once is never written over: two at the same moment cannot both be the first.
    const once = this.#kind === 'ReplayDetection';
    const written = await app.db.run(
      sql`insert into identity.provider_state as s (kind, id, payload, client_id, person_id, grant_id, uid, session_id, expires_at)
          values (${this.#kind}, ${nameOf(id)}, ${JSON.stringify(kept)}::jsonb, ${(payload['clientId'] as string) ?? null}, ${account ?? null}::uuid,
                  ${(payload['grantId'] as string) ?? null}, ${this.#kind === 'Session' ? (payload['uid'] as string) : null},
                  ${rests ? (brought()?.session ?? null) : null}::uuid, ${new Date(now.getTime() + expiresIn * 1000)})
          on conflict (kind, id) do update set payload = excluded.payload, client_id = excluded.client_id, person_id = excluded.person_id,
            grant_id = excluded.grant_id, uid = excluded.uid, session_id = excluded.session_id, expires_at = excluded.expires_at, consumed_at = null
          where ${once ? sql`s.expires_at <= ${now}` : sql.raw('true')}`,
    );
    if (written === 0) throw this.#parts.used(this.#kind);
  }

  async find(id: string): Promise<Payload | undefined> {
    if (this.#kind === 'Client') {
      const row = await this.#parts.client(id);
      return row && clientMetadata(row);
    }
    const presented = this.#parts.brought()?.token;
    if (presented?.kind === this.#kind && presented.payload.jti === id) return presented.payload;
    const row = await this.#row(sql`s.id = ${nameOf(id)}`);
    // In this browser another session has taken the place of the one on which this rests, or none is left.
    if (this.#kind === 'Session' && row?.session && row.session !== this.#parts.brought()?.session) return undefined;
    return row && this.#payload(row, id);
  }

  async findByUid(uid: string): Promise<Payload | undefined> {
    const row = await this.#row(sql`s.uid = ${uid}`);
    return row && this.#payload(row, undefined);
  }

  /** Codes of devices are not given out. */
  async findByUserCode(): Promise<undefined> {}

  /** Notes that it was used. @throws when somebody else was quicker: then all that came of it is taken back. */
  async consume(id: string): Promise<void> {
    const { app } = this.#parts;
    const row = await app.db.maybe<{ grant: string | null }>(
      sql`update identity.provider_state set consumed_at = ${app.clock.now()}
          where kind = ${this.#kind} and id = ${nameOf(id)} and consumed_at is null returning grant_id as grant`,
    );
    if (row) return;
    await app.db.run(
      sql`delete from identity.provider_state where (kind, id) in (
            select g.kind, g.id from identity.provider_state c join identity.provider_state g on g.grant_id = c.grant_id or (g.kind = 'Grant' and g.id = sha256(convert_to(c.grant_id, 'UTF8')))
            where c.kind = ${this.#kind} and c.id = ${nameOf(id)})`,
    );
    throw this.#parts.used(this.#kind);
  }

  async destroy(id: string): Promise<void> {
    const { app, brought } = this.#parts;
    const presented = brought()?.token;
    if (tokens.has(this.#kind) && presented?.payload.jti === id) {
      const { clientId, exp } = presented.payload as { clientId?: string; exp?: number };
      await app.db.run(
        sql`insert into identity.revoked_token (jti, client_id, expires_at) values (${id}, ${clientId}, ${new Date((exp ?? 0) * 1000)})
            on conflict do nothing`,
      );
      return;
    }
    await app.db.run(sql`delete from identity.provider_state where kind = ${this.#kind} and id = ${nameOf(id)}`);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#parts.app.db.run(sql`delete from identity.provider_state where kind = ${this.#kind} and grant_id = ${grantId}`);
  }

  #row(which: Sql): Promise<Row | undefined> {
    const now = this.#parts.app.clock.now();
    return this.#parts.app.db.maybe<Row>(
      sql`select s.payload, extract(epoch from s.consumed_at)::int as consumed, s.session_id as session, h.level, h.factors,
                 extract(epoch from coalesce(h.proved_at, h.created_at))::int as "provedAt"
          from identity.provider_state s left join identity.session h on h.id = s.session_id
          where s.kind = ${this.#kind} and ${which} and s.expires_at > ${now}
            and ${standing(this.#parts.app, now)}`,
    );
  }

  #payload(row: Row, id: string | undefined): Payload {
    const payload = { ...row.payload };
    if (id !== undefined) payload['jti'] = id;
    if (row.consumed !== null) payload['consumed'] = row.consumed;
    // A session may have shown more of itself since it came here.
    if (this.#kind === 'Session' && row.level !== null) {
      payload['acr'] = acrOf(row.level);
      payload['amr'] = row.factors;
      payload['loginTs'] = row.provedAt;
    }
    return payload;
  }
}

/** True of a row `s` whose person may act and whose sign-in (`h`, where it rests on one) still holds. */
export function standing(app: App, now: Date): Sql {
  return sql`(s.person_id is null or ${mayAct(app, sql`s.person_id`)})
    and (s.session_id is null or (h.ended_at is null and h.idle_until > ${now} and h.ends_at > ${now}))`;
}

/** True when the person of a column is active; made-up ones only in a demonstration. */
export function mayAct(app: App, person: Sql): Sql {
  return sql`exists (select from identity.person p where p.id = ${person} and p.state = 'active' and (p.demonstration is null or ${app.config.demonstration}))`;
}
