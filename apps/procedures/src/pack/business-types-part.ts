import type { PackPart, Placed } from '@dinh/kernel';
import { type BusinessType, projectBusinessTypes } from '../business-types.ts';

type Row = Record<'code' | 'parent_code' | 'name_vi' | 'name_en' | 'source', string>;

/** `business-types.tsv`: the fields in which procedures are sorted. Kind `business-type`. */
export const businessTypesPart: PackPart<Placed<Row>[]> = {
  name: 'business-types',
  async read(folder) {
    const rows = await folder.table<keyof Row>('business-types.tsv', ['code', 'parent_code', 'name_vi', 'name_en', 'source']);
    const codes = new Set(rows.map((row) => row.value.code));
    for (const { value, file, line } of rows)
      if (value.parent_code && !codes.has(value.parent_code))
        folder.problem(file, line, `there is no business type “${value.parent_code}”`);
    return rows;
  },
  async load(load, rows) {
    for (const { value } of rows)
      await load.define('business-types', {
        kind: 'business-type',
        key: value.code,
        body: {
          code: value.code,
          ...(value.parent_code && { parent: value.parent_code }),
          name: { vi: value.name_vi, en: value.name_en },
          source: value.source,
        } satisfies BusinessType,
        source: value.source,
      });
    await projectBusinessTypes(load.tx, load.today);
  },
  async save(save) {
    const all = await save.definitions<BusinessType>('business-type');
    save.table(
      'business-types.tsv',
      ['code', 'parent_code', 'level', 'name_vi', 'name_en', 'source'],
      // The level is for whoever reads the table: domain, group or type by the length of the code.
      all.map(({ body: { code, parent, name, source } }) => ({
        code,
        parent_code: parent,
        level: ['domain', 'group', 'type'][code.split('.').length - 1],
        name_vi: name.vi,
        name_en: name.en,
        source,
      })),
    );
  },
};
