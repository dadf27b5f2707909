import { command, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { consentNotFound } from '../../errors.ts';
import { moment, uuid } from '../../fields.ts';
import { keepConsent } from '../consent.ts';

/** Lets an application know and do something on one's behalf; called by the page that asks. */
export const consentToClient = command({
  name: 'identity.consent-to-client',
  title: { vi: 'Cho phép ứng dụng', en: 'Allow an application' },
  may: 'signed-in',
  api: false,
  input: shape({ client: Type.String(), scopes: Type.Array(Type.String()) }),
  output: shape({}),
  async run(ctx, { client, scopes }) {
    await keepConsent(ctx.app, ctx.db, ctx.principal.id, client, scopes);
    ctx.subject(`person:${ctx.principal.id}`);
    ctx.note({ client, scopes });
    return {};
  },
});

/** The applications that one has allowed something. */
export const listConsents = query({
  name: 'identity.list-consents',
  title: { vi: 'Các ứng dụng đã cho phép', en: 'Applications that I have allowed' },
  may: 'signed-in',
  input: shape({}),
  output: shape({
    consents: Type.Array(
      shape({
        id: uuid,
        client: Type.String(),
        name: shape({ vi: Type.String(), en: Type.String() }),
        scopes: Type.Array(Type.String()),
        givenAt: moment,
      }),
    ),
  }),
  async run(ctx) {
    const consents = await ctx.db.all<never>(
      sql`select o.id, c.id as client, json_build_object('vi', c.name_vi, 'en', c.name_en) as name, o.scopes, o.given_at as "givenAt"
          from identity.consent o join identity.client c on c.id = o.client_id
          where o.person_id = ${ctx.principal.id} and o.revoked_at is null order by o.given_at desc, o.id`,
    );
    return { consents };
  },
});

/** Takes a consent back: every token that the application holds for this person is worth nothing from now on. @throws consentNotFound */
export const revokeConsent = command({
  name: 'identity.revoke-consent',
  title: { vi: 'Thu hồi quyền của ứng dụng', en: 'Take back what an application was allowed' },
  may: 'signed-in',
  input: shape({ consent: uuid }),
  output: shape({}),
  async run(ctx, { consent }) {
    const row = await ctx.db.maybe<{ client: string }>(
      sql`update identity.consent set revoked_at = ${ctx.now}
          where id = ${consent} and person_id = ${ctx.principal.id} and revoked_at is null returning client_id as client`,
    );
    if (!row) throw consentNotFound();
    await ctx.db.run(
      sql`delete from identity.provider_state where person_id = ${ctx.principal.id} and client_id = ${row.client} and kind <> 'Session'`,
    );
    ctx.subject(`person:${ctx.principal.id}`);
    ctx.note({ client: row.client });
    return {};
  },
});
