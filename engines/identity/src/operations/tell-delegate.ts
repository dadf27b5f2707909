import { type Consumer, sql } from '@dinh/kernel';
import { formatDate } from '@dinh/ui';

/** To whom authority is delegated hears of it, with from whom, for which days and why; and when it is taken back. */
export const tellDelegate: Consumer = {
  name: 'identity.tell-delegate',
  events: ['identity.authority-delegated', 'identity.delegation-revoked'],
  async handle(ctx, event) {
    const found = await ctx.db.maybe<{
      id: string;
      name: string;
      email: string | null;
      lang: 'vi' | 'en';
      giver: string;
      from: Date;
      to: Date;
      reason: string;
    }>(
      sql`select t.id, t.name, t.email, t.locale as lang, f.name as giver, d.valid_from as "from", d.valid_to as "to", d.reason
          from identity.delegation d join identity.person t on t.id = d.to_person and t.state = 'active' join identity.person f on f.id = d.from_person
          where d.id = ${event.key}`,
    );
    if (!found) return;
    const { id, name, email, lang, giver, from, to, reason } = found;
    await ctx.app.messenger.tell(ctx, {
      template: event.name.slice('identity.'.length),
      to: { personId: id, name, email, lang },
      // It ends at midnight, which is the end of the day before.
      data: { giver, from: formatDate(from), until: formatDate(new Date(to.getTime() - 1000)), reason },
      about: `delegation:${event.key}`,
      link: '/ban-lam-viec',
    });
  },
};
