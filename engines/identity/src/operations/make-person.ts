import { clean, command, type FieldError, isDuplicate, shape, sql, type Text } from '@dinh/kernel';
import { Type } from 'typebox';
import { personExists, wrongInput } from '../errors.ts';
import { address, birthDateError, day, email, gender, idNumber, personName, phone, plainPhone, uuid } from '../fields.ts';
import { paperErrors, papersSeen } from '../people/papers.ts';
import { recordVerification } from '../people/verify-person.ts';

const numberNeeded: Text = {
  vi: 'Đã xem giấy tờ thì cần ghi số định danh.',
  en: 'With papers seen, the identity number is needed.',
};

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
    /** Papers that the official has seen and with which all this agrees: the person begins at level 1. */
    papers: Type.Optional(papersSeen),
  }),
  output: shape({ person: uuid }),
  subject: (_, output) => `person:${output.person}`,
  async run(ctx, input) {
    const fields: FieldError[] = [];
    const birth = birthDateError('birthDate', input.birthDate, ctx.now);
    if (birth) fields.push(birth);
    if (input.papers && !input.idNumber) fields.push({ path: 'idNumber', message: numberNeeded });
    if (input.papers) fields.push(...(await paperErrors(ctx, input.papers, 'identity', input.idNumber)));
    if (fields.length > 0) throw wrongInput({}, { fields });
    const person = ctx.newId();
    try {
      await ctx.db.run(
        sql`insert into identity.person (id, kind, name, id_number, birth_date, gender, phone, email, address, verified_level, origin, created_at, created_by)
            values (${person}, 'citizen', ${clean(input.name).replace(/\s+/g, ' ')}, ${input.idNumber ?? null}, ${input.birthDate ?? null}::date,
              ${input.gender ?? null}, ${input.phone ? plainPhone(input.phone) : null}, ${input.email ?? null},
              ${input.address ? JSON.stringify(input.address) : null}::jsonb, ${input.papers ? 1 : 0}, 'desk', ${ctx.now},
              ${ctx.principal.kind === 'person' ? ctx.principal.id : null}::uuid)`,
      );
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw personExists({}, { fields: [{ path: 'idNumber', message: personExists.sentence }], cause: error });
    }
    if (input.papers) recordVerification(ctx, person, 1, input.papers);
    ctx.emit({ name: 'identity.person-registered', key: person });
    return { person };
  },
});
