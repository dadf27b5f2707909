import { sql, type UnitFollower } from '@dinh/kernel';

const under = sql.raw(`s.state in ('requested', 'collected', 'in-transit')`);

/** Parcels under way are the business of the desk that follows. */
export const shipmentsFollow: UnitFollower = {
  key: 'delivery.shipments',
  title: { vi: 'Bưu gửi đang chuyển', en: 'Parcels under way' },
  count: (db, units) =>
    db.all(
      sql`select s.unit_id as unit, count(*)::int as count from delivery.shipment s
          where ${under} and s.unit_id = any(${units.map(({ id }) => id)}::int[]) group by 1`,
    ),
  follow: (ctx, succession, limit) => {
    const pairs = succession.units.map(({ id }) => ({ from: id, to: succession.successorOf(id)?.id ?? id }));
    return ctx.db.run(
      sql`with next as (select s.id, x."to" from delivery.shipment s
            join jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as x ("from" int, "to" int) on s.unit_id = x."from"
          where ${under} order by s.id limit ${limit} for update of s)
          update delivery.shipment s set unit_id = n."to", version = s.version + 1 from next n where s.id = n.id`,
    );
  },
};
