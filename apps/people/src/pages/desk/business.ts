import {
  dayAfter,
  localDate,
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
  button,
  details,
  type Filled,
  form,
  formatDate,
  fresh,
  html,
  type Html,
  linkButton,
  type ListProps,
  present,
  refusedForm,
  select,
  summaryList,
  tag,
  textInput,
} from '@dinh/ui';
import { actingLead, actingList, offsetCursor } from '../acting-list.ts';
import { asked, hiddenKey, oneOf, refusedAt, screen, typed } from '../frame.ts';
import { paperFields, typedPapers } from './papers.ts';
import { deskPath, deskTitle } from './search.ts';

type Representative = OutputOf<OperationTypes['identity.list-representatives']>['representatives'][number];

const path = `${deskPath}/doanh-nghiep/:id`;
const title: Text = { vi: 'Doanh nghiệp, tổ chức', en: 'A business' };

const askFor: Record<string, Text> = {
  name: { vi: 'Hãy nhập tên như trên giấy đăng ký.', en: 'Type the name as on the registration.' },
  person: { vi: 'Hãy tìm và chọn người đại diện.', en: 'Find and choose the representative.' },
  papers: { vi: 'Hãy chọn giấy tờ đã xem.', en: 'Choose the paper that you have seen.' },
  reason: { vi: 'Hãy nhập lý do.', en: 'Type the reason.' },
};

const about: Text = {
  vi: 'Mỗi người đại diện làm việc thay doanh nghiệp trong phạm vi đã ghi; hồ sơ ghi tên cả hai.',
  en: 'Each representative acts for the business within what was recorded; dossiers name both.',
};

/** A business at the desk: its registration and its representatives, with the papers that prove them. */
async function representatives(ctx: PageContext, filled: Filled): Promise<ListProps<Representative, number>> {
  const { lang } = ctx;
  const id = ctx.params['id'] ?? '';
  const { business } = await ctx.run('identity.view-business', { business: id });
  const query = asked(ctx, 'q')?.slice(0, 120);
  const past = asked(ctx, 'xem') === 'tat-ca';
  return {
    path: `${deskPath}/doanh-nghiep/${id}`,
    title: { vi: business.name, en: business.name },
    breadcrumbs: [{ label: deskTitle, href: deskPath }, { label: { vi: business.name, en: business.name } }],
    wrong: filled.wrong,
    lead: actingLead(
      ctx,
      filled,
      about,
      html`${business.verifiedAt ? tag(lang, 'done', { vi: 'Đã xem giấy đăng ký', en: 'Registration seen' }) : tag(lang, 'waiting', { vi: 'Tự khai', en: 'As declared' })}
      ${summaryList(
        lang,
        [
          { label: { vi: 'Mã số thuế', en: 'Tax code' }, value: business.taxCode },
          { label: { vi: 'Điện thoại', en: 'Telephone' }, value: business.phone },
          { label: { vi: 'Thư điện tử', en: 'E-mail' }, value: business.email },
        ],
        { dense: true },
      )}
      ${linkButton(lang, { href: `${deskPath}/doanh-nghiep/${id}/doi-chieu`, kind: 'secondary', label: verifyTitle })}
      <div class="narrow">${await addForm(ctx, filled)}</div>
      <h2>${{ vi: 'Người đại diện', en: 'Representatives' }[lang]}</h2>`,
    ),
    filters: [
      { name: 'q', label: { vi: 'Họ và tên', en: 'Name' }, value: query ?? '', type: 'search' },
      {
        name: 'xem',
        label: { vi: 'Xem', en: 'Show' },
        value: past ? 'tat-ca' : '',
        options: [{ value: 'tat-ca', label: { vi: 'Kể cả đã chấm dứt', en: 'Ended ones too' } }],
      },
    ],
    sort: 'name',
    columns: [
      {
        key: 'name',
        label: { vi: 'Họ và tên', en: 'Name' },
        sortable: true,
        value: (one) => one.name,
        cell: (one) => html`<a href="${deskPath}/nguoi/${one.person}">${one.name}</a>`,
      },
      { key: 'title', label: { vi: 'Chức danh', en: 'Position' }, value: (one) => one.title },
      {
        key: 'verified',
        label: { vi: 'Giấy tờ', en: 'Papers' },
        value: (one) => (one.verified ? seen : declared)[lang],
        cell: (one) => tag(lang, one.verified ? 'done' : 'waiting', one.verified ? seen : declared),
      },
      {
        key: 'from',
        label: { vi: 'Từ ngày', en: 'From' },
        kind: 'date',
        sortable: true,
        value: (one) => one.from,
      },
      { key: 'to', label: { vi: 'Đến hết ngày', en: 'Last day' }, kind: 'date', value: lastDay },
      {
        key: 'end',
        label: { vi: 'Chấm dứt', en: 'End' },
        value: (one) => one.endReason,
        cell: (one) => (one.to !== null && one.to <= localDate(ctx.now) ? one.endReason : endForm(ctx, id, one.id)),
      },
    ],
    empty: {
      title: { vi: 'Không có người đại diện nào', en: 'There is no representative' },
      body: {
        vi: 'Người đại diện được ghi nhận ở trên, khi đã xem giấy tờ.',
        en: 'A representative is recorded above, once their papers were seen.',
      },
    },
    cursor: offsetCursor,
    async read({ after, limit, sort }) {
      const by = oneOf(sort?.replace(/^-/, ''), ['name', 'from'] as const);
      const { representatives: rows, next } = await ctx.run('identity.list-representatives', {
        business: id,
        ...(query && { query }),
        ...(past && { past }),
        ...(by && { sort: by, descending: sort!.startsWith('-') }),
        ...(after !== undefined && { offset: after }),
        ...(limit !== undefined && { limit }),
      });
      return { rows, next };
    },
  };
}

