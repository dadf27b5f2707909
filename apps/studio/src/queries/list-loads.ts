import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { moment } from '../fields.ts';
import { titleSql } from './title-sql.ts';

const Item = shape({ kind: Type.String(), key: Type.String(), version: Type.Integer() });

/**
 * What loading the pack did, load by load (all versions of one load carry its moment): how many definitions it added,
 * which it changed; and which definitions it keeps because an officer has edited them since.
 */
export const listLoads = query({
  name: 'studio.list-loads',
  title: { vi: 'Các lần nạp bộ dữ liệu', en: 'Loads of the pack' },
  may: 'studio.view-definition',
  input: shape({}),
  output: shape({
    loads: Type.Array(
      shape({ at: moment, added: Type.Integer(), changed: Type.Integer(), items: Type.Array(Item) }),
    ),
    kept: Type.Array(shape({ ...Item.properties, title: shape({ vi: Type.String(), en: Type.String() }) })),
  }),
  async run(ctx) {
    const [loads, kept] = await Promise.all([
      ctx.db.all<never>(
        sql`select created_at as at, count(*) filter (where version = 1)::int as added, count(*) filter (where version > 1)::int as changed,
                   coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'key', key, 'version', version) order by kind, key)
                     filter (where version > 1), '[]') as items
            from kernel.v_definition where origin = 'pack' group by created_at order by created_at desc limit 20`,
      ),
      ctx.db.all<never>(
        sql`select distinct on (d.kind, d.key) d.kind, d.key, d.version, ${titleSql(sql.raw('d'))} as title
            from kernel.v_definition d where d.origin = 'officer' order by d.kind, d.key, d.version desc limit 500`,
      ),
    ]);
    return { loads, kept };
  },
});
