import { anyText, fold, fromCursor, notFound, query, shape, sql, toCursor } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { cursor, limit, line, moment, nullable, text } from '../fields.ts';

const kind = Type.Union([Type.Literal('application'), Type.Literal('machine')]);
const state = Type.Union([Type.Literal('active'), Type.Literal('suspended'), Type.Literal('closed')]);

const row = shape({
  id: Type.String(),
  kind,
  name: text,
  state,
  unit: nullable(text),
  authMethod: Type.String(),
  /** When the last of its keys ends; null when it has none that is good. */
  keysEnd: nullable(moment),
  lastUsedAt: nullable(moment),
});

const columns = sql`c.id, c.kind, json_build_object('vi', c.name_vi, 'en', c.name_en) as name, c.state,
  (select json_build_object('vi', u.name_vi, 'en', u.name_en) from identity.v_unit u where u.id = c.unit_id) as unit,
  c.auth_method as "authMethod", c.last_used_at as "lastUsedAt"`;

/** Applications and systems in the order of their identifiers. A page at a time: give `next` back as `after`. */
export const listClients = query({
  name: 'people.list-clients',
  title: { vi: 'Danh sách ứng dụng, hệ thống', en: 'List of applications and systems' },
  may: 'identity.manage-client',
  input: shape({
    query: Type.Optional(line(120)),
    kind: Type.Optional(kind),
    state: Type.Optional(state),
    /** Only those whose last key ends within so many days, or that have none. */
    endingWithin: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    sort: Type.Optional(Type.Union([Type.Literal('id'), Type.Literal('used')])),
    after: Type.Optional(cursor),
    limit: Type.Optional(limit),
  }),
  output: shape({ clients: Type.Array(row), next: nullable(Type.String()) }),
  async run(ctx, input) {
    const rows = input.limit ?? 50;
    const words = fold(input.query ?? '')
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .slice(0, 8);
    const soon = new Date(ctx.now.getTime() + (input.endingWithin ?? 0) * 24 * 3_600_000);
    // The moment of the last use as digits, so that a page begins where the one before ended.
    const used = sql`coalesce(to_char(c.last_used_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS'), '')`;
    const byUse = input.sort === 'used';
    const after = fromCursor(input.after, [anyText, anyText]);
    const clients = await ctx.db.all<Static<typeof row> & { used?: string }>(
      sql`select ${columns}, k.ends as "keysEnd", ${used} as used
          from identity.v_client c left join lateral (
            select max(valid_to) as ends from identity.v_client_key k
            where k.client_id = c.id and k.revoked_at is null and k.valid_to > ${ctx.now}) k on true
          where ${sql.all([
            ...words.map((word) => sql`c.folded like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
            input.kind !== undefined && sql`c.kind = ${input.kind}`,
            input.state !== undefined && sql`c.state = ${input.state}`,
            input.endingWithin !== undefined &&
              sql`c.auth_method <> 'none' and c.state = 'active' and coalesce(k.ends < ${soon}, true)`,
            after && (byUse ? sql`(${used}, c.id) < (${after[0]}, ${after[1]})` : sql`c.id > ${after[1]}`),
          ])}
          order by ${byUse ? sql`${used} desc, c.id desc` : sql`c.id`} limit ${rows + 1}`,
    );
    const more = clients.length > rows;
    if (more) clients.pop();
    const last = clients.at(-1);
    const next = more && last ? toCursor([last.used!, last.id]) : null;
    for (const client of clients) delete client.used;
    return { clients, next };
  },
});

/** One application or system with its keys and permissions. @throws notFound */
export const viewClient = query({
  name: 'people.view-client',
  title: { vi: 'Xem ứng dụng, hệ thống', en: 'See an application or system' },
  may: 'identity.manage-client',
  input: shape({ id: line(63) }),
  output: shape({
    client: shape({
      ...row.properties,
      unitId: nullable(Type.Integer()),
      contact: nullable(Type.String()),
      native: Type.Boolean(),
      redirectUris: Type.Array(Type.String()),
      postLogoutRedirectUris: Type.Array(Type.String()),
      backchannelLogoutUri: nullable(Type.String()),
      frontchannelLogoutUri: nullable(Type.String()),
      scopes: Type.Array(Type.String()),
      consent: Type.Boolean(),
      subject: Type.String(),
      boundTokens: Type.String(),
      createdAt: moment,
      /** Goes up with each change of it, its keys and its permissions. */
      revision: Type.Integer(),
    }),
    keys: Type.Array(
      shape({
        id: Type.String(),
        kind: Type.String(),
        label: Type.String(),
        validFrom: moment,
        validTo: moment,
        revokedAt: nullable(moment),
      }),
    ),
    permissions: Type.Array(
      shape({
        permission: Type.String(),
        scope: Type.String(),
        unitId: nullable(Type.Integer()),
        unit: nullable(text),
      }),
    ),
  }),
  async run(ctx, { id }) {
    const client = await ctx.db.maybe<never>(
      sql`select ${columns}, null::timestamptz as "keysEnd", c.unit_id as "unitId", c.contact, c.native, c.redirect_uris as "redirectUris",
                 c.post_logout_redirect_uris as "postLogoutRedirectUris", c.backchannel_logout_uri as "backchannelLogoutUri",
                 c.frontchannel_logout_uri as "frontchannelLogoutUri", c.scopes, c.consent, c.subject, c.bound_tokens as "boundTokens",
                 c.created_at as "createdAt", c.revision
          from identity.v_client c where c.id = ${id}`,
    );
    if (!client) throw notFound();
    const [keys, permissions] = await Promise.all([
      ctx.db.all<never>(
        sql`select id, kind, label, valid_from as "validFrom", valid_to as "validTo", revoked_at as "revokedAt"
            from identity.v_client_key where client_id = ${id} order by revoked_at nulls first, valid_to desc, id limit 50`,
      ),
      ctx.db.all<never>(
        sql`select p.permission, p.scope, p.unit_id as "unitId",
                   (select json_build_object('vi', u.name_vi, 'en', u.name_en) from identity.v_unit u where u.id = p.unit_id) as unit
            from identity.v_client_permission p where p.client_id = ${id} order by 1, 2, 3`,
      ),
    ]);
    return { client, keys, permissions };
  },
});