const seen: Text = { vi: 'đã xem', en: 'seen' };
const declared: Text = { vi: 'tự khai', en: 'as declared' };
const lastDay = ({ to }: Representative): string | null => to && dayAfter(to, -1);

function endForm(ctx: PageContext, business: string, representative: string): Html {
  const { lang } = ctx;
  const action = `${deskPath}/doanh-nghiep/${business}/thoi`;
  return details(lang, {
    summary: { vi: 'Chấm dứt', en: 'End' },
    id: `end-${representative}`,
    open: refusedAt(ctx, action, ['representative', representative]),
    body: form(lang, {
      action,
      body: html`${hiddenKey(ctx)}<input type="hidden" name="representative" value="${representative}" />${textInput(lang, { id: `reason-${representative}`, name: 'reason', label: { vi: 'Lý do', en: 'Reason' } })}${button(lang, { kind: 'danger', label: { vi: 'Chấm dứt', en: 'End it' } })}`,
    }),
  });
}

const business = actingList({
  path,
  title,
  may: 'people.register-person',
  list: representatives,
  askFor,
});

const verifyTitle: Text = { vi: 'Đối chiếu giấy đăng ký', en: 'Check the registration' };

const verifyPage = page({
  path: `${path}/doi-chieu`,
  title: verifyTitle,
  may: 'people.register-person',
  run: async (ctx) => show(await verifyScreen(ctx)),
});

const verify = post({
  path: `${path}/doi-chieu`,
  title: verifyTitle,
  may: 'people.register-person',
  async run(ctx) {
    const business = ctx.params['id'] ?? '';
    try {
      const name = typed(ctx, 'name') ?? '';
      await ctx.run('identity.verify-business', { business, name, papers: typedPapers(ctx) });
      return redirect(`${deskPath}/doanh-nghiep/${business}?xong=1`);
    } catch (error) {
      return show(await verifyScreen(ctx, refusedForm(ctx, error, askFor)), 422);
    }
  },
});

