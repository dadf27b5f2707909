import { command, type CommandContext, countSince, isDuplicate, moveRecords, shape, type Sql, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { mergeImpossible, mergeInUse, mergeNotFound, mergeSelfDecided, notYourself } from '../../errors.ts';
import { line, uuid } from '../../fields.ts';
import { rightsChanged } from '../../operations/actor.ts';
import { endSessions } from '../../operations/administer-person.ts';
import { mustStaySeparate } from '../../separation/refuse.ts';
import { holdingsOf } from '../../separation/together.ts';
import { allRecords } from '../records.ts';
import { hindrance, type MergeField, mergeField, type Side, sidesOf } from './compare.ts';

/**
 * Proposes that a record becomes part of another, which stays with its id and its sign-in; of each fact it is said from which record
 * it is kept. Somebody else decides.
 * @throws personNotFound; mergeImpossible with the reason, also when it was proposed already; notYourself.
 */
export const proposeMerge = command({
  name: 'identity.propose-merge',
  title: { vi: 'Đề nghị gộp hai bản ghi', en: 'Propose to merge two records' },
  may: 'people.register-person',
  input: shape({
    from: uuid,
    to: uuid,
    /** The facts that are taken from the record that goes. */
    fields: Type.Array(mergeField, { maxItems: 7, uniqueItems: true }),
    reason: line(500, 2),
  }),
  output: shape({ merge: uuid }),
  subject: (input) => `person:${input.to}`,
  async run(ctx, input) {
    if ([input.from, input.to].includes(ctx.principal.id)) throw notYourself();
    const [from, to] = await sidesOf(ctx.db, input.from, input.to);
    const why = await hindrance(ctx.db, from, to);
    if (why) throw mergeImpossible({ why: why[ctx.lang] });
    const merge = ctx.newId();
    try {
      await ctx.db.run(
        sql`insert into identity.merge (id, from_person, to_person, fields, reason, proposed_at, proposed_by)
            values (${merge}, ${from.id}, ${to.id}, ${JSON.stringify(input.fields)}::jsonb, ${input.reason}, ${ctx.now}, ${ctx.principal.id})`,
      );
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      const already = {
        vi: 'việc gộp đã được đề nghị và đang chờ quyết định.',
        en: 'it is proposed already and waits.',
      };
      throw mergeImpossible({ why: already[ctx.lang] }, { cause: error });
    }
    ctx.note({ from: from.id, fields: input.fields, reason: input.reason });
    ctx.emit({ name: 'identity.merge-proposed', key: merge, topics: ['merges'] });
    return { merge };
  },
});

interface Proposal {
  from: string;
  to: string;
  fields: MergeField[];
  by: string;
}

async function lockProposal(ctx: CommandContext, merge: string): Promise<Proposal> {
  const row = await ctx.db.maybe<Proposal>(
    sql`select from_person as "from", to_person as "to", fields, proposed_by as by from identity.merge
        where id = ${merge} and state = 'proposed' for update`,
  );
  if (!row) throw mergeNotFound();
  return row;
}

/** Takes one's own proposal back. @throws mergeNotFound also when it is another's. */
export const withdrawMerge = command({
  name: 'identity.withdraw-merge',
  title: { vi: 'Rút đề nghị gộp', en: 'Withdraw a proposal to merge' },
  may: 'people.register-person',
  input: shape({ merge: uuid }),
  output: shape({}),
  async run(ctx, input) {
    const { to, by } = await lockProposal(ctx, input.merge);
    if (by !== ctx.principal.id) throw mergeNotFound();
    ctx.db.send(sql`update identity.merge set state = 'withdrawn', decided_at = ${ctx.now} where id = ${input.merge}`);
    ctx.subject(`person:${to}`);
    ctx.emit({ name: 'identity.merge-withdrawn', key: input.merge, topics: ['merges'] });
    return {};
  },
});

/**
 * Decides a proposal: with the second pair of eyes the records become one. Everything that stands under the one id follows to the other,
 * in this transaction; the old id leads to the record that stays.
 * @throws mergeNotFound, mergeSelfDecided, notYourself; mergeImpossible what has changed since.
 * @throws heldTogether the one person would hold what one person must not (separation of duties)
 */
export const decideMerge = command({
  name: 'identity.decide-merge',
  title: { vi: 'Quyết định việc gộp', en: 'Decide a merge' },
  may: 'people.merge-person',
  input: shape({ merge: uuid, accept: Type.Boolean(), comment: Type.Optional(line(500)) }),
  output: shape({}),
  async run(ctx, input) {
    const { from, to, fields, by } = await lockProposal(ctx, input.merge);
    if (by === ctx.principal.id) throw mergeSelfDecided();
    if ([from, to].includes(ctx.principal.id)) throw notYourself();
    const [left, right] = await sidesOf(ctx.db, from, to, true);
    if (input.accept) await carryOut(ctx, input.merge, left, right, fields);
    ctx.db.send(
      sql`update identity.merge set state = ${input.accept ? 'done' : 'declined'}, decided_at = ${ctx.now}, decided_by = ${ctx.principal.id},
            comment = ${input.comment ?? null}, before = ${input.accept ? JSON.stringify({ from: left, to: right }) : null}::jsonb where id = ${input.merge}`,
    );
    ctx.subject(`person:${to}`);
    ctx.note({ from, accepted: input.accept, fields, comment: input.comment });
    ctx.emit({
      name: input.accept ? 'identity.persons-merged' : 'identity.merge-declined',
      key: input.merge,
      topics: ['merges', `person:${from}`, `person:${to}`],
      data: { from, to },
    });
    return {};
  },
});

const column: Record<MergeField, string> = {
  name: 'name',
  birthDate: 'birth_date',
  gender: 'gender',
  idNumber: 'id_number',
  phone: 'phone',
  email: 'email',
  address: 'address',
};

/** Writes these facts of a record as another has them. */
function facts(of: Side, fields: readonly MergeField[]): Sql[] {
  return fields.map((field) => {
    const value = field === 'address' ? of.address && JSON.stringify(of.address) : of[field];
    const type = { birthDate: '::date', address: '::jsonb' }[field as 'address'] ?? '';
    return sql`${sql.id(column[field])} = ${value}${sql.raw(type)}`;
  });
}

async function carryOut(ctx: CommandContext, merge: string, from: Side, to: Side, fields: MergeField[]): Promise<void> {
  const why = await hindrance(ctx.db, from, to);
  if (why) throw mergeImpossible({ why: why[ctx.lang] });
  rightsChanged(ctx.db, from.id, ctx.now);
  const held = await holdingsOf(ctx.db, ctx.now, [from.id]);
  // Who came in by the record that gives way has shown nothing for the one that stays: its ways to sign in do not follow, nor do
  // its open sessions; that they were there is kept.
  endSessions(ctx, from.id);
  for (const { place, record } of allRecords(ctx.app)) {
    const keys = await moveRecords(ctx.db, record, from.id, to.id);
    if (keys.length > 0)
      ctx.db.send(sql`insert into identity.merge_moved (merge_id, place, keys) values (${merge}, ${place}, ${keys}::text[])`);
  }
  // The number goes first: it belongs to one record only.
  await ctx.db.run(
    sql`update identity.person set state = 'closed', closed_as = 'merged', merged_into = ${to.id}, state_at = ${ctx.now}, state_by = ${ctx.principal.id}::uuid,
          id_number = ${fields.includes('idNumber') ? null : from.idNumber} where id = ${from.id}`,
  );
  // Who the number is from has shown it.
  const level = fields.includes('idNumber') ? from.level : to.level;
  const set = [...facts(from, fields), sql`verified_level = ${level}`];
  await ctx.db.run(sql`update identity.person set ${sql.join(set)} where id = ${to.id}`);
  await mustStaySeparate(ctx, to.id, ({ unit, role }) => held.some((one) => one.unit === unit && one.role === role));
  rightsChanged(ctx.db, to.id, ctx.now);
}

/**
 * Undoes a merge: exactly what had followed goes back, and both records are as they were. Only while nothing new has been done under the
 * record that stayed.
 * @throws mergeNotFound; mergeInUse tells what is new.
 */
export const undoMerge = command({
  name: 'identity.undo-merge',
  title: { vi: 'Hoàn tác việc gộp', en: 'Undo a merge' },
  may: 'people.merge-person',
  input: shape({ merge: uuid, reason: line(500, 2) }),
  output: shape({}),
  async run(ctx, input) {
    const row = await ctx.db.maybe<{
      from: string;
      to: string;
      fields: MergeField[];
      at: Date;
      before: { from: Side; to: Side };
    }>(
      sql`select from_person as "from", to_person as "to", fields, decided_at as at, before from identity.merge
          where id = ${input.merge} and state = 'done' for update`,
    );
    if (!row) throw mergeNotFound();
    if ([row.from, row.to].includes(ctx.principal.id)) throw notYourself();
    const [from, to] = await sidesOf(ctx.db, row.from, row.to, true);
    await nothingNew(ctx, to, row.at);
    if (from.mergedInto !== to.id || to.state === 'closed') throw mergeNotFound();
    const moved = await ctx.db.all<{ place: string; keys: string[] }>(
      sql`select place, keys from identity.merge_moved where merge_id = ${input.merge}`,
    );
    rightsChanged(ctx.db, to.id, ctx.now);
    const places = new Map(allRecords(ctx.app).map(({ place, record }) => [place, record]));
    for (const { place, keys } of moved) {
      const record = places.get(place);
      if (record) await moveRecords(ctx.db, { ...record, once: undefined, only: undefined }, to.id, from.id, keys);
    }
    const back = [...facts(row.before.to, row.fields), sql`verified_level = ${row.before.to.level}`];
    await ctx.db.run(sql`update identity.person set ${sql.join(back)} where id = ${to.id}`);
    await ctx.db.run(
      sql`update identity.person set state = ${row.before.from.state}, closed_as = null, merged_into = null, id_number = ${row.before.from.idNumber},
            state_at = ${ctx.now}, state_by = ${ctx.principal.id}::uuid where id = ${from.id}`,
    );
    rightsChanged(ctx.db, from.id, ctx.now);
    ctx.db.send(
      sql`update identity.merge set state = 'undone', undone_at = ${ctx.now}, undone_by = ${ctx.principal.id}, undo_reason = ${input.reason} where id = ${input.merge}`,
    );
    ctx.subject(`person:${to.id}`);
    ctx.note({ from: from.id, reason: input.reason });
    ctx.emit({
      name: 'identity.merge-undone',
      key: input.merge,
      topics: ['merges', `person:${from.id}`, `person:${to.id}`],
      data: { from: from.id, to: to.id },
    });
    return {};
  },
});

/** @throws mergeInUse nobody could say to which of the two what was made since belongs. */
async function nothingNew(ctx: CommandContext, to: Side, since: Date): Promise<void> {
  for (const { record } of allRecords(ctx.app)) {
    const count = await countSince(ctx.db, record, to.id, since);
    if (count > 0) throw mergeInUse({ what: `${record.what[ctx.lang].toLowerCase()} (${count})` });
  }
  const later = await ctx.db.maybe(
    sql`select from identity.merge where ${to.id}::uuid in (from_person, to_person) and state = 'done' and decided_at > ${since}`,
  );
  if (later) throw mergeInUse({ what: { vi: 'một lần gộp khác', en: 'another merge' }[ctx.lang] });
}
