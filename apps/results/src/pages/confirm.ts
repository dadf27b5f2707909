import { page, type PageContext, post, redirect, Refusal, show, type Text } from '@dinh/kernel';
import {
  banner,
  button,
  citizenPage,
  errorSummary,
  fileUpload,
  form,
  formatDateTime,
  html,
  type Html,
  summaryList,
  tag,
  textInput,
  inVietnamese,
} from '@dinh/ui';
import { codeUnknown } from '../errors.ts';
import { type Confirmation, tidyCode } from '../model/confirmation.ts';
import { signatureList } from './signatures.ts';
import { labels, states } from './words.ts';

export const confirmTitle: Text = { vi: 'Xác nhận kết quả', en: 'Confirm a result' };

/** A page of the confirmation. */
export function screen(ctx: PageContext, main: Html, wrong = false, heading: Text = confirmTitle) {
  return citizenPage(ctx.lang, {
    title: heading,
    site: ctx.site,
    url: ctx.url,
    viewer: ctx.viewer,
    main,
    wrong,
  });
}

/** Where a code is typed or a file is given to be checked. */
export function ways(ctx: PageContext, error?: { code?: string; codeError?: Text; fileError?: Text }): Html {
  const { lang } = ctx;
  return html`${form(lang, {
    action: '/xac-nhan/ma',
    body: html`${textInput(lang, {
      name: 'code',
      label: labels.code,
      hint: {
        vi: 'Mười hai ký tự dưới hình QR, ví dụ K7QM-2XWV-9RTB',
        en: 'Twelve characters under the QR code, like K7QM-2XWV-9RTB',
      },
      value: error?.code,
      error: error?.codeError,
      width: 20,
      autocomplete: 'off',
    })}
    ${button(lang, { label: { vi: 'Xác nhận', en: 'Confirm' } })}`,
  })}
    <h2>${{ vi: 'Hoặc kiểm tra tệp bạn đang có', en: 'Or check the file that you have' }[lang]}</h2>
    ${form(lang, {
      action: '/xac-nhan/kiem-tra',
      files: true,
      body: html`${fileUpload(lang, {
        name: 'file',
        label: { vi: 'Tệp PDF của kết quả', en: 'PDF of the result' },
        hint: {
          vi: 'Tệp chỉ được đọc để kiểm tra chữ ký, không được lưu lại.',
          en: 'The file is only read to check its signatures; it is not kept.',
        },
        accept: '.pdf',
        maxBytes: ctx.app.config.maxFileBytes,
        error: error?.fileError,
      })}
      ${button(lang, { kind: 'secondary', label: { vi: 'Kiểm tra tệp', en: 'Check the file' } })}`,
    })}`;
}

export const confirmStart = page({
  path: '/xac-nhan',
  title: confirmTitle,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    return show(
      screen(
        ctx,
        html`<h1>${confirmTitle[lang]}</h1>
          <p class="lead">
            ${
              {
                vi: 'Quét mã QR trên giấy bằng điện thoại, hoặc gõ mã để biết giấy có thật và còn hiệu lực không.',
                en: 'Scan the QR code on the paper, or type its code, to learn whether it is genuine and in force.',
              }[lang]
            }
          </p>
          ${ways(ctx)}`,
      ),
    );
  },
});

const typedCode = (ctx: PageContext): string => [ctx.form['code'] ?? ''].flat().at(-1)?.trim() ?? '';

export const confirmCode = post({
  path: '/xac-nhan/ma',
  title: confirmTitle,
  may: 'anyone',
  async run(ctx) {
    const code = typedCode(ctx);
    if (tidyCode(code).length > 0 && code.length <= 40) return redirect(`/xac-nhan/${encodeURIComponent(tidyCode(code))}`);
    return unknown(ctx, code);
  },
});

function unknown(ctx: PageContext, code: string) {
  const { lang } = ctx;
  const message: Text = codeUnknown.sentence;
  return show(
    screen(
      ctx,
      html`${errorSummary(lang, [{ id: 'code', message }])}
        <h1>${confirmTitle[lang]}</h1>
        ${ways(ctx, { code, codeError: message })}`,
      true,
    ),
    404,
  );
}

export const confirmPage = page({
  path: '/xac-nhan/:code',
  title: confirmTitle,
  may: 'anyone',
  async run(ctx) {
    const code = ctx.params['code'] ?? '';
    if (code.length > 40 || code === '') return unknown(ctx, code.slice(0, 40));
    const found = (await ctx.run('results.confirm-result', { code }).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === codeUnknown.code) return undefined;
      throw error;
    })) as Confirmation | undefined;
    return found ? show(confirmation(ctx, found)) : unknown(ctx, code);
  },
});

