import { type Context, localDate, sql } from '@dinh/kernel';
import type { EngineParts, Task } from '@dinh/process';
import type { SettlingVariables } from './settling.ts';
import { whoActsFor } from './who-acts.ts';

/** The permission to do the steps of dossiers; who hands it over is away for them. */
const doing = 'one-stop.do-task';
const overseeing = 'one-stop.reassign-task';

const held = (now: Date) => {
  const today = localDate(now);
  return sql`o.state = 'active' and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)`;
};
/** Delegations `g` of a step's authority that hold now. */
const handedOver = (now: Date) =>
  sql`g.revoked_at is null and g.valid_from <= ${now} and g.valid_to > ${now}
    and (g.permissions is null or ${doing} = any(g.permissions))`;

/**
 * Who does the steps of dossiers, read from the places and delegations of `identity`:
 * who can take a step (of those who hold its role in its unit, whoever has not handed their authority on); who acts for
 * a named person who has, or who has left office; and who stands above, the nearest who may hand out the tasks of the unit.
 */
export const assignment: Pick<EngineParts, 'candidates' | 'deputy' | 'superior'> = {
  async candidates(ctx, _scope, { role, unit }) {
    const rows = await ctx.db.all<{ id: string }>(
      sql`select distinct o.person_id as id from identity.v_official o where o.role = ${role} and o.unit_id = ${unit}::int and ${held(ctx.now)}
            and not exists (select from identity.v_delegation g where g.from_person = o.person_id and ${handedOver(ctx.now)}
              and (g.unit_id is null or g.unit_id in (select unnest(u.path) from identity.v_unit u where u.id = o.unit_id)))
          order by id`,
    );
    return rows.map(({ id }) => id);
  },

  async deputy(ctx, scope, person, place) {
    // The name of a variable may be no person.
    if (!/^[0-9a-f-]{36}$/i.test(person)) return undefined;
    const gone = await whoActsFor(ctx, person, place);
    if (gone) return gone;
    const { units } = scope.variables as unknown as Partial<SettlingVariables>;
    const places = Object.values(units ?? {}).filter((unit) => typeof unit === 'number');
    return ctx.db.maybe<{ person: string; reason: string }>(
      sql`select g.to_person as person, g.reason from identity.v_delegation g join identity.v_person p on p.id = g.to_person and p.state = 'active'
          where g.from_person = ${person}::uuid and ${handedOver(ctx.now)}
            and (g.unit_id is null or g.unit_id in (select unnest(u.path) from identity.v_unit u where u.id = any(${places}::int[])))
          order by g.created_at desc, g.id limit 1`,
    );
  },

  superior: (ctx, task) => superiorOf(ctx, task),
};

/** Who stands above those who have a task; undefined where nobody does, as above the head of an agency. */
export function superiorOf(
  ctx: Pick<Context, 'db' | 'now'>,
  task: Pick<Task, 'unit' | 'role' | 'assignee'>,
): Promise<{ role: string; unit: number } | undefined> {
  return ctx.db.maybe(
    sql`select o.role, o.unit_id as unit
          from identity.v_unit u join identity.v_official o on o.unit_id = any(u.path) and ${held(ctx.now)}
          join identity.v_role r on r.key = o.role
          join jsonb_array_elements(r.permissions) p on p ->> 'permission' = ${overseeing}
          where u.id = ${task.unit}::int and (p ->> 'scope' = 'all' or p ->> 'scope' = 'unit-tree' or p ->> 'scope' = 'unit' and o.unit_id = u.id)
            and o.person_id is distinct from ${task.assignee}::uuid
            and not (o.role = ${task.role} and o.unit_id = u.id)
            -- nor whoever could have done it as it was
            and not exists (select from identity.v_official s where s.person_id = o.person_id and s.role = ${task.role} and s.unit_id = u.id)
          order by array_position(u.path, o.unit_id) desc, (p ->> 'scope' = 'unit') desc, o.main desc, o.position_id limit 1`,
  );
}
