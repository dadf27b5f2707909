import { fold, type Matters, sql } from '@dinh/kernel';

/** What the processes of this app are about: called as who began them says. */
export const matters: Matters = {
  subject: 'work',
  async name(db, keys) {
    const rows = await db.all<{ key: string; id: string; label: string }>(
      sql`select i.business_key as key, i.id, i.variables ->> 'title' as label from process.v_instance i
          where i.business_key = any(${[...keys]}) and i.owner = 'work' and i.root_id is null and i.variables ->> 'title' is not null`,
    );
    return new Map(rows.map(({ key, id, label }) => [key, { label, href: `/cong-viec/${id}` }]));
  },
  async find(db, text) {
    const rows = await db.all<{ key: string }>(
      sql`select i.business_key as key from process.v_instance i
          where i.general and i.owner = 'work' and kernel.fold(i.variables ->> 'title') = ${fold(text.trim())} limit 50`,
    );
    return rows.map(({ key }) => key);
  },
};
