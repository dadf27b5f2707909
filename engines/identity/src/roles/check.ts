import { type Context, localDate, type Queries, sql } from '@dinh/kernel';
import type { Role, RolePermission } from '../access/directory.ts';
import { narrowing } from '../access/grants.ts';
import { findConflicts, rolesNow } from '../separation/refuse.ts';
import { type Conflict, type Holding, holdingsOf } from '../separation/together.ts';

/** A role as it would be. */
export interface Changed {
  readonly key: string;
  readonly permissions: readonly RolePermission[];
  /** From this day on it gives nothing. */
  readonly retiredOn: string | null;
}

/** What a change would bring about. */
export interface Effect {
  /** Extents that the role gets and loses. */
  readonly added: readonly RolePermission[];
  readonly removed: readonly RolePermission[];
  /** Persons who could then do something that they cannot do now, and the other way round, by all their places. */
  readonly gaining: readonly string[];
  readonly losing: readonly string[];
  /** What one person would then hold though they must not, and does not now. */
  readonly conflicts: readonly Conflict[];
  /** Permissions that nobody who is active would hold over the whole province any more: nobody could give roles back. */
  readonly lockedOut: readonly string[];
}

/** Without these somebody could lock the province out of its own roles. */
const kept = ['people.manage-position', 'people.edit-role', 'people.approve-role'];

export const extentKey = (p: RolePermission): string => `${p.permission} ${p.scope} ${JSON.stringify(narrowing(p))}`;

/** What a change of a role would bring about as things stand now. */
export async function effectOf(
  ctx: Pick<Context, 'app' | 'now' | 'db'>,
  { key, permissions, retiredOn }: Changed,
): Promise<Effect> {
  const before = await rolesNow(ctx.db, ctx.now);
  const old = before.get(key)?.permissions ?? [];
  const fresh = retiredOn === null ? permissions : [];
  const after = new Map(before).set(key, { key, permissions: fresh });
  const holders = (
    await ctx.db.all<{ id: string }>(
      sql`select distinct person_id as id from identity.position where role = ${key} and (valid_to is null or valid_to > ${localDate(ctx.now)}::date)
          union select d.to_person from identity.delegation d join identity.position o on o.person_id = d.from_person and o.role = ${key}
            where d.revoked_at is null and d.valid_to > ${ctx.now}
          union select person_id from identity.standing_deputy where role = ${key} and (valid_to is null or valid_to > ${localDate(ctx.now)}::date)`,
    )
  ).map(({ id }) => id);
  const holdings = await holdingsOf(ctx.db, ctx.now, holders);
  const gaining: string[] = [];
  const losing: string[] = [];
  for (const [person, held] of Map.groupBy(holdings, (one) => one.person)) {
    const [was, willBe] = [rights(held, before), rights(held, after)];
    if ([...willBe].some((one) => !was.has(one))) gaining.push(person);
    if ([...was].some((one) => !willBe.has(one))) losing.push(person);
  }
  const there = new Set((await findConflicts(ctx, holdings, before)).map((c) => `${c.person} ${c.rule}`));
  const conflicts = (await findConflicts(ctx, holdings, after)).filter((c) => !c.excused && !there.has(`${c.person} ${c.rule}`));
  const known = new Set(old.map(extentKey));
  const wanted = new Set(fresh.map(extentKey));
  return {
    added: fresh.filter((p) => !known.has(extentKey(p))),
    removed: old.filter((p) => !wanted.has(extentKey(p))),
    gaining,
    losing,
    conflicts,
    lockedOut: await lockedOut(ctx.db, await rolesNow(ctx.db), key, fresh, localDate(ctx.now)),
  };
}

/** What somebody's places give, each extent with its unit. */
function rights(held: readonly Holding[], roles: ReadonlyMap<string, Role>): Set<string> {
  return new Set(
    held.flatMap(({ role, unit }) =>
      (roles.get(role)?.permissions ?? []).map((p) =>
        p.scope === 'unit' || p.scope === 'unit-tree' ? `${extentKey(p)} ${unit}` : extentKey(p),
      ),
    ),
  );
}

async function lockedOut(
  db: Queries,
  stay: ReadonlyMap<string, Role>,
  key: string,
  permissions: readonly RolePermission[],
  today: string,
): Promise<string[]> {
  const after = new Map(stay).set(key, { key, permissions });
  const held = new Set(
    (
      await db.all<{ role: string }>(
        sql`select distinct o.role from identity.position o join identity.person p on p.id = o.person_id and p.state = 'active'
            where o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date + 1)`,
      )
    ).map(({ role }) => role),
  );
  const anybody = (roles: ReadonlyMap<string, Role>, permission: string): boolean =>
    [...roles.values()].some(
      (role) =>
        held.has(role.key) &&
        role.permissions.some((p) => p.permission === permission && p.scope === 'all' && Object.keys(narrowing(p)).length === 0),
    );
  return kept.filter((permission) => anybody(stay, permission) && !anybody(after, permission));
}
