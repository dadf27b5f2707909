import { localDate, may, page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  button,
  checkbox,
  details,
  form,
  formatDate,
  formatDateTime,
  html,
  type Html,
  linkButton,
  panel,
  select,
  summaryList,
  table,
  tag,
  textarea,
  textInput,
  checkboxes,
} from '@dinh/ui';
import { listRoles } from '../queries/list-roles.ts';
import { unitTree } from '../queries/units.ts';
import { viewPerson } from '../queries/view-person.ts';
import { hiddenKey, kinds, refusedSummary, screen, states, typed } from './frame.ts';

const title: Text = { vi: 'Một người', en: 'A person' };
const path = '/quan-tri/nguoi';

interface Place {
  id: string;
  unitKey: string;
  unitName: Text;
  roleName: Text;
  title: Text;
  main: boolean;
  from: string;
  to: string | null;
  live: boolean;
}

export const personPage = page({
  path: `${path}/:id`,
  title,
  may: 'people.view-person',
  run: async (ctx) => show(await personScreen(ctx)),
});

/** The acts on a person, each its own address; a refused one shows the page again with the reason. */
const acts: Record<string, { may: string; run(ctx: PageContext, person: string): Promise<unknown> }> = {
  'giao-chuc-vu': {
    may: 'people.manage-position',
    run: (ctx, person) => {
      const name = { vi: typed(ctx, 'titleVi'), en: typed(ctx, 'titleEn') };
      return ctx.run('identity.give-position', {
        person,
        unit: Number(typed(ctx, 'unit') ?? 0),
        role: typed(ctx, 'role') ?? '',
        ...(name.vi && { title: { vi: name.vi, en: name.en ?? name.vi } }),
        ...(typed(ctx, 'from') && { from: typed(ctx, 'from') }),
        ...(typed(ctx, 'until') && { until: typed(ctx, 'until') }),
        main: typed(ctx, 'main') !== undefined,
        ...(typed(ctx, 'reason') && { reason: typed(ctx, 'reason') }),
      });
    },
  },
  'thoi-chuc-vu': {
    may: 'people.manage-position',
    run: (ctx) =>
      ctx.run('identity.end-position', {
        position: typed(ctx, 'position') ?? '',
        reason: typed(ctx, 'reason') ?? '',
        ...(typed(ctx, 'lastDay') && { lastDay: typed(ctx, 'lastDay') }),
      }),
  },
  'tam-ngung': {
    may: 'people.manage-person',
    run: (ctx, person) => ctx.run('identity.suspend-person', { person, reason: typed(ctx, 'reason') ?? '' }),
  },
  'hoat-dong-lai': {
    may: 'people.manage-person',
    run: (ctx, person) => ctx.run('identity.resume-person', { person, reason: typed(ctx, 'reason') ?? '' }),
  },
  'ket-thuc-phien': {
    may: 'people.end-session',
    run: (ctx, person) => ctx.run('identity.end-sessions-of', { person }),
  },
};

export const personPosts = Object.entries(acts).map(([name, act]) =>
  post({
    path: `${path}/:id/${name}`,
    title,
    may: act.may,
    async run(ctx) {
      const id = ctx.params['id'] ?? '';
      try {
        await act.run(ctx, id);
        return redirect(`${path}/${id}`);
      } catch (error) {
        return show(await personScreen(ctx, refusedSummary(ctx, error)), 422);
      }
    },
  }),
);

