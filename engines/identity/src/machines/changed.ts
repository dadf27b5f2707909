import { type CommandContext, sql } from '@dinh/kernel';
import { forgetClient } from '../provider/clients.ts';

/** Notes that a client, its keys or its permissions are changed: what was known of it is asked for again, everywhere. */
export async function clientChanged(ctx: CommandContext, id: string): Promise<void> {
  await ctx.db.run(sql`update identity.client set revision = revision + 1 where id = ${id}`);
  ctx.db.afterCommit(() => forgetClient(ctx.app, id));
}
