import { type App, type CommandContext, type HeldWork, localDate, type Queries, sql } from '@dinh/kernel';
import { handOverToNobody } from '../errors.ts';

/** Why work is handed over. */
export type Cause = 'position-ended' | 'suspended' | 'died' | 'stranded' | 'authority-ended';

export interface Order {
  readonly person: string;
  /** Who goes on with it; without them it waits in the queues of its units. */
  readonly to?: string | undefined;
  /** `position`: the one that ends; absent when the place was another's, who had handed authority over. */
  readonly place?: { readonly position?: string; readonly unit: number; readonly role: string };
  readonly cause: Cause;
  /** First day on which the person does it no more; today when absent. */
  readonly day?: string;
  readonly reason: string;
}

/** All that persons may hold, of every module. */
export function heldWorkOf(app: Pick<App, 'modules'>): readonly HeldWork[] {
  return app.modules.flatMap((module) => module.heldWork ?? []);
}

/** What goes to others for a reason: of ended authority only what may have been held by it. */
export function workFor(app: Pick<App, 'modules'>, cause: Cause): readonly HeldWork[] {
  return heldWorkOf(app).filter(({ byAuthority }) => cause !== 'authority-ended' || byAuthority === true);
}

/** Puts a text for a reason that the program gives by itself. */
export const reasons: Record<Cause, string> = {
  'position-ended': 'Thôi chức vụ',
  suspended: 'Tạm ngừng tài khoản',
  died: 'Người giữ việc đã mất',
  stranded: 'Người giữ việc không còn làm được',
  'authority-ended': 'Hết ủy quyền',
};

/**
 * Orders that what a person held be handed over, from a day on; a batch at a time, by `identity.hand-over-work`. Nothing is
 * ordered for today when nothing is held.
 * @returns the hand-over, or null when there is nothing to be handed over
 * @throws handOverToNobody when the receiver is not an official in office, or is the person
 */
export async function orderHandOver(ctx: CommandContext, order: Order): Promise<string | null> {
  const today = localDate(ctx.now);
  const { person, place, cause } = order;
  const day = order.day !== undefined && order.day > today ? order.day : today;
  if (order.to !== undefined) await mustBeInOffice(ctx.db, order.to, person, day);
  const leaving = { person, day, ...(place && { place: { unit: place.unit, role: place.role } }) };
  const parts: { part: HeldWork; total: number }[] = [];
  for (const part of workFor(ctx.app, cause)) parts.push({ part, total: (await part.count(ctx.db, leaving, order.to)).total });
  if (place?.position)
    ctx.db.send(
      sql`update identity.hand_over set state = 'cancelled' where position_id = ${place.position} and state = 'waiting' and begun_at is null`,
    );
  if (day === today && parts.every(({ total }) => total === 0)) return null;
  const id = ctx.newId();
  await ctx.db.run(
    sql`insert into identity.hand_over (id, person_id, to_person, position_id, unit_id, role, cause, day, reason, ordered_at, ordered_by)
        values (${id}, ${person}, ${order.to ?? null}::uuid, ${place?.position ?? null}::uuid, ${place?.unit ?? null}::int, ${place?.role ?? null},
                ${cause}, ${day}::date, ${order.reason || reasons[cause]}, ${ctx.now}, ${ctx.principal.kind === 'person' ? ctx.principal.id : null}::uuid)`,
  );
  for (const [ordinal, { part, total }] of parts.entries())
    ctx.db.send(
      sql`insert into identity.hand_over_part (hand_over_id, part, ordinal, title_vi, title_en, expected)
          values (${id}, ${part.key}, ${ordinal}, ${part.title.vi}, ${part.title.en}, ${total})`,
    );
  ctx.note({ handOver: id, to: order.to });
  ctx.emit({
    name: 'identity.hand-over-ordered',
    key: id,
    topics: [`person:${person}`, ...(order.to ? [`person:${order.to}`] : [])],
    data: { person, to: order.to ?? null, cause, day },
  });
  if (day === today) ctx.enqueue('identity.hand-over-work', {});
  return id;
}

/** @throws handOverToNobody when nobody in office on the day, or the person themselves, is to receive */
async function mustBeInOffice(db: Queries, to: string, person: string, day: string): Promise<void> {
  const found = await db.maybe(
    sql`select from identity.position o join identity.person p on p.id = o.person_id and p.state = 'active'
        where o.person_id = ${to} and o.person_id <> ${person}::uuid and o.valid_from <= ${day}::date and (o.valid_to is null or o.valid_to > ${day}::date) limit 1`,
  );
  if (!found) throw handOverToNobody();
}
