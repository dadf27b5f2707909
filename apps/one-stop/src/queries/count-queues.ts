import { may, query, shape, sql, type Sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { countToDo } from '../model/task.ts';
import { heldBy, queueConditions } from './dossier-filter.ts';

/** A queue is counted up to here; a count above it says that there are more. */
export const mostCounted = 10_000;

const Count = Type.Integer({ minimum: 0, maximum: mostCounted + 1 });
const Counts = shape({
  desk: Count,
  mine: Count,
  unit: Count,
  late: Count,
  soon: Count,
  return: Count,
  papers: Count,
});
type Counts = Static<typeof Counts>;

/**
 * How many wait in each queue: the same conditions as the lists, so that a counter and its list never disagree (D2). What
 * is open to a person in several ways is counted once; each way is read from its own index, and no further than needed.
 * What one has to do are tasks, all others dossiers.
 */
export const countQueues = query({
  name: 'one-stop.count-queues',
  title: { vi: 'Số hồ sơ trong các hàng chờ', en: 'Counts of the queues' },
  description: {
    vi: `Mỗi hàng chờ đếm đến ${mostCounted}; ${mostCounted + 1} nghĩa là nhiều hơn.`,
    en: `Each queue is counted up to ${mostCounted}; ${mostCounted + 1} stands for more.`,
  },
  input: shape({}),
  output: Counts,
  may: 'one-stop.view-dossier',
  async run(ctx) {
    const { now } = ctx;
    const soon = new Date(now.getTime() + 2 * 86_400_000);
    const queue = (name: string) => [dossiers(queueConditions(ctx, name))];
    const held = (condition: Sql) => heldBy(ctx).map((way) => dossiers([way, condition]));
    // Beside each other: where few are at work, the page waits for the longest statement and not for all of them.
    const [mine, desks, units] = await Promise.all([
      ctx.db.one<Pick<Counts, 'mine'>>(sql`select ${countToDo(ctx, mostCounted)} as mine`),
      ctx.db.one<Pick<Counts, 'desk' | 'return' | 'papers'>>(
        sql`select ${count(queue('desk'))} as desk, ${count(queue('return'))} as return, ${may(ctx.principal, 'one-stop.hand-over-dossier') ? count(queue('papers')) : sql`0`} as papers`,
      ),
      ctx.db.one<Pick<Counts, 'unit' | 'late' | 'soon'>>(
        sql`select ${count(held(sql`d.status in (2, 4, 5, 6)`))} as unit,
                   ${count(held(sql`d.status in (2, 4) and d.due_at < ${now}`))} as late,
                   ${count(held(sql`d.status in (2, 4) and d.due_at >= ${now} and d.due_at < ${soon}`))} as soon`,
      ),
    ]);
    return { ...mine, ...desks, ...units };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.count-queues': typeof countQueues;
  }
}

const most = sql.raw(String(mostCounted));
const more = sql.raw(String(mostCounted + 1));
const end = sql`limit ${more}`;

/**
 * Counts what any of the ways gives, each once. Where one of them alone fills the count the others are not read: units of
 * a head hold most dossiers in several ways.
 */
function count(ways: readonly Sql[]): Sql {
  if (ways.length === 0) return sql`0`;
  const of = (rows: Sql): Sql => sql`(select count(*) from ${rows} counted)`;
  if (ways.length === 1) return of(ways[0]!);
  const names = ways.map((_, i) => sql.raw(`way${i}`));
  const full = names.map((name) => sql`when ${of(name)} > ${most} then ${more}`);
  const every = sql.join(
    names.map((name) => sql`select id from ${name}`),
    sql.raw(' union '),
  );
  return sql`(with ${sql.join(ways.map((way, i) => sql`${names[i]} as materialized ${way}`))}
    select case ${sql.join(full, sql.raw(' '))} else ${of(sql`(select id from (${every}) every ${end})`)} end)`;
}

const dossiers = (conditions: readonly (Sql | undefined)[]): Sql =>
  sql`(select d.id from one_stop.dossier d where ${sql.all(conditions)} ${end})`;
