import { treeOn } from '@dinh/identity';
import { localDate, query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { nullable, text } from '../fields.ts';
import { onDay } from './sql.ts';

const link = shape({ code: Type.String(), key: Type.String(), day: Type.String() });

const Unit = shape({
  code: Type.String(),
  key: Type.String(),
  /** Key of the unit above. */
  parent: nullable(Type.String()),
  name: text,
  kind: Type.String(),
  level: Type.String(),
  validFrom: Type.String(),
  /** The first day on which there was no such unit any more. */
  validTo: nullable(Type.String()),
  address: nullable(Type.String()),
  phone: nullable(Type.String()),
  email: nullable(Type.String()),
  predecessors: Type.Array(link),
  successors: Type.Array(link),
});
export type DirectoryUnit = Static<typeof Unit>;

const Place = shape({
  /** Key of the unit. */
  unit: Type.String(),
  name: Type.String(),
  title: text,
  role: Type.String(),
  main: Type.Boolean(),
  validFrom: Type.String(),
  validTo: nullable(Type.String()),
});

/**
 * The whole directory of a day in one piece, for other systems: units with identifiers by QĐ 20/2020/QĐ-TTg, names and
 * places in the tree as they were, whom they came from and went to, and who held which place. No private telephone is in it.
 */
export const exportDirectory = query({
  name: 'people.export-directory',
  title: {
    vi: 'Xuất danh mục cơ quan, đơn vị và chức vụ',
    en: 'Export the directory of units and positions',
  },
  may: 'people.view-directory',
  input: shape({ day: Type.Optional(Type.String({ format: 'date' })) }),
  output: shape({ day: Type.String(), units: Type.Array(Unit), positions: Type.Array(Place) }),
  async run(ctx, input) {
    const at = input.day ?? localDate(ctx.now);
    const links = (own: 'from_unit' | 'to_unit', other: 'from_unit' | 'to_unit') =>
      sql`(select coalesce(json_agg(json_build_object('code', o.code, 'key', o.key, 'day', s.day) order by o.code), '[]')
           from identity.v_unit_successor s join identity.v_unit o on o.id = ${sql.id('s', other)} where ${sql.id('s', own)} = t.id)`;
    const [units, positions] = await Promise.all([
      ctx.db.all<never>(
        sql`with recursive t as ${treeOn(at)}
            select t.code, t.key, p.key as parent, json_build_object('vi', t.name_vi, 'en', t.name_en) as name, t.kind, t.level,
                   t.valid_from as "validFrom", t.valid_to as "validTo", t.address, t.phone, t.email,
                   ${links('to_unit', 'from_unit')} as predecessors, ${links('from_unit', 'to_unit')} as successors
            from t left join identity.v_unit p on p.id = t.parent_id order by t.code collate "C"`,
      ),
      ctx.db.all<never>(
        sql`select u.key as unit, o.name, json_build_object('vi', o.title_vi, 'en', o.title_en) as title, o.role, o.main,
                   o.valid_from as "validFrom", o.valid_to as "validTo"
            from identity.v_official o join identity.v_unit u on u.id = o.unit_id
            where ${onDay('o', at)} order by u.code collate "C", o.role, o.folded, o.position_id`,
      ),
    ]);
    return { day: at, units, positions };
  },
});
