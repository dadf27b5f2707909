import { type Consumer, type ConsumerContext, type Event, localDate, type Sql, sql, startOfDay } from '@dinh/kernel';
import { formatDate } from '@dinh/ui';
import { endReasonText } from './ending.ts';

/**
 * Both sides of a right to act for a person hear when it begins and when it ends, however that came about: by an answer, at a desk, by
 * themselves, or because its last day is over. Who was never given it hears nothing of its end, but why it was refused.
 */
export const tellSides: Consumer = {
  name: 'identity.tell-authority',
  events: ['identity.authority-confirmed', 'identity.authority-ended', 'identity.authority-refused'],
  async handle(ctx, event) {
    if (event.data['was'] === 'withdrawn') return;
    const refused = event.name === 'identity.authority-refused';
    // Of a refusal hears whoever waits for the answer.
    await tellOf(
      ctx,
      event,
      refused ? sql`t.id = a.declared_by` : sql`t.id in (a.agent_id, a.subject_id)`,
      event.name.slice('identity.'.length),
    );
  },
};

/**
 * Who is named in a power of attorney hears that their answer is waited for, once papers have shown who they are. Whoever named them is
 * not told whether they are known.
 */
export const tellNamed: Consumer = {
  name: 'identity.tell-named',
  events: ['identity.authority-offered', 'identity.authority-declared'],
  async handle(ctx, event) {
    const offered = event.name === 'identity.authority-offered';
    if (!offered && event.data['kind'] !== 'attorney') return;
    await tellOf(
      ctx,
      event,
      sql`t.verified_level >= 1 and t.id_number = ${offered ? sql`a.agent` : sql`a.subject`} ->> 'idNumber'
        and a.state = ${offered ? 'offered' : 'declared'}`,
      offered ? 'authority-offered' : 'authority-claimed',
    );
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
  readonly reason: string | null;
}

/** Tells persons `t` of an authority `a`. */
async function tellOf(ctx: Omit<ConsumerContext, 'emit'>, event: Event, whom: Sql, template: string): Promise<void> {
  const sides = await ctx.db.all<Side>(
    sql`select t.id, t.name, t.email, t.phone, t.locale as lang, coalesce(p.name, a.agent ->> 'name') as agent,
               coalesce(s.name, a.subject ->> 'name') as subject, a.valid_from::text as "from", a.valid_to::text as until, a.end_reason as reason
        from identity.authority a left join identity.person p on p.id = a.agent_id left join identity.person s on s.id = a.subject_id
          join identity.person t on ${whom} and t.state = 'active'
        where a.id = ${event.key} order by t.id`,
  );
  for (const { id, name, email, phone, lang, agent, subject, from, until, reason } of sides)
    await ctx.app.messenger.tell(ctx, {
      template,
      to: { personId: id, name, email, phone, lang },
      data: {
        agent,
        subject,
        from: formatDate(startOfDay(from)),
        until: until === null ? noEnd[lang] : dayBefore(until),
        reason: reasonText(reason, lang),
      },
      about: `authority:${event.key}`,
      link: '/tai-khoan/dai-dien',
    });
}

const noEnd = { vi: 'khi được chấm dứt', en: 'it is ended' };

const dayBefore = (day: string): string => formatDate(startOfDay(day, -1));

/**
 * Who represents a business hears with those who manage it when that begins, is limited otherwise, and ends, however it came about; who is
 * invited, that their answer is waited for; and who has invited them, what they answered.
 */
export const tellBusiness: Consumer = {
  name: 'identity.tell-business',
  events: [
    'identity.representative-added',
    'identity.representative-limited',
    'identity.representative-ended',
    'identity.representative-invited',
    'identity.invitation-answered',
  ],
  async handle(ctx, event) {
    const kind = event.name.slice('identity.'.length);
    const invitation = kind === 'representative-invited' || kind === 'invitation-answered';
    const today = localDate(ctx.now);
    const rows = await ctx.db.all<BusinessSide>(
      invitation
        ? sql`select t.id, t.name, t.email, t.phone, t.locale as lang, i.name as agent, b.name as business, i.title, null as reason
              from identity.invitation i join identity.business b on b.id = i.business_id
                join identity.person t on t.state = 'active' and ${
                  kind === 'invitation-answered'
                    ? sql`t.id = i.invited_by`
                    : sql`i.state = 'open' and t.verified_level >= 1 and t.id_number = i.id_number`
                }
              where i.id = ${event.key}`
        : sql`select t.id, t.name, t.email, t.phone, t.locale as lang, p.name as agent, b.name as business, r.title, r.end_reason as reason
              from identity.representative r join identity.business b on b.id = r.business_id join identity.person p on p.id = r.person_id
                join identity.person t on t.state = 'active' and (t.id = p.id or exists (select from identity.representative m
                  where m.business_id = b.id and m.person_id = t.id and 'manage' = any(m.acts) and m.valid_from <= ${today}::date
                    and (m.valid_to is null or m.valid_to > ${today}::date)))
              where r.id = ${event.key} order by t.id`,
    );
    const answer = answers[event.data['accepted'] === true ? 'yes' : 'no'];
    for (const { id, name, email, phone, lang, agent, business, title, reason } of rows)
      await ctx.app.messenger.tell(ctx, {
        template: kind,
        to: { personId: id, name, email, phone, lang },
        data: {
          agent,
          business,
          title: title ?? { vi: 'người đại diện', en: 'representative' }[lang],
          reason: reasonText(reason, lang),
          answer: answer[lang],
        },
        about: `business:${event.data['business']}`,
        link: '/tai-khoan/dai-dien',
      });
  },
};

interface BusinessSide {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly lang: 'vi' | 'en';
  readonly agent: string;
  readonly business: string;
  readonly title: string | null;
  readonly reason: string | null;
}

const answers = {
  yes: { vi: 'đã nhận lời', en: 'has accepted' },
  no: { vi: 'đã từ chối', en: 'has declined' },
};
const unsaid = { vi: 'không nêu', en: 'none was given' };
const reasonText = (reason: string | null, lang: 'vi' | 'en'): string =>
  reason === null ? unsaid[lang] : endReasonText(reason, lang);
