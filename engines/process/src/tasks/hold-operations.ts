import { command, type CommandContext, type May, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import type { Task } from '../engine-parts.ts';
import { taskNotFound } from '../errors.ts';
import { runnerOf } from '../registry.ts';
import { claimTask, delegateTask, escalateTask, giveBackTask } from './assign.ts';

/** A change of who holds a task, as it was asked for. */
export interface HolderChange {
  readonly taskId: string;
  /** As the history calls it. */
  readonly act: 'claimed' | 'delegated' | 'given-back' | 'escalated';
  readonly reason?: string;
  /** The colleague who is to do it, where one is named. */
  readonly to?: string;
  /** Carries it out. @throws taskNotFound, taskChanged, noSuperior */
  carryOut(): Promise<Task>;
}

interface Holder {
  readonly assignee: string | null;
}

/** An app whose tasks change hands. */
interface HoldingApp {
  /** Before the names of the operations. */
  readonly module: string;
  readonly may: May;
  /**
   * What the app does around a change: finds the task among those that the principal may do, judges the colleague who is
   * named, has it carried out, and keeps its history.
   */
  change(ctx: CommandContext, asked: HolderChange): Promise<Holder>;
}

const task = {
  taskId: Type.String({ format: 'uuid' }),
  version: Type.Optional(Type.Integer({ description: 'the version that the official saw' })),
};
const reason = Type.String({ minLength: 1, maxLength: 1000 });
const output = shape({ assignee: Type.Union([Type.String(), Type.Null()]) });

/**
 * The four operations by which a task of an app changes hands, the same for every app: `claim-task`, `delegate-task`,
 * `give-back-task`, `escalate-task`. Each answers with who holds it then. @throws also what the app's `change` throws
 */
export function holdOperations({ module, may, change }: HoldingApp) {
  return {
    /** Takes a task that waits for anybody who holds its role. @throws taskChanged when somebody was quicker */
    claimTask: command({
      name: `${module}.claim-task`,
      title: { vi: 'Nhận việc', en: 'Take a task' },
      input: shape(task),
      output,
      may,
      run: (ctx, input) =>
        change(ctx, {
          taskId: input.taskId,
          act: 'claimed',
          carryOut: () => claimTask(ctx, input),
        }),
    }),
    /** Lets a colleague who holds the task's role do it; given back it returns (thừa ủy quyền). */
    delegateTask: command({
      name: `${module}.delegate-task`,
      title: { vi: 'Nhờ người khác làm thay', en: 'Let a colleague do it' },
      input: shape({ ...task, to: Type.String({ format: 'uuid' }), reason }),
      output,
      may,
      run: (ctx, input) =>
        change(ctx, {
          taskId: input.taskId,
          act: 'delegated',
          reason: input.reason,
          to: input.to,
          carryOut: () => delegateTask(ctx, input),
        }),
    }),
    /** Gives a task back: to who has delegated it, else to everybody who holds its role. */
    giveBackTask: command({
      name: `${module}.give-back-task`,
      title: { vi: 'Trả lại việc', en: 'Give a task back' },
      input: shape({ ...task, reason }),
      output,
      may,
      run: (ctx, input) =>
        change(ctx, {
          taskId: input.taskId,
          act: 'given-back',
          reason: input.reason,
          carryOut: () => giveBackTask(ctx, input),
        }),
    }),
    /** Passes a task that one cannot settle to who stands above. @throws noSuperior */
    escalateTask: command({
      name: `${module}.escalate-task`,
      title: { vi: 'Chuyển lên cấp trên', en: 'Pass a task upwards' },
      input: shape({ ...task, reason }),
      output,
      may,
      run: (ctx, input) =>
        change(ctx, {
          taskId: input.taskId,
          act: 'escalated',
          reason: input.reason,
          carryOut: () => escalate(ctx, input),
        }),
    }),
  };
}

/** Who stands above, the app says whose process it is. */
async function escalate(ctx: CommandContext, input: { taskId: string; reason: string; version?: number }): Promise<Task> {
  const found = await ctx.db.maybe<{ owner: string }>(sql`select owner from process.task where id = ${input.taskId}::uuid`);
  if (!found) throw taskNotFound();
  return escalateTask(runnerOf(found.owner).parts, ctx, input);
}
