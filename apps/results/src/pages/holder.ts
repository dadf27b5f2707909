import { createReadStream } from 'node:fs';
import { localDate, page, type PageContext, redirect, Refusal, show, type Text } from '@dinh/kernel';
import { allProviders } from '@dinh/payments';
import {
  banner,
  button,
  citizenPage,
  emptyState,
  fileList,
  filterBar,
  fileViewer,
  form,
  formatDate,
  formatDateTime,
  formatMoney,
  html,
  type Html,
  linkButton,
  pagination,
  summaryList,
  table,
  tag,
  inVietnamese,
} from '@dinh/ui';
import { feeFirst, resultNotFound } from '../errors.ts';
import { labels, stateOf, states } from './words.ts';

/** The id in the address. @throws resultNotFound when it can be none */
export function idIn(ctx: PageContext): string {
  const id = ctx.params['id'] ?? '';
  if (!isId(id)) throw resultNotFound();
  return id;
}

export const isId = (text: string | undefined): text is string =>
  text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

const storeTitle: Text = { vi: 'Kho giấy tờ của tôi', en: 'My papers' };

/** The holder's data store: every paper that the province's agencies have issued to them (A1). */
export const storePage = page({
  path: '/kho-giay-to',
  title: storeTitle,
  may: 'results.view-result',
  async run(ctx) {
    const { lang, query } = ctx;
    const today = localDate(ctx.now);
    const q = query['q']?.slice(0, 100) || undefined;
    const state = ['issued', 'corrected', 'replaced', 'revoked'].find((s) => s === query['state']);
    const before = isId(query['sau']) ? query['sau'] : undefined;
    const { results, next } = await ctx.run('results.my-results', { q, state, before });
    const nextQuery = new URLSearchParams({
      ...(q && { q }),
      ...(state && { state }),
      ...(next && { sau: next }),
    });
    return show(
      citizenPage(lang, {
        title: storeTitle,
        site: ctx.site,
        url: ctx.url,
        viewer: ctx.viewer,
        wide: true,
        breadcrumbs: [{ label: { vi: 'Hồ sơ của tôi', en: 'My dossiers' }, href: '/ho-so' }, { label: storeTitle }],
        main: html`<h1>${storeTitle[lang]}</h1>
          <p class="lead">
            ${
              {
                vi: 'Giấy tờ các cơ quan của tỉnh đã cấp cho bạn, và cho người hoặc tổ chức mà bạn làm thay. Khi nộp hồ sơ sau, không phải nộp lại những giấy còn hiệu lực.',
                en: 'Papers that agencies of the province issued to you, and to those for whom you act. Those in force need not be handed in again with the next dossier.',
              }[lang]
            }
          </p>
          ${filterBar(lang, {
            action: '/kho-giay-to',
            clear: '/kho-giay-to',
            filters: [
              { name: 'q', label: labels.search, value: q },
              {
                name: 'state',
                label: labels.state,
                value: state,
                options: ['issued', 'corrected', 'replaced', 'revoked'].map((value) => ({
                  value,
                  label: states[value]!.label,
                })),
              },
            ],
          })}
          ${table(lang, {
            caption: storeTitle,
            hideCaption: true,
            stack: true,
            rows: results,
            empty: emptyState(lang, {
              title:
                q || state
                  ? { vi: 'Không có giấy tờ nào khớp', en: 'No paper matches' }
                  : { vi: 'Bạn chưa có giấy tờ nào', en: 'You have no papers yet' },
              body: {
                vi: 'Kết quả của các thủ tục bạn nộp sẽ được giữ ở đây.',
                en: 'Results of the procedures that you file are kept here.',
              },
              action: linkButton(lang, {
                href: '/tim-kiem',
                label: { vi: 'Tìm thủ tục', en: 'Find a procedure' },
              }),
            }),
            rowId: (r) => r.id,
            rowHref: (r) => `/ket-qua/${r.id}`,
            columns: [
              { key: 'name', label: labels.kind, cell: (r) => r.name[lang], grow: true },
              { key: 'number', label: labels.number, cell: (r) => r.number },
              // Papers of those for whom one acts stand among one's own.
              { key: 'holder', label: labels.holder, cell: (r) => r.holderName },
              { key: 'unit', label: labels.unit, cell: (r) => r.unit[lang] },
              {
                key: 'issuedOn',
                label: labels.issuedOn,
                cell: (r) => r.issuedOn && formatDate(r.issuedOn),
                numeric: true,
              },
              {
                key: 'validUntil',
                label: labels.validUntil,
                cell: (r) => (r.validUntil ? formatDate(r.validUntil) : { vi: 'Không thời hạn', en: 'No limit' }[lang]),
                numeric: true,
              },
              {
                key: 'state',
                label: labels.state,
                cell: (r) => tag(lang, stateOf(r, today).tone, stateOf(r, today).label),
              },
              {
                key: 'file',
                label: labels.paper,
                cell: (r) =>
                  r.withheld
                    ? html`<a href="/ket-qua/${r.id}">${{ vi: 'Nộp phí để nhận', en: 'Pay to get it' }[lang]}<span class="visually-hidden"> ${r.name[lang]} ${r.number}</span></a>`
                    : html`<a href="/ket-qua/${r.id}/tep.pdf?tai-ve=1">${{ vi: 'Tải về', en: 'Download' }[lang]}<span class="visually-hidden"> ${r.name[lang]} ${r.number}</span></a>`,
              },
            ],
          })}
          ${pagination(lang, { next: next ? `/kho-giay-to?${nextQuery}` : undefined })}`,
      }),
    );
  },
});

