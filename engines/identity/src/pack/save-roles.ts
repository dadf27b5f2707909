import { type PackSave, sql } from '@dinh/kernel';
import type { RolePermission } from '../access/directory.ts';
import { narrowing } from '../access/grants.ts';
import type { Extent } from './roles.ts';

interface Stored {
  readonly key: string;
  readonly name_vi: string;
  readonly name_en: string;
  readonly permissions: readonly RolePermission[];
  readonly source: string;
}

/**
 * `roles.yaml` as it was loaded: comments, order and ways of writing are kept. Only what officers have changed since is written
 * anew, permission by permission; roles of theirs stand at the end, those that they have ended are gone.
 */
export async function saveRoles(save: PackSave): Promise<void> {
  const roles = await save.db.all<Stored>(
    sql`select key, name_vi, name_en, permissions, source from identity.role
        where retired_on is null or retired_on > ${save.today}::date order by place, key`,
  );
  const loaded = await save.db.maybe<{ text: string; roles: Stored[] }>(sql`select text, roles from identity.roles_text`);
  if (!loaded) return save.yaml('roles.yaml', { roles: roles.map(wholeRole) });
  const now = new Map(roles.map((role) => [role.key, role]));
  const changed = new Map<string, Record<string, unknown> | null>();
  for (const before of loaded.roles) {
    const role = now.get(before.key);
    const change = role ? changeOf(before, role) : null;
    if (change === null || Object.keys(change).length > 0) changed.set(before.key, change);
  }
  const known = new Set(loaded.roles.map(({ key }) => key));
  const added = roles.filter(({ key }) => !known.has(key)).map(wholeRole);
  if (changed.size === 0 && added.length === 0) save.text('roles.yaml', loaded.text);
  else save.amended('roles.yaml', loaded.text, 'roles', 'key', { changed, added });
}

const wholeRole = (role: Stored) => ({
  key: role.key,
  name: { vi: role.name_vi, en: role.name_en },
  permissions: asWritten(role.permissions),
  source: role.source,
});

/** The parts of a role that are not as they were loaded. */
function changeOf(before: Stored, role: Stored): Record<string, unknown> {
  const [was, is] = [asWritten(before.permissions), asWritten(role.permissions)];
  const permissions = Object.fromEntries(
    [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((permission) =>
      JSON.stringify(was[permission]) === JSON.stringify(is[permission]) ? [] : [[permission, is[permission]]],
    ),
  );
  const name = {
    ...(before.name_vi !== role.name_vi && { vi: role.name_vi }),
    ...(before.name_en !== role.name_en && { en: role.name_en }),
  };
  return {
    ...(Object.keys(name).length > 0 && { name }),
    ...(Object.keys(permissions).length > 0 && { permissions }),
    ...(before.source !== role.source && { source: role.source }),
  };
}

/** The permissions of a role as a file has them: `permission: scope`. */
function asWritten(list: readonly RolePermission[]): Record<string, Extent | Extent[]> {
  return Object.fromEntries(
    [...Map.groupBy(list, ({ permission }) => permission)].map(([permission, extents]) => {
      const written = extents.map((one): Extent => {
        const narrow = narrowing(one);
        return Object.keys(narrow).length > 0 ? { scope: one.scope, ...narrow } : one.scope;
      });
      return [permission, written.length === 1 ? written[0]! : written];
    }),
  );
}
