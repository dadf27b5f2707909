import { command, type CommandContext, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { signUpOver, wrongCode } from '../errors.ts';
import { tryProof, useProof } from '../factors/proof.ts';
import { codeMark, plainCode, same } from '../factors/secrets.ts';
import { nullable, uuid } from '../fields.ts';
import { deviceSecret, openedSession } from '../sign-in/opened.ts';
import { openSession, whence } from '../sign-in/session.ts';
import { tellOwner } from '../sign-in/tell.ts';
import { refuseOtherWays } from '../upstream/ways.ts';

interface Asked {
  readonly name: string;
  readonly idNumber: string;
  readonly birthDate: string;
  readonly gender: string | null;
  readonly phone: string;
  readonly email: string | null;
  readonly hash: string;
  readonly locale: string;
}

/**
 * Opens the account that was asked for by `identity.sign-up`, by the code that was sent; the person is signed in. What they say of
 * themselves counts as declared (level 0) until papers are seen at a desk; the address to which the code went is confirmed, and a
 * way to get the account back. The identity number is the account's name. When it has an account already nothing is opened: its
 * owner is told at all addresses, and monitoring hears of it.
 * @throws wrongCode it is wrong, used, too old, or tried too often; signUpOver.
 */
export const finishSignUp = command({
  name: 'identity.finish-sign-up',
  title: { vi: 'Mở tài khoản bằng mã', en: 'Open an account by its code' },
  may: 'anyone',
  secret: true,
  input: shape({
    proof: uuid,
    code: Type.String({ minLength: 1, maxLength: 40 }),
    device: Type.Optional(deviceSecret),
  }),
  /** Null when the identity number has an account already. */
  output: shape({ opened: nullable(openedSession) }),
  async prepare(ctx, input) {
    await refuseOtherWays(ctx, 'citizen');
    const sent = await ctx.db.maybe<{ kind: string }>(
      sql`select kind from identity.proof where id = ${input.proof} and purpose = 'sign-up'`,
    );
    const of = { purpose: 'sign-up', kind: sent?.kind ?? 'email' } as const;
    const proof = await tryProof(ctx.db, ctx.now, input.proof, of);
    if (!same(codeMark(ctx.app, proof.id, plainCode(input.code)), proof.expected!))
      throw wrongCode({}, { fields: [{ path: 'code', message: wrongCode.sentence }] });
    return { kind: proof.kind, address: proof.address! };
  },
  async run(ctx, input, confirmed) {
    await useProof(ctx, input.proof);
    const asked = await ctx.db.maybe<Asked>(
      sql`delete from identity.sign_up where id = (select sign_up_id from identity.proof where id = ${input.proof}) and until > ${ctx.now}
          returning name, id_number as "idNumber", birth_date as "birthDate", gender, phone, email, password_hash as hash, locale`,
    );
    if (!asked) throw signUpOver();
    const id = ctx.newId();
    const made = await ctx.db.run(
      sql`insert into identity.person (id, kind, name, id_number, birth_date, gender, phone, email, account, password_hash, locale, origin, contact_confirmed, created_at)
          values (${id}, 'citizen', ${asked.name}, ${asked.idNumber}, ${asked.birthDate}::date, ${asked.gender}, ${asked.phone}, ${asked.email},
                  ${asked.idNumber}, ${asked.hash}, ${asked.locale}, 'self', true, ${ctx.now})
          on conflict do nothing`,
    );
    if (made === 0) return refused(ctx, asked.idNumber);
    const factor = ctx.newId();
    ctx.db.send(
      sql`insert into identity.factor (id, person_id, kind, name, address, data, counter, created_at, used_at)
          values (${factor}, ${id}, ${confirmed.kind}, ${confirmed.address}, ${confirmed.address}, '{}', 0, ${ctx.now}, ${ctx.now})`,
    );
    ctx.subject(`person:${id}`);
    ctx.emit({ name: 'identity.person-registered', key: id, topics: [`person:${id}`] });
    const shown = confirmed.kind === 'email' ? ('email' as const) : ('sms' as const);
    const proof = { factors: ['pwd', shown] as const, identified: false };
    const { secret, endsAt } = openSession(ctx, id, 'sign-up', proof, {
      device: input.device,
      by: { kind: shown === 'email' ? 'email' : 'phone', factor },
    });
    const opened = {
      token: secret,
      endsAt,
      person: id,
      name: asked.name,
      awaits: false,
      changePassword: false,
    };
    return { opened };
  },
});

/** Whose number it is hears that somebody tried to open an account with it. */
async function refused(ctx: CommandContext, idNumber: string): Promise<{ opened: null }> {
  const owner = await ctx.db.maybe<{ id: string; state: string }>(
    sql`select id, state from identity.person where id_number = ${idNumber} or lower(account) = ${idNumber} order by id_number = ${idNumber} desc nulls last limit 1`,
  );
  if (!owner) return { opened: null };
  ctx.subject(`person:${owner.id}`);
  ctx.emit({ name: 'identity.sign-up-refused', key: owner.id, data: whence(ctx) });
  if (owner.state === 'active') await tellOwner(ctx, owner.id, 'sign-up-tried');
  return { opened: null };
}
