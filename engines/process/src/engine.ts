import { type CommandContext, type Definition, type Job, type Operation, type Sql, type App, job, sql } from '@dinh/kernel';
import type { EngineParts, ProcessEnd, Task } from './engine-parts.ts';
import { modelRefused, notRunning, notStartable, processNotFound, reasonNeeded } from './errors.ts';
import { graphById, graphOf } from './graphs.ts';
import { carryOutIncoming, carryOutOne } from './incoming/carry-out.ts';
import type { Node } from './model/graph.ts';
import { type Beginning, cancelFamily, endAll, settleFamily } from './run/family.ts';
import { run } from './run/move.ts';
import { type Relocation, relocate } from './change/relocate.ts';
import { startEntry } from './run/ad-hoc.ts';
import { openScope } from './run/event-sub.ts';
import { motions } from './run/motions.ts';
import { loadStep, loadSteps } from './run/load.ts';
import { alone, Step } from './run/step.ts';
import { type Message, takeMessage } from './run/message.ts';
import { receive } from './run/trigger.ts';
import { setMatter } from './change/change.ts';
import { writeStep, writeSteps } from './run/write.ts';
import * as tasks from './tasks/complete.ts';
import * as assignment from './tasks/assign.ts';
import { takeBackTask } from './tasks/take-back.ts';
import { keepSchedule, startDue, startScheduled } from './schedule.ts';
import { register } from './registry.ts';
import { recount, recountTimers } from './recount.ts';
import { fireDueTimers, fireTimer, fireTimers, timerJob } from './timers.ts';

/** The body of a definition of kind `process`. */
export interface ProcessBody {
  /** BPMN 2.0 XML. */
  readonly bpmn: string;
  readonly source: string;
}

export interface StartInput {
  /** The version to run, or the key of the process and the day (`YYYY-MM-DD`) on which it has to be in force. */
  readonly definition: Definition<ProcessBody> | { readonly key: string; readonly day: string };
  /** What it is about. A matter runs one process of an app at a time. */
  readonly businessKey: string;
  readonly variables?: Record<string, unknown>;
  /** Starts at the start event that waits for this message. */
  readonly message?: string;
  /** Starts at this start event, whatever it waits for: for trying a process out. */
  readonly element?: string;
}

/** What a step has led to. */
export interface StepResult {
  readonly instanceId: string;
  readonly state: 'running' | 'completed' | 'cancelled';
  /** Tasks that the step has opened and that are still open. */
  readonly opened: readonly Task[];
  readonly variables: Readonly<Record<string, any>>;
}

export type ProcessEngine = ReturnType<typeof createProcessEngine>;

/** An instance that is being locked and read already, by `lookAhead`; for one step in the same transaction. */
export interface Ahead {
  readonly loading: Promise<Step | undefined>;
}

/** What the parts of the engine share: who it runs for and how it reads, moves and writes an instance. */
export interface Runner {
  readonly parts: EngineParts;
  /** Locks an instance, does one step with it and writes it; undefined when it is not running (or not free). */
  step(
    ctx: CommandContext,
    which: Sql,
    work: (step: Step) => Promise<void>,
    options?: { readonly wait?: boolean; readonly ahead?: Ahead | undefined },
  ): Promise<StepResult | undefined>;
  /** The same for many instances at once; those that are not free are left alone. */
  stepMany(ctx: CommandContext, instances: readonly string[], work: (step: Step) => Promise<void>): Promise<void>;
  /** Starts an instance: at a start event with a trigger, or at the plain one. */
  begin(ctx: CommandContext, definition: Definition<ProcessBody>, beginning: Beginning): Promise<StepResult>;
}

