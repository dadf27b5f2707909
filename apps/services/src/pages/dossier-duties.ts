import type { PageContext, Text } from '@dinh/kernel';
import { allProviders } from '@dinh/payments';
import { banner, button, form, formatDateTime, formatMoney, html, type Html, linkButton } from '@dinh/ui';
import type { DossierView } from '../model/dossier-view.ts';
import { rateable } from '../model/dossier-words.ts';

/** What the owner must do now, if anything, and what has just become of it. */
export function duties(ctx: PageContext, view: DossierView): Html {
  return html`${supplementing(ctx, view)}${paying(ctx, view)}${visiting(ctx, view)}${apology(ctx, view)}${result(ctx, view)}`;
}

/** How the payment that matters now stands; told from our books, whatever the address says. */
function paying(ctx: PageContext, view: DossierView): Html | undefined {
  const { lang } = ctx;
  const { dossier: d } = view;
  const purpose = d.status === 6 ? 'duty' : 'fee';
  const asked = view.history.filter((one) => one.act === 'duty-required');
  const occasion = purpose === 'fee' ? 1 : asked.length;
  const latest = view.payments.filter((one) => one.purpose === purpose && one.occasion === occasion).at(-1);
  const back = ctx.query['thanh-toan'] !== undefined;
  // Once it is noted that a duty is paid, what might be owed is the fee again: the last payment is what they come back from.
  const last = view.payments.at(-1);
  const came = back && last?.state === 'paid' ? received(ctx, last) : undefined;
  if (latest?.state === 'paid') return came;
  const later = view.feePaidBy === 'return';
  const open =
    d.status === 6 ||
    d.resultWithheld ||
    ([1, 5, ...(later ? [2, 4, 9] : [])].includes(d.status) && (d.feeState === 'due' || d.feeState === 'at-desk'));
  if (!open || (purpose === 'fee' && d.fee === 0)) return came;
  const under = latest && (latest.state === 'pending' || latest.state === 'requested');
  const duty = asked.at(-1);
  const amount = purpose === 'fee' ? d.fee : duty?.data.amount;
  const sum = amount === undefined ? '' : ` ${formatMoney(lang, amount)}`;
  const online = allProviders().length > 0;
  return banner(lang, {
    tone:
      latest?.state === 'failed' && back
        ? 'late'
        : d.feeState === 'at-desk' && purpose === 'fee' && !d.resultWithheld
          ? 'info'
          : 'soon',
    title:
      latest?.state === 'failed' && back
        ? { vi: 'Thanh toán không thành công', en: 'The payment failed' }
        : under && back
          ? { vi: 'Chưa có tin từ nơi thanh toán', en: 'No word from the payment provider yet' }
          : purpose === 'fee'
            ? d.resultWithheld
              ? {
                  vi: `Kết quả đã có. Bạn nộp phí${sum} để nhận`,
                  en: `The result is ready. Pay the fee${sum} to get it`,
                }
              : later
                ? { vi: `Phí${sum} chưa nộp`, en: `The fee${sum} is not paid yet` }
                : { vi: `Bạn cần nộp phí${sum}`, en: `Please pay the fee${sum}` }
            : { vi: `Bạn cần nộp${sum}`, en: `Please pay${sum}` },
    body: {
      vi:
        latest?.state === 'failed' && back
          ? 'Tiền của bạn chưa bị trừ. Bạn có thể thử lại, hoặc nộp tại Bộ phận Một cửa.'
          : under
            ? 'Nếu bạn đã trả tiền, xin đừng trả lại: hệ thống hỏi lại nơi thanh toán vài phút một lần và sẽ báo cho bạn. Nếu bạn chưa trả, hãy bấm nút dưới đây để tiếp tục; giao dịch cũ được dùng tiếp, không tính tiền hai lần.'
            : purpose === 'duty'
              ? `${ended(duty?.comment ?? 'Cơ quan giải quyết đã thông báo nghĩa vụ tài chính')} Bạn nộp trực tuyến hoặc tại Bộ phận Một cửa; nộp xong, hồ sơ được giải quyết tiếp.`
              : d.resultWithheld
                ? 'Văn bản được giữ lại cho đến khi phí đã nộp. Bạn nộp trực tuyến ngay bây giờ, hoặc tại Bộ phận Một cửa; nộp xong, bạn xem và tải được ngay tại đây.'
                : later
                  ? 'Bạn nộp trước khi nhận kết quả: tại Bộ phận Một cửa, hoặc trực tuyến ngay bây giờ.'
                  : d.feeState === 'at-desk'
                    ? 'Bạn đã chọn nộp tại Bộ phận Một cửa; hồ sơ được tiếp nhận khi bạn đã nộp phí. Bạn vẫn có thể nộp trực tuyến.'
                    : 'Hồ sơ được tiếp nhận khi bạn đã nộp phí.',
      en:
        latest?.state === 'failed' && back
          ? 'You have not been charged. You can try again, or pay at the one-stop desk.'
          : under
            ? 'If you have paid, please do not pay again: we ask the provider every few minutes and will tell you. If you have not, go on with the button below; the same transaction is taken up, nobody is charged twice.'
            : purpose === 'duty'
              ? `${ended(duty?.comment ?? 'The agency has notified a financial duty')} Pay online or at the one-stop desk; once it is paid the dossier goes on.`
              : d.resultWithheld
                ? 'The paper is held back until the fee is paid. Pay online right now, or at the one-stop desk; once it is paid you can read and download it here.'
                : later
                  ? 'You pay before you get the result: at the one-stop desk, or online right now.'
                  : d.feeState === 'at-desk'
                    ? 'You chose to pay at the one-stop desk; the dossier is accepted once you have paid. You can still pay online.'
                    : 'The dossier is accepted once the fee is paid.',
    },
    actions:
      online &&
      form(lang, {
        action: `/ho-so/${d.reference}/thanh-toan`,
        body: button(lang, {
          label: under
            ? { vi: 'Tiếp tục thanh toán', en: 'Go on with the payment' }
            : { vi: 'Thanh toán trực tuyến', en: 'Pay online' },
          kind: d.feeState === 'at-desk' && purpose === 'fee' && !d.resultWithheld ? 'secondary' : 'main',
        }),
      }),
  });
}

