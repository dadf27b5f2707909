import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { moment } from '../fields.ts';

const Item = shape({ kind: Type.String(), key: Type.String(), version: Type.Integer() });

/**
 * What loading the pack did, load by load (all versions of one load carry its moment): how many definitions it added
 * and which it changed.
 */
export const listLoads = query({
  name: 'studio.list-loads',
  title: { vi: 'Các lần nạp bộ dữ liệu', en: 'Loads of the pack' },
  may: 'studio.view-definition',
  input: shape({}),
  output: shape({
    loads: Type.Array(shape({ at: moment, added: Type.Integer(), changed: Type.Integer(), items: Type.Array(Item) })),
  }),
  async run(ctx) {
    const loads = await ctx.db.all<never>(
      sql`select created_at as at, count(*) filter (where version = 1)::int as added, count(*) filter (where version > 1)::int as changed,
                   coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'key', key, 'version', version) order by kind, key)
                     filter (where version > 1), '[]') as items
            from kernel.v_definition where origin = 'pack' group by created_at order by created_at desc limit 20`,
    );
    return { loads };
  },
});
