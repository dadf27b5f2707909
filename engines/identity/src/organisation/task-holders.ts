import { type Context, localDate, sql } from '@dinh/kernel';

/**
 * Who does the tasks of an app's processes, by places and delegations. Ports for its process engine:
 * `candidates` can take a task of a role in a unit now: whoever holds the role there and has not handed their authority
 * on; `deputy` acts for a person who has, and why.
 * @param doing the permission to do such tasks: who hands it over is away for them
 */
export function taskHolders(doing: string) {
  const handedOver = (now: Date) =>
    sql`g.revoked_at is null and g.valid_from <= ${now} and g.valid_to > ${now}
      and (g.permissions is null or ${doing} = any(g.permissions))`;
  return {
    async candidates(
      ctx: Pick<Context, 'db' | 'now'>,
      _scope: unknown,
      { role, unit }: { role: string; unit: number | null },
    ): Promise<readonly string[]> {
      const today = localDate(ctx.now);
      const rows = await ctx.db.all<{ id: string }>(
        sql`select distinct o.person_id as id from identity.v_official o where o.role = ${role} and o.unit_id = ${unit}::int
              and o.state = 'active' and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)
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
            where g.from_person = ${person}::uuid and ${handedOver(ctx.now)}
              and (g.unit_id is null or g.unit_id in (select unnest(u.path) from identity.v_unit u where u.id = any(${places}::int[])))
            order by g.created_at desc, g.id limit 1`,
      );
    },
  };
}
