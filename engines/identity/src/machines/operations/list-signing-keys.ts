import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { moment, nullable } from '../../fields.ts';

/** The keys by which the OpenID provider signs, has signed, or will sign next, as they are published; the one that signs now first. */
export const listSigningKeys = query({
  name: 'identity.list-signing-keys',
  title: { vi: 'Khóa ký của máy chủ định danh', en: 'Signing keys of the OpenID provider' },
  may: 'identity.manage-client',
  input: shape({}),
  output: shape({
    keys: Type.Array(
      shape({
        kid: Type.String(),
        signsFrom: moment,
        /** When it is no longer published; null for those that sign now or next. */
        endsAt: nullable(moment),
      }),
    ),
  }),
  run: async (ctx) => ({
    keys: await ctx.db.all<never>(
      sql`select kid, signs_from as "signsFrom", ends_at as "endsAt" from identity.signing_key
          where ends_at is null or ends_at > ${ctx.now} order by signs_from <= ${ctx.now} desc, signs_from desc, ends_at desc nulls first, kid`,
    ),
  }),
});
