import { type CommandContext, type Context, sql } from '@dinh/kernel';
import type { StepResult } from '../engine.ts';
import { taskNotFound } from '../errors.ts';
import { runnerOf } from '../registry.ts';
import { readTask } from '../run/load.ts';
import { type CompleteInput, completeTask } from './complete.ts';

/**
 * Ends a task of the general list by the engine of the app that runs its process, whichever that is. Whether this
 * person may do it, the caller has checked. @throws as `completeTask`
 */
export async function completeGeneralTask(ctx: CommandContext, input: CompleteInput): Promise<StepResult> {
  return completeTask(runnerOf(await ownerOf(ctx, input.taskId)), ctx, input);
}

/** Whether somebody stands above who could take a task of the general list that its holder cannot settle. */
export async function hasSuperior(ctx: Pick<Context, 'db' | 'now'>, taskId: string): Promise<boolean> {
  const task = await readTask(ctx, taskId);
  if (!task) return false;
  const { parts } = runnerOf(await ownerOf(ctx, taskId));
  return (await parts.superior?.(ctx, task)) !== undefined;
}

async function ownerOf({ db }: Pick<Context, 'db'>, taskId: string): Promise<string> {
  const task = await db.maybe<{ owner: string }>(
    sql`select owner from process.task where id = ${taskId}::uuid and general`,
  );
  if (!task) throw taskNotFound();
  return task.owner;
}
