import { may, type OutputOf, page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  banner,
  button,
  counted,
  details,
  form,
  formatDate,
  formatDateTime,
  html,
  type Html,
  summaryList,
  tag,
  textarea,
  whoMaySee,
} from '@dinh/ui';
import { viewPerson } from '../queries/view-person.ts';
import { delegationTable } from './person-delegations.ts';
import { standInSection } from './stand-ins.ts';
import { givePlace, placesTable } from './places.ts';
import { issue, issueForm, reset, resetForm } from './passwords.ts';
import { sessionsPath } from './sessions.ts';
import { hiddenKey, kinds, refusedAt, refusedSummary, screen, states, typed } from './frame.ts';

const title: Text = { vi: 'Một người', en: 'A person' };
const path = '/quan-tri/nguoi';

export const personPage = page({
  path: `${path}/:id`,
  title,
  may: 'people.view-person',
  async run(ctx) {
    const id = ctx.params['id'] ?? '';
    // An id from before a merge leads to the record that stands for it now.
    const found = await ctx.run(viewPerson, { person: id });
    return found.person.id === id ? show(await personScreen(ctx, undefined, found)) : redirect(`${path}/${found.person.id}`);
  },
});

/** What the fields of the acts are called, so that a refusal says which is meant. */
const fieldNames: Readonly<Record<string, Text>> = {
  unit: { vi: 'Đơn vị', en: 'Unit' },
  role: { vi: 'Vai trò', en: 'Role' },
  from: { vi: 'Từ ngày', en: 'From' },
  until: { vi: 'Đến hết ngày', en: 'Last day' },
  reason: { vi: 'Lý do', en: 'Reason' },
};

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
        ...(typed(ctx, 'titleKey') && { titleKey: typed(ctx, 'titleKey') }),
        ...(typed(ctx, 'from') && { from: typed(ctx, 'from') }),
        ...(typed(ctx, 'until') && { until: typed(ctx, 'until') }),
        main: typed(ctx, 'main') !== undefined,
        ...(typed(ctx, 'reason') && { reason: typed(ctx, 'reason') }),
      });
    },
  },
  'hoat-dong-lai': {
    may: 'people.manage-person',
    run: (ctx, person) => ctx.run('identity.resume-person', { person, reason: typed(ctx, 'reason') ?? '' }),
  },
  'thu-hoi-uy-quyen': {
    may: 'people.manage-delegation',
    run: (ctx) => ctx.run('identity.revoke-delegation', { delegation: typed(ctx, 'delegation') ?? '' }),
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
        return redirect(`${path}/${id}?xong=${name}`);
      } catch (error) {
        return show(await personScreen(ctx, refusedSummary(ctx, error, fieldNames)), 422);
      }
    },
  }),
);

export const passwordPost = post({
  path: `${path}/:id/mat-khau`,
  title,
  may: 'people.register-person',
  run: (ctx) => {
    const id = ctx.params['id'] ?? '';
    return issue(ctx, id, `${path}/${id}`, (summary) => personScreen(ctx, summary));
  },
});

/** An official who has lost telephone and key cannot be helped at a desk. */
export const personFactorsPost = post({
  path: `${path}/:id/go-xac-thuc`,
  title,
  may: 'people.register-person',
  run: (ctx) => {
    const id = ctx.params['id'] ?? '';
    return reset(ctx, id, `${path}/${id}`, (summary) => personScreen(ctx, summary));
  },
});

async function personScreen(ctx: PageContext, summary?: Html, known?: OutputOf<typeof viewPerson>) {
  const { lang } = ctx;
  const id = ctx.params['id'] ?? '';
  const [found, { delegations }, standing] = await Promise.all([
    known ?? (ctx.run(viewPerson, { person: id }) as Promise<OutputOf<typeof viewPerson>>),
    ctx.run('identity.list-delegations', { person: id }),
    ctx.run('identity.list-stand-ins', { person: id }),
  ]);
  const { person, places, sessions, businesses, may: allowed } = found;
  const back: Text = { vi: 'Người', en: 'Persons' };
  return screen(ctx, {
    title: person.name,
    wrong: summary !== undefined,
    breadcrumbs: [{ label: back, href: path }, { label: person.name }],
    main: html`${summary}${confirmed(ctx, person)}
      <h1>${person.name} ${person.state !== 'active' && tag(lang, 'stopped', states[person.state as 'suspended'])}</h1>
      ${may(ctx.principal, 'people.explain-access') && html`<p class="link-line">${whoMaySee(lang, true, 'person', person.id)}</p>`}
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
          ...(person.state === 'active'
            ? []
            : [
                {
                  label: { vi: 'Lý do', en: 'Reason' },
                  value: [
                    endings[person.closedAs ?? '']?.[lang],
                    person.diedOn && formatDate(person.diedOn),
                    person.stateReason,
                    person.stateAt && formatDateTime(person.stateAt),
                  ]
                    .filter(Boolean)
                    .join(' · '),
                },
              ]),
          ...businesses.map((b: { name: string; taxCode: string }) => ({
            label: { vi: 'Đại diện cho', en: 'Represents' },
            value: `${b.name} (${b.taxCode})`,
          })),
        ],
        { dense: true },
      )}
      ${placesTable(ctx, places, allowed.position)} ${allowed.position && person.state !== 'closed' && (await givePlace(ctx, id))}
      ${
        person.state === 'closed' &&
        person.closedAs !== 'merged' &&
        may(ctx.principal, 'people.register-person') &&
        html`<p><a href="/quan-tri/tai-quay/mo-lai/${person.id}">${{ vi: 'Mở lại tài khoản này', en: 'Open this account again' }[lang]}</a></p>`
      }
      ${standInSection(ctx, standing)} ${delegationTable(ctx, `${path}/${id}`, delegations)} ${accountSection(ctx, id, person.state, sessions, allowed)}
      ${
        may(ctx.principal, 'audit.view-trail') &&
        html`<p>
          <a href="/quan-tri/nhat-ky?nguoi=${id}">${{ vi: 'Người này đã làm gì', en: 'What this person did' }[lang]}</a> ·
          <a href="/quan-tri/nhat-ky?doi-tuong=person:${id}">${{ vi: 'Ai đã xem, sửa thông tin người này', en: 'Who saw or changed their details' }[lang]}</a>
        </p>`
      }`,
  });
}

