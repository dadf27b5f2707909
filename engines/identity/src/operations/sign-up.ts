import { clean, command, type FieldError, isDuplicate, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { accountTaken, weakPassword, wrongInput } from '../errors.ts';
import { birthDateError, day, email, gender, personName, phone, plainPhone } from '../fields.ts';
import { isWeakHere } from '../sign-in/judge-password.ts';
import { hashPassword } from '../sign-in/password.ts';
import { deviceSecret, openedSession } from '../sign-in/opened.ts';
import { openSession } from '../sign-in/session.ts';
import { refuseOtherWays } from '../upstream/ways.ts';
import { claimTry, signUpCounter } from '../sign-in/throttle.ts';

/**
 * Opens an account for a citizen, who then is signed in. What they say of themselves counts as declared (level 0) until
 * papers are seen at a desk, and an address counts for getting the account back once a code has confirmed it. That an address is
 * another's, too, is neither looked at nor told. The identity number is the account's name.
 * @throws accountTaken somebody has this identity number; weakPassword; wrongInput with the fields at fault.
 */
export const signUp = command({
  name: 'identity.sign-up',
  title: { vi: 'Đăng ký tài khoản', en: 'Open an account' },
  may: 'anyone',
  secret: true,
  input: shape({
    name: personName,
    idNumber: Type.String({ pattern: '^\\d{12}$' }),
    birthDate: day,
    gender: Type.Optional(gender),
    phone,
    email: Type.Optional(email),
    password: Type.String({ minLength: 1, maxLength: 200 }),
    device: Type.Optional(deviceSecret),
    locale: Type.Optional(Type.Union([Type.Literal('vi'), Type.Literal('en')])),
  }),
  output: openedSession,
  subject: (_, output) => `person:${output.person}`,
  async prepare(ctx, input) {
    await refuseOtherWays(ctx, 'citizen');
    const fields: FieldError[] = [];
    const birth = birthDateError('birthDate', input.birthDate, ctx.now);
    if (birth) fields.push(birth);
    if (await isWeakHere(ctx.db, input.password, [input.idNumber, input.phone, input.email, input.name]))
      fields.push({ path: 'password', message: weakPassword.sentence });
    if (fields.length > 0) throw wrongInput({}, { fields });
    await claimTry(ctx.db, ctx.now, [signUpCounter(ctx.origin.address ?? '')]);
    return { hash: await hashPassword(input.password) };
  },
  async run(ctx, input, { hash }) {
    const id = ctx.newId();
    const name = clean(input.name).replace(/\s+/g, ' ');
    try {
      await ctx.db.run(
        sql`insert into identity.person (id, kind, name, id_number, birth_date, gender, phone, email, account, password_hash, locale, origin, contact_confirmed, created_at)
            values (${id}, 'citizen', ${name}, ${input.idNumber}, ${input.birthDate}::date, ${input.gender ?? null},
                    ${plainPhone(input.phone)}, ${input.email ?? null}, ${input.idNumber}, ${hash}, ${input.locale ?? ctx.lang}, 'self', false, ${ctx.now})`,
      );
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw accountTaken(
        {},
        { fields: [{ path: 'idNumber', message: accountTaken.sentence }], cause: error },
      );
    }
    ctx.emit({ name: 'identity.person-registered', key: id, topics: [`person:${id}`] });
    const proof = { factors: ['pwd'] as const, identified: false };
    const { secret, endsAt } = openSession(ctx, id, 'sign-up', proof, { device: input.device });
    return { token: secret, endsAt, person: id, name, awaits: false, changePassword: false };
  },
});
