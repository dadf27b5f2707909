import type pg from 'pg';

/** Which rows belong to a dossier, table by table, in an order in which they can be written. */
const places: readonly { table: string; of: string; without?: readonly string[] }[] = [
  { table: 'one_stop.dossier', of: 'id = $1::uuid' },
  { table: 'one_stop.component', of: 'dossier_id = $1::uuid' },
  { table: 'one_stop.history', of: 'dossier_id = $1::uuid' },
  { table: 'one_stop.hand_over', of: 'dossier_id = $1::uuid' },
  { table: 'one_stop.paper', of: 'dossier_id = $1::uuid' },
  { table: 'process.instance', of: 'business_key = $1::text' },
  {
    table: 'process.token',
    of: 'instance_id in (select id from process.instance where business_key = $1::text)',
  },
  { table: 'process.task', of: 'business_key = $1::text' },
  {
    table: 'process.timer',
    of: 'instance_id in (select id from process.instance where business_key = $1::text)',
  },
  { table: 'process.subscription', of: 'business_key = $1::text' },
  { table: 'notify.message', of: "about = 'dossier:' || $1::text" },
  // Numbered by the database.
  { table: 'kernel.event', of: 'key = $1::text', without: ['id', 'xid'] },
  { table: 'audit.entry', of: "subject = 'dossier:' || $1::text" },
];

/** A row as text, column by column, with what PostgreSQL calls each type. */
export interface Row {
  readonly table: string;
  readonly key: string;
  readonly values: Readonly<Record<string, string | null>>;
}

export interface Shape {
  /** Column → type. */
  readonly columns: Readonly<Record<string, string>>;
  readonly key: readonly string[];
}

/** Columns and primary key of a table. */
export async function shapeOf(db: pg.Pool, table: string): Promise<Shape> {
  const { rows } = await db.query<{ name: string; type: string; key: boolean }>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
            coalesce(a.attnum = any(i.indkey), false) as key
     from pg_attribute a left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [table],
  );
  return {
    columns: Object.fromEntries(rows.map((r) => [r.name, r.type])),
    key: rows.filter((r) => r.key).map((r) => r.name),
  };
}

/** All rows of a dossier as they stand. */
export async function rowsOf(db: pg.Pool, dossier: string): Promise<Row[]> {
  const found: Row[] = [];
  for (const { table, of, without = [] } of places) {
    const { columns, key } = await shapeOf(db, table);
    const list = Object.keys(columns).map((c) => `"${c}"::text`);
    const { rows } = await db.query<Record<string, string | null>>(
      `select ${list.join(', ')} from ${table} where ${of} order by ctid`,
      [dossier],
    );
    for (const row of rows) {
      const id = key.map((c) => row[c]).join(' ');
      found.push({
        table,
        key: id,
        values: Object.fromEntries(Object.entries(row).filter(([c]) => !without.includes(c))),
      });
    }
  }
  return found;
}

/** What an act has done to the rows of a dossier. */
export interface Difference {
  readonly inserted: readonly Row[];
  readonly updated: readonly { row: Row; changed: Readonly<Record<string, string | null>> }[];
  readonly deleted: readonly Row[];
}

export function differenceOf(before: readonly Row[], after: readonly Row[]): Difference {
  const name = (row: Row) => `${row.table} ${row.key}`;
  const old = new Map(before.map((row) => [name(row), row]));
  const still = new Set(after.map(name));
  const updated: { row: Row; changed: Record<string, string | null> }[] = [];
  for (const row of after) {
    const was = old.get(name(row));
    if (!was) continue;
    const changed = Object.fromEntries(Object.entries(row.values).filter(([c, v]) => was.values[c] !== v));
    if (Object.keys(changed).length > 0) updated.push({ row, changed });
  }
  return {
    inserted: after.filter((row) => !old.has(name(row))),
    updated,
    deleted: before.filter((row) => !still.has(name(row))),
  };
}

/** The same, with events under names that nobody waits for: the server must not work on what the floor writes. */
export function unheard(did: Difference): Difference {
  const quiet = (row: Row): Row =>
    row.table === 'kernel.event' ? { ...row, values: { ...row.values, name: `${row.values['name']!.slice(0, -1)}~` } } : row;
  return { ...did, inserted: did.inserted.map(quiet) };
}

/** How many rows each table has taken, lost and seen change since the database began. */
export async function touched(db: pg.Pool): Promise<Map<string, { ins: number; upd: number; del: number }>> {
  await db.query('select pg_stat_force_next_flush()');
  const { rows } = await db.query<{ name: string; ins: string; upd: string; del: string }>(
    `select schemaname || '.' || relname as name, n_tup_ins as ins, n_tup_upd as upd, n_tup_del as del from pg_stat_user_tables`,
  );
  return new Map(rows.map((r) => [r.name, { ins: Number(r.ins), upd: Number(r.upd), del: Number(r.del) }]));
}
