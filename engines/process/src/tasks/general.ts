import { type CommandContext, sql } from '@dinh/kernel';
import type { StepResult } from '../engine.ts';
import { taskNotFound } from '../errors.ts';
import { runnerOf } from '../registry.ts';
import { type CompleteInput, completeTask } from './complete.ts';

/**
 * Ends a task of the general list by the engine of the app that runs its process, whichever that is. Whether this
 * person may do it, the caller has checked. @throws as `completeTask`
 */
export async function completeGeneralTask(ctx: CommandContext, input: CompleteInput): Promise<StepResult> {
  const task = await ctx.db.maybe<{ owner: string }>(
    sql`select owner from process.task where id = ${input.taskId}::uuid and general`,
  );
  if (!task) throw taskNotFound();
  return completeTask(runnerOf(task.owner), ctx, input);
}