/** Makes the engine of an app. All its methods work inside the transaction of the caller. */
export function createProcessEngine(parts: EngineParts) {
  const runner: Runner = {
    parts,
    async step(ctx, which, work, { wait = true, ahead } = {}) {
      const step = await (ahead?.loading ?? loadStep(ctx, parts, which, (id) => graphById(ctx.app, id), wait));
      if (!step) return undefined;
      const result = await alone(ctx.db, [step.instance.id], async () => {
        await work(step);
        return finish(step);
      });
      return settleFamily(runner, ctx, step, result);
    },
    async stepMany(ctx, instances, work) {
      const steps = await loadSteps(ctx, parts, instances, (id) => graphById(ctx.app, id));
      if (steps.length === 0) return;
      // Together: what has been read of one is not moved by a handler of another.
      await alone(
        ctx.db,
        steps.map((step) => step.instance.id),
        async () => {
          for (const step of steps) {
            await work(step);
            await goOn(step);
          }
        },
      );
      ctx.db.send(writeSteps(steps));
      for (const step of steps) await settleFamily(runner, ctx, step, resultOf(step));
    },
    async begin(ctx, definition, { at, ...beginning }) {
      const graph = graphOf(definition);
      const step = new Step(
        ctx,
        parts,
        graph,
        {
          id: ctx.newId(),
          definitionId: definition.id,
          state: 'running',
          endElement: null,
          endReason: null,
          ...beginning,
        },
        true,
        motions,
      );
      const start = at?.node ?? step.pool.start;
      if (!start) throw modelRefused({ reason: `${definition.key}: start` });
      const result = await alone(ctx.db, [step.instance.id], async () => {
        await openScope(step, null, step.pool.eventSubs);
        await goFrom(step, start, at?.others ?? []);
        return finish(step);
      });
      return settleFamily(runner, ctx, step, result);
    },
  };

  register(runner);
  const fire = { one: fireTimer(runner), many: fireTimers(runner) };
  const scheduled = startScheduled(runner);
  const carryOut = carryOutOne(runner);
  const recountPage = recountTimers(runner);
  async function startProcesses(app: App): Promise<number> {
    await recount(runner, recountPage, app);
    await keepSchedule(runner, app);
    return (await startDue(runner, scheduled, app)) + (await carryOutIncoming(runner, carryOut, app));
  }

  return {
    parts,

    /** Starts an instance. Costs one statement, sent without waiting. */
    async startProcess(ctx: CommandContext, input: StartInput): Promise<StepResult> {
      const definition =
        'id' in input.definition
          ? input.definition
          : await ctx.app.definitions.at<ProcessBody>('process', input.definition.key, input.definition.day);
      if (!definition) throw processNotFound(input.definition as { key: string; day: string });
      const pool = graphOf(definition).pools.get(graphOf(definition).id)!;
      const asked = input.element ?? input.message;
      const at = pool.starts.find(({ node, trigger }) =>
        input.element === undefined ? trigger.type === 'message' && trigger.name === input.message : node.id === input.element,
      );
      if (asked !== undefined && !at && asked !== pool.start?.id) throw modelRefused({ reason: `${definition.key}: ${asked}` });
      return runner.begin(ctx, definition, {
        businessKey: input.businessKey,
        variables: { ...input.variables },
        rootId: null,
        parentToken: null,
        process: null,
        general: parts.general === true,
        at,
      });
    },

    /**
     * Begins to lock and read the process in which a matter's task of a role is open, together with what the caller asks
     * in the same turn, so that a step costs one journey to the database less. Lock the matter itself first: statements
     * keep their order. It is only a guess at the task to come: `completeTask` reads anew where the task is another's.
     */
    lookAhead(ctx: CommandContext, { businessKey, role }: { businessKey: string; role: string }): Ahead {
      const which = sql`(select instance_id from process.task where owner = ${parts.owner} and business_key = ${businessKey}
        and state = 'open' and role = ${role} order by created_at limit 1)`;
      const loading = loadStep(ctx, parts, which, (id) => graphById(ctx.app, id));
      loading.catch(() => {}); // told by the step
      return { loading };
    },

    /** Ends a task with one of its outcomes and moves the process on. */
    completeTask: (ctx: CommandContext, input: tasks.CompleteInput) => tasks.completeTask(runner, ctx, input),
    takeBackTask: (ctx: CommandContext, input: { taskId: string; reason: string }) => takeBackTask(runner, ctx, input),
    claimTask: assignment.claimTask,
    assignTask: assignment.assignTask,
    giveBackTask: assignment.giveBackTask,
    delegateTask: assignment.delegateTask,
    escalateTask: (ctx: CommandContext, input: { taskId: string; reason: string; version?: number }) =>
      assignment.escalateTask(parts, ctx, input),
    reassignTasks: assignment.reassignTasks,

    /**
     * Gives a message to whoever waits for it in the processes of a matter. Where nobody waits and the matter runs no
     * process of the app, it begins the one in force that names this app and starts by it.
     * @returns how many were waiting, and how many began; 0 and 0 mean that it changed nothing.
     */
    sendMessage: (ctx: CommandContext, message: Message) => takeMessage(runner, ctx, message),

    /** For trying a process out: the processes of one matter alone hear a signal, or find their variables changed. */
    hearSignal: (ctx: CommandContext, input: { businessKey: string; name: string; variables?: Record<string, unknown> }) =>
      receive(runner, ctx, input, 'signal'),
    setVariables: (ctx: CommandContext, input: { businessKey: string; variables: Record<string, unknown> }) =>
      setMatter(runner, ctx, input),

    /** Starts an activity of an ad-hoc sub-process that is open; again as often as it is needed. */
    async startActivity(ctx: CommandContext, input: { businessKey: string; element: string }): Promise<StepResult> {
      const found = await ctx.db.all<{ id: string }>(
        sql`select id from process.instance where owner = ${parts.owner} and business_key = ${input.businessKey}
              and state = 'running' order by id`,
      );
      let started = false;
      for (const { id } of found) {
        const result = await runner.step(ctx, sql`${id}::uuid`, async (step) => {
          started = startEntry(step, input.element);
        });
        if (started) return result!;
      }
      throw notStartable({ vi: input.element, en: input.element });
    },

    /** Moves the processes of matters to other units, because theirs have given way to others; see `relocate`. */
    relocate: (ctx: CommandContext, moves: readonly Relocation[], reason: string) => relocate(ctx, parts, moves, reason),

    /** Ends the process of a matter wherever it stands (withdrawal, stop), with the reason. */
    async cancelInstance(ctx: CommandContext, input: { businessKey: string; reason: string }): Promise<StepResult> {
      if (input.reason.trim() === '') throw reasonNeeded();
      const which = sql`(select id from process.instance
        where owner = ${parts.owner} and business_key = ${input.businessKey} and state = 'running' and root_id is null)`;
      const result = await runner.step(ctx, which, async (step) => {
        await endAll(step, input.reason);
        cancelFamily(step, input.reason);
      });
      if (!result) throw notRunning();
      return result;
    },

    /** Fires one timer that is due at the context's time, in the caller's transaction: for trying a process out. */
    fireTimer: (ctx: CommandContext, timer: string) => fire.one.run(ctx, { timer }, undefined),
    /** Fires the timers that are due now; the job does it every few seconds. @returns how many fired. */
    fireDueTimers: (app: App) => fireDueTimers(parts.owner, fire, app),
    /**
     * Starts the processes of this app whose time, signal or condition has come, and carries out messages that came from
     * outside; a job does it every minute and as they come. @returns how many it carried out.
     */
    startDueProcesses: startProcesses,
    /** Counts what waits in working time anew, if the calendars have changed; the same job does it. @returns how many timers moved */
    recount: (app: App) => recount(runner, recountPage, app),
    /** What the jobs do, to be named among the operations of the app's module: the audit trail calls it by its title. */
    operations: [fire.one, fire.many, scheduled, carryOut, recountPage] as readonly Operation[],
    /** To be named among the jobs of the app's module. */
    jobs: [
      timerJob(parts.owner, fire),
      job({
        name: `${parts.owner}.start-processes`,
        every: 1,
        run: async ({ app }) => void (await startProcesses(app)),
      }),
    ] as readonly Job[],
  };
}

