import { type App, clean, command, type Context, type FieldError, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { signUpOver, weakPassword, wrongInput } from '../errors.ts';
import { sendCode } from '../factors/proof.ts';
import { birthDateError, day, email, gender, personName, phone, plainPhone, uuid } from '../fields.ts';
import { isWeakHere } from '../sign-in/judge-password.ts';
import { hashPassword } from '../sign-in/password.ts';
import { claimTry, sendCounters, signUpCounter } from '../sign-in/throttle.ts';
import { refuseOtherWays } from '../upstream/ways.ts';

/** How long a code may be asked for again; after that the form is filled in anew. */
const openHours = 24;

const way = Type.Union([Type.Literal('email'), Type.Literal('phone')]);
const sentCode = shape({
  /** By what another code is asked for. */
  signUp: uuid,
  proof: uuid,
  by: way,
  /** Where it went, with most of it hidden. */
  to: Type.String(),
  /** The code itself, in a demonstration from which nothing leaves. */
  code: Type.Optional(Type.String()),
});

/**
 * Asks for an account for a citizen and sends a code to the e-mail address or telephone that was typed; `identity.finish-sign-up`
 * opens the account. What it does and answers is the same whether or not the identity number, the telephone or the address has an
 * account already: it looks at no account (OWASP ASVS 5, 6.3.8).
 * @throws weakPassword; wrongInput with the fields at fault; channelDown no code can be sent; waitBeforeRetry.
 */
export const signUp = command({
  name: 'identity.sign-up',
  title: { vi: 'Đăng ký tài khoản', en: 'Ask for an account' },
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
    locale: Type.Optional(Type.Union([Type.Literal('vi'), Type.Literal('en')])),
  }),
  output: sentCode,
  async prepare(ctx, input) {
    await refuseOtherWays(ctx, 'citizen');
    const to = { phone: plainPhone(input.phone), email: input.email ?? null };
    const kind = wayTo(ctx.app, to);
    const own = [input.idNumber, input.phone, input.email, input.name];
    const fields = await judgeTyped(ctx, { ...input, own });
    if (kind === undefined) fields.push({ path: 'email', message: byEmailOnly });
    if (kind === undefined || fields.length > 0) throw wrongInput({}, { fields });
    const from = ctx.origin.address ?? '';
    await claimTry(ctx.db, ctx.now, [signUpCounter(from), ...sendCounters(to[kind]!, from)]);
    return { kind, to, hash: await hashPassword(input.password) };
  },
  async run(ctx, input, { kind, to, hash }) {
    const id = ctx.newId();
    const name = clean(input.name).replace(/\s+/g, ' ');
    const lang = input.locale ?? ctx.lang;
    const until = new Date(ctx.now.getTime() + openHours * 3_600_000);
    ctx.db.send(
      sql`insert into identity.sign_up (id, name, id_number, birth_date, gender, phone, email, password_hash, locale, created_at, until)
          values (${id}, ${name}, ${input.idNumber}, ${input.birthDate}::date, ${input.gender ?? null}, ${to.phone}, ${to.email},
                  ${hash}, ${lang}, ${ctx.now}, ${until})`,
    );
    const proof = { id: ctx.newId(), purpose: 'sign-up', kind, address: to[kind]!, signUp: id } as const;
    const sent = await sendCode(ctx, proof, { about: `sign-up:${id}`, name, lang });
    return { signUp: id, proof: proof.id, by: kind, ...sent };
  },
});

/**
 * Sends another code for an account that was asked for, to the same address: the first one came late or ran out.
 * @throws signUpOver it is unknown, done, or a day old; channelDown; waitBeforeRetry.
 */
export const resendSignUpCode = command({
  name: 'identity.resend-sign-up-code',
  title: { vi: 'Gửi lại mã đăng ký', en: 'Send the code of a sign-up again' },
  may: 'anyone',
  secret: true,
  input: shape({ signUp: uuid }),
  output: sentCode,
  async prepare(ctx, input) {
    const asked = await ctx.db.maybe<{
      name: string;
      lang: 'vi' | 'en';
      phone: string;
      email: string | null;
    }>(sql`select name, locale as lang, phone, email from identity.sign_up where id = ${input.signUp} and until > ${ctx.now}`);
    const kind = asked && wayTo(ctx.app, asked);
    if (!kind) throw signUpOver();
    await claimTry(ctx.db, ctx.now, sendCounters(asked[kind]!, ctx.origin.address ?? ''));
    return { ...asked, kind };
  },
  async run(ctx, { signUp: id }, { kind, name, lang, ...to }) {
    const proof = { id: ctx.newId(), purpose: 'sign-up', kind, address: to[kind]!, signUp: id } as const;
    const sent = await sendCode(ctx, proof, { about: `sign-up:${id}`, name, lang });
    return { signUp: id, proof: proof.id, by: kind, ...sent };
  },
});

/**
 * What is wrong with a day of birth and a password that have their form.
 * @param typed `own` is what of the person must not be the password
 */
export async function judgeTyped(
  ctx: Pick<Context, 'db' | 'now'>,
  typed: {
    readonly birthDate?: string | undefined;
    readonly password?: string | undefined;
    readonly own: readonly (string | undefined)[];
  },
): Promise<FieldError[]> {
  const birth = birthDateError('birthDate', typed.birthDate, ctx.now);
  const weak = typed.password !== undefined && (await isWeakHere(ctx.db, typed.password, typed.own));
  return [...(birth ? [birth] : []), ...(weak ? [{ path: 'password', message: weakPassword.sentence }] : [])];
}

/** By which way the code goes: e-mail before SMS, of those that leave the house. Undefined when an e-mail address is missing for that. */
function wayTo(app: App, to: { readonly email: string | null }): 'email' | 'phone' | undefined {
  const [mail, sms] = (['email', 'sms'] as const).map((channel) => app.messenger.reaches(app, channel));
  if (to.email !== null && (mail || !sms)) return 'email';
  return mail && !sms ? undefined : 'phone';
}

const byEmailOnly = {
  vi: 'Mã xác nhận đang chỉ gửi được qua thư điện tử. Hãy nhập địa chỉ thư điện tử.',
  en: 'The code can only be sent by e-mail at present. Type an e-mail address.',
};
