import { unitNamed } from '@dinh/identity';
import { calendarFor, type CommandContext, isUuid, localDate, sql, workingEnd } from '@dinh/kernel';
import { notify } from '@dinh/notify';
import { createProcessEngine, type Listener, type Scope, type Task } from '@dinh/process';
import { assignment } from './assignment.ts';
import { withCode } from './code-given.ts';
import { numberOf } from './dossier.ts';
import { calendarOf, pausedUntil, stepLimit } from './working-time.ts';
import type { Places } from './places.ts';
import { Status } from './status.ts';
import { tellLateConsultation } from './consultation.ts';
import { printDrawn, tellDrawn } from './drawn-work.ts';

/** What the process of a dossier knows: the form's answers by their names, and where its steps are done. */
export interface SettlingVariables {
  readonly units: Record<string, number>;
  readonly limitMinutes: number | null;
  readonly [answer: string]: unknown;
}

/**
 * The dossier follows its process: status, clock and live views, in the transaction of the step. What begins by itself
 * may be about no dossier; a key that is no id is none for sure.
 */
const dossierFollows: Listener = {
  async onEnter(ctx, { element, businessKey, variables }) {
    if (element.kind === 'start' || (element.status === undefined && !element.hold)) return;
    if (!isUuid(businessKey)) return;
    const gathered = gathering.get(ctx)?.get(businessKey);
    if (gathered) return void (gathered.status = (element.status as Status | undefined) ?? gathered.status);
    ctx.db.send(
      sql`update one_stop.dossier set status = coalesce(${element.status ?? null}::smallint, status),
            paused_at = case when ${element.hold} and accepted_at is not null then coalesce(paused_at, ${ctx.now}) else paused_at end,
            settled_at = case when ${element.status ?? 0} = ${Status.settled} then coalesce(settled_at, ${ctx.now}) else settled_at end,
            changed_at = ${ctx.now}, version = version + 1
          where id = ${businessKey}::uuid`,
    );
    touch(ctx, businessKey, variables as SettlingVariables);
  },
  async onLeave(ctx, { element, businessKey }) {
    if (!element.hold || !isUuid(businessKey)) return;
    const clock = await ctx.db.maybe<{
      unit_id: number;
      due_at: Date | null;
      paused_at: Date | null;
      limit_minutes: number | null;
    }>(sql`select unit_id, due_at, paused_at, limit_minutes from one_stop.dossier where id = ${businessKey}::uuid`);
    if (!clock?.paused_at || !clock.due_at) return;
    const calendar = await calendarOf(ctx.app, clock.unit_id, ctx.now);
    const due = pausedUntil(
      calendar,
      { ...clock, dueAt: clock.due_at, pausedAt: clock.paused_at, limitMinutes: clock.limit_minutes },
      ctx.now,
      element.restart,
    );
    ctx.db.send(
      sql`update one_stop.dossier set paused_at = null, due_at = ${due}, promised_at = case when ${element.restart} then ${due} else promised_at end where id = ${businessKey}::uuid`,
    );
  },
  async onTaskCreated(ctx, task, scope) {
    touch(ctx, task.businessKey, scope.variables as SettlingVariables, task.unit);
    if (isUuid(task.businessKey) && task.assignee && task.assignee !== ctx.principal.id) await tellAssignee(ctx, task);
  },
  onTaskEnded(ctx, task, scope) {
    touch(ctx, task.businessKey, scope.variables as SettlingVariables, task.unit);
  },
};

/** Live views of everybody whose queues this may change. */
function touch(ctx: CommandContext, dossierId: string, variables: SettlingVariables, unit?: number | null): void {
  const units = new Set([...Object.values(variables.units ?? {}), ...(unit ? [unit] : [])].filter((u) => typeof u === 'number'));
  const topics = [`dossier:${dossierId}`, 'unit:0', ...[...units].map((u) => `unit:${u}`)];
  const last = touched.get(ctx);
  if (last?.has(dossierId)) return; // once a command is enough: the views look again after the commit
  touched.set(ctx, new Set([...(last ?? []), dossierId]));
  ctx.emit({ name: 'one-stop.dossier-moved', key: dossierId, topics });
}
const touched = new WeakMap<CommandContext, Set<string>>();

