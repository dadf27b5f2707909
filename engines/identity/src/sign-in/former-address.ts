import { type CommandContext, sql } from '@dinh/kernel';
import { tellOwner } from './tell.ts';

/** Days for which an address that was replaced still hears what is done to the account. */
export const formerDays = 30;

/**
 * Notes that an address of an account was replaced, and tells the old one: whoever took an account over cannot silence
 * its owner by changing where messages go.
 */
export async function noteFormerAddress(
  ctx: CommandContext,
  person: string,
  kind: 'email' | 'phone',
  former: string | null,
): Promise<void> {
  if (!former) return;
  ctx.db.send(
    sql`insert into identity.former_address (person_id, kind, address, until) values (${person}, ${kind}, ${former}, ${ctx.now})`,
  );
  await tellOwner(ctx, person, 'address-changed', {}, { email: null, phone: null, [kind]: former });
}
