import { type Context, localDate, reach, sql, where, unnarrowed } from '@dinh/kernel';
import { formatDate } from '@dinh/ui';

/**
 * The agencies and desks within reach of a permission, for choosing one; with their sections for whoever does not see all.
 * Those that have ended come last, with their last day: what was counted under them is found under them.
 */
export async function listedUnits(
  ctx: Pick<Context, 'db' | 'principal' | 'lang' | 'now'>,
  permission: 'one-stop.view-statistics' | 'one-stop.view-ledger',
): Promise<{ value: string; label: string }[]> {
  const mine = unnarrowed(reach(ctx.principal, permission));
  const today = localDate(ctx.now);
  const rows = await ctx.db.all<{ id: number; name_vi: string; name_en: string; last: string | null }>(
    sql`select u.id, u.name_vi, u.name_en, case when u.valid_to <= ${today}::date then u.valid_to - 1 end as last from identity.v_unit u
        where u.kind not in (${mine.all ? sql.raw("'section', ") : sql.empty}'leadership', 'clerk') and ${where(mine, { unit: sql`u.id` })} order by coalesce(u.valid_to <= ${today}::date, false), cardinality(u.path), u.name_vi`,
  );
  return rows.map(({ id, last, ...name }) => {
    const label = ctx.lang === 'vi' ? name.name_vi : name.name_en;
    const until = last && { vi: `đến ${formatDate(last)}`, en: `until ${formatDate(last)}` }[ctx.lang];
    return { value: String(id), label: until ? `${label} (${until})` : label };
  });
}
