import { type Context, reach, sql, where } from '@dinh/kernel';

/** The agencies and desks within reach of a permission, for choosing one; with their sections for whoever does not see all. */
export async function listedUnits(
  ctx: Pick<Context, 'db' | 'principal' | 'lang'>,
  permission: 'one-stop.view-statistics' | 'one-stop.view-ledger',
): Promise<{ value: string; label: string }[]> {
  const mine = reach(ctx.principal, permission);
  const rows = await ctx.db.all<{ id: number; name_vi: string; name_en: string }>(
    sql`select u.id, u.name_vi, u.name_en from identity.v_unit u
        where u.kind not in (${mine.all ? sql.raw("'section', ") : sql.empty}'leadership', 'clerk') and ${where(mine, { unit: sql`u.id` })} order by cardinality(u.path), u.name_vi`,
  );
  return rows.map((row) => ({ value: String(row.id), label: ctx.lang === 'vi' ? row.name_vi : row.name_en }));
}
