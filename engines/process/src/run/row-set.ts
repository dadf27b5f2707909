import { Sql, sql } from '@dinh/kernel';

/** Columns with their types in PostgreSQL. */
type Columns = Readonly<Record<string, string>>;

/**
 * Rows of a statement, to read `from`: one row as parameters, which PostgreSQL sets up in a third of the time and finds its
 * index by; more as one JSON text, so that the text of the statement is the same for any number.
 * @param columns what is taken of each row: null where a row has no such property
 */
export function rowSet<Row extends object>(columns: Columns): (rows: readonly Row[]) => Sql {
  const all = Object.entries(columns);
  const record = all.map(([name, type]) => `"${name}" ${type}`).join(', ');
  // The texts between the values: each value is cast and named by what follows it.
  const named = all.map(([name, type]) => `::${type} as "${name}"`);
  const one = ['(select ', ...named.slice(0, -1).map((end) => `${end}, `), `${named.at(-1)})`];
  return (rows) => {
    const [first] = rows;
    if (rows.length === 1)
      return new Sql(
        one,
        all.map(([name, type]) => parameter((first as any)[name], type)),
      );
    return sql`(select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${sql.raw(record)}) ${atMost(rows.length)})`;
  };
}

function parameter(value: unknown, type: string): unknown {
  if (value === undefined || value === null) return null;
  return type === 'jsonb' ? JSON.stringify(value) : value;
}

/**
 * Tells the planner how few rows come: it takes a set from JSON for a hundred, and would read a small table whole.
 * Rounded up, so that the number of statements to prepare stays small.
 */
function atMost(rows: number): Sql {
  return sql.raw(rows <= 2 ? 'limit 2' : rows <= 10 ? 'limit 10' : '');
}

/** `id = one`, or `id = any(all)`. */
export function among(rows: readonly { readonly id: string }[]): Sql {
  return rows.length === 1 ? sql`id = ${rows[0]!.id}::uuid` : sql`id = any(${rows.map((row) => row.id)}::uuid[])`;
}
