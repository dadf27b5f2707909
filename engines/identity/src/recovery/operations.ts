import { command, type CommandContext, job, newSecret, query, shape, sql } from '@dinh/kernel';
import { deviceName } from '../sign-in/device-name.ts';
import { formatDateTime } from '@dinh/ui';
import { Type } from 'typebox';
import { notYourself, papersNeeded, recoveryOver, weakPassword } from '../errors.ts';
import { rulesNow } from '../factors/demands.ts';
import { line, moment, nullable, uuid } from '../fields.ts';
import { forgetDevices } from '../operations/factors.ts';
import { mayHelpIn } from '../operations/administer-person.ts';
import { tellSignedOut } from '../provider/sign-out.ts';
import { isWeakHere } from '../sign-in/judge-password.ts';
import { hashPassword } from '../sign-in/password.ts';
import { looksLikeSecret, secretHash, whence } from '../sign-in/session.ts';
import { tellOwner } from '../sign-in/tell.ts';
import { claimTry, recoveryCounters } from '../sign-in/throttle.ts';
import { openingAddress, tellEverywhere, underWay } from './recovery.ts';

const hour = 3_600_000;
const token = Type.String({ maxLength: 100 });

interface Asked {
  readonly account: string;
  readonly address: string | null;
  readonly agent: string | null;
  readonly at: Date;
}

interface Owner {
  readonly id: string;
  readonly name: string;
  readonly lang: 'vi' | 'en';
}

/**
 * Asks for an account back whose password is forgotten. What it does and what it answers is the same whether or not there is
 * such an account: it notes that somebody asked, and looks at nothing. {@link takeRecovery} does the rest within a minute.
 * @throws waitBeforeRetry after several tries for an account or from an address.
 */
export const beginRecovery = command({
  name: 'identity.begin-recovery',
  title: { vi: 'Yêu cầu lấy lại tài khoản', en: 'Ask for an account back' },
  may: 'anyone',
  secret: true,
  input: shape({ account: line(254) }),
  output: shape({ waitHours: Type.Integer() }),
  async prepare(ctx, input) {
    const account = input.account.trim().toLowerCase();
    await claimTry(ctx.db, ctx.now, recoveryCounters(account, ctx.origin.address ?? ''));
    return { account, rules: (await rulesNow(ctx.app, ctx.now)).recovery };
  },
  async run(ctx, _, { account, rules }) {
    const { address = null, agent } = ctx.origin;
    ctx.db.send(
      sql`insert into identity.recovery_asked (id, account, address, agent, at)
          values (${ctx.newId()}, ${account}, ${address}, ${agent?.slice(0, 300) ?? null}, ${ctx.now})`,
    );
    return { waitHours: rules.waitHours };
  },
});

/**
 * Looks at one request for an account and forgets it. All addresses that are known are told and can stop it; after the wait
 * that the pack sets, a link to choose a new password goes to an address that has been in the account for a week.
 */
export const takeRecovery = command({
  name: 'identity.take-recovery',
  title: { vi: 'Xem yêu cầu lấy lại tài khoản', en: 'Look at a request for an account' },
  may: 'system',
  api: false,
  input: shape({ asked: uuid }),
  output: shape({ begun: Type.Boolean() }),
  async prepare(ctx) {
    return (await rulesNow(ctx.app, ctx.now)).recovery;
  },
  async run(ctx, input, rules) {
    const asked = await ctx.db.maybe<Asked>(
      sql`delete from identity.recovery_asked where id = ${input.asked} returning account, address, agent, at`,
    );
    const person =
      asked &&
      (await ctx.db.maybe<Owner & { demonstration: boolean }>(
        sql`select id, name, locale as lang, demonstration is not null as demonstration from identity.person
            where lower(account) = ${asked.account} and account is not null and state = 'active' for update`,
      ));
    if (!person || (person.demonstration && !ctx.app.config.demonstration)) return { begun: false };
    ctx.subject(`person:${person.id}`);
    await ctx.db.run(
      sql`update identity.recovery set cancelled_at = until where person_id = ${person.id} and done_at is null and cancelled_at is null and until <= ${ctx.now}`,
    );
    if (await underWay(ctx.db, person.id, ctx.now)) return { begun: false };
    const to = await openingAddress(ctx.db, person.id, ctx.now);
    if (!to) return { begun: false }; // only a desk can help, as the page says to everybody
    const cancel = newSecret(32);
    const readyAt = new Date(asked.at.getTime() + rules.waitHours * hour);
    const until = new Date(readyAt.getTime() + rules.openHours * hour);
    ctx.db.send(
      sql`insert into identity.recovery (id, person_id, kind, address, cancel, started_at, ready_at, until, origin)
          values (${ctx.newId()}, ${person.id}, ${to.kind}, ${to.address}, ${secretHash(cancel)}, ${asked.at}, ${readyAt}, ${until},
                  ${asked.address})`,
    );
    const from = {
      ...(asked.address && { address: asked.address }),
      ...(asked.agent && { agent: asked.agent }),
    };
    const where = [asked.address, asked.agent && deviceName(asked.agent)].filter(Boolean).join(' · ') || '—';
    const data = { at: formatDateTime(asked.at), where, ready: formatDateTime(readyAt) };
    // Whoever is in the account stops it there: no secret is left lying in the inbox.
    await ctx.app.messenger.tell(ctx, {
      template: 'recovery-begun',
      to: { personId: person.id, name: person.name, lang: person.lang },
      data,
      about: `person:${person.id}`,
      link: '/tai-khoan/bao-mat',
    });
    await tellEverywhere(ctx, person, 'recovery-begun', data, `/lay-lai/d/${cancel}`, until);
    ctx.emit({ name: 'identity.recovery-begun', key: person.id, data: from });
    return { begun: true };
  },
});

