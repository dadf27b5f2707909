import { type CommandContext, sql, type Sql, type Succession, type UnitFollower } from '@dinh/kernel';
import { partsOf } from '../registry.ts';
import { relocate } from './relocate.ts';

interface Matter {
  readonly owner: string;
  readonly key: string;
}

/** Running instances of the general list that have or will have a step in one of these units. */
const under = (units: readonly number[]): Sql =>
  sql`i.general and i.state = 'running' and (
        exists (select from process.task t where t.instance_id = i.id and t.state = 'open' and t.unit_id = any(${[...units]}::int[]))
        or exists (select from jsonb_each(i.variables -> 'units') u where u.value = any(${units.map(String)}::jsonb[])))`;

/**
 * What stands in the general list goes on in the unit that follows, whichever app runs it: open tasks, and the places of steps
 * to come. Whoever holds a task and its role there keeps it. Matters of which an app has screens the app itself moves.
 */
export const generalFollows: UnitFollower = {
  key: 'process.general',
  title: { vi: 'Công việc chung đang làm, cùng các bước', en: 'General work under way, with its steps' },
  count: (db, units) =>
    db.all(
      sql`select x.unit, count(*)::int as count from (
            select coalesce(
              (select min(t.unit_id) from process.task t where t.instance_id = i.id and t.state = 'open' and t.unit_id = any(${units.map(({ id }) => id)}::int[])),
              (select min(u.value::int) from jsonb_each_text(i.variables -> 'units') u where u.value = any(${units.map(({ id }) => String(id))}::text[]))) as unit
            from process.instance i where ${under(units.map(({ id }) => id))}) x group by 1`,
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
    const found = await ctx.db.all<Matter>(
      sql`select i.owner, i.business_key as key from process.instance i where ${under([...moved.keys()])} order by i.id limit ${limit}`,
    );
    for (const [owner, matters] of Map.groupBy(found, (one) => one.owner)) {
      const keys = [...new Set(matters.map(({ key }) => key))];
      await relocate(
        ctx,
        partsOf(owner),
        keys.map((businessKey) => ({ businessKey, unit })),
        succession.title.vi,
      );
    }
    if (found.length > 0) tell(ctx, succession, found.length, moved);
    return found.length;
  },
};

function tell(ctx: CommandContext, succession: Succession, matters: number, moved: ReadonlyMap<number, number>): void {
  const units = new Set([...moved.keys(), ...moved.values()]);
  ctx.emit({
    name: 'process.general-passed-on',
    key: succession.id,
    topics: [...units].map((unit) => `unit:${unit}`),
    data: { matters },
  });
}
