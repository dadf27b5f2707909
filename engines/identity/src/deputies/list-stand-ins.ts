import { localDate, query, reach, shape, sql, where } from '@dinh/kernel';
import { Type } from 'typebox';
import { nullable, uuid } from '../fields.ts';
import { away, live, standingIn } from './stands-in.ts';

const words = shape({ vi: Type.String(), en: Type.String() });

/**
 * Who stands in for somebody at this moment, and by what right: a delegation of theirs that does not rest, or the office of a standing
 * deputy while they are suspended or away. Nobody of them acts by anything else than this.
 */
export const listStandIns = query({
  name: 'identity.list-stand-ins',
  title: { vi: 'Ai làm thay một người', en: 'Who stands in for somebody' },
  may: 'people.view-person',
  input: shape({ person: uuid }),
  output: shape({
    /** Why they do not act themselves; null when they do. */
    why: nullable(Type.Union([Type.Literal('suspended'), Type.Literal('away')])),
    /** They hold a place today. */
    inOffice: Type.Boolean(),
    standIns: Type.Array(
      shape({
        person: uuid,
        name: Type.String(),
        right: Type.Union([Type.Literal('delegation'), Type.Literal('deputy')]),
        /** The post in which a deputy stands in; of a delegation the unit to which it is limited. */
        post: nullable(words),
        unit: nullable(words),
        /** The decision, or the reason of the delegation. */
        basis: Type.String(),
        /** The last day. */
        until: nullable(Type.String()),
      }),
    ),
  }),
  async run(ctx, { person }) {
    const today = localDate(ctx.now);
    const seen = sql`exists (select from identity.position r where r.person_id = ${person} and ${where(reach(ctx.principal, 'people.view-person'), { unit: sql`r.unit_id` })})`;
    const [how, given, deputies] = await Promise.all([
      ctx.db.maybe<{ why: 'suspended' | 'away' | null; inOffice: boolean }>(
        sql`select case when p.state = 'suspended' then 'suspended' when ${away(sql`p.id`, today)} then 'away' end as why,
                   exists (select from identity.position o where o.person_id = p.id and ${live('o', today)}) as "inOffice"
            from identity.person p where p.id = ${person} and p.state <> 'closed' and ${seen}`,
      ),
      ctx.db.all<{ person: string; name: string; unit: object | null; basis: string; end: Date }>(
        sql`select t.id as person, t.name, case when u.id is not null then json_build_object('vi', u.name_vi, 'en', u.name_en) end as unit,
                   d.reason as basis, d.valid_to as "end"
            from identity.delegation d join identity.person f on f.id = d.from_person and f.state = 'active'
              join identity.person t on t.id = d.to_person and t.state = 'active' left join identity.unit u on u.id = d.unit_id
            where d.from_person = ${person} and d.revoked_at is null and d.valid_from <= ${ctx.now} and d.valid_to > ${ctx.now} and ${seen}
            order by t.name, d.id`,
      ),
      ctx.db.all<{ person: string; name: string; post: object; unit: object; basis: string; until: string | null }>(
        sql`select q.id as person, q.name, json_build_object('vi', s.title_vi, 'en', s.title_en) as post,
                   json_build_object('vi', u.name_vi, 'en', u.name_en) as unit, s.basis, (s.valid_to - 1)::text as until
            from ${standingIn(today)} c join identity.standing_deputy s on s.id = c.deputy join identity.person q on q.id = c.person and q.state = 'active'
              join identity.unit u on u.id = c.unit
            where c.holder = ${person} and ${seen} order by q.name, s.id`,
      ),
    ]);
    const standIns = [
      // A delegation ends at midnight, which is the end of the day before.
      ...given.map(({ end, ...one }) => ({
        ...one,
        right: 'delegation',
        post: null,
        until: localDate(new Date(end.getTime() - 1000)),
      })),
      ...deputies.map((one) => ({ ...one, right: 'deputy' })),
    ];
    return { why: null, inOffice: false, ...how, standIns: standIns as never };
  },
});
