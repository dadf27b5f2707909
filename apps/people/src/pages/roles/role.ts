/** A role as it is: what it gives, its history, and its retirement. */
import { may, type OperationTypes, type OutputOf, page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
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
  sourceWords,
  summaryList,
  table,
  tag,
  textarea,
  textInput,
} from '@dinh/ui';
import { hiddenKey, screen, typed, withQuery } from '../frame.ts';
import { changePath, changeTag, kinds } from './change.ts';
import { editPages, roleOf } from './edit.ts';
import { askFor, extentWords, permissionGroups, rolePath, rolesPath, rolesTitle } from './words.ts';

type Change = OutputOf<OperationTypes['identity.list-role-changes']>['changes'][number];

const title: Text = { vi: 'Vai trò', en: 'Role' };
const rolePage = page({
  path: rolePath,
  title,
  may: 'people.view-person',
  run: async (ctx) => show(await roleScreen(ctx, fresh())),
});

const retirePost = post({
  path: `${rolePath}/ngung`,
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

export const rolePages = [...editPages, rolePage, retirePost];
