import { shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { type WayKind, wayKinds } from '../factors/ways.ts';
import { moment, uuid } from '../fields.ts';

export const wayKind = Type.Unsafe<WayKind>(Type.Union(wayKinds.map((kind) => Type.Literal(kind))));

/** A way to show who one is: for codes that are sent with the address, as its owner knows it. */
export const way = shape({ kind: wayKind, factor: Type.Optional(uuid), to: Type.Optional(Type.String()) });

/** What opening a session answers: `token` is the secret for the cookie or the `Authorization: Bearer` header. */
export const openedSession = shape({
  token: Type.String(),
  endsAt: moment,
  person: uuid,
  name: Type.String(),
  /** The second factor is still to be shown, by `identity.show-factor`; until then the token is good for nothing else. */
  awaits: Type.Boolean(),
  /** By what it can be shown. */
  ways: Type.Optional(Type.Array(way)),
  /** The password was handed out at a desk: it is to be changed now. */
  changePassword: Type.Boolean(),
});

/** What a browser keeps to be known again: 43 characters of base64url. */
export const deviceSecret = Type.String({ pattern: '^[\\w-]{43}$' });
