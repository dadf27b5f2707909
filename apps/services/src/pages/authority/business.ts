import {
  dayAfter,
  localDate,
  type OperationTypes,
  type OutputOf,
  page,
  type PageContext,
  type PageResult,
  post,
  redirect,
  type Text,
} from '@dinh/kernel';
import {
  banner,
  button,
  details,
  type Filled,
  form,
  formatDate,
  fresh,
  html,
  type Html,
  linkButton,
  present,
  refusedForm,
  summaryList,
  table,
  tag,
  textInput,
} from '@dinh/ui';
import { screen, typed } from '../frame.ts';
import {
  authorityPath,
  authorityTitle,
  codePanel,
  fieldNames,
  lastDayField,
  limitFields,
  limitsText,
  periodText,
  reasonForm,
  typedLimits,
} from './parts.ts';

type Seen = OutputOf<OperationTypes['identity.view-business']>;
type Representative = Seen['representatives'][number];
type Invitation = Seen['invitations'][number];

const path = '/tai-khoan/doanh-nghiep/:id';
const title: Text = { vi: 'Người đại diện của doanh nghiệp', en: 'Representatives of a business' };

const askFor: Record<string, Text> = {
  name: { vi: 'Hãy nhập họ và tên người được mời.', en: 'Type the name of whom you invite.' },
  idNumber: { vi: 'Số định danh gồm đúng 12 chữ số.', en: 'An identity number has exactly 12 digits.' },
  acts: { vi: 'Hãy chọn ít nhất một việc.', en: 'Choose at least one.' },
  reason: { vi: 'Hãy nhập lý do.', en: 'Type the reason.' },
};

const businessPage = page({
  path,
  title,
  may: 'signed-in',
  run: (ctx) => draw(ctx, fresh({ acts: ['file', 'follow'] })),
});

const invitePost = post({
  path: `${path}/moi`,
  title,
  may: 'signed-in',
  async run(ctx): Promise<PageResult> {
    try {
      const name = typed(ctx, 'name') ?? '';
      const { code } = await ctx.run(
        'identity.invite-representative',
        present({
          business: ctx.params['id'] ?? '',
          name,
          idNumber: typed(ctx, 'idNumber')?.replace(/[ .]/g, '') ?? '',
          title: typed(ctx, 'title'),
          ...typedLimits(ctx),
          until: typed(ctx, 'until'),
        }),
      );
      return invited(ctx, code, name);
    } catch (error) {
      return draw(ctx, refusedForm(ctx, error, askFor), 422);
    }
  },
});

function invited(ctx: PageContext, code: string, name: string): PageResult {
  const { lang } = ctx;
  const said: Text = { vi: 'Đã gửi lời mời', en: 'The invitation is sent' };
  return screen(ctx, {
    title: said,
    noSearch: true,
    main: html`<h1>${said[lang]}</h1>
      ${codePanel(ctx, code, name)}
      ${linkButton(lang, { href: `/tai-khoan/doanh-nghiep/${ctx.params['id']}`, label: { vi: 'Xong', en: 'Done' } })}`,
  });
}

/** The other acts on this page; a refused one shows it again. */
function act(name: string, run: (ctx: PageContext) => Promise<unknown>) {
  return post({
    path: `${path}/${name}`,
    title,
    may: 'signed-in',
    async run(ctx): Promise<PageResult> {
      try {
        await run(ctx);
        return redirect(`/tai-khoan/doanh-nghiep/${ctx.params['id']}?xong=1`);
      } catch (error) {
        return draw(ctx, refusedForm(ctx, error, askFor), 422);
      }
    },
  });
}

const withdraw = act('rut-moi', (ctx) => ctx.run('identity.withdraw-invitation', { invitation: typed(ctx, 'invitation') ?? '' }));
const limit = act('pham-vi', (ctx) =>
  ctx.run(
    'identity.limit-representative',
    present({
      representative: typed(ctx, 'representative') ?? '',
      ...typedLimits(ctx),
      until: typed(ctx, 'until'),
    }),
  ),
);
const end = act('thoi', (ctx) =>
  ctx.run('identity.end-representative', {
    representative: typed(ctx, 'representative') ?? '',
    reason: typed(ctx, 'reason') ?? '',
  }),
);
const edit = act('sua', (ctx) =>
  ctx.run('identity.update-business', {
    business: ctx.params['id'] ?? '',
    phone: typed(ctx, 'phone') ?? null,
    email: typed(ctx, 'email') ?? null,
  }),
);

