import { shape, sql, type Sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { UnitId } from '../model/period.ts';

/** By what figures are told apart. */
export const By = Type.Union([
  Type.Literal('unit'),
  Type.Literal('field'),
  Type.Literal('procedure'),
  Type.Literal('level'),
  Type.Literal('channel'),
  Type.Literal('month'),
]);
export type By = Static<typeof By>;

/** Which dossiers are counted at all. */
export const CountFilter = {
  unit: Type.Optional(UnitId),
  field: Type.Optional(Type.String({ maxLength: 40, description: 'code of a business type, with all below it' })),
  procedure: Type.Optional(Type.String({ maxLength: 40 })),
  level: Type.Optional(Type.String({ maxLength: 20 })),
  channel: Type.Optional(Type.Union([Type.Literal('online'), Type.Literal('counter'), Type.Literal('post')])),
};
export type CountFilter = Static<ReturnType<typeof shape<typeof CountFilter>>>;

/**
 * The dossiers `d` of an agency and all below it, or of a section. Under a unit that came after others those count that
 * stayed with them; under one that has given way also those that it passed on.
 */
export function ofUnit(unit: number): Sql {
  return sql`(d.unit_id in (${unitsUnder(unit)}) or d.section_id = ${unit}
    or d.id in (select p.dossier_id from one_stop.passed_on p where p.from_unit in (select u.id from identity.v_unit u where ${unit}::int = any(u.path))))`;
}

/** The unit and all below it, with those whose archive they keep. */
const unitsUnder = (unit: number): Sql =>
  sql`with recursive under (id) as (
        select u.id from identity.v_unit u where ${unit}::int = any(u.path)
        union select s.from_unit from under join identity.v_unit_successor s on s.to_unit = under.id and s.archive)
      select id from under`;

/** The filter as a condition on the dossier `d`. */
export function filtered(filter: CountFilter): Sql {
  return sql.all([
    filter.unit !== undefined && ofUnit(filter.unit),
    filter.field !== undefined && sql`(d.business_type = ${filter.field} or d.business_type like ${`${like(filter.field)}.%`})`,
    filter.procedure !== undefined && sql`d.procedure_code = ${filter.procedure}`,
    filter.level !== undefined && sql`d.unit_id in (select u.id from identity.v_unit u where u.level = ${filter.level})`,
    filter.channel !== undefined && sql`d.channel = ${filter.channel}`,
  ]);
}

const like = (text: string): string => text.replace(/[%_\\]/g, '\\$&');

/** The value by which a counted dossier `d` is grouped; months are spans of their own and not told apart here. */
export const groupKey: Record<Exclude<By, 'month'>, Sql> = {
  unit: sql.raw('d.unit_id::text'),
  field: sql.raw('d.business_type'),
  procedure: sql.raw('d.procedure_code'),
  level: sql.raw('(select u.level from identity.v_unit u where u.id = d.unit_id)'),
  channel: sql.raw('d.channel'),
};

/** Only the dossiers of one group. */
export function inGroup(by: Exclude<By, 'month'>, key: string): Sql {
  return sql`${groupKey[by]} = ${key}`;
}

/** Name of a group in both languages, from its key `c.key`; units as they were called on the last day of the period. */
export const groupName = (by: Exclude<By, 'month'>, lastDay: string): { vi: Sql; en: Sql; from: Sql } =>
  by === 'unit'
    ? {
        vi: sql.raw('coalesce(n.name_vi, c.key)'),
        en: sql.raw('coalesce(n.name_en, c.key)'),
        from: sql`left join lateral (select v.name_vi, v.name_en from identity.v_unit_version v where v.unit_id = c.key::int
          order by (v.valid_from <= ${lastDay}::date) desc, v.valid_from desc limit 1) n on true`,
      }
    : groupNames[by];

const groupNames: Record<Exclude<By, 'month' | 'unit'>, { vi: Sql; en: Sql; from: Sql }> = {
  field: {
    vi: sql.raw('coalesce(n.name, c.key)'),
    en: sql.raw('coalesce(n.name, c.key)'),
    from: sql.raw('left join procedures.v_business_type n on n.code = c.key'),
  },
  procedure: {
    vi: sql.raw('coalesce(n.short_name, c.key)'),
    en: sql.raw('coalesce(n.short_name, c.key)'),
    from: sql.raw('left join procedures.v_procedure n on n.code = c.key'),
  },
  level: { vi: sql.raw('c.key'), en: sql.raw('c.key'), from: sql.empty },
  channel: { vi: sql.raw('c.key'), en: sql.raw('c.key'), from: sql.empty },
};

/** Words for keys that are no records. */
export const keyNames: Record<string, { vi: string; en: string }> = {
  online: { vi: 'Trực tuyến', en: 'Online' },
  counter: { vi: 'Trực tiếp', en: 'At the counter' },
  post: { vi: 'Bưu chính', en: 'By post' },
  province: { vi: 'Cấp tỉnh', en: 'Province' },
  district: { vi: 'Cấp huyện', en: 'District' },
  commune: { vi: 'Cấp xã', en: 'Commune' },
  section: { vi: 'Phòng, bộ phận', en: 'Section' },
};
