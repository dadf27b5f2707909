import { command, type CommandContext, localDate, newReference, reach, shape, sql, where } from '@dinh/kernel';
import { Type } from 'typebox';
import { noAccountName, notYourself, officialsAccount, papersNeeded, personNotFound, sessionNotFound } from '../errors.ts';
import { line, moment, nullable, uuid } from '../fields.ts';
import { tellSignedOut } from '../provider/sign-out.ts';
import { hashPassword } from '../sign-in/password.ts';
import { tellOwner } from '../sign-in/tell.ts';
import { orderHandOver } from '../hand-over/order.ts';
import { forgetDevices } from './factors.ts';
import { rightsChanged } from './actor.ts';
import { keepAnAdministrator } from './positions.ts';

/** The person, if the principal may administer them: everybody, or whoever holds a place in the units in reach. */
export function inReach(ctx: { principal: CommandContext['principal'] }, permission: string) {
  const mine = reach(ctx.principal, permission);
  return mine.all
    ? sql`true`
    : sql`exists (select from identity.position o where o.person_id = p.id and ${where(mine, { unit: sql`o.unit_id` })})`;
}

/**
 * Suspends a person: all sessions end at once and nobody can sign in as them until resumed. Places are kept; what they held is
 * handed over, to `to` where they may do it, else into the queues of the units. What others took by their delegation goes back
 * the same way: it rests, too.
 * @throws notYourself, personNotFound, lastAdministrator, handOverToNobody.
 */
export const suspendPerson = command({
  name: 'identity.suspend-person',
  title: { vi: 'Tạm ngừng tài khoản', en: 'Suspend a person' },
  may: 'people.manage-person',
  input: shape({ person: uuid, reason: line(500, 2), to: Type.Optional(uuid) }),
  output: shape({ handOver: nullable(uuid) }),
  subject: (input) => `person:${input.person}`,
  async run(ctx, input) {
    if (input.person === ctx.principal.id) throw notYourself();
    const changed = await ctx.db.run(
      sql`update identity.person p set state = 'suspended', state_reason = ${input.reason}, state_at = ${ctx.now}, state_by = ${ctx.principal.id}::uuid where p.id = ${input.person} and p.state <> 'closed' and ${inReach(ctx, 'people.manage-person')}`,
    );
    if (changed === 0) throw personNotFound();
    await keepAnAdministrator(ctx.db, input.person, localDate(ctx.now));
    endSessions(ctx, input.person);
    rightsChanged(ctx.db, input.person, ctx.now);
    ctx.enqueue('identity.return-delegated-work', {});
    ctx.note({ reason: input.reason });
    ctx.emit({
      name: 'identity.person-suspended',
      key: input.person,
      topics: [`person:${input.person}`],
      data: { reason: input.reason },
    });
    return { handOver: await orderHandOver(ctx, { ...input, cause: 'suspended' }) };
  },
});

/** Lets a suspended person in again. @throws personNotFound. */
export const resumePerson = command({
  name: 'identity.resume-person',
  title: { vi: 'Cho hoạt động lại', en: 'Resume a person' },
  may: 'people.manage-person',
  input: shape({ person: uuid, reason: line(500, 2) }),
  output: shape({}),
  subject: (input) => `person:${input.person}`,
  async run(ctx, input) {
    const changed = await ctx.db.run(
      sql`update identity.person p set state = 'active', state_reason = ${input.reason}, state_at = ${ctx.now}, state_by = ${ctx.principal.id}::uuid where p.id = ${input.person} and p.state = 'suspended' and ${inReach(ctx, 'people.manage-person')}`,
    );
    if (changed === 0) throw personNotFound();
    rightsChanged(ctx.db, input.person, ctx.now);
    // What they had handed over holds again, and ends once more.
    ctx.db.send(
      sql`update identity.delegation set returned_at = null where from_person = ${input.person} and revoked_at is null and valid_to > ${ctx.now}`,
    );
    ctx.enqueue('identity.return-delegated-work', {});
    ctx.note({ reason: input.reason });
    ctx.emit({ name: 'identity.person-resumed', key: input.person, topics: [`person:${input.person}`] });
    return {};
  },
});

