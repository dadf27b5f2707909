import { command, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { factorNotFound, lastWayIn, secondFactorNeeded } from '../errors.ts';
import type { CertificateData } from '../factors/certificates.ts';
import { ownAccount } from '../factors/own.ts';
import { keepSheet, newSheet } from '../factors/recovery-codes.ts';
import { masked } from '../factors/secrets.ts';
import { factorsOf, marksOf } from '../factors/ways.ts';
import { line, moment, nullable, uuid } from '../fields.ts';
import { tellSignedOut } from '../provider/sign-out.ts';
import { tellOwner } from '../sign-in/tell.ts';

/** By what one signs in, and in which browsers one is trusted. */
export const listFactors = query({
  name: 'identity.list-factors',
  title: { vi: 'Các cách đăng nhập của tôi', en: 'My ways to sign in' },
  may: 'signed-in',
  input: shape({}),
  output: shape({
    password: Type.Boolean(),
    twoSteps: Type.Boolean(),
    factors: Type.Array(
      shape({
        id: uuid,
        kind: Type.String(),
        name: Type.String(),
        /** An address as its owner knows it; the issuer of a certificate. */
        detail: nullable(Type.String()),
        /** The last moment at which a certificate is good. */
        until: nullable(moment),
        createdAt: moment,
        usedAt: nullable(moment),
      }),
    ),
    recoveryCodes: shape({ left: Type.Integer(), madeAt: nullable(moment) }),
    devices: Type.Array(
      shape({
        id: uuid,
        agent: nullable(Type.String()),
        address: nullable(Type.String()),
        lastAt: moment,
        trustedUntil: moment,
      }),
    ),
  }),
  async run(ctx) {
    const { id } = ctx.principal;
    const [person, factors, recoveryCodes, devices] = await Promise.all([
      ctx.db.maybe<{ password: boolean; twoSteps: boolean }>(
        sql`select password_hash is not null as password, two_steps as "twoSteps" from identity.person where id = ${id}`,
      ),
      factorsOf(ctx.db, id),
      ctx.db.one<{ left: number; madeAt: Date | null }>(
        sql`select count(*) filter (where used_at is null) as left, min(created_at) as "madeAt" from identity.recovery_code where person_id = ${id}`,
      ),
      ctx.db.all<never>(
        sql`select id, agent, address, last_at as "lastAt", trusted_until as "trustedUntil" from identity.device
            where person_id = ${id} and trusted_until > ${ctx.now} order by last_at desc limit 50`,
      ),
    ]);
    return {
      password: person?.password ?? false,
      twoSteps: person?.twoSteps ?? false,
      factors: factors.map(({ id: factor, kind, name, address, data, createdAt, usedAt }) => {
        const { issuer, until } = data as Partial<CertificateData>;
        return {
          id: factor,
          kind,
          name: address === name ? masked(name) : name,
          detail: address ? masked(address) : (issuer ?? null),
          until: until === undefined ? null : new Date(until),
          createdAt,
          usedAt,
        };
      }),
      recoveryCodes,
      devices,
    };
  },
});

/** Gives a factor another name. @throws factorNotFound also when it is another's. */
export const renameFactor = command({
  name: 'identity.rename-factor',
  title: { vi: 'Đặt tên cách xác thực', en: 'Rename a factor' },
  may: 'signed-in',
  input: shape({ factor: uuid, name: line(60) }),
  output: shape({}),
  async run(ctx, { factor, name }) {
    const renamed = await ctx.db.run(
      sql`update identity.factor set name = ${name} where id = ${factor} and person_id = ${ctx.principal.id} and ended_at is null`,
    );
    if (renamed === 0) throw factorNotFound();
    ctx.subject(`person:${ctx.principal.id}`);
    return {};
  },
});

/**
 * Removes a factor. Asks for a fresh proof of all that the account has; all known addresses are told. When no second factor is
 * left, none is asked for any more. The other sessions in which it was shown end, and those of browsers that came to be trusted
 * by it: whoever holds a lost one is out (OWASP ASVS 5, 7.4.3), and what was entered by another key goes on.
 * @throws factorNotFound also when it is another's; lastWayIn nobody could sign in without it.
 */
export const removeFactor = command({
  name: 'identity.remove-factor',
  title: { vi: 'Gỡ cách xác thực', en: 'Remove a factor' },
  may: 'signed-in',
  input: shape({ factor: uuid }),
  output: shape({ ended: Type.Integer() }),
  prepare: async (ctx) => void (await ownAccount(ctx)),
  async run(ctx, { factor }) {
    const person = ctx.principal.id;
    const { password } = await ctx.db.one<{ password: boolean }>(
      sql`select password_hash is not null or exists (select from identity.upstream_link where person_id = ${person}) as password
          from identity.person where id = ${person} for update`,
    );
    const factors = await factorsOf(ctx.db, person);
    const gone = factors.find((one) => one.id === factor);
    if (!gone) throw factorNotFound();
    const left = factors.filter((one) => one !== gone);
    if (!password && !left.some((one) => one.kind === 'passkey' || one.kind === 'certificate')) throw lastWayIn();
    ctx.db.send(sql`update identity.factor set ended_at = ${ctx.now}, secret = null where id = ${factor}`);
    if (left.length === 0) ctx.db.send(sql`update identity.person set two_steps = false where id = ${person}`);
    const trusted = sql`select id from identity.device where person_id = ${person} and trusted_until is not null
                          and coalesce(trusted_by, ${factor}) = ${factor}`;
    // Of what was shown before it was noted by which factor, any of its kind may have been this one.
    const unnoted = sql`factors && ${[...marksOf[gone.kind]]}::text[] and not exists (
                          select from identity.session_factor k where k.session_id = session.id and k.kind = ${gone.kind})`;
    const ended = await ctx.db.run(
      sql`update identity.session set ended_at = ${ctx.now} where person_id = ${person} and ended_at is null
          and id is distinct from ${ctx.principal.session ?? null}::uuid
          and (exists (select from identity.session_factor k where k.session_id = session.id and k.factor_id = ${factor})
            or (${unnoted}) or ('trusted' = any(factors) and (device_id is null or device_id in (${trusted}))))`,
    );
    ctx.db.send(sql`update identity.device set trusted_until = null, trusted_by = null where id in (${trusted})`);
    if (ended > 0) tellSignedOut(ctx);
    ctx.subject(`person:${person}`);
    ctx.note({ kind: gone.kind, ended });
    ctx.emit({ name: 'identity.factor-removed', key: person, data: { factor, kind: gone.kind } });
    await tellOwner(ctx, person, 'factor-removed', {
      factor: gone.address ? masked(gone.address) : gone.name,
    });
    return { ended };
  },
});

/**
 * Says whether a second factor is asked for at each sign-in. Asks for a fresh proof of all that the account has.
 * @throws secondFactorNeeded there is none yet.
 */
export const setTwoSteps = command({
  name: 'identity.set-two-steps',
  title: { vi: 'Bật hoặc tắt đăng nhập hai bước', en: 'Ask for a second factor, or not' },
  may: 'signed-in',
  input: shape({ on: Type.Boolean() }),
  output: shape({}),
  prepare: ownAccount,
  async run(ctx, { on }, { factors }) {
    const person = ctx.principal.id;
    if (on && factors.length === 0) throw secondFactorNeeded();
    const changed = await ctx.db.run(
      sql`update identity.person set two_steps = ${on} where id = ${person} and two_steps <> ${on}`,
    );
    ctx.subject(`person:${person}`);
    ctx.note({ on });
    if (changed === 0) return {};
    forgetDevices(ctx.db, person);
    ctx.emit({ name: 'identity.two-steps-set', key: person, data: { on } });
    await tellOwner(ctx, person, on ? 'two-steps-on' : 'two-steps-off');
    return {};
  },
});

/** Makes a new sheet of recovery codes, told this once; those of the sheet before are worth nothing any more. */
export const makeRecoveryCodes = command({
  name: 'identity.make-recovery-codes',
  title: { vi: 'Tạo mã dự phòng', en: 'Make recovery codes' },
  may: 'signed-in',
  secret: true,
  input: shape({}),
  output: shape({ codes: Type.Array(Type.String()) }),
  async prepare(ctx) {
    const { factors } = await ownAccount(ctx);
    if (factors.length === 0) throw secondFactorNeeded();
    return newSheet();
  },
  async run(ctx, _, sheet) {
    const person = ctx.principal.id;
    keepSheet(ctx, person, sheet);
    ctx.subject(`person:${person}`);
    ctx.emit({ name: 'identity.recovery-codes-made', key: person });
    await tellOwner(ctx, person, 'recovery-codes-made');
    return { codes: sheet.codes };
  },
});

/** Trusts a browser no more, or none of them. @throws factorNotFound also when it is another's. */
export const untrustDevice = command({
  name: 'identity.untrust-device',
  title: { vi: 'Bỏ tin cậy thiết bị', en: 'Trust a browser no more' },
  may: 'signed-in',
  input: shape({ device: Type.Optional(uuid) }),
  output: shape({}),
  async run(ctx, { device }) {
    const changed = await ctx.db.run(
      sql`update identity.device set trusted_until = null where person_id = ${ctx.principal.id} and trusted_until is not null
          and ${device === undefined ? sql`true` : sql`id = ${device}`}`,
    );
    if (device !== undefined && changed === 0) throw factorNotFound();
    ctx.subject(`person:${ctx.principal.id}`);
    return {};
  },
});

/** No browser of a person is trusted any more: after a change of what they sign in with. */
export function forgetDevices(db: { send(query: ReturnType<typeof sql>): void }, person: string): void {
  db.send(sql`update identity.device set trusted_until = null where person_id = ${person} and trusted_until is not null`);
}
