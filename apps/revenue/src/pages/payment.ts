import { isUuid, page, type PageContext, post, reach, redirect, show, type Text } from '@dinh/kernel';
import { paymentNotFound, reasonText } from '@dinh/payments';
import {
  banner,
  button,
  details,
  form,
  formatDateTime,
  formatMoney,
  html,
  type Html,
  inset,
  inVietnamese,
  linkButton,
  roomScreen,
  summaryList,
  table,
} from '@dinh/ui';
import type { PaymentView } from '../queries/view-payment.ts';
import { happenings, purposes, reconciling, statements, viewing, ways } from '../words.ts';
import { path, stateTag, title as room } from './payments.ts';

const title: Text = { vi: 'Khoản thanh toán', en: 'Payment' };
const open: readonly string[] = ['requested', 'pending', 'refunding', 'expired'];

/** The payment that the address names. @throws paymentNotFound */
export function idOf(ctx: PageContext): string {
  const id = ctx.params['id']!;
  if (!isUuid(id)) throw paymentNotFound();
  return id;
}

const may = (ctx: PageContext, permission: string): boolean =>
  ctx.principal.grants.some((grant) => grant.permission === permission);

/** Own dossiers do not count: what somebody paid for themselves is no matter of the accounts. */
function seesDossiers({ principal }: PageContext): boolean {
  const { all, units, assigned } = reach(principal, 'one-stop.view-dossier');
  return all || units.length > 0 || assigned;
}

/** One payment: for what, by whom, and all that happened to it. */
export const paymentPage = page({
  path: `${path}/:id`,
  title,
  may: viewing,
  run: async (ctx) => show(await paymentScreen(ctx)),
});

/** Asks the provider again, at once. */
export const recheckPost = post({
  path: `${path}/:id/doi-soat`,
  title: { vi: 'Đối soát một khoản thanh toán', en: 'Reconcile a payment' },
  may: reconciling,
  async run(ctx) {
    const id = idOf(ctx);
    await ctx.run('payments.reconcile-payment', { id });
    return redirect(`${path}/${id}?xong=doi-soat`);
  },
});

export const breadcrumbs = (ctx: PageContext, one: PaymentView, here?: Text) => [
  { label: room, href: path },
  here ? { label: nameOf(ctx, one), href: `${path}/${one.id}` } : { label: nameOf(ctx, one) },
  ...(here ? [{ label: here }] : []),
];

/** What a payment is called: by its receipt, else by the provider's number, else by its amount. */
const nameOf = ({ lang }: PageContext, one: PaymentView): string => one.receipt ?? one.ref ?? formatMoney(lang, one.amount);

async function paymentScreen(ctx: PageContext): Promise<Html> {
  const { lang } = ctx;
  const one = await ctx.run('revenue.view-payment', { id: idOf(ctx) });
  const name = nameOf(ctx, one);
  return roomScreen(ctx, {
    title: { vi: `${title.vi} ${name}`, en: `${title.en} ${name}` },
    breadcrumbs: breadcrumbs(ctx, one),
    main: html`${done(ctx)}
      <h1>${title[lang]} ${name} ${stateTag(ctx, one.state)}</h1>
      ${summaryList(lang, facts(ctx, one), { dense: true })} ${acts(ctx, one)} ${history(ctx, one)}`,
  });
}

function done(ctx: PageContext): Html | undefined {
  const words: Readonly<Record<string, Text>> = {
    'hoan-tien': { vi: 'Đã ghi nhận hoàn tiền.', en: 'The refund is recorded.' },
    'doi-soat': { vi: 'Đã hỏi lại cổng thanh toán.', en: 'The provider was asked again.' },
  };
  const body = words[ctx.query['xong'] ?? ''];
  return body && banner(ctx.lang, { tone: 'done', body });
}

