import { job, sql } from '@dinh/kernel';
import { formatDate } from '@dinh/ui';

/** Whoever looks after a client is told so many days before its last key ends. */
const daysBefore = 30;
/** They are told again, and the administrators with them, so many days before. */
const lastDays = 7;
const day = 24 * 3_600_000;

interface Ending {
  id: string;
  client: string;
  name: string;
  label: string;
  validTo: Date;
  contact: string | null;
  /** It is about to happen, and whoever was told has done nothing. */
  last: boolean;
}

/**
 * Tells that the last good key of an application or system is about to end, a month and a week before: by e-mail to whoever looks
 * after it, else to the administrators' inboxes; in the last week to both. A key that has a successor may end quietly.
 */
export const warnOfEndingKeys = job({
  name: 'identity.warn-of-ending-keys',
  every: 60,
  async run({ app, now }) {
    const soon = new Date(now.getTime() + daysBefore * day);
    const week = new Date(now.getTime() + lastDays * day);
    await app.db.transaction(async (tx) => {
      const keys = await tx.all<Ending>(
        sql`update identity.client_key k set warned_at = ${now} from identity.client c
            where c.id = k.client_id and c.state = 'active' and k.revoked_at is null
              and (k.warned_at is null or (k.valid_to < ${week} and k.warned_at < k.valid_to - make_interval(days => ${lastDays})))
              and k.valid_to > ${now} and k.valid_to < ${soon}
              and not exists (select from identity.client_key later where later.client_id = k.client_id and later.revoked_at is null
                and later.valid_to >= ${soon})
            returning k.id, c.id as client, c.name_vi as name, k.label, k.valid_to as "validTo", c.contact, k.valid_to < ${week} as last`,
      );
      if (keys.length === 0) return;
      const administrators = await tx.all<{ personId: string; name: string }>(
        sql`select distinct p.id as "personId", p.name from identity.person p join identity.position o on o.person_id = p.id
              join identity.role r on r.key = o.role
            where p.state = 'active' and o.valid_from <= ${now}::date and (o.valid_to is null or o.valid_to > ${now}::date)
              and r.permissions @> '[{"permission": "identity.manage-client"}]'`,
      );
      for (const key of keys) {
        const contact = key.contact ? [{ name: key.name, email: key.contact }] : [];
        const to = [...contact, ...(contact.length === 0 || key.last ? administrators : [])];
        for (const one of to)
          await app.messenger.tell(
            { app, now, db: tx },
            {
              template: 'client-key-ends',
              to: one,
              data: { client: key.name, key: key.label, until: formatDate(key.validTo) },
              about: `client:${key.client}`,
              link: `/quan-tri/he-thong/${key.client}`,
            },
          );
      }
    });
  },
});
