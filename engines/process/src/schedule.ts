import { evaluate, toJson } from '@dinh/decision';
import { type App, type CommandContext, command, jobContext, localDate, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import type { ProcessBody, Runner } from './engine.ts';
import { expressionFailed } from './errors.ts';
import type { StartPoint, TimerTrigger } from './model/graph.ts';
import { compiled } from './run/family.ts';
import { addDuration, momentOf } from './run/moment.ts';

/** When a timer start goes off first, and how often; calendar time, since there is no matter yet whose calendar could count. */
function turns(
  trigger: TimerTrigger,
  name: string,
  now: Date,
): { first: Date; duration?: string; times: number } {
  const text =
    typeof trigger.value === 'string' ? trigger.value : toJson(evaluate(trigger.value, {}, { now }));
  const [times, cycle] = trigger.form === 'cycle' ? String(text).split('/') : [undefined, undefined];
  const duration = cycle ?? (trigger.form === 'duration' ? String(text) : undefined);
  const first = duration === undefined ? momentOf(text) : addDuration(now, duration);
  if (!first) throw expressionFailed({ element: name, expression: String(text) });
  if (times === undefined) return { first, times: 1 };
  return {
    first,
    duration: duration!,
    times: times === 'R' ? Number.POSITIVE_INFINITY : Number(times.slice(1)),
  };
}

/** The timer starts of the processes in force that the app runs. */
async function timerStarts(runner: Runner, app: App) {
  const found: { definition: string; at: StartPoint; trigger: TimerTrigger }[] = [];
  for (const definition of await app.definitions.allAt<ProcessBody>('process', localDate(app.clock.now()))) {
    const graph = compiled(runner, definition);
    if (graph?.app !== runner.parts.owner) continue;
    for (const at of graph.pools.get(graph.id)!.starts)
      if (at.trigger.type === 'timer') found.push({ definition: definition.id, at, trigger: at.trigger });
  }
  return found;
}

/** Brings the schedule in line with the processes in force: new versions begin to count, old ones count no more. */
export async function keepSchedule(runner: Runner, app: App): Promise<void> {
  const now = app.clock.now();
  const starts = await timerStarts(runner, app);
  const rows = starts.map(({ definition, at, trigger }) => ({
    definition,
    element: at.node.id,
    due: turns(trigger, at.node.name.vi, now).first,
  }));
  await app.db.transaction(async (tx) => {
    tx.send(
      sql`insert into process.schedule (definition_id, element, owner, due_at)
          select definition, element, ${runner.parts.owner}::text, due
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(definition uuid, element text, due timestamptz)
          on conflict do nothing`,
    );
    tx.send(
      sql`update process.schedule set due_at = null where owner = ${runner.parts.owner} and due_at is not null
            and definition_id <> all(${rows.map((r) => r.definition)}::uuid[])`,
    );
  });
}

/** Starts the processes whose time has come, each in a transaction of its own. @returns how many were started here. */
export async function startDue(
  runner: Runner,
  start: ReturnType<typeof startScheduled>,
  app: App,
): Promise<number> {
  const { call } = jobContext(app, `${runner.parts.owner}.start-scheduled`);
  const due = await app.db.all<{ definition: string; element: string }>(
    sql`select definition_id as definition, element from process.schedule
        where owner = ${runner.parts.owner} and due_at <= ${app.clock.now()} order by due_at limit 100`,
  );
  let started = 0;
  for (const one of due)
    try {
      if ((await app.run(start, one, call)).started) started++;
    } catch (error) {
      app.log.warn({ err: error, ...one }, 'a process could not start at its time; it is tried again');
    }
  return started;
}

/** The command that starts one process at its time, by the program itself only. */
export function startScheduled(runner: Runner) {
  return command({
    name: `${runner.parts.owner}.start-scheduled`,
    title: { vi: 'Bắt đầu quy trình theo lịch', en: 'Start a process at its time' },
    input: shape({ definition: Type.String(), element: Type.String() }),
    output: shape({ started: Type.Boolean() }),
    may: 'system',
    api: false,
    subject: ({ definition }) => `definition:${definition}`,
    run: (ctx, { definition, element }) => fire(runner, ctx, definition, element),
  });
}

async function fire(
  runner: Runner,
  ctx: CommandContext,
  id: string,
  element: string,
): Promise<{ started: boolean }> {
  const where = sql`definition_id = ${id}::uuid and element = ${element}`;
  // Who comes second finds the row held, or no more due.
  const row = await ctx.db.maybe<{ fired: number }>(
    sql`select fired from process.schedule where ${where} and due_at <= ${ctx.now} for update skip locked`,
  );
  const definition = row && (await ctx.app.definitions.byId<ProcessBody>(id));
  const graph = definition && compiled(runner, definition);
  const at = graph?.pools.get(graph.id)!.starts.find((s) => s.node.id === element);
  if (!row || !definition || at?.trigger.type !== 'timer') return { started: false };
  const { duration, times } = turns(at.trigger, at.node.name.vi, ctx.now);
  const fired = row.fired + 1;
  // What was missed while the program stood still is started once, not as often as it was missed.
  const next = duration !== undefined && fired < times ? addDuration(ctx.now, duration) : null;
  ctx.db.send(sql`update process.schedule set fired = ${fired}, due_at = ${next} where ${where}`);
  await runner.begin(ctx, definition, {
    businessKey: ctx.newId(),
    variables: {},
    rootId: null,
    parentToken: null,
    process: null,
    at,
  });
  return { started: true };
}
