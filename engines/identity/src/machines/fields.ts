import { shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { email, line, nullable, unitId } from '../fields.ts';

/** By what a client is known: `kho-du-lieu-so-xay-dung`. */
export const clientId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{2,62}$' });
export const uri = Type.String({ minLength: 8, maxLength: 2000, pattern: '^[\\u0021-\\u007e]+$' });
export const authMethod = Type.Union([
  Type.Literal('none'),
  Type.Literal('client_secret_basic'),
  Type.Literal('private_key_jwt'),
  Type.Literal('self_signed_tls_client_auth'),
]);

/** Which state of a client was seen by whoever changes it. */
export const seenRevision = Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }));

/** What can be said of a client when it is made, and changed later. */
export const clientFields = {
  name: shape({ vi: line(200), en: line(200) }),
  unit: Type.Optional(nullable(unitId)),
  contact: Type.Optional(nullable(email)),
  redirectUris: Type.Optional(Type.Array(uri, { maxItems: 20 })),
  postLogoutRedirectUris: Type.Optional(Type.Array(uri, { maxItems: 20 })),
  backchannelLogoutUri: Type.Optional(nullable(uri)),
  frontchannelLogoutUri: Type.Optional(nullable(uri)),
  scopes: Type.Optional(Type.Array(line(100), { maxItems: 200 })),
  consent: Type.Optional(Type.Boolean()),
  boundTokens: Type.Optional(Type.Union([Type.Literal('no'), Type.Literal('dpop'), Type.Literal('mtls')])),
};
