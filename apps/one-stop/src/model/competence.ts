import { type CommandContext, sql } from '@dinh/kernel';
import { dossierNotFound } from '../errors.ts';
import type { Dossier } from './dossier.ts';

/**
 * Stopping a dossier and promising another date are the competent agency's to do: whoever was only asked for an opinion
 * had a task of it too, and sees it, but does not decide (NĐ 61/2018 Điều 19.5, 19.9).
 * @throws dossierNotFound for officials of other agencies
 */
export async function mustBeCompetent(ctx: CommandContext, dossier: Dossier): Promise<void> {
  const { principal } = ctx;
  if (principal.kind === 'system') return;
  const units = [...new Set([...principal.units, ...principal.grants.flatMap((grant) => grant.units)])];
  const inside = await ctx.db.maybe(
    sql`select 1 as one from identity.v_unit u where u.id = any(${units}::int[]) and ${dossier.unitId}::int = any(u.path) limit 1`,
  );
  if (!inside) throw dossierNotFound();
}