const verdicts: Record<Confirmation['state'], { tone: 'done' | 'soon' | 'late' | 'info'; title: Text; body: Text }> = {
  issued: {
    tone: 'done',
    title: { vi: 'Kết quả có thật và đang có hiệu lực', en: 'Genuine and in force' },
    body: {
      vi: 'Cơ quan dưới đây đã cấp kết quả này. Hãy so các mục dưới đây với tờ giấy bạn cầm.',
      en: 'The agency below issued this result. Compare what is shown here with the paper in your hand.',
    },
  },
  expired: {
    tone: 'soon',
    title: { vi: 'Kết quả có thật nhưng đã hết hạn', en: 'Genuine, but expired' },
    body: { vi: 'Thời hạn ghi trên giấy đã qua.', en: 'Its period of validity has passed.' },
  },
  corrected: {
    tone: 'late',
    title: { vi: 'Kết quả đã được đính chính: không dùng bản này', en: 'Corrected: do not use this paper' },
    body: {
      vi: 'Cơ quan cấp đã phát hiện sai sót và lập bản đính chính.',
      en: 'The agency found a mistake and made a corrected paper.',
    },
  },
  replaced: {
    tone: 'late',
    title: { vi: 'Kết quả đã được thay thế: không dùng bản này', en: 'Replaced: do not use this paper' },
    body: {
      vi: 'Cơ quan cấp đã lập kết quả khác thay cho bản này.',
      en: 'The agency made another result in its place.',
    },
  },
  revoked: {
    tone: 'late',
    title: { vi: 'Kết quả đã bị thu hồi, không còn giá trị', en: 'Revoked, no longer valid' },
    body: { vi: 'Cơ quan cấp đã thu hồi kết quả này.', en: 'The agency revoked this result.' },
  },
  withheld: {
    tone: 'info',
    title: { vi: 'Kết quả đã có, chưa được trao', en: 'Issued, not handed out yet' },
    body: {
      vi: 'Cơ quan đã ký, đóng dấu kết quả này và còn giữ lại vì phí, lệ phí chưa nộp. Nội dung hiện ra ở đây khi người nhận đã nộp.',
      en: 'The agency has signed and stamped this result and holds it back, because its fee is not paid. What it says is shown here once that is done.',
    },
  },
  pending: {
    tone: 'info',
    title: { vi: 'Kết quả đang được phát hành', en: 'Being issued' },
    body: {
      vi: 'Lãnh đạo đã ký, văn thư chưa vào sổ và đóng dấu nên kết quả chưa có hiệu lực. Xin xem lại sau.',
      en: 'The head has signed, but it is not numbered and stamped yet and so not in force. Please look again later.',
    },
  },
};

const broken: Text = {
  vi: 'Bản điện tử đang lưu không còn nguyên vẹn như khi phát hành. Đừng tin giấy này; xin hỏi cơ quan cấp.',
  en: 'The electronic paper kept is not as it was when issued. Do not rely on this paper; please ask the agency.',
};

function confirmation(ctx: PageContext, c: Confirmation): Html {
  const { lang } = ctx;
  const verdict = verdicts[c.state];
  const sound =
    c.state === 'pending' ||
    c.state === 'withheld' ||
    (c.intact && c.signatures.length > 0 && c.signatures.every((s) => s.valid));
  const status = sound ? states[c.state]! : { tone: 'late' as const, label: { vi: 'Không nguyên vẹn', en: 'Not intact' } };
  return screen(
    ctx,
    html`${banner(
      lang,
      sound
        ? {
            tone: verdict.tone,
            title: verdict.title,
            body: verdict.body,
            actions: c.replacedBy
              ? html`<p><a href="/xac-nhan/${c.replacedBy}">${{ vi: 'Xem bản đang có hiệu lực', en: 'See the paper in force' }[lang]}</a></p>`
              : undefined,
          }
        : { tone: 'late', body: broken },
    )}
      <h1>${c.name[lang]}</h1>
      ${summaryList(lang, [
        ...c.fields.map((f) => ({ label: f.label, value: inVietnamese(lang, f.value) })),
        { label: labels.state, value: tag(lang, status.tone, status.label) },
        ...(c.reason ? [{ label: labels.reason, value: c.reason }] : []),
        ...(c.changedAt ? [{ label: { vi: 'Từ lúc', en: 'Since' }, value: formatDateTime(c.changedAt) }] : []),
        { label: labels.code, value: c.code },
      ])}
      ${c.signatures.length > 0 && signatureList(ctx, c.signatures)}
      <p><a href="/xac-nhan">${{ vi: 'Xác nhận giấy khác', en: 'Confirm another paper' }[lang]}</a></p>`,
    false,
    { vi: `${c.name.vi}: xác nhận`, en: `${c.name.en}: confirmation` },
  );
}
