import type { KeptRule } from '@dinh/decision';
import { type Queries, type Text, sql } from '@dinh/kernel';
import type { Task } from './engine-parts.ts';
import { taskColumns } from './run/load.ts';

/** The open tasks of a matter, the most urgent first. */
export function openTasks(db: Queries, businessKey: string): Promise<Task[]> {
  return db.all<Task>(
    sql`select ${taskColumns} from process.task t where t.business_key = ${businessKey} and t.state = 'open'
        order by t.due_at nulls last, t.id`,
  );
}

/** One line of the history of a matter: a task, or a wait for a message. */
export interface HistoryEntry {
  readonly instanceId: string;
  readonly kind: 'task' | 'wait';
  readonly id: string;
  readonly element: string;
  readonly name: Text;
  readonly role: string | null;
  readonly unit: number | null;
  readonly state: 'open' | 'done' | 'cancelled';
  /** Of a task; the name of the message for a wait. */
  readonly outcome: string | null;
  readonly comment: string | null;
  readonly by: string | null;
  readonly byName: string | null;
  readonly behalfOf: string | null;
  readonly from: Date;
  readonly claimedAt: Date | null;
  readonly to: Date | null;
  readonly dueAt: Date | null;
  /** Percent of the time limit, and the working minutes that it allowed. */
  readonly share: number | null;
  readonly minutes: number | null;
  /** Ended (or still open) after it was due. */
  readonly late: boolean;
  /** Hand-overs of a task, with their reasons. */
  readonly handovers: readonly {
    kind: string;
    before: string | null;
    after: string | null;
    at: string;
    by: string;
    reason: string | null;
  }[];
}

/**
 * Everything that has happened in the processes of a matter, in order: who, when, how long against the share
 * (the control sheet of NĐ 61/2018; working time between `from` and `to` is the caller's calendar to count).
 * @param now for tasks that are still open.
 */
export function instanceHistory(db: Queries, businessKey: string, now: Date): Promise<HistoryEntry[]> {
  return db.all<HistoryEntry>(
    sql`select t.instance_id as "instanceId", 'task' as kind, t.id, t.element,
          jsonb_build_object('vi', t.name_vi, 'en', t.name_en) as name, t.role, t.unit_id as unit, t.state, t.outcome, t.comment,
          coalesce(t.completed_by, t.assignee) as by, t.completed_name as "byName", t.behalf_of as "behalfOf",
          t.created_at as "from", t.claimed_at as "claimedAt", t.ended_at as "to", t.due_at as "dueAt",
          t.share::float8 as share, t.minutes, coalesce(coalesce(t.ended_at, ${now}) > t.due_at, false) as late,
          coalesce((select jsonb_agg(jsonb_build_object('kind', a.kind, 'before', a.before, 'after', a.after, 'at', a.at,
            'by', a.by_name, 'reason', a.reason) order by a.at, a.id) from process.assignment a where a.task_id = t.id),
            '[]'::jsonb) as handovers
        from process.task t where t.business_key = ${businessKey}
        union all
        select s.instance_id, 'wait', s.id, s.element, jsonb_build_object('vi', s.label_vi, 'en', s.label_en), null, null,
          case s.state when 'waiting' then 'open' when 'received' then 'done' else 'cancelled' end,
          s.name, null, null, null, null, s.created_at, null, s.ended_at, null, null, null, false, '[]'::jsonb
        from process.subscription s where s.business_key = ${businessKey}
        order by "from", "to" nulls last, id`,
  );
}

/** What a business rule task decided in the process of a matter, and why, as it was then. */
export interface InstanceDecision {
  readonly instanceId: string;
  readonly element: string;
  readonly name: Text;
  /** Key of the decision, and the version of it that was in force. */
  readonly decision: string;
  readonly version: number;
  /** What it was given: by the names of the model's input data, null where there was nothing. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly output: unknown;
  /** The rules of its tables that fired. */
  readonly fired: readonly KeptRule[];
  /** What people call the outputs. */
  readonly names: Readonly<Record<string, Text>>;
  readonly at: Date | string;
}

/** An `InstanceDecision` as columns of `process.v_decided decided`. */
export const decidedColumns = sql`decided.instance_id as "instanceId", decided.element,
  jsonb_build_object('vi', decided.label_vi, 'en', decided.label_en) as name, decided.decision, decided.version, decided.inputs,
  decided.output, decided.fired, decided.names, decided.at`;

/** What was decided in one instance, in order. */
export const instanceDecisions = (db: Queries, instance: string): Promise<InstanceDecision[]> =>
  db.all(
    sql`select ${decidedColumns} from process.v_decided decided where decided.instance_id = ${instance}::uuid order by decided.id`,
  );