const limitPage = page({
  path: `${path}/pham-vi/:representative`,
  title: { vi: 'Sửa phạm vi', en: 'Change the limits' },
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    const id = ctx.params['id'] ?? '';
    const { representatives } = await ctx.run('identity.view-business', { business: id });
    const one = representatives.find((r) => r.id === ctx.params['representative']);
    if (!one) return redirect(`/tai-khoan/doanh-nghiep/${id}`);
    const until = one.to && dayAfter(one.to, -1);
    const filled = fresh({ acts: one.acts, matters: one.matters ?? [], until });
    return screen(ctx, {
      title: one.name,
      noSearch: true,
      back: `/tai-khoan/doanh-nghiep/${id}`,
      main: html`<h1>${{ vi: `Phạm vi của ${one.name}`, en: `What ${one.name} may do` }[lang]}</h1>
        ${form(lang, {
          action: `/tai-khoan/doanh-nghiep/${id}/pham-vi`,
          key: ctx.formKey,
          body: html`<input type="hidden" name="representative" value="${one.id}" />${await limitFields(ctx, filled, true)}${lastDayField(ctx, filled)}${button(lang, { label: { vi: 'Lưu phạm vi', en: 'Save the limits' } })}`,
        })}`,
    });
  },
});

async function draw(ctx: PageContext, filled: Filled, status = 200): Promise<PageResult> {
  const { lang } = ctx;
  const id = ctx.params['id'] ?? '';
  const [{ business, mayManage, representatives, invitations }, names] = await Promise.all([
    ctx.run('identity.view-business', { business: id }),
    fieldNames(ctx),
  ]);
  return screen(
    ctx,
    {
      title: business.name,
      noSearch: true,
      wide: true,
      breadcrumbs: [{ label: authorityTitle, href: authorityPath }, { label: business.name }],
      wrong: filled.wrong,
      main: html`${filled.summary}${ctx.query['xong'] && banner(lang, { tone: 'done', body: { vi: 'Đã lưu.', en: 'It is saved.' } })}
        <h1>${business.name}</h1>
        ${summaryList(lang, [
          { label: { vi: 'Mã số thuế', en: 'Tax code' }, value: business.taxCode },
          { label: { vi: 'Điện thoại', en: 'Telephone' }, value: business.phone },
          { label: { vi: 'Thư điện tử', en: 'E-mail' }, value: business.email },
          {
            label: { vi: 'Giấy đăng ký', en: 'Registration' },
            value: business.verifiedAt
              ? {
                  vi: `Đã đối chiếu ngày ${formatDate(business.verifiedAt)}`,
                  en: `Checked on ${formatDate(business.verifiedAt)}`,
                }
              : {
                  vi: 'Chưa đối chiếu; hãy mang đến bộ phận một cửa',
                  en: 'Not checked yet; bring it to a one-stop desk',
                },
          },
        ])}
        <h2>${{ vi: 'Người đại diện', en: 'Representatives' }[lang]}</h2>
        ${representativeTable(ctx, representatives, names, mayManage)}
        ${invitations.length > 0 && html`<h2>${{ vi: 'Lời mời', en: 'Invitations' }[lang]}</h2>${invitationTable(ctx, invitations, mayManage)}`}
        ${mayManage && (await manageForms(ctx, filled, business))}`,
    },
    status,
  );
}

function representativeTable(
  ctx: PageContext,
  rows: Representative[],
  names: ReadonlyMap<string, Text>,
  mayManage: boolean,
): Html {
  const { lang } = ctx;
  const today = localDate(ctx.now);
  const live = (one: Representative) => one.to === null || one.to > today;
  return table<Representative>(lang, {
    caption: { vi: 'Người đại diện', en: 'Representatives' },
    hideCaption: true,
    stack: true,
    rows,
    columns: [
      {
        key: 'name',
        label: { vi: 'Họ và tên', en: 'Name' },
        cell: (one) =>
          html`${one.name}${one.title && html`, ${one.title}`}
          ${one.verified ? tag(lang, 'done', { vi: 'đã xem giấy tờ', en: 'papers seen' }) : tag(lang, 'waiting', { vi: 'tự khai', en: 'as declared' })}`,
      },
      { key: 'limits', label: { vi: 'Được làm', en: 'May do' }, cell: (one) => limitsText(ctx, one, names) },
      {
        key: 'period',
        label: { vi: 'Thời gian', en: 'Period' },
        cell: (one) =>
          html`${periodText(ctx, one.from, one.to)}${one.endReason && html`<div class="muted">${one.endReason}</div>`}`,
      },
      {
        key: 'acts',
        label: { vi: 'Việc', en: 'Acts' },
        cell: (one) =>
          mayManage &&
          live(one) &&
          one.person !== ctx.principal.id &&
          html`<a href="/tai-khoan/doanh-nghiep/${ctx.params['id']}/pham-vi/${one.id}">${{ vi: 'Sửa phạm vi', en: 'Change the limits' }[lang]}<span class="visually-hidden"> ${one.name}</span></a>
          ${reasonForm(ctx, `/tai-khoan/doanh-nghiep/${ctx.params['id']}/thoi`, { representative: one.id }, { vi: 'Chấm dứt', en: 'End' }, button(lang, { kind: 'danger', label: { vi: 'Chấm dứt', en: 'End it' } }))}`,
      },
    ],
  });
}

