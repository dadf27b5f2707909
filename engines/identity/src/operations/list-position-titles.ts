import { localDate, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { nullable } from '../fields.ts';
import type { PositionTitle } from '../organisation/position-title.ts';

/** The catalogue of titles in force today, by rank, with how many places are held under each. */
export const listPositionTitles = query({
  name: 'identity.list-position-titles',
  title: { vi: 'Danh mục chức danh', en: 'Catalogue of titles' },
  may: 'people.view-directory',
  input: shape({}),
  output: shape({
    titles: Type.Array(
      shape({
        key: Type.String(),
        name: shape({ vi: Type.String(), en: Type.String() }),
        roles: Type.Array(Type.String()),
        head: nullable(Type.String()),
        rank: Type.Integer(),
        source: Type.String(),
        holders: Type.Integer(),
      }),
    ),
  }),
  async run(ctx) {
    const today = localDate(ctx.now);
    const [titles, held] = await Promise.all([
      ctx.app.definitions.inForce<PositionTitle>('position-title', today),
      ctx.db.all<{ key: string; holders: number }>(
        sql`select title_key as key, count(*)::int as holders from identity.v_official
            where title_key is not null and state = 'active' and valid_from <= ${today}::date and (valid_to is null or valid_to > ${today}::date)
            group by 1`,
      ),
    ]);
    const holders = new Map(held.map((row) => [row.key, row.holders]));
    return {
      titles: titles
        .map(({ key, body }) => ({
          key,
          name: body.name,
          roles: [...body.roles],
          head: body.head ?? null,
          rank: body.rank,
          source: body.source,
          holders: holders.get(key) ?? 0,
        }))
        .sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1)),
    };
  },
});
