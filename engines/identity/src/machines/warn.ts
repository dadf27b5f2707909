import { job, sql } from '@dinh/kernel';
import { formatDate } from '@dinh/ui';

/** So many days before its end, and once it has ended, it is told that a key ends; the last one first. */
const daysBefore = [0, 1, 7, 14, 30] as const;
const dayLong = 24 * 3_600_000;
/** What ended longer ago is no news any more. */
const newsDays = 7;

interface Ending {
  client: string;
  name: string;
  label: string;
  validTo: Date;
  contact: string | null;
  days: number;
}

/**
 * Tells that the last good key of an application or system is about to end, 30, 14, 7 and 1 days before, and that it has: to whoever looks
 * after it by e-mail, and to the administrators of clients. A key that has a successor may end quietly. After a pause of the program only
 * the nearest of the days that have passed is told.
 */
export const warnOfEndingKeys = job({
  name: 'identity.warn-of-ending-keys',
  every: 60,
  async run({ app, now }) {
    const inDays = (days: number) => new Date(now.getTime() + days * dayLong);
    const soon = inDays(daysBefore.at(-1)!);
    const stages = JSON.stringify(daysBefore.map((days) => ({ days, until: inDays(days) })));
    await app.db.transaction(async (tx) => {
      const keys = await tx.all<Ending>(
        sql`with due as (
              select k.id, c.id as client, c.name_vi as name, k.label, k.valid_to as "validTo", c.contact, s.days
              from identity.client_key k join identity.client c on c.id = k.client_id and c.state = 'active' cross join lateral (
                select min(x.days) as days from jsonb_to_recordset(${stages}::jsonb) as x (days smallint, until timestamptz) where k.valid_to <= x.until) s
              where k.revoked_at is null and s.days < coalesce(k.warned_days, 32767) and k.valid_to > ${inDays(-newsDays)}
                and not exists (select from identity.client_key later where later.client_id = k.client_id and later.revoked_at is null
                  and (later.valid_to >= ${soon} or s.days = 0 and later.valid_to > ${now}))
              for update of k)
            update identity.client_key k set warned_at = ${now}, warned_days = d.days from due d where d.id = k.id
            returning d.client, d.name, d.label, d."validTo", d.contact, d.days`,
      );
      if (keys.length === 0) return;
      const administrators = await tx.all<{ personId: string; name: string }>(
        sql`select distinct p.id as "personId", p.name from identity.person p join identity.position o on o.person_id = p.id
              join identity.role r on r.key = o.role
            where p.state = 'active' and o.valid_from <= ${now}::date and (o.valid_to is null or o.valid_to > ${now}::date)
              and r.permissions @> '[{"permission": "identity.manage-client"}]'`,
      );
      for (const { client, name, label, validTo, contact, days } of keys)
        for (const one of [...(contact ? [{ name, email: contact }] : []), ...administrators])
          await app.messenger.tell(
            { app, now, db: tx },
            {
              template: days === 0 ? 'client-key-ended' : 'client-key-ends',
              to: one,
              data: { client: name, key: label, until: formatDate(validTo), days: String(days) },
              about: `client:${client}`,
              link: `/quan-tri/he-thong/${client}`,
            },
          );
    });
  },
});
