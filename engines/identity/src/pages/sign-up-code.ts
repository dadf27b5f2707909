import { isUuid, page, type PageContext, type PageResult, post, redirect, show, type Text } from '@dinh/kernel';
import { button, buttonGroup, citizenPage, form, html, type Html, linkButton, textInput } from '@dinh/ui';
import { deviceOf, enter } from './enter.ts';
import { isWrong, nothingTyped, refusedForm, safeReturn, statusOf, summaryOf, typed, type Typed } from './form.ts';
import { labels, shownCode } from './way-fields.ts';

const path = '/dang-ky/ma';
const title: Text = { vi: 'Nhập mã xác nhận', en: 'Type the code' };

const words = {
  sent: { vi: 'Mã đã gửi tới', en: 'The code went to' },
  why: {
    vi: 'Nhập mã để biết chắc địa chỉ này là của bạn; tài khoản được mở ngay sau đó.',
    en: 'The code makes sure that this address is yours; the account is opened right after.',
  },
  late: {
    vi: 'Mã có khi đến chậm, và dùng được 10 phút. Chưa thấy mã thì gửi lại; trong một ngày không phải điền lại phiếu.',
    en: 'A code may come late, and is good for 10 minutes. If it does not come, ask for another; within a day you need not fill in the form again.',
  },
  needed: { vi: 'Hãy nhập mã gồm 6 chữ số.', en: 'Type the code of 6 digits.' },
  open: { vi: 'Mở tài khoản', en: 'Open the account' },
  again: { vi: 'Gửi lại mã', en: 'Send another code' },
  taken: { vi: 'Số định danh này đã có tài khoản', en: 'This identity number has an account already' },
  takenMore: {
    vi: 'Không có tài khoản mới nào được mở, và chủ tài khoản đã được báo. Nếu đó là tài khoản của bạn, hãy đăng nhập hoặc lấy lại tài khoản. Nếu bạn chưa từng đăng ký, hãy mang căn cước đến bộ phận một cửa gần nhất.',
    en: 'No new account was opened, and the owner of the account has been told. If it is yours, sign in or get it back. If you never opened one, bring your identity card to the nearest one-stop desk.',
  },
  signIn: { vi: 'Đăng nhập', en: 'Sign in' },
  recover: { vi: 'Lấy lại tài khoản', en: 'Get your account back' },
} satisfies Record<string, Text>;

interface SentCode {
  readonly signUp: string;
  readonly proof: string;
  readonly by: 'email' | 'phone';
  readonly to: string;
  readonly code?: string;
}

interface Kept extends SentCode {
  readonly back?: string;
}

/**
 * What was sent is remembered by the browser, not by the page: whoever goes off to read the message, reloads, goes back or
 * changes the language finds the page again. It opens nothing without the code.
 */
const cookie = 'dinh_dang_ky';
const keptSeconds = 86_400;

/** Leads to the page of the code. @param back where the person wanted to go */
export function askForCode(ctx: PageContext, sent: SentCode, back: string | undefined): PageResult {
  const kept: Kept = { ...sent, ...(back && { back }) };
  ctx.setCookie(cookie, Buffer.from(JSON.stringify(kept)).toString('base64url'), keptSeconds);
  return redirect(path);
}

/** What was sent to this browser; undefined when nothing was, or what it says can be nothing of ours. */
function keptOf(ctx: PageContext): Kept | undefined {
  try {
    const kept = JSON.parse(Buffer.from(ctx.cookies[cookie] ?? '', 'base64url').toString()) as Partial<Kept>;
    const { signUp, proof, by, to, code } = kept;
    if (typeof signUp !== 'string' || typeof proof !== 'string' || typeof to !== 'string') return undefined;
    if (!isUuid(signUp) || !isUuid(proof) || (by !== 'email' && by !== 'phone')) return undefined;
    const back = typeof kept.back === 'string' ? safeReturn(kept.back) : undefined;
    return { signUp, proof, by, to, ...(typeof code === 'string' && { code }), ...(back && { back }) };
  } catch {
    return undefined;
  }
}

/** Whoever comes here without having asked for a code begins at the beginning. */
export const signUpCodePage = page({
  path,
  title,
  may: 'anyone',
  async run(ctx) {
    const kept = keptOf(ctx);
    if (ctx.principal.kind === 'person') return redirect(kept?.back ?? '/tai-khoan');
    return kept ? show(codeScreen(ctx, kept, nothingTyped)) : redirect('/dang-ky');
  },
});

export const signUpCodePost = post({
  path,
  title,
  may: 'anyone',
  async run(ctx) {
    const sent = keptOf(ctx);
    if (!sent) return redirect('/dang-ky');
    const { signUp, proof, back } = sent;
    try {
      if (typed(ctx, 'again') !== undefined)
        return askForCode(ctx, await ctx.run('identity.resend-sign-up-code', { signUp }), back);
      const code = typed(ctx, 'code')!;
      const { opened } = await ctx.run('identity.finish-sign-up', { proof, code, device: deviceOf(ctx) });
      ctx.setCookie(cookie, '', 0);
      // Whoever was on their way somewhere goes on there; the home page says that the account is open.
      return opened ? await enter(ctx, opened, back ?? '/?xong=tai-khoan') : show(takenScreen(ctx), 409);
    } catch (error) {
      const before = refusedForm(ctx, error, { code: words.needed });
      return show(codeScreen(ctx, sent, before), statusOf(error));
    }
  },
});

/** Asks for the code that went to whoever wants to open an account. */
function codeScreen(ctx: PageContext, sent: SentCode, before: Typed): Html {
  const { lang } = ctx;
  const error = before.errors['code'];
  return frame(
    ctx,
    title,
    html`${summaryOf(lang, before)}${shownCode(ctx, { kind: sent.by, ...(sent.code && { code: sent.code }) })}
      <h1>${title[lang]}</h1>
      <p>${words.sent[lang]} <strong>${sent.to}</strong>. ${words.why[lang]}</p>
      ${form(lang, {
        action: path,
        forget: true,
        body: html`${textInput(lang, {
          name: 'code',
          label: labels.code,
          hint: { vi: '6 chữ số', en: '6 digits' },
          width: 10,
          inputMode: 'numeric',
          autocomplete: 'one-time-code',
          spellcheck: false,
          maxLength: 12,
          ...(error && { error }),
        })}${button(lang, { label: words.open })}`,
      })}
      <p class="hint">${words.late[lang]}</p>
      ${form(lang, {
        action: path,
        forget: true,
        body: html`<input type="hidden" name="again" value="1" />${button(lang, { kind: 'secondary', label: words.again })}`,
      })}`,
    before,
  );
}

function takenScreen(ctx: PageContext): Html {
  const { lang } = ctx;
  return frame(
    ctx,
    words.taken,
    html`<h1>${words.taken[lang]}</h1>
      <p>${words.takenMore[lang]}</p>
      ${buttonGroup(
        linkButton(lang, { kind: 'main', href: '/dang-nhap', label: words.signIn }),
        linkButton(lang, { kind: 'secondary', href: '/lay-lai-tai-khoan', label: words.recover }),
      )}`,
    nothingTyped,
  );
}

function frame(ctx: PageContext, heading: Text, main: Html, before: Typed): Html {
  return citizenPage(ctx.lang, {
    title: heading,
    site: ctx.site,
    url: path,
    back: '/dang-ky',
    noSearch: true,
    keepsForms: true,
    wrong: isWrong(before),
    main,
  });
}
