import { sql, type UnitFollower } from '@dinh/kernel';

/**
 * Results that are only drafted will be signed by the agency that follows. What its head has signed in the old name is issued
 * in the old name, as the last number of its register: only who may see and stamp it follows. What is issued stays.
 */
export const resultsFollow: UnitFollower = {
  key: 'results.results',
  title: { vi: 'Kết quả chưa phát hành', en: 'Results that are not issued yet' },
  after: ['one-stop.dossiers'],
  count: (db, units) =>
    db.all(
      sql`select r.unit_id as unit, count(*)::int as count from results.result r join one_stop.v_dossier d on d.id = r.dossier_id
          where r.state in ('draft', 'signed') and r.unit_id = any(${units.map(({ id }) => id)}::int[])
            and case when d.unit_id = any(${units.map(({ id }) => id)}::int[]) then d.status in (1, 2, 4, 5, 6, 9) else r.state = 'draft' or not r.units @> d.units end group by 1`,
    ),
  async follow(ctx, succession, limit) {
    const old = succession.units.map(({ id }) => id);
    await keepSymbols(ctx.db, succession.symbols);
    return ctx.db.run(
      sql`with next as (select r.id, d.unit_id, d.units from results.result r join one_stop.v_dossier d on d.id = r.dossier_id
                        where r.state in ('draft', 'signed') and d.unit_id <> all(${old}::int[])
                          and ((r.state = 'draft' and r.unit_id = any(${old}::int[])) or (r.unit_id = any(${old}::int[]) and not r.units @> d.units))
                        order by r.id limit ${limit} for update of r)
          update results.result r set units = (select array_agg(distinct u) from unnest(r.units || n.units) u),
            unit_id = case when r.state = 'draft' then n.unit_id else r.unit_id end, version = r.version + 1
          from next n where r.id = n.id`,
    );
  },
};

/** Signs of the units that begin, for the numbers of their papers. */
async function keepSymbols(db: Parameters<UnitFollower['count']>[0], symbols: ReadonlyMap<string, string>): Promise<void> {
  if (symbols.size === 0) return;
  const rows = [...symbols].map(([key, symbol]) => ({ key, symbol }));
  await db.run(
    sql`insert into results.unit_symbol (unit_key, symbol)
        select key, symbol from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i (key text, symbol text)
        on conflict (unit_key) do update set symbol = excluded.symbol where unit_symbol.symbol <> excluded.symbol`,
  );
}
