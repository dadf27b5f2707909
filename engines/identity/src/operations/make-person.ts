import { clean, command, type FieldError, isDuplicate, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { personExists, personNotFound, wrongInput } from '../errors.ts';
import {
  address,
  birthDateError,
  day,
  email,
  gender,
  idNumber,
  personName,
  phone,
  plainPhone,
  uuid,
} from '../fields.ts';

/**
 * Makes an applicant on the spot at a desk. Without account or password: they get those when they sign up at the desk.
 * @throws personExists the identity number belongs to somebody known; wrongInput with the fields at fault.
 */
export const makePerson = command({
  name: 'identity.make-person',
  title: { vi: 'Ghi nhận người nộp tại quầy', en: 'Record a person at the desk' },
  may: 'people.register-person',
  input: shape({
    name: personName,
    idNumber: Type.Optional(idNumber),
    birthDate: Type.Optional(day),
    gender: Type.Optional(gender),
    phone: Type.Optional(phone),
    email: Type.Optional(email),
    address: Type.Optional(address),
    /** The official has seen the papers and what is written agrees with them. */
    papersSeen: Type.Optional(Type.Boolean()),
  }),
  output: shape({ person: uuid }),
  subject: (_, output) => `person:${output.person}`,
  async run(ctx, input) {
    const fields: FieldError[] = [];
    const birth = birthDateError('birthDate', input.birthDate, ctx.now);
    if (birth) fields.push(birth);
    if (input.papersSeen && !input.idNumber)
      fields.push({
        path: 'idNumber',
        message: {
          vi: 'Đã xem giấy tờ thì cần ghi số định danh.',
          en: 'With papers seen, the identity number is needed.',
        },
      });
    if (fields.length > 0) throw wrongInput({}, { fields });
    const person = ctx.newId();
    try {
      await ctx.db.run(
        sql`insert into identity.person (id, kind, name, id_number, birth_date, gender, phone, email, address, verified_level, origin, created_at, created_by)
            values (${person}, 'citizen', ${clean(input.name).replace(/\s+/g, ' ')}, ${input.idNumber ?? null}, ${input.birthDate ?? null}::date,
              ${input.gender ?? null}, ${input.phone ? plainPhone(input.phone) : null}, ${input.email ?? null},
              ${input.address ? JSON.stringify(input.address) : null}::jsonb, ${input.papersSeen ? 1 : 0}, 'desk', ${ctx.now},
              ${ctx.principal.kind === 'person' ? ctx.principal.id : null}::uuid)`,
      );
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw personExists(
        {},
        { fields: [{ path: 'idNumber', message: personExists.sentence }], cause: error },
      );
    }
    ctx.emit({ name: 'identity.person-registered', key: person });
    return { person };
  },
});

/**
 * Notes that a person came with their papers and what is written agrees with them (level 1).
 * @throws personNotFound; personExists when the number belongs to somebody else.
 */
export const verifyPerson = command({
  name: 'identity.verify-person',
  title: { vi: 'Đối chiếu giấy tờ', en: 'Check a person against their papers' },
  may: 'people.register-person',
  input: shape({ person: uuid, name: personName, idNumber, birthDate: day, gender: Type.Optional(gender) }),
  output: shape({}),
  subject: (input) => `person:${input.person}`,
  async run(ctx, input) {
    const birth = birthDateError('birthDate', input.birthDate, ctx.now);
    if (birth) throw wrongInput({}, { fields: [birth] });
    try {
      const changed = await ctx.db.run(
        sql`update identity.person set name = ${clean(input.name).replace(/\s+/g, ' ')}, id_number = ${input.idNumber},
              birth_date = ${input.birthDate}::date, gender = coalesce(${input.gender ?? null}, gender),
              verified_level = greatest(verified_level, 1)
            where id = ${input.person} and state <> 'closed'`,
      );
      if (changed === 0) throw personNotFound();
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw personExists(
        {},
        { fields: [{ path: 'idNumber', message: personExists.sentence }], cause: error },
      );
    }
    ctx.emit({ name: 'identity.person-verified', key: input.person, topics: [`person:${input.person}`] });
    return {};
  },
});
