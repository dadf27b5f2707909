import { type Context, firstIdAt, type Period, reach, sql, type Sql, unnarrowed } from '@dinh/kernel';
import { momentsOf } from '../model/period.ts';
import { watching } from './processes.ts';

/** So many instances are looked at in one statement. */
const stretch = 5000;
/** So many are looked at for a page, however few of them are what is asked for; the next page goes on behind them. */
export const mostLookedAt = 100_000;

/** What narrows instances by an index. */
export interface Narrowed extends Period {
  readonly process?: string;
  readonly version?: number;
  readonly unit?: number;
  readonly incident?: boolean;
  /** Only those that run. */
  readonly running?: boolean;
  readonly keys?: readonly string[] | undefined;
  /** Only those that began before this one. */
  readonly before?: string | undefined;
  /** Only this one and those that began before it. */
  readonly upTo?: string | undefined;
}

/**
 * The latest instances that began in a period, as a subquery of `id` in that order, at most a stretch of them: each way of asking is
 * read from the beginning of its own index, so that a page costs the page and not all that ever ran. What no index
 * knows (a variable's value, a late step) is looked for among these.
 */
function latestInstances(ctx: Pick<Context, 'principal'>, asked: Narrowed): Sql {
  const period = momentsOf(asked);
  const begun = (id: Sql) =>
    sql.all([
      sql`${id} >= ${firstIdAt(period.from)}::uuid and ${id} < ${firstIdAt(period.end)}::uuid`,
      asked.before !== undefined && sql`${id} < ${asked.before}::uuid`,
      asked.upTo !== undefined && sql`${id} <= ${asked.upTo}::uuid`,
    ]);
  const mine = unnarrowed(reach(ctx.principal, watching));
  const units = asked.unit !== undefined ? [asked.unit] : mine.all ? undefined : mine.units;
  const found = begun(sql.raw('n.instance_id'));
  const here = sql.all([begun(sql.raw('i.id')), asked.running && sql`i.state = 'running'`]);
  if (asked.keys)
    return sql`(select i.id from process.v_instance i where i.business_key = any(${[...asked.keys]}::text[]) and ${here} ${order})`;
  if (asked.incident) return first(sql`process.v_incident n where n.settled_at is null and ${found}`);
  if (units)
    return ofEach(sql`unnest(${[...units]}::int[]) w(id)`, first(sql`process.v_task n where n.unit_id = w.id and ${found}`));
  if (asked.process === undefined) return sql`(select i.id from process.v_instance i where ${here} ${order})`;
  const version = asked.version !== undefined && sql`d.version = ${asked.version}`;
  return ofEach(
    sql`(select d.id from kernel.v_definition d where ${sql.all([sql`d.kind = 'process' and d.key = ${asked.process}`, version])}) w`,
    sql`(select i.id from process.v_instance i where i.definition_id = w.id and ${here} ${order})`,
  );
}

// In the text, not a value: a plan that is kept must know that it ends.
const end = sql.raw(`limit ${stretch}`);
const order = sql`order by i.id desc ${end}`;

/** Of the instances of tasks or incidents `n`: each once. */
const first = (rows: Sql): Sql => sql`(select distinct n.instance_id as id from ${rows} order by n.instance_id desc ${end})`;

const ofEach = (places: Sql, rows: Sql): Sql =>
  sql`(select distinct x.id from ${places} cross join lateral ${rows} x order by x.id desc ${end})`;

/**
 * Looks each of them up as `i`, one after the other: the planner expects as many as there may be, and would read all instances
 * that ever ran to join them at once.
 */
export const eachInstance = (instances: Sql): Sql =>
  sql`${instances} c cross join lateral (select i.* from process.v_instance i where i.id = c.id offset 0) i`;

/** The last instance of a stretch, where there may be more behind it. */
async function endOf({ db }: Pick<Context, 'db'>, instances: Sql): Promise<string | undefined> {
  const last = await db.maybe<{ id: string }>(
    sql`select c.id from ${instances} c order by c.id desc offset ${stretch - 1} limit 1`,
  );
  return last?.id;
}

/**
 * Looks through the latest instances, stretch by stretch, until a page is full, all have been looked at, or `mostLookedAt` have.
 * @param full how many rows are wanted
 * @param read the rows that are asked for within a stretch, the first of them as far as they are wanted
 * @returns the rows, and the last instance that was looked at where there may be more behind it
 */
export async function lookThrough<Row>(
  ctx: Pick<Context, 'db' | 'principal'>,
  asked: Narrowed,
  full: number,
  read: (instances: Sql) => Promise<Row[]>,
): Promise<{ rows: Row[]; end: string | undefined }> {
  const rows: Row[] = [];
  let from = asked;
  for (let looked = 0; looked < mostLookedAt; looked += stretch) {
    const instances = latestInstances(ctx, from);
    rows.push(...(await read(instances)));
    if (rows.length >= full) return { rows: rows.slice(0, full), end: undefined };
    const end = await endOf(ctx, instances);
    if (end === undefined) return { rows, end };
    from = { ...asked, upTo: undefined, before: end };
  }
  return { rows, end: from.before };
}
