import type { Queries } from './database/database.ts';
import { type Sql, sql } from './database/sql.ts';
import type { Text } from './text.ts';

/**
 * Records of a module that stand under a person's id (`Module.personRecords`). They are counted when a person closes their
 * account, follow when two records of one person become one, and go back when that is undone. What was written as history
 * (who did what) is not among them: it stays as it was written, and the old id still leads to the person.
 */
export interface PersonRecord {
  readonly what: Text;
  /** `one_stop.dossier`. */
  readonly table: string;
  /** The column that holds the person's id, `uuid`. */
  readonly column: string;
  /** The primary key; `id` when not said. */
  readonly key?: string;
  /** When a row was made: rows made after a merge stand in the way of its undoing. Absent: they do not. */
  readonly madeAt?: string;
  /** Which rows are still under way, in SQL: the person is told of them before they close their account. */
  readonly open?: string;
  /** Which rows are meant, in SQL; all when absent. */
  readonly only?: string;
  /** With these columns a person has one row only: where both have one, the other's stays where it is. */
  readonly once?: readonly string[];
}

const tableOf = ({ table }: PersonRecord): Sql => sql.id(...table.split('.'));

/** How many rows of a person are under way. */
export async function countOpen(db: Queries, record: PersonRecord, person: string): Promise<number> {
  if (!record.open) return 0;
  const { count } = await db.one<{ count: number }>(
    sql`select count(*) as count from ${tableOf(record)} r where r.${sql.id(record.column)} = ${person}::uuid and (${sql.raw(record.open)})`,
  );
  return count;
}

/** How many rows of a person were made after `at`. */
export async function countSince(db: Queries, record: PersonRecord, person: string, at: Date): Promise<number> {
  if (!record.madeAt) return 0;
  const { count } = await db.one<{ count: number }>(
    sql`select count(*) as count from ${tableOf(record)} r where r.${sql.id(record.column)} = ${person}::uuid and r.${sql.id(record.madeAt)} > ${at}`,
  );
  return count;
}

/**
 * Puts all rows of one person under the id of another.
 * @param only the rows to be moved by their keys; all when absent
 * @returns the keys of what was moved
 */
export async function moveRecords(
  db: Queries,
  record: PersonRecord,
  from: string,
  to: string,
  only?: readonly string[],
): Promise<string[]> {
  const [table, column, key] = [tableOf(record), sql.id(record.column), sql.id(record.key ?? 'id')];
  const same = (record.once ?? []).map((one) => sql`o.${sql.id(one)} is not distinct from r.${sql.id(one)}`);
  const rows = await db.all<{ key: string }>(
    sql`update ${table} r set ${column} = ${to}::uuid where ${sql.all([
      sql`r.${column} = ${from}::uuid`,
      only && sql`r.${key}::text = any(${[...only]}::text[])`,
      record.only !== undefined && sql.raw(record.only),
      record.once && sql`not exists (select from ${table} o where o.${column} = ${to}::uuid and ${sql.all(same)})`,
    ])} returning r.${key}::text as key`,
  );
  return rows.map((row) => row.key);
}
