/** A row of any table for a test that only needs it to be there. */
import { randomUUID } from 'node:crypto';
import { type App, sql } from '@dinh/kernel';

const columnsOf = new Map<string, Promise<{ name: string; type: string }[]>>();

/** Puts a row into a table: what is given, and something of the right type in every other column that must have a value. */
export async function row(app: App, table: string, given: Record<string, unknown>): Promise<string> {
  const [schema = '', name = ''] = table.split('.');
  const known =
    columnsOf.get(table) ??
    app.db.all<{ name: string; type: string }>(
      sql`select column_name as name, udt_name as type from information_schema.columns
        where table_schema = ${schema} and table_name = ${name} and is_nullable = 'NO' and column_default is null`,
    );
  columnsOf.set(table, known);
  const columns = await known;
  const now = app.clock.now();
  const filler = (type: string): unknown => {
    if (type === 'uuid') return randomUUID();
    if (type === 'jsonb') return '{}';
    if (type === 'bytea') return Buffer.from(randomUUID());
    if (type === 'date') return now.toISOString().slice(0, 10);
    if (type === 'timestamptz') return now;
    if (type.startsWith('_')) return [];
    return /^(int|numeric)/.test(type) ? 1 : type === 'bool' ? false : `x-${randomUUID().slice(0, 8)}`;
  };
  const all = { ...Object.fromEntries(columns.map((one) => [one.name, filler(one.type)])), ...given };
  const { id } = await app.db.one<{ id: string }>(
    sql`insert into ${sql.id(schema, name)} (${sql.join(Object.keys(all).map((key) => sql.id(key)))})
        values (${sql.join(Object.values(all).map((value) => sql`${value}`))}) returning ${sql.raw('id' in all ? 'id::text' : "''")} as id`,
  );
  return id;
}
