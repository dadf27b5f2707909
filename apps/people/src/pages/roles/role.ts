import {
  may,
  notFound,
  type OperationTypes,
  type OutputOf,
  page,
  type PageContext,
  post,
  redirect,
  show,
  type Text,
} from '@dinh/kernel';
import {
  banner,
  button,
  details,
  type Filled,
  form,
  formatDate,
  formatDateTime,
  fresh,
  html,
  type Html,
  refusedForm,
  select,
  sourceWords,
  summaryList,
  table,
  tag,
  textarea,
  textInput,
} from '@dinh/ui';
import { listRoles } from '../../queries/list-roles.ts';
import { hiddenKey, oneOf, screen, typed, withQuery } from '../frame.ts';
import { chosenOf } from '../several.ts';
import { changePath, changeTag, kinds } from './change.ts';
import { narrowed, narrowings } from './narrowed.ts';
import { extentWords, permissionGroups, type Role, type RoleExtent, rolesPath, rolesTitle, scopes } from './words.ts';

type Change = OutputOf<OperationTypes['identity.list-role-changes']>['changes'][number];
type Proposal = Parameters<PageContext['run']>[1];

const path = `${rolesPath}/:key`;
const title: Text = { vi: 'Vai trò', en: 'Role' };
const askFor: Record<string, Text> = {
  role: { vi: 'Mã gồm chữ thường, số và dấu “-”.', en: 'A key has small letters, digits and “-”.' },
  'name.vi': { vi: 'Hãy nhập tên.', en: 'Type the name.' },
  'name.en': { vi: 'Hãy nhập tên tiếng Anh.', en: 'Type the English name.' },
  reason: { vi: 'Hãy nhập lý do (từ 5 ký tự).', en: 'Type the reason (5 letters or more).' },
};

const rolePage = page({
  path,
  title,
  may: 'people.view-person',
  run: async (ctx) => show(await roleScreen(ctx, fresh())),
});

const editPage = page({
  path: `${path}/sua`,
  title: { vi: 'Sửa vai trò', en: 'Edit a role' },
  may: 'people.edit-role',
  run: async (ctx) => show(await editScreen(ctx, fresh())),
});

const newPath = `${rolesPath}/moi`;
const newTitle: Text = { vi: 'Vai trò mới', en: 'New role' };
const newPage = page({
  path: newPath,
  title: newTitle,
  may: 'people.edit-role',
  run: async (ctx) => show(await editScreen(ctx, fresh())),
});

const propose = (at: string, heading: Text) =>
  post({
    path: at,
    title: heading,
    may: 'people.edit-role',
    async run(ctx) {
      const { role, copy } = await roleOf(ctx);
      try {
        const { id } = await ctx.run('identity.propose-role-change', {
          kind: copy ? 'create' : 'edit',
          role: copy ? (typed(ctx, 'role') ?? '') : role.key,
          ...(!copy && { version: Number(typed(ctx, 'version')) || role.version }),
          name: { vi: typed(ctx, 'name.vi') ?? '', en: typed(ctx, 'name.en') ?? '' },
          permissions: chosen(ctx, role) as never,
          reason: (typed(ctx, 'reason') ?? '').replace(/\s+/g, ' '),
        } as Proposal as never);
        return redirect(changePath(id));
      } catch (error) {
        return show(await editScreen(ctx, refusedForm(ctx, error, askFor)), 422);
      }
    },
  });
const editPost = propose(`${path}/sua`, { vi: 'Sửa vai trò', en: 'Edit a role' });
const newPost = propose(newPath, newTitle);

const retirePost = post({
  path: `${path}/ngung`,
  title,
  may: 'people.edit-role',
  async run(ctx) {
    const { role } = await roleOf(ctx);
    try {
      const { id } = await ctx.run('identity.propose-role-change', {
        kind: 'retire',
        role: role.key,
        version: role.version,
        retireOn: typed(ctx, 'retireOn') ?? '',
        reason: (typed(ctx, 'reason') ?? '').replace(/\s+/g, ' '),
      });
      return redirect(changePath(id));
    } catch (error) {
      return show(await roleScreen(ctx, refusedForm(ctx, error, askFor)), 422);
    }
  },
});

/** A role that gives nothing yet. */
const blank: Role = {
  key: '',
  name: { vi: '', en: '' },
  place: 'unit',
  source: 'ours',
  holders: 0,
  permissions: [],
  edited: true,
  retiredOn: null,
  version: 0,
};