/**
 * Ends one session of a person, or all of them. Applications that rested on them, and monitoring, hear of it.
 * @param input `session`: only this one; without it all. `reason`: stands in the audit trail
 * @throws personNotFound; sessionNotFound when it is not a live one of this person.
 */
export const endSessionsOf = command({
  name: 'identity.end-sessions-of',
  title: { vi: 'Kết thúc các phiên của một người', en: "End a person's sessions" },
  may: 'people.end-session',
  input: shape({ person: uuid, session: Type.Optional(uuid), reason: line(500, 2) }),
  output: shape({ ended: Type.Integer() }),
  subject: (input) => `person:${input.person}`,
  async run(ctx, { person, session, reason }) {
    const found = await ctx.db.maybe(
      sql`select from identity.person p where p.id = ${person} and ${inReach(ctx, 'people.end-session')}`,
    );
    if (!found) throw personNotFound();
    const ended = await ctx.db.run(
      sql`update identity.session set ended_at = ${ctx.now}
          where person_id = ${person} and ended_at is null and ${session === undefined ? sql`true` : sql`id = ${session}`}`,
    );
    if (session !== undefined && ended === 0) throw sessionNotFound();
    tellSignedOut(ctx);
    ctx.note({ reason, ended, ...(session !== undefined && { session }) });
    ctx.emit({ name: 'identity.sessions-ended', key: person, data: { reason, ended } });
    return { ended };
  },
});

/** Days for which a password that was handed out is good. */
export const passwordDays = 7;

/**
 * Hands out a password: at a desk to a citizen whose card was seen, by an administrator to anybody in reach. It works for
 * seven days and is to be changed at the first sign-in; all sessions end. Whoever has no account gets one, named by
 * their identity number.
 * @throws papersNeeded; personNotFound; officialsAccount a desk asks for an official's account; noAccountName.
 */
export const issuePassword = command({
  name: 'identity.issue-password',
  title: { vi: 'Cấp mật khẩu mới', en: 'Issue a new password' },
  may: 'people.register-person',
  secret: true,
  input: shape({ person: uuid, papersSeen: Type.Boolean() }),
  output: shape({ account: Type.String(), password: Type.String(), until: moment }),
  subject: (input) => `person:${input.person}`,
  async prepare() {
    const password = newReference(12).toLowerCase();
    return { password, hash: await hashPassword(password) };
  },
  async run(ctx, input, { password, hash }) {
    if (!input.papersSeen) throw papersNeeded();
    await mayHelpIn(ctx, input.person);
    const until = new Date(ctx.now.getTime() + passwordDays * 24 * 3_600_000);
    const row = await ctx.db.maybe<{ account: string }>(
      sql`update identity.person p set password_hash = ${hash}, password_until = ${until}, account = coalesce(p.account, p.id_number)
          where p.id = ${input.person} and coalesce(p.account, p.id_number) is not null returning p.account`,
    );
    if (!row) throw noAccountName();
    endSessions(ctx, input.person);
    forgetDevices(ctx.db, input.person);
    await tellOwner(ctx, input.person, 'password-issued');
    ctx.emit({ name: 'identity.password-issued', key: input.person, topics: [`person:${input.person}`] });
    return { account: row.account, password, until };
  },
});

/**
 * Whether whoever asks may help this person into their account again: a desk those who hold no place, now or later; whoever
 * looks after persons anybody in their reach. Holds the record until the end.
 * @throws personNotFound; officialsAccount it is for an administrator to do.
 */
export async function mayHelpIn(ctx: CommandContext, person: string): Promise<void> {
  const plain = sql`not exists (select from identity.position o where o.person_id = p.id
                      and (o.valid_to is null or o.valid_to > ${localDate(ctx.now)}::date))`;
  const found = await ctx.db.maybe<{ may: boolean }>(
    sql`select (${plain} or (${inReach(ctx, 'people.manage-person')})) as may from identity.person p
        where p.id = ${person} and p.state = 'active' for update`,
  );
  if (!found) throw personNotFound();
  if (!found.may) throw officialsAccount();
}

/** Ends all sessions of a person. */
export function endSessions(ctx: CommandContext, person: string): void {
  ctx.db.send(sql`update identity.session set ended_at = ${ctx.now} where person_id = ${person} and ended_at is null`);
  tellSignedOut(ctx);
}
