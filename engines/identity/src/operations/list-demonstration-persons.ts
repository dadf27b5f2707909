import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { uuid } from '../fields.ts';

/** The ids of the persons whom a visitor of a demonstration can be. */
export const demonstrationPersons = sql`select id from identity.person where demonstration ? 'order' and state = 'active'`;

/** The made-up persons that the sign-in page of a demonstration offers; none anywhere else. */
export const listDemonstrationPersons = query({
  name: 'identity.list-demonstration-persons',
  title: { vi: 'Người dùng trình diễn', en: 'Demonstration persons' },
  may: 'anyone',
  api: false,
  input: shape({}),
  output: shape({
    persons: Type.Array(
      shape({
        id: uuid,
        name: Type.String(),
        account: Type.String(),
        role: shape({ vi: Type.String(), en: Type.String() }),
        official: Type.Boolean(),
      }),
    ),
  }),
  async run(ctx) {
    if (!ctx.app.config.demonstration) return { persons: [] };
    const persons = await ctx.db.all<never>(
      sql`select id, name, account, json_build_object('vi', demonstration ->> 'vi', 'en', demonstration ->> 'en') as role,
                 kind = 'official' as official
          from identity.person where demonstration ? 'order' and state = 'active' order by (demonstration ->> 'order')::numeric, account`,
    );
    return { persons };
  },
});
