import { type CommandContext, newId, sql } from '@dinh/kernel';
import type { EngineParts, Task } from '../engine-parts.ts';
import { noSuperior, reasonNeeded, taskNotFound } from '../errors.ts';
import { readTask, taskColumns } from '../run/load.ts';
import { changedError } from './changed.ts';

type Kind = 'claimed' | 'assigned' | 'given-back' | 'reassigned' | 'delegated' | 'escalated';

/** Takes a task from the common queue. @throws taskChanged when another person has it. */
export async function claimTask(ctx: CommandContext, input: { taskId: string; version?: number }): Promise<Task> {
  const me = ctx.principal.id;
  return change(ctx, input, 'claimed', me, undefined, sql`(t.assignee is null or t.assignee = ${me}::uuid)`);
}

/** Gives a task to a person. */
export async function assignTask(
  ctx: CommandContext,
  input: { taskId: string; assignee: string; reason?: string; version?: number },
): Promise<Task> {
  return change(ctx, input, 'assigned', input.assignee, input.reason);
}

/** Gives a task back: to who has delegated it, else into the common queue. */
export async function giveBackTask(
  ctx: CommandContext,
  input: { taskId: string; reason?: string; version?: number },
): Promise<Task> {
  const last = await ctx.db.maybe<{ before: string | null }>(
    sql`select a.before from process.assignment a join process.task t on t.id = a.task_id
        where a.task_id = ${input.taskId}::uuid and a.kind = 'delegated' and a.after = t.assignee
          and not exists (select from process.assignment b where b.task_id = a.task_id and (b.at, b.id) > (a.at, a.id))
        order by a.at desc, a.id desc limit 1`,
  );
  return change(ctx, input, 'given-back', last?.before ?? null, input.reason);
}

/** Lets another person do a task in one's place: who holds it gives it on with a reason, and gets it when it is given back. */
export async function delegateTask(
  ctx: CommandContext,
  input: { taskId: string; to: string; reason: string; version?: number },
): Promise<Task> {
  if (input.reason.trim() === '') throw reasonNeeded();
  return change(ctx, input, 'delegated', input.to, input.reason.trim(), sql`t.assignee is not null`);
}

/** Gives a task that its holder cannot settle to who the app says stands above; nothing is settled by that. */
export async function escalateTask(
  parts: EngineParts,
  ctx: CommandContext,
  input: { taskId: string; reason: string; version?: number },
): Promise<Task> {
  if (input.reason.trim() === '') throw reasonNeeded();
  const task = await readTask(ctx, input.taskId);
  if (!task) throw taskNotFound();
  const superior = task.state === 'open' ? await parts.superior?.(ctx, task) : undefined;
  if (task.state === 'open' && !superior) throw noSuperior({ stepVi: task.name.vi, stepEn: task.name.en });
  const place = superior && sql`, role = ${superior.role}, unit_id = ${superior.unit}::int`;
  return change(ctx, input, 'escalated', superior?.assignee ?? null, input.reason.trim(), sql`true`, place);
}

async function change(
  ctx: CommandContext,
  input: { taskId: string; version?: number },
  kind: Kind,
  assignee: string | null,
  reason?: string,
  condition = sql`true`,
  more = sql.empty,
): Promise<Task> {
  // Sent together: the first remembers who had it, behind the lock that the second needs as well.
  const before = ctx.db.maybe<{ assignee: string | null }>(
    sql`select assignee from process.task where id = ${input.taskId}::uuid for update`,
  );
  const changed = ctx.db.maybe<Task>(
    sql`update process.task t set assignee = ${assignee}::uuid,
          claimed_at = case when ${assignee}::uuid is null then null else ${ctx.now}::timestamptz end, version = t.version + 1 ${more}
        where t.id = ${input.taskId}::uuid and t.state = 'open' and (${input.version ?? null}::int is null
          or t.version = ${input.version ?? null}::int) and ${condition}
        returning ${taskColumns}`,
  );
  const [old, task] = await Promise.all([before, changed]);
  if (!old) throw taskNotFound();
  if (!task) throw await changedError(ctx, (await readTask(ctx, input.taskId))!);
  ctx.db.send(
    sql`insert into process.assignment (id, task_id, kind, before, after, at, by_person, by_name, reason)
        values (${newId(ctx.now.getTime())}, ${task.id}, ${kind}, ${old.assignee}::uuid, ${assignee}::uuid, ${ctx.now},
          ${ctx.principal.kind === 'person' ? ctx.principal.id : null}::uuid, ${ctx.principal.name}, ${reason ?? null})`,
  );
  return task;
}

/**
 * Hands open tasks from one person to another, or back into the queue, with the reason (absence, overload).
 * @param input.taskIds these tasks only; all open tasks of `from` when left out.
 * @param input.by under whose name it is written; the principal's when left out
 * @returns the tasks that were handed over, with who had each before; those that were done meanwhile are not among them.
 */
export async function reassignTasks(
  ctx: CommandContext,
  input: { from?: string; taskIds?: readonly string[]; to: string | null; reason: string; by?: string },
): Promise<(Task & { readonly before: string | null })[]> {
  if (input.reason.trim() === '') throw reasonNeeded();
  if (input.from === undefined && input.taskIds === undefined) return [];
  const chosen = sql.all([
    sql`k.state = 'open'`,
    input.from !== undefined && sql`k.assignee = ${input.from}::uuid`,
    input.taskIds !== undefined && sql`k.id = any(${[...input.taskIds]}::uuid[])`,
  ]);
  const tasks = await ctx.db.all<Task & { before: string | null }>(
    sql`with chosen as (select k.id, k.assignee from process.task k where ${chosen} order by k.id for update)
        update process.task t set assignee = ${input.to}::uuid,
          claimed_at = case when ${input.to}::uuid is null then null else ${ctx.now}::timestamptz end, version = t.version + 1
        from chosen where t.id = chosen.id returning ${taskColumns}, chosen.assignee as before`,
  );
  const rows = tasks.map((t) => ({ id: newId(ctx.now.getTime()), task: t.id, before: t.before }));
  if (rows.length > 0)
    ctx.db.send(
      sql`insert into process.assignment (id, task_id, kind, before, after, at, by_person, by_name, reason)
          select id, task, 'reassigned', before, ${input.to}::uuid, ${ctx.now},
            ${ctx.principal.kind === 'person' ? ctx.principal.id : null}::uuid, ${input.by ?? ctx.principal.name}, ${input.reason.trim()}
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, task uuid, before uuid)`,
    );
  return tasks;
}