/** A new password is told once, on the page that answers; it stands nowhere else. */
export const passwordPost = post({
  path: `${path}/:id/mat-khau`,
  title,
  may: 'people.register-person',
  async run(ctx) {
    const person = ctx.params['id'] ?? '';
    const { lang } = ctx;
    try {
      const papersSeen = typed(ctx, 'papersSeen') !== undefined;
      const issued = await ctx.run('identity.issue-password', { person, papersSeen });
      const said: Text = { vi: 'Đã cấp mật khẩu mới', en: 'A new password is issued' };
      return show(
        screen(ctx, {
          title: said,
          main: html`${panel(lang, { title: said })}
            ${summaryList(lang, [
              { label: { vi: 'Tên đăng nhập', en: 'Account name' }, value: issued.account },
              { label: { vi: 'Mật khẩu', en: 'Password' }, value: html`<strong>${issued.password}</strong>` },
              { label: { vi: 'Dùng được đến', en: 'Good until' }, value: formatDateTime(issued.until) },
            ])}
            <p>
              ${
                {
                  vi: 'Chỉ hiện một lần. Hãy chép lại cho người đó; khi đăng nhập họ phải đổi ngay.',
                  en: 'It is shown this once. Write it down for the person; they must change it when they sign in.',
                }[lang]
              }
            </p>
            ${linkButton(lang, { href: `${path}/${person}`, label: { vi: 'Về trang của người này', en: 'Back to the person' } })}`,
        }),
      );
    } catch (error) {
      return show(await personScreen(ctx, refusedSummary(ctx, error)), 422);
    }
  },
});

async function personScreen(ctx: PageContext, summary?: Html) {
  const { lang } = ctx;
  const id = ctx.params['id'] ?? '';
  const [found, { delegations }] = await Promise.all([
    ctx.run(viewPerson, { person: id }),
    ctx.run('identity.list-delegations', { person: id }),
  ]);
  const { person, places, sessions, businesses, may: allowed } = found;
  const back: Text = { vi: 'Người', en: 'Persons' };
  return screen(ctx, {
    title: person.name,
    wrong: summary !== undefined,
    breadcrumbs: [{ label: back, href: path }, { label: person.name }],
    main: html`${summary}
      <h1>${person.name} ${person.state !== 'active' && tag(lang, 'stopped', states[person.state as 'suspended'])}</h1>
      ${summaryList(
        lang,
        [
          { label: { vi: 'Loại', en: 'Kind' }, value: kinds[person.kind as 'citizen'] },
          { label: { vi: 'Số định danh', en: 'Identity number' }, value: person.idNumber },
          {
            label: { vi: 'Ngày sinh', en: 'Date of birth' },
            value: person.birthDate && formatDate(person.birthDate),
          },
          { label: { vi: 'Điện thoại', en: 'Telephone' }, value: person.phone },
          { label: { vi: 'Thư điện tử', en: 'E-mail' }, value: person.email },
          ...businesses.map((b: { name: string; taxCode: string }) => ({
            label: { vi: 'Đại diện cho', en: 'Represents' },
            value: `${b.name} (${b.taxCode})`,
          })),
        ],
        { dense: true },
      )}
      ${placesTable(ctx, places, allowed.position)} ${allowed.position && (await givePlace(ctx, id))}
      ${delegationTable(ctx, delegations)} ${accountSection(ctx, id, person.state, sessions, allowed)}
      ${
        may(ctx.principal, 'audit.view-trail') &&
        html`<p>
          <a href="/quan-tri/nhat-ky?nguoi=${id}">${{ vi: 'Người này đã làm gì', en: 'What this person did' }[lang]}</a> ·
          <a href="/quan-tri/nhat-ky?doi-tuong=person:${id}">${{ vi: 'Ai đã xem, sửa thông tin người này', en: 'Who saw or changed their details' }[lang]}</a>
        </p>`
      }`,
  });
}

