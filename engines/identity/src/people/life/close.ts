import { command, type CommandContext, isDay, localDate, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { closeHoldsPosition, notYourself, papersNeeded, periodWrong, personNotFound, wrongInput } from '../../errors.ts';
import { day, line, uuid } from '../../fields.ts';
import { settleActing } from '../../deputies/acting.ts';
import { ownAccount } from '../../factors/own.ts';
import { orderHandOver } from '../../hand-over/order.ts';
import { forgetDevices } from '../../operations/factors.ts';
import { rightsChanged } from '../../operations/actor.ts';
import { keepAnAdministrator } from '../../operations/positions.ts';
import { tellSignedOut } from '../../provider/sign-out.ts';
import { tellOwner } from '../../sign-in/tell.ts';
import { managesAlone } from '../authority/model.ts';
import { paperErrors, papersSeen } from '../papers.ts';
import { underWay } from '../records.ts';
import { peopleRules } from '../rules.ts';

const words = shape({ vi: Type.String(), en: Type.String() });

/** What the person should know before they close their account: what is under way, what the law keeps and why. */
export const viewClosing = query({
  name: 'identity.view-closing',
  title: { vi: 'Trước khi đóng tài khoản', en: 'Before one closes one’s account' },
  may: 'signed-in',
  input: shape({}),
  output: shape({
    underWay: Type.Array(shape({ what: words, count: Type.Integer() })),
    kept: Type.Array(shape({ what: words, why: words })),
    holdsPosition: Type.Boolean(),
    /** Businesses that nobody manages after them. */
    alone: Type.Array(Type.String()),
  }),
  async run(ctx) {
    const today = localDate(ctx.now);
    const [open, { kept }, { holds }, alone] = await Promise.all([
      underWay(ctx.app, ctx.db, ctx.principal.id),
      peopleRules(ctx.app, ctx.now),
      ctx.db.one<{ holds: boolean }>(sql`select ${holdsPosition(ctx.principal.id, today)} as holds`),
      ctx.db.all<{ name: string }>(
        sql`select b.name from identity.representative r join identity.business b on b.id = r.business_id and b.state <> 'closed'
            where r.person_id = ${ctx.principal.id}::uuid and ${managesAlone(today)} order by b.name`,
      ),
    ]);
    return {
      underWay: open,
      kept: kept.map(({ what, why }) => ({ what, why })),
      holdsPosition: holds,
      alone: alone.map(({ name }) => name),
    };
  },
});

const holdsPosition = (person: string, today: string) =>
  sql`exists (select from identity.position where person_id = ${person} and (valid_to is null or valid_to > ${today}::date))`;

/**
 * Closes one's own account: sign-ins and what rests on them end, how one is reached is forgotten, drafts are nobody's any more. Dossiers
 * under way go on. What the law keeps stays (`people-rules`). A desk opens it again with the papers. Asks for a fresh proof of all that
 * the account has: nothing of it comes back by itself, and a stolen session is not enough.
 * @throws closeHoldsPosition an official's places end first; assuranceNeeded.
 */
export const closeAccount = command({
  name: 'identity.close-account',
  title: { vi: 'Đóng tài khoản của tôi', en: 'Close my account' },
  may: 'signed-in',
  input: shape({ reason: Type.Optional(line(500)) }),
  output: shape({}),
  prepare: async (ctx) => void (await ownAccount(ctx)),
  async run(ctx, input) {
    const person = ctx.principal.id;
    const { holds } = await ctx.db.one<{ holds: boolean }>(
      sql`select ${holdsPosition(person, localDate(ctx.now))} as holds from identity.person where id = ${person} for update`,
    );
    if (holds) throw closeHoldsPosition();
    const open = await underWay(ctx.app, ctx.db, person);
    await tellOwner(ctx, person, 'account-closed');
    await close(ctx, person, 'own-wish', input.reason ?? null);
    ctx.subject(`person:${person}`);
    ctx.note({ underWay: open.map(({ what, count }) => `${what.vi}: ${count}`), reason: input.reason });
    return {};
  },
});

/**
 * Records that a person has died, with the certificate seen: nobody signs in as them or acts in their name any more, and their places
 * end, what they held waits in the queues of its units. Whoever settles a dossier of theirs is told.
 * @throws personNotFound, periodWrong, wrongInput when no paper proves it; lastAdministrator.
 */
export const recordDeath = command({
  name: 'identity.record-death',
  title: { vi: 'Ghi nhận người đã mất', en: 'Record a death' },
  may: 'people.register-person',
  input: shape({ person: uuid, diedOn: day, papers: papersSeen }),
  output: shape({}),
  subject: (input) => `person:${input.person}`,
  async run(ctx, input) {
    if (input.person === ctx.principal.id) throw notYourself();
    const errors = await paperErrors(ctx, input.papers, 'death');
    if (errors.length > 0) throw wrongInput({}, { fields: errors });
    const today = localDate(ctx.now);
    if (!isDay(input.diedOn) || input.diedOn > today)
      throw periodWrong({}, { fields: [{ path: 'diedOn', message: periodWrong.sentence }] });
    const found = await ctx.db.maybe<{ born: string | null }>(
      sql`select birth_date as born from identity.person where id = ${input.person} and state <> 'closed' for update`,
    );
    if (!found) throw personNotFound();
    if (found.born !== null && input.diedOn < found.born)
      throw periodWrong({}, { fields: [{ path: 'diedOn', message: periodWrong.sentence }] });
    await keepAnAdministrator(ctx.db, input.person, today);
    await ctx.db.run(
      sql`update identity.position set valid_to = greatest(valid_from, ${today}::date), reason = 'died'
          where person_id = ${input.person} and (valid_to is null or valid_to > ${today}::date)`,
    );
    await close(ctx, input.person, 'death', null, input.diedOn);
    await settleActing(ctx.db, ctx.now);
    await orderHandOver(ctx, { person: input.person, cause: 'died', reason: '' });
    ctx.note({ diedOn: input.diedOn, papers: input.papers.map(({ kind, number }) => ({ kind, number })) });
    return {};
  },
});

/** Ends a record of a person and everything by which it acts. */
async function close(
  ctx: CommandContext,
  person: string,
  as: 'own-wish' | 'death',
  reason: string | null,
  diedOn: string | null = null,
): Promise<void> {
  const today = localDate(ctx.now);
  rightsChanged(ctx.db, person, ctx.now);
  await ctx.db.run(
    sql`update identity.person set state = 'closed', closed_as = ${as}, state_reason = ${reason}, state_at = ${ctx.now}, state_by = ${ctx.principal.id}::uuid,
          died_on = ${diedOn}::date, password_hash = null, password_until = null, two_steps = false,
          phone = case when ${as} = 'own-wish' then null else phone end, email = case when ${as} = 'own-wish' then null else email end,
          address = case when ${as} = 'own-wish' then null else address end
        where id = ${person}`,
  );
  endSignIns(ctx, person);
  ctx.db.send(sql`update identity.factor set ended_at = ${ctx.now} where person_id = ${person} and ended_at is null`);
  ctx.db.send(sql`delete from identity.recovery_code where person_id = ${person}`);
  ctx.db.send(sql`delete from identity.former_address where person_id = ${person}`);
  ctx.db.send(sql`update identity.consent set revoked_at = ${ctx.now} where person_id = ${person} and revoked_at is null`);
  const ties = await ctx.db.all<{ id: string; business: string; businessName: string }>(
    sql`update identity.representative r set valid_to = greatest(r.valid_from, ${today}::date), ended_at = ${ctx.now}, ended_by = ${ctx.principal.id}::uuid,
          end_reason = ${as} from identity.business b
        where b.id = r.business_id and r.person_id = ${person} and (r.valid_to is null or r.valid_to > ${today}::date)
        returning r.id, r.business_id as business, b.name as "businessName"`,
  );
  for (const { id, ...tie } of ties)
    ctx.emit({
      name: 'identity.representative-ended',
      key: id,
      topics: [`business:${tie.business}`],
      data: { ...tie, person, by: ctx.principal.id, reason: as },
    });
  ctx.db.send(
    sql`update identity.person set revision = revision + 1
        where id in (select agent_id from identity.authority where subject_id = ${person} and state = 'in-force')`,
  );
  const ended = await ctx.db.all<{
    id: string;
    kind: string;
    agent: string | null;
    subject: string | null;
    was: string;
  }>(
    sql`update identity.authority set state = case when state = 'in-force' then 'ended' else 'withdrawn' end, ended_at = ${ctx.now},
          ended_by = ${ctx.principal.id}::uuid, end_reason = ${as}
        where ${person}::uuid in (agent_id, subject_id) and state in ('declared', 'offered', 'in-force')
        returning id, kind, agent_id as agent, subject_id as subject, state as was`,
  );
  for (const { id, kind, agent, subject, was } of ended)
    ctx.emit({
      name: 'identity.authority-ended',
      key: id,
      topics: [agent, subject].flatMap((one) => (one ? [`person:${one}`] : [])),
      data: { kind, agent, subject, by: ctx.principal.id, reason: as, was },
    });
  const delegations = await ctx.db.all<{ id: string; to: string }>(
    sql`update identity.delegation set revoked_at = ${ctx.now}, revoked_by = ${ctx.principal.id}::uuid
        where ${person}::uuid in (from_person, to_person) and revoked_at is null and valid_to > ${ctx.now} returning id, to_person as "to"`,
  );
  for (const { id, to } of delegations) ctx.emit({ name: 'identity.delegation-revoked', key: id, topics: [`person:${to}`] });
  ctx.enqueue('identity.return-delegated-work', {});
  ctx.emit({ name: 'identity.person-closed', key: person, topics: [`person:${person}`], data: { as } });
}

/** Ends all sessions of a person, with the trust in their devices. */
export function endSignIns(ctx: CommandContext, person: string): void {
  ctx.db.send(sql`update identity.session set ended_at = ${ctx.now} where person_id = ${person} and ended_at is null`);
  forgetDevices(ctx.db, person);
  tellSignedOut(ctx);
}

/**
 * Opens a closed record again: a person comes back with their papers, or a death was recorded by mistake. They get a new password at
 * the desk; what had ended stays ended.
 * @throws personNotFound also for a record that was merged: that is undone; papersNeeded.
 */
export const reopenPerson = command({
  name: 'identity.reopen-person',
  title: { vi: 'Mở lại tài khoản đã đóng', en: 'Open a closed account again' },
  may: 'people.register-person',
  input: shape({ person: uuid, reason: line(500, 2), papers: papersSeen }),
  output: shape({}),
  subject: (input) => `person:${input.person}`,
  async run(ctx, input) {
    const errors = await paperErrors(ctx, input.papers, 'identity');
    if (errors.length > 0) throw papersNeeded({}, { fields: errors });
    const changed = await ctx.db.run(
      sql`update identity.person set state = 'active', closed_as = null, died_on = null, state_reason = ${input.reason}, state_at = ${ctx.now},
            state_by = ${ctx.principal.id}::uuid, revision = revision + 1
          where id = ${input.person} and state = 'closed' and closed_as is distinct from 'merged'`,
    );
    if (changed === 0) throw personNotFound();
    ctx.note({ reason: input.reason, papers: input.papers.map(({ kind, number }) => ({ kind, number })) });
    ctx.emit({ name: 'identity.person-reopened', key: input.person, topics: [`person:${input.person}`] });
    return {};
  },
});
