import { type Consumer, localDate, type Queries, sql } from '@dinh/kernel';
import { formatDate } from '@dinh/ui';
import { away, live } from './stands-in.ts';

interface Side {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly lang: 'vi' | 'en';
}

interface Standing {
  readonly to: Side;
  readonly holder: { readonly name: string; readonly state: string; readonly away: boolean } | null;
  readonly title: { readonly vi: string; readonly en: string };
  readonly unit: { readonly vi: string; readonly en: string };
  readonly basis: string;
}

/** Why somebody stands in, or stands in no longer, in the language of whoever reads it. */
function whyOf(lang: 'vi' | 'en', began: boolean, { holder }: Standing): string {
  if (!holder)
    return began
      ? { vi: 'chức vụ đang khuyết', en: 'the post is vacant' }[lang]
      : { vi: 'chức vụ đã có người giữ', en: 'the post is held again' }[lang];
  const { name } = holder;
  if (!began)
    return { vi: `${name} đã trở lại hoặc có người khác làm thay`, en: `${name} is back, or somebody else stands in` }[lang];
  return holder.state === 'suspended'
    ? { vi: `tài khoản của ${name} đang tạm ngừng`, en: `the account of ${name} is suspended` }[lang]
    : { vi: `${name} vắng mặt theo lịch`, en: `${name} is away by the calendar` }[lang];
}

/**
 * A standing deputy hears that they stand in from now on, for whom, in which post, why and by which decision; and that they do no longer.
 * It follows what was written down of who stands in, so that a suspension, an absence that begins in the night and a place that ends are
 * told alike, and once.
 */
export const tellStandIn: Consumer = {
  name: 'identity.tell-stand-in',
  events: ['identity.standing-in-began', 'identity.standing-in-ended'],
  async handle(ctx, event) {
    const { holder } = event.data as { holder: string | null };
    const found = await ctx.db.maybe<Standing>(
      sql`select json_build_object('id', p.id, 'name', p.name, 'email', p.email, 'lang', p.locale) as "to",
                 (select json_build_object('name', h.name, 'state', h.state, 'away', ${away(sql`h.id`, localDate(ctx.now))})
                  from identity.person h where h.id = ${holder}::uuid) as holder,
                 json_build_object('vi', d.title_vi, 'en', d.title_en) as title,
                 json_build_object('vi', u.name_vi, 'en', u.name_en) as unit, d.basis
          from identity.standing_deputy d join identity.person p on p.id = d.person_id and p.state = 'active' join identity.unit u on u.id = d.unit_id
          where d.id = ${event.key}`,
    );
    if (!found) return;
    const began = event.name.endsWith('-began');
    const { to, title, unit, basis } = found;
    const data = {
      title: title[to.lang],
      unit: unit[to.lang],
      basis,
      why: whyOf(to.lang, began, found),
      day: formatDate(ctx.now),
    };
    await ctx.app.messenger.tell(ctx, {
      template: began ? 'standing-in-began' : 'standing-in-ended',
      to: { personId: to.id, name: to.name, email: to.email, lang: to.lang },
      data,
      about: `deputy:${event.key}`,
      link: '/cong-viec',
    });
  },
};

/** Delegations that somebody has given and that are neither over nor taken back, with to whom. */
const given = (db: Queries, person: string, now: Date) =>
  db.all<Side & { delegation: string; giver: string; from: Date; until: Date }>(
    sql`select t.id, t.name, t.email, t.locale as lang, d.id as delegation, f.name as giver, d.valid_from as "from", d.valid_to as until
        from identity.delegation d join identity.person f on f.id = d.from_person join identity.person t on t.id = d.to_person and t.state = 'active'
        where d.from_person = ${person} and d.revoked_at is null and d.valid_to > ${now}
          and exists (select from identity.position o where o.person_id = d.from_person and ${live('o', localDate(now))})
        order by t.id, d.id`,
  );

/**
 * To whom authority is delegated hears that it rests while its giver is suspended, and that it holds again. That the giver has
 * left they hear from the delegation, which ends then (`tellDelegate`).
 */
export const tellResting: Consumer = {
  name: 'identity.tell-resting',
  events: ['identity.person-suspended', 'identity.person-resumed'],
  async handle(ctx, event) {
    const template = event.name === 'identity.person-suspended' ? 'delegation-rests' : 'delegation-goes-on';
    for (const { id, name, email, lang, delegation, giver, from, until } of await given(ctx.db, event.key, ctx.now))
      await ctx.app.messenger.tell(ctx, {
        template,
        to: { personId: id, name, email, lang },
        data: { giver, from: formatDate(from), until: formatDate(new Date(until.getTime() - 1000)) },
        about: `delegation:${delegation}`,
        link: '/uy-quyen',
      });
  },
};
