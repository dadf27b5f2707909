import { localDate, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { visible } from '../model/dossier.ts';

/** Which units can be asked for their opinion on a dossier, and whom the procedure plans to ask. */
export const listConsultable = query({
  name: 'one-stop.list-consultable',
  title: { vi: 'Cơ quan có thể lấy ý kiến', en: 'Agencies that can be consulted' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: shape({
    units: Type.Array(shape({ id: Type.Integer(), name: Type.String() })),
    planned: Type.Array(shape({ unit: Type.Integer(), subject: Type.String(), days: Type.Integer() })),
  }),
  may: 'one-stop.ask-consultation',
  async run(ctx, { id }) {
    const day = localDate(ctx.now);
    const units = await ctx.db.all<{ id: number; name: string }>(
      sql`select u.id, coalesce(a.name_vi || ' – ', '') || u.name_vi as name from identity.v_unit u left join identity.v_unit a on a.id = u.parent_id
          where (u.valid_to is null or u.valid_to > ${day}::date) and exists (select from identity.v_official o where o.unit_id = u.id and o.role = 'specialist')
            and not exists (select from one_stop.dossier d where d.id = ${id} and d.section_id = u.id and ${visible(ctx)}) order by a.code, u.code limit 500`,
    );
    const row = await ctx.db.maybe<{ planned: { unit: number; subject: string; days: number }[] | null }>(
      sql`select i.variables->'consultations' as planned from one_stop.dossier d join process.v_instance i on i.business_key = d.id::text and i.state = 'running'
          where d.id = ${id} and ${visible(ctx)}`,
    );
    return { units, planned: row?.planned ?? [] };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.list-consultable': typeof listConsultable;
  }
}