/** The role of the address; where it names none, one from nothing. @throws notFound */
async function roleOf(ctx: PageContext): Promise<{ role: Role; copy: boolean }> {
  if (ctx.params['key'] === undefined) return { role: blank, copy: true };
  const { roles }: { roles: Role[] } = await ctx.run(listRoles, {});
  const role = roles.find(({ key }) => key === ctx.params['key']);
  if (!role) throw notFound();
  return { role, copy: (ctx.query['sao-chep'] ?? '') !== '' };
}

async function roleScreen(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const { role } = await roleOf(ctx);
  const { changes } = await ctx.run('identity.list-role-changes', { role: role.key });
  const edits = may(ctx.principal, 'people.edit-role');
  const here = `${rolesPath}/${role.key}`;
  const waiting = changes.find(({ state }) => state === 'proposed');
  const groups = permissionGroups(ctx.app.modules).flatMap(({ module, permissions }) => {
    const rows = permissions.flatMap(([permission, name]) => {
      const extents = role.permissions.filter((p) => p.permission === permission);
      return extents.length > 0 ? [{ permission, name, extents }] : [];
    });
    return rows.length > 0 ? [{ module, rows }] : [];
  });
  return screen(ctx, {
    title,
    wrong: filled.wrong,
    breadcrumbs: [{ label: rolesTitle, href: rolesPath }, { label: role.name }],
    main: html`${filled.summary}
      <h1>${role.name[lang]} ${role.retiredOn && tag(lang, 'stopped', { vi: `Ngừng dùng từ ${formatDate(role.retiredOn)}`, en: `Retired from ${formatDate(role.retiredOn)}` })}</h1>
      ${summaryList(
        lang,
        [
          { label: { vi: 'Mã', en: 'Key' }, value: html`<code>${role.key}</code>` },
          {
            label: { vi: 'Người giữ', en: 'Holders' },
            value:
              role.place === 'unit'
                ? html`<a href="${withQuery('/quan-tri/nguoi', { 'vai-tro': role.key })}">${role.holders} ${{ vi: 'người', en: 'persons' }[lang]}</a>`
                : { vi: 'Đi kèm tài khoản', en: 'Comes with an account' },
          },
          {
            label: { vi: 'Nguồn', en: 'Source' },
            value: role.edited
              ? {
                  vi: 'Đã sửa trên màn hình; nạp bộ dữ liệu không ghi đè',
                  en: 'Edited here; a pack does not overwrite it',
                }
              : sourceWords(lang, role.source),
          },
        ],
        { dense: true },
      )}
      ${
        edits &&
        html`<p class="link-line">
          ${waiting ? html`<a href="${changePath(waiting.id)}">${{ vi: 'Xem đề nghị đang chờ phê duyệt', en: 'See the proposal that waits' }[lang]}</a>` : html`<a href="${here}/sua">${{ vi: 'Sửa', en: 'Edit' }[lang]}</a>`}
          <a href="${here}/sua?sao-chep=1">${{ vi: 'Sao chép thành vai trò mới', en: 'Copy to a new role' }[lang]}</a>
        </p>`
      }
      ${groups.map(({ module, rows }) =>
        table<(typeof rows)[number]>(lang, {
          caption: module,
          stack: true,
          rows,
          columns: [
            {
              key: 'name',
              label: { vi: 'Được làm', en: 'May do' },
              cell: (p) => html`${p.name[lang]}<br /><small><code>${p.permission}</code></small>`,
            },
            {
              key: 'extent',
              label: { vi: 'Đến đâu', en: 'How far' },
              cell: (p) => p.extents.map((one) => html`<div>${extentWords(lang, one)}</div>`),
            },
          ],
        }),
      )}
      ${history(ctx, changes)}
      ${edits && role.place === 'unit' && !role.retiredOn && !waiting && retireForm(ctx, here, filled)}`,
  });
}

