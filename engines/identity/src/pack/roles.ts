import type { PackDocument, PackFolder, PackPart, Scope, Text } from '@dinh/kernel';
import { sql } from '@dinh/kernel';
import type { DataClasses } from '../access/data-classes.ts';
import type { RolePermission } from '../access/directory.ts';
import { everybody, narrowing } from '../access/grants.ts';
import { rolesNow } from '../separation/refuse.ts';
import { saveRoles } from './save-roles.ts';
import { rolesStaySeparate } from './separate.ts';
import { directoryChanged } from './units.ts';

/** How far a permission reaches: `unit`, or, where it is narrowed, `{ scope: unit, fields: […], when: my-step }`. */
export type Extent = Scope | Omit<RolePermission, 'permission'>;

/** One role of `roles.yaml`. */
export interface RoleItem {
  readonly key: string;
  readonly name: Text;
  readonly source: string;
  /** `permission: extent`, several extents as a list; or a list as it is stored. */
  readonly permissions: Readonly<Record<string, Extent | readonly Extent[]>> | readonly RolePermission[];
}

interface RolesFile {
  readonly roles: readonly RoleItem[];
}

const scopes: readonly string[] = ['own', 'assigned', 'unit', 'unit-tree', 'all'];

/** `roles.yaml`: what a place allows. The roles `citizen`, `business` and `official` come with an account. */
export const rolesPart: PackPart<PackDocument<RolesFile> | undefined> = {
  name: 'roles',
  after: ['separation'],
  async read(folder) {
    if (!(await folder.exists('roles.yaml'))) return undefined;
    const file = await folder.yaml<RolesFile>('roles.yaml');
    if (file) shape(file, folder);
    return file;
  },
  check(file, others, folder) {
    const classes = (others('data-classes') as PackDocument<DataClasses> | undefined)?.value.classes ?? [];
    const fields = new Set(((others('business-types') ?? []) as { value: { code: string } }[]).map(({ value }) => value.code));
    const procedures = new Set(((others('procedures') ?? []) as { body: { code: string } }[]).map(({ body }) => body.code));
    const units = new Set(((others('units') ?? []) as { value: { key: string } }[]).map(({ value }) => value.key));
    const processes = (others('processes') ?? []) as { value: { body: { bpmn: string } } }[];
    for (const [i, role] of (file?.value.roles ?? []).entries()) {
      const wrong = (reason: string) => folder.problem(file!.file, file!.line(['roles', i]), `role "${role.key}", ${reason}`);
      for (const p of permissionsOf(role)) {
        for (const one of p.classes ?? [])
          if (!classes.some(({ key }) => key === one)) wrong(`${p.permission}: there is no class of data "${one}"`);
        for (const one of p.fields ?? []) if (!fields.has(one)) wrong(`${p.permission}: there is no field "${one}"`);
        for (const one of p.procedures ?? []) if (!procedures.has(one)) wrong(`${p.permission}: there is no procedure "${one}"`);
        for (const one of p.under ?? []) if (!units.has(one)) wrong(`${p.permission}: there is no unit "${one}"`);
        for (const one of p.steps ?? [])
          if (!processes.some(({ value }) => value.body.bpmn.includes(`id="${one}"`)))
            wrong(`${p.permission}: no process has a step "${one}"`);
      }
    }
  },
  async load(load, file) {
    const { tx, now, report } = load;
    const roles = file?.value.roles ?? [];
    const before = await rolesNow(tx, now);
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
          where not r.edited and (r.name_vi, r.name_en, r.place, r.permissions, r.source) is distinct from
            (excluded.name_vi, excluded.name_en, excluded.place, excluded.permissions, excluded.source)
          returning key, xmax = 0 as added`,
    );
    const added = new Map(written.map((row) => [row.key, row.added]));
    const kept = new Set(
      (
        await tx.all<{ key: string }>(
          sql`select r.key from identity.role r join jsonb_to_recordset(${items}::jsonb) as i (key text, name_vi text, name_en text, permissions jsonb) using (key)
              where r.edited and (r.name_vi, r.name_en, r.permissions) is distinct from (i.name_vi, i.name_en, i.permissions)`,
        )
      ).map(({ key }) => key),
    );
    for (const { key } of roles) {
      if (kept.has(key)) report('roles', key, 'kept', 'an officer has edited it; the pack says something else');
      else report('roles', key, added.has(key) ? (added.get(key) ? 'added' : 'changed') : 'unchanged');
    }
    if (file)
      tx.send(
        sql`insert into identity.roles_text as t (text, roles, loaded_at) values (${file.text}, ${items}::jsonb, ${now})
            on conflict (one) do update set text = excluded.text, roles = excluded.roles, loaded_at = excluded.loaded_at where t.text <> excluded.text`,
      );
    if (written.length === 0) return;
    await directoryChanged(tx);
    const lines = new Map(roles.map(({ key }, i) => [key, file!.line(['roles', i])]));
    await rolesStaySeparate(load, before, file!.file, lines);
  },
  save: saveRoles,
};

/** The permissions of a role as they are stored: a list, sorted, so that the order in the file is no change. */
export function permissionsOf(role: RoleItem): RolePermission[] {
  const { permissions } = role;
  const list = Array.isArray(permissions)
    ? (permissions as RolePermission[]).map((one) => permissionOf(one.permission, one))
    : Object.entries(permissions as Record<string, Extent | Extent[]>).flatMap(([permission, extent]) =>
        [extent].flat().map((one) => permissionOf(permission, one)),
      );
  return list.sort(
    (a, b) =>
      a.permission.localeCompare(b.permission) ||
      String(a.scope).localeCompare(String(b.scope)) ||
      JSON.stringify(narrowing(a)).localeCompare(JSON.stringify(narrowing(b))),
  );
}

function permissionOf(permission: string, extent: Extent): RolePermission {
  if (typeof extent !== 'object' || extent === null) return { permission, scope: extent };
  return { permission, scope: extent.scope, ...narrowing(extent) };
}

function shape(file: PackDocument<RolesFile>, folder: PackFolder): void {
  const roles: unknown = file.value?.roles;
  if (!Array.isArray(roles)) return folder.problem(file.file, 1, '"roles" must be a list');
  const keys = new Set<string>();
  roles.forEach((role: Partial<RoleItem> | null, i) => {
    const wrong = (reason: string) => folder.problem(file.file, file.line(['roles', i]), reason);
    if (!role?.key || !/^[a-z0-9-]+$/.test(role.key)) return wrong('a role needs a key of small letters and "-"');
    if (keys.has(role.key)) wrong(`role "${role.key}" stands twice`);
    keys.add(role.key);
    if (!role.name?.vi || !role.name.en) wrong(`role "${role.key}" needs a name in vi and en`);
    if (!role.source) wrong(`role "${role.key}" needs a source`);
    if (!role.permissions || typeof role.permissions !== 'object') return wrong(`role "${role.key}" needs permissions`);
    for (const { permission, scope } of permissionsOf(role as RoleItem)) {
      if (!/^[a-z-]+\.[a-z-]+$/.test(String(permission))) wrong(`role "${role.key}": "${permission}" is no permission`);
      if (!scopes.includes(scope)) wrong(`role "${role.key}", ${permission}: "${scope}" is none of ${scopes.join(', ')}`);
    }
    for (const extent of Object.values(role.permissions).flat())
      if (typeof extent === 'object' && extent !== null)
        for (const reason of wrongNarrowing(extent)) wrong(`role "${role.key}": ${reason}`);
  });
}

/** What is wrong with how a permission is narrowed, apart from whether what it names exists. */
export function wrongNarrowing(extent: object): string[] {
  const { permission: _, scope: _scope, when, ...rest } = extent as Partial<RolePermission>;
  const { procedures, under, fields, classes, steps, ...more } = rest;
  const list = (name: string, value: unknown) =>
    value === undefined ||
    (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one !== ''))
      ? []
      : [`"${name}" must be a list of codes`];
  return [
    ...Object.keys(more).map((name) => `"${name}" is none of scope, procedures, under, fields, classes, when, steps`),
    ...list('procedures', procedures),
    ...list('under', under),
    ...list('fields', fields),
    ...list('classes', classes),
    ...list('steps', steps),
    ...(when === undefined || when === 'my-step' ? [] : [`"when" can only be my-step, not "${when}"`]),
  ];
}
