import { localDate, notFound, query, reach, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { moment, nullable, text, unitId, uuid } from '../fields.ts';
import { visible } from './list-persons.ts';

const place = shape({
  id: uuid,
  unit: unitId,
  unitKey: Type.String(),
  unitName: text,
  role: Type.String(),
  roleName: text,
  title: text,
  main: Type.Boolean(),
  from: Type.String(),
  /** The first day on which it holds no more. */
  to: nullable(Type.String()),
  live: Type.Boolean(),
});

/** A person with places, how many sessions are open, and the businesses they represent. Who looked is in the audit trail. */
export const viewPerson = query({
  name: 'people.view-person',
  title: { vi: 'Xem một người', en: 'See a person' },
  seenAs: { vi: 'Xem thông tin cá nhân của bạn', en: 'Looked at your personal details' },
  may: 'people.view-person',
  audit: true,
  subject: (input) => `person:${input.person}`,
  input: shape({ person: uuid }),
  output: shape({
    person: shape({
      id: uuid,
      name: Type.String(),
      kind: Type.String(),
      state: Type.String(),
      idNumber: nullable(Type.String()),
      birthDate: nullable(Type.String()),
      gender: nullable(Type.String()),
      phone: nullable(Type.String()),
      email: nullable(Type.String()),
      verifiedLevel: Type.Integer(),
      stateReason: nullable(Type.String()),
      stateAt: nullable(moment),
      /** `own-wish`, `death`, `merged`. */
      closedAs: nullable(Type.String()),
      diedOn: nullable(Type.String()),
    }),
    places: Type.Array(place),
    /** Sessions that are open, and when the last was used; null for whoever may not end them. The rest tells `people.list-sessions`. */
    sessions: nullable(shape({ open: Type.Integer(), seenAt: nullable(moment) })),
    businesses: Type.Array(shape({ id: uuid, name: Type.String(), taxCode: Type.String(), verified: Type.Boolean() })),
    /** What the one who asks may do here. */
    may: shape({
      position: Type.Boolean(),
      person: Type.Boolean(),
      password: Type.Boolean(),
    }),
  }),
  async run(ctx, input) {
    const today = localDate(ctx.now);
    // An id from before a merge leads to the record that stands for it now.
    const standing = await ctx.db.maybe<{ id: string }>(
      sql`select coalesce(merged_into, id) as id from identity.v_person where id = ${input.person}`,
    );
    if (!standing) throw notFound();
    const { id: person } = standing;
    const [found, places, sessions, businesses] = await Promise.all([
      ctx.db.maybe<never>(
        sql`select p.id, p.name, p.kind, p.state, p.id_number as "idNumber", p.birth_date as "birthDate", p.gender, p.phone, p.email,
                   p.verified_level as "verifiedLevel", p.state_reason as "stateReason", p.state_at as "stateAt", p.closed_as as "closedAs", p.died_on as "diedOn"
            from identity.v_person p where p.id = ${person} and ${visible(ctx.principal, 'people.view-person')}`,
      ),
      ctx.db.all<never>(
        sql`select o.position_id as id, o.unit_id as unit, u.key as "unitKey", json_build_object('vi', u.name_vi, 'en', u.name_en) as "unitName",
                   o.role, json_build_object('vi', r.name_vi, 'en', r.name_en) as "roleName",
                   json_build_object('vi', o.title_vi, 'en', o.title_en) as title, o.main, o.valid_from as "from", o.valid_to as "to",
                   (o.valid_to is null or o.valid_to > ${today}::date) as live
            from identity.v_official o join identity.v_unit u on u.id = o.unit_id join identity.v_role r on r.key = o.role
            where o.person_id = ${person} order by live desc, o.main desc, o.valid_from desc, o.position_id limit 200`,
      ),
      ctx.db.maybe<{ open: number; seenAt: Date | null }>(
        sql`select count(s.id)::int as open, max(s.seen_at) as "seenAt"
            from identity.v_person p left join identity.v_session s on s.person_id = p.id and s.ended_at is null and not s.awaiting
              and s.idle_until > ${ctx.now} and s.ends_at > ${ctx.now}
            where p.id = ${person} and ${visible(ctx.principal, 'people.end-session')} group by p.id`,
      ),
      ctx.db.all<never>(
        sql`select b.id, b.name, b.tax_code as "taxCode", r.verified from identity.v_representative r
              join identity.v_business b on b.id = r.business_id
            where r.person_id = ${person} and r.valid_from <= ${today}::date and (r.valid_to is null or r.valid_to > ${today}::date)
            order by b.folded, b.id limit 100`,
      ),
    ]);
    if (!found) throw notFound();
    ctx.concern(person);
    const holds = (permission: string) => {
      const { all, units } = reach(ctx.principal, permission);
      return all || units.length > 0;
    };
    const may = {
      position: holds('people.manage-position'),
      person: holds('people.manage-person'),
      password: holds('people.register-person'),
    };
    return { person: found, places, sessions: sessions ?? null, businesses, may };
  },
});
