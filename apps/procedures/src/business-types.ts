import { type DefinitionKind, inCode, inWords, type Queries, raiseRevision, sourceText, sql, told } from '@dinh/kernel';
import { type Static, Type } from 'typebox';

/** One entry of the reference catalogue of business types: a domain, a group or a type, by which procedures are sorted. */
export const BusinessType = Type.Object({
  code: inCode('Mã', 'Code'),
  parent: Type.Optional(Type.String(told('Thuộc', 'Belongs to', { names: 'business-type' }))),
  name: inWords('Tên loại nghiệp vụ', 'Name', undefined, 1),
  source: sourceText,
});
export type BusinessType = Static<typeof BusinessType>;

export const businessTypeKind: DefinitionKind<BusinessType> = {
  kind: 'business-type',
  title: { vi: 'Loại nghiệp vụ', en: 'Business type' },
  schema: BusinessType,
  async check({ code, parent }, { others }) {
    const all = await others<BusinessType>('business-type');
    const up = new Map(all.map(({ body }) => [body.code, body.parent]));
    up.set(code, parent);
    if (parent === undefined) return [];
    if (!up.has(parent))
      return [
        {
          path: 'parent',
          reason: { vi: `không có loại nghiệp vụ “${parent}”`, en: `there is no business type “${parent}”` },
        },
      ];
    const seen = new Set([code]);
    for (let at: string | undefined = parent; at !== undefined; at = up.get(at)) {
      if (seen.has(at))
        return [
          {
            path: 'parent',
            reason: { vi: 'loại nghiệp vụ không thể thuộc chính nó', en: 'a type cannot belong to itself' },
          },
        ];
      seen.add(at);
    }
    return [];
  },
  editing: 'procedures.edit-procedure',
  publishing: 'procedures.publish-procedure',
};

/** Brings the table by which others join the names of types up to the versions in force on `today`. @returns how many lines changed */
export async function projectBusinessTypes(db: Queries, today: string): Promise<number> {
  const written = await db.run(
    sql`insert into procedures.business_type (code, parent, name, name_en, source)
        select distinct on (d.key) d.key, d.body ->> 'parent', d.body #>> '{name,vi}', d.body #>> '{name,en}', d.source
        from kernel.definition d where d.kind = 'business-type' and d.effective_from <= ${today}::date
          and (d.effective_to is null or d.effective_to > ${today}::date)
        order by d.key, d.effective_from desc, d.version desc
        on conflict (code) do update set parent = excluded.parent, name = excluded.name, name_en = excluded.name_en, source = excluded.source
          where (business_type.parent, business_type.name, business_type.name_en, business_type.source)
            is distinct from (excluded.parent, excluded.name, excluded.name_en, excluded.source)`,
  );
  if (written > 0) await raiseRevision(db, 'procedures');
  return written;
}
