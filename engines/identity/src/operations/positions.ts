import { command, localDate, type Queries, reach, shape, sql, type Transaction, where } from '@dinh/kernel';
import { Type } from 'typebox';
import {
  lastAdministrator,
  periodWrong,
  personNotFound,
  positionHeld,
  positionNotFound,
  roleNotFound,
  roleTooWide,
  titleNotFound,
  unitNotFound,
} from '../errors.ts';
import { day, isDay, line, nullable, unitId, uuid } from '../fields.ts';
import { settleActing } from '../deputies/acting.ts';
import { standInsOf } from '../deputies/stands-in.ts';
import { orderHandOver } from '../hand-over/order.ts';
import type { PositionTitle } from '../organisation/position-title.ts';
import { mustStaySeparate } from '../separation/refuse.ts';

/**
 * Gives a person a place in a unit. Works from its first day on; today's at once, in every process.
 * @throws personNotFound, unitNotFound (also when out of reach, or not there on that day), roleNotFound, positionHeld, periodWrong,
 * titleNotFound a title that is not in the catalogue, or is not given under this role.
 * @throws heldTogether the person would hold what one person must not (separation of duties).
 * @throws roleTooWide whoever does not reach the whole province cannot give what reaches it.
 */
export const givePosition = command({
  name: 'identity.give-position',
  title: { vi: 'Giao chức vụ', en: 'Give a position' },
  may: 'people.manage-position',
  input: shape({
    person: uuid,
    unit: unitId,
    role: line(60),
    /** As papers write it; the role's name when absent. */
    title: Type.Optional(shape({ vi: line(200), en: line(200) })),
    /** A title of the catalogue; its name stands for `title` when that is absent. */
    titleKey: Type.Optional(line(60)),
    main: Type.Optional(Type.Boolean()),
    /** First and last day, both included; from today and until further notice when absent. */
    from: Type.Optional(day),
    until: Type.Optional(day),
    reason: Type.Optional(line(500)),
  }),
  output: shape({ position: uuid }),
  subject: (input) => `person:${input.person}`,
  async run(ctx, input) {
    const today = localDate(ctx.now);
    const from = input.from ?? today;
    const until = input.until;
    if (!isDay(from) || (until !== undefined && (!isDay(until) || until < from))) throw periodWrong();
    const mine = reach(ctx.principal, 'people.manage-position');
    const found = await ctx.db.one<{
      person: boolean;
      unit: boolean;
      role: { vi: string; en: string; wide: boolean } | null;
      held: boolean;
    }>(
      sql`select exists (select from identity.person where id = ${input.person} and state <> 'closed') as person,
                 exists (select from identity.unit u where u.id = ${input.unit} and u.valid_from <= ${from}::date
                         and (u.valid_to is null or u.valid_to > ${from}::date) and ${where(mine, { unit: sql`u.id` })}) as unit,
                 (select json_build_object('vi', name_vi, 'en', name_en, 'wide', permissions @> '[{"scope": "all"}]')
                  from identity.role where key = ${input.role} and place = 'unit' and (retired_on is null or retired_on > ${from}::date)) as role,
                 exists (select from identity.position where person_id = ${input.person} and unit_id = ${input.unit} and role = ${input.role}
                  and (valid_to is null or valid_to > ${from}::date)) as held`,
    );
    if (!found.unit) throw unitNotFound();
    if (!found.person) throw personNotFound();
    if (!found.role) throw roleNotFound();
    if (found.role.wide && !mine.all) throw roleTooWide();
    if (found.held) throw positionHeld();
    const given =
      input.titleKey === undefined
        ? undefined
        : await ctx.app.definitions.at<PositionTitle>('position-title', input.titleKey, from);
    if (input.titleKey !== undefined && !given?.body.roles.includes(input.role)) throw titleNotFound();
    const title = input.title ?? given?.body.name ?? found.role;
    const position = ctx.newId();
    if (input.main)
      ctx.db.send(sql`update identity.position set main = false where person_id = ${input.person} and main`);
    await ctx.db.run(
      sql`insert into identity.position (id, person_id, unit_id, role, title_vi, title_en, title_key, main, valid_from, valid_to, reason, created_at, created_by)
          values (${position}, ${input.person}, ${input.unit}, ${input.role}, ${title.vi}, ${title.en}, ${input.titleKey ?? null},
                  ${input.main ?? false}, ${from}::date, ${until ?? null}::date + 1, ${input.reason ?? null}, ${ctx.now}, ${actor(ctx)}::uuid)`,
    );
    await mustStaySeparate(ctx, input.person, ({ unit, role }) => unit === input.unit && role === input.role);
    ctx.db.send(
      sql`update identity.person set kind = 'official' where id = ${input.person} and kind = 'citizen'`,
    );
    await settleActing(ctx.db, ctx.now);
    rightsChanged(ctx.db, input.person, ctx.now);
    ctx.note({ position, unit: input.unit, role: input.role, from, until });
    ctx.emit({
      name: 'identity.position-given',
      key: position,
      topics: [`person:${input.person}`, `unit:${input.unit}`],
      data: { person: input.person, unit: input.unit, role: input.role, from, until },
    });
    return { position };
  },
});

