import { page, show, type Text } from '@dinh/kernel';
import { html, sourceWords, table } from '@dinh/ui';
import { listRoles } from '../queries/list-roles.ts';
import { screen, withQuery } from './frame.ts';

const title: Text = { vi: 'Vai trò và quyền', en: 'Roles and permissions' };

const scopes: Record<string, Text> = {
  own: { vi: 'của mình', en: 'own' },
  assigned: { vi: 'được giao', en: 'assigned' },
  unit: { vi: 'đơn vị', en: 'unit' },
  'unit-tree': { vi: 'đơn vị và trực thuộc', en: 'unit and below' },
  all: { vi: 'toàn tỉnh', en: 'all' },
};

interface Role {
  key: string;
  name: Text;
  place: string;
  source: string;
  holders: number;
  permissions: { permission: string; scope: string }[];
}

/** A line for each permission: what it allows, how far, and whom. */
export const rolesPage = page({
  path: '/quan-tri/vai-tro',
  title,
  may: 'people.view-person',
  async run(ctx) {
    const { lang } = ctx;
    const { roles }: { roles: Role[] } = await ctx.run(listRoles, {});
    const allows = new Map<string, string[]>();
    for (const operation of ctx.app.modules.flatMap((m) => m.operations ?? []))
      allows.set(operation.may, [...(allows.get(operation.may) ?? []), operation.title[lang]]);
    const permissions = [...new Set(roles.flatMap((r) => r.permissions.map((p) => p.permission)))].sort();
    /** How far a permission goes, and for whom so far. */
    const reach = (permission: string): [scope: string, roles: string[]][] =>
      Object.entries(scopes).flatMap(([scope, words]): [string, string[]][] => {
        const held = roles.filter((r) =>
          r.permissions.some((p) => p.permission === permission && p.scope === scope),
        );
        return held.length > 0 ? [[words[lang], held.map((r) => r.name[lang])]] : [];
      });
    return show(
      screen(ctx, {
        title,
        main: html`<h1>${title[lang]}</h1>
          <p class="hint">
            ${
              {
                vi: 'Vai trò nằm trong bộ dữ liệu của tỉnh (roles.yaml). Vai trò công dân, doanh nghiệp và cán bộ đi kèm tài khoản; các vai trò khác đi kèm chức vụ.',
                en: 'Roles stand in the province’s pack (roles.yaml). Citizen, business and official come with an account; the others come with a position.',
              }[lang]
            }
          </p>
          ${table<Role>(lang, {
            caption: { vi: 'Các vai trò', en: 'The roles' },
            dense: true,
            rows: roles,
            columns: [
              { key: 'name', label: { vi: 'Vai trò', en: 'Role' }, cell: (r) => r.name[lang] },
              {
                key: 'holders',
                label: { vi: 'Người giữ', en: 'Holders' },
                numeric: true,
                cell: (r) =>
                  r.place === 'unit'
                    ? html`<a href="${withQuery('/quan-tri/nguoi', { 'vai-tro': r.key })}">${r.holders}</a>`
                    : '',
              },
              {
                key: 'count',
                label: { vi: 'Số quyền', en: 'Permissions' },
                numeric: true,
                cell: (r) => r.permissions.length,
              },
              {
                key: 'source',
                label: { vi: 'Nguồn', en: 'Source' },
                cell: (r) => sourceWords(lang, r.source),
                minor: true,
              },
            ],
          })}
          ${table<string>(lang, {
            caption: { vi: 'Ai được làm gì, đến đâu', en: 'Who may do what, and how far' },
            rows: permissions,
            columns: [
              {
                key: 'permission',
                label: { vi: 'Được làm', en: 'May do' },
                cell: (p) =>
                  html`${allows.has(p) && html`${allows.get(p)!.join(' · ')}<br />`}<small><code>${p}</code></small>`,
              },
              {
                key: 'roles',
                label: { vi: 'Vai trò', en: 'Roles' },
                cell: (p) =>
                  reach(p).map(
                    ([scope, names]) => html`<div><strong>${scope}:</strong> ${names.join(', ')}</div>`,
                  ),
              },
            ],
          })}`,
      }),
    );
  },
});
