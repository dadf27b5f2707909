import { clean, command, isDuplicate, localDate, query, shape, signInNeeded, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { businessExists, businessNotFound } from '../errors.ts';
import { address, email, line, nullable, phone, plainPhone, taxCode, uuid } from '../fields.ts';

const businessShape = shape({
  id: uuid,
  taxCode: Type.String(),
  name: Type.String(),
  address: nullable(address),
  phone: nullable(Type.String()),
  email: nullable(Type.String()),
  title: nullable(Type.String()),
  verified: Type.Boolean(),
  /** The right to act for it, for `act-for`. */
  authority: uuid,
  acts: Type.Array(Type.String()),
  matters: nullable(Type.Array(Type.String())),
  /** The first day on which it holds no more. */
  to: nullable(Type.String()),
});

/**
 * Registers an organisation that one represents. Until a desk has seen the papers the tie counts as declared.
 * @throws businessExists somebody registered this tax code; a desk can add further representatives.
 */
export const registerBusiness = command({
  name: 'identity.register-business',
  title: { vi: 'Đăng ký doanh nghiệp, tổ chức', en: 'Register a business or organisation' },
  may: 'signed-in',
  input: shape({
    taxCode,
    name: line(300, 2),
    address: Type.Optional(address),
    phone: Type.Optional(phone),
    email: Type.Optional(email),
    /** What the person is there: "Giám đốc". */
    title: Type.Optional(line(120)),
  }),
  output: shape({ business: uuid }),
  subject: (_, output) => `business:${output.business}`,
  async run(ctx, input) {
    const business = ctx.newId();
    try {
      await ctx.db.run(
        sql`insert into identity.business (id, tax_code, name, address, phone, email, created_at, created_by)
            values (${business}, ${input.taxCode}, ${clean(input.name)}, ${input.address ? JSON.stringify(input.address) : null}::jsonb,
                    ${input.phone ? plainPhone(input.phone) : null}, ${input.email ?? null}, ${ctx.now}, ${ctx.principal.id})`,
      );
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw businessExists({}, { fields: [{ path: 'taxCode', message: businessExists.sentence }], cause: error });
    }
    ctx.db.send(
      sql`insert into identity.representative (id, business_id, person_id, title, valid_from, created_at)
          values (${ctx.newId()}, ${business}, ${ctx.principal.id}, ${input.title ?? null}, ${localDate(ctx.now)}::date, ${ctx.now})`,
    );
    ctx.db.send(sql`update identity.person set revision = revision + 1 where id = ${ctx.principal.id}`);
    ctx.emit({ name: 'identity.business-registered', key: business });
    return { business };
  },
});

/** The organisations that the person who asks represents today. */
export const listMyBusinesses = query({
  name: 'identity.list-my-businesses',
  title: { vi: 'Doanh nghiệp tôi đại diện', en: 'Businesses that I represent' },
  may: 'signed-in',
  input: shape({}),
  output: shape({ current: nullable(uuid), businesses: Type.Array(businessShape) }),
  async run(ctx) {
    const today = localDate(ctx.now);
    const businesses = await ctx.db.all<never>(
      sql`select b.id, b.tax_code as "taxCode", b.name, b.address, b.phone, b.email, r.title, r.verified,
                 r.id as authority, r.acts, r.matters, r.valid_to as "to"
          from identity.representative r join identity.business b on b.id = r.business_id and b.state = 'active'
          where r.person_id = ${ctx.principal.id} and r.valid_from <= ${today}::date and (r.valid_to is null or r.valid_to > ${today}::date)
          order by b.folded, b.id limit 200`,
    );
    return { current: ctx.principal.business ?? null, businesses };
  },
});

/**
 * From now on this session files for a business, or for oneself again (`null`); `act-for` does the same by an authority.
 * @throws businessNotFound one does not represent it.
 */
export const actForBusiness = command({
  name: 'identity.act-for-business',
  title: { vi: 'Làm việc thay mặt doanh nghiệp', en: 'Act for a business' },
  may: 'signed-in',
  input: shape({ business: nullable(uuid) }),
  output: shape({}),
  subject: (input) => (input.business ? `business:${input.business}` : undefined),
  async run(ctx, { business }) {
    if (!ctx.principal.session) throw signInNeeded();
    const tie = (ctx.principal.authorities ?? []).find((one) => one.kind === 'business' && one.subject === business);
    if (business && !tie) throw businessNotFound();
    await ctx.db.run(
      sql`update identity.session set business_id = ${business}::uuid, authority_id = ${tie?.id ?? null}::uuid where id = ${ctx.principal.session}`,
    );
    return {};
  },
});

/** Finds organisations by tax code or name, for the desk. */
export const findBusiness = query({
  name: 'identity.find-business',
  title: { vi: 'Tìm doanh nghiệp, tổ chức', en: 'Find a business or organisation' },
  may: 'people.register-person',
  input: shape({ query: line(120, 2), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })) }),
  output: shape({
    businesses: Type.Array(shape({ id: uuid, taxCode: Type.String(), name: Type.String(), phone: nullable(Type.String()) })),
  }),
  async run(ctx, input) {
    const text = input.query.trim();
    const businesses = await ctx.db.all<never>(
      sql`select id, tax_code as "taxCode", name, phone from identity.business
          where state <> 'closed' and (tax_code = ${text} or folded like '%' || kernel.fold(${text.replace(/[\\%_]/g, '\\$&')}) || '%')
          order by tax_code = ${text} desc, folded, id limit ${input.limit ?? 20}`,
    );
    return { businesses };
  },
});
