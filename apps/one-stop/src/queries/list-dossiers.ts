import { narrowedBy } from '../model/placement.ts';
import {
  type Context,
  fold,
  isInstant,
  isUuid,
  query,
  reach,
  shape,
  sql,
  type Sql,
  where,
} from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { visible } from '../model/dossier.ts';
import { countToDo, dossiersToDo, firstToDo } from '../model/task.ts';
import { hasText, rareFrom, rareText, readFrom } from './rare-first.ts';
import { passedOn } from '../succession/passed-on.ts';

/** The queues of an official: what waits at their desk, what is theirs to do, what their units hold, or everything. */
export const Queue = Type.Union([
  Type.Literal('desk'),
  Type.Literal('mine'),
  Type.Literal('unit'),
  Type.Literal('return'),
  Type.Literal('all'),
]);

export const Filter = {
  queue: Type.Optional(Queue),
  status: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 10 }), { maxItems: 10 })),
  late: Type.Optional(Type.Union([Type.Literal('late'), Type.Literal('soon'), Type.Literal('on-time')])),
  search: Type.Optional(Type.String({ maxLength: 200 })),
  procedure: Type.Optional(Type.String({ maxLength: 40 })),
  unit: Type.Optional(Type.Integer()),
  channel: Type.Optional(Type.Union([Type.Literal('online'), Type.Literal('counter'), Type.Literal('post')])),
  from: Type.Optional(Type.String({ format: 'date' })),
  to: Type.Optional(Type.String({ format: 'date' })),
  assignee: Type.Optional(Type.String({ format: 'uuid' })),
  sort: Type.Optional(
    Type.Union([
      Type.Literal('step-asc'),
      Type.Literal('step-desc'),
      Type.Literal('arrived-desc'),
      Type.Literal('arrived-asc'),
      Type.Literal('due-asc'),
      Type.Literal('due-desc'),
    ]),
  ),
};
export type FilterInput = Static<ReturnType<typeof shape<typeof Filter>>>;

export const Row = shape({
  id: Type.String(),
  reference: Type.String(),
  code: Type.Union([Type.String(), Type.Null()]),
  title: Type.String(),
  ownerName: Type.String(),
  applicantName: Type.String(),
  status: Type.Integer(),
  channel: Type.String(),
  submittedAt: Type.Any(),
  dueAt: Type.Any(),
  pausedAt: Type.Any(),
  late: Type.Boolean(),
  feeState: Type.String(),
  taskId: Type.Union([Type.String(), Type.Null()]),
  step: Type.Union([Type.String(), Type.Null()]),
  stepEn: Type.Union([Type.String(), Type.Null()]),
  stepDueAt: Type.Any(),
  assignee: Type.Union([Type.String(), Type.Null()]),
});
export type Row = Static<typeof Row>;

/**
 * One page of a queue. One statement, whatever the number of dossiers, procedures or units: access, filters and order
 * are in it, and only the rows shown are joined with their task.
 */