function placesTable(ctx: PageContext, places: Place[], mayEnd: boolean) {
  const { lang } = ctx;
  const period = (p: Place) =>
    `${formatDate(p.from)} – ${p.to ? formatDate(new Date(Date.parse(p.to) - 24 * 3_600_000)) : ''}`;
  return table<Place>(lang, {
    caption: { vi: 'Chức vụ', en: 'Positions' },
    dense: true,
    rows: places,
    columns: [
      {
        key: 'title',
        label: { vi: 'Chức vụ', en: 'Position' },
        cell: (p) =>
          html`${p.title[lang]} ${p.main && p.live && tag(lang, 'doing', { vi: 'chính', en: 'main' })}`,
      },
      {
        key: 'unit',
        label: { vi: 'Đơn vị', en: 'Unit' },
        cell: (p) => html`<a href="/quan-tri/don-vi/${p.unitKey}">${p.unitName[lang]}</a>`,
      },
      { key: 'role', label: { vi: 'Vai trò', en: 'Role' }, cell: (p) => p.roleName[lang] },
      { key: 'period', label: { vi: 'Từ – đến hết ngày', en: 'From – last day' }, cell: period },
      { key: 'end', label: { vi: 'Thôi', en: 'End' }, cell: (p) => p.live && mayEnd && endPlace(ctx, p) },
    ],
    empty: html`<p class="muted">${{ vi: 'Người này chưa giữ chức vụ nào.', en: 'This person holds no position.' }[lang]}</p>`,
  });
}

function endPlace(ctx: PageContext, place: Place) {
  const { lang } = ctx;
  return details(lang, {
    summary: { vi: 'Thôi chức vụ', en: 'End' },
    id: `end-${place.id}`,
    body: form(lang, {
      action: `${path}/${ctx.params['id']}/thoi-chuc-vu`,
      body: html`${hiddenKey(ctx)}<input type="hidden" name="position" value="${place.id}" />
        ${textInput(lang, { id: `reason-${place.id}`, name: 'reason', label: { vi: 'Lý do', en: 'Reason' } })}
        ${textInput(lang, { id: `last-${place.id}`, name: 'lastDay', type: 'date', optional: true, width: 10, label: { vi: 'Ngày cuối (trống: thôi ngay)', en: 'Last day (empty: at once)' } })}
        ${button(lang, { kind: 'danger', label: { vi: 'Thôi chức vụ này', en: 'End this position' } })}`,
    }),
  });
}

async function givePlace(ctx: PageContext, id: string) {
  const { lang } = ctx;
  const [{ units }, { roles }] = await Promise.all([ctx.run(unitTree, {}), ctx.run(listRoles, {})]);
  const value = (name: string) => (ctx.method === 'POST' ? typed(ctx, name) : undefined);
  return details(lang, {
    summary: { vi: 'Giao chức vụ', en: 'Give a position' },
    open: ctx.method === 'POST' && typed(ctx, 'unit') !== undefined,
    body: form(lang, {
      action: `${path}/${id}/giao-chuc-vu`,
      body: html`${hiddenKey(ctx)}
      ${select(lang, { name: 'unit', label: { vi: 'Đơn vị', en: 'Unit' }, placeholder: { vi: 'Chọn đơn vị', en: 'Choose a unit' }, value: value('unit'), options: units.map((u: { id: number; name: Text }) => ({ value: String(u.id), label: u.name })) })}
      ${select(lang, { name: 'role', label: { vi: 'Vai trò', en: 'Role' }, placeholder: { vi: 'Chọn vai trò', en: 'Choose a role' }, value: value('role'), options: roles.filter((r: { place: string }) => r.place === 'unit').map((r: { key: string; name: Text }) => ({ value: r.key, label: r.name })) })}
      ${textInput(lang, { name: 'titleVi', optional: true, value: value('titleVi'), label: { vi: 'Chức danh ghi trên văn bản', en: 'Title as papers write it, in Vietnamese' } })}
      ${textInput(lang, { name: 'titleEn', optional: true, value: value('titleEn'), label: { vi: 'Chức danh bằng tiếng Anh', en: 'Title in English' } })}
      ${textInput(lang, { name: 'from', type: 'date', width: 10, value: value('from') ?? localDate(ctx.now), label: { vi: 'Từ ngày', en: 'From' } })}
      ${textInput(lang, { name: 'until', type: 'date', width: 10, optional: true, value: value('until'), label: { vi: 'Đến hết ngày', en: 'Last day' } })}
      ${checkbox(lang, { name: 'main', label: { vi: 'Là chức vụ chính', en: 'It is the main position' } })}
      ${textInput(lang, { name: 'reason', optional: true, value: value('reason'), label: { vi: 'Căn cứ (quyết định số …)', en: 'By which decision' } })}
      ${button(lang, { label: { vi: 'Giao chức vụ', en: 'Give the position' } })}`,
    }),
  });
}

