import { localDate, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { text, uuid } from '../fields.ts';

/** Officials of one's own agencies, to whom authority may be handed: the agency is the nearest unit that is no section. */
export const listColleagues = query({
  name: 'people.list-colleagues',
  title: { vi: 'Đồng nghiệp cùng cơ quan', en: 'Colleagues of the same agency' },
  may: 'identity.delegate-authority',
  input: shape({}),
  output: shape({
    colleagues: Type.Array(shape({ person: uuid, name: Type.String(), title: text, unit: text })),
  }),
  async run(ctx) {
    const today = localDate(ctx.now);
    const colleagues = await ctx.db.all<never>(
      sql`with agency as (
            select (select a.id from identity.v_unit a where a.id = any(u.path) order by a.level = 'section', cardinality(a.path) desc limit 1) as id
            from identity.v_unit u where u.id = any(${[...ctx.principal.units]}::int[]))
          select distinct on (o.folded, o.person_id) o.person_id as person, o.name, json_build_object('vi', o.title_vi, 'en', o.title_en) as title,
                 json_build_object('vi', u.name_vi, 'en', u.name_en) as unit
          from identity.v_official o join identity.v_unit u on u.id = o.unit_id
          where u.path && (select array_agg(id) from agency) and o.state = 'active' and o.person_id <> ${ctx.principal.id}
            and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)
          order by o.folded, o.person_id, o.main desc limit 5000`,
    );
    return { colleagues };
  },
});
