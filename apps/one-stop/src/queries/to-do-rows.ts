import { type Context, sql, type Sql } from '@dinh/kernel';
import type { TaskPlace } from '@dinh/process';
import { countToDo, firstToDo, stretchToDo } from '../model/task.ts';
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
  return rowsOf(ctx, input, asked, which, await leavesFew(ctx, input, which));
}

/**
 * A page of what one has to do. Where a filter is set, no more than `mostLookedAt` steps are looked at for it.
 * @returns the rows, and the last step that was looked at where the page is not full and there are more behind it
 */
export async function taskPage(
  ctx: Context,
  input: FilterInput,
  asked: Asked,
): Promise<{ rows: Row[]; end?: TaskPlace }> {
  const which = await conditionsOf(ctx, input, asked.also);
  const few = await leavesFew(ctx, input, which);
  const narrowed = filterConditions(input, ctx.now, new Set()).some(Boolean);
  if (few || !narrowed) return { rows: await rowsOf(ctx, input, asked, which, few) };
  return inStretches(ctx, input, asked, which);
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

/** So many steps of each place are looked at first; four times as many after them, as long as the page is not full. */
const firstStretch = 100;
/** About so many steps are looked at for a page, however few of them are what is asked for; the next one goes on behind them. */
const mostLookedAt = 60_000;

/**
 * Looks at the steps in their order, stretch by stretch. How a filter on dossiers and the limits of steps hang together no index
 * knows: dossiers that are in time may lie behind all that are late.
 */
async function inStretches(
  ctx: Context,
  input: FilterInput,
  asked: Asked,
  which: Sql,
): Promise<{ rows: Row[]; end?: TaskPlace }> {
  const descending = descends(input);
  const [direction, behind] = descending ? [sql.raw('desc'), sql.raw('<')] : [sql.raw('asc'), sql.raw('>')];
  const last = sql.raw("'infinity'::timestamptz");
  const rows: Row[] = [];
  let { after } = asked;
  let each = firstStretch;
  for (let looked = 0; looked < mostLookedAt; each = Math.min(each * 4, mostLookedAt - looked)) {
    const found = await ctx.db.all<Row & Stretch>(
      sql`with looked as materialized (${stretchToDo(ctx, { after, descending, each })}),
            stretch as (select h.due_at, h.id from looked h where h.n = ${sql.raw(String(each))} order by h.due_at ${direction}, h.id ${direction} limit 1),
            page as materialized (
              select k.* from (select k.id, k.business_key, k.due_at from looked k
                where not exists (select from stretch h where (coalesce(k.due_at, ${last}), k.id) ${behind} (coalesce(h.due_at, ${last}), h.id))
                order by k.due_at ${direction}, k.id ${direction}) k
              -- one after the other: the planner does not know how few they are, and would join all dossiers that the filter leaves
              cross join lateral (select from one_stop.dossier d where d.id = k.business_key and ${which} offset 0) d
              order by k.due_at ${direction}, k.id ${direction} ${sql.raw(`limit ${asked.limit}`)})
          select (select count(*)::int from looked) as looked, h.id as "endId", h.due_at as "endDue", ${columns(ctx.now)}
          from (select) one left join stretch h on true left join page k on true
          left join process.v_task t on t.id = k.id left join one_stop.dossier p on p.id = k.business_key
          left join identity.v_person a on a.id = t.assignee
          order by k.due_at ${direction}, k.id ${direction}`,
    );
    for (const { looked: _, endId: __, endDue: ___, ...row } of found) if (row.id !== null) rows.push(row);
    if (rows.length >= asked.limit) return { rows: rows.slice(0, asked.limit) };
    const { endId, endDue, looked: read } = found[0]!;
    if (endId === null) return { rows };
    after = { at: endDue?.toISOString() ?? 'infinity', id: endId };
    looked += read;
  }
  return { rows, ...(after && { end: after }) };
}

/** What every row of a stretch says of it. */
interface Stretch {
  readonly looked: number;
  /** Its last step; null where there are no more. */
  readonly endId: string | null;
  readonly endDue: Date | null;
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
    input.assignee ||
    input.from ||
    input.to ||
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
