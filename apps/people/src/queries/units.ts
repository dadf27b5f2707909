import { localDate, notFound, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { line, nullable, text, unitId, uuid } from '../fields.ts';

const unitLine = shape({
  id: unitId,
  key: Type.String(),
  code: Type.String(),
  name: text,
  kind: Type.String(),
  depth: Type.Integer(),
  officials: Type.Integer(),
});

/** A unit with the units above and below it, whoever holds a place there today, and how to reach it. */
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
            from identity.v_unit u where ${condition} and u.valid_from <= ${today}::date and (u.valid_to is null or u.valid_to > ${today}::date)
            order by cardinality(u.path), u.code collate "C" limit 500`,
      );
    const [above, below, officials] = await Promise.all([
      lines(sql`u.id = any(${unit.path}::int[]) and u.id <> ${unit.id}`),
      lines(sql`u.parent_id = ${unit.id}`),
      ctx.db.all<never>(
        sql`select o.person_id as person, o.name, json_build_object('vi', u.name_vi, 'en', u.name_en) as unit, u.key as "unitKey",
                   json_build_object('vi', r.name_vi, 'en', r.name_en) as role, json_build_object('vi', o.title_vi, 'en', o.title_en) as title,
                   o.phone, o.email
            from identity.v_official o join identity.v_unit u on u.id = o.unit_id join identity.v_role r on r.key = o.role
            where u.path @> array[${unit.id}::int] and o.state = 'active'
              and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)
            order by u.code collate "C", o.main desc, o.role, o.folded, o.position_id limit 500`,
      ),
    ]);
    const { path: _, ...rest } = unit;
    return { unit: rest as never, above, below, officials };
  },
});

/** The tree of units with how many hold a place in each today. */
export const unitTree = query({
  name: 'people.list-units',
  title: { vi: 'Cây cơ quan, đơn vị', en: 'Tree of units' },
  may: 'people.view-directory',
  input: shape({ query: Type.Optional(line(120)) }),
  output: shape({ units: Type.Array(unitLine) }),
  async run(ctx, input) {
    const today = localDate(ctx.now);
    const words = (input.query ?? '').trim();
    const found = sql`u.folded like '%' || kernel.fold(${words.replace(/[\\%_]/g, '\\$&')}) || '%'`;
    const units = await ctx.db.all<never>(
      sql`select u.id, u.key, u.code, json_build_object('vi', u.name_vi, 'en', u.name_en) as name, u.kind, cardinality(u.path) as depth,
                 (select count(distinct o.person_id)::int from identity.v_official o where o.unit_id = u.id and o.state = 'active'
                   and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)) as officials
          from identity.v_unit u
          where u.valid_from <= ${today}::date and (u.valid_to is null or u.valid_to > ${today}::date)
            and ${words === '' ? sql`true` : found}
          order by u.code collate "C" limit 2000`,
    );
    return { units };
  },
});
