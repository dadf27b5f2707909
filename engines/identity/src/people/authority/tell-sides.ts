import { type Consumer, sql } from '@dinh/kernel';
import { formatDate } from '@dinh/ui';

/**
 * Both sides of a right to act for a person hear when it begins and when it ends, however that came about: by an answer, at a desk, by
 * themselves, or because its last day is over. Who was never given it hears nothing of its end.
 */
export const tellSides: Consumer = {
  name: 'identity.tell-authority',
  events: ['identity.authority-confirmed', 'identity.authority-ended'],
  async handle(ctx, event) {
    if (event.data['was'] === 'withdrawn') return;
    const template = event.name.slice('identity.'.length);
    const sides = await ctx.db.all<Side>(
      sql`select t.id, t.name, t.email, t.phone, t.locale as lang, p.name as agent, s.name as subject, a.valid_from::text as "from", a.valid_to::text as until
          from identity.authority a join identity.person p on p.id = a.agent_id join identity.person s on s.id = a.subject_id
            join identity.person t on t.id in (a.agent_id, a.subject_id) and t.state = 'active'
          where a.id = ${event.key} order by t.id`,
    );
    for (const { id, name, email, phone, lang, agent, subject, from, until } of sides)
      await ctx.app.messenger.tell(ctx, {
        template,
        to: { personId: id, name, email, phone, lang },
        data: {
          agent,
          subject,
          from: formatDate(dayOf(from)),
          until: until === null ? noEnd[lang] : dayBefore(until),
        },
        about: `authority:${event.key}`,
        link: '/tai-khoan/dai-dien',
      });
  },
};

interface Side {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly lang: 'vi' | 'en';
  readonly agent: string;
  readonly subject: string;
  readonly from: string;
  /** The first day on which it holds no more. */
  readonly until: string | null;
}

const noEnd = { vi: 'khi được chấm dứt', en: 'it is ended' };

const dayOf = (day: string): Date => new Date(`${day}T00:00:00+07:00`);
const dayBefore = (day: string): string => formatDate(new Date(dayOf(day).getTime() - 86_400_000));
