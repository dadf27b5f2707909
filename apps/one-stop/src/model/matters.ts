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
};
