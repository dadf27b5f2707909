import { evaluate, toJson } from '@dinh/decision';
import { type App, type CommandContext, command, jobContext, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import type { ProcessBody, Runner } from './engine.ts';
import { expressionFailed } from './errors.ts';
import { beginners } from './graphs.ts';
import type { Node, TimerTrigger } from './model/graph.ts';
import { isGeneral } from './run/family.ts';
import { addDuration, momentOf } from './run/moment.ts';

/** When a timer start goes off next, counted from a moment, and how often in all. */
async function turns(
  { parts }: Runner,
  app: App,
  { node, trigger }: { node: Node; trigger: TimerTrigger },
  from: Date,
): Promise<{ next: Date; times: number }> {
  const value = typeof trigger.value === 'string' ? trigger.value : toJson(evaluate(trigger.value, {}, { now: from }));
  const text = String(value);
  const [times, cycle] = trigger.form === 'cycle' ? text.split('/') : [undefined, undefined];
  const duration = cycle ?? (trigger.form === 'duration' ? text : undefined);
  const next =
    duration === undefined
      ? momentOf(value)
      : trigger.working && parts.workingTime
        ? await parts.workingTime({ app, now: app.clock.now() }, undefined, duration, from)
        : addDuration(from, duration);
  if (!next) throw expressionFailed({ element: node.name.vi, expression: text });
  if (times === undefined) return { next, times: 1 };
  return { next, times: times === 'R' ? Number.POSITIVE_INFINITY : Number(times.slice(1)) };
}

/** The timer starts of the processes in force that the app runs. */
async function timerStarts({ parts }: Runner, app: App) {
  return (await beginners(app, app.clock.now(), 'timer')).flatMap(({ definition, at, app: owner }) =>
    owner === parts.owner && at.trigger.type === 'timer'
      ? [{ definition: definition.id, node: at.node, trigger: at.trigger }]
      : [],
  );
}

/** Brings the schedule in line with the processes in force: new versions begin to count, old ones count no more. */
export async function keepSchedule(runner: Runner, app: App): Promise<void> {
  const now = app.clock.now();
  const { owner } = runner.parts;
  const starts = await timerStarts(runner, app);
  const there = await app.db.all<{ definition: string; element: string; due: boolean }>(
    sql`select definition_id as definition, element, due_at is not null as due from process.schedule where owner = ${owner}`,
  );
  const known = new Set(there.map((row) => `${row.definition} ${row.element}`));
  const rows = await Promise.all(
    starts
      .filter(({ definition, node }) => !known.has(`${definition} ${node.id}`))
      .map(async (start) => ({
        definition: start.definition,
        element: start.node.id,
        due: (await turns(runner, app, start, now)).next,
      })),
  );
  const inForce = new Set(starts.map(({ definition }) => definition));
  const over = there.filter((row) => row.due && !inForce.has(row.definition)).map((row) => row.definition);
  if (rows.length === 0 && over.length === 0) return;
  await app.db.transaction(async (tx) => {
    tx.send(
      sql`insert into process.schedule (definition_id, element, owner, due_at, counted_from)
          select definition, element, ${owner}::text, due, ${now}::timestamptz
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(definition uuid, element text, due timestamptz)
          on conflict do nothing`,
    );
    tx.send(sql`update process.schedule set due_at = null where definition_id = any(${over}::uuid[])`);
  });
}

/** Counts the starts in working time that wait anew: the calendar has changed. */
export async function recountSchedule(runner: Runner, app: App): Promise<void> {
  for (const start of await timerStarts(runner, app)) {
    if (!start.trigger.working || start.trigger.form === 'date') continue;
    const where = sql`definition_id = ${start.definition}::uuid and element = ${start.node.id} and due_at is not null and counted_from is not null`;
    const row = await app.db.maybe<{ from: Date; due: Date }>(
      sql`select counted_from as "from", due_at as due from process.schedule where ${where}`,
    );
    if (!row) continue;
    const { next } = await turns(runner, app, start, row.from);
    // Unless it has gone off meanwhile.
    await app.db.run(
      sql`update process.schedule set due_at = ${next} where ${where} and due_at = ${row.due} and counted_from = ${row.from}`,
    );
  }
}

/** Starts the processes whose time has come, each in a transaction of its own. @returns how many were started here. */
export async function startDue(runner: Runner, start: ReturnType<typeof startScheduled>, app: App): Promise<number> {
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

async function fire(runner: Runner, ctx: CommandContext, id: string, element: string): Promise<{ started: boolean }> {
  const where = sql`definition_id = ${id}::uuid and element = ${element}`;
  // Who comes second finds the row held, or no more due.
  const row = await ctx.db.maybe<{ fired: number }>(
    sql`select fired from process.schedule where ${where} and due_at <= ${ctx.now} for update skip locked`,
  );
  const start = row && (await timerStarts(runner, ctx.app)).find((one) => one.definition === id && one.node.id === element);
  const definition = start && (await ctx.app.definitions.byId<ProcessBody>(id));
  if (!row || !start || !definition) return { started: false };
  const fired = row.fired + 1;
  const { next, times } = await turns(runner, ctx.app, start, ctx.now);
  // What was missed while the program stood still is started once, not as often as it was missed.
  const due = start.trigger.form === 'cycle' && fired < times ? next : null;
  ctx.db.send(sql`update process.schedule set fired = ${fired}, due_at = ${due}, counted_from = ${ctx.now} where ${where}`);
  const businessKey = ctx.newId();
  await runner.begin(ctx, definition, {
    businessKey,
    variables: {},
    rootId: null,
    parentToken: null,
    process: null,
    general: await isGeneral(runner, ctx, businessKey),
    at: { node: start.node, trigger: start.trigger, others: [] },
  });
  return { started: true };
}
