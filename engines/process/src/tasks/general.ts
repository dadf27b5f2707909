import { type CommandContext, type Context, sql } from '@dinh/kernel';
import type { StepResult } from '../engine.ts';
import type { Task } from '../engine-parts.ts';
import { taskNotFound } from '../errors.ts';
import { runnerOf } from '../registry.ts';
import { readTask } from '../run/load.ts';
import { claimTask, delegateTask, escalateTask, giveBackTask } from './assign.ts';
import { type CompleteInput, completeTask } from './complete.ts';

/**
 * Ends a task of the general list by the engine of the app that runs its process, whichever that is. Whether this
 * person may do it, the caller has checked. @throws as `completeTask`
 */
export async function completeGeneralTask(ctx: CommandContext, input: CompleteInput): Promise<StepResult> {
  return completeTask(runnerOf(await ownerOf(ctx, input.taskId)), ctx, input);
}

/**
 * Who holds a task of the general list, whichever app runs its process: taken, delegated, given back, passed to who
 * stands above. Whether this person may do it, the caller has checked. @throws taskNotFound, taskChanged, noSuperior
 */
export const generalTasks = {
  claim: claimTask,
  delegate: delegateTask,
  giveBack: giveBackTask,
  async escalate(
    ctx: CommandContext,
    input: { taskId: string; reason: string; version?: number },
  ): Promise<Task> {
    return escalateTask(runnerOf(await ownerOf(ctx, input.taskId)).parts, ctx, input);
  },
  /** Whether somebody stands above who could take a task that its holder cannot settle. */
  async hasSuperior(ctx: Pick<Context, 'db' | 'now'>, taskId: string): Promise<boolean> {
    const task = await readTask(ctx, taskId);
    if (!task) return false;
    const { parts } = runnerOf(await ownerOf(ctx, taskId));
    return (await parts.superior?.(ctx, task)) !== undefined;
  },
};

async function ownerOf({ db }: Pick<Context, 'db'>, taskId: string): Promise<string> {
  const task = await db.maybe<{ owner: string }>(
    sql`select owner from process.task where id = ${taskId}::uuid and general`,
  );
  if (!task) throw taskNotFound();
  return task.owner;
}