const pageTitle: Text = { vi: 'Kết quả', en: 'Result' };

/** One result to its holder. */
export const resultPage = page({
  path: '/ket-qua/:id',
  title: pageTitle,
  may: 'results.view-result',
  async run(ctx) {
    const { lang } = ctx;
    const r = await ctx.run('results.view-result', { id: idIn(ctx) });
    const status = stateOf(r, localDate(ctx.now));
    return show(
      citizenPage(lang, {
        title: { vi: `${r.name.vi} ${r.number ?? ''}`, en: `${r.name.en} ${r.number ?? ''}` },
        site: ctx.site,
        url: ctx.url,
        viewer: ctx.viewer,
        back: '/kho-giay-to',
        wide: true,
        main: html`${changed(ctx, r)}${owing(ctx, r)}
          <h1>${r.name[lang]}</h1>
          ${facts(ctx, r, status)}
          ${
            !r.owed &&
            html`${paperLinks(ctx, r)}
              <h2>${{ vi: 'Nội dung', en: 'What it says' }[lang]}</h2>
              ${record(ctx, r)}`
          }`,
      }),
    );
  },
});

/** That the result is there, what is to be paid for it first, and where. */
function owing({ lang }: PageContext, { owed }: Shown): Html | undefined {
  if (!owed) return undefined;
  const { amount, reference } = owed;
  const online = allProviders().length > 0;
  return banner(lang, {
    tone: 'soon',
    title: {
      vi: `Kết quả đã có. Bạn nộp phí ${formatMoney('vi', amount)} để nhận`,
      en: `The result is ready. Pay the fee of ${formatMoney('en', amount)} to get it`,
    },
    body: online
      ? {
          vi: 'Bạn nộp trực tuyến ngay bây giờ, hoặc nộp tại Bộ phận Một cửa. Nộp xong, bạn xem và tải được văn bản ngay tại đây.',
          en: 'Pay online right now, or at the one-stop desk. Once it is paid you can read and download the paper here.',
        }
      : {
          vi: 'Bạn nộp tại Bộ phận Một cửa. Nộp xong, bạn xem và tải được văn bản ngay tại đây.',
          en: 'Pay at the one-stop desk. Once it is paid you can read and download the paper here.',
        },
    actions: html`${
      online &&
      form(lang, {
        action: `/ho-so/${reference}/thanh-toan`,
        body: button(lang, { label: { vi: 'Thanh toán trực tuyến', en: 'Pay online' } }),
      })
    }
      <p><a href="/ho-so/${reference}">${{ vi: 'Xem hồ sơ', en: 'See the dossier' }[lang]}</a></p>`,
  });
}

export interface Shown {
  readonly id: string;
  readonly dossierCode: string;
  readonly name: Text;
  readonly title: string;
  readonly state: string;
  readonly number: string | null;
  readonly issuedOn: string | null;
  readonly validUntil: string | null;
  readonly unit: Text;
  readonly holderName: string;
  readonly code: string | null;
  readonly owed: { readonly amount: number; readonly reference: string } | null;
  readonly reason: string | null;
  readonly changedAt: Date | null;
  readonly replacedBy: string | null;
  readonly hasPaper: boolean;
  readonly paperSize: number | null;
  readonly fields: readonly { key: string; label: Text; from: string; words: string }[];
  readonly signatures: readonly {
    role: string;
    name: string;
    title: string | null;
    behalfOf: string | null;
    at: Date;
  }[];
}

