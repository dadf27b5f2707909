import { type Context, localDate, sql } from '@dinh/kernel';
import { inOfficeOn, reachesUnit } from './in-office.ts';

/**
 * Who does the tasks of an app's processes, by places and delegations. Ports for its process engine:
 * `candidates` can take a task of a role in a unit now: whoever holds the role there and has not handed their authority
 * on; `deputy` acts for a person who has, and why; `superior` stands above those who have a task, the nearest who may
 * hand out the tasks of its unit; `keeps` says who goes with a task to the unit that follows.
 * @param doing the permission to do such tasks: who hands it over is away for them
 * @param overseeing the permission to hand out the tasks of a unit
 */
export function taskHolders(doing: string, overseeing: string) {
  const handedOver = (now: Date) =>
    sql`g.revoked_at is null and g.valid_from <= ${now} and g.valid_to > ${now}
      and (g.permissions is null or ${doing} = any(g.permissions))`;
  return {
    keeps: heldByHolders,

    async candidates(
      ctx: Pick<Context, 'db' | 'now'>,
      _scope: unknown,
      { role, unit }: { role: string; unit: number | null },
    ): Promise<readonly string[]> {
      const today = localDate(ctx.now);
      const rows = await ctx.db.all<{ id: string }>(
        sql`select distinct o.person_id as id from identity.v_official o where o.role = ${role} and o.unit_id = ${unit}::int
              and ${inOfficeOn(today)}
              and not exists (select from identity.v_delegation g where g.from_person = o.person_id and ${handedOver(ctx.now)}
                and (g.unit_id is null or g.unit_id in (select unnest(u.path) from identity.v_unit u where u.id = o.unit_id)))
            order by id`,
      );
      return rows.map(({ id }) => id);
    },

    /** @param scope with the variable `units`: where the process takes place */
    async deputy(
      ctx: Pick<Context, 'db' | 'now'>,
      scope: { readonly variables: Readonly<Record<string, unknown>> },
      person: string,
    ): Promise<{ person: string; reason: string } | undefined> {
      // The name of a variable may be no person.
      if (!/^[0-9a-f-]{36}$/i.test(person)) return undefined;
      const places = Object.values(scope.variables['units'] ?? {}).filter((unit) => typeof unit === 'number');
      return ctx.db.maybe<{ person: string; reason: string }>(
        sql`select g.to_person as person, g.reason from identity.v_delegation g join identity.v_person p on p.id = g.to_person and p.state = 'active'
              join identity.v_person f on f.id = g.from_person and f.state = 'active'
            where g.from_person = ${person}::uuid and ${handedOver(ctx.now)}
              and (g.unit_id is null or g.unit_id in (select unnest(u.path) from identity.v_unit u where u.id = any(${places}::int[])))
            order by g.created_at desc, g.id limit 1`,
      );
    },

    /** Undefined where nobody stands above, as above the head of an agency. */
    async superior(
      ctx: Pick<Context, 'db' | 'now'>,
      task: { readonly unit: number | null; readonly role: string; readonly assignee: string | null },
    ): Promise<{ role: string; unit: number } | undefined> {
      const today = localDate(ctx.now);
      return ctx.db.maybe(
        sql`select o.role, o.unit_id as unit
              from identity.v_unit u join identity.v_official o on o.unit_id = any(u.path)
                and ${inOfficeOn(today)}
              join identity.v_role r on r.key = o.role
              join jsonb_array_elements(r.permissions) p on p ->> 'permission' = ${overseeing}
              where u.id = ${task.unit}::int and ${reachesUnit}
                and o.person_id is distinct from ${task.assignee}::uuid
                and not (o.role = ${task.role} and o.unit_id = u.id)
                -- nor whoever could have done it as it was
                and not exists (select from identity.v_official s where s.person_id = o.person_id and s.role = ${task.role} and s.unit_id = u.id)
              order by array_position(u.path, o.unit_id) desc, (p ->> 'scope' = 'unit') desc, o.main desc, o.position_id limit 1`,
      );
    },
  };
}

/**
 * Of held tasks those whose holder has a place of the task's role where it is done now: when units give way to others, they keep it.
 * @returns their ids
 */
async function heldByHolders(
  ctx: Pick<Context, 'db' | 'now'>,
  tasks: readonly {
    readonly id: string;
    readonly role: string;
    readonly unit: number;
    readonly assignee: string | null;
  }[],
): Promise<Set<string>> {
  const today = localDate(ctx.now);
  const rows = await ctx.db.all<{ id: string }>(
    sql`select x.id from jsonb_to_recordset(${JSON.stringify(tasks)}::jsonb) as x (id uuid, role text, unit int, assignee uuid)
        where exists (select from identity.v_official o where o.person_id = x.assignee and o.unit_id = x.unit and o.role = x.role and ${inOfficeOn(today)})`,
  );
  return new Set(rows.map(({ id }) => id));
}