function history({ lang }: PageContext, changes: readonly Change[]): Html {
  if (changes.length === 0) return html``;
  return table<Change>(lang, {
    caption: { vi: 'Các lần sửa', en: 'Changes' },
    dense: true,
    rows: changes,
    rowHref: (c) => changePath(c.id),
    columns: [
      { key: 'kind', label: { vi: 'Việc', en: 'What' }, cell: (c) => kinds[c.kind]?.[lang] },
      { key: 'reason', label: { vi: 'Lý do', en: 'Reason' }, grow: true, cell: (c) => c.reason },
      {
        key: 'by',
        label: { vi: 'Đề nghị', en: 'Proposed' },
        cell: (c) => `${c.proposer}, ${formatDateTime(c.proposedAt)}`,
      },
      {
        key: 'decided',
        label: { vi: 'Quyết định', en: 'Decided' },
        cell: (c) => c.decidedAt && `${c.decider ?? ''}, ${formatDateTime(c.decidedAt)}`,
      },
      { key: 'state', label: { vi: 'Tình trạng', en: 'State' }, cell: (c) => changeTag(lang, c) },
    ],
  });
}

function retireForm(ctx: PageContext, here: string, filled: Filled): Html {
  const { lang } = ctx;
  return details(lang, {
    summary: { vi: 'Ngừng dùng vai trò này', en: 'Retire this role' },
    open: filled.wrong,
    body: form(lang, {
      action: `${here}/ngung`,
      body: html`${hiddenKey(ctx)}${textInput(lang, { name: 'retireOn', type: 'date', width: 10, label: { vi: 'Từ ngày', en: 'From' }, hint: { vi: 'Từ ngày này vai trò không cho quyền nào và không giao cho ai được nữa.', en: 'From this day on it gives nothing and is given to nobody.' }, value: filled.value('retireOn'), error: filled.error('retireOn') })}
      ${textarea(lang, { name: 'reason', rows: 2, label: { vi: 'Lý do', en: 'Reason' }, value: filled.value('reason'), error: filled.error('reason') })}
      ${button(lang, { kind: 'danger', label: { vi: 'Đề nghị ngừng dùng', en: 'Propose to retire it' } })}`,
    }),
  });
}

/** What one permission may be set to; several extents at once are those that the pack's roles have. */
const choices: Readonly<Record<string, Text>> = {
  ...scopes,
  'assigned unit': { vi: 'được giao, và đơn vị', en: 'assigned, and unit' },
  'assigned unit-tree': { vi: 'được giao, và đơn vị cùng trực thuộc', en: 'assigned, and unit and below' },
};
const asItIs = 'kept';

const plain = (extents: readonly RoleExtent[]): boolean =>
  extents.every((one) => Object.keys(one).every((name) => name === 'permission' || name === 'scope'));
const settingOf = (extents: readonly RoleExtent[]): string => {
  const value = extents
    .map(({ scope }) => scope)
    .sort((a, b) => a.localeCompare(b))
    .join(' ');
  return extents.length === 0 ? '' : plain(extents) && value in choices ? value : asItIs;
};

/** What already waits for a decision about a role; before anything is typed, and again where a proposal was refused for it. */
async function waitingFor(ctx: PageContext, key: string | undefined): Promise<Html | undefined> {
  if (!key || key.length > 60) return undefined;
  const { changes } = await ctx.run('identity.list-role-changes', { role: key, open: true });
  const [waiting] = changes;
  return (
    waiting &&
    banner(ctx.lang, {
      tone: 'soon',
      title: { vi: 'Đang có một đề nghị chờ quyết định', en: 'A proposal waits for a decision' },
      body: html`${waiting.proposer}, ${formatDateTime(waiting.proposedAt)}: ${waiting.reason}.
        <a href="${changePath(waiting.id)}">${{ vi: 'Xem đề nghị này', en: 'See the proposal' }[ctx.lang]}</a>`,
    })
  );
}

