import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
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
} from '@dinh/ui';
import { codeUnknown, fileNeeded } from '../errors.ts';
import { checkPaper, type CheckedSignature, type Confirmation, tidyCode } from '../model/confirmation.ts';
import { labels, states, troubles } from './words.ts';

const title: Text = { vi: 'Xác nhận kết quả', en: 'Confirm a result' };

function screen(ctx: PageContext, main: Html, wrong = false, heading: Text = title) {
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
function ways(ctx: PageContext, error?: { code?: string; codeError?: Text; fileError?: Text }): Html {
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
  title,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    return show(
      screen(
        ctx,
        html`<h1>${title[lang]}</h1>
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
  title,
  may: 'anyone',
  async run(ctx) {
    const code = typedCode(ctx);
    if (tidyCode(code).length > 0 && code.length <= 40)
      return redirect(`/xac-nhan/${encodeURIComponent(tidyCode(code))}`);
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
        <h1>${title[lang]}</h1>
        ${ways(ctx, { code, codeError: message })}`,
      true,
    ),
    404,
  );
}

export const confirmPage = page({
  path: '/xac-nhan/:code',
  title,
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

const verdicts: Record<
  Confirmation['state'],
  { tone: 'done' | 'soon' | 'late' | 'info'; title: Text; body: Text }
> = {
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
    c.state === 'pending' || (c.intact && c.signatures.length > 0 && c.signatures.every((s) => s.valid));
  const status = sound
    ? states[c.state]!
    : { tone: 'late' as const, label: { vi: 'Không nguyên vẹn', en: 'Not intact' } };
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
        ...c.fields.map((f) => ({ label: f.label, value: f.value })),
        { label: labels.state, value: tag(lang, status.tone, status.label) },
        ...(c.reason ? [{ label: labels.reason, value: c.reason }] : []),
        ...(c.changedAt
          ? [{ label: { vi: 'Từ lúc', en: 'Since' }, value: formatDateTime(c.changedAt) }]
          : []),
        { label: labels.code, value: c.code },
      ])}
      ${c.signatures.length > 0 && signatureList(ctx, c.signatures)}
      <p><a href="/xac-nhan">${{ vi: 'Xác nhận giấy khác', en: 'Confirm another paper' }[lang]}</a></p>`,
    false,
    { vi: `${c.name.vi}: xác nhận`, en: `${c.name.en}: confirmation` },
  );
}

/** Signatures that were verified just now. */
export function signatureList(ctx: PageContext, signatures: readonly CheckedSignature[]): Html {
  const { lang } = ctx;
  return html`<h2>${labels.signatures[lang]}</h2>
    <p class="muted">${{ vi: 'Vừa được kiểm tra lại trên văn bản.', en: 'Verified on the paper just now.' }[lang]}</p>
    ${summaryList(
      lang,
      signatures.map((s) => ({
        label: s.signer || { vi: 'Không rõ người ký', en: 'Unknown signer' },
        value: html`${s.valid ? tag(lang, 'done', { vi: 'Hợp lệ', en: 'Valid' }) : tag(lang, 'late', { vi: 'Không hợp lệ', en: 'Not valid' })}
          ${s.trouble && html` ${troubles[s.trouble]?.[lang] ?? s.trouble}`}
          ${[s.title, s.organisation].filter(Boolean).map((line) => html`<br />${line}`)}
          ${s.at && html`<br />${{ vi: 'Ký lúc', en: 'Signed' }[lang]} ${formatDateTime(s.at)}`}`,
      })),
    )}`;
}

export const confirmFile = post({
  path: '/xac-nhan/kiem-tra',
  title,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    const file = ctx.files.find((f) => f.field === 'file' && f.size > 0);
    if (!file || file.truncated) {
      const message = fileNeeded.sentence;
      const main = html`${errorSummary(lang, [{ id: 'file', message }])}
        <h1>${title[lang]}</h1>
        ${ways(ctx, { fileError: message })}`;
      return show(screen(ctx, main, true), 422);
    }
    const bytes = await readFile(file.path);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const [{ code, current }, signatures] = await Promise.all([
      ctx.run('results.find-paper', { hash }),
      checkPaper(ctx.app, bytes),
    ]);
    return show(screen(ctx, fileVerdict(ctx, file.name, code, current, signatures)));
  },
});

function fileVerdict(
  ctx: PageContext,
  name: string,
  code: string | null,
  current: boolean,
  signatures: readonly CheckedSignature[],
): Html {
  const { lang } = ctx;
  const altered = signatures.some((s) => !s.valid);
  const said: { tone: 'done' | 'soon' | 'late'; title: Text; body: Text } =
    code && current && !altered
      ? {
          tone: 'done',
          title: { vi: 'Đúng là tệp đã phát hành', en: 'This is the file as issued' },
          body: {
            vi: 'Tệp giống từng byte với bản đang lưu. Xem tiếp kết quả còn hiệu lực không.',
            en: 'It is byte for byte the one that is kept. See below whether the result is in force.',
          },
        }
      : altered
        ? {
            tone: 'late',
            title: { vi: 'Tệp không đáng tin', en: 'Do not rely on this file' },
            body: {
              vi: 'Có chữ ký không hợp lệ: tệp đã bị sửa sau khi ký, hoặc không do cơ quan của tỉnh ký.',
              en: 'A signature is not valid: the file was changed after signing, or was not signed by an agency of the province.',
            },
          }
        : signatures.length === 0
          ? {
              tone: 'late',
              title: { vi: 'Tệp không có chữ ký số', en: 'This file has no digital signature' },
              body: {
                vi: 'Bản quét hay bản in lại không mang chữ ký số. Xin dùng mã xác nhận trên giấy.',
                en: 'A scan or a reprint carries no signature. Please use the code on the paper.',
              },
            }
          : {
              tone: 'soon',
              title: {
                vi: 'Chữ ký hợp lệ, nhưng không phải bản đang lưu',
                en: 'Signed well, but not the paper that is kept',
              },
              body: {
                vi: 'Có thể đây là bản chưa phát hành xong. Xin dùng mã xác nhận để xem bản hiện hành.',
                en: 'It may be an earlier stage of it. Please use the code to see the paper as it is now.',
              },
            };
  return html`${banner(lang, { ...said, actions: code ? html`<p><a href="/xac-nhan/${code}">${{ vi: 'Xem tình trạng kết quả', en: 'See the status of the result' }[lang]}</a></p>` : undefined })}
    <h1>${{ vi: 'Kết quả kiểm tra tệp', en: 'What the file tells' }[lang]}</h1>
    <p>${name}</p>
    ${signatures.length > 0 && signatureList(ctx, signatures)}
    <h2>${{ vi: 'Kiểm tra tiếp', en: 'Check another' }[lang]}</h2>
    ${ways(ctx)}`;
}
