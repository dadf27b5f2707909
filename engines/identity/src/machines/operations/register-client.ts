import { command, isDuplicate, shape, sql } from '@dinh/kernel';
import { Type, type Static } from 'typebox';
import { clientExists, clientNotFound } from '../../errors.ts';
import type { ClientRow } from '../../provider/clients.ts';
import { mustBeUnits } from '../../organisation/must-be-units.ts';
import { clientChanged } from '../changed.ts';
import { authMethod, clientFields, clientId, seenRevision } from '../fields.ts';
import { checkClient } from '../check.ts';

const kind = Type.Union([Type.Literal('application'), Type.Literal('machine')]);

/**
 * Registers an application, by which people sign in, or a machine, which acts in its own name. What it proves itself by is
 * added after (`identity.add-client-key`), what a machine may do, too (`identity.set-client-permissions`).
 * @throws clientExists; unitNotFound; wrongInput with the fields at fault.
 */
export const registerClient = command({
  name: 'identity.register-client',
  title: { vi: 'Đăng ký ứng dụng, hệ thống', en: 'Register an application or system' },
  may: 'identity.manage-client',
  input: shape({
    id: clientId,
    kind,
    authMethod,
    native: Type.Optional(Type.Boolean()),
    subject: Type.Optional(Type.Union([Type.Literal('pairwise'), Type.Literal('public')])),
    ...clientFields,
  }),
  output: shape({ id: clientId }),
  subject: (input) => `client:${input.id}`,
  async prepare(ctx, input) {
    const row = asRow(input);
    await mustBeUnits(ctx.db, input.unit);
    await checkClient(ctx, row);
    return row;
  },
  async run(ctx, input, row) {
    const from = new Date(Math.floor(ctx.now.getTime() / 1000) * 1000);
    await ctx.db
      .run(
        sql`insert into identity.client (id, kind, name_vi, name_en, unit_id, contact, auth_method, native, redirect_uris, post_logout_redirect_uris,
              backchannel_logout_uri, frontchannel_logout_uri, scopes, consent, subject, bound_tokens, tokens_from, created_at, created_by)
            values (${row.id}, ${row.kind}, ${row.name.vi}, ${row.name.en}, ${input.unit ?? null}, ${input.contact ?? null}, ${row.authMethod}, ${row.native},
              ${[...row.redirectUris]}, ${[...row.postLogoutRedirectUris]}, ${row.backchannelLogoutUri}, ${row.frontchannelLogoutUri}, ${[...row.scopes]},
              ${row.consent}, ${row.subject}, ${row.boundTokens}, ${from}, ${ctx.now}, ${ctx.principal.kind === 'person' ? ctx.principal.id : null}::uuid)`,
      )
      .catch((cause: unknown) => {
        throw isDuplicate(cause) ? clientExists({}, { cause }) : cause;
      });
    ctx.emit({ name: 'identity.client-registered', key: row.id });
    return { id: row.id };
  },
});

type Input = Static<typeof registerClient.input>;

function asRow(input: Input): ClientRow {
  return {
    id: input.id,
    kind: input.kind,
    name: input.name,
    authMethod: input.authMethod,
    native: input.native ?? false,
    redirectUris: input.redirectUris ?? [],
    postLogoutRedirectUris: input.postLogoutRedirectUris ?? [],
    backchannelLogoutUri: input.backchannelLogoutUri ?? null,
    frontchannelLogoutUri: input.frontchannelLogoutUri ?? null,
    scopes: input.kind === 'machine' ? [] : (input.scopes ?? ['openid', 'profile']),
    consent: input.consent ?? true,
    subject: input.subject ?? 'pairwise',
    boundTokens: input.boundTokens ?? 'no',
    revision: 1,
    jwks: [],
    secrets: [],
  };
}

/**
 * Changes what is said of a client; what is left out stays.
 * @throws clientNotFound; unitNotFound; wrongInput with the fields at fault; clientChangedMeanwhile since `revision`.
 */
export const editClient = command({
  name: 'identity.edit-client',
  title: { vi: 'Sửa ứng dụng, hệ thống', en: 'Change an application or system' },
  may: 'identity.manage-client',
  input: shape({
    id: clientId,
    revision: seenRevision,
    ...clientFields,
    name: Type.Optional(clientFields.name),
  }),
  output: shape({ id: clientId }),
  subject: (input) => `client:${input.id}`,
  async prepare(ctx, input) {
    const now = await ctx.db.maybe<ClientRow & { unit: number | null; contact: string | null }>(
      sql`select id, revision, kind, json_build_object('vi', name_vi, 'en', name_en) as name, auth_method as "authMethod", native,
                 redirect_uris as "redirectUris", post_logout_redirect_uris as "postLogoutRedirectUris", backchannel_logout_uri as "backchannelLogoutUri",
                 frontchannel_logout_uri as "frontchannelLogoutUri", scopes, consent, subject, bound_tokens as "boundTokens", '{}'::jsonb[] as jwks, '{}'::text[] as secrets,
                 unit_id as unit, contact
          from identity.client where id = ${input.id} and state <> 'closed'`,
    );
    if (!now) throw clientNotFound();
    const row = { ...now, ...input, revision: now.revision };
    await mustBeUnits(ctx.db, input.unit);
    await checkClient(ctx, row);
    return row;
  },
  async run(ctx, { revision, ...input }, row) {
    await clientChanged(ctx, input.id, revision);
    await ctx.db.run(
      sql`update identity.client set name_vi = ${row.name.vi}, name_en = ${row.name.en}, unit_id = ${row.unit ?? null}, contact = ${row.contact ?? null},
            redirect_uris = ${[...row.redirectUris]}, post_logout_redirect_uris = ${[...row.postLogoutRedirectUris]},
            backchannel_logout_uri = ${row.backchannelLogoutUri}, frontchannel_logout_uri = ${row.frontchannelLogoutUri}, scopes = ${[...row.scopes]},
            consent = ${row.consent}, bound_tokens = ${row.boundTokens}
          where id = ${input.id}`,
    );
    ctx.note({ fields: Object.keys(input) });
    ctx.emit({ name: 'identity.client-changed', key: input.id });
    return { id: input.id };
  },
});
