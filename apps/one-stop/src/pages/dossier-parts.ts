import { may, type PageContext } from '@dinh/kernel';
import {
  type Child,
  formatDate,
  formatDateTime,
  formatMoney,
  html,
  type Html,
  type Step,
  steps,
  tag,
  timeline,
  type Words,
  inVietnamese,
} from '@dinh/ui';
import { actName, outcomeName } from '../model/act-names.ts';
import { theProgram } from '../model/history.ts';
import { making } from '../queries/preview-result.ts';
import type { DossierPage } from '../queries/view-dossier.ts';
import type { FilledForm } from '@dinh/forms';
import { decisionReasons, dutyReasons, feeReasons, resultReasons } from './fee-reasons.ts';
import { findings, opinions, paperName, paymentStates, paymentWays } from './words.ts';
import { spanWords } from './when.ts';

/** The steps that were and are, with the clock of each: working time used against its share of the limit. */
export function stepList(ctx: PageContext, page: DossierPage): Html {
  const { lang, now } = ctx;
  const { dayMinutes } = page.clock;
  return steps(
    lang,
    page.tasks
      .filter((task) => task.state !== 'cancelled')
      .map((task): Step => {
        const late = task.dueAt !== null && new Date(task.endedAt ?? now) > new Date(task.dueAt);
        const used = spanWords(task.used, dayMinutes);
        const share = task.minutes ? spanWords(task.minutes, dayMinutes) : undefined;
        const spent = {
          vi: `Đã dùng ${used.vi}${share ? ` trên ${share.vi}` : ''}`,
          en: `${used.en}${share ? ` of ${share.en}` : ''} used`,
        }[lang];
        const did = task.outcome ? outcomeName(task.outcome)[lang] : '';
        return {
          title: { vi: task.nameVi, en: task.nameEn },
          state: task.endedAt ? 'done' : late ? 'late' : 'current',
          who: inVietnamese(
            lang,
            [inPlace(lang, task.completedName ?? task.assigneeName, doneFor(page, task)), task.unit].filter(Boolean).join(', '),
          ),
          when: task.endedAt
            ? `${formatDateTime(task.endedAt)}${did && ` · ${did}`}`
            : task.dueAt
              ? lang === 'vi'
                ? `hạn ${formatDateTime(task.dueAt)}`
                : `due ${formatDateTime(task.dueAt)}`
              : undefined,
          body: html`<span class="muted">${spent}</span>${task.endedAt && late && html` ${tag(lang, 'late', { vi: 'Trễ bước này', en: 'Late step' })}`}${task.comment && html`<br />“${task.comment}”`}`,
        };
      }),
  );
}

/** In whose place a step was done: the history has it, written in the same moment. */
const doneFor = ({ history: acts }: DossierPage, task: DossierPage['tasks'][number]): string | null =>
  acts.find((act) => act.at === task.endedAt && act.personName === task.completedName && act.behalfOf)?.behalfOf ?? null;

const inPlace = (lang: 'vi' | 'en', name: string | null, behalfOf: string | null): string | null =>
  behalfOf === null ? name : `${name} (${{ vi: 'thay mặt', en: 'for' }[lang]} ${behalfOf})`;

/** What has happened, newest first. */
export function history(ctx: PageContext, page: DossierPage): Html {
  const { lang } = ctx;
  return timeline(
    lang,
    page.history.toReversed().map((entry) => ({
      at: entry.at,
      when: formatDateTime(entry.at),
      title: actName(entry.act, entry.step, page.tasks),
      who: whoDid(ctx, page, entry),
      body: [passedOn(ctx, entry), entry.comment].filter(Boolean).join('. ') || undefined,
    })),
  );
}

const passing = new Set(['reassigned', 'reassign-undone', 'assign-undone', 'delegated', 'given-back', 'escalated']);

/** From whom to whom work went: `Lê Minh Trúc → Trịnh Văn Thông`. */
function passedOn({ lang }: PageContext, { act, data }: DossierPage['history'][number]): string | undefined {
  if (!passing.has(act)) return undefined;
  const queue = { vi: 'hàng chờ của đơn vị', en: 'the queue of the unit' }[lang];
  const name = (who: unknown) => (typeof who === 'string' ? who : queue);
  return data['from'] === undefined ? `→ ${name(data['to'])}` : `${name(data['from'])} → ${name(data['to'])}`;
}

