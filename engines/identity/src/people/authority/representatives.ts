import { command, type CommandContext, localDate, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { authorityNotFound, authorityOverlaps, businessNotFound, lastManager, personNotFound, wrongInput } from '../../errors.ts';
import { line, uuid } from '../../fields.ts';
import { actor } from '../../operations/actor.ts';
import { paperErrors, papersSeen } from '../papers.ts';
import { standing } from './businesses.ts';
import { authorityChanged, daysOf, limits, managesAlone, period, within } from './model.ts';

/**
 * A desk notes, with the papers seen, that a person represents a business, and how far. What that person had declared
 * before becomes checked, with these limits.
 * @throws personNotFound, businessNotFound, periodWrong; wrongInput when no paper proves it.
 */
export const addRepresentative = command({
  name: 'identity.add-representative',
  title: { vi: 'Ghi nhận người đại diện doanh nghiệp', en: 'Record a representative of a business' },
  may: 'people.register-person',
  input: shape({
    business: uuid,
    person: uuid,
    title: Type.Optional(line(120)),
    acts: Type.Optional(limits.acts),
    matters: limits.matters,
    ...period,
    papers: papersSeen,
  }),
  output: shape({ representative: uuid }),
  subject: (input) => `business:${input.business}`,
  async run(ctx, input) {
    const errors = await paperErrors(ctx, input.papers, 'business');
    if (errors.length > 0) throw wrongInput({}, { fields: errors });
    const { from, to } = daysOf(input, ctx.now);
    const found = await ctx.db.one<{ person: boolean; business: boolean }>(
      sql`select exists (select from identity.person where id = ${input.person} and state <> 'closed') as person,
                 exists (select from identity.business where id = ${input.business} and state <> 'closed') as business`,
    );
    if (!found.person) throw personNotFound();
    if (!found.business) throw businessNotFound();
    const tie = {
      title: input.title ?? null,
      acts: input.acts ?? ['file', 'follow', 'withdraw', 'pay', 'receive', 'manage'],
      matters: input.matters ?? null,
    };
    const today = localDate(ctx.now);
    // Two records that became one may both have represented the business: there is one without an end at most, and it goes on.
    const live = await ctx.db.maybe<{ id: string }>(
      sql`select id from identity.representative where business_id = ${input.business} and person_id = ${input.person}
            and (valid_to is null or valid_to > ${today}::date) order by valid_to is not null, valid_from limit 1 for update`,
    );
    const representative = live?.id ?? ctx.newId();
    const papers = JSON.stringify(input.papers);
    if (live)
      await ctx.db.run(
        sql`update identity.representative set verified = true, verified_at = ${ctx.now}, verified_by = ${actor(ctx)}::uuid, papers = ${papers}::jsonb,
              title = coalesce(${tie.title}, title), acts = ${tie.acts}::text[], matters = ${tie.matters}::text[],
              valid_from = least(valid_from, ${from}::date), valid_to = ${to}::date where id = ${live.id}`,
      );
    else
      await ctx.db.run(
        sql`insert into identity.representative (id, business_id, person_id, title, acts, matters, valid_from, valid_to, verified, verified_at, verified_by,
              papers, created_at)
            values (${representative}, ${input.business}, ${input.person}, ${tie.title}, ${tie.acts}::text[], ${tie.matters}::text[], ${from}::date, ${to}::date,
              true, ${ctx.now}, ${actor(ctx)}::uuid, ${papers}::jsonb, ${ctx.now})`,
      );
    authorityChanged(ctx, input.person);
    ctx.note({ person: input.person, papers: input.papers.map(({ kind, number }) => ({ kind, number })) });
    ctx.emit({
      name: 'identity.representative-added',
      key: representative,
      topics: [`person:${input.person}`, `business:${input.business}`],
      data: { business: input.business, person: input.person },
    });
    return { representative };
  },
});

interface Tie {
  id: string;
  business: string;
  person: string;
  name: string;
}

/** The live tie with its row locked, if the principal may change it. @throws authorityNotFound. */
async function lockTie(ctx: CommandContext, id: string, self: boolean): Promise<Tie> {
  const today = localDate(ctx.now);
  const tie = await ctx.db.maybe<Tie>(
    sql`select r.id, r.business_id as business, r.person_id as person, b.name from identity.representative r join identity.business b on b.id = r.business_id
        where r.id = ${id} and (r.valid_to is null or r.valid_to > ${today}::date) for update of r`,
  );
  if (!tie) throw authorityNotFound();
  const own = tie.person === ctx.principal.id;
  if (own && self) return tie;
  const as = await standing(ctx, tie.business);
  if (as === 'desk' || (as === 'manager' && !own)) return tie;
  throw authorityNotFound();
}

/**
 * Changes what a representative may do and until when: by whoever manages the business (not for themselves), or a desk.
 * @throws authorityNotFound, authorityTooWide, authorityOverlaps, periodWrong.
 */
export const limitRepresentative = command({
  name: 'identity.limit-representative',
  title: { vi: 'Sửa phạm vi của người đại diện', en: 'Change what a representative may do' },
  may: 'signed-in',
  input: shape({
    representative: uuid,
    ...limits,
    title: Type.Optional(line(120)),
    until: period.until,
  }),
  output: shape({}),
  async run(ctx, input) {
    const tie = await lockTie(ctx, input.representative, false);
    const mine = (ctx.principal.authorities ?? []).find((one) => one.kind === 'business' && one.subject === tie.business);
    if (mine) within(input, mine);
    const { to } = daysOf({ until: input.until }, ctx.now);
    // When two records of a person became one, both may have represented the business.
    const other = await ctx.db.maybe(
      sql`select from identity.representative where business_id = ${tie.business} and person_id = ${tie.person} and id <> ${tie.id} and valid_to is null`,
    );
    if (other && !to) throw authorityOverlaps();
    await ctx.db.run(
      sql`update identity.representative set acts = ${input.acts}::text[], matters = ${input.matters ?? null}::text[],
            title = coalesce(${input.title ?? null}, title), valid_to = ${to}::date where id = ${tie.id}`,
    );
    authorityChanged(ctx, tie.person);
    ctx.subject(`business:${tie.business}`);
    ctx.note({ person: tie.person, acts: input.acts, matters: input.matters, until: input.until });
    ctx.emit({
      name: 'identity.representative-limited',
      key: tie.id,
      topics: [`person:${tie.person}`, `business:${tie.business}`],
      data: { business: tie.business, businessName: tie.name, person: tie.person },
    });
    return {};
  },
});

/** @throws lastManager nobody else manages the business on the days to come, and the person has not said that they know. */
async function mustLeaveAManager(ctx: CommandContext, tie: Tie): Promise<void> {
  const alone = await ctx.db.maybe(
    sql`select from identity.representative r where r.id = ${tie.id} and ${managesAlone(localDate(ctx.now))}`,
  );
  if (alone) throw lastManager({ business: tie.name });
}

/**
 * Ends that a person represents a business, at once: by themselves, by whoever manages the business, or by a desk.
 * @param input `last`: the person knows that nobody manages the business after them
 * @throws authorityNotFound; lastManager of who leaves by themselves without having said so.
 */
export const endRepresentative = command({
  name: 'identity.end-representative',
  title: { vi: 'Chấm dứt tư cách người đại diện', en: 'End a representation' },
  may: 'signed-in',
  input: shape({ representative: uuid, reason: line(500, 2), last: Type.Optional(Type.Boolean()) }),
  output: shape({}),
  async run(ctx, input) {
    const tie = await lockTie(ctx, input.representative, true);
    if (tie.person === ctx.principal.id && !input.last) await mustLeaveAManager(ctx, tie);
    await ctx.db.run(
      sql`update identity.representative set valid_to = greatest(valid_from, ${localDate(ctx.now)}::date), ended_at = ${ctx.now},
            ended_by = ${ctx.principal.id}::uuid, end_reason = ${input.reason} where id = ${tie.id}`,
    );
    authorityChanged(ctx, tie.person);
    ctx.subject(`business:${tie.business}`);
    ctx.note({ person: tie.person, reason: input.reason });
    ctx.emit({
      name: 'identity.representative-ended',
      key: tie.id,
      topics: [`person:${tie.person}`, `business:${tie.business}`],
      data: {
        business: tie.business,
        businessName: tie.name,
        person: tie.person,
        by: ctx.principal.id,
        reason: input.reason,
      },
    });
    return {};
  },
});

/** @throws authorityOverlaps the person represents the business already. */
export async function notYet(ctx: CommandContext, business: string, person: string): Promise<void> {
  const there = await ctx.db.maybe(
    sql`select from identity.representative where business_id = ${business} and person_id = ${person}
          and (valid_to is null or valid_to > ${localDate(ctx.now)}::date)`,
  );
  if (there) throw authorityOverlaps();
}
