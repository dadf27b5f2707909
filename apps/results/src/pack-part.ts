import { type PackPart, type Placed, sql } from '@dinh/kernel';

/** The signs of agencies for their numbers, out of the table of units. */
export const unitSymbolsPart: PackPart<Placed<Record<'key' | 'symbol', string>>[]> = {
  name: 'unit-symbols',
  after: ['units'],
  read: (folder) => folder.table('units.tsv', ['key', 'symbol']),
  async load(load, rows) {
    const known = await load.tx.all<{ unit_key: string; symbol: string }>(sql`select unit_key, symbol from results.unit_symbol`);
    const before = new Map(known.map((row) => [row.unit_key, row.symbol]));
    for (const { value } of rows) {
      if (value.symbol === '' || before.get(value.key) === value.symbol) continue;
      load.tx.send(
        sql`insert into results.unit_symbol (unit_key, symbol) values (${value.key}, ${value.symbol}) on conflict (unit_key) do update set symbol = excluded.symbol`,
      );
      load.report('unit-symbols', value.key, before.has(value.key) ? 'changed' : 'added');
    }
  },
  async save(save) {
    const rows = await save.db.all<Record<'key' | 'symbol', string>>(
      sql`select u.key, s.symbol from identity.v_unit u left join results.unit_symbol s on s.unit_key = u.key order by u.path`,
    );
    save.table('units.tsv', ['key', 'symbol'], rows, 'key');
  },
};
