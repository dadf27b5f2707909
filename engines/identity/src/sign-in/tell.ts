import { type CommandContext, type Context, sql } from '@dinh/kernel';
import { formatDateTime } from '@dinh/ui';
import { deviceName } from './device-name.ts';

/** Where and by which browser something was done, as a message tells it. */
export function whereabouts(ctx: Context): string {
  const { address, agent } = ctx.origin;
  return [address, agent && deviceName(agent)].filter(Boolean).join(' · ') || '—';
}

/**
 * Tells a person of something that was done to their account, by all addresses that are known, so that a stranger's
 * doing is seen.
 * @param addresses instead of those in the account: the ones that it had before, too
 */
export async function tellOwner(
  ctx: CommandContext,
  person: string,
  template: string,
  data: Record<string, string | number> = {},
  addresses?: { readonly email?: string | null; readonly phone?: string | null },
): Promise<void> {
  const found = await ctx.db.maybe<{
    name: string;
    email: string | null;
    phone: string | null;
    lang: 'vi' | 'en';
  }>(sql`select name, email, phone, locale as lang from identity.person where id = ${person}`);
  if (!found) return;
  try {
    await ctx.app.messenger.tell(ctx, {
      template,
      to: { personId: person, ...found, ...addresses },
      data: { at: formatDateTime(ctx.now), where: whereabouts(ctx), ...data },
      about: `person:${person}`,
      link: '/tai-khoan/bao-mat',
    });
  } catch (error) {
    // A pack without this message must not keep anybody from signing in.
    ctx.app.log.warn({ err: error, template }, 'a person could not be told');
  }
}
