import { type Matters, sql } from '@dinh/kernel';

/** What the processes of the one-stop are about: dossiers, called by their code, or by their reference until they have one. */
export const dossiers: Matters = {
  subject: 'dossier',
  async name(db, keys) {
    const rows = await db.all<{ id: string; label: string }>(
      sql`select id, coalesce(code, reference) as label from one_stop.dossier where id = any(${[...keys]}::uuid[])`,
    );
    return new Map(rows.map(({ id, label }) => [id, { label, href: `/ban-lam-viec/ho-so/${id}` }]));
  },
  async find(db, text) {
    const number = text.trim().toUpperCase();
    const rows = await db.all<{ id: string }>(
      sql`select id from one_stop.dossier where code = ${number} or reference = ${number}`,
    );
    return rows.map(({ id }) => id);
  },
  async holders(db, key) {
    const found = await db.maybe<{ units: number[]; persons: (string | null)[] }>(
      sql`select array[unit_id, coalesce(section_id, unit_id)] as units, array[applicant_id, owner_id] as persons
          from one_stop.dossier where id = ${key}::uuid`,
    );
    return found && { units: found.units, persons: found.persons.filter((id) => id !== null) };
  },
  async holdersOf(db, person) {
    const rows = await db.all<{ unit: number }>(
      sql`select distinct unit_id as unit from one_stop.dossier where applicant_id = ${person}::uuid or owner_id = ${person}::uuid limit 50`,
    );
    return rows.map(({ unit }) => unit);
  },
};
