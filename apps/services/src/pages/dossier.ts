import { setTimeout as sleep } from 'node:timers/promises';
import { localDate, page, type PageContext, show as htmlOf, type Text } from '@dinh/kernel';
import { type Shipment, shipmentsOf } from '@dinh/delivery';
import { fileList, formatDateTime, formatMoney, html, type Html, live, summaryList, tag, withQuery } from '@dinh/ui';
import type { DossierView } from '../model/dossier-view.ts';
import { deliveryWords, endedWithout, rateable, running, stands, statusOf, withdrawable } from '../model/dossier-words.ts';
import { type Names, namesOf } from '../model/names.ts';
import { leftInWords, workingDaysLeft } from '../model/time-left.ts';
import { duties, justDone } from './dossier-duties.ts';
import { parcels, wayOf } from './dossier-way.ts';
import { screen } from './frame.ts';

const title: Text = { vi: 'Hồ sơ', en: 'Dossier' };

/** The person's own dossier under the reference or code in the address. @throws dossierNotFound */
export async function myDossier(ctx: PageContext): Promise<DossierView> {
  return (await ctx.run('one-stop.my-dossier', { reference: ctx.params['reference']! })) as DossierView;
}

/**
 * The dossier of whoever comes back from paying: they may be quicker than the note of it in the dossier, which is written a
 * moment after the payment. It is waited for a second at most.
 */
async function noted(ctx: PageContext): Promise<DossierView> {
  let view = await myDossier(ctx);
  for (const wait of [100, 300, 600]) {
    if (ctx.query['thanh-toan'] === undefined || !paidUnnoted(view)) break;
    await sleep(wait);
    view = await myDossier(ctx);
  }
  return view;
}

/** Whether what is paid last is still asked for. */
function paidUnnoted({ dossier: d, payments, history }: DossierView): boolean {
  const last = payments.at(-1);
  if (last?.state !== 'paid') return false;
  return last.purpose === 'duty'
    ? d.status === 6 && last.occasion === history.filter((one) => one.act === 'duty-required').length
    : d.feeState === 'due' || d.feeState === 'at-desk';
}

/** What the owner sees of their dossier (S6): where it stands, what they must do, when the result comes. */
const dossier = page({
  path: '/ho-so/:reference',
  title,
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    const view = await noted(ctx);
    const { dossier: d } = view;
    const names = await namesOf(ctx, ctx.run, d);
    return screen(ctx, {
      title: names.title,
      noSearch: true,
      breadcrumbs: [{ label: { vi: 'Hồ sơ của tôi', en: 'My dossiers' }, href: '/ho-so' }, { label: d.code ?? d.reference }],
      islands: ['live'],
      main: html`<h1>${names.title}</h1>
        ${justDone(ctx, view)}${await standing(ctx, view)}
        <h2>${lang === 'vi' ? 'Người nộp và chủ hồ sơ' : 'Applicant and owner'}</h2>
        ${parties(ctx, view)} ${attached(ctx, view, names)} ${await messages(ctx, view)} ${further(ctx, view)}`,
    });
  },
});

/** The part that renews itself when the dossier changes. */
const fragment = page({
  path: '/ho-so/:reference/tinh-hinh',
  title,
  may: 'signed-in',
  run: async (ctx) => htmlOf(await standing(ctx, await myDossier(ctx))),
});

