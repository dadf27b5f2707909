import { fold, localDate, query, reach, shape, sql, where } from '@dinh/kernel';
import { Type } from 'typebox';
import { line, nullable, unitId, uuid } from '../fields.ts';
import { treeOn } from '../organisation/tree.ts';

const unitShape = shape({
  id: unitId,
  code: Type.String(),
  key: Type.String(),
  parent: nullable(unitId),
  name: shape({ vi: Type.String(), en: Type.String() }),
  kind: Type.String(),
  level: Type.String(),
  depth: Type.Integer(),
  units: Type.Integer(),
  address: nullable(Type.String()),
  phone: nullable(Type.String()),
  email: nullable(Type.String()),
});

/**
 * The units of the province on a day: whole, below one unit (`under`), only its children (`parent`), by kind or level, or by
 * words of their name or identifier. Public. In the order of their identifiers; names and places in the tree as on that day.
 */
export const listUnits = query({
  name: 'identity.list-units',
  title: { vi: 'Danh mục cơ quan, đơn vị', en: 'Directory of units' },
  may: 'anyone',
  input: shape({
    query: Type.Optional(line(120, 0)),
    under: Type.Optional(unitId),
    parent: Type.Optional(unitId),
    kind: Type.Optional(line(40)),
    level: Type.Optional(line(40)),
    day: Type.Optional(Type.String({ format: 'date' })),
    /** Continues after this identifier. */
    after: Type.Optional(line(40)),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 2000 })),
  }),
  output: shape({ units: Type.Array(unitShape), next: nullable(Type.String()) }),
  async run(ctx, input) {
    const limit = input.limit ?? 500;
    const words = fold(input.query ?? '')
      .split(/\s+/)
      .filter(Boolean)
      .slice(0, 10);
    const units = await ctx.db.all<{ code: string }>(
      sql`with recursive t as ${treeOn(input.day ?? localDate(ctx.now))}
          select t.id, t.code, t.key, t.parent_id as parent, json_build_object('vi', t.name_vi, 'en', t.name_en) as name,
                 t.kind, t.level, cardinality(t.path) as depth, (select count(*)::int from t c where c.parent_id = t.id) as units,
                 t.address, t.phone, t.email
          from t
          where ${sql.all([
            input.under !== undefined && sql`t.path @> array[${input.under}::int]`,
            input.parent !== undefined && sql`t.parent_id = ${input.parent}`,
            input.kind !== undefined && sql`t.kind = ${input.kind}`,
            input.level !== undefined && sql`t.level = ${input.level}`,
            input.after !== undefined && sql`t.code collate "C" > ${input.after}`,
            words.length > 0 &&
              sql`kernel.fold(t.code || ' ' || t.name_vi || ' ' || t.name_en) like all (${words.map((w) => `%${w.replace(/[\\%_]/g, '\\$&')}%`)}::text[])`,
          ])}
          order by t.code collate "C" limit ${limit + 1}`,
    );
    const more = units.length > limit;
    if (more) units.pop();
    return { units: units as never, next: more ? units.at(-1)!.code : null };
  },
});

/** Officials in places of the units in reach, by unit and rank of their place in the list of roles; for whoever assigns work. */
export const listOfficials = query({
  name: 'identity.list-officials',
  title: { vi: 'Danh sách cán bộ', en: 'List of officials' },
  may: 'people.view-directory',
  input: shape({
    unit: Type.Optional(unitId),
    /** Also of the units below it. */
    below: Type.Optional(Type.Boolean()),
    role: Type.Optional(line(60)),
    query: Type.Optional(line(120, 0)),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  }),
  output: shape({
    officials: Type.Array(
      shape({
        person: uuid,
        name: Type.String(),
        unit: unitId,
        unitName: Type.String(),
        role: Type.String(),
        title: Type.String(),
        main: Type.Boolean(),
      }),
    ),
  }),
  async run(ctx, input) {
    const today = localDate(ctx.now);
    const vi = ctx.lang === 'vi';
    const folded = fold(input.query ?? '').trim();
    const officials = await ctx.db.all<never>(
      sql`select o.person_id as person, p.name, o.unit_id as unit, ${vi ? sql`u.name_vi` : sql`u.name_en`} as "unitName", o.role,
                 ${vi ? sql`o.title_vi` : sql`o.title_en`} as title, o.main
          from identity.position o join identity.person p on p.id = o.person_id and p.state = 'active' join identity.unit u on u.id = o.unit_id
          where ${sql.all([
            sql`o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)`,
            where(reach(ctx.principal, 'people.view-directory'), {
              unit: sql`o.unit_id`,
              owner: sql`o.person_id`,
            }),
            input.unit !== undefined && (input.below ? sql`u.path @> array[${input.unit}::int]` : sql`o.unit_id = ${input.unit}`),
            input.role !== undefined && sql`o.role = ${input.role}`,
            folded !== '' && sql`p.folded like ${`%${folded.replace(/[\\%_]/g, '\\$&')}%`}`,
          ])}
          order by u.code collate "C", o.role, p.folded, p.id limit ${input.limit ?? 200}`,
    );
    return { officials };
  },
});