/** What was just done, as the record says that it is. */
function confirmed({ lang, query }: PageContext, { name, state }: Found['person']): Html | undefined {
  if (query['xong'] === 'hoat-dong-lai' && state === 'active')
    return banner(lang, {
      tone: 'done',
      title: { vi: 'Tài khoản đã hoạt động lại', en: 'The account is resumed' },
      body: html`<p>
          ${{ vi: `${name} đăng nhập được ngay, với chức vụ và quyền như trước. ${notBack.vi}`, en: `${name} can sign in at once, with the places and rights of before. ${notBack.en}` }[lang]}
        </p>
        <p><a href="/quan-tri/ban-giao?q=${encodeURIComponent(name)}">${{ vi: 'Xem việc đã bàn giao', en: 'See what was handed over' }[lang]}</a></p>`,
    });
  if (query['xong'] === 'tam-ngung' && state === 'suspended')
    return banner(lang, {
      tone: 'done',
      title: { vi: 'Đã tạm ngừng tài khoản', en: 'The account is suspended' },
      body: {
        vi: `${name} không đăng nhập được nữa và mọi phiên đã kết thúc. Người này không giữ việc nào phải bàn giao.`,
        en: `${name} cannot sign in any more, and all sessions have ended. They held no work to be handed over.`,
      },
    });
  const said = done[query['xong'] ?? ''];
  return said && banner(lang, { tone: 'done', body: said });
}

const done: Readonly<Record<string, Text>> = {
  'giao-chuc-vu': { vi: 'Đã giao chức vụ.', en: 'The position is given.' },
  'thu-hoi-uy-quyen': { vi: 'Đã thu hồi ủy quyền.', en: 'The delegation is revoked.' },
};

const notBack: Text = {
  vi: 'Việc đã bàn giao khi tạm ngừng không tự trở lại; muốn giao lại thì chuyển việc ở bàn làm việc của đơn vị.',
  en: 'Work that was handed over meanwhile does not come back by itself; it is moved on the desk of the unit.',
};

const endings: Record<string, Text> = {
  'own-wish': { vi: 'Người này tự đóng', en: 'Closed at their wish' },
  death: { vi: 'Đã mất', en: 'Died' },
};

type Found = OutputOf<typeof viewPerson>;
interface Allowed {
  person: boolean;
  password: boolean;
}

function accountSection(ctx: PageContext, id: string, state: string, sessions: Found['sessions'], allowed: Allowed) {
  const { lang } = ctx;
  const small = (action: string, body: Html) =>
    form(lang, { action: `${path}/${id}/${action}`, body: html`${hiddenKey(ctx)}${body}` });
  // Refused: the form stands open, with what was typed in it.
  const refused = refusedAt(ctx, `${path}/${id}/hoat-dong-lai`);
  const reason = textarea(lang, {
    id: 'reason-resume',
    name: 'reason',
    rows: 2,
    label: fieldNames['reason']!,
    value: refused ? typed(ctx, 'reason') : undefined,
  });
  return html`<h2>${{ vi: 'Tài khoản', en: 'Account' }[lang]}</h2>
    ${
      sessions &&
      html`<p>
        ${{ vi: `Đang đăng nhập trên ${sessions.open} thiết bị`, en: `Signed in on ${counted(sessions.open, 'device')}` }[lang]}${sessions.seenAt && `, ${{ vi: 'lần cuối', en: 'last seen' }[lang]} ${formatDateTime(sessions.seenAt)}`}.
        <a href="${sessionsPath}?nguoi=${id}">${{ vi: 'Xem và kết thúc phiên', en: 'See and end sessions' }[lang]}</a>
      </p>`
    }
    ${
      allowed.password &&
      state === 'active' &&
      details(lang, {
        summary: { vi: 'Cấp mật khẩu mới', en: 'Issue a new password' },
        open: refusedAt(ctx, `${path}/${id}/mat-khau`),
        body: issueForm(ctx, `${path}/${id}/mat-khau`, id),
      })
    }
    ${allowed.password && state === 'active' && id !== ctx.principal.id && resetForm(ctx, `${path}/${id}/go-xac-thuc`, id)}
    ${
      allowed.person &&
      state === 'active' &&
      html`<p><a href="${path}/${id}/ban-giao?viec=tam-ngung">${{ vi: 'Tạm ngừng tài khoản', en: 'Suspend the account' }[lang]}</a></p>`
    }
    ${
      allowed.person &&
      state === 'suspended' &&
      details(lang, {
        summary: { vi: 'Cho hoạt động lại', en: 'Resume the account' },
        open: refused,
        body: small(
          'hoat-dong-lai',
          html`<p class="hint">${notBack[lang]}</p>
            ${reason}${button(lang, { label: { vi: 'Cho hoạt động lại', en: 'Resume' } })}`,
        ),
      })
    }`;
}
