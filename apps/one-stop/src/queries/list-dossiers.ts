import { type Context, isInstant, isUuid, query, shape, sql, type Sql } from '@dinh/kernel';
import type { TaskPlace } from '@dinh/process';
import { Type } from 'typebox';
import { passedOn } from '../succession/passed-on.ts';
import { Filter, filterConditions, type FilterInput, queueConditions, searched, sortOf } from './dossier-filter.ts';
import { columns, Row } from './dossier-row.ts';
import { readFrom } from './rare-first.ts';
import { taskPage, taskRows } from './to-do-rows.ts';

/**
 * One page of a queue. One statement, whatever the number of dossiers, procedures or units: access, filters and order
 * are in it, and only the rows shown are joined with their task. Of what one has to do, a page that is not full may have a next one:
 * so many steps are looked at for what a filter leaves.
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
    const after = readCursor(input.cursor);
    const sort = sortOf(input);
    const { rows, end }: { rows: Row[]; end?: TaskPlace } = sort.startsWith('step')
      ? await taskPage(ctx, input, { limit: limit + 1, after })
      : { rows: await dossierRows(ctx, input, limit + 1, after) };
    const page = rows.slice(0, limit);
    // Who saw what: the list that was asked for, and whose dossiers stood on it.
    ctx.note({ filter: { ...input, cursor: undefined }, shown: page.map((row) => row.id) });
    const last = page.at(-1);
    if (rows.length > limit && last) return { rows: page, next: writeCursor(last, sort) };
    return { rows: page, next: end ? `${end.at}~${end.id}` : null };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.list-dossiers': typeof listDossiers;
  }
}

/** The first rows of a list, all that are wanted. */
export async function dossierRows(
  ctx: Context,
  input: FilterInput,
  limit: number,
  after?: TaskPlace,
  also?: Sql,
): Promise<Row[]> {
  const { now } = ctx;
  const sort = sortOf(input);
  if (sort.startsWith('step')) return taskRows(ctx, input, { limit, after, also });
  const arrival = sort.startsWith('arrived');
  const descending = sort.endsWith('desc');
  const order = sql.raw(arrival ? 'd.submitted_at' : dueOrder(input));
  const { from, onlyVisible } = await readFrom(ctx, {
    text: searched(input),
    bySight: (input.queue ?? 'all') === 'all' && !hasIndex(input),
  });
  const conditions = [
    ...(onlyVisible ? [] : queueConditions(ctx, input.queue)),
    ...filterConditions(input, now, await passedOn(ctx.app)),
    also,
    after &&
      (descending
        ? sql`(${order}, d.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
        : sql`(${order}, d.id) > (${after.at}::timestamptz, ${after.id}::uuid)`),
  ];
  const direction = sql.raw(descending ? 'desc' : 'asc');
  return ctx.db.all<Row>(
    sql`with page as materialized (
          select d.id, d.reference, d.code, d.title, d.owner_name, d.applicant_name, d.status, d.channel, d.submitted_at, d.due_at, d.paused_at, d.fee_state, ${order} as position
          from ${from} where ${sql.all(conditions)} order by ${order} ${direction}, d.id ${direction} limit ${limit})
        select ${columns(now)} ${input.queue === 'papers' ? handOverDue : sql.empty}
        from page p
        left join lateral (select t.id, t.name_vi, t.name_en, t.due_at, t.assignee from process.v_task t
                           where t.business_key = p.id::text and t.state = 'open' order by t.created_at limit 1) t on true
        left join identity.v_person a on a.id = t.assignee
        order by p.position ${direction}, p.id ${direction}`,
  );
}

const handOverDue = sql`, (select min(h.due_at) from one_stop.hand_over h where h.dossier_id = p.id and h.made_at is null) as "handOverDue"`;

/** Whether a filter leaves few dossiers by an index of its own. */
const hasIndex = (input: FilterInput): boolean =>
  Boolean(input.procedure || input.assignee || input.unit !== undefined || (searched(input)?.length ?? 0) >= 3);

/**
 * The order by the time they are due, those without one last. What is late, or not yet, has one: then it is written as its index
 * has it, and a page of thousands that are late is read from its beginning.
 */
const dueOrder = ({ late }: FilterInput): string => (late ? 'd.due_at' : "coalesce(d.due_at, 'infinity'::timestamptz)");

function writeCursor(row: Row, sort: string): string {
  const moment = (at: unknown) => (at as Date | null)?.toISOString() ?? 'infinity';
  if (sort.startsWith('step')) return `${moment(row.stepDueAt)}~${row.taskId}`;
  return `${moment(sort.startsWith('arrived') ? row.submittedAt : row.dueAt)}~${row.id}`;
}

function readCursor(cursor: string | undefined): TaskPlace | undefined {
  const [at = '', id = ''] = (cursor ?? '').split('~');
  return (at === 'infinity' || isInstant(at)) && isUuid(id) ? { at, id } : undefined;
}