/**
 * The command that accepts a dossier writes it itself: the status to which the steps bring it is gathered here, for one
 * update instead of three. There is no clock yet that a step could stop.
 */
export function gatherStatus(ctx: CommandContext, dossierId: string): { status: Status | null } {
  const gathered: { status: Status | null } = { status: null };
  gathering.set(ctx, new Map(gathering.get(ctx)).set(dossierId, gathered));
  return gathered;
}
const gathering = new WeakMap<CommandContext, Map<string, { status: Status | null }>>();

/** The command announces the dossier by an event of its own: the steps need not announce it again. */
export function announcedBy(ctx: CommandContext, dossierId: string): void {
  touched.set(ctx, new Set([...(touched.get(ctx) ?? []), dossierId]));
}

async function tellAssignee(ctx: CommandContext, task: Task): Promise<void> {
  const row = await ctx.db.maybe<{
    name: string;
    email: string | null;
    id: string;
    code: string | null;
    reference: string;
    title: string;
  }>(
    sql`select p.name, p.email, d.id, d.code, d.reference, d.title from one_stop.dossier d, identity.v_person p where d.id = ${task.businessKey}::uuid and p.id = ${task.assignee}::uuid`,
  );
  if (!row) return;
  await notify(ctx, {
    template: 'task-assigned',
    to: { name: row.name, personId: task.assignee, email: row.email },
    data: {
      code: numberOf(await withCode(ctx, row)),
      title: row.title,
      step: task.name.vi,
      due: task.dueAt ? localDate(task.dueAt).split('-').reverse().join('/') : '—',
    },
    about: `dossier:${task.businessKey}`,
    link: `/ban-lam-viec/ho-so/${task.businessKey}`,
  });
}

/** The engine that carries dossiers from step to step. */
export const settling = createProcessEngine({
  owner: 'one-stop',
  // What begins by itself is mostly about no dossier: the desk would show its tasks to nobody.
  general: async (ctx, key) => !isUuid(key) || !(await ctx.db.maybe(sql`select from one_stop.dossier where id = ${key}::uuid`)),
  ...assignment,
  listeners: [dossierFollows],
  tell: tellDrawn,
  print: printDrawn,
  handlers: {
    'one-stop.tell-late-consultation': tellLateConsultation,
    'one-stop.announce-visit': () => {}, // announced when it is arranged
  },
  async stepDue(ctx, scope: Scope, share, from) {
    const { limitMinutes, units } = scope.variables as unknown as SettlingVariables;
    if (!limitMinutes) return undefined;
    return stepLimit(await calendarOf(ctx.app, units['agency']!, from), limitMinutes, share, from);
  },
  async workingTime({ app, now }, scope, duration, from) {
    const { units } = (scope?.variables ?? {}) as Partial<SettlingVariables>;
    const agency = units?.['agency'];
    const calendar = agency ? await calendarOf(app, agency, now) : await calendarFor(app.definitions, [], localDate(now)); // about no dossier yet
    return workingEnd(calendar, duration, from);
  },
  unitNamed: (ctx, key) => unitNamed(ctx.db, key, localDate(ctx.now)),
  async calendars(app) {
    const calendar = await app.definitions.at('calendar', 'province', localDate(app.clock.now()));
    return calendar?.id ?? '';
  },
});

/** Starts the process of a new dossier: the desk's first task is there with it. */
export async function startSettling(
  ctx: CommandContext,
  start: {
    dossierId: string;
    process: string;
    places: Places;
    data: Record<string, unknown>;
    more: Record<string, unknown>;
    limitMinutes: number;
  },
): Promise<void> {
  const { places } = start;
  const units = {
    agency: places.agency,
    reception: places.desk,
    section: places.section ?? places.agency,
    leadership: places.leadership,
    clerk: places.clerk,
  };
  announcedBy(ctx, start.dossierId);
  await settling.startProcess(ctx, {
    definition: { key: start.process, day: localDate(ctx.now) },
    businessKey: start.dossierId,
    variables: {
      ...start.data,
      ...start.more,
      units: { ...units, ...(start.more['units'] as object) },
      limitMinutes: start.limitMinutes,
      proposal: null,
      specialist: null,
    },
  });
}
