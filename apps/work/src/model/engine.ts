import { roleHolders, taskHolders, unitNamed } from '@dinh/identity';
import { addWorkingTime, calendarFor, type CommandContext, localDate, sql, workingEnd } from '@dinh/kernel';
import { notify, notifyAll, saidInWords } from '@dinh/notify';
import { createProcessEngine, type Listener, type Scope, type Task, type Told } from '@dinh/process';
import { doing, overseeing } from './doing.ts';

/** What the process of a matter knows from its beginning. */
export interface WorkVariables {
  /** What it is about, as people call it. */
  readonly title: string;
  readonly note: string | null;
  /** Where its steps are done: by the names that the process gives to places. */
  readonly units: Readonly<Record<string, number>>;
  /** Working minutes for the whole; null without a limit. */
  readonly limitMinutes: number | null;
}

/** Live views of everybody whose list this may change. */
export function touch(ctx: CommandContext, task: Task): void {
  ctx.emit({
    name: 'work.task-changed',
    key: task.instanceId,
    topics: [
      `work:${task.instanceId}`,
      ...(task.unit === null ? [] : [`unit:${task.unit}`]),
      ...(task.assignee ? [`person:${task.assignee}`] : []),
    ],
  });
}

/** Whoever is given a task by a process hears of it; who has given it to themselves knows. */
export async function tellAssignee(ctx: CommandContext, task: Task, scope: Pick<Scope, 'variables'>): Promise<void> {
  if (task.assignee === null || task.assignee === ctx.principal.id) return;
  const person = await ctx.db.maybe<{ name: string; email: string | null }>(
    sql`select name, email from identity.v_person where id = ${task.assignee}::uuid`,
  );
  if (!person) return;
  const { title } = scope.variables as unknown as WorkVariables;
  await notify(ctx, {
    template: 'work-assigned',
    to: { ...person, personId: task.assignee },
    data: {
      title: title ?? task.name.vi,
      step: task.name.vi,
      due: task.dueAt ? localDate(task.dueAt).split('-').reverse().join('/') : '—',
    },
    about: `work:${task.instanceId}`,
    link: `/cong-viec/${task.instanceId}`,
  });
}

/** What every notice of a matter says, by the names in message templates. */
export const toldFacts = ['name', 'link', 'title', 'step'] as const;

/** Sends what a step of a process says to whoever holds a role, or to who began it. */
async function tellDrawn(ctx: CommandContext, scope: Scope, { template, to, role, unit, data }: Told): Promise<void> {
  const { title } = scope.variables as unknown as WorkVariables;
  const hearers =
    to === 'beginner'
      ? await ctx.db.all<{ personId: string; name: string; email: string | null }>(
          sql`select p.id as "personId", p.name, p.email from process.v_instance i join identity.v_person p on p.id::text = i.started_by
              where i.id = ${scope.instanceId}::uuid`,
        )
      : role !== undefined && unit !== null
        ? await roleHolders(ctx, { role, unit })
        : undefined;
  if (!hearers) throw new Error(`nobody is “${to}” of a matter`);
  const facts = { title: title ?? scope.element.name.vi, step: scope.element.name.vi };
  await notifyAll(
    ctx,
    hearers.map((one) => ({
      template,
      to: one,
      data: { ...facts, ...saidInWords(data) },
      about: `work:${scope.instanceId}`,
      link: `/cong-viec/${scope.instanceId}`,
    })),
  );
}

const lists: Listener = {
  async onTaskCreated(ctx, task, scope) {
    touch(ctx, task);
    await tellAssignee(ctx, task, scope);
  },
  onTaskEnded: touch,
};

/** The engine of processes that no other app runs: internal work, and what begins by itself. */
export const work = createProcessEngine({
  owner: 'work',
  general: true,
  listeners: [lists],
  tell: tellDrawn,
  ...taskHolders(doing, overseeing),
  async stepDue(ctx, scope, share, from) {
    const { limitMinutes } = scope.variables as unknown as WorkVariables;
    if (!limitMinutes) return undefined;
    const minutes = Math.max(1, Math.round((limitMinutes * share) / 100));
    const calendar = await calendarFor(ctx.app.definitions, [], localDate(from));
    return { dueAt: addWorkingTime(calendar, from, { minutes }), minutes };
  },
  async workingTime({ app, now }, _scope, duration, from) {
    const calendar = await calendarFor(app.definitions, [], localDate(now));
    return workingEnd(calendar, duration, from);
  },
  unitNamed: (ctx, key) => unitNamed(ctx.db, key, localDate(ctx.now)),
  async calendars(app) {
    const calendar = await app.definitions.at('calendar', 'province', localDate(app.clock.now()));
    return calendar?.id ?? '';
  },
});
