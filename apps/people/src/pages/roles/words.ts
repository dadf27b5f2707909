import { type Module, type PageContext, permissionNames, type Text } from '@dinh/kernel';

export const rolesPath = '/quan-tri/vai-tro';
/** One role. */
export const rolePath = `${rolesPath}/:key`;
export const rolesTitle: Text = { vi: 'Vai trò và quyền', en: 'Roles and permissions' };

export interface RoleExtent {
  readonly permission: string;
  readonly scope: string;
  readonly procedures?: readonly string[];
  readonly under?: readonly string[];
  readonly fields?: readonly string[];
  readonly classes?: readonly string[];
  readonly when?: string;
  readonly steps?: readonly string[];
}

export interface Role {
  readonly key: string;
  readonly name: Text;
  readonly place: string;
  readonly source: string;
  readonly holders: number;
  readonly permissions: readonly RoleExtent[];
  readonly edited: boolean;
  readonly retiredOn: string | null;
  readonly version: number;
}

export const scopes: Readonly<Record<string, Text>> = {
  own: { vi: 'của mình', en: 'own' },
  assigned: { vi: 'được giao', en: 'assigned' },
  unit: { vi: 'đơn vị', en: 'unit' },
  'unit-tree': { vi: 'đơn vị và trực thuộc', en: 'unit and below' },
  all: { vi: 'toàn tỉnh', en: 'all' },
};

/** How far a permission reaches, in words: `đơn vị, chỉ lĩnh vực A1, khi đến bước của mình`. */
export function extentWords(lang: 'vi' | 'en', extent: RoleExtent): string {
  const { scope, procedures, under, fields, classes, when, steps } = extent;
  return [
    scopes[scope]?.[lang] ?? scope,
    procedures && `${{ vi: 'chỉ thủ tục', en: 'procedures' }[lang]} ${procedures.join(', ')}`,
    under && `${{ vi: 'chỉ của đơn vị', en: 'of units' }[lang]} ${under.join(', ')}`,
    fields && `${{ vi: 'chỉ lĩnh vực', en: 'fields' }[lang]} ${fields.join(', ')}`,
    classes && `${{ vi: 'chỉ loại dữ liệu', en: 'classes of data' }[lang]} ${classes.join(', ')}`,
    when && { vi: 'khi đến bước của mình', en: 'while a step is theirs' }[lang],
    steps && `${{ vi: 'khi đang ở bước', en: 'while at the step' }[lang]} ${steps.join(', ')}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** The permissions of the program by the module that names them, in the order of modules. */
export function permissionGroups(
  modules: readonly Module[],
): { module: Text; permissions: readonly (readonly [permission: string, name: Text])[] }[] {
  return modules.flatMap(({ title, permissions }) =>
    permissions ? [{ module: title, permissions: Object.entries(permissions) }] : [],
  );
}

export const permissionName = (ctx: PageContext, permission: string): string =>
  permissionNames(ctx.app.modules).get(permission)?.[ctx.lang] ?? permission;

/** What a form of roles asks for where a field is empty or wrong. */
export const askFor: Record<string, Text> = {
  role: { vi: 'Mã gồm chữ thường, số và dấu “-”.', en: 'A key has small letters, digits and “-”.' },
  'name.vi': { vi: 'Hãy nhập tên.', en: 'Type the name.' },
  'name.en': { vi: 'Hãy nhập tên tiếng Anh.', en: 'Type the English name.' },
  reason: { vi: 'Hãy nhập lý do (từ 5 ký tự).', en: 'Type the reason (5 letters or more).' },
};
