import { type App, job, localDate, newId, type Queries, sql, type Transaction } from '@dinh/kernel';
import { samePost } from './stands-in.ts';

interface Vacancy {
  deputy: string;
  person: string;
  unit: number;
  role: string;
  titleKey: string | null;
  vi: string;
  en: string;
  from: string;
  to: string | null;
}

interface Acting {
  id: string;
  deputy: string;
  person: string;
  from: string;
  to: string | null;
}

/** When posts with standing deputies are vacant from today on, and the first deputy of each. */
const vacancies = (db: Queries, today: string) =>
  db.all<Vacancy>(
    sql`with first as (
          select distinct on (d.unit_id, d.role, d.title_key) d.* from identity.standing_deputy d join identity.person p on p.id = d.person_id and p.state = 'active'
          where (d.valid_to is null or d.valid_to > ${today}::date) and d.valid_from <= ${today}::date
          order by d.unit_id, d.role, d.title_key, d.ordinal, d.id)
        select d.id as deputy, d.person_id as person, d.unit_id as unit, d.role, d.title_key as "titleKey", d.title_vi as vi, d.title_en as en,
               lower(r)::text as "from", upper(r)::text as "to"
        from first d cross join lateral (
          select range_agg(daterange(o.valid_from, o.valid_to)) as held from identity.position o join identity.person p on p.id = o.person_id
          where ${samePost('d')} and o.acting_as is null and p.state <> 'closed' and o.valid_to is distinct from o.valid_from) c
          cross join lateral unnest(datemultirange(daterange(${today}::date, d.valid_to)) - coalesce(c.held, '{}'::datemultirange)) r`,
  );

/**
 * Gives the first standing deputy of each vacant post its place for as long as it is vacant, also ahead, and ends what is vacant no more.
 * What was goes unchanged.
 * @returns how many places began or ended
 */
export async function settleActing(tx: Transaction, now: Date): Promise<number> {
  const today = localDate(now);
  const wanted = await vacancies(tx, today);
  const there = await tx.all<Acting>(
    sql`select o.id, o.acting_as as deputy, o.person_id as person, o.valid_from::text as "from", o.valid_to::text as "to"
        from identity.position o where o.acting_as is not null and (o.valid_to is null or o.valid_to > ${today}::date) for update`,
  );
  const kept = new Set<string>();
  const changed = new Set<string>();
  for (const gap of wanted) {
    const same = there.find(
      (one) =>
        one.deputy === gap.deputy && !kept.has(one.id) && (one.from <= gap.from ? one.to === null || one.to >= gap.from : false),
    );
    if (same) {
      kept.add(same.id);
      if (same.to === gap.to) continue;
      tx.send(sql`update identity.position set valid_to = ${gap.to}::date where id = ${same.id}`);
    } else
      tx.send(
        sql`insert into identity.position (id, person_id, unit_id, role, title_vi, title_en, title_key, main, valid_from, valid_to, reason, created_at, acting_as)
            values (${newId(now.getTime())}, ${gap.person}, ${gap.unit}, ${gap.role}, ${`Phụ trách, thay mặt ${gap.vi}`}, ${`Acting ${gap.en}`}, ${gap.titleKey}, false,
                    ${gap.from}::date, ${gap.to}::date, 'vacant', ${now}, ${gap.deputy})`,
      );
    changed.add(gap.person);
  }
  for (const one of there) {
    if (kept.has(one.id)) continue;
    tx.send(sql`update identity.position set valid_to = greatest(valid_from, ${today}::date) where id = ${one.id}`);
    changed.add(one.person);
  }
  if (changed.size > 0) tx.send(sql`update identity.person set revision = revision + 1 where id = any(${[...changed]}::uuid[])`);
  return changed.size;
}

/** Every quarter of an hour: places also begin and end by their days, by packs and by reorganisations. */
export const settleActingJob = job({
  name: 'identity.settle-acting',
  every: 15,
  run: async ({ app, now }: { app: App; now: Date }) => void (await app.db.transaction((tx) => settleActing(tx, now))),
});
