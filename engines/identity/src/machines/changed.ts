import { type CommandContext, sql } from '@dinh/kernel';
import { clientChangedMeanwhile } from '../errors.ts';
import { forgetClient } from '../provider/clients.ts';

/**
 * Notes that a client, its keys or its permissions are changed: what was known of it is asked for again, everywhere.
 * @param seen the revision that stood when whoever changes it looked; whatever stands now when left out
 * @throws clientChangedMeanwhile another one stands now
 */
export async function clientChanged(ctx: CommandContext, id: string, seen?: number): Promise<void> {
  const found = await ctx.db.run(
    sql`update identity.client set revision = revision + 1 where id = ${id} and revision = coalesce(${seen ?? null}::int, revision)`,
  );
  if (found === 0 && seen !== undefined) throw clientChangedMeanwhile();
  ctx.db.afterCommit(() => forgetClient(ctx.app, id));
}
