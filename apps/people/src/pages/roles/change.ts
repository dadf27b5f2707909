import { may, type OperationTypes, type OutputOf, page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  banner,
  button,
  counted,
  type Filled,
  form,
  formatDate,
  formatDateTime,
  fresh,
  html,
  type Html,
  inset,
  refusedForm,
  summaryList,
  table,
  tag,
  textarea,
  warning,
} from '@dinh/ui';
import { hiddenKey, screen, typed } from '../frame.ts';
import { extentWords, permissionName, type RoleExtent, rolesPath, rolesTitle } from './words.ts';

type Checked = OutputOf<OperationTypes['identity.check-role-change']>;
type Change = Checked['change'];

const path = `${rolesPath}/de-nghi/:id`;
const title: Text = { vi: 'Đề nghị sửa vai trò', en: 'Proposed change of a role' };
const states: Readonly<Record<string, Text>> = {
  proposed: { vi: 'Chờ phê duyệt', en: 'Waits for approval' },
  done: { vi: 'Đã phê duyệt', en: 'Approved' },
  declined: { vi: 'Không đồng ý', en: 'Declined' },
  withdrawn: { vi: 'Đã rút', en: 'Withdrawn' },
};
export const kinds: Readonly<Record<string, Text>> = {
  create: { vi: 'Lập vai trò mới', en: 'New role' },
  edit: { vi: 'Sửa vai trò', en: 'Edit' },
  retire: { vi: 'Ngừng dùng vai trò', en: 'Retire' },
};
export const changePath = (id: string): string => `${rolesPath}/de-nghi/${id}`;

export const changeTag = (lang: 'vi' | 'en', { state }: Pick<Change, 'state'>): Html =>
  tag(lang, state === 'proposed' ? 'waiting' : state === 'done' ? 'done' : 'stopped', states[state] ?? state);

const changePage = page({
  path,
  title,
  may: 'people.view-person',
  run: async (ctx) => show(await changeScreen(ctx, fresh())),
});

const act = (name: string, rule: string, run: (ctx: PageContext, id: string) => Promise<unknown>) =>
  post({
    path: `${path}/${name}`,
    title,
    may: rule,
    async run(ctx) {
      const id = ctx.params['id'] ?? '';
      try {
        await run(ctx, id);
        return redirect(`${changePath(id)}?xong=1`);
      } catch (error) {
        return show(await changeScreen(ctx, refusedForm(ctx, error, {})), 422);
      }
    },
  });

const decide = act('quyet-dinh', 'people.approve-role', (ctx, id) => {
  const comment = typed(ctx, 'comment');
  return ctx.run('identity.decide-role-change', {
    id,
    accept: typed(ctx, 'answer') === 'yes',
    ...(comment && { comment: comment.replace(/\s+/g, ' ') }),
  });
});
const withdraw = act('rut', 'people.edit-role', (ctx, id) => ctx.run('identity.withdraw-role-change', { id }));

