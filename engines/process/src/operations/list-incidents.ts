import { query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';

const incident = shape({
  id: Type.String(),
  instanceId: Type.Union([Type.String(), Type.Null()], {
    description: 'null: a process that could not begin',
  }),
  definitionId: Type.Union([Type.String(), Type.Null()], {
    description: 'null: a message that could not be taken',
  }),
  owner: Type.String({ description: 'the app whose process it is' }),
  businessKey: Type.String(),
  element: Type.String(),
  error: Type.String(),
  at: Type.Any({ description: 'date and time' }),
});

/** Processes that could not go on by themselves after all tries, the latest first. */
export const listIncidents = query({
  name: 'process.list-incidents',
  title: { vi: 'Sự cố của quy trình', en: 'Incidents of processes' },
  input: shape({
    after: Type.Optional(Type.String({ format: 'uuid', description: 'the last of the page before' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  output: shape({ incidents: Type.Array(incident), next: Type.Union([Type.String(), Type.Null()]) }),
  may: 'process.view-incident',
  async run(ctx, { after, limit = 50 }) {
    const incidents = await ctx.db.all<Static<typeof incident>>(
      sql`select id, instance_id as "instanceId", definition_id as "definitionId", owner, business_key as "businessKey", element, error, at from process.v_incident
          where settled_at is null and (${after ?? null}::uuid is null or id < ${after ?? null}::uuid)
          order by id desc limit ${limit + 1}`,
    );
    const more = incidents.length > limit;
    if (more) incidents.pop();
    return { incidents, next: more ? incidents.at(-1)!.id : null };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'process.list-incidents': typeof listIncidents;
  }
}
