import { localDate, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';

const Words = shape({ vi: Type.String(), en: Type.String() });

/** An agency that has given way to others, with those that go on with its work; null when it is not one. */
export const viewFormerAgency = query({
  name: 'procedures.view-former-agency',
  title: { vi: 'Cơ quan đã sáp nhập, chia tách', en: 'An agency that has given way to others' },
  input: shape({ agency: Type.String({ maxLength: 100 }) }),
  output: shape({
    agency: Type.Union([
      shape({
        name: Words,
        lastDay: Type.String(),
        successors: Type.Array(shape({ key: Type.String(), name: Words })),
      }),
      Type.Null(),
    ]),
  }),
  may: 'anyone',
  async run(ctx, { agency }) {
    const former = await ctx.db.maybe<never>(
      sql`select json_build_object('vi', u.name_vi, 'en', u.name_en) as name, u.valid_to - 1 as "lastDay",
                 (select json_agg(json_build_object('key', t.key, 'name', json_build_object('vi', t.name_vi, 'en', t.name_en)) order by t.code)
                  from identity.v_unit_successor s join identity.v_unit t on t.id = s.to_unit where s.from_unit = u.id) as successors
          from identity.v_unit u where u.key = ${agency} and u.valid_to <= ${localDate(ctx.now)}::date
            and exists (select from identity.v_unit_successor s where s.from_unit = u.id)`,
    );
    return { agency: former ?? null };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'procedures.view-former-agency': typeof viewFormerAgency;
  }
}
