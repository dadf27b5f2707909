import { inOfficeOn } from '@dinh/identity';
import { localDate, may, query, reach, shape, sql, unnarrowed, where } from '@dinh/kernel';
import { Type } from 'typebox';
import { visible } from '../model/dossier.ts';

/** Who can take a step: the holders of a role in the unit of a task, with how much they have on their desk. */
export const listColleagues = query({
  name: 'one-stop.list-colleagues',
  title: { vi: 'Người có thể nhận việc', en: 'Who can take a task' },
  input: shape({
    dossierId: Type.Optional(Type.String({ format: 'uuid' })),
    role: Type.Optional(
      Type.String({
        maxLength: 60,
        description: 'in place of the role of the open task, which whoever has it already cannot take: whom a head assigns',
      }),
    ),
    insteadOf: Type.Optional(Type.String({ format: 'uuid', description: 'who can take an open task of this person' })),
  }),
  output: shape({
    persons: Type.Array(
      shape({
        id: Type.String(),
        name: Type.String(),
        unit: Type.String(),
        open: Type.Integer(),
        late: Type.Integer(),
      }),
    ),
  }),
  may: 'one-stop.view-dossier',
  async run(ctx, input) {
    const day = localDate(ctx.now);
    // Applicants are not told who works on what, not even of a dossier of their own.
    const isOfficial = may(ctx.principal, 'one-stop.do-task') || may(ctx.principal, 'one-stop.reassign-task');
    const places = input.dossierId
      ? sql`${isOfficial} and exists (select from one_stop.dossier d where d.id = ${input.dossierId} and ${visible(ctx, 'one-stop.view-dossier', false)})
            and exists (select from process.v_task t where t.business_key = ${input.dossierId} and t.state = 'open' and t.unit_id = o.unit_id
              and ${input.role ? sql`o.role = ${input.role}` : sql`o.role = t.role and t.assignee is distinct from o.person_id`})`
      : sql`${where(unnarrowed(reach(ctx.principal, 'one-stop.reassign-task')), { unit: sql`o.unit_id` })} and o.role in ('specialist', 'section-head', 'agency-head', 'clerk', 'desk')
            ${input.insteadOf ? sql`and o.person_id <> ${input.insteadOf}::uuid and exists (select from process.v_task t where t.assignee = ${input.insteadOf}::uuid and t.state = 'open' and t.owner = 'one-stop' and not t.general and t.unit_id = o.unit_id and t.role = o.role)` : sql``}`;
    const persons = await ctx.db.all<{ id: string; name: string; unit: string; open: number; late: number }>(
      sql`select o.person_id as id, o.name, u.name_vi as unit,
            (select count(*)::int from process.v_task w where w.assignee = o.person_id and w.state = 'open') as open,
            (select count(*)::int from process.v_task w where w.assignee = o.person_id and w.state = 'open' and w.due_at < ${ctx.now}) as late
          from (select distinct on (o.person_id) o.person_id, o.name, o.unit_id from identity.v_official o
                where ${inOfficeOn(day)} and ${places}
                order by o.person_id, o.main desc) o
          join identity.v_unit u on u.id = o.unit_id order by o.name limit 300`,
    );
    return { persons };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.list-colleagues': typeof listColleagues;
  }
}