async function verifyScreen(ctx: PageContext, again?: Filled): Promise<Html> {
  const { lang } = ctx;
  const id = ctx.params['id'] ?? '';
  const { business } = await ctx.run('identity.view-business', { business: id });
  const filled = again ?? fresh({ name: business.name });
  return screen(ctx, {
    title: verifyTitle,
    wrong: filled.wrong,
    breadcrumbs: [
      { label: deskTitle, href: deskPath },
      { label: business.name, href: `${deskPath}/doanh-nghiep/${id}` },
      { label: verifyTitle },
    ],
    main: html`${filled.summary}
      <h1>${verifyTitle[lang]}</h1>
      <p>${business.name} · ${business.taxCode}</p>
      <div class="narrow">
        ${form(lang, {
          action: `${deskPath}/doanh-nghiep/${id}/doi-chieu`,
          body: html`${hiddenKey(ctx)}${textInput(lang, { name: 'name', label: { vi: 'Tên như trên giấy đăng ký', en: 'Name as registered' }, value: filled.value('name'), error: filled.error('name') })}
          ${await paperFields(ctx, filled, 'business')}
          ${button(lang, { label: { vi: 'Giấy tờ khớp, ghi nhận', en: 'The papers agree: record it' }, key: 'ctrl+enter' })}`,
        })}
      </div>`,
  });
}

const add = business.act('/them', (ctx) =>
  ctx.run(
    'identity.add-representative',
    present({
      business: ctx.params['id'] ?? '',
      person: typed(ctx, 'person') ?? '',
      title: typed(ctx, 'title'),
      until: typed(ctx, 'until'),
      papers: typedPapers(ctx),
    }),
  ),
);
const end = business.act('/thoi', (ctx) =>
  ctx.run('identity.end-representative', {
    representative: typed(ctx, 'representative') ?? '',
    reason: typed(ctx, 'reason') ?? '',
  }),
);

/** First the person is found, then their papers are recorded. */
async function addForm(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const base = `${deskPath}/doanh-nghiep/${ctx.params['id']}`;
  const words = (filled.value('nguoi') ?? asked(ctx, 'nguoi'))?.slice(0, 120);
  const persons = words && words.length > 1 ? (await ctx.run('identity.find-person', { query: words })).persons : [];
  return details(lang, {
    summary: { vi: 'Ghi nhận người đại diện', en: 'Record a representative' },
    open: words !== undefined,
    body: html`<form method="get" action="${base}">
        ${textInput(lang, { name: 'nguoi', label: { vi: 'Số định danh, điện thoại hoặc tên', en: 'Identity number, phone or name' }, value: words })}
        ${button(lang, { kind: 'secondary', label: { vi: 'Tìm người', en: 'Find the person' } })}
      </form>
      ${
        words &&
        form(lang, {
          action: `${base}/them`,
          body: html`${hiddenKey(ctx)}<input type="hidden" name="nguoi" value="${words}" />
          ${select(lang, { name: 'person', label: { vi: 'Người đại diện', en: 'Representative' }, value: filled.value('person') ?? (persons.length === 1 ? persons[0]!.id : undefined), error: filled.error('person'), options: persons.map((p) => ({ value: p.id, label: [p.name, p.birthDate && formatDate(p.birthDate), p.idNumber].filter(Boolean).join(' · ') })) })}
          ${textInput(lang, { name: 'title', optional: true, label: { vi: 'Chức danh', en: 'Position' }, value: filled.value('title') })}
          ${textInput(lang, { name: 'until', type: 'date', width: 10, optional: true, label: { vi: 'Đến hết ngày', en: 'Last day' }, value: filled.value('until'), error: filled.error('until') })}
          ${await paperFields(ctx, filled, 'business')}
          ${button(lang, { label: { vi: 'Ghi nhận', en: 'Record it' } })}`,
        })
      }`,
  });
}

export const deskBusinessPages = [business.page, verifyPage, verify, add, end];
