import { type PackPart, type Placed, raiseRevision, sql } from '@dinh/kernel';

type Row = Record<'code' | 'parent_code' | 'name_vi' | 'name_en' | 'source', string>;

/** `business-types.tsv`: the fields in which procedures are sorted. */
export const businessTypesPart: PackPart<Placed<Row>[]> = {
  name: 'business-types',
  async read(folder) {
    const rows = await folder.table<keyof Row>('business-types.tsv', [
      'code',
      'parent_code',
      'name_vi',
      'name_en',
      'source',
    ]);
    const codes = new Set(rows.map((row) => row.value.code));
    for (const { value, file, line } of rows)
      if (value.parent_code && !codes.has(value.parent_code))
        folder.problem(file, line, `there is no business type “${value.parent_code}”`);
    return rows;
  },
  async load({ tx, report }, rows) {
    const written = await tx.run(
      sql`insert into procedures.business_type (code, parent, name, name_en, source)
          select code, nullif(parent_code, ''), name_vi, name_en, source from jsonb_to_recordset(${JSON.stringify(rows.map((r) => r.value))}::jsonb)
            as r (code text, parent_code text, name_vi text, name_en text, source text)
          on conflict (code) do update set parent = excluded.parent, name = excluded.name, name_en = excluded.name_en, source = excluded.source
            where (business_type.parent, business_type.name, business_type.name_en, business_type.source)
              is distinct from (excluded.parent, excluded.name, excluded.name_en, excluded.source)`,
    );
    if (written > 0) await raiseRevision(tx, 'procedures');
    report('business-types', 'all', written > 0 ? 'changed' : 'unchanged', `${written} of ${rows.length}`);
  },
  async save(save) {
    save.table(
      'business-types.tsv',
      ['code', 'parent_code', 'level', 'name_vi', 'name_en', 'source'],
      // The level is for whoever reads the table: domain, group or type by the length of the code.
      await save.db.all<Row & { level: string }>(
        sql`select code, parent as parent_code, (array['domain', 'group', 'type'])[cardinality(string_to_array(code, '.'))] as level,
                   name as name_vi, name_en, source from procedures.business_type order by code`,
      ),
    );
  },
};