function whoDid({ lang }: PageContext, page: DossierPage, entry: DossierPage['history'][number]): Words {
  const { personName: name, behalfOf, unit } = entry;
  if (name === theProgram.vi) return theProgram[lang];
  // What the applicants did themselves is noted under the desk it came to, which was not theirs.
  const place = name === page.dossier.applicantName ? { vi: 'người nộp', en: 'the applicant' }[lang] : unit;
  return inVietnamese(lang, [inPlace(lang, name, behalfOf), place].filter(Boolean).join(', '));
}

/** The draft while it can still be looked at before it is signed; then what was signed and issued. */
export function resultPapers({ lang, principal }: PageContext, { dossier, results }: DossierPage): Html[] {
  const say = (vi: string, en: string) => (lang === 'vi' ? vi : en);
  const drafted = making.includes(dossier.status) && results.every(({ state }) => state === 'draft');
  if (drafted)
    return may(principal, 'one-stop.do-task')
      ? [
          html`<a href="/ban-lam-viec/ho-so/${dossier.id}/du-thao.pdf" target="_blank"
            >${say('Dự thảo kết quả (PDF)', 'Draft of the result (PDF)')}</a
          >`,
        ]
      : [];
  return results.map(
    (result) =>
      html`<a href="/ban-lam-viec/ket-qua/${result.id}"
          >${result.number ? `${say('Kết quả số', 'Result no.')} ${result.number}` : say('Kết quả đã ký, chưa phát hành', 'Result, signed and not issued yet')}</a
        >${result.issuedOn && html` · ${formatDate(result.issuedOn)}`}`,
  );
}

