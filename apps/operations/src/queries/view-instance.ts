import { notFound, query, shape, sql, type Text } from '@dinh/kernel';
import { type HistoryEntry, type InstanceDecision, instanceDecisions, instanceHistory, outcomesOf } from '@dinh/process';
import { Type } from 'typebox';
import { type Matter, withMatters } from '../model/matters.ts';
import { instancesWithin, processTitle, watching } from './processes.ts';

export interface InstanceView {
  id: string;
  process: string;
  title: Text;
  version: number;
  owner: string;
  businessKey: string;
  matter: Matter;
  state: 'running' | 'completed' | 'cancelled';
  startedAt: Date;
  endedAt: Date | null;
  endReason: string | null;
  variables: Record<string, unknown>;
  bpmn: string;
  tokens: { id: string; element: string; since: string }[];
  timers: { element: string; due: string; attempts: number; state: string }[];
  incidents: {
    id: string;
    element: string;
    error: string;
    told: Text | null;
    at: string;
    settledAt: string | null;
  }[];
  /** What the program decided in steps of its own, with the rules that fired. */
  decisions: readonly InstanceDecision[];
  /** With what a task ended: its outcome as the version of the process calls it. */
  history: (HistoryEntry & { outcomeName: Text | null })[];
}

/**
 * One instance: where its tokens stand, what has happened, what was decided and why, its variables, timers and incidents.
 * Variables may hold personal data, so the look is kept in the audit trail. @throws kernel.not-found, also for what is out of
 * reach
 */
export const viewInstance = query({
  name: 'operations.view-instance',
  title: { vi: 'Xem một lượt chạy', en: 'View an instance' },
  may: watching,
  audit: true,
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: Type.Unsafe<InstanceView>({ type: 'object', description: 'the instance' }),
  subject: ({ id }) => `instance:${id}`,
  async run(ctx, { id }) {
    const found = await ctx.db.maybe<Omit<InstanceView, 'history' | 'decisions' | 'matter'> & { definition: string }>(
      sql`select i.id, i.definition_id as definition, d.key as process, ${processTitle(sql`d.body`, sql`d.key`)} as title, d.version, i.owner, i.business_key as "businessKey", i.state, i.started_at as "startedAt", i.ended_at as "endedAt",
                 i.end_reason as "endReason", i.variables, d.body ->> 'bpmn' as bpmn,
                 coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'element', k.element, 'since', k.entered_at) order by k.entered_at) from process.v_token k where k.instance_id = i.id), '[]') as tokens,
                 coalesce((select jsonb_agg(jsonb_build_object('element', t.element, 'due', t.due_at, 'attempts', t.attempts, 'state', t.state) order by t.due_at)
                           from process.v_timer t where t.instance_id = i.id and t.state in ('waiting', 'failed')), '[]') as timers,
                 coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'element', n.element, 'error', n.error, 'told', n.told, 'at', n.at, 'settledAt', n.settled_at) order by n.at desc)
                           from process.v_incident n where n.instance_id = i.id), '[]') as incidents
          from process.v_instance i join kernel.v_definition d on d.id = i.definition_id where i.id = ${id} and ${instancesWithin(ctx)}`,
    );
    if (!found) throw notFound();
    const { definition, ...instance } = found;
    const [all, decisions] = await Promise.all([
      instanceHistory(ctx.db, found.businessKey, ctx.now),
      instanceDecisions(ctx.db, id),
    ]);
    const [named] = await withMatters(ctx, [instance]);
    const history = all
      .filter((one) => one.instanceId === id)
      .map(async (one) => {
        const outcomes = one.kind === 'task' ? await outcomesOf(ctx.app, definition, one.element) : [];
        return { ...one, outcomeName: outcomes.find(({ key }) => key === one.outcome)?.name ?? null };
      });
    return { ...named!, decisions, history: await Promise.all(history) };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'operations.view-instance': typeof viewInstance;
  }
}