async function standing(ctx: PageContext, view: DossierView): Promise<Html> {
  const { lang } = ctx;
  const { dossier: d } = view;
  const words = statusOf(d.status);
  const shipments: Shipment[] = await shipmentsOf(ctx.db, `dossier:${d.id}`);
  const papers = await paperNames(ctx);
  const over = endedWithout.includes(d.status);
  return live({
    id: 'standing',
    // What is said to whoever comes back from paying stays when the part is renewed.
    href: withQuery(`/ho-so/${d.reference}/tinh-hinh`, { 'thanh-toan': ctx.query['thanh-toan'] }),
    topics: [`dossier:${d.id}`],
    since: ctx.position,
    body: html`<p>${tag(lang, words.tone, words.label)} <span class="muted">${words.now[lang]}</span></p>
      ${duties(ctx, view)}
      ${summaryList(lang, [
        ...(d.code || !over
          ? [
              {
                label: { vi: 'Mã hồ sơ', en: 'Code' },
                value: d.code
                  ? html`<span class="code">${d.code}</span>`
                  : { vi: 'Có khi hồ sơ được tiếp nhận', en: 'Given on acceptance' },
              },
            ]
          : []),
        {
          label: { vi: 'Mã tra cứu', en: 'Reference' },
          value: html`<span class="code">${d.reference}</span>`,
        },
        ...(over ? [] : [{ label: { vi: 'Ngày hẹn trả kết quả', en: 'Date of return' }, value: await due(ctx, view) }]),
        ...(d.settledAt
          ? [
              {
                label: over ? { vi: 'Kết thúc lúc', en: 'Ended' } : { vi: 'Có kết quả lúc', en: 'Result ready' },
                value: formatDateTime(d.settledAt),
              },
            ]
          : []),
        { label: { vi: 'Cơ quan giải quyết', en: 'Agency' }, value: view.places.unit },
        {
          label: { vi: 'Cách nhận kết quả', en: 'Delivery' },
          value: deliveryWords[d.delivery.method] ?? d.delivery.method,
        },
        ...(d.fee > 0
          ? [
              {
                label: { vi: 'Phí, lệ phí', en: 'Fee' },
                value: html`${formatMoney(lang, d.fee)} ${feeTag(ctx, view)}`,
              },
            ]
          : []),
      ])}
      <h2>${lang === 'vi' ? 'Các bước' : 'Steps'}</h2>
      ${await wayOf(ctx, view)} ${parcels(ctx, shipments)}
      ${
        view.papers.length > 0 &&
        html`<h2>${lang === 'vi' ? 'Giấy tờ của Bộ phận Một cửa' : 'Papers of the one-stop'}</h2>
          ${fileList(lang, {
            files: view.papers.map((paper) => ({
              name: [(papers.get(paper.template) ?? paper.title)?.[lang] ?? paper.template, paper.registerNumber]
                .filter(Boolean)
                .join(lang === 'vi' ? ' số ' : ' no. '),
              href: `/giay-to/${paper.id}.pdf`,
              kind: 'PDF',
              note: formatDateTime(paper.issuedAt),
            })),
          })}`
      }`,
  });
}

function feeTag(ctx: PageContext, { dossier: d, payments }: DossierView): Html | undefined {
  const payment = payments.find((one) => one.purpose === 'fee' && one.state === 'paid');
  const receipt = payment?.receipt ?? undefined;
  if (payment || d.feeState === 'paid')
    return html`${tag(ctx.lang, 'done', { vi: 'Đã nộp', en: 'Paid' })}${receipt && html`<br /><span class="muted"><a href="/bien-lai/${payment!.id}.pdf">${ctx.lang === 'vi' ? 'Biên lai số' : 'Receipt no.'} ${receipt}</a></span>`}`;
  if (d.feeState === 'waived') return tag(ctx.lang, 'done', { vi: 'Được miễn', en: 'Waived' });
  if (d.feeState === 'refunded') return tag(ctx.lang, 'stopped', { vi: 'Đã hoàn lại', en: 'Refunded' });
  return tag(
    ctx.lang,
    'soon',
    d.feeState === 'at-desk' ? { vi: 'Nộp tại quầy', en: 'To pay at the desk' } : { vi: 'Chưa nộp', en: 'Not paid' },
  );
}

