import { fold, may, type OperationTypes, type OutputOf, page, type PageContext, show } from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  exportLinks,
  filterBar,
  formatDate,
  formatDateTime,
  html,
  type Html,
  linkButton,
  linkLine,
  sheetFile,
  sourceWords,
  table,
  tag,
} from '@dinh/ui';
import { listRoles } from '../queries/list-roles.ts';
import { asked, oneOf, screen, withQuery } from './frame.ts';
import { changePath, kinds } from './roles/change.ts';
import { extentWords, permissionName, type Role, rolesPath, rolesTitle as title } from './roles/words.ts';

type Change = OutputOf<OperationTypes['identity.list-role-changes']>['changes'][number];

const labels = {
  name: { vi: 'Vai trò', en: 'Role' },
  key: { vi: 'Mã', en: 'Key' },
  holders: { vi: 'Người giữ', en: 'Holders' },
  count: { vi: 'Số quyền', en: 'Permissions' },
  source: { vi: 'Nguồn', en: 'Source' },
};

const sorts: Readonly<Record<string, (a: Role, b: Role, lang: 'vi' | 'en') => number>> = {
  name: (a, b, lang) => a.name[lang].localeCompare(b.name[lang], lang),
  holders: (a, b) => a.holders - b.holders,
  count: (a, b) => a.permissions.length - b.permissions.length,
};

const addressOf = (ctx: PageContext, more: Record<string, string | undefined> = {}) =>
  withQuery(rolesPath, {
    q: asked(ctx, 'q'),
    xep: asked(ctx, 'xep'),
    chieu: asked(ctx, 'chieu'),
    ...more,
  });

/** The roles, and for each permission what it allows, how far, and whom. */
export const rolesPage = page({
  path: rolesPath,
  title,
  may: 'people.view-person',
  async run(ctx) {
    const { lang } = ctx;
    const [{ roles: all }, { changes }] = await Promise.all([
      ctx.run(listRoles, {}) as Promise<{ roles: Role[] }>,
      ctx.run('identity.list-role-changes', { open: true }),
    ]);
    const words = fold(asked(ctx, 'q') ?? '')
      .split(/\s+/)
      .filter(Boolean);
    const by = oneOf(asked(ctx, 'xep'), Object.keys(sorts)) ?? 'name';
    const down = asked(ctx, 'chieu') === 'giam';
    const roles = all
      .filter((role) => {
        const told = fold(
          [role.name.vi, role.name.en, role.key, ...role.permissions.map((p) => permissionName(ctx, p.permission))].join(' '),
        );
        return words.every((word) => told.includes(word));
      })
      .sort((a, b) => sorts[by]!(a, b, lang) * (down ? -1 : 1));
    const format = askedFormat(ctx.query['dang']);
    if (format)
      return sheetFile<{ role: Role; extent: Role['permissions'][number] }>(ctx, format, {
        title,
        rows: roles.flatMap((role) => role.permissions.map((extent) => ({ role, extent }))),
        columns: [
          { label: labels.name, value: ({ role }) => role.name[lang] },
          { label: labels.key, value: ({ role }) => role.key },
          {
            label: { vi: 'Được làm', en: 'May do' },
            value: ({ extent }) => permissionName(ctx, extent.permission),
          },
          { label: { vi: 'Quyền', en: 'Permission' }, value: ({ extent }) => extent.permission },
          { label: { vi: 'Đến đâu', en: 'How far' }, value: ({ extent }) => extentWords(lang, extent) },
          { label: labels.holders, value: ({ role }) => (role.place === 'unit' ? role.holders : null) },
        ],
      });
    return show(
      screen(ctx, {
        title,
        main: html`<h1>${title[lang]}</h1>
          <p class="hint">
            ${
              {
                vi: 'Vai trò công dân, doanh nghiệp và cán bộ đi kèm tài khoản; các vai trò khác đi kèm chức vụ. Mỗi lần sửa do một người đề nghị, một người khác phê duyệt.',
                en: 'Citizen, business and official come with an account; the others come with a position. Each change is proposed by one person and approved by another.',
              }[lang]
            }
          </p>
          ${may(ctx.principal, 'people.edit-role') && html`<p>${linkButton(lang, { href: `${rolesPath}/moi`, label: { vi: 'Lập vai trò mới', en: 'New role' } })}</p>`}
          ${waiting(ctx, changes)}
          ${filterBar(lang, {
            action: rolesPath,
            clear: rolesPath,
            key: '/',
            filters: [
              {
                name: 'q',
                label: { vi: 'Vai trò, quyền', en: 'Role, permission' },
                value: asked(ctx, 'q'),
                type: 'search',
              },
            ],
            actions: linkLine(lang, exportLinks(addressOf(ctx))),
          })}
          ${table<Role>(lang, {
            caption: { vi: 'Các vai trò', en: 'The roles' },
            dense: true,
            rows: roles,
            rowHref: (r) => `${rolesPath}/${r.key}`,
            sort: {
              by,
              direction: down ? 'desc' : 'asc',
              href: (key, direction) => addressOf(ctx, { xep: key, chieu: direction === 'desc' ? 'giam' : undefined }),
            },
            columns: [
              {
                key: 'name',
                label: labels.name,
                sortable: true,
                grow: true,
                cell: (r) =>
                  html`${r.name[lang]} ${r.retiredOn && tag(lang, 'stopped', { vi: `Ngừng từ ${formatDate(r.retiredOn)}`, en: `Retired from ${formatDate(r.retiredOn)}` })}`,
              },
              {
                key: 'holders',
                label: labels.holders,
                sortable: true,
                numeric: true,
                cell: (r) => (r.place === 'unit' ? r.holders : ''),
              },
              {
                key: 'count',
                label: labels.count,
                sortable: true,
                numeric: true,
                cell: (r) => r.permissions.length,
              },
              {
                key: 'source',
                label: labels.source,
                cell: (r) => (r.edited ? { vi: 'Đã sửa trên màn hình', en: 'Edited here' }[lang] : sourceWords(lang, r.source)),
                minor: true,
              },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Không có vai trò nào như vậy', en: 'There is no such role' },
            }),
          })}
          ${matrix(ctx, roles)}`,
      }),
    );
  },
});

