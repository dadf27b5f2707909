import { localDate, type Queries, sql, type Text } from '@dinh/kernel';
import type { Role, RolePermission } from '../access/directory.ts';
import { delegable } from '../access/grants.ts';
import { exceptionFor, type UnitFacts } from './exceptions.ts';
import type { Exception, TogetherRule } from './rules.ts';

/** A place that somebody holds or will hold, or that was handed to them. */
export interface Holding {
  readonly person: string;
  readonly unit: number;
  readonly role: string;
  /** First day, and the first on which it is held no more; null for until further notice. */
  readonly from: string;
  readonly to: string | null;
  readonly behalfOf: string | null;
  readonly only: readonly string[] | null;
  /** As the standing deputy of the post: held while its holder is away, or it is vacant. */
  readonly deputy: boolean;
}

/** Two permissions that one person holds though they should not. */
export interface Conflict {
  readonly person: string;
  readonly rule: string;
  readonly name: Text;
  readonly one: string;
  readonly other: string;
  readonly oneAt: Holding;
  readonly otherAt: Holding;
  /** The exception that allows it. */
  readonly excused: Exception | undefined;
}

/** The conflicts of people's holdings, at most one of each rule and person; those without an exception first. */
export function conflictsOf(
  rules: readonly TogetherRule[],
  roles: ReadonlyMap<string, Pick<Role, 'permissions'>>,
  holdings: readonly Holding[],
  units: ReadonlyMap<number, UnitFacts>,
): Conflict[] {
  const byPerson = Map.groupBy(holdings, ({ person }) => person);
  return [...byPerson].flatMap(([person, held]) =>
    rules.flatMap((rule) => {
      const pairs = clash(rule, roles, held).map((pair): Conflict => ({
        person,
        rule: rule.key,
        name: rule.name,
        ...pair,
        excused: exceptionFor(
          rule.exceptions,
          [pair.oneAt, pair.otherAt].flatMap(({ unit }) => units.get(unit) ?? []),
        ),
      }));
      return (pairs.find(({ excused }) => !excused) ?? pairs[0]) ? [pairs.find((p) => !p.excused) ?? pairs[0]!] : [];
    }),
  );
}

function clash(rule: TogetherRule, roles: ReadonlyMap<string, Pick<Role, 'permissions'>>, held: readonly Holding[]) {
  const gives = (holding: Holding, permission: string): boolean =>
    roles
      .get(holding.role)
      ?.permissions.some(
        (p: RolePermission) => p.permission === permission && (holding.behalfOf === null || delegable(p, holding.only)),
      ) ?? false;
  const of = (permissions: readonly string[]) =>
    permissions.flatMap((permission) =>
      held.filter((holding) => gives(holding, permission)).map((holding) => ({ permission, holding })),
    );
  const others = of(rule.other);
  return of(rule.one).flatMap((a) =>
    others
      .filter((b) => meet(a.holding, b.holding))
      .map((b) => ({ one: a.permission, other: b.permission, oneAt: a.holding, otherAt: b.holding })),
  );
}

/** True when there is a day of both. */
const meet = (a: Holding, b: Holding): boolean => (b.to === null || a.from < b.to) && (a.to === null || b.from < a.to);

/**
 * Places held or to be held, those that are held as a standing deputy, and those that were handed on; of persons whose records are not
 * closed. A role that ends on a day gives nothing from then on.
 * @param persons whose; everybody's when absent
 */
export async function holdingsOf(db: Queries, now: Date, persons?: readonly string[]): Promise<Holding[]> {
  const today = localDate(now);
  const to = sql`least(o.valid_to, r.retired_on)`;
  const held = sql`(${to} is null or ${to} > greatest(${today}::date, o.valid_from))`;
  const whose = (column: string) => (persons ? sql`${sql.id(...column.split('.'))} = any(${[...persons]}::uuid[])` : sql`true`);
  return db.all<Holding>(
    sql`select o.person_id as person, o.unit_id as unit, o.role, o.valid_from::text as "from", ${to}::text as "to",
               null::uuid as "behalfOf", null::text[] as only, o.acting_as is not null as deputy
        from identity.position o join identity.person p on p.id = o.person_id and p.state <> 'closed' join identity.role r on r.key = o.role
        where ${held} and ${whose('o.person_id')}
        union all
        select o.person_id, o.unit_id, o.role, o.valid_from::text, ${to}::text, null, null, true
        from identity.standing_deputy o join identity.person p on p.id = o.person_id and p.state <> 'closed' join identity.role r on r.key = o.role
        where ${held} and ${whose('o.person_id')}
        union all
        select d.to_person, o.unit_id, o.role, greatest(o.valid_from, (d.valid_from at time zone 'Asia/Ho_Chi_Minh')::date)::text,
               least(${to}, (d.valid_to at time zone 'Asia/Ho_Chi_Minh')::date)::text, d.from_person, d.permissions, o.acting_as is not null
        from identity.delegation d join identity.position o on o.person_id = d.from_person join identity.role r on r.key = o.role
          join identity.person p on p.id = d.to_person and p.state <> 'closed'
          join identity.unit u on u.id = o.unit_id and (d.unit_id is null or d.unit_id = any(u.path))
        where ${held} and d.revoked_at is null and d.valid_to > ${now} and ${whose('d.to_person')}`,
  );
}