async function due(ctx: PageContext, { dossier: d }: DossierView): Promise<Html | Text> {
  if (!d.dueAt) return { vi: 'Có khi hồ sơ được tiếp nhận', en: 'Given on acceptance' };
  const at = html`<strong>${formatDateTime(d.dueAt)}</strong>`;
  if (stands(d))
    return html`${at} ${tag(ctx.lang, 'waiting', { vi: 'Tạm dừng tính hạn, được hẹn lại khi bạn làm xong', en: 'The clock stands; a new date is given once you have done it' })}`;
  if (!running.includes(d.status)) return at;
  const days = await workingDaysLeft(ctx.app, d.unitId, ctx.now, d.dueAt);
  return html`${at} ${tag(ctx.lang, days < 0 ? 'late' : days <= 2 ? 'soon' : 'doing', leftInWords(days))}`;
}

function parties(ctx: PageContext, { dossier: d }: DossierView): Html {
  const { contact } = d;
  return summaryList(ctx.lang, [
    { label: { vi: 'Người nộp', en: 'Applicant' }, value: d.applicantName },
    { label: { vi: 'Chủ hồ sơ', en: 'Owner' }, value: d.ownerName },
    {
      label: { vi: 'Liên hệ', en: 'Contact' },
      value: [contact.name, contact.phone, contact.email].filter(Boolean).join(', '),
    },
  ]);
}

function attached(ctx: PageContext, view: DossierView, names: Names): Html {
  const { lang } = ctx;
  const { reference } = view.dossier;
  const current = names.inOrder(view.components.filter((one) => !one.supersededAt));
  return html`<h2>${lang === 'vi' ? 'Nội dung đã nộp' : 'What was filed'}</h2>
    <p><a href="/ho-so/${reference}/to-khai">${lang === 'vi' ? 'Xem lại tờ khai' : 'See the form'}</a></p>
    ${fileList(lang, {
      files: current
        .filter((one) => one.file)
        .map((one) => ({
          name: one.fileName ?? one.name,
          href: `/ho-so/${reference}/tep/${one.id}`,
          note: names.component(one.key, one.name),
          ...(one.size !== null && { size: one.size }),
        })),
    })}`;
}

async function messages(ctx: PageContext, { dossier: d }: DossierView): Promise<Html | undefined> {
  const { messages: all } = await ctx.run('notify.my-messages', { limit: 100 });
  const about = all.filter((one) => one.link === `/ho-so/${d.reference}`).slice(0, 5);
  if (about.length === 0) return undefined;
  return html`<h2>${ctx.lang === 'vi' ? 'Thông báo' : 'Messages'}</h2>
    <ul>
      ${about.map((one) => html`<li>${one.subject} <span class="muted">${formatDateTime(one.createdAt)}</span></li>`)}
    </ul>
    <p><a href="/thong-bao">${ctx.lang === 'vi' ? 'Tất cả thông báo' : 'All messages'}</a></p>`;
}

function further(ctx: PageContext, { dossier: d, rating }: DossierView): Html | undefined {
  const links: { readonly href: string; readonly label: Text }[] = [
    ...(rateable.includes(d.status) && !rating
      ? [
          {
            href: `/ho-so/${d.reference}/danh-gia`,
            label: { vi: 'Đánh giá việc giải quyết', en: 'Rate the service' },
          },
        ]
      : []),
    { href: `/thu-tuc/${d.procedureCode}`, label: { vi: 'Về thủ tục này', en: 'About this procedure' } },
    ...(withdrawable.includes(d.status)
      ? [{ href: `/ho-so/${d.reference}/rut`, label: { vi: 'Rút hồ sơ', en: 'Withdraw the dossier' } }]
      : []),
  ];
  return html`<h2>${ctx.lang === 'vi' ? 'Việc khác' : 'More'}</h2>
    <ul>
      ${links.map((one) => html`<li><a href="${one.href}">${one.label[ctx.lang]}</a></li>`)}
    </ul>`;
}

/** Names of the papers of the one-stop, as the rules of the pack call them. */
async function paperNames(ctx: PageContext): Promise<Map<string, Text>> {
  const rulesets = await ctx.app.definitions.allAt<{ forms: { key: string; name: Text }[] }>('ruleset', localDate(ctx.now));
  return new Map(rulesets.flatMap((one) => one.body.forms.map((form) => [form.key, form.name] as const)));
}

export const dossierPages = [dossier, fragment];
