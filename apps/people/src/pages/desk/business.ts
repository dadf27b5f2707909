import {
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
  fresh,
  html,
  type Html,
  linkButton,
  present,
  refusedForm,
  select,
  summaryList,
  table,
  tag,
  textInput,
} from '@dinh/ui';
import { asked, hiddenKey, screen, typed } from '../frame.ts';
import { paperFields, typedPapers } from './papers.ts';
import { deskPath, deskTitle } from './search.ts';

type Representative = OutputOf<OperationTypes['identity.view-business']>['representatives'][number];

const path = `${deskPath}/doanh-nghiep/:id`;
const title: Text = { vi: 'Doanh nghiệp, tổ chức', en: 'A business' };

const askFor: Record<string, Text> = {
  name: { vi: 'Hãy nhập tên như trên giấy đăng ký.', en: 'Type the name as on the registration.' },
  person: { vi: 'Hãy tìm và chọn người đại diện.', en: 'Find and choose the representative.' },
  papers: { vi: 'Hãy chọn giấy tờ đã xem.', en: 'Choose the paper that you have seen.' },
  reason: { vi: 'Hãy nhập lý do.', en: 'Type the reason.' },
};

/** A business at the desk: its registration and its representatives, with the papers that prove them. */
const businessPage = page({
  path,
  title,
  may: 'people.register-person',
  run: async (ctx) => show(await businessScreen(ctx, fresh())),
});

const act = (name: string, run: (ctx: PageContext, business: string) => Promise<unknown>) =>
  post({
    path: `${path}/${name}`,
    title,
    may: 'people.register-person',
    async run(ctx) {
      const business = ctx.params['id'] ?? '';
      try {
        await run(ctx, business);
        return redirect(`${deskPath}/doanh-nghiep/${business}?xong=1`);
      } catch (error) {
        return show(await businessScreen(ctx, refusedForm(ctx, error, askFor)), 422);
      }
    },
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

const add = act('them', (ctx, business) =>
  ctx.run(
    'identity.add-representative',
    present({
      business,
      person: typed(ctx, 'person') ?? '',
      title: typed(ctx, 'title'),
      until: typed(ctx, 'until'),
      papers: typedPapers(ctx),
    }),
  ),
);
const end = act('thoi', (ctx) =>
  ctx.run('identity.end-representative', {
    representative: typed(ctx, 'representative') ?? '',
    reason: typed(ctx, 'reason') ?? '',
  }),
);

async function businessScreen(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const id = ctx.params['id'] ?? '';
  const { business, representatives } = await ctx.run('identity.view-business', { business: id });
  return screen(ctx, {
    title: business.name,
    wrong: filled.wrong,
    breadcrumbs: [{ label: deskTitle, href: deskPath }, { label: business.name }],
    main: html`${filled.summary}
      ${ctx.query['xong'] && banner(lang, { tone: 'done', body: { vi: 'Đã ghi nhận.', en: 'It is recorded.' } })}
      <h1>
        ${business.name} ${business.verifiedAt ? tag(lang, 'done', { vi: 'Đã xem giấy đăng ký', en: 'Registration seen' }) : tag(lang, 'waiting', { vi: 'Tự khai', en: 'As declared' })}
      </h1>
      ${summaryList(
        lang,
        [
          { label: { vi: 'Mã số thuế', en: 'Tax code' }, value: business.taxCode },
          { label: { vi: 'Điện thoại', en: 'Telephone' }, value: business.phone },
          { label: { vi: 'Thư điện tử', en: 'E-mail' }, value: business.email },
        ],
        { dense: true },
      )}
      <h2>${{ vi: 'Người đại diện', en: 'Representatives' }[lang]}</h2>
      ${representativeTable(ctx, representatives)}
      <div class="narrow">
        ${await addForm(ctx, filled)}
        ${linkButton(lang, { href: `${deskPath}/doanh-nghiep/${id}/doi-chieu`, kind: 'secondary', label: { vi: 'Đối chiếu giấy đăng ký', en: 'Check the registration' } })}
      </div>`,
  });
}

function representativeTable(ctx: PageContext, rows: Representative[]): Html {
  const { lang } = ctx;
  const today = new Date(ctx.now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
  const last = (one: Representative) =>
    one.to && formatDate(new Date(Date.parse(one.to) - 86_400_000).toISOString().slice(0, 10));
  return table<Representative>(lang, {
    caption: { vi: 'Người đại diện', en: 'Representatives' },
    hideCaption: true,
    dense: true,
    rows,
    columns: [
      {
        key: 'name',
        label: { vi: 'Họ và tên', en: 'Name' },
        cell: (one) =>
          html`<a href="${deskPath}/nguoi/${one.person}">${one.name}</a>${one.title && html`, ${one.title}`}`,
      },
      {
        key: 'verified',
        label: { vi: 'Giấy tờ', en: 'Papers' },
        cell: (one) =>
          one.verified
            ? tag(lang, 'done', { vi: 'đã xem', en: 'seen' })
            : tag(lang, 'waiting', { vi: 'tự khai', en: 'as declared' }),
      },
      { key: 'from', label: { vi: 'Từ ngày', en: 'From' }, cell: (one) => formatDate(one.from) },
      { key: 'to', label: { vi: 'Đến hết ngày', en: 'Last day' }, cell: last },
      {
        key: 'end',
        label: { vi: 'Chấm dứt', en: 'End' },
        cell: (one) =>
          one.to !== null && one.to <= today
            ? one.endReason
            : details(lang, {
                summary: { vi: 'Chấm dứt', en: 'End' },
                id: `end-${one.id}`,
                body: form(lang, {
                  action: `${deskPath}/doanh-nghiep/${ctx.params['id']}/thoi`,
                  body: html`${hiddenKey(ctx)}<input type="hidden" name="representative" value="${one.id}" />${textInput(lang, { id: `reason-${one.id}`, name: 'reason', label: { vi: 'Lý do', en: 'Reason' } })}${button(lang, { kind: 'danger', label: { vi: 'Chấm dứt', en: 'End it' } })}`,
                }),
              }),
      },
    ],
    empty: html`<p class="muted">${{ vi: 'Chưa có ai.', en: 'Nobody.' }[lang]}</p>`,
  });
}

/** First the person is found, then their papers are recorded. */
async function addForm(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const base = `${deskPath}/doanh-nghiep/${ctx.params['id']}`;
  const words = (filled.value('nguoi') ?? asked(ctx, 'nguoi'))?.slice(0, 120);
  const persons =
    words && words.length > 1 ? (await ctx.run('identity.find-person', { query: words })).persons : [];
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

export const deskBusinessPages = [businessPage, verifyPage, verify, add, end];
