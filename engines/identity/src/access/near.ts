import { localDate, type Principal, type Queries, sql } from '@dinh/kernel';
import { standInsOf } from '../deputies/stands-in.ts';
import type { Directory } from './directory.ts';
import { everybody, gives, type SourcedGrant } from './grants.ts';
import type { Principals } from './principals.ts';

/** A place that an active person holds today, as far as rights depend on it. */
export interface HeldPlace {
  readonly person: string;
  readonly unit: number;
  readonly role: string;
}

/** All places that active persons hold today and whose role gives something. */
export async function heldPlaces(db: Pick<Queries, 'all'>, now: Date, directory: Directory): Promise<HeldPlace[]> {
  const today = localDate(now);
  const places = await db.all<HeldPlace>(
    sql`select o.person_id as person, o.unit_id as unit, o.role from identity.position o join identity.person p on p.id = o.person_id
        where p.state = 'active' and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)
        order by o.person_id, o.unit_id, o.role`,
  );
  return places.filter(({ role }) => gives(directory, role, today));
}

/** Whether a place gives a permission that might reach one of the units, or reaches everything. What narrows it is not looked at yet. */
export function nearness(
  permissions: readonly string[],
  directory: Directory,
  reaching: ReadonlySet<number>,
): (place: { unit: number; role: string }) => boolean {
  const of = (role: string) => (directory.roles.get(role)?.permissions ?? []).filter((p) => permissions.includes(p.permission));
  const everywhere = of(everybody.official).some(({ scope }) => scope === 'all');
  const near = new Map<number, { own: boolean; tree: boolean }>();
  for (const { id, own, tree } of directory.units.values())
    near.set(id, { own: own.some((one) => reaching.has(one)), tree: tree.some((one) => reaching.has(one)) });
  return ({ unit, role }) =>
    everywhere ||
    of(role).some(
      ({ scope }) =>
        scope === 'all' ||
        (scope === 'unit' && near.get(unit)?.own === true) ||
        (scope === 'unit-tree' && near.get(unit)?.tree === true),
    );
}

/** Who may use the rights of others today: by delegation, as their deputies, or because something is open to them in an emergency. */
export async function standIns(db: Pick<Queries, 'all'>, now: Date, principals: readonly string[]): Promise<string[]> {
  const found = await db.all<{ id: string }>(
    sql`select d.to_person as id from identity.delegation d where d.from_person = any(${principals}::uuid[]) and d.revoked_at is null
          and d.valid_from <= ${now} and d.valid_to > ${now}
        union select e.person_id from identity.emergency e where e.ended_at is null and e.ends_at > ${now}
        union select x.person_id from unnest(${principals}::uuid[]) s (id) cross join lateral (${standInsOf(sql.raw('s.id'))}) x (person_id)`,
  );
  return found.map(({ id }) => id);
}

/** Somebody who has a permission that may reach one of the units, and where each grant of it comes from. */
export interface Near {
  readonly principal: Principal;
  readonly grants: readonly SourcedGrant[];
}

/**
 * Everybody who might use a permission in one of the units, in their own right or in somebody's place, as they would be if they asked now.
 * Whether one of them may use it on a record, `where(reach(principal, permission), …)` says: that knows what narrows it.
 * @param units none: only whom the permission is given everywhere
 */
export async function nearTo(
  principals: Principals,
  db: Queries,
  now: Date,
  permission: string,
  units: ReadonlySet<number>,
): Promise<Near[]> {
  const directory = await principals.directory();
  const mayReach = nearness([permission], directory, units);
  const close = new Set((await heldPlaces(db, now, directory)).filter(mayReach).map(({ person }) => person));
  const all = [...new Set([...close, ...(await standIns(db, now, [...close]))])];
  const found: Near[] = [];
  for (const person of all) {
    const { principal, grants } = await principals.sourced(person);
    const some = grants.filter(({ grant }) => grant.permission === permission);
    if (some.length > 0) found.push({ principal, grants: some });
  }
  return found;
}
