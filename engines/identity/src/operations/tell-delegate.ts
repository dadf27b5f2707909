import { type Consumer, localDate, sql } from '@dinh/kernel';
import { formatDate } from '@dinh/ui';

interface Side {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly lang: 'vi' | 'en';
  readonly active: boolean;
}

const side = (of: 'f' | 't') => {
  const p = sql.raw(of);
  return sql`json_build_object('id', ${p}.id, 'name', ${p}.name, 'email', ${p}.email, 'lang', ${p}.locale, 'active', ${p}.state = 'active')`;
};

/**
 * To whom authority is delegated hears of it, with from whom, for which days and why; and when it is taken back. Where it ends otherwise,
 * since the receiver has left or an administrator has revoked it, its giver hears too: nobody stands in for them any more.
 */
export const tellDelegate: Consumer = {
  name: 'identity.tell-delegate',
  events: ['identity.authority-delegated', 'identity.delegation-revoked'],
  async handle(ctx, event) {
    const found = await ctx.db.maybe<{
      giver: Side;
      receiver: Side;
      from: Date;
      to: Date;
      reason: string;
      unasked: boolean;
    }>(
      sql`select ${side('f')} as giver, ${side('t')} as receiver, d.valid_from as "from", d.valid_to as "to", d.reason,
                 d.revoked_at is not null and d.revoked_by is distinct from d.from_person and exists (
                   select from identity.position o where o.person_id = d.from_person and (o.valid_to is null or o.valid_to > ${localDate(ctx.now)}::date)) as unasked
          from identity.delegation d join identity.person t on t.id = d.to_person join identity.person f on f.id = d.from_person
          where d.id = ${event.key}`,
    );
    if (!found) return;
    const { giver, receiver, from, to, reason, unasked } = found;
    const data = {
      giver: giver.name,
      receiver: receiver.name,
      from: formatDate(from),
      // It ends at midnight, which is the end of the day before.
      until: formatDate(new Date(to.getTime() - 1000)),
      reason,
    };
    const tell = async (template: string, { id, name, email, lang }: Side) =>
      ctx.app.messenger.tell(ctx, {
        template,
        to: { personId: id, name, email, lang },
        data,
        about: `delegation:${event.key}`,
        link: '/uy-quyen',
      });
    if (receiver.active) await tell(event.name.slice('identity.'.length), receiver);
    if (unasked && giver.active) await tell('delegation-ended', giver);
  },
};
