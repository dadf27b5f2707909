import type { PageContext } from '@dinh/kernel';
import { formatDateTime, html, type Html, summaryList, tag, inVietnamese } from '@dinh/ui';
import type { CheckedSignature } from '../model/confirmation.ts';
import { labels, troubles } from './words.ts';

/** Signatures that were verified just now. */
export function signatureList(ctx: PageContext, signatures: readonly CheckedSignature[]): Html {
  const { lang } = ctx;
  return html`<h2>${labels.signatures[lang]}</h2>
    <p class="muted">${{ vi: 'Vừa được kiểm tra lại trên văn bản.', en: 'Verified on the paper just now.' }[lang]}</p>
    ${summaryList(
      lang,
      signatures.map((s) => ({
        label: s.signer ? inVietnamese(lang, s.signer) : { vi: 'Không rõ người ký', en: 'Unknown signer' },
        value: html`${s.valid ? tag(lang, 'done', { vi: 'Hợp lệ', en: 'Valid' }) : tag(lang, 'late', { vi: 'Không hợp lệ', en: 'Not valid' })}
          ${s.trouble && html` ${troubles[s.trouble]?.[lang] ?? s.trouble}`}
          ${[s.title, s.organisation].filter(Boolean).map((line) => html`<br />${inVietnamese(lang, line)}`)}
          ${s.at && html`<br />${{ vi: 'Ký lúc', en: 'Signed' }[lang]} ${formatDateTime(s.at)}`}
          <br />${stampLine(ctx, s)}`,
      })),
    )}`;
}

/** Who says when it was signed: an authority that is not the signer, or nobody but the signer. */
function stampLine({ lang }: PageContext, { stamp }: CheckedSignature): Html {
  if (!stamp)
    return html`<span class="muted">${{ vi: 'Không có dấu thời gian: giờ ký theo đồng hồ của cơ quan', en: 'No time stamp: the time is that of the agency’s clock' }[lang]}</span>`;
  const title = { vi: 'Dấu thời gian', en: 'Time stamp' }[lang];
  if (stamp.trouble !== null)
    return html`${title}: ${tag(lang, 'late', { vi: 'không hợp lệ', en: 'not valid' })} ${troubles[stamp.trouble]?.[lang] ?? stamp.trouble}`;
  return html`${title} ${stamp.at && formatDateTime(stamp.at)}, ${{ vi: 'của', en: 'by' }[lang]} ${inVietnamese(lang, stamp.by)}`;
}
