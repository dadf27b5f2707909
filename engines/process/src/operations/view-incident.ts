import { notFound, query, shape, sql, type Text, mustReachAll } from '@dinh/kernel';
import { Type } from 'typebox';
import { namesAt } from '../graphs.ts';

/** An incident with what the process knew when it stopped. */
export interface IncidentView {
  readonly id: string;
  readonly instanceId: string | null;
  readonly definitionId: string | null;
  readonly owner: string;
  readonly businessKey: string;
  readonly element: string;
  readonly process: Text | null;
  readonly step: Text | null;
  readonly error: string;
  /** What it says to people; null where it is a fault of the program. */
  readonly told: Text | null;
  readonly at: Date;
  /** Of a process that could not begin: by what it would have begun. */
  readonly cause: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly settledAt: Date | null;
  readonly settledBy: string | null;
  readonly reason: string | null;
  /** What was changed when it was settled: by variable, before and after. */
  readonly changed: {
    readonly before: Record<string, unknown>;
    readonly after: Record<string, unknown>;
  } | null;
}

/** One incident. Variables may hold personal data, so the look is kept in the audit trail. @throws kernel.not-found */
export const viewIncident = query({
  name: 'process.view-incident',
  title: { vi: 'Xem một sự cố của quy trình', en: 'View an incident of a process' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: Type.Unsafe<IncidentView>({ type: 'object', description: 'the incident' }),
  may: 'process.view-incident',
  audit: true,
  subject: ({ id }) => `incident:${id}`,
  async run(ctx, { id }) {
    mustReachAll(ctx.principal, 'process.view-incident');
    const found = await ctx.db.maybe<Omit<IncidentView, 'process' | 'step'>>(
      sql`select n.id, n.instance_id as "instanceId", n.definition_id as "definitionId", n.owner, n.business_key as "businessKey", n.element, n.error, n.told, n.at,
                 n.cause, coalesce(i.variables, c.variables) as variables, n.settled_at as "settledAt", n.settled_by as "settledBy", n.reason, n.changed
          from process.v_incident n left join process.instance i on i.id = n.instance_id left join process.incoming c on c.id = n.incoming_id
          where n.id = ${id}`,
    );
    if (!found) throw notFound();
    return { ...found, ...(await namesAt(ctx.app, found.definitionId, found.element)) };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'process.view-incident': typeof viewIncident;
  }
}
