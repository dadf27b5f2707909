import { localDate, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { sourceClassSql } from './title-sql.ts';

const d = sql.raw('d');

/** How many definitions of each kind are in force today, where they are from, and who wrote them. */
export const countDefinitions = query({
  name: 'studio.count-definitions',
  title: { vi: 'Đếm nội dung theo loại', en: 'Count definitions by kind' },
  may: 'studio.view-definition',
  input: shape({}),
  output: shape({
    kinds: Type.Array(
      shape({
        kind: Type.String(),
        inForce: Type.Integer(),
        versions: Type.Integer(),
        planned: Type.Integer(),
        byOfficers: Type.Integer(),
        law: Type.Integer(),
        seed: Type.Integer(),
        ours: Type.Integer(),
        drafts: Type.Integer(),
      }),
    ),
  }),
  async run(ctx) {
    const today = localDate(ctx.now);
    const kinds = await ctx.db.all<never>(
      sql`with current as (
            select distinct on (kind, key) kind, key, origin, ${sourceClassSql(d)} as class from kernel.v_definition d
            where effective_from <= ${today}::date and (effective_to is null or effective_to > ${today}::date)
            order by kind, key, effective_from desc, version desc)
          select v.kind, coalesce(c.n, 0)::int as "inForce", v.versions, v.planned, coalesce(c.officers, 0)::int as "byOfficers",
                 coalesce(c.law, 0)::int as law, coalesce(c.seed, 0)::int as seed, coalesce(c.ours, 0)::int as ours,
                 (select count(*)::int from studio.draft s where s.kind = v.kind and s.state in ('writing', 'waiting')) as drafts
          from (select kind, count(*)::int as versions, count(*) filter (where effective_from > ${today}::date)::int as planned
                from kernel.v_definition group by kind) v
          left join (select kind, count(*) as n, count(*) filter (where origin = 'officer') as officers,
                            count(*) filter (where class = 'law') as law, count(*) filter (where class = 'seed') as seed,
                            count(*) filter (where class = 'ours') as ours from current group by kind) c using (kind)`,
    );
    return { kinds };
  },
});
