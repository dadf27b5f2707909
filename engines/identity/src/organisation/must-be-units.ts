import { type Queries, sql } from '@dinh/kernel';
import { unitNotFound } from '../errors.ts';

/** For what is written beside units that somebody named by their ids; null names none. @throws unitNotFound when one never was */
export async function mustBeUnits(db: Queries, ...named: readonly (number | null | undefined)[]): Promise<void> {
  const units = [...new Set(named.filter((unit) => unit !== null && unit !== undefined))];
  if (units.length === 0) return;
  const { there } = await db.one<{ there: number }>(
    sql`select count(*)::int as there from identity.unit where id = any(${units}::int[])`,
  );
  if (there < units.length) throw unitNotFound();
}
