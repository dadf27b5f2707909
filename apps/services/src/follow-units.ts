import { sql, type UnitFollower } from '@dinh/kernel';

const communes = sql.raw(`jsonb_path_query(d.data, '$.**.commune')`);

/** What people have begun to fill in names their commune as it is called now, so that the form can be sent. */
export const draftsFollow: UnitFollower = {
  key: 'services.drafts',
  title: { vi: 'Địa chỉ trong tờ khai đang làm dở', en: 'Addresses in forms that are being filled in' },
  count: (db, units) =>
    db.all(
      sql`select x.unit, count(*)::int as count from (
            select distinct on (d.id) u.id as unit from services.draft d cross join lateral ${communes} as c
              join jsonb_to_recordset(${JSON.stringify(units)}::jsonb) as u (id int, key text) on u.key = c #>> '{}'
            where d.state = 'open' order by d.id, u.id) x group by 1`,
    ),
  async follow(ctx, succession, limit) {
    const old = succession.units.map(({ key }) => key);
    const drafts = await ctx.db.all<{ id: string; data: unknown }>(
      sql`select d.id, d.data from services.draft d where d.state = 'open'
            and exists (select from ${communes} c where c #>> '{}' = any(${old}::text[])) order by d.id limit ${limit} for update of d`,
    );
    const rows = drafts.map(({ id, data }) => ({ id, data: replaced(data, succession.areas) }));
    ctx.db.send(
      sql`update services.draft d set data = x.data
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, data jsonb) where d.id = x.id`,
    );
    return drafts.length;
  },
};

/** The same answers with new names of places; the district follows from the commune, where there still is one. */
function replaced(value: unknown, areas: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => replaced(one, areas));
  if (typeof value !== 'object' || value === null) return value;
  const { commune, district, ...rest } = value as Record<string, unknown>;
  const others = Object.fromEntries(Object.entries(rest).map(([name, one]) => [name, replaced(one, areas)]));
  const next = typeof commune === 'string' ? areas.get(commune) : undefined;
  if (next !== undefined) return { ...others, commune: next };
  return {
    ...others,
    ...(commune !== undefined && { commune }),
    ...(district !== undefined && { district }),
  };
}
