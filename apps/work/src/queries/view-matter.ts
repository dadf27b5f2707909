import { notFound, query, shape, sql, type Text } from '@dinh/kernel';
import {
  type HistoryEntry,
  type InstanceDecision,
  instanceDecisions,
  instanceHistory,
  outcomesOf,
  processNamed,
  runningIn,
  type Startable,
  startableActivities,
} from '@dinh/process';
import { Type } from 'typebox';
import type { Colleague } from '../model/colleagues.ts';
import { doable, doing, seeing, taking } from '../model/doing.ts';
import { type Holding, holdingOf } from '../model/holding.ts';

/** A task that the principal can do now, with what it can end. */
export interface TaskToDo {
  readonly id: string;
  readonly step: Text;
  readonly version: number;
  readonly dueAt: Date | null;
  readonly late: boolean;
  /** What can be done with who holds it. */
  readonly holding: readonly Holding[];
  /** Who else could do it, where the principal holds it. */
  readonly colleagues: readonly Colleague[];
  /** Key of the form that it asks to be filled. */
  readonly form: string | null;
  readonly outcomes: readonly {
    readonly key: string;
    readonly name: Text;
    readonly needsComment: boolean;
    readonly kind: string;
  }[];
}

export interface MatterView {
  readonly id: string;
  readonly title: string | null;
  readonly note: string | null;
  readonly process: Text;
  readonly state: 'running' | 'completed' | 'cancelled';
  readonly startedAt: Date;
  readonly startedBy: string | null;
  readonly endedAt: Date | null;
  readonly units: readonly Text[];
  /** What the process knows: answers of its forms among it. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly tasks: readonly TaskToDo[];
  /** What may be begun by hand now. */
  readonly startable: readonly Startable[];
  /** Keys of the forms that were filled in steps that are done. */
  readonly forms: readonly string[];
  /** What the program decided in steps of its own, with the rules that fired. */
  readonly decisions: readonly InstanceDecision[];
  readonly history: readonly (HistoryEntry & {
    readonly unitName: Text | null;
    readonly outcomeName: Text | null;
  })[];
}

interface TaskPlace {
  definition: string;
  element: string;
  role: string;
  unit: number | null;
  assignee: string | null;
}
type Row = Omit<MatterView, 'process' | 'tasks' | 'startable' | 'decisions' | 'history'> & {
  definition: string;
  businessKey: string;
  takes: boolean;
};

/** One matter of the general list: what it is, what can be done now, what has happened. @throws kernel.not-found, also for what is out of reach */
export const viewMatter = query({
  name: 'work.view-matter',
  title: { vi: 'Xem một việc', en: 'View a matter' },
  may: doing,
  audit: true,
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: Type.Unsafe<MatterView>({ type: 'object', description: 'the matter' }),
  subject: ({ id }) => `instance:${id}`,
  async run(ctx, { id }) {
    const found = await ctx.db.maybe<Row>(
      sql`select i.id, i.variables ->> 'title' as title, i.variables ->> 'note' as note, i.definition_id as definition, i.state,
                 i.started_at as "startedAt", i.ended_at as "endedAt", i.business_key as "businessKey", i.variables,
                 (select p.name from identity.v_person p where p.id::text = i.started_by) as "startedBy",
                 coalesce((select jsonb_agg(jsonb_build_object('vi', u.name_vi, 'en', u.name_en) order by u.id) from identity.v_unit u
                   where u.id = any(select distinct t.unit_id from process.v_task t where t.business_key = i.business_key and t.instance_id = i.id)), '[]') as units,
                 coalesce((select jsonb_agg(distinct t.form) from process.v_task t
                   where t.business_key = i.business_key and t.instance_id = i.id and t.state = 'done' and t.form is not null), '[]') as forms, ${taking(ctx)} as takes
          from process.v_instance i where i.id = ${id} and ${seeing(ctx)}`,
    );
    if (!found) throw notFound();
    const { definition, businessKey, takes, ...matter } = found;
    // A step of a process that the matter has called is a step of the matter.
    const running = await runningIn(ctx, id);
    const [process, open, all, decisions, startable] = await Promise.all([
      processNamed(ctx.app, definition),
      ctx.db.all<Omit<TaskToDo, 'outcomes' | 'holding' | 'colleagues'> & TaskPlace>(
        sql`select t.id, t.element, json_build_object('vi', t.name_vi, 'en', t.name_en) as step, t.version, t.due_at as "dueAt", t.form, t.role, t.unit_id as unit, t.assignee,
                   i.definition_id as definition, coalesce(t.due_at < ${ctx.now}, false) as late
            from process.v_task t join process.v_instance i on i.id = t.instance_id
            where t.instance_id = any(${running}::uuid[]) and ${doable(ctx)} order by t.created_at, t.id`,
      ),
      instanceHistory(ctx.db, businessKey, ctx.now),
      instanceDecisions(ctx.db, id),
      takes ? startableActivities(ctx, id) : [],
    ]);
    const tasks = open.map(async ({ definition: of, element, role, unit, assignee, ...task }) => ({
      ...task,
      ...(await holdingOf(ctx, { id: task.id, role, unit, assignee })),
      outcomes: await outcomesOf(ctx.app, of, element),
    }));
    // What it has called, and other participants: what they did is done in this matter.
    const family = await ctx.db.all<{ id: string; definition: string }>(
      sql`select i.id, i.definition_id as definition from process.v_instance i where i.id = ${id} or i.root_id = ${id}`,
    );
    const definitionOf = new Map(family.map((one) => [one.id, one.definition]));
    const own = all.filter((one) => definitionOf.has(one.instanceId));
    const names = await ctx.db.all<{ id: number; name: Text }>(
      sql`select u.id, json_build_object('vi', u.name_vi, 'en', u.name_en) as name from identity.v_unit u
          where u.id = any(${[...new Set(own.flatMap((one) => one.unit ?? []))]}::int[])`,
    );
    const nameOf = new Map(names.map((one) => [one.id, one.name]));
    return {
      ...matter,
      process,
      decisions,
      startable,
      tasks: await Promise.all(tasks),
      history: await Promise.all(
        own.map(async (one) => {
          const outcomes = one.kind === 'task' ? await outcomesOf(ctx.app, definitionOf.get(one.instanceId)!, one.element) : [];
          return {
            ...one,
            unitName: nameOf.get(one.unit ?? 0) ?? null,
            outcomeName: outcomes.find((outcome) => outcome.key === one.outcome)?.name ?? null,
          };
        }),
      ),
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'work.view-matter': typeof viewMatter;
  }
}
