import { type Sql, sql, type UnitFollower } from '@dinh/kernel';

/** Accounts `p` whose address names one of these units, or the district of which it was a part. */
const naming = (keys: Sql) =>
  sql`(p.address is not null and (p.address->>'commune' = ${keys} or p.address->>'district' = ${keys}))`;

/**
 * Where people live is called by its new name: the commune that came after theirs. A district that gave way to several has
 * no name any more. What was filed before keeps the address as it was written.
 */
export const addressesFollow: UnitFollower = {
  key: 'identity.addresses',
  title: { vi: 'Địa chỉ trong tài khoản', en: 'Addresses of accounts' },
  count: (db, units) =>
    db.all(
      sql`select x.unit, count(*)::int as count from (
            select distinct on (p.id) u.id as unit from identity.person p
              join jsonb_to_recordset(${JSON.stringify(units)}::jsonb) as u (id int, key text) on ${naming(sql.raw('u.key'))}
            order by p.id, p.address->>'commune' is distinct from u.key) x group by 1`,
    ),
  follow: async (ctx, succession, limit) => {
    const old = succession.units.map(({ key }) => key);
    const places = JSON.stringify([...succession.areas].map(([from, to]) => ({ from, to })));
    return ctx.db.run(
      sql`with places as (select "from", "to" from jsonb_to_recordset(${places}::jsonb) as i ("from" text, "to" text)),
            next as (select p.id, p.address from identity.person p where ${naming(sql`any(${old}::text[])`)} order by p.id limit ${limit} for update)
          update identity.person p set address = jsonb_strip_nulls(n.address || jsonb_build_object(
              'commune', coalesce((select "to" from places where "from" = n.address->>'commune'), case when n.address->>'commune' = any(${old}::text[]) then null else n.address->>'commune' end),
              'district', case when n.address->>'district' = any(${old}::text[]) then null else n.address->>'district' end))
          from next n where p.id = n.id`,
    );
  },
};