/**
 * Ends a place: at once, or after a last day. What the person held there is handed over then: to `to` where they may do it, else into the
 * queue of the unit.
 * @returns the hand-over; null when the person held nothing there
 * @throws positionNotFound also when out of reach; lastAdministrator nobody else could give places any more; periodWrong; handOverToNobody.
 */
export const endPosition = command({
  name: 'identity.end-position',
  title: { vi: 'Thôi chức vụ', en: 'End a position' },
  may: 'people.manage-position',
  input: shape({
    position: uuid,
    lastDay: Type.Optional(day),
    reason: line(500, 2),
    /** Who goes on with the open work; the queue of the unit when absent. */
    to: Type.Optional(uuid),
  }),
  output: shape({ handOver: nullable(uuid) }),
  async run(ctx, input) {
    const today = localDate(ctx.now);
    if (input.lastDay !== undefined && (!isDay(input.lastDay) || input.lastDay < today)) throw periodWrong();
    const mine = reach(ctx.principal, 'people.manage-position');
    const ended = await ctx.db.maybe<{ person: string; unit: number; role: string; day: string }>(
      sql`update identity.position o set reason = ${input.reason}, ended_by = ${actor(ctx)}::uuid,
            valid_to = greatest(o.valid_from, ${input.lastDay ? sql`${input.lastDay}::date + 1` : sql`${today}::date`})
          where o.id = ${input.position} and (o.valid_to is null or o.valid_to > ${today}::date) and ${where(mine, { unit: sql`o.unit_id` })}
          returning o.person_id as person, o.unit_id as unit, o.role, o.valid_to as day`,
    );
    if (!ended) throw positionNotFound();
    const { day: endsOn, ...row } = ended;
    await keepAnAdministrator(ctx.db, row.person, input.lastDay ?? today);
    await settleActing(ctx.db, ctx.now);
    rightsChanged(ctx.db, row.person, ctx.now);
    ctx.subject(`person:${row.person}`);
    ctx.note({
      position: input.position,
      unit: row.unit,
      role: row.role,
      lastDay: input.lastDay,
      reason: input.reason,
    });
    ctx.emit({
      name: 'identity.position-ended',
      key: input.position,
      topics: [`person:${row.person}`, `unit:${row.unit}`],
      data: { ...row, lastDay: input.lastDay },
    });
    const handOver = await orderHandOver(ctx, {
      person: row.person,
      to: input.to,
      place: { position: input.position, unit: row.unit, role: row.role },
      cause: 'position-ended',
      day: endsOn,
      reason: input.reason,
    });
    return { handOver };
  },
});

/** Makes every process look again at what a person may do, and those who act for them. */
export function rightsChanged(tx: Transaction, person: string, now: Date): void {
  tx.send(
    sql`update identity.person set revision = revision + 1 where id = ${person}
          or id in (select to_person from identity.delegation where from_person = ${person} and revoked_at is null and valid_to > ${now})
          or id in (${standInsOf(sql`${person}::uuid`)})`,
  );
}

/** @throws lastAdministrator when `person` could give places everywhere and, after `day`, nobody can any more. */
export async function keepAnAdministrator(db: Queries, person: string, day: string): Promise<void> {
  const { was, left } = await db.one<{ was: boolean; left: boolean }>(
    sql`with administrator as (
          select o.person_id, o.valid_to, p.state from identity.position o join identity.person p on p.id = o.person_id
            join identity.role r on r.key = o.role
          where r.permissions @> '[{"permission": "people.manage-position", "scope": "all"}]')
        select exists (select from administrator where person_id = ${person}) as was,
               exists (select from administrator where state = 'active' and (valid_to is null or valid_to > ${day}::date + 1)) as left`,
  );
  if (was && !left) throw lastAdministrator();
}

/** The person behind a command, for `created_by`; null for the program itself. */
export function actor(ctx: { principal: { kind: string; id: string } }): string | null {
  return ctx.principal.kind === 'person' ? ctx.principal.id : null;
}