async function changeScreen(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const { change, effect } = await ctx.run('identity.check-role-change', { id: ctx.params['id'] ?? '' });
  const open = change.state === 'proposed';
  const own = change.proposedBy === ctx.principal.id;
  // Once it is applied the role has the name that was proposed, and what it was called before stands in the audit trail.
  const { roles }: { roles: { key: string; name: Text }[] } = await ctx.run('people.list-role-names', {});
  const now = roles.find((one) => one.key === change.role)?.name;
  const renamed = open && now && (now.vi !== change.name.vi || now.en !== change.name.en);
  return screen(ctx, {
    title,
    wrong: filled.wrong,
    breadcrumbs: [{ label: rolesTitle, href: rolesPath }, { label: title }],
    main: html`${filled.summary}
      ${ctx.query['xong'] && banner(lang, { tone: 'done', body: { vi: 'Đã ghi nhận.', en: 'It is recorded.' } })}
      <h1>${kinds[change.kind]?.[lang]}: ${change.name[lang]} ${changeTag(lang, change)}</h1>
      ${summaryList(
        lang,
        [
          { label: { vi: 'Mã vai trò', en: 'Key' }, value: html`<code>${change.role}</code>` },
          ...(renamed
            ? [
                {
                  label: { vi: 'Đổi tên', en: 'Renamed' },
                  value: `${now.vi} (${now.en}) → ${change.name.vi} (${change.name.en})`,
                },
              ]
            : []),
          { label: { vi: 'Lý do', en: 'Reason' }, value: change.reason },
          {
            label: { vi: 'Người đề nghị', en: 'Proposed by' },
            value: `${change.proposer}, ${formatDateTime(change.proposedAt)}`,
          },
          {
            label: { vi: 'Ngừng dùng từ', en: 'Retired from' },
            value: change.retiredOn && formatDate(change.retiredOn),
          },
          {
            label: { vi: 'Người quyết định', en: 'Decided by' },
            value: change.decidedAt && `${change.decider ?? ''}, ${formatDateTime(change.decidedAt)}`,
          },
          { label: { vi: 'Ý kiến', en: 'Comment' }, value: change.comment },
        ],
        { dense: true },
      )}
      ${open && effects(ctx, effect)}
      <div class="narrow">
        ${
          open &&
          !own &&
          may(ctx.principal, 'people.approve-role') &&
          form(lang, {
            action: `${changePath(change.id)}/quyet-dinh`,
            body: html`${hiddenKey(ctx)}${textarea(lang, { name: 'comment', rows: 2, optional: true, label: { vi: 'Ý kiến', en: 'Comment' }, value: filled.value('comment'), error: filled.error('comment') })}
            ${button(lang, { name: 'answer', value: 'yes', label: { vi: 'Phê duyệt, áp dụng ngay', en: 'Approve: it holds at once' } })}
            ${button(lang, { name: 'answer', value: 'no', kind: 'secondary', label: { vi: 'Không đồng ý', en: 'Decline' } })}`,
          })
        }
        ${
          open &&
          own &&
          html`<p>${{ vi: 'Bạn đã đề nghị; một người khác phê duyệt.', en: 'You proposed it; somebody else approves.' }[lang]}</p>
            <form method="post" action="${changePath(change.id)}/rut">
              ${hiddenKey(ctx)}${button(lang, { kind: 'secondary', label: { vi: 'Rút đề nghị', en: 'Withdraw it' } })}
            </form>`
        }
      </div>`,
  });
}

/** What it would bring about. */
function effects(ctx: PageContext, effect: Checked['effect']): Html {
  const { lang } = ctx;
  const persons = (count: number, names: readonly string[]): string =>
    count === 0
      ? { vi: 'Không ai', en: 'Nobody' }[lang]
      : `${{ vi: `${count} người`, en: counted(count, 'person') }[lang]}: ${names.join(', ')}${count > names.length ? ' …' : ''}`;
  type Line = RoleExtent & { readonly gained: boolean };
  const lines: Line[] = [
    ...effect.added.map((p) => ({ ...p, gained: true })),
    ...effect.removed.map((p) => ({ ...p, gained: false })),
  ];
  return html`${table<Line>(lang, {
    caption: { vi: 'Quyền thêm và bớt', en: 'Permissions added and taken away' },
    stack: true,
    rows: lines,
    columns: [
      {
        key: 'gained',
        label: { vi: 'Thêm, bớt', en: 'Change' },
        cell: (p) =>
          p.gained ? tag(lang, 'new', { vi: 'Thêm', en: 'Added' }) : tag(lang, 'stopped', { vi: 'Bớt', en: 'Taken away' }),
      },
      {
        key: 'name',
        label: { vi: 'Được làm', en: 'May do' },
        cell: (p) => permissionName(ctx, p.permission),
      },
      { key: 'extent', label: { vi: 'Đến đâu', en: 'How far' }, cell: (p) => extentWords(lang, p) },
    ],
    empty: inset(lang, { vi: 'Không có quyền nào thay đổi.', en: 'No permission changes.' }),
  })}
  ${summaryList(lang, [
    {
      label: { vi: 'Có thêm quyền', en: 'Gain something' },
      value: persons(effect.gaining, effect.gainingNames),
    },
    {
      label: { vi: 'Mất bớt quyền', en: 'Lose something' },
      value: persons(effect.losing, effect.losingNames),
    },
  ])}
  ${effect.conflicts.map(({ name, rule }) =>
    warning(lang, {
      vi: `${name} sẽ giữ cùng lúc những quyền phải tách riêng (“${rule.vi}”). Chưa phê duyệt được.`,
      en: `${name} would hold together what must be apart (“${rule.en}”). It cannot be approved so.`,
    }),
  )}
  ${
    effect.lockedOut.length > 0 &&
    warning(lang, {
      vi: `Sau đó không còn ai có quyền: ${effect.lockedOut.map((p) => permissionName(ctx, p)).join('; ')}. Chưa phê duyệt được.`,
      en: `Nobody would be left who may: ${effect.lockedOut.map((p) => permissionName(ctx, p)).join('; ')}. It cannot be approved so.`,
    })
  }`;
}

export const changePages = [changePage, decide, withdraw];
