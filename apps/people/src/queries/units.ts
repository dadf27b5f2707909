import { treeOn } from '@dinh/identity';
import { localDate, notFound, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { line, nullable, text, unitId, uuid } from '../fields.ts';
import { onDay } from './sql.ts';

const unitLine = shape({
  id: unitId,
  key: Type.String(),
  code: Type.String(),
  name: text,
  kind: Type.String(),
  depth: Type.Integer(),
  officials: Type.Integer(),
});

const heir = shape({ key: Type.String(), name: text, day: Type.String() });

/**
 * A unit with the units above and below it, whoever holds a place there today, and how to reach it; what it was called
 * before, who was there before it, and who goes on with its work when it has ended.
 */
export const viewUnit = query({
  name: 'people.view-unit',
  title: { vi: 'Xem một cơ quan, đơn vị', en: 'See a unit' },
  may: 'people.view-directory',
  input: shape({ key: line(200) }),
  output: shape({
    unit: shape({
      id: unitId,
      key: Type.String(),
      code: Type.String(),
      name: text,
      kind: Type.String(),
      level: Type.String(),
      validFrom: Type.String(),
      validTo: nullable(Type.String()),
      address: nullable(Type.String()),
      phone: nullable(Type.String()),
      email: nullable(Type.String()),
      hours: nullable(text),
    }),
    above: Type.Array(unitLine),
    below: Type.Array(unitLine),
    /** Its periods, the latest first. */
    versions: Type.Array(
      shape({
        from: Type.String(),
        /** The first day on which it was so no more. */
        to: nullable(Type.String()),
        code: Type.String(),
        name: text,
        parent: nullable(text),
        reason: nullable(Type.String()),
      }),
    ),
    predecessors: Type.Array(heir),
    successors: Type.Array(heir),
    officials: Type.Array(
      shape({
        person: uuid,
        name: Type.String(),
        unit: text,
        unitKey: Type.String(),
        role: text,
        title: text,
        phone: nullable(Type.String()),
        email: nullable(Type.String()),
      }),
    ),
  }),
  async run(ctx, input) {
    const today = localDate(ctx.now);
    const unit = await ctx.db.maybe<{ id: number; path: number[] }>(
      sql`select u.id, u.key, u.code, json_build_object('vi', u.name_vi, 'en', u.name_en) as name, u.kind, u.level,
                 u.valid_from as "validFrom", u.valid_to as "validTo", u.address, u.phone, u.email,
                 case when u.hours_vi is not null then json_build_object('vi', u.hours_vi, 'en', coalesce(u.hours_en, u.hours_vi)) end as hours, u.path
          from identity.v_unit u where u.key = ${input.key}`,
    );
    if (!unit) throw notFound();
    const lines = (condition: ReturnType<typeof sql>) =>
      ctx.db.all<never>(
        sql`select u.id, u.key, u.code, json_build_object('vi', u.name_vi, 'en', u.name_en) as name, u.kind, cardinality(u.path) as depth, 0 as officials
            from identity.v_unit u where ${condition} order by cardinality(u.path), u.code collate "C" limit 500`,
      );
    const heirs = (other: 'from_unit' | 'to_unit', own: 'from_unit' | 'to_unit') =>
      ctx.db.all<never>(
        sql`select u.key, json_build_object('vi', u.name_vi, 'en', u.name_en) as name, s.day from identity.v_unit_successor s
              join identity.v_unit u on u.id = ${sql.id('s', other)}
            where ${sql.id('s', own)} = ${unit.id} order by s.day, u.code collate "C" limit 300`,
      );
    const [above, below, versions, predecessors, successors, officials] = await Promise.all([
      lines(sql`u.id = any(${unit.path}::int[]) and u.id <> ${unit.id}`),
      lines(sql`u.parent_id = ${unit.id} and ${onDay('u', today)}`),
      ctx.db.all<never>(
        sql`select v.valid_from as "from", v.valid_to as "to", v.code, json_build_object('vi', v.name_vi, 'en', v.name_en) as name,
                   case when p.unit_id is not null then json_build_object('vi', p.name_vi, 'en', p.name_en) end as parent, v.reason
            from identity.v_unit_version v
              left join lateral (select p.* from identity.v_unit_version p where p.unit_id = v.parent_id
                and p.valid_from <= coalesce(v.valid_to - 1, 'infinity') order by p.valid_from desc limit 1) p on true
            where v.unit_id = ${unit.id} order by v.valid_from desc limit 200`,
      ),
      heirs('from_unit', 'to_unit'),
      heirs('to_unit', 'from_unit'),
      ctx.db.all<never>(
        sql`select o.person_id as person, o.name, json_build_object('vi', u.name_vi, 'en', u.name_en) as unit, u.key as "unitKey",
                   json_build_object('vi', r.name_vi, 'en', r.name_en) as role, json_build_object('vi', o.title_vi, 'en', o.title_en) as title,
                   o.phone, o.email
            from identity.v_official o join identity.v_unit u on u.id = o.unit_id join identity.v_role r on r.key = o.role
            where u.path @> array[${unit.id}::int] and o.state = 'active' and ${onDay('o', today)}
            order by u.code collate "C", o.main desc, o.role, o.folded, o.position_id limit 500`,
      ),
    ]);
    const { path: _, ...rest } = unit;
    return { unit: rest as never, above, below, versions, predecessors, successors, officials };
  },
});

/** The tree of units as it is on a day, with how many hold a place in each then. */
export const unitTree = query({
  name: 'people.list-units',
  title: { vi: 'Cây cơ quan, đơn vị', en: 'Tree of units' },
  may: 'people.view-directory',
  input: shape({ query: Type.Optional(line(120)), day: Type.Optional(Type.String({ format: 'date' })) }),
  output: shape({ units: Type.Array(unitLine) }),
  async run(ctx, input) {
    const at = input.day ?? localDate(ctx.now);
    const words = (input.query ?? '').trim();
    const found = sql`kernel.fold(t.code || ' ' || t.name_vi || ' ' || t.name_en) like '%' || kernel.fold(${words.replace(/[\\%_]/g, '\\$&')}) || '%'`;
    const units = await ctx.db.all<never>(
      sql`with recursive t as ${treeOn(at)},
            held as (select o.unit_id, count(distinct o.person_id)::int as officials from identity.v_official o
                     where o.state = 'active' and ${onDay('o', at)} group by 1)
          select t.id, t.key, t.code, json_build_object('vi', t.name_vi, 'en', t.name_en) as name, t.kind, cardinality(t.path) as depth,
                 coalesce(h.officials, 0) as officials
          from t left join held h on h.unit_id = t.id
          where ${words === '' ? sql`true` : found}
          order by t.code collate "C" limit 2000`,
    );
    return { units };
  },
});
