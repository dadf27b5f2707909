import { type Queries, sql } from '@dinh/kernel';
import type { Exception } from './rules.ts';

/** What an exception looks at of a unit. */
export interface UnitFacts {
  readonly id: number;
  readonly kind: string;
  /** Its own level and those of the units above. */
  readonly levels: readonly string[];
  /** Officials with a place in it today. */
  readonly officials: number;
}

/** The facts of units by id. */
export async function unitFacts(db: Queries, units: readonly number[], today: string): Promise<Map<number, UnitFacts>> {
  if (units.length === 0) return new Map();
  const rows = await db.all<UnitFacts>(
    sql`select u.id, u.kind, (select array_agg(a.level) from identity.unit a where a.id = any(u.path)) as levels,
          (select count(distinct o.person_id)::int from identity.position o join identity.person p on p.id = o.person_id and p.state = 'active'
            where o.unit_id = u.id and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)) as officials
        from identity.unit u where u.id = any(${[...units]}::int[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The exception of a rule that holds in one of these units. */
export function exceptionFor(exceptions: readonly Exception[] | undefined, units: readonly UnitFacts[]): Exception | undefined {
  return exceptions?.find(({ levels, kinds, most }) =>
    units.some(
      (unit) =>
        (!levels || levels.some((level) => unit.levels.includes(level))) &&
        (!kinds || kinds.includes(unit.kind)) &&
        (most === undefined || unit.officials <= most),
    ),
  );
}
