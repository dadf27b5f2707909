import { type Grant, type Principal, type Queries, sql } from '@dinh/kernel';
import type { Directory } from './directory.ts';

/** A machine that acts in its own name. */
export function machinePrincipal(client: string, name: string, grants: readonly Grant[] = []): Principal {
  return { kind: 'machine', id: client, client, name, grants, units: [], role: 'none' };
}

/** What a machine may do, with the units meant by its permissions unfolded. */
export async function machineGrants(db: Queries, directory: Directory, client: string): Promise<Grant[]> {
  const rows = await db.all<{ permission: string; scope: 'unit' | 'unit-tree' | 'all'; unit: number | null }>(
    sql`select permission, scope, unit_id as unit from identity.client_permission where client_id = ${client} order by 1, 2, 3`,
  );
  return rows.flatMap(({ permission, scope, unit }) => {
    const node = unit === null ? undefined : directory.units.get(unit);
    if (scope !== 'all' && !node) return [];
    return [{ permission, scope, units: scope === 'unit' ? [node!.id] : scope === 'unit-tree' ? node!.tree : [] }];
  });
}