const invitationStates: Record<string, Text> = {
  open: { vi: 'chờ trả lời', en: 'waiting' },
  accepted: { vi: 'đã nhận', en: 'accepted' },
  declined: { vi: 'đã từ chối', en: 'declined' },
  withdrawn: { vi: 'đã rút', en: 'withdrawn' },
  expired: { vi: 'đã hết hạn', en: 'expired' },
};

function invitationTable(ctx: PageContext, rows: Invitation[], mayManage: boolean): Html {
  const { lang } = ctx;
  return table<Invitation>(lang, {
    caption: { vi: 'Lời mời', en: 'Invitations' },
    hideCaption: true,
    stack: true,
    rows,
    columns: [
      {
        key: 'name',
        label: { vi: 'Người được mời', en: 'Invited' },
        cell: (one) => `${one.name}, ${one.idNumber}`,
      },
      { key: 'by', label: { vi: 'Người mời', en: 'By' }, cell: (one) => one.invitedByName },
      {
        key: 'until',
        label: { vi: 'Hạn trả lời', en: 'Answer by' },
        cell: (one) => formatDate(one.expiresAt),
      },
      {
        key: 'state',
        label: { vi: 'Tình trạng', en: 'State' },
        cell: (one) => invitationStates[one.state]?.[lang],
      },
      {
        key: 'act',
        label: { vi: 'Việc', en: 'Act' },
        cell: (one) =>
          mayManage &&
          one.state === 'open' &&
          html`<form method="post" action="/tai-khoan/doanh-nghiep/${ctx.params['id']}/rut-moi">
            <input type="hidden" name="invitation" value="${one.id}" />${button(lang, { kind: 'quiet', label: { vi: 'Rút lời mời', en: 'Withdraw' } })}
          </form>`,
      },
    ],
  });
}

async function manageForms(
  ctx: PageContext,
  filled: Filled,
  business: { phone: string | null; email: string | null },
): Promise<Html> {
  const { lang } = ctx;
  const base = `/tai-khoan/doanh-nghiep/${ctx.params['id']}`;
  const text = (name: string, label: Text, more: object = {}) =>
    textInput(lang, { name, label, value: filled.value(name), error: filled.error(name), ...more });
  return html`<div class="narrow">
    ${details(lang, {
      summary: { vi: 'Mời người đại diện', en: 'Invite a representative' },
      open: filled.wrong && filled.value('idNumber') !== undefined,
      body: form(lang, {
        action: `${base}/moi`,
        key: ctx.formKey,
        body: html`${text('name', { vi: 'Họ và tên', en: 'Full name' })}
        ${text('idNumber', { vi: 'Số định danh', en: 'Identity number' }, { width: 20, inputMode: 'numeric' })}
        ${text('title', { vi: 'Chức danh', en: 'Position' }, { optional: true })}
        ${await limitFields(ctx, filled, true)}${lastDayField(ctx, filled)}
        ${button(lang, { label: { vi: 'Mời', en: 'Invite' } })}`,
      }),
    })}
    ${details(lang, {
      summary: { vi: 'Sửa cách liên hệ', en: 'Change how it is reached' },
      body: form(lang, {
        action: `${base}/sua`,
        key: ctx.formKey,
        body: html`${textInput(lang, { name: 'phone', type: 'tel', width: 20, optional: true, label: { vi: 'Điện thoại', en: 'Telephone' }, value: business.phone ?? undefined })}
        ${textInput(lang, { name: 'email', type: 'email', optional: true, label: { vi: 'Thư điện tử', en: 'E-mail' }, value: business.email ?? undefined })}
        ${button(lang, { label: { vi: 'Lưu', en: 'Save' } })}`,
      }),
    })}
  </div>`;
}

export const businessPages = [businessPage, limitPage, invitePost, withdraw, limit, end, edit];