interface Delegation {
  id: string;
  fromName: string;
  toName: string;
  validFrom: Date;
  validTo: Date;
  reason: string;
  revokedAt: Date | null;
}

function delegationTable(ctx: PageContext, delegations: Delegation[]) {
  const { lang } = ctx;
  if (delegations.length === 0) return undefined;
  return table<Delegation>(lang, {
    caption: { vi: 'Ủy quyền', en: 'Delegations' },
    dense: true,
    rows: delegations,
    columns: [
      { key: 'from', label: { vi: 'Người giao', en: 'From' }, cell: (d) => d.fromName },
      { key: 'to', label: { vi: 'Người nhận', en: 'To' }, cell: (d) => d.toName },
      {
        key: 'period',
        label: { vi: 'Thời gian', en: 'Period' },
        cell: (d) => `${formatDateTime(d.validFrom)} – ${formatDateTime(d.validTo)}`,
      },
      { key: 'reason', label: { vi: 'Lý do', en: 'Reason' }, cell: (d) => d.reason },
      {
        key: 'revoked',
        label: { vi: 'Thu hồi', en: 'Revoked' },
        cell: (d) => d.revokedAt && formatDateTime(d.revokedAt),
      },
    ],
  });
}

interface Session {
  seenAt: Date;
  address: string | null;
  agent: string | null;
}
interface Allowed {
  person: boolean;
  session: boolean;
  password: boolean;
}

function accountSection(ctx: PageContext, id: string, state: string, sessions: Session[], allowed: Allowed) {
  const { lang } = ctx;
  const small = (action: string, body: Html) =>
    form(lang, { action: `${path}/${id}/${action}`, body: html`${hiddenKey(ctx)}${body}` });
  const reason = (key: string) =>
    textarea(lang, { id: `reason-${key}`, name: 'reason', rows: 2, label: { vi: 'Lý do', en: 'Reason' } });
  return html`<h2>${{ vi: 'Tài khoản', en: 'Account' }[lang]}</h2>
    ${
      sessions.length > 0 &&
      html`<ul>
          ${sessions.map((s) => html`<li>${s.address} · ${s.agent?.slice(0, 60)} · ${formatDateTime(s.seenAt)}</li>`)}
        </ul>
        ${allowed.session && small('ket-thuc-phien', button(lang, { kind: 'secondary', label: { vi: 'Kết thúc mọi phiên', en: 'End all sessions' } }))}`
    }
    ${
      allowed.password &&
      details(lang, {
        summary: { vi: 'Cấp mật khẩu mới', en: 'Issue a new password' },
        body: small(
          'mat-khau',
          html`${checkboxes(lang, {
            name: 'papersSeen',
            label: { vi: 'Trước khi cấp', en: 'Before you do' },
            choices: [
              {
                value: '1',
                label: {
                  vi: 'Tôi đã đối chiếu căn cước của người này',
                  en: 'I have seen this person’s identity card',
                },
              },
            ],
          })}${button(lang, { label: { vi: 'Cấp mật khẩu', en: 'Issue a password' } })}`,
        ),
      })
    }
    ${
      allowed.person &&
      state === 'active' &&
      details(lang, {
        summary: { vi: 'Tạm ngừng tài khoản', en: 'Suspend the account' },
        body: small(
          'tam-ngung',
          html`${reason('suspend')}${button(lang, { kind: 'danger', label: { vi: 'Tạm ngừng', en: 'Suspend' } })}`,
        ),
      })
    }
    ${
      allowed.person &&
      state === 'suspended' &&
      details(lang, {
        summary: { vi: 'Cho hoạt động lại', en: 'Resume the account' },
        body: small(
          'hoat-dong-lai',
          html`${reason('resume')}${button(lang, { label: { vi: 'Cho hoạt động lại', en: 'Resume' } })}`,
        ),
      })
    }`;
}
