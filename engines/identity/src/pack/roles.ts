import type { PackDocument, PackFolder, PackPart, Scope, Text } from '@dinh/kernel';
import { sql } from '@dinh/kernel';
import { everybody } from '../access/grants.ts';
import { directoryChanged } from './units.ts';

/** One role of `roles.yaml`. */
export interface RoleItem {
  readonly key: string;
  readonly name: Text;
  readonly source: string;
  /** `permission: scope`, or a list of `{ permission, scope }`. */
  readonly permissions:
    | Readonly<Record<string, Scope | Scope[]>>
    | readonly { permission: string; scope: Scope }[];
}

interface RolesFile {
  readonly roles: readonly RoleItem[];
}

const scopes: readonly string[] = ['own', 'assigned', 'unit', 'unit-tree', 'all'];

/** `roles.yaml`: what a place allows. The roles `citizen`, `business` and `official` come with an account. */
export const rolesPart: PackPart<PackDocument<RolesFile> | undefined> = {
  name: 'roles',
  async read(folder) {
    if (!(await folder.exists('roles.yaml'))) return undefined;
    const file = await folder.yaml<RolesFile>('roles.yaml');
    if (file) shape(file, folder);
    return file;
  },
  async load({ tx, report }, file) {
    const roles = file?.value.roles ?? [];
    const items = JSON.stringify(
      roles.map((role) => ({
        key: role.key,
        name_vi: role.name.vi,
        name_en: role.name.en,
        place: role.key in everybody ? 'everyone' : 'unit',
        permissions: permissionsOf(role),
        source: role.source,
      })),
    );
    const written = await tx.all<{ key: string; added: boolean }>(
      sql`insert into identity.role as r (key, name_vi, name_en, place, permissions, source)
          select key, name_vi, name_en, place, permissions, source
          from jsonb_to_recordset(${items}::jsonb) as i (key text, name_vi text, name_en text, place text, permissions jsonb, source text)
          on conflict (key) do update set (name_vi, name_en, place, permissions, source) =
            (excluded.name_vi, excluded.name_en, excluded.place, excluded.permissions, excluded.source)
          where (r.name_vi, r.name_en, r.place, r.permissions, r.source) is distinct from
            (excluded.name_vi, excluded.name_en, excluded.place, excluded.permissions, excluded.source)
          returning key, xmax = 0 as added`,
    );
    const added = new Map(written.map((row) => [row.key, row.added]));
    for (const { key } of roles)
      report('roles', key, added.has(key) ? (added.get(key) ? 'added' : 'changed') : 'unchanged');
    if (written.length > 0) await directoryChanged(tx);
  },
  async save(save) {
    const roles = await save.db.all(
      sql`select key, jsonb_build_object('vi', name_vi, 'en', name_en) as name, permissions, source from identity.role order by place, key`,
    );
    save.yaml('roles.yaml', { roles });
  },
};

/** The permissions of a role as a list, sorted, so that the order in the file is no change. */
export function permissionsOf(role: RoleItem): { permission: string; scope: Scope }[] {
  const list = Array.isArray(role.permissions)
    ? (role.permissions as { permission: string; scope: Scope }[]).map(({ permission, scope }) => ({
        permission,
        scope,
      }))
    : Object.entries(role.permissions as Record<string, Scope | Scope[]>).flatMap(([permission, scope]) =>
        [scope].flat().map((one) => ({ permission, scope: one })),
      );
  return list.sort((a, b) => a.permission.localeCompare(b.permission) || a.scope.localeCompare(b.scope));
}

function shape(file: PackDocument<RolesFile>, folder: PackFolder): void {
  const roles: unknown = file.value?.roles;
  if (!Array.isArray(roles)) return folder.problem(file.file, 1, '"roles" must be a list');
  const keys = new Set<string>();
  roles.forEach((role: Partial<RoleItem> | null, i) => {
    const wrong = (reason: string) => folder.problem(file.file, file.line(['roles', i]), reason);
    if (!role?.key || !/^[a-z0-9-]+$/.test(role.key))
      return wrong('a role needs a key of small letters and "-"');
    if (keys.has(role.key)) wrong(`role "${role.key}" stands twice`);
    keys.add(role.key);
    if (!role.name?.vi || !role.name.en) wrong(`role "${role.key}" needs a name in vi and en`);
    if (!role.source) wrong(`role "${role.key}" needs a source`);
    if (!role.permissions || typeof role.permissions !== 'object')
      return wrong(`role "${role.key}" needs permissions`);
    for (const { permission, scope } of permissionsOf(role as RoleItem)) {
      if (!/^[a-z-]+\.[a-z-]+$/.test(String(permission)))
        wrong(`role "${role.key}": "${permission}" is no permission`);
      if (!scopes.includes(scope))
        wrong(`role "${role.key}", ${permission}: "${scope}" is none of ${scopes.join(', ')}`);
    }
  });
}
