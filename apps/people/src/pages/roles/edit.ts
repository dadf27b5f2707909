/** A role edited, copied or made anew; a proposal for somebody else's approval. */
import { notFound, page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  banner,
  button,
  details,
  type Filled,
  form,
  formatDateTime,
  fresh,
  html,
  type Html,
  refusedForm,
  select,
  textarea,
  textInput,
} from '@dinh/ui';
import { listRoles } from '../../queries/list-roles.ts';
import { hiddenKey, oneOf, screen, typed } from '../frame.ts';
import { chosenOf } from '../several.ts';
import { changePath } from './change.ts';
import { narrowed, narrowings } from './narrowed.ts';
import {
  askFor,
  extentWords,
  permissionGroups,
  type Role,
  type RoleExtent,
  rolePath as path,
  rolesPath,
  rolesTitle,
  scopes,
} from './words.ts';

type Proposal = Parameters<PageContext['run']>[1];

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
export async function roleOf(ctx: PageContext): Promise<{ role: Role; copy: boolean }> {
  if (ctx.params['key'] === undefined) return { role: blank, copy: true };
  const { roles }: { roles: Role[] } = await ctx.run(listRoles, {});
  const role = roles.find(({ key }) => key === ctx.params['key']);
  if (!role) throw notFound();
  return { role, copy: (ctx.query['sao-chep'] ?? '') !== '' };
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

export const editPages = [newPage, newPost, editPage, editPost];