/**
 * Stops the recovery of an account: by the link that every address got, or by whoever is signed in to it.
 * @throws recoveryOver there is none under way.
 */
export const cancelRecovery = command({
  name: 'identity.cancel-recovery',
  title: { vi: 'Dừng việc lấy lại tài khoản', en: 'Stop the recovery of an account' },
  may: 'anyone',
  secret: true,
  input: shape({ token: Type.Optional(token) }),
  output: shape({}),
  async run(ctx, input) {
    const which =
      input.token === undefined
        ? ctx.principal.kind === 'person' && sql`person_id = ${ctx.principal.id}`
        : looksLikeSecret(input.token) && sql`cancel = ${secretHash(input.token)}`;
    const stopped =
      which &&
      (await ctx.db.maybe<{ person: string }>(
        sql`update identity.recovery set cancelled_at = ${ctx.now}
            where ${which} and done_at is null and cancelled_at is null and until > ${ctx.now} returning person_id as person`,
      ));
    if (!stopped) throw recoveryOver();
    ctx.subject(`person:${stopped.person}`);
    ctx.emit({ name: 'identity.recovery-cancelled', key: stopped.person, data: whence(ctx) });
    return {};
  },
});

/** Sends the opening links of those recoveries whose wait is over. @returns how many; fewer than a hundred: all */
export const openRecoveries = command({
  name: 'identity.open-recoveries',
  title: { vi: 'Gửi liên kết lấy lại tài khoản', en: 'Send the links of recoveries' },
  may: 'system',
  api: false,
  input: shape({}),
  output: shape({ opened: Type.Integer() }),
  async run(ctx) {
    const due = await ctx.db.all<Owner & { recovery: string; kind: string; address: string; until: Date }>(
      sql`select r.id as recovery, r.kind, r.address, r.until, p.id, p.name, p.locale as lang
          from identity.recovery r join identity.person p on p.id = r.person_id
          where r.opened_at is null and r.done_at is null and r.cancelled_at is null and r.ready_at <= ${ctx.now} and r.until > ${ctx.now}
            and p.state = 'active'
          order by r.ready_at limit 100 for update of r skip locked`,
    );
    for (const one of due) {
      const secret = newSecret(32);
      ctx.db.send(
        sql`update identity.recovery set opened_at = ${ctx.now}, open = ${secretHash(secret)} where id = ${one.recovery}`,
      );
      await ctx.app.messenger.tell(ctx, {
        template: 'recovery-open',
        to: { name: one.name, lang: one.lang, [one.kind]: one.address },
        data: { until: formatDateTime(one.until) },
        about: `person:${one.id}`,
        link: `/lay-lai/m/${secret}`,
        secretUntil: one.until,
      });
      ctx.emit({ name: 'identity.recovery-opened', key: one.id });
    }
    return { opened: due.length };
  },
});

/** Looks every minute; a process that dies leaves the rest to the next look, and one request that cannot be taken holds up no other. */
export const recoveryJob = job({
  name: 'identity.open-recoveries',
  every: 1,
  async run({ app, call }) {
    const asked = await app.db.all<{ id: string }>(sql`select id from identity.recovery_asked order by at, id limit 1000`);
    for (const { id } of asked)
      await app
        .run(takeRecovery, { asked: id }, call)
        .catch((error: unknown) => app.log.error({ err: error }, 'a request for an account was not taken'));
    while (((await app.run(openRecoveries, {}, call)) as { opened: number }).opened >= 100);
  },
});

/**
 * Chooses a new password by the opening link. All sessions end, no browser is trusted any more, and the account's second
 * factor is asked for at the next sign-in as before: the link stands for the password alone.
 * @throws recoveryOver the link was used, stopped, or is too old; weakPassword.
 */