export const listDossiers = query({
  name: 'one-stop.list-dossiers',
  title: { vi: 'Danh sách hồ sơ', en: 'List of dossiers' },
  input: shape({
    ...Filter,
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  output: shape({ rows: Type.Array(Row), next: Type.Union([Type.String(), Type.Null()]) }),
  may: 'one-stop.view-dossier',
  audit: true,
  async run(ctx, input) {
    const limit = input.limit ?? 50;
    const rows = await dossierRows(ctx, input, limit + 1, readCursor(input.cursor));
    const page = rows.slice(0, limit);
    // Who saw what: the list that was asked for, and whose dossiers stood on it.
    ctx.note({ filter: { ...input, cursor: undefined }, shown: page.map((row) => row.id) });
    const last = page.at(-1);
    return { rows: page, next: rows.length > limit && last ? writeCursor(last, sortOf(input)) : null };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.list-dossiers': typeof listDossiers;
  }
}

/**
 * New dossiers by the time they came, what one has to do by the limit of the step, the others by the time they are due,
 * unless asked otherwise. Only in what one has to do stands one step for each dossier.
 */
export function sortOf(input: FilterInput): NonNullable<FilterInput['sort']> {
  const { queue, sort } = input;
  if (sort && (queue === 'mine' || !sort.startsWith('step'))) return sort;
  if (queue === 'mine') return 'step-asc';
  return queue === 'desk' || queue === undefined || queue === 'all' ? 'arrived-desc' : 'due-asc';
}

export async function dossierRows(
  ctx: Context,
  input: FilterInput,
  limit: number,
  after?: { at: string; id: string },
  also?: Sql,
): Promise<Row[]> {
  const { now } = ctx;
  const sort = sortOf(input);
  if (sort.startsWith('step')) return taskRows(ctx, input, limit, after, also);
  const arrival = sort.startsWith('arrived');
  const descending = sort.endsWith('desc');
  const order = sql.raw(arrival ? 'd.submitted_at' : dueOrder(input));
  const conditions = [
    ...queueConditions(ctx, input.queue),
    ...filterConditions(input, now, await passedOn(ctx.app)),
    also,
    after &&
      (descending
        ? sql`(${order}, d.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
        : sql`(${order}, d.id) > (${after.at}::timestamptz, ${after.id}::uuid)`),
  ];
  const direction = sql.raw(descending ? 'desc' : 'asc');
  const from = await readFrom(ctx, {
    text: searched(input),
    visible:
      (input.queue ?? 'all') === 'all' && !hasIndex(input) ? visible(ctx, undefined, false) : undefined,
  });
  return ctx.db.all<Row>(
    sql`with page as materialized (
          select d.id, d.reference, d.code, d.title, d.owner_name, d.applicant_name, d.status, d.channel, d.submitted_at, d.due_at, d.paused_at, d.fee_state, ${order} as position
          from ${from} where ${sql.all(conditions)} order by ${order} ${direction}, d.id ${direction} limit ${limit})
        select ${columns(now)}
        from page p
        left join lateral (select t.id, t.name_vi, t.name_en, t.due_at, t.assignee from process.v_task t
                           where t.business_key = p.id::text and t.state = 'open' order by t.created_at limit 1) t on true
        left join identity.v_person a on a.id = t.assignee
        order by p.position ${direction}, p.id ${direction}`,
  );
}

/** Whether a filter leaves few dossiers by an index of its own. */
const hasIndex = (input: FilterInput): boolean =>
  Boolean(
    input.procedure || input.assignee || input.unit !== undefined || (searched(input)?.length ?? 0) >= 3,
  );

/**
 * The order by the time they are due, those without one last. What is late, or not yet, has one: then it is written as its index
 * has it, and a page of thousands that are late is read from its beginning.
 */
const dueOrder = ({ late }: FilterInput): string =>
  late ? 'd.due_at' : "coalesce(d.due_at, 'infinity'::timestamptz)";

const columns = (now: Date): Sql =>
  sql`p.id, p.reference, p.code, p.title, p.owner_name as "ownerName", p.applicant_name as "applicantName", p.status, p.channel,
      p.submitted_at as "submittedAt", p.due_at as "dueAt", p.paused_at as "pausedAt", p.fee_state as "feeState",
      coalesce(p.due_at < ${now} and p.status in (2, 4), false) as late,
      t.id as "taskId", t.name_vi as step, t.name_en as "stepEn", t.due_at as "stepDueAt", a.name as assignee`;

/** What one has to do, by the limit of the step: it is the task that is read in order, not the dossier. */
async function taskRows(
  ctx: Context,
  input: FilterInput,
  limit: number,
  after: { at: string; id: string } | undefined,
  also: Sql | undefined,
): Promise<Row[]> {
  const descending = sortOf(input) === 'step-desc';
  const direction = sql.raw(descending ? 'desc' : 'asc');
  const which = sql.all([...filterConditions(input, ctx.now, await passedOn(ctx.app)), also, underWay]);
  const few = await leavesFew(ctx, input, which);
  return ctx.db.all<Row>(
    sql`with page as materialized (${firstToDo(ctx, { which, few: few && rareFrom(searched(input)), after, descending, limit })})
        select ${columns(ctx.now)}
        from page k join process.v_task t on t.id = k.id join one_stop.dossier p on p.id = k.business_key
        left join identity.v_person a on a.id = t.assignee
        order by k.due_at ${direction}, k.id ${direction}`,
  );
}

/** So many tasks are gone through in no time, whatever is left of them. */
const fewTasks = 5000;
/** So many dossiers are read, with the tasks of each, before the tasks of a place where far more wait. */
const fewDossiers = 20_000;
/** To read a dossier and find its task costs as much as to go through so many tasks in order. */
const tasksForDossier = 3;

/**
 * Whether the filters leave few dossiers beside the tasks that one has to do: then they are read first, and their tasks after
 * them. Going through the tasks in order ends soon only where a filter leaves many; of those of a desk for all agencies a rare one
 * was looked for in all of them. Whoever has no more than some thousands goes through them. Both are counted in their
 * indexes, and no further than needed.
 */
async function leavesFew(ctx: Context, input: FilterInput, which: Sql): Promise<boolean> {
  const text = searched(input);
  // A whole name or number is rare among all dossiers; a part of one may be on every second of them.
  if (text && text.length >= 8) return true;
  const found =
    input.late === 'late' ||
    input.late === 'soon' ||
    input.procedure ||
    input.unit !== undefined ||
    (input.status && input.status.length > 0);
  if (text && !found) {
    const { few } = await ctx.db.one<{ few: boolean }>(
      sql`select case when ${countToDo(ctx, fewTasks)} <= ${fewTasks} then false else ${rareText(text)} end as few`,
    );
    return few;
  }
  if (!found) return false;
  const most = fewDossiers * tasksForDossier;
  const { few } = await ctx.db.one<{ few: boolean }>(
    sql`select case when ${countToDo(ctx, fewTasks)} <= ${fewTasks} then false else (
          select n <= ${fewDossiers} and n * ${tasksForDossier} <= ${countToDo(ctx, most)}
          from (select count(*) as n from (select from one_stop.dossier d where ${which} limit ${sql.raw(String(fewDossiers + 1))}) counted) dossiers) end as few`,
  );
  return few;
}

/** Only these have a step to do. */
const underWay = sql.raw('d.status in (1, 2, 4, 5, 6, 9)');

export function queueConditions(ctx: Context, queue: string | undefined): (Sql | undefined)[] {
  const { principal } = ctx;
  switch (queue) {
    case 'desk': {
      const desk = reach(principal, 'one-stop.receive-dossier');
      return [where(desk, { unit: sql`d.desk_id`, ...narrowedBy }), sql`d.status = 1`];
    }
    case 'return': {
      const desk = reach(principal, 'one-stop.return-result');
      return [where(desk, { unit: sql`d.desk_id`, ...narrowedBy }), sql`d.status = 9`];
    }
    case 'mine':
      return [sql`d.id in (${dossiersToDo(ctx)})`];
    case 'unit':
      return [sql.any(heldBy(ctx)), sql`d.status in (2, 4, 5, 6)`];
    default:
      return [visible(ctx, undefined, false)];
  }
}

/** What the person's units hold: as the agency, as the section that appraises, as the desk that received it. */
export function heldBy({ principal }: Context): Sql[] {
  const mine = reach(principal, 'one-stop.view-dossier');
  if (mine.all) return [sql.raw('true')];
  return ['unit_id', 'section_id', 'desk_id'].map((column) =>
    where(mine, { unit: sql.raw(`d.${column}`), ...narrowedBy }),
  );
}

/** What is looked for, folded; undefined for nothing. */
const searched = ({ search = '' }: FilterInput): string | undefined =>
  fold(search).split(/\s+/).filter(Boolean).slice(0, 8).join(' ') || undefined;

export function filterConditions(
  input: FilterInput,
  now: Date,
  passed: ReadonlySet<number>,
): (Sql | undefined)[] {
  const soon = new Date(now.getTime() + 2 * 86_400_000);
  const text = searched(input);
  return [
    // In the text, not a value: a plan that is kept must know whether an index of what is under way holds all of them.
    input.status && input.status.length > 0
      ? sql.raw(
          `d.status in (${[...new Set(input.status.map(Math.trunc))].sort((a, b) => a - b).join(', ')})`,
        )
      : undefined,
    input.late === 'late' ? sql`d.due_at < ${now} and d.status in (2, 4)` : undefined,
    input.late === 'soon' ? sql`d.due_at >= ${now} and d.due_at < ${soon} and d.status in (2, 4)` : undefined,
    input.late === 'on-time' ? sql`d.due_at >= ${now} and d.status in (2, 4)` : undefined,
    text ? hasText(text) : undefined,
    input.procedure ? sql`d.procedure_code = ${input.procedure}` : undefined,
    input.unit !== undefined ? ofAgency(input.unit, passed) : undefined,
    input.channel ? sql`d.channel = ${input.channel}` : undefined,
    input.from
      ? sql`d.submitted_at >= (${input.from}::date)::timestamp at time zone 'Asia/Ho_Chi_Minh'`
      : undefined,
    input.to
      ? sql`d.submitted_at < (${input.to}::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'`
      : undefined,
    input.assignee
      ? sql`d.id in (select t.business_key::uuid from process.v_task t where t.state = 'open' and t.owner = 'one-stop' and not t.general and t.assignee = ${input.assignee}::uuid)`
      : undefined,
  ];
}

/** Of an agency that has given way also what it has passed on: a link to its list goes on finding the same dossiers. */
function ofAgency(unit: number, passed: ReadonlySet<number>): Sql {
  const own = sql`d.unit_id = ${unit}`;
  return passed.has(unit)
    ? sql.any([own, sql`d.id in (select p.dossier_id from one_stop.passed_on p where p.from_unit = ${unit})`])
    : own;
}

function writeCursor(row: Row, sort: string): string {
  const moment = (at: unknown) => (at as Date | null)?.toISOString() ?? 'infinity';
  if (sort.startsWith('step')) return `${moment(row.stepDueAt)}~${row.taskId}`;
  return `${moment(sort.startsWith('arrived') ? row.submittedAt : row.dueAt)}~${row.id}`;
}

function readCursor(cursor: string | undefined): { at: string; id: string } | undefined {
  const [at = '', id = ''] = (cursor ?? '').split('~');
  return (at === 'infinity' || isInstant(at)) && isUuid(id) ? { at, id } : undefined;
}
