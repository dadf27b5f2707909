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
 * that are in time may lie behind all that are late. So the first steps are looked at each with its dossier; where that does not fill
 * the page, the dossiers that an index leaves are read once, and steps after steps are held against them without reading
 * theirs. Either way no more steps are looked at than are named below.
 * @returns the rows, and the last step that was looked at where the page is not full and there are more behind it
 */
export async function taskPage(ctx: Context, input: FilterInput, asked: Asked): Promise<Looked> {
  const which = await conditionsOf(ctx, input, asked.also);
  if (await leavesFew(ctx, input, which, soonFull)) return { rows: await rowsOf(ctx, input, asked, which, true) };
  const first = await look(ctx, input, asked, { found: one(which), most: sql.raw(String(soonFull)) });
  if (!first.end) return first;
  const rest = { ...asked, limit: asked.limit - first.rows.length, after: first.end };
  const { rows, ...more } = await (isIndexed(input)
    ? look(ctx, input, rest, among(which))
    : look(ctx, input, rest, { found: one(which), most: sql.raw(String(mostLookedAt)) }));
  return { rows: [...first.rows, ...rows], ...more };
}

const conditionsOf = async (ctx: Context, input: FilterInput, also: Sql | undefined): Promise<Sql> =>
  sql.all([...filterConditions(input, ctx.now, await passedOn(ctx.app)), also, underWay]);

const descends = (input: FilterInput): boolean => sortOf(input) === 'step-desc';

function rowsOf(ctx: Context, input: FilterInput, { limit, after }: Asked, which: Sql, few: boolean): Promise<Row[]> {
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

/** About so many steps are looked at for a page with their dossiers, however few are what is asked for; the next one goes on behind them. */
const mostLookedAt = 30_000;
/** So many dossiers that a filter leaves are read to hold steps against them, */
const mostHeldAgainst = 20_000;
/** and so many steps are held against them: an index alone tells of each what it takes. */
const mostHeld = 100_000;

/** How steps are looked at: what finds one, how many are looked at, and what stands before the statement for it. */
interface Looking {
  readonly found: Sql;
  readonly most: Sql;
  readonly before?: Sql;
}
interface Looked {
  readonly rows: Row[];
  readonly end?: TaskPlace;
}

/** Dossier after dossier: the planner does not know how few steps are looked at, and would join all dossiers that are wanted. */
const one = (which: Sql): Sql =>
  sql`coalesce((select true from one_stop.dossier d where d.id = k.business_key and ${which}), false)`;

/** The dossiers that are left are read once, unless they are too many. */
const among = (which: Sql): Looking => ({
  before: sql`wanted as materialized (select d.id from one_stop.dossier d where ${which} limit ${sql.raw(String(mostHeldAgainst + 1))}),
    held as materialized (select count(*) <= ${sql.raw(String(mostHeldAgainst))} as so from wanted),`,
  found: sql`case when (select so from held) then k.business_key in (select id from wanted) else ${one(which)} end`,
  most: sql`case when (select so from held) then ${sql.raw(String(mostHeld))} else ${sql.raw(String(mostLookedAt))} end`,
});

async function look(ctx: Context, input: FilterInput, { limit, after }: Asked, { before, ...looking }: Looking): Promise<Looked> {
  const descending = descends(input);
  const direction = sql.raw(descending ? 'desc' : 'asc');
  const seen = await ctx.db.all<Row & { found: boolean; last: boolean }>(
    sql`with ${before ?? sql.empty} page as materialized (${lookToDo(ctx, { ...looking, after, descending, limit })})
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
  const found = hasIndex(input);
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

/** Whether an index of its own finds what a filter leaves, */
const hasIndex = (input: FilterInput): boolean =>
  input.late === 'late' ||
  input.late === 'soon' ||
  input.procedure !== undefined ||
  input.assignee !== undefined ||
  input.from !== undefined ||
  input.to !== undefined ||
  input.unit !== undefined ||
  (input.status?.length ?? 0) > 0;
/** or what a text does: three letters have one. */
const isIndexed = (input: FilterInput): boolean => hasIndex(input) || (searched(input)?.length ?? 0) >= 3;

/** A whole name or number is rare among all dossiers; a part of one may be on every second of them. */
const isWhole = (text: string | undefined): boolean => text !== undefined && text.length >= 8;

/** Only these have a step to do. */
const underWay = sql.raw('d.status in (1, 2, 4, 5, 6, 9)');
