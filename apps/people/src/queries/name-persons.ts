import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { uuid } from '../fields.ts';

/** Names of persons, for who reads messages that are addressed to their ids. */
export const namePersons = query({
  name: 'people.name-persons',
  title: { vi: 'Tên người nhận thư', en: 'Names of those written to' },
  may: 'notify.view-outbox',
  api: false,
  input: shape({ persons: Type.Array(uuid, { maxItems: 200 }) }),
  output: shape({ persons: Type.Array(shape({ id: Type.String(), name: Type.String() })) }),
  run: async ({ db }, { persons }) => ({
    persons: await db.all<{ id: string; name: string }>(
      sql`select id, name from identity.v_person where id = any(${persons}::uuid[])`,
    ),
  }),
});