/** A sentence that somebody wrote, with a full stop. */
const ended = (text: string): string => (/[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

/** The money is there, and no more is asked for it. */
function received({ lang }: PageContext, { id, amount, receipt }: DossierView['payments'][number]): Html {
  return banner(lang, {
    tone: 'done',
    title: { vi: 'Đã nhận tiền', en: 'Payment received' },
    body: {
      vi: `Đã nhận ${formatMoney(lang, amount)}. Biên lai số ${receipt ?? '—'}. Bạn không phải nộp thêm khoản này.`,
      en: `${formatMoney(lang, amount)} received. Receipt ${receipt ?? '—'}. Nothing more is due for this.`,
    },
    actions: receipt
      ? html`<p><a href="/bien-lai/${id}.pdf">${lang === 'vi' ? 'Tải biên lai (PDF)' : 'Download the receipt (PDF)'}</a></p>`
      : undefined,
  });
}

function supplementing(ctx: PageContext, view: DossierView): Html | undefined {
  const asked = view.supplements.find((one) => !one.answeredAt);
  if (view.dossier.status !== 5 || !asked) return undefined;
  const { lang } = ctx;
  return banner(lang, {
    tone: 'soon',
    title: { vi: 'Bạn cần bổ sung', en: 'Please supplement' },
    body: html`<ul>
        ${asked.items.map((one) => html`<li><strong>${one.name}</strong>${one.reason && html`: ${one.reason}`}</li>`)}
      </ul>
      <p>${asked.reason}</p>
      <p class="muted">
        ${
          asked.stage === 'desk'
            ? lang === 'vi'
              ? 'Thời hạn giải quyết chưa tính; hồ sơ được tiếp nhận khi đã đủ.'
              : 'No time limit runs yet; the dossier is accepted once it is complete.'
            : lang === 'vi'
              ? 'Thời hạn giải quyết được tính lại từ đầu khi hồ sơ đã đủ.'
              : 'The time limit starts anew once the dossier is complete.'
        }
      </p>`,
    actions: linkButton(lang, {
      label: { vi: 'Bổ sung ngay', en: 'Supplement now' },
      href: `/ho-so/${view.dossier.reference}/bo-sung`,
      kind: 'main',
    }),
  });
}

function visiting(ctx: PageContext, view: DossierView): Html | undefined {
  const next = view.visits.find((one) => !one.reportedAt && new Date(one.at) > ctx.now);
  if (!next) return undefined;
  return banner(ctx.lang, {
    title: { vi: 'Hẹn xác minh thực tế', en: 'A visit' },
    body: {
      vi: `Cơ quan đến xác minh lúc ${formatDateTime(next.at)} tại ${next.place}. Nội dung: ${next.subject}`,
      en: `The agency comes at ${formatDateTime(next.at)}, ${next.place}. Subject: ${next.subject}`,
    },
  });
}

function apology(ctx: PageContext, view: DossierView): Html | undefined {
  if (!view.extension || [7, 8, 9, 10].includes(view.dossier.status)) return undefined;
  const { formerDue, newDue, reason } = view.extension;
  return banner(ctx.lang, {
    title: { vi: 'Chúng tôi xin lỗi vì chậm hẹn', en: 'We apologise for the delay' },
    body: {
      vi: `Ngày hẹn ${formatDateTime(formerDue)} được dời sang ${formatDateTime(newDue)}. Lý do: ${reason}`,
      en: `The date of ${formatDateTime(formerDue)} was moved to ${formatDateTime(newDue)}. Reason: ${reason}`,
    },
  });
}

/** What was settled: the papers in force, and those that are no longer to be used (NĐ 61/2018 Điều 21). */
function result(ctx: PageContext, view: DossierView): Html | undefined {
  if (view.dossier.resultWithheld) return undefined; // what is to be paid for it is said above
  const inForce = view.results.filter((one) => one.state === 'issued');
  const former = view.results.filter((one) => one.state in changedResult);
  return html`${former.map((one) => formerResult(ctx, one))}${inForce.length > 0 && ready(ctx, view, inForce)}`;
}

type ResultLine = DossierView['results'][number];

const changedResult: Readonly<Record<string, { readonly tone: 'soon' | 'late'; readonly title: Text }>> = {
  corrected: {
    tone: 'soon',
    title: { vi: 'Kết quả đã được đính chính', en: 'The result was corrected' },
  },
  replaced: {
    tone: 'soon',
    title: { vi: 'Kết quả đã được thay bằng bản khác', en: 'The result was replaced' },
  },
  revoked: {
    tone: 'late',
    title: {
      vi: 'Kết quả đã bị thu hồi, không còn giá trị',
      en: 'The result was revoked and is no longer valid',
    },
  },
};

function formerResult({ lang }: PageContext, one: ResultLine): Html {
  const { tone, title } = changedResult[one.state]!;
  const number = one.number ?? '';
  return banner(lang, {
    tone,
    title,
    body: html`<a href="/ket-qua/${one.id}">${{ vi: `Xem lý do và bản số ${number}, không dùng nữa`, en: `See why, and no. ${number}, which is not to be used any more` }[lang]}</a>`,
  });
}

function ready(ctx: PageContext, { dossier: d, rating }: DossierView, results: readonly ResultLine[]): Html {
  const { lang } = ctx;
  const refused = d.outcome === 'refused';
  return banner(lang, {
    tone: refused ? 'soon' : 'done',
    title: refused
      ? { vi: 'Hồ sơ bị từ chối giải quyết', en: 'The dossier was refused' }
      : { vi: 'Đã có kết quả', en: 'The result is ready' },
    body: html`<ul>
      ${results.map(
        (one) =>
          html`<li>
            <a href="/ket-qua/${one.id}">${lang === 'vi' ? 'Xem kết quả' : 'See the result'}${one.number && ` ${lang === 'vi' ? 'số' : 'no.'} ${one.number}`}</a> ·
            <a href="/ket-qua/${one.id}/tep.pdf">${lang === 'vi' ? 'Tải bản có chữ ký số (PDF)' : 'Download the signed copy (PDF)'}</a>
          </li>`,
      )}
    </ul>`,
    actions:
      rateable.includes(d.status) && !rating
        ? linkButton(lang, {
            label: { vi: 'Đánh giá việc giải quyết', en: 'Rate the service' },
            href: `/ho-so/${d.reference}/danh-gia`,
          })
        : undefined,
  });
}

/** What the person has just done on another page, told by our books and not by the address alone. */
export function justDone(ctx: PageContext, { dossier: d, rating, supplements }: DossierView): Html | undefined {
  const { lang, query } = ctx;
  if (query['danh-gia'] === 'xong' && rating)
    return banner(lang, {
      tone: 'done',
      title: { vi: 'Cảm ơn bạn đã đánh giá', en: 'Thank you for your rating' },
      body: html`<a href="/danh-gia">${{ vi: 'Xem mức độ hài lòng của người dân', en: 'See how satisfied people are' }[lang]}</a>`,
    });
  const sent = supplements.findLast((one) => one.answeredAt)?.answeredAt;
  if (query['bo-sung'] === 'xong' && sent && d.status !== 5)
    return banner(lang, {
      tone: 'done',
      title: { vi: 'Đã gửi bổ sung', en: 'The supplement is sent' },
      body: {
        vi: `Cơ quan nhận được lúc ${formatDateTime(sent)}. Bạn không phải làm gì thêm; có tin mới, bạn được báo.`,
        en: `The agency got it at ${formatDateTime(sent)}. There is nothing more to do; you are told when there is news.`,
      },
    });
  return undefined;
}
