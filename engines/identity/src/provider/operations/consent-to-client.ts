import { command, shape } from '@dinh/kernel';
import { Type } from 'typebox';
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
    ctx.emit({ name: 'identity.consent-given', key: ctx.principal.id, data: { kind: client } });
    return {};
  },
});