/** Papers, opinions, visits, supplements, payments, hand-overs: each only when there is one. */
export function more(ctx: PageContext, page: DossierPage, filled: FilledForm | undefined): Html {
  const { lang } = ctx;
  const say = (vi: string, en: string) => (lang === 'vi' ? vi : en);
  const when = (at: string | null) => (at ? formatDateTime(at) : '—');
  const accounts = may(ctx.principal, 'payments.view-payment');
  const part = (id: string, title: string, items: readonly Child[]): Child =>
    items.length > 0 &&
    html`<section id="${id}">
      <h3>${title}</h3>
      <ul class="plain-list">
        ${items.map((item) => html`<li>${item}</li>`)}
      </ul>
    </section>`;
  return html`${part('ket-qua', say('Kết quả', 'Result'), resultPapers(ctx, page))}${part(
    'giay-to',
    say('Giấy tờ đã lập', 'Papers'),
    [
      ...page.papers.map(
        (paper) =>
          html`<a href="/giay-to/${paper.id}.pdf" target="_blank">${paperName(lang, paper)}${paper.registerNumber ? ` ${say('số', 'no.')} ${paper.registerNumber}` : paper.number > 1 && ` (${paper.number})`}</a>
          <span class="muted">${when(paper.issuedAt)}</span>`,
      ),
      html`<a href="/ban-lam-viec/ho-so/${page.dossier.id}/phieu-kiem-soat.pdf" target="_blank"
      >${say('Phiếu kiểm soát quá trình giải quyết', 'Control sheet')}</a
    >`,
    ],
  )}${part(
    'bo-sung',
    say('Yêu cầu bổ sung', 'Supplements'),
    page.supplements.map(
      (s) =>
        html`${when(s.requestedAt)}: ${s.items.map((item) => item.name).join('; ')}. ${s.reason}
          ${s.answeredAt ? tag(lang, 'done', { vi: `Đã bổ sung ${formatDate(s.answeredAt)}`, en: `Supplemented ${formatDate(s.answeredAt)}` }) : tag(lang, 'waiting', { vi: 'Chờ bổ sung', en: 'Waiting' })}`,
    ),
  )}${part(
    'y-kien-co-quan',
    say('Ý kiến các cơ quan', 'Opinions'),
    page.consultations.map(
      (c) =>
        html`<strong>${inVietnamese(lang, c.unit)}</strong>: ${c.subject}
          ${c.answeredAt ? tag(lang, c.opinion === 'disagree' ? 'late' : 'done', opinions[c.opinion ?? ''] ?? { vi: 'Đã trả lời', en: 'Answered' }) : new Date(c.dueAt) < ctx.now ? tag(lang, 'late', { vi: 'Quá hạn trả lời', en: 'Answer is late' }) : tag(lang, 'waiting', { vi: `Hạn ${formatDate(c.dueAt)}`, en: `Due ${formatDate(c.dueAt)}` })}${c.answer && html`<br />“${c.answer}”`}`,
    ),
  )}${part(
    'tham-tra',
    say('Thẩm tra thực tế', 'Visits'),
    page.visits.map(
      (v) =>
        html`${when(v.at)}, ${v.place} · ${v.people}<br />${v.subject}${v.report && html`<br /><strong>${findings[v.finding ?? '']?.[lang]}</strong>: ${v.report}`}`,
    ),
  )}${part('thanh-toan', say('Thanh toán', 'Payments'), [
    ...page.payments.map(
      (p) =>
        html`${accounts ? html`<a href="/thu-phi/${p.id}">${formatMoney(lang, p.amount)}</a>` : formatMoney(lang, p.amount)} ·
        ${paymentWays[p.provider]?.[lang] ?? say('trực tuyến', 'online')} ·
        ${paymentStates[p.state]?.[lang] ?? p.state}${p.paidAt && html` · ${formatDateTime(p.paidAt)}`}${p.receipt && html` · <a href="/bien-lai/${p.id}.pdf" target="_blank">${say('biên lai', 'receipt')} ${p.receipt}</a>`}${p.reason && html`. ${p.reason}`}`,
    ),
    ...takenByMistake(ctx, page),
  ])}${part('cach-tinh-phi', say('Cách tính phí, lệ phí', 'How the fee was computed'), feeReasons(ctx, page, filled))}${part('cach-tinh-nghia-vu', say('Cách tính nghĩa vụ tài chính', 'How the financial duty was computed'), dutyReasons(ctx, page, filled))}${part('cach-tinh-ket-qua', say('Cách tính kết quả', 'How the result was computed'), resultReasons(ctx, page, filled))}${part('cach-quyet-dinh', say('Cách áp dụng bảng quyết định', 'How decision tables were applied'), decisionReasons(ctx, page, filled))}${part(
    'ban-giao',
    say('Bàn giao', 'Hand-over'),
    page.handOvers.map(
      (h) =>
        html`${h.fromUnit} → ${h.toUnit}:
        ${h.madeAt ? when(h.madeAt) : new Date(h.dueAt) < ctx.now ? tag(lang, 'late', { vi: `Quá hạn bàn giao ${formatDateTime(h.dueAt)}`, en: `Hand-over was due ${formatDateTime(h.dueAt)}` }) : tag(lang, 'waiting', { vi: `Phải bàn giao trước ${formatDateTime(h.dueAt)}`, en: `To be handed over by ${formatDateTime(h.dueAt)}` })}${h.takenAt && html` · ${say('đã nhận', 'taken')} ${when(h.takenAt)}`}`,
    ),
  )}${
    page.extension &&
    part('hen-lai', say('Hẹn lại', 'New date'), [
      html`${formatDateTime(page.extension.formerDue)} →
        <strong>${formatDateTime(page.extension.newDue)}</strong>: ${page.extension.reason}`,
    ])
  }${
    page.rating &&
    part('danh-gia', say('Đánh giá', 'Rating'), [
      say(
        `Hồ sơ ${page.rating.dossier}/5 · cơ quan ${page.rating.agency}/5 · cán bộ ${page.rating.official}/5`,
        `Dossier ${page.rating.dossier}/5 · agency ${page.rating.agency}/5 · official ${page.rating.official}/5`,
      ),
    ])
  }`;
}

/** What a desk does about money that it took by mistake, said where it is seen. */
function takenByMistake({ lang, principal }: PageContext, { payments }: DossierPage): Html[] {
  if (!may(principal, 'payments.collect-fee') || !payments.some(({ state }) => state === 'paid')) return [];
  const said = {
    vi: 'Thu nhầm? Ngay trong ngày thu tại quầy, một người khác ở quầy hủy được khoản thu; sau đó, hoặc khoản nộp trực tuyến: kế toán hoàn tiền ở mục Thu, hoàn phí.',
    en: 'Taken by mistake? On the day on which a desk took it somebody else at the desk takes it back; later, or when it was paid online, the accountants refund it in their room of payments.',
  };
  return [html`<span class="muted">${said[lang]}</span>`];
}
