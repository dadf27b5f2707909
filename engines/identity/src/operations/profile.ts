import { clean, command, type FieldError, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { personNotFound, wrongInput } from '../errors.ts';
import { address, birthDateError, day, email, gender, nullable, personName, phone, plainPhone, uuid } from '../fields.ts';
import { ownAccount } from '../factors/own.ts';
import { noteFormerAddress } from '../sign-in/former-address.ts';

/** A person as they and a desk see them. */
export const personShape = shape({
  id: uuid,
  kind: Type.Union([Type.Literal('citizen'), Type.Literal('business'), Type.Literal('official')]),
  name: Type.String(),
  idNumber: nullable(Type.String()),
  birthDate: nullable(Type.String()),
  gender: nullable(gender),
  phone: nullable(Type.String()),
  email: nullable(Type.String()),
  address: nullable(address),
  account: nullable(Type.String()),
  verifiedLevel: Type.Integer(),
  state: Type.String(),
  locale: Type.Union([Type.Literal('vi'), Type.Literal('en')]),
  /** An address was confirmed by a code, or is known from elsewhere than from the person. */
  contactConfirmed: Type.Boolean(),
});

export const personColumns = sql`p.id, p.kind, p.name, p.id_number as "idNumber", p.birth_date as "birthDate", p.gender, p.phone, p.email,
  p.address, p.account, p.verified_level as "verifiedLevel", p.state, p.locale, p.contact_confirmed as "contactConfirmed"`;

/** What is known of the person who asks. */
export const viewProfile = query({
  name: 'identity.view-profile',
  title: { vi: 'Xem thông tin của tôi', en: 'See my details' },
  may: 'signed-in',
  input: shape({}),
  output: personShape,
  async run(ctx) {
    const person = await ctx.db.maybe<never>(
      sql`select ${personColumns} from identity.person p where p.id = ${ctx.principal.id}`,
    );
    if (!person) throw personNotFound();
    return person;
  },
});

const verifiedFields = ['name', 'birthDate', 'gender'] as const;

/**
 * Changes what one says of oneself. What was verified against papers (name, birth date, gender) only a desk can change.
 * An absent field stays, `null` empties it. Telephone and e-mail are how a lost account comes back: another one asks for a
 * fresh proof of all that the account has.
 * @throws wrongInput with the fields at fault; assuranceNeeded.
 */
export const updateProfile = command({
  name: 'identity.update-profile',
  title: { vi: 'Sửa thông tin của tôi', en: 'Change my details' },
  may: 'signed-in',
  input: shape({
    name: Type.Optional(personName),
    birthDate: Type.Optional(nullable(day)),
    gender: Type.Optional(nullable(gender)),
    phone: Type.Optional(nullable(phone)),
    email: Type.Optional(nullable(email)),
    address: Type.Optional(nullable(address)),
    locale: Type.Optional(Type.Union([Type.Literal('vi'), Type.Literal('en')])),
  }),
  output: personShape,
  async prepare(ctx, input) {
    if (input.phone === undefined && input.email === undefined) return;
    const now = await ctx.db.maybe<{ phone: string | null; email: string | null }>(
      sql`select phone, email from identity.person where id = ${ctx.principal.id}`,
    );
    const phone = input.phone && plainPhone(input.phone);
    const other = (next: string | null | undefined, before: string | null | undefined) => next !== undefined && next !== before;
    if (other(phone, now?.phone) || other(input.email, now?.email)) await ownAccount(ctx);
  },
  async run(ctx, input) {
    const now = await ctx.db.maybe<Record<string, unknown> & { verifiedLevel: number }>(
      sql`select ${personColumns} from identity.person p where p.id = ${ctx.principal.id} for update`,
    );
    if (!now) throw personNotFound();
    const fields: FieldError[] = [];
    for (const path of verifiedFields)
      if (now.verifiedLevel > 0 && input[path] !== undefined && input[path] !== now[path])
        fields.push({
          path,
          message: {
            vi: 'Thông tin này đã được đối chiếu với giấy tờ. Muốn sửa, hãy đến bộ phận một cửa với căn cước.',
            en: 'This was checked against your papers. To change it, come to the one-stop desk with your card.',
          },
        });
    const birth = birthDateError('birthDate', input.birthDate ?? undefined, ctx.now);
    if (birth) fields.push(birth);
    if (fields.length > 0) throw wrongInput({}, { fields });
    const set = [
      input.name !== undefined && sql`name = ${clean(input.name).replace(/\s+/g, ' ')}`,
      input.birthDate !== undefined && sql`birth_date = ${input.birthDate}::date`,
      input.gender !== undefined && sql`gender = ${input.gender}`,
      input.phone !== undefined && sql`phone = ${input.phone && plainPhone(input.phone)}`,
      input.email !== undefined && sql`email = ${input.email}`,
      input.address !== undefined && sql`address = ${input.address && JSON.stringify(input.address)}::jsonb`,
      input.locale !== undefined && sql`locale = ${input.locale}`,
    ].filter((piece) => piece !== false);
    for (const kind of ['phone', 'email'] as const) {
      const next = kind === 'phone' && input.phone ? plainPhone(input.phone) : input[kind];
      if (next !== undefined && next !== now[kind])
        await noteFormerAddress(ctx, ctx.principal.id, kind, now[kind] as string | null);
    }
    if (set.length > 0) await ctx.db.run(sql`update identity.person set ${sql.join(set)} where id = ${ctx.principal.id}`);
    ctx.subject(`person:${ctx.principal.id}`);
    ctx.note({ fields: Object.keys(input) });
    return ctx.db.one<never>(sql`select ${personColumns} from identity.person p where p.id = ${ctx.principal.id}`);
  },
});
