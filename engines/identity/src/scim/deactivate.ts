import { type CommandContext, localDate, sql } from '@dinh/kernel';
import { orderHandOver } from '../hand-over/order.ts';
import { endSessions } from '../operations/administer-person.ts';
import { rightsChanged } from '../operations/actor.ts';

/**
 * Ends all places of somebody whom a personnel system calls not active, hands over what they held and signs them out. They keep their
 * account: as a citizen they go on signing in.
 * @param client the personnel system, which has said something of the person before
 */
export async function deactivate(ctx: CommandContext, client: string, person: string): Promise<void> {
  const today = localDate(ctx.now);
  const reason = `Hệ thống nhân sự ${ctx.principal.name}`.slice(0, 300);
  const places = await ctx.db.all<{ id: string }>(
    sql`select id from identity.position where person_id = ${person} and (valid_to is null or valid_to > ${today}::date) and acting_as is null order by id`,
  );
  for (const { id } of places) await ctx.call('identity.end-position', { position: id, reason });
  await ctx.db.run(
    sql`update identity.provisioned set inactive_at = ${ctx.now} where client_id = ${client} and person_id = ${person}`,
  );
  endSessions(ctx, person);
  rightsChanged(ctx.db, person, ctx.now);
  await orderHandOver(ctx, { person, cause: 'position-ended', reason });
  ctx.emit({ name: 'identity.sessions-ended', key: person, data: { reason } });
}
