import type { CommandContext } from '@dinh/kernel';
import { sql } from '@dinh/kernel';
import { moveToken, noteChange } from '../change/change.ts';
import type { Runner } from '../engine.ts';
import type { Task } from '../engine-parts.ts';
import { changeRefused, reasonNeeded, taskNotFound } from '../errors.ts';
import { readTask } from '../run/load.ts';

/** What came of taking a step back. */
export interface TakenBack {
  /** The task that had come of the step, as it was; it is cancelled now. */
  readonly cancelled: Task;
  /** The step, which waits anew. */
  readonly opened: Task;
}

/**
 * Takes back a task that was ended by mistake: it waits anew, and the task that came of it is cancelled; both stay in the
 * history. Possible while that task is all that came of it (one flow leads straight there) and nobody has touched it.
 * Whether this person may do it, and how long, the app has checked.
 * @throws taskNotFound, changeRefused, reasonNeeded
 */
export async function takeBackTask(
  runner: Runner,
  ctx: CommandContext,
  input: { readonly taskId: string; readonly reason: string },
): Promise<TakenBack> {
  if (input.reason.trim() === '') throw reasonNeeded();
  const ended = await readTask(ctx, input.taskId);
  if (!ended) throw taskNotFound();
  let cancelled: Task | undefined;
  const result = await runner.step(ctx, sql`${ended.instanceId}::uuid`, async (step) => {
    const next = step.graph.nodes.get(ended.element)?.outgoing;
    const came = [...step.tasks.values()].filter(
      (task) => task.element === next?.[0]?.target.id && task.createdAt.getTime() === ended.endedAt?.getTime(),
    );
    const [task] = came;
    if (!task || came.length > 1 || next!.length > 1 || task.version > 1)
      throw changeRefused({
        reasonVi: 'bước sau đã được xử lý tiếp',
        reasonEn: 'the step that followed has gone on',
      });
    cancelled = { ...task };
    const { detail } = await moveToken(step, task.token, ended.element);
    noteChange(ctx, ended.instanceId, 'moved', input.reason, ended.element, detail);
  });
  const opened = result?.opened.find((task) => task.element === ended.element);
  if (!cancelled || !opened) throw taskNotFound();
  return { cancelled, opened };
}
