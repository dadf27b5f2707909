import { clean, command, localDate, query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { businessNotFound, invitationNotFound, tooManyOpen } from '../../errors.ts';
import { line, moment, nullable, personName, uuid } from '../../fields.ts';
import { standing } from './businesses.ts';
import { authorityChanged, codeHash, daysOf, limits, newCode, period, within } from './model.ts';
import { notYet } from './representatives.ts';

/** Days in which an invitation can be answered. */
const answerDays = 14;
const mostOpen = 50;

/**
 * Asks a person, by name and identity number, to represent a business. Whether they have an account is not told. They answer in their
 * account, or with the code, which is told this once and handed on by whoever asks.
 * @throws businessNotFound the person who asks does not manage it; authorityTooWide, periodWrong, tooManyOpen.
 */
export const inviteRepresentative = command({
  name: 'identity.invite-representative',
  title: { vi: 'Mời người đại diện', en: 'Invite a representative' },
  may: 'signed-in',
  secret: true,
  input: shape({
    business: uuid,
    name: personName,
    idNumber: Type.String({ pattern: '^\\d{12}$' }),
    title: Type.Optional(line(120)),
    ...limits,
    ...period,
  }),
  output: shape({ invitation: uuid, code: Type.String(), expiresAt: moment }),
  subject: (input) => `business:${input.business}`,
  async run(ctx, input) {
    const mine = (ctx.principal.authorities ?? []).find((one) => one.kind === 'business' && one.subject === input.business);
    if (!mine || (await standing(ctx, input.business)) !== 'manager') throw businessNotFound();
    within(input, mine);
    const { from, to } = daysOf(input, ctx.now);
    const { open } = await ctx.db.one<{ open: number }>(
      sql`select count(*) as open from identity.invitation where business_id = ${input.business} and state = 'open' and expires_at > ${ctx.now}`,
    );
    if (open >= mostOpen) throw tooManyOpen();
    const invitation = ctx.newId();
    const { code, hash } = newCode();
    const expiresAt = new Date(ctx.now.getTime() + answerDays * 86_400_000);
    await ctx.db.run(
      sql`insert into identity.invitation (id, business_id, name, id_number, secret, title, acts, matters, valid_from, valid_to, invited_by, invited_at, expires_at)
          values (${invitation}, ${input.business}, ${clean(input.name).replace(/\s+/g, ' ')}, ${input.idNumber}, ${hash}, ${input.title ?? null},
                  ${input.acts}::text[], ${input.matters ?? null}::text[], ${from}::date, ${to}::date, ${ctx.principal.id}, ${ctx.now}, ${expiresAt})`,
    );
    ctx.note({ invitation, acts: input.acts, matters: input.matters });
    ctx.emit({
      name: 'identity.representative-invited',
      key: invitation,
      topics: [`business:${input.business}`],
      data: { business: input.business, businessName: mine.name, idNumber: input.idNumber },
    });
    return { invitation, code, expiresAt };
  },
});

/** Takes an open invitation back. @throws invitationNotFound also when another business's. */
export const withdrawInvitation = command({
  name: 'identity.withdraw-invitation',
  title: { vi: 'Rút lời mời', en: 'Withdraw an invitation' },
  may: 'signed-in',
  input: shape({ invitation: uuid }),
  output: shape({}),
  async run(ctx, input) {
    const row = await ctx.db.maybe<{ business: string }>(
      sql`select business_id as business from identity.invitation where id = ${input.invitation} and state = 'open' for update`,
    );
    if (!row || (await standing(ctx, row.business)) !== 'manager') throw invitationNotFound();
    ctx.db.send(
      sql`update identity.invitation set state = 'withdrawn', answered_at = ${ctx.now}, answered_by = ${ctx.principal.id}::uuid where id = ${input.invitation}`,
    );
    ctx.subject(`business:${row.business}`);
    return {};
  },
});

const asked = shape({
  id: uuid,
  business: uuid,
  businessName: Type.String(),
  taxCode: Type.String(),
  title: nullable(Type.String()),
  acts: Type.Array(Type.String()),
  matters: nullable(Type.Array(Type.String())),
  from: Type.String(),
  to: nullable(Type.String()),
  invitedByName: Type.String(),
  expiresAt: moment,
});

/** The person's own number, and whether a desk or the nation has seen that it is theirs. */
const me = (person: string) => sql`(select id_number from identity.person where id = ${person} and id_number is not null)`;
const meKnown = (person: string) =>
  sql`(select id_number from identity.person where id = ${person} and id_number is not null and verified_level >= 1)`;

/**
 * Open invitations for the person who asks: those that name their number, once papers have shown that it is theirs; with `code` also
 * the one that belongs to it, if it names their number.
 */
export const listMyInvitations = query({
  name: 'identity.list-my-invitations',
  title: { vi: 'Lời mời đại diện doanh nghiệp', en: 'Invitations to represent a business' },
  may: 'signed-in',
  input: shape({ code: Type.Optional(line(40)) }),
  output: shape({ invitations: Type.Array(asked) }),
  async run(ctx, input) {
    const invitations = await ctx.db.all<Static<typeof asked>>(
      sql`select i.id, i.business_id as business, b.name as "businessName", b.tax_code as "taxCode", i.title, i.acts, i.matters, i.valid_from as "from",
                 i.valid_to as "to", p.name as "invitedByName", i.expires_at as "expiresAt"
          from identity.invitation i join identity.business b on b.id = i.business_id and b.state = 'active' join identity.person p on p.id = i.invited_by
          where i.state = 'open' and i.expires_at > ${ctx.now}
            and (i.id_number = ${meKnown(ctx.principal.id)}
              or (i.secret = ${input.code ? codeHash(input.code) : null}::bytea and i.id_number = ${me(ctx.principal.id)}))
          order by i.invited_at desc, i.id desc limit 50`,
    );
    return { invitations };
  },
});

/**
 * Accepts or declines an invitation. It counts as checked when whoever invited was.
 * @throws invitationNotFound it is over, names somebody else, or the code is wrong; authorityOverlaps.
 */
export const answerInvitation = command({
  name: 'identity.answer-invitation',
  title: { vi: 'Trả lời lời mời đại diện', en: 'Answer an invitation' },
  may: 'signed-in',
  input: shape({ invitation: uuid, code: Type.Optional(line(40)), accept: Type.Boolean() }),
  output: shape({ business: uuid }),
  subject: (_, output) => `business:${output.business}`,
  async run(ctx, input) {
    const row = await ctx.db.maybe<{
      business: string;
      businessName: string;
      title: string | null;
      acts: string[];
      matters: string[] | null;
      from: string;
      to: string | null;
      by: string;
      verified: boolean;
    }>(
      sql`select i.business_id as business, b.name as "businessName", i.title, i.acts, i.matters, i.valid_from as "from", i.valid_to as "to", i.invited_by as by,
                 exists (select from identity.representative r where r.business_id = i.business_id and r.person_id = i.invited_by and r.verified
                   and (r.valid_to is null or r.valid_to > ${localDate(ctx.now)}::date)) as verified
          from identity.invitation i join identity.business b on b.id = i.business_id and b.state = 'active'
          where i.id = ${input.invitation} and i.state = 'open' and i.expires_at > ${ctx.now}
            and (i.id_number = ${meKnown(ctx.principal.id)}
              or (i.secret = ${input.code ? codeHash(input.code) : null}::bytea and i.id_number = ${me(ctx.principal.id)}))
          for update of i`,
    );
    if (!row) throw invitationNotFound();
    ctx.db.send(
      sql`update identity.invitation set state = ${input.accept ? 'accepted' : 'declined'}, answered_at = ${ctx.now}, answered_by = ${ctx.principal.id}::uuid
          where id = ${input.invitation}`,
    );
    if (input.accept) {
      await notYet(ctx, row.business, ctx.principal.id);
      ctx.db.send(
        sql`insert into identity.representative (id, business_id, person_id, title, acts, matters, valid_from, valid_to, verified, invited_by, created_at)
            values (${ctx.newId()}, ${row.business}, ${ctx.principal.id}, ${row.title}, ${row.acts}::text[], ${row.matters}::text[], ${row.from}::date,
                    ${row.to}::date, ${row.verified}, ${row.by}, ${ctx.now})`,
      );
      authorityChanged(ctx, ctx.principal.id);
    }
    ctx.note({ accepted: input.accept });
    ctx.emit({
      name: 'identity.invitation-answered',
      key: input.invitation,
      topics: [`business:${row.business}`, `person:${row.by}`],
      data: {
        business: row.business,
        businessName: row.businessName,
        by: row.by,
        person: ctx.principal.id,
        accepted: input.accept,
      },
    });
    return { business: row.business };
  },
});