async function editScreen(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const { role, copy } = await roleOf(ctx);
  const none = { value: '', label: { vi: 'không', en: 'no' } };
  const scratch = role.key === '';
  const heading = scratch
    ? newTitle
    : copy
      ? { vi: `Vai trò mới, theo “${role.name.vi}”`, en: `A new role, after “${role.name.en}”` }
      : { vi: `Sửa vai trò “${role.name.vi}”`, en: `Edit the role “${role.name.en}”` };
  return screen(ctx, {
    title: scratch ? newTitle : { vi: 'Sửa vai trò', en: 'Edit a role' },
    wrong: filled.wrong,
    breadcrumbs: [
      { label: rolesTitle, href: rolesPath },
      ...(scratch ? [] : [{ label: role.name, href: `${rolesPath}/${role.key}` }]),
      { label: scratch ? newTitle : copy ? { vi: 'Sao chép', en: 'Copy' } : { vi: 'Sửa', en: 'Edit' } },
    ],
    main: html`${filled.summary}
      <h1>${heading[lang]}</h1>
      ${await waitingFor(ctx, copy ? filled.value('role') : role.key)}
      <p>${{ vi: 'Bước sau cho thấy ai được thêm, ai mất quyền; một người khác phê duyệt rồi mới áp dụng.', en: 'The next step shows who gains and loses what; it holds once somebody else has approved it.' }[lang]}</p>
      ${form(lang, {
        action: scratch ? newPath : `${rolesPath}/${role.key}/sua${copy ? '?sao-chep=1' : ''}`,
        body: html`${hiddenKey(ctx)}<input type="hidden" name="version" value="${role.version}" />
        ${copy && textInput(lang, { name: 'role', label: { vi: 'Mã', en: 'Key' }, maxLength: 60, width: 20, hint: { vi: 'Chữ thường không dấu, số và dấu “-”.', en: 'Small letters, digits and “-”.' }, value: filled.value('role') ?? (scratch ? undefined : `${role.key}-2`), error: filled.error('role') })}
        ${textInput(lang, { name: 'name.vi', label: { vi: 'Tên', en: 'Name in Vietnamese' }, maxLength: 120, value: filled.value('name.vi') ?? role.name.vi, error: filled.error('name.vi') })}
        ${textInput(lang, { name: 'name.en', label: { vi: 'Tên tiếng Anh', en: 'Name in English' }, maxLength: 120, value: filled.value('name.en') ?? role.name.en, error: filled.error('name.en') })}
        ${permissionGroups(ctx.app.modules).map(({ module, permissions }) =>
          details(lang, {
            summary: module,
            open: permissions.some(([permission]) => role.permissions.some((p) => p.permission === permission)),
            body: html`${permissions.map(([permission, name]) => {
              const extents = role.permissions.filter((p) => p.permission === permission);
              const setting = settingOf(extents);
              return select(lang, {
                name: `p.${permission}`,
                label: name,
                value: filled.value(`p.${permission}`) ?? setting,
                options: [
                  none,
                  ...Object.entries(choices).map(([value, label]) => ({ value, label })),
                  ...(setting === asItIs
                    ? [{ value: asItIs, label: extents.map((one) => extentWords(lang, one)).join('; ') }]
                    : []),
                ],
              });
            })}`,
          }),
        )}
        ${await narrowed(ctx, filled)}
        ${textarea(lang, { name: 'reason', rows: 2, maxLength: 500, label: { vi: 'Lý do', en: 'Reason' }, value: filled.value('reason'), error: filled.error('reason') })}
        ${button(lang, { label: { vi: 'Kiểm tra và trình phê duyệt', en: 'Check and propose' } })}`,
      })}`,
  });
}

/** The extents that the form asks for. */
function chosen(ctx: PageContext, role: Role): RoleExtent[] {
  const list: RoleExtent[] = permissionGroups(ctx.app.modules).flatMap(({ permissions }) =>
    permissions.flatMap(([permission]): RoleExtent[] => {
      const setting = typed(ctx, `p.${permission}`) ?? '';
      if (setting === asItIs) return role.permissions.filter((p) => p.permission === permission);
      return setting in choices ? setting.split(' ').map((scope) => ({ permission, scope })) : [];
    }),
  );
  const permission = typed(ctx, 'n.permission');
  if (permission === undefined) return list;
  return [
    ...list,
    {
      permission,
      scope: oneOf(typed(ctx, 'n.scope'), Object.keys(scopes)) ?? 'unit',
      ...Object.fromEntries(
        narrowings.flatMap((name) => {
          const chosen = chosenOf(ctx, `n.${name}`);
          // Procedures are typed, the others picked.
          const codes =
            name === 'procedures' ? [...new Set(chosen.flatMap((one) => one.split(/[\s,;]+/)).filter(Boolean))] : chosen;
          return codes.length > 0 ? [[name, codes]] : [];
        }),
      ),
      ...(typed(ctx, 'n.step') !== undefined && { when: 'my-step' }),
    },
  ];
}

export const rolePages = [newPage, newPost, rolePage, editPage, editPost, retirePost];
