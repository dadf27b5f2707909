import { inOfficeOn } from '@dinh/identity';
import { type HeldWork, sql } from '@dinh/kernel';

/** Most filters that one person keeps under names of their own. */
const most = 30;

/**
 * The filters that an official keeps go to the receiver, under the name of who made them where the receiver has one so called. Without a
 * receiver they stay: nobody waits for them.
 */
export const savedViewsHandedOver: HeldWork = {
  key: 'one-stop.saved-views',
  title: { vi: 'Bộ lọc đã lưu', en: 'Saved views' },
  async count(db, { person, place, day }, to) {
    if (to === undefined) return { total: 0, fits: 0 };
    const { total } = await db.one<{ total: number }>(
      sql`select count(*)::int as total from one_stop.saved_view v where v.person_id = ${person}::uuid and ${leaves(person, place, day)}`,
    );
    return { total, fits: total };
  },
  async handOver(ctx, { person, name, place, day, to }) {
    if (!to) return { moved: 0, queued: 0 };
    const moved = await ctx.db.run(
      sql`update one_stop.saved_view v set person_id = ${to.id}::uuid, ordinal = v.ordinal + ${most},
            name = case when exists (select from one_stop.saved_view x where x.person_id = ${to.id}::uuid and x.name = v.name)
                        then left(v.name, 60) || ' (' || ${name}::text || ', ' || left(v.id::text, 4) || ')' else v.name end
          where v.person_id = ${person}::uuid and ${leaves(person, place, day)}`,
    );
    return { moved, queued: 0 };
  },
};

/** Whoever keeps another place keeps their filters, too. */
const leaves = (person: string, place: { unit: number; role: string } | undefined, day: string) =>
  place
    ? sql`not exists (select from identity.v_official o where o.person_id = ${person}::uuid and ${inOfficeOn(day)} and not (o.unit_id = ${place.unit} and o.role = ${place.role}))`
    : sql`true`;
