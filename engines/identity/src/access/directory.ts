import { type Queries, type Scope, sql } from '@dinh/kernel';

/** A permission of a role, with its reach. */
export interface RolePermission {
  readonly permission: string;
  readonly scope: Scope;
}

export interface Role {
  readonly key: string;
  readonly permissions: readonly RolePermission[];
}

export interface UnitNode {
  readonly id: number;
  readonly path: readonly number[];
  /** The unit itself and all below it, ascending. One array for all who hold it: it is never changed. */
  readonly tree: readonly number[];
}

/** Units and roles as this process knows them: read whole, again when their revision has grown. */
export interface Directory {
  readonly revision: number;
  readonly units: ReadonlyMap<number, UnitNode>;
  readonly roles: ReadonlyMap<string, Role>;
}

/** Reads the directory. A province has about 1,200 units and 300 roles: two milliseconds, and rare. */
export async function readDirectory(db: Queries, revision: number): Promise<Directory> {
  const [units, roles] = await Promise.all([
    db.all<{ id: number; path: number[] }>(sql`select id, path from identity.unit order by id`),
    db.all<Role>(sql`select key, permissions from identity.role`),
  ]);
  const trees = new Map<number, number[]>(units.map(({ id }) => [id, []]));
  for (const { id, path } of units) for (const above of path) trees.get(above)?.push(id);
  return {
    revision,
    units: new Map(units.map(({ id, path }) => [id, { id, path, tree: trees.get(id)! }])),
    roles: new Map(roles.map((role) => [role.key, role])),
  };
}
