import { type Queries, sql, type Text } from '@dinh/kernel';

/** The names of units by their ids. */
export async function unitNames(db: Queries, ids: readonly number[]): Promise<ReadonlyMap<number, Text>> {
  if (ids.length === 0) return new Map();
  const rows = await db.all<{ id: number } & Text>(
    sql`select id, name_vi as vi, name_en as en from identity.v_unit where id = any(${[...new Set(ids)]})`,
  );
  return new Map(rows.map(({ id, vi, en }) => [id, { vi, en }]));
}