function waiting({ lang }: PageContext, changes: readonly Change[]): Html | undefined {
  if (changes.length === 0) return undefined;
  return table<Change>(lang, {
    caption: { vi: 'Đề nghị chờ phê duyệt', en: 'Proposals that wait' },
    dense: true,
    rows: changes,
    rowHref: (c) => changePath(c.id),
    columns: [
      { key: 'name', label: labels.name, cell: (c) => c.name[lang] },
      { key: 'kind', label: { vi: 'Việc', en: 'What' }, cell: (c) => kinds[c.kind]?.[lang] },
      { key: 'reason', label: { vi: 'Lý do', en: 'Reason' }, grow: true, cell: (c) => c.reason },
      {
        key: 'by',
        label: { vi: 'Đề nghị', en: 'Proposed' },
        cell: (c) => `${c.proposer}, ${formatDateTime(c.proposedAt)}`,
      },
    ],
  });
}

/** For each permission how far it reaches, and for whom so far. */
function matrix(ctx: PageContext, roles: readonly Role[]): Html {
  const { lang } = ctx;
  const permissions = [...new Set(roles.flatMap((r) => r.permissions.map((p) => p.permission)))].sort((a, b) =>
    a.localeCompare(b),
  );
  const reach = (permission: string): [extent: string, roles: string[]][] => {
    const found = new Map<string, string[]>();
    for (const role of roles)
      for (const extent of role.permissions.filter((p) => p.permission === permission)) {
        const words = extentWords(lang, extent);
        found.set(words, [...(found.get(words) ?? []), role.name[lang]]);
      }
    return [...found];
  };
  return table<string>(lang, {
    caption: { vi: 'Ai được làm gì, đến đâu', en: 'Who may do what, and how far' },
    rows: permissions,
    columns: [
      {
        key: 'permission',
        label: { vi: 'Được làm', en: 'May do' },
        cell: (p) => html`${permissionName(ctx, p)}<br /><small><code>${p}</code></small>`,
      },
      {
        key: 'roles',
        label: { vi: 'Vai trò', en: 'Roles' },
        cell: (p) => reach(p).map(([extent, names]) => html`<div><strong>${extent}:</strong> ${names.join(', ')}</div>`),
      },
    ],
  });
}