export const finishRecovery = command({
  name: 'identity.finish-recovery',
  title: { vi: 'Đặt mật khẩu mới để lấy lại tài khoản', en: 'Get an account back with a new password' },
  may: 'anyone',
  secret: true,
  input: shape({ token, newPassword: Type.String({ minLength: 1, maxLength: 200 }) }),
  output: shape({ twoSteps: Type.Boolean() }),
  async prepare(ctx, input) {
    const found = looksLikeSecret(input.token)
      ? await ctx.db.maybe<{ account: string; name: string; phone: string | null; email: string | null }>(
          sql`select p.account, p.name, p.phone, p.email from identity.recovery r join identity.person p on p.id = r.person_id
              where r.open = ${secretHash(input.token)} and r.done_at is null and r.cancelled_at is null and r.until > ${ctx.now}
                and p.state = 'active'`,
        )
      : undefined;
    if (!found) throw recoveryOver();
    const { account, name, phone, email } = found;
    if (await isWeakHere(ctx.db, input.newPassword, [account, name, phone, email]))
      throw weakPassword({}, { fields: [{ path: 'newPassword', message: weakPassword.sentence }] });
    return { hash: await hashPassword(input.newPassword) };
  },
  async run(ctx, input, { hash }) {
    const used = await ctx.db.maybe<{ person: string }>(
      sql`update identity.recovery set done_at = ${ctx.now}
          where open = ${secretHash(input.token)} and done_at is null and cancelled_at is null and until > ${ctx.now}
          returning person_id as person`,
    );
    if (!used) throw recoveryOver();
    const { person } = used;
    const changed = await ctx.db.maybe<{ twoSteps: boolean }>(
      sql`update identity.person set password_hash = ${hash}, password_until = null where id = ${person} and state = 'active'
          returning two_steps as "twoSteps"`,
    );
    if (!changed) throw recoveryOver();
    endAll(ctx, person);
    ctx.subject(`person:${person}`);
    ctx.emit({ name: 'identity.recovery-done', key: person, data: whence(ctx) });
    await tellOwner(ctx, person, 'recovery-done');
    return changed;
  },
});

/** Whether somebody is getting one's account back, so that its owner sees and stops it. */
export const viewRecovery = query({
  name: 'identity.view-recovery',
  title: { vi: 'Xem việc lấy lại tài khoản', en: 'See a recovery of my account' },
  may: 'signed-in',
  input: shape({}),
  output: shape({
    recovery: nullable(shape({ startedAt: moment, readyAt: moment, until: moment })),
  }),
  run: async (ctx) => ({ recovery: (await underWay(ctx.db, ctx.principal.id, ctx.now)) ?? null }),
});

/**
 * Takes all second factors off an account whose owner has lost them and came with their card: at a desk for a citizen, by
 * an administrator for anybody in reach. Sessions end and all addresses are told; the account then reaches the level of
 * its password alone, and the audit trail says by whom and why. Confirmed addresses stay unless they are lost, too: by them a forgotten
 * password comes back.
 * @throws papersNeeded; notYourself; personNotFound; officialsAccount when a desk asks for an official's account.
 */
export const resetFactors = command({
  name: 'identity.reset-factors',
  title: { vi: 'Gỡ mọi cách xác thực đã mất', en: 'Take lost factors off an account' },
  may: 'people.register-person',
  input: shape({
    person: uuid,
    papersSeen: Type.Boolean(),
    reason: line(500, 2),
    /** Also the confirmed telephone and e-mail: codes do not reach the person there any more. */
    addresses: Type.Optional(Type.Boolean()),
  }),
  output: shape({ removed: Type.Integer() }),
  subject: (input) => `person:${input.person}`,
  async run(ctx, input) {
    if (!input.papersSeen) throw papersNeeded();
    if (input.person === ctx.principal.id) throw notYourself();
    await mayHelpIn(ctx, input.person);
    ctx.db.send(sql`update identity.person set two_steps = false where id = ${input.person}`);
    // Told before they go: afterwards fewer addresses are known.
    await tellOwner(ctx, input.person, 'factors-reset');
    const removed = await ctx.db.run(
      sql`update identity.factor set ended_at = ${ctx.now}, secret = null where person_id = ${input.person} and ended_at is null
            and (${input.addresses ?? false} or kind not in ('email', 'phone'))`,
    );
    ctx.db.send(sql`delete from identity.recovery_code where person_id = ${input.person}`);
    endAll(ctx, input.person);
    ctx.note({ reason: input.reason, removed, addresses: input.addresses ?? false });
    ctx.emit({ name: 'identity.factors-reset', key: input.person, data: { reason: input.reason } });
    return { removed };
  },
});

function endAll(ctx: CommandContext, person: string): void {
  ctx.db.send(sql`update identity.session set ended_at = ${ctx.now} where person_id = ${person} and ended_at is null`);
  tellSignedOut(ctx);
  forgetDevices(ctx.db, person);
}
