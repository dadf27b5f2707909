import { sql, type UnitFollower } from '@dinh/kernel';

/** Filters that people keep name the unit that follows, where there is one alone; of a divided unit they go on finding what was its. */
export const savedViewsFollow: UnitFollower = {
  key: 'one-stop.saved-views',
  title: { vi: 'Bộ lọc đã lưu', en: 'Saved views' },
  count: (db, units) =>
    db.all(
      sql`select x.unit, count(*)::int as count from (
            select distinct on (v.id) u.id as unit from one_stop.saved_view v
              join unnest(${units.map(({ id }) => id)}::int[]) u (id) on v.query ~ ('(^|&)don-vi=' || u.id || '(&|$)')
            order by v.id, u.id) x group by 1`,
    ),
  follow: async (ctx, succession, limit) => {
    const pairs = succession.units.flatMap(({ id, key }) => {
      const to = succession.areas.get(key) && succession.successorOf(id);
      return to ? [{ from: id, to: to.id }] : [];
    });
    return ctx.db.run(
      sql`with next as (select v.id, x."from", x."to" from one_stop.saved_view v
              join jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as x ("from" int, "to" int) on v.query ~ ('(^|&)don-vi=' || x."from" || '(&|$)')
            order by v.id limit ${limit} for update of v)
          update one_stop.saved_view v set query = regexp_replace(v.query, '(^|&)don-vi=' || n."from" || '(&|$)', '\\1don-vi=' || n."to" || '\\2')
          from next n where v.id = n.id`,
    );
  },
};
