import { type CommandContext, sql } from '@dinh/kernel';
import type { Ahead, Runner, StepResult } from '../engine.ts';
import { commentNeeded, taskNotFound, unknownOutcome } from '../errors.ts';
import { impliedOutcome } from '../model/graph.ts';
import { readTask } from '../run/load.ts';
import { endTask } from '../run/wait.ts';
import { changedError } from './changed.ts';

export interface CompleteInput {
  readonly taskId: string;
  /** One of the outcomes that the model gives the task; where it gives none `done`, which may be left out. */
  readonly outcome?: string;
  /** Set in the process; inside a repeated activity for its item alone. */
  readonly variables?: Record<string, unknown>;
  readonly comment?: string;
  /** The version that the person saw: another one means that somebody was quicker. */
  readonly version?: number;
  /** The person in whose place it is done. */
  readonly behalfOf?: string;
  /** What `lookAhead` has begun for the task's process. */
  readonly ahead?: Ahead;
}

/**
 * Ends a task and moves its process on, in the caller's transaction. Whether this person may do it, the app has checked.
 * @throws taskNotFound, taskChanged (who did what, when), unknownOutcome, commentNeeded
 */
export async function completeTask(runner: Runner, ctx: CommandContext, input: CompleteInput): Promise<StepResult> {
  const which = sql`(select instance_id from process.task where id = ${input.taskId}::uuid)`;
  const fits = (await input.ahead?.loading)?.tasks.has(input.taskId);
  let ended = false;
  const result = await runner.step(
    ctx,
    which,
    async (step) => {
      const task = step.tasks.get(input.taskId);
      if (!task || (input.version !== undefined && task.version !== input.version)) return;
      const token = step.tokens.get(task.token)!;
      const node = step.node(token);
      if (node.kind !== 'user-task') throw new Error(`${node.id} is not a user task`);
      const outcome = node.outcomes.find((o) => (input.outcome === undefined ? o === impliedOutcome : o.key === input.outcome));
      if (outcome === undefined)
        throw unknownOutcome({
          stepVi: node.name.vi,
          stepEn: node.name.en,
          outcome: input.outcome ?? '',
          known: node.outcomes.map((o) => o.key).join(', '),
        });
      const comment = input.comment?.trim() || null;
      if (outcome.needsComment && comment === null)
        throw commentNeeded({ outcomeVi: outcome.name.vi, outcomeEn: outcome.name.en });
      ended = true;
      const values = { ...input.variables, outcome: outcome.key };
      // What an item ends with is gathered with it; of a whole process it stands in the task.
      step.set(token, step.itemAround(token) ? { ...values, comment } : values);
      await endTask(step, task, {
        state: 'done',
        outcome: outcome.key,
        comment,
        behalfOf: input.behalfOf ?? null,
      });
      await step.move.leave(step, token, node);
    },
    { ahead: fits ? input.ahead : undefined },
  );
  if (ended) return result!;
  const task = await readTask(ctx, input.taskId);
  throw task ? await changedError(ctx, task) : taskNotFound();
}