/** The first token of an instance: at its start event, or behind the event with which it began. */
async function goFrom(step: Step, node: Node, others: readonly Node[]): Promise<void> {
  const token = step.addToken(node, null);
  if (node.kind === 'start') step.queue.push({ token, node });
  else await step.move.leave(step, token, node);
  for (const other of others) step.queue.push({ token: step.addToken(other, null), node: other });
}

async function finish(step: Step): Promise<StepResult> {
  await goOn(step);
  step.ctx.db.send(writeStep(step));
  return resultOf(step);
}

/** Moves an instance until it waits or ends. */
async function goOn(step: Step): Promise<void> {
  await run(step);
  const { ctx, instance, parts } = step;
  if (instance.state === 'completed' && instance.parentToken !== null) step.afterwards({ type: 'ended' });
  if (instance.state === 'running' || instance.rootId !== null) return;
  const end: ProcessEnd = {
    instanceId: instance.id,
    businessKey: instance.businessKey,
    state: instance.state,
    element: instance.endElement,
    reason: instance.endReason,
    variables: instance.variables,
  };
  for (const listener of parts.listeners ?? []) await listener.onEnded?.(ctx, end);
}

const resultOf = ({ instance, newTasks, tasks }: Step): StepResult => ({
  instanceId: instance.id,
  state: instance.state,
  opened: newTasks.filter((task) => tasks.has(task.id)),
  variables: instance.variables,
});
