import { command, isDay, localDate, type Queries, reach, shape, sql, where } from '@dinh/kernel';
import { Type } from 'typebox';
import { lastAdministrator, periodWrong, positionNotFound } from '../errors.ts';
import { day, line, nullable, unitId, uuid } from '../fields.ts';
import { settleActing } from '../deputies/acting.ts';
import { orderHandOver } from '../hand-over/order.ts';
import { actor, rightsChanged } from './actor.ts';
import { givePlaces } from './give-places.ts';

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
    const [position] = await givePlaces(ctx, [input]);
    const { unit, role, until } = input;
    ctx.note({ position, unit, role, from: input.from ?? localDate(ctx.now), until });
    return { position: position! };
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
    if (input.lastDay !== undefined && (!isDay(input.lastDay) || input.lastDay < today))
      throw periodWrong({}, { fields: [{ path: 'lastDay', message: periodWrong.sentence }] });
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
