import { clean, command, type Context, localDate, may, query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { businessNotFound, wrongInput } from '../../errors.ts';
import { address, email, line, moment, nullable, phone, plainPhone, uuid } from '../../fields.ts';
import { inWords } from './ending.ts';
import { paperErrors, papersSeen } from '../papers.ts';

/** How the person who asks stands to a business: as a desk, as one of its representatives, or not at all. */
export async function standing(
  ctx: Pick<Context, 'principal'>,
  business: string,
): Promise<'desk' | 'manager' | 'representative' | undefined> {
  const tie = (ctx.principal.authorities ?? []).find((one) => one.kind === 'business' && one.subject === business);
  if (tie?.acts.includes('manage')) return 'manager';
  if (may(ctx.principal, 'people.register-person')) return 'desk';
  return tie && 'representative';
}

const representative = shape({
  id: uuid,
  person: uuid,
  name: Type.String(),
  title: nullable(Type.String()),
  acts: Type.Array(Type.String()),
  matters: nullable(Type.Array(Type.String())),
  verified: Type.Boolean(),
  verifiedAt: nullable(moment),
  from: Type.String(),
  /** The first day on which it holds no more. */
  to: nullable(Type.String()),
  endReason: nullable(Type.String()),
});

const invitation = shape({
  id: uuid,
  name: Type.String(),
  idNumber: Type.String(),
  title: nullable(Type.String()),
  acts: Type.Array(Type.String()),
  invitedByName: Type.String(),
  invitedAt: moment,
  expiresAt: moment,
  state: Type.String(),
});

/**
 * A business with its representatives and those who were asked to be; for its managers and for desks.
 * @throws businessNotFound also for everybody else.
 */
export const viewBusiness = query({
  name: 'identity.view-business',
  title: { vi: 'Xem doanh nghiệp và người đại diện', en: 'See a business and its representatives' },
  may: 'signed-in',
  audit: true,
  subject: (input) => `business:${input.business}`,
  input: shape({ business: uuid }),
  output: shape({
    business: shape({
      id: uuid,
      taxCode: Type.String(),
      name: Type.String(),
      address: nullable(address),
      phone: nullable(Type.String()),
      email: nullable(Type.String()),
      verifiedAt: nullable(moment),
    }),
    mayManage: Type.Boolean(),
    representatives: Type.Array(representative),
    invitations: Type.Array(invitation),
  }),
  async run(ctx, input) {
    const as = await standing(ctx, input.business);
    if (as !== 'desk' && as !== 'manager') throw businessNotFound();
    const [business, representatives, invitations] = await Promise.all([
      ctx.db.maybe<never>(
        sql`select id, tax_code as "taxCode", name, address, phone, email, verified_at as "verifiedAt"
            from identity.business where id = ${input.business} and state <> 'closed'`,
      ),
      ctx.db.all<Static<typeof representative>>(
        sql`select r.id, r.person_id as person, p.name, r.title, r.acts, r.matters, r.verified, r.verified_at as "verifiedAt",
                   r.valid_from as "from", r.valid_to as "to", r.end_reason as "endReason"
            from identity.representative r join identity.person p on p.id = r.person_id
            where r.business_id = ${input.business} order by r.valid_to desc nulls first, p.folded, r.id limit 200`,
      ),
      ctx.db.all<never>(
        sql`select i.id, i.name, i.id_number as "idNumber", i.title, i.acts, p.name as "invitedByName", i.invited_at as "invitedAt",
                   i.expires_at as "expiresAt", case when i.state = 'open' and i.expires_at <= ${ctx.now} then 'expired' else i.state end as state
            from identity.invitation i join identity.person p on p.id = i.invited_by
            where i.business_id = ${input.business} order by i.invited_at desc, i.id desc limit 100`,
      ),
    ]);
    if (!business) throw businessNotFound();
    return {
      business,
      mayManage: as === 'manager',
      representatives: inWords(representatives, ctx.lang),
      invitations,
    };
  },
});

const sorts = { name: sql`p.folded`, from: sql`r.valid_from` } as const;

/**
 * Who represents a business, a page at a time: those who do now, the ones that have ended too when asked for; for its managers and for
 * desks. Names are found without accents.
 * @throws businessNotFound also for everybody else.
 */
export const listRepresentatives = query({
  name: 'identity.list-representatives',
  title: { vi: 'Người đại diện của doanh nghiệp', en: 'Representatives of a business' },
  may: 'signed-in',
  audit: true,
  subject: (input) => `business:${input.business}`,
  input: shape({
    business: uuid,
    query: Type.Optional(line(120, 0)),
    /** Those that have ended, too. */
    past: Type.Optional(Type.Boolean()),
    sort: Type.Optional(Type.Union([Type.Literal('name'), Type.Literal('from')])),
    descending: Type.Optional(Type.Boolean()),
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({ representatives: Type.Array(representative), next: nullable(Type.Integer()) }),
  async run(ctx, input) {
    const as = await standing(ctx, input.business);
    if (as !== 'desk' && as !== 'manager') throw businessNotFound();
    const there = await ctx.db.maybe(sql`select from identity.business where id = ${input.business} and state <> 'closed'`);
    if (!there) throw businessNotFound();
    const [limit, offset] = [input.limit ?? 50, input.offset ?? 0];
    const way = sql.raw(input.descending ? 'desc' : 'asc');
    const rows = await ctx.db.all<Static<typeof representative>>(
      sql`select r.id, r.person_id as person, p.name, r.title, r.acts, r.matters, r.verified, r.verified_at as "verifiedAt",
                 r.valid_from as "from", r.valid_to as "to", r.end_reason as "endReason"
          from identity.representative r join identity.person p on p.id = r.person_id
          where r.business_id = ${input.business} and ${sql.all([
            !input.past && sql`(r.valid_to is null or r.valid_to > ${localDate(ctx.now)}::date)`,
            input.query ? sql`p.folded like '%' || kernel.fold(${input.query}) || '%'` : undefined,
            sql`true`,
          ])} order by ${sorts[input.sort ?? 'name']} ${way}, r.id ${way} limit ${limit + 1} offset ${offset}`,
    );
    const more = rows.length > limit;
    if (more) rows.pop();
    ctx.concern(...rows.map(({ person }) => person));
    return { representatives: inWords(rows, ctx.lang), next: more ? offset + limit : null };
  },
});

/**
 * Changes how a business is reached; its name only until a desk has seen its registration. An absent field stays, `null`
 * empties it. @throws businessNotFound the person does not manage it.
 */
export const updateBusiness = command({
  name: 'identity.update-business',
  title: { vi: 'Sửa thông tin doanh nghiệp', en: 'Change the details of a business' },
  may: 'signed-in',
  input: shape({
    business: uuid,
    name: Type.Optional(line(300, 2)),
    address: Type.Optional(nullable(address)),
    phone: Type.Optional(nullable(phone)),
    email: Type.Optional(nullable(email)),
  }),
  output: shape({}),
  subject: (input) => `business:${input.business}`,
  async run(ctx, input) {
    if ((await standing(ctx, input.business)) !== 'manager') throw businessNotFound();
    const now = await ctx.db.maybe<{ name: string; verified: boolean }>(
      sql`select name, verified_at is not null as verified from identity.business where id = ${input.business} for update`,
    );
    if (!now) throw businessNotFound();
    if (now.verified && input.name !== undefined && clean(input.name) !== now.name)
      throw wrongInput({}, { fields: [{ path: 'name', message: nameSeen }] });
    const set = [
      input.name !== undefined && sql`name = ${clean(input.name)}`,
      input.address !== undefined && sql`address = ${input.address && JSON.stringify(input.address)}::jsonb`,
      input.phone !== undefined && sql`phone = ${input.phone && plainPhone(input.phone)}`,
      input.email !== undefined && sql`email = ${input.email}`,
    ].filter((piece) => piece !== false);
    if (set.length > 0) await ctx.db.run(sql`update identity.business set ${sql.join(set)} where id = ${input.business}`);
    ctx.note({ fields: Object.keys(input).filter((key) => key !== 'business') });
    return {};
  },
});

const nameSeen = {
  vi: 'Tên này đã được đối chiếu với giấy đăng ký. Muốn sửa, hãy đến bộ phận một cửa.',
  en: 'This name was checked against the registration. To change it, come to the one-stop desk.',
};

/**
 * Notes that a desk has seen the registration of a business; its name is corrected by it.
 * @throws businessNotFound; wrongInput when no paper proves it.
 */
export const verifyBusiness = command({
  name: 'identity.verify-business',
  title: { vi: 'Đối chiếu giấy đăng ký doanh nghiệp', en: 'Check a business against its registration' },
  may: 'people.register-person',
  input: shape({ business: uuid, name: line(300, 2), papers: papersSeen }),
  output: shape({}),
  subject: (input) => `business:${input.business}`,
  async run(ctx, input) {
    const errors = await paperErrors(ctx, input.papers, 'business');
    if (errors.length > 0) throw wrongInput({}, { fields: errors });
    const changed = await ctx.db.run(
      sql`update identity.business set name = ${clean(input.name)}, verified_at = ${ctx.now}, verified_by = ${ctx.principal.id}::uuid
          where id = ${input.business} and state <> 'closed'`,
    );
    if (changed === 0) throw businessNotFound();
    ctx.db.send(
      sql`update identity.person set revision = revision + 1
          where id in (select person_id from identity.representative where business_id = ${input.business})`,
    );
    ctx.note({ papers: input.papers.map(({ kind, number }) => ({ kind, number })) });
    ctx.emit({
      name: 'identity.business-verified',
      key: input.business,
      topics: [`business:${input.business}`],
    });
    return {};
  },
});
