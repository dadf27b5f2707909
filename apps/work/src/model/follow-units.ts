import { heldByHolders } from '@dinh/identity';
import { type CommandContext, sql, type Sql, type Succession, type UnitFollower } from '@dinh/kernel';
import { work } from './engine.ts';

/** Matters under way that have or will have a step in one of these units. */
const under = (units: readonly number[]): Sql =>
  sql`i.owner = 'work' and i.state = 'running' and (
        exists (select from process.v_task t where t.instance_id = i.id and t.state = 'open' and t.unit_id = any(${[...units]}::int[]))
        or exists (select from jsonb_each(i.variables -> 'units') u where u.value = any(${units.map(String)}::jsonb[])))`;

/**
 * Internal work that is under way goes on in the unit that follows: its open tasks, and the places of steps to come. Whoever
 * holds a task and its role there keeps it.
 */
export const mattersFollow: UnitFollower = {
  key: 'work.matters',
  title: { vi: 'Công việc nội bộ đang làm, cùng các bước', en: 'Internal work under way, with its steps' },
  count: (db, units) =>
    db.all(
      sql`select t.unit_id as unit, count(distinct t.instance_id)::int as count from process.v_task t
          where t.owner = 'work' and t.state = 'open' and t.unit_id = any(${units.map(({ id }) => id)}::int[]) group by 1`,
    ),
  async follow(ctx, succession, limit) {
    // A matter says nothing of fields and places: of a divided unit it goes to the one that takes the rest.
    const moved = new Map(
      succession.units.flatMap(({ id }) => {
        const to = succession.successorOf(id)?.id;
        return to === undefined || to === id ? [] : [[id, to] as const];
      }),
    );
    const unit = (of: number): number => moved.get(of) ?? of;
    const matters = await ctx.db.all<{ id: string; key: string }>(
      sql`select i.id, i.business_key as key from process.v_instance i where ${under([...moved.keys()])} order by i.id limit ${limit}`,
    );
    if (matters.length === 0) return 0;
    const values = (known: Readonly<Record<string, unknown>>) => placed(known, unit);
    const keys = [...new Set(matters.map(({ key }) => key))];
    await work.relocate(
      ctx,
      keys.map((businessKey) => ({ businessKey, unit, values })),
      succession.title.vi,
      (tasks) => heldByHolders(ctx, tasks),
    );
    tell(ctx, succession, matters, moved);
    return matters.length;
  },
};

/** The variables of a matter with the places of its steps as they are now. */
function placed(
  known: Readonly<Record<string, unknown>>,
  unit: (of: number) => number,
): Readonly<Record<string, unknown>> {
  const units = known['units'];
  if (typeof units !== 'object' || units === null) return known;
  const next = Object.entries(units).map(([place, id]) => [place, typeof id === 'number' ? unit(id) : id]);
  const same = next.every(([place, id]) => (units as Record<string, unknown>)[place as string] === id);
  return same ? known : { ...known, units: Object.fromEntries(next) };
}

function tell(
  ctx: CommandContext,
  succession: Succession,
  matters: readonly { id: string }[],
  moved: ReadonlyMap<number, number>,
): void {
  const units = new Set([...moved.keys(), ...moved.values()]);
  ctx.emit({
    name: 'work.matters-passed-on',
    key: succession.id,
    topics: [...[...units].map((unit) => `unit:${unit}`), ...matters.map(({ id }) => `work:${id}`)],
    data: { matters: matters.length },
  });
}
