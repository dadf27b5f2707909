import { type Context, sql, type Sql } from '@dinh/kernel';
import type { TaskPlace } from '@dinh/process';
import { countToDo, firstToDo, lookToDo } from '../model/task.ts';
import { passedOn } from '../succession/passed-on.ts';
import { filterConditions, type FilterInput, searched, sortOf } from './dossier-filter.ts';
import { columns, type Row } from './dossier-row.ts';
import { rareFrom, rareText } from './rare-first.ts';

/** What a page of one's work begins behind, and how much is wanted. */
interface Asked {
  readonly limit: number;
  readonly after?: TaskPlace | undefined;
  readonly also?: Sql | undefined;
}

/** What one has to do, by the limit of the step, as a whole: it is the task that is read in order, not the dossier. */
export async function taskRows(ctx: Context, input: FilterInput, asked: Asked): Promise<Row[]> {
  const which = await conditionsOf(ctx, input, asked.also);
  return rowsOf(ctx, input, asked, which, await leavesFew(ctx, input, which, mostLookedAt));
}

/**
 * A page of what one has to do. Where a filter leaves few dossiers they are read; else steps are looked at in their order, and a page
 * costs what has to be passed by for it. How a filter on dossiers and the limits of steps hang together no index knows: dossiers
 * that are in time may lie behind all that are late. So no more than `mostLookedAt` steps are looked at.
 * @returns the rows, and the last step that was looked at where the page is not full and there are more behind it
 */
export async function taskPage(
  ctx: Context,
  input: FilterInput,
  asked: Asked,
): Promise<{ rows: Row[]; end?: TaskPlace }> {
  const which = await conditionsOf(ctx, input, asked.also);
  if (await leavesFew(ctx, input, which, soonFull))
    return { rows: await rowsOf(ctx, input, asked, which, true) };
  return look(ctx, input, asked, which);
}

const conditionsOf = async (ctx: Context, input: FilterInput, also: Sql | undefined): Promise<Sql> =>
  sql.all([...filterConditions(input, ctx.now, await passedOn(ctx.app)), also, underWay]);

const descends = (input: FilterInput): boolean => sortOf(input) === 'step-desc';

function rowsOf(
  ctx: Context,
  input: FilterInput,
  { limit, after }: Asked,
  which: Sql,
  few: boolean,
): Promise<Row[]> {
  const descending = descends(input);
  const direction = sql.raw(descending ? 'desc' : 'asc');
  return ctx.db.all<Row>(
    sql`with page as materialized (${firstToDo(ctx, { which, few: few && rareFrom(searched(input)), after, descending, limit })})
        select ${columns(ctx.now)}
        from page k join process.v_task t on t.id = k.id join one_stop.dossier p on p.id = k.business_key
        left join identity.v_person a on a.id = t.assignee
        order by k.due_at ${direction}, k.id ${direction}`,
  );
}

/** About so many steps are looked at for a page, however few of them are what is asked for; the next one goes on behind them. */
const mostLookedAt = 60_000;

async function look(
  ctx: Context,
  input: FilterInput,
  { limit, after }: Asked,
  which: Sql,
): Promise<{ rows: Row[]; end?: TaskPlace }> {
  const descending = descends(input);
  const direction = sql.raw(descending ? 'desc' : 'asc');
  const seen = await ctx.db.all<Row & { found: boolean; last: boolean }>(
    sql`with page as materialized (${lookToDo(ctx, { which, after, descending, limit, most: mostLookedAt })})
        select k.found, k.last, ${columns(ctx.now)}
        from page k join process.v_task t on t.id = k.id join one_stop.dossier p on p.id = k.business_key
        left join identity.v_person a on a.id = t.assignee
        order by k.due_at ${direction}, k.id ${direction}`,
  );
  const rows: Row[] = [];
  for (const { found, last, ...row } of seen) {
    if (found) rows.push(row);
    if (rows.length === limit) break;
    if (last) return { rows, end: { at: row.stepDueAt?.toISOString() ?? 'infinity', id: row.taskId! } };
  }
  return { rows };
}

/** To read a dossier and find its task costs as much as to look at so many tasks in their order. */
const tasksForDossier = 3;
/** A page of what is not rare is full after about so many tasks: of one procedure among fifty. */
const soonFull = 3000;

/**
 * Whether to read the dossiers that the filters leave, and their tasks after them, costs less than to look at the tasks that one has
 * to do in their order: at `steps` of them at most. Both are counted in their indexes, and no further than needed.
 */
async function leavesFew(ctx: Context, input: FilterInput, which: Sql, steps: number): Promise<boolean> {
  const text = searched(input);
  if (isWhole(text)) return true;
  const found =
    input.late === 'late' ||
    input.late === 'soon' ||
    input.procedure ||
    input.assignee ||
    input.from ||
    input.to ||
    input.unit !== undefined ||
    (input.status && input.status.length > 0);
  if (!found && !text) return false;
  const tasks = countToDo(ctx, steps);
  const most = Math.trunc(steps / tasksForDossier);
  const { few } = await ctx.db.one<{ few: boolean }>(
    found
      ? sql`select case when n > ${most} then false else n * ${tasksForDossier} <= ${tasks} end as few
            from (select count(*) as n from (select from one_stop.dossier d where ${which} limit ${sql.raw(String(most + 1))}) counted) dossiers`
      : sql`select case when ${tasks} <= ${steps} then false else ${rareText(text!)} end as few`,
  );
  return few;
}

/** A whole name or number is rare among all dossiers; a part of one may be on every second of them. */
const isWhole = (text: string | undefined): boolean => text !== undefined && text.length >= 8;

/** Only these have a step to do. */
const underWay = sql.raw('d.status in (1, 2, 4, 5, 6, 9)');