/** What must be known first: that this paper is no longer the one to use. */
export function changed(ctx: PageContext, r: Shown, base = '/ket-qua'): Html | undefined {
  const { lang } = ctx;
  if (!r.reason) return undefined;
  const next = r.replacedBy
    ? html`<p><a href="${base}/${r.replacedBy}">${{ vi: 'Xem bản thay cho bản này', en: 'See the paper in its place' }[lang]}</a></p>`
    : undefined;
  return banner(lang, {
    tone: 'late',
    title: states[r.state]?.label,
    body: html`${labels.reason[lang]}: ${r.reason}`,
    actions: next,
  });
}

export function facts(ctx: PageContext, r: Shown, status: { tone: Parameters<typeof tag>[1]; label: Text }, dense = false): Html {
  const { lang } = ctx;
  return summaryList(
    lang,
    [
      { label: labels.state, value: tag(lang, status.tone, status.label) },
      { label: labels.number, value: r.number },
      { label: labels.issuedOn, value: r.issuedOn && formatDate(r.issuedOn) },
      ...(r.validUntil ? [{ label: labels.validUntil, value: formatDate(r.validUntil) }] : []),
      { label: labels.unit, value: r.unit[lang] },
      { label: labels.holder, value: r.holderName },
      { label: labels.procedure, value: inVietnamese(lang, r.title) },
      { label: labels.dossier, value: r.dossierCode },
      ...(r.code ? [{ label: labels.code, value: html`<a href="/xac-nhan/${r.code}">${r.code}</a>` }] : []),
      ...r.signatures.map((s) => ({
        label: s.role === 'head' ? { vi: 'Người ký', en: 'Signed by' } : { vi: 'Cơ quan đóng dấu', en: 'Stamped by' },
        value: html`${inVietnamese(lang, html`${s.name}${s.title && html`, ${s.title}`}`)}${s.behalfOf && html` (${{ vi: 'thay', en: 'for' }[lang]} ${s.behalfOf})`}<br /><span class="muted">${formatDateTime(s.at)}</span>`,
      })),
    ],
    { dense },
  );
}

/** The paper to open and to download. @param inside shows it on the page, for officials. */
export function paperLinks(ctx: PageContext, r: Shown, inside = false): Html | undefined {
  const { lang } = ctx;
  if (!r.hasPaper) return undefined;
  const href = `/ket-qua/${r.id}/tep.pdf`;
  const file = {
    name: `${r.name[lang]} ${r.number ?? ''}`.trim(),
    size: r.paperSize ?? undefined,
    kind: 'PDF',
  };
  const save = `${href}?tai-ve=1`;
  const saveLink = html`<a href="${save}">${{ vi: 'Tải về', en: 'Download' }[lang]}</a>`;
  return html`<h2>${labels.paper[lang]}</h2>
    ${
      inside
        ? html`${fileList(lang, { viewer: 'van-ban', files: [{ ...file, href: save, view: href }] })}
            ${fileViewer(lang, { name: 'van-ban', title: r.name, src: href })}`
        : fileList(lang, { files: [{ ...file, href, actions: saveLink }] })
    }`;
}

export function record(ctx: PageContext, r: Shown, dense = false): Html {
  const { lang } = ctx;
  const own = r.fields.filter(
    (f) => f.words && !['register', 'signing', 'validity', 'dossier.unit', 'owner.name'].includes(f.from),
  );
  return summaryList(
    lang,
    own.map((f) => ({
      label: f.label,
      value: inVietnamese(
        lang,
        f.words.split('\n').map((line, i) => (i === 0 ? line : html`<br />${line}`)),
      ),
    })),
    { dense },
  );
}

/** The paper itself: access is checked and the look is kept in the audit trail before a byte is sent. */
export const paperFile = page({
  path: '/ket-qua/:id/tep.pdf',
  title: pageTitle,
  may: 'results.view-result',
  async run(ctx) {
    const id = idIn(ctx);
    const paper = await ctx.run('results.open-paper', { id }).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === feeFirst.code) return undefined;
      throw error;
    });
    // The page of the result says what is to be paid first, and leads there.
    if (!paper) return redirect(`/ket-qua/${id}`);
    const { hash, fileName } = paper;
    const disposition = ctx.query['tai-ve'] === '1' ? 'attachment' : 'inline';
    return {
      kind: 'file',
      body: createReadStream(ctx.app.files.path(hash)),
      type: 'application/pdf',
      name: fileName,
      disposition,
    };
  },
});
