import { fold, mustReachAll, query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { namesAt } from '../graphs.ts';

const words = Type.Union([shape({ vi: Type.String(), en: Type.String() }), Type.Null()]);

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
  process: words,
  step: words,
  error: Type.String(),
  told: words,
  at: Type.Any({ description: 'date and time' }),
  settledAt: Type.Any({ description: 'date and time; null while it is open' }),
  settledBy: Type.Union([Type.String(), Type.Null()]),
  reason: Type.Union([Type.String(), Type.Null()]),
});
export type IncidentLine = Static<typeof incident>;

/** Processes that could not go on by themselves after all tries, the latest first; or those that people have settled. */
export const listIncidents = query({
  name: 'process.list-incidents',
  title: { vi: 'Sự cố của quy trình', en: 'Incidents of processes' },
  input: shape({
    settled: Type.Optional(Type.Boolean({ description: 'those that are settled, in place of the open ones' })),
    text: Type.Optional(Type.String({ maxLength: 200, description: 'of the error, the element, or the key of the matter' })),
    after: Type.Optional(Type.String({ format: 'uuid', description: 'the last of the page before' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({ incidents: Type.Array(incident), next: Type.Union([Type.String(), Type.Null()]) }),
  may: 'process.view-incident',
  async run(ctx, { settled = false, text = '', after, limit = 50 }) {
    mustReachAll(ctx.principal, 'process.view-incident');
    const words = fold(text.trim()).replace(/[\\%_]/g, '\\$&');
    const wanted = sql.all([
      settled ? sql`n.settled_at is not null` : sql`n.settled_at is null`,
      words !== '' &&
        sql`kernel.fold(n.error || ' ' || coalesce(n.told ->> 'vi', '') || ' ' || n.element || ' ' || n.business_key) like ${`%${words}%`}`,
      after !== undefined && sql`n.id < ${after}::uuid`,
    ]);
    const rows = await ctx.db.all<Omit<IncidentLine, 'process' | 'step'>>(
      sql`select n.id, n.instance_id as "instanceId", n.definition_id as "definitionId", n.owner, n.business_key as "businessKey", n.element, n.error, n.told, n.at,
                 n.settled_at as "settledAt", n.settled_by as "settledBy", n.reason
          from process.v_incident n where ${wanted} order by n.id desc limit ${limit + 1}`,
    );
    const more = rows.length > limit;
    if (more) rows.pop();
    const incidents = await Promise.all(
      rows.map(async (row) => ({ ...row, ...(await namesAt(ctx.app, row.definitionId, row.element)) })),
    );
    return { incidents, next: more ? incidents.at(-1)!.id : null };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'process.list-incidents': typeof listIncidents;
  }
}
