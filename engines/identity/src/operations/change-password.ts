import { command, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { weakPassword, wrongPassword } from '../errors.ts';
import { isWeakHere } from '../sign-in/judge-password.ts';
import { forgetDevices } from './factors.ts';
import { checkPassword, hashPassword } from '../sign-in/password.ts';
import { tellSignedOut } from '../provider/sign-out.ts';
import { tellOwner } from '../sign-in/tell.ts';
import { claimTry, forgetTries, signInCounters } from '../sign-in/throttle.ts';

const secret = Type.String({ minLength: 1, maxLength: 200 });

/**
 * Changes one's password; all other sessions end, so that whoever knew the old one is out.
 * @throws wrongPassword the present password is not right; weakPassword the new one is too easy.
 */
export const changePassword = command({
  name: 'identity.change-password',
  title: { vi: 'Đổi mật khẩu', en: 'Change the password' },
  may: 'signed-in',
  secret: true,
  input: shape({ password: secret, newPassword: secret }),
  output: shape({}),
  async prepare(ctx, input) {
    const person = await ctx.db.one<{
      account: string | null;
      name: string;
      hash: string | null;
      phone: string | null;
      email: string | null;
    }>(sql`select account, name, password_hash as hash, phone, email from identity.person where id = ${ctx.principal.id}`);
    if (await isWeakHere(ctx.db, input.newPassword, [person.account, person.name, person.phone, person.email]))
      throw weakPassword({}, { fields: [{ path: 'newPassword', message: weakPassword.sentence }] });
    const counters = signInCounters(`${person.account}`, ctx.origin.address ?? '', true);
    await claimTry(ctx.db, ctx.now, counters);
    if (!(await checkPassword(input.password, person.hash)))
      throw wrongPassword({}, { fields: [{ path: 'password', message: wrongPassword.sentence }] });
    return { counters, hash: await hashPassword(input.newPassword) };
  },
  async run(ctx, _, { counters, hash }) {
    forgetTries(ctx.db, counters);
    ctx.db.send(sql`update identity.person set password_hash = ${hash}, password_until = null where id = ${ctx.principal.id}`);
    ctx.db.send(
      sql`update identity.session set ended_at = ${ctx.now} where person_id = ${ctx.principal.id} and ended_at is null
          and id is distinct from ${ctx.principal.session ?? null}::uuid`,
    );
    tellSignedOut(ctx);
    ctx.subject(`person:${ctx.principal.id}`);
    forgetDevices(ctx.db, ctx.principal.id);
    ctx.emit({ name: 'identity.password-changed', key: ctx.principal.id });
    await tellOwner(ctx, ctx.principal.id, 'password-changed');
    return {};
  },
});
