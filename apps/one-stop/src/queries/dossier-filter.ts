import { type Context, fold, reach, shape, sql, type Sql, where } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { visible } from '../model/dossier.ts';
import { narrowedBy } from '../model/placement.ts';
import { dossiersToDo } from '../model/task.ts';
import { hasText } from './rare-first.ts';

/**
 * The queues of an official: what waits at their desk, what is theirs to do, what their units hold, what their desk has to return, whose
 * papers it has to hand over, or everything.
 */
export const Queue = Type.Union([
  Type.Literal('desk'),
  Type.Literal('mine'),
  Type.Literal('unit'),
  Type.Literal('return'),
  Type.Literal('papers'),
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

/**
 * New dossiers by the time they came, what one has to do by the limit of the step, the others by the time they are due,
 * unless asked otherwise. Only in what one has to do stands one step for each dossier.
 */
export function sortOf(input: FilterInput): NonNullable<FilterInput['sort']> {
  const { queue, sort } = input;
  if (sort && (queue === 'mine' || !sort.startsWith('step'))) return sort;
  if (queue === 'mine') return 'step-asc';
  if (queue === 'papers') return 'arrived-asc'; // they go over in the order in which they came
  return queue === 'desk' || queue === undefined || queue === 'all' ? 'arrived-desc' : 'due-asc';
}

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
    case 'papers': {
      const desk = where(reach(principal, 'one-stop.hand-over-dossier'), {
        unit: sql`h.from_unit`,
        ...narrowedBy,
      });
      return [
        sql`exists (select from one_stop.hand_over h where h.dossier_id = d.id and h.made_at is null and ${desk})`,
        sql`d.status in (2, 4, 5, 6)`,
      ];
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
  return ['unit_id', 'section_id', 'desk_id'].map((column) => where(mine, { unit: sql.raw(`d.${column}`), ...narrowedBy }));
}

/** What is looked for, folded; undefined for nothing. */
export const searched = ({ search = '' }: FilterInput): string | undefined =>
  fold(search).split(/\s+/).filter(Boolean).slice(0, 8).join(' ') || undefined;

export function filterConditions(input: FilterInput, now: Date, passed: ReadonlySet<number>): (Sql | undefined)[] {
  const soon = new Date(now.getTime() + 2 * 86_400_000);
  const text = searched(input);
  return [
    // In the text, not a value: a plan that is kept must know whether an index of what is under way holds all of them.
    input.status && input.status.length > 0
      ? sql.raw(`d.status in (${[...new Set(input.status.map(Math.trunc))].sort((a, b) => a - b).join(', ')})`)
      : undefined,
    input.late === 'late' ? sql`d.due_at < ${now} and d.status in (2, 4)` : undefined,
    input.late === 'soon' ? sql`d.due_at >= ${now} and d.due_at < ${soon} and d.status in (2, 4)` : undefined,
    input.late === 'on-time' ? sql`d.due_at >= ${now} and d.status in (2, 4)` : undefined,
    text ? hasText(text) : undefined,
    input.procedure ? sql`d.procedure_code = ${input.procedure}` : undefined,
    input.unit !== undefined ? ofAgency(input.unit, passed) : undefined,
    input.channel ? sql`d.channel = ${input.channel}` : undefined,
    input.from ? sql`d.submitted_at >= (${input.from}::date)::timestamp at time zone 'Asia/Ho_Chi_Minh'` : undefined,
    input.to ? sql`d.submitted_at < (${input.to}::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'` : undefined,
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