/** What is known of a payment, for its page and before it is sent back. */
export function facts(ctx: PageContext, one: PaymentView) {
  const { lang } = ctx;
  const dossier = one.dossier;
  const rows: (false | { label: Text; value: Text | Html | string })[] = [
    { label: { vi: 'Số tiền', en: 'Amount' }, value: formatMoney(lang, one.amount) },
    one.came !== null && { label: { vi: 'Đã nhận', en: 'Came' }, value: formatMoney(lang, one.came) },
    { label: { vi: 'Khoản thu', en: 'Purpose' }, value: purposes[one.purpose] ?? one.purpose },
    { label: { vi: 'Thủ tục', en: 'Procedure' }, value: inVietnamese(lang, one.description) },
    dossier !== null && {
      label: { vi: 'Hồ sơ', en: 'Dossier' },
      value: seesDossiers(ctx) ? html`<a href="/ban-lam-viec/ho-so/${dossier.id}">${dossier.number}</a>` : dossier.number,
    },
    dossier !== null && { label: { vi: 'Cơ quan giải quyết', en: 'Competent agency' }, value: dossier.unit },
    { label: { vi: 'Người nộp', en: 'Payer' }, value: one.payer },
    {
      label: { vi: 'Cách nộp', en: 'Way' },
      value: one.way === 'desk' ? ways.desk : html`${ways.online[lang]} (${one.provider}${one.ref && html`, ${one.ref}`})`,
    },
    one.receipt !== null && { label: { vi: 'Biên lai', en: 'Receipt' }, value: one.receipt },
    { label: { vi: 'Mở lúc', en: 'Begun' }, value: formatDateTime(one.createdAt) },
    one.paidAt !== null && { label: { vi: 'Nộp lúc', en: 'Paid' }, value: formatDateTime(one.paidAt) },
    one.refundedAt !== null && {
      label: { vi: 'Hoàn lúc', en: 'Refunded' },
      value: formatDateTime(one.refundedAt),
    },
    one.reason !== null && { label: { vi: 'Lý do', en: 'Reason' }, value: reasonText(one.reason) },
  ];
  return rows.filter((row) => row !== false);
}

function acts(ctx: PageContext, one: PaymentView): Html {
  const { lang } = ctx;
  return html`${
    one.refund.may &&
    linkButton(lang, {
      href: `${path}/${one.id}/hoan-tien`,
      kind: 'danger',
      label: { vi: 'Hoàn tiền', en: 'Refund' },
    })
  }${one.refund.why && inset(lang, one.refund.why)}${
    one.way === 'online' &&
    open.includes(one.state) &&
    may(ctx, reconciling) &&
    form(lang, {
      action: `${path}/${one.id}/doi-soat`,
      key: ctx.formKey,
      body: button(lang, {
        kind: 'secondary',
        label: { vi: 'Hỏi lại cổng thanh toán', en: 'Ask the provider again' },
      }),
    })
  }`;
}

type Happening = PaymentView['history'][number];

function history(ctx: PageContext, one: PaymentView): Html {
  const { lang } = ctx;
  const caption: Text = { vi: 'Diễn biến', en: 'What happened' };
  return html`<h2>${caption[lang]}</h2>
    ${
      one.history.length === 0
        ? html`<p>${{ vi: 'Chưa có gì được ghi lại.', en: 'Nothing is recorded yet.' }[lang]}</p>`
        : table<Happening>(lang, {
            caption,
            hideCaption: true,
            dense: true,
            rows: one.history,
            columns: [
              { key: 'at', label: { vi: 'Lúc', en: 'At' }, cell: (h) => formatDateTime(h.at) },
              { key: 'what', label: { vi: 'Việc', en: 'What' }, cell: (h) => whatHappened(ctx, h) },
              {
                key: 'by',
                label: { vi: 'Ai làm', en: 'By' },
                cell: (h) => h.by ?? { vi: 'Hệ thống', en: 'The system' }[lang],
              },
              {
                key: 'words',
                label: { vi: 'Nguyên văn', en: 'As it was said' },
                grow: true,
                cell: (h) =>
                  details(lang, {
                    summary: { vi: 'Xem', en: 'See' },
                    body: html`<pre class="source">${JSON.stringify(h.body, null, 2)}</pre>`,
                  }),
              },
            ],
          })
    }`;
}

function whatHappened({ lang }: PageContext, { kind, said, reason }: Happening): string {
  const told = said !== null && statements[said]?.[lang];
  const why = reason !== null && reasonText(reason)[lang];
  return `${happenings[kind]?.[lang] ?? kind}${told ? `: ${told}` : ''}${why ? `: ${why}` : ''}`;
}
