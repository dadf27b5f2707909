import { sql } from '@dinh/kernel';
import { standsIn } from '../deputies/stands-in.ts';

// "Giám đốc Sở Xây dựng" names the agency already; "Chuyên viên" does not.
const titled = (lang: 'vi' | 'en') => {
  const [title, of] = [sql.id('o', `title_${lang}`), sql.id('a', `name_${lang}`)];
  return sql`case when strpos(${title}, ${of}) > 0 then ${title} else ${title} || ', ' || ${of} end`;
};
const title = sql`json_build_object('vi', ${titled('vi')}, 'en', ${titled('en')})`;
// The agency is the nearest unit upwards that is not part of another.
const agency = sql`join identity.unit u on u.id = o.unit_id
      join lateral (select a.name_vi, a.name_en from identity.unit a where a.id = any(u.path)
        order by a.level = 'section', cardinality(a.path) desc limit 1) a on true`;

/**
 * All places of a person on a day: their own first, the main one before the others, then those handed to them and those of posts whose
 * standing deputy they are while the holder is away.
 */
export function placesSql(person: string, today: string, now: Date) {
  const deputy = standsIn(today, sql`${person}::uuid`);
  const held = sql`o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)`;
  return sql`
    select o.unit_id as unit, o.role, ${title} as title, o.main,
           null::uuid as "behalfOf", null::text[] as only, null::int as within, null::timestamptz as until
    from identity.position o ${agency} where o.person_id = ${person} and ${held}
    union all
    select o.unit_id, o.role, ${title}, false, d.from_person, d.permissions, d.unit_id, d.valid_to
    from identity.delegation d
      join identity.person f on f.id = d.from_person and f.state = 'active'
      join identity.position o on o.person_id = d.from_person and ${held}
      ${agency}
    where d.to_person = ${person} and d.revoked_at is null and d.valid_from <= ${now} and d.valid_to > ${now}
    union all
    select o.unit_id, o.role, ${title}, false, o.person_id, null::text[], null::int, null::timestamptz
    from ${deputy.from} ${agency} where ${deputy.where}
    order by 5 nulls first, 4 desc, 1`;
}
