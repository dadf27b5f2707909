import { type Narrowing, type Queries, type Scope, sql } from '@dinh/kernel';

/** A permission of a role, with its reach and what narrows it; so it is stored. */
export interface RolePermission extends Narrowing {
  readonly permission: string;
  readonly scope: Scope;
}

export interface Role {
  readonly key: string;
  /** From this day on it gives nothing. */
  readonly retiredOn?: string | null;
  readonly permissions: readonly RolePermission[];
}

export interface UnitNode {
  readonly id: number;
  readonly path: readonly number[];
  /** The unit itself and those whose archive it keeps, ascending. */
  readonly own: readonly number[];
  /** The same with all below, ascending. One array for all who hold it: it is never changed. */
  readonly tree: readonly number[];
}

/** Units and roles as this process knows them: read whole, again when their revision has grown. */
export interface Directory {
  readonly revision: number;
  readonly units: ReadonlyMap<number, UnitNode>;
  /** What a role reaches that names a unit by its key: the unit with all below, and whoever goes on with it. */
  readonly under: ReadonlyMap<string, readonly number[]>;
  readonly roles: ReadonlyMap<string, Role>;
}

interface UnitRow {
  readonly id: number;
  readonly path: readonly number[];
}

/** A unit that gave way to another, which keeps its archive. */
interface Inheritance {
  readonly from: number;
  readonly to: number;
}

/** Reads the directory. A province has about 1,200 units and 300 roles: two milliseconds, and rare. */
export async function readDirectory(db: Queries, revision: number): Promise<Directory> {
  const [units, roles, inherited] = await Promise.all([
    db.all<UnitRow & { readonly key: string }>(sql`select id, path, key from identity.unit order by id`),
    db.all<Role>(sql`select key, permissions, retired_on::text as "retiredOn" from identity.role`),
    db.all<Inheritance>(sql`select from_unit as "from", to_unit as "to" from identity.unit_successor where archive`),
  ]);
  const nodes = unitNodes(units, inherited);
  return {
    revision,
    units: nodes,
    under: reachedUnder(units, nodes, inherited),
    roles: new Map(roles.map((role) => [role.key, role])),
  };
}

/** A role that names a unit which has given way reaches whoever goes on with it, so that nothing of theirs is out of reach from that day on. */
export function reachedUnder(
  units: readonly { readonly id: number; readonly key: string }[],
  nodes: ReadonlyMap<number, UnitNode>,
  inherited: readonly Inheritance[],
): Map<string, readonly number[]> {
  const heirs = Map.groupBy(inherited, ({ from }) => from);
  return new Map(
    units.map(({ id, key }) => {
      const line = new Set([id]);
      for (const one of line)
        add(
          line,
          heirs.get(one)?.map(({ to }) => to),
        );
      const trees = [...line].map((one) => nodes.get(one)!.tree);
      return [key, trees.length === 1 ? trees[0]! : [...new Set(trees.flat())].sort((a, b) => a - b)];
    }),
  );
}

/** The tree unfolded: what a place in each unit reaches, what its predecessors left included. */
export function unitNodes(units: readonly UnitRow[], inherited: readonly Inheritance[]): Map<number, UnitNode> {
  const paths = new Map(units.map(({ id, path }) => [id, path]));
  const heirs = Map.groupBy(inherited, ({ from }) => from);
  // Whoever goes on with a unit, and whoever goes on with those; `seen` guards against a circle in the data.
  const keepers = (id: number, seen: Set<number>): Set<number> => {
    for (const { to } of heirs.get(id) ?? []) if (!seen.has(to)) keepers(to, seen.add(to));
    return seen;
  };
  // The set grows while it is walked through: who keeps the archive of a unit above is above, too.
  const above = (id: number): Set<number> => {
    const found = new Set(paths.get(id));
    for (const one of found) for (const keeper of keepers(one, new Set())) add(found, paths.get(keeper));
    return found;
  };
  const own = new Map<number, number[]>(units.map(({ id }) => [id, []]));
  const trees = new Map<number, number[]>(units.map(({ id }) => [id, []]));
  for (const { id } of units) {
    for (const holder of keepers(id, new Set([id]))) own.get(holder)?.push(id);
    for (const one of above(id)) trees.get(one)?.push(id);
  }
  return new Map(units.map(({ id, path }) => [id, { id, path, own: own.get(id)!, tree: trees.get(id)! }]));
}

function add(to: Set<number>, more: Iterable<number> = []): void {
  for (const one of more) to.add(one);
}
