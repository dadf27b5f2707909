import { page, type PageContext, post, show, type Text } from '@dinh/kernel';
import { button, citizenPage, form, html, type Html, textInput } from '@dinh/ui';
import { isWrong, nothingTyped, refusedForm, safeReturn, summaryOf, typed, type Typed, statusOf } from './form.ts';
import { responseOf } from './proof.ts';
import { deviceOf, enter } from './enter.ts';
import { present } from './sign-up.ts';
import { signatureParts, wayNames } from './way-fields.ts';

const title: Text = { vi: 'Đăng nhập bằng chứng thư số', en: 'Sign in with a certificate' };
const keyTitle: Text = { vi: 'Đăng nhập bằng khóa truy cập', en: 'Sign in with a passkey' };
const path = '/dang-nhap/chung-thu';
const keyPath = '/dang-nhap/khoa';

/** The form with which a passkey signs in; it stands on the sign-in page. */
export function passkeyForm(ctx: PageContext, back: string | undefined): Html {
  const { lang } = ctx;
  return form(lang, {
    action: keyPath,
    forget: true,
    body: html`${hiddenBack(back)}<dinh-passkey data-task="get" data-begin="/api/identity/begin-sign-in">
        <input type="hidden" name="xt.response" /><input type="hidden" name="xt.proof" />
        <p class="error-message" role="alert" hidden data-message></p>
        ${button(lang, { kind: 'secondary', label: wayNames.passkey })}
      </dinh-passkey>`,
  });
}

const hiddenBack = (back: string | undefined) => back && html`<input type="hidden" name="tiep" value="${back}" />`;

/** The same on a page of its own: where it leads when something went wrong, or without scripts. */
export const passkeyPage = page({
  path: keyPath,
  title: keyTitle,
  may: 'anyone',
  run: async (ctx) => show(keyScreen(ctx, nothingTyped, safeReturn(ctx.query['tiep']))),
});

export const passkeyPost = post({
  path: keyPath,
  title: keyTitle,
  may: 'anyone',
  async run(ctx) {
    const back = safeReturn(typed(ctx, 'tiep'));
    try {
      const input = {
        kind: 'passkey',
        proof: typed(ctx, 'xt.proof'),
        response: responseOf(ctx),
        device: deviceOf(ctx),
      };
      return await enter(ctx, await ctx.run('identity.sign-in-by-key', present(input) as never), back);
    } catch (error) {
      const before = refusedForm(ctx, error);
      // A form that was sent without scripts has no answer in it.
      const plain = typed(ctx, 'xt.proof') ? before : { ...before, errors: {}, general: noScript };
      return show(keyScreen(ctx, plain, back), statusOf(error));
    }
  },
});

const noScript: Text = {
  vi: 'Khóa truy cập cần JavaScript. Hãy bật JavaScript hoặc đăng nhập bằng mật khẩu.',
  en: 'Passkeys need JavaScript. Please turn it on, or sign in with your password.',
};

function keyScreen(ctx: PageContext, before: Typed, back: string | undefined): Html {
  const { lang } = ctx;
  return frame(
    ctx,
    keyTitle,
    keyPath,
    before,
    html`<p>
      ${{ vi: 'Trình duyệt sẽ hỏi vân tay, khuôn mặt hoặc mã PIN của thiết bị.', en: 'The browser asks for the fingerprint, face or PIN of the device.' }[lang]}
    </p>
    ${passkeyForm(ctx, back)}
    <noscript><p>${noScript[lang]}</p></noscript>`,
    ['passkey'],
  );
}

export const certificatePage = page({
  path,
  title,
  may: 'anyone',
  run: async (ctx) => show(startScreen(ctx, nothingTyped, safeReturn(ctx.query['tiep']))),
});

export const certificatePost = post({
  path,
  title,
  may: 'anyone',
  async run(ctx) {
    const back = safeReturn(typed(ctx, 'tiep'));
    const proof = typed(ctx, 'xt.proof');
    try {
      if (!proof) {
        const begun = await ctx.run('identity.begin-sign-in', { kind: 'certificate' });
        return show(signScreen(ctx, begun, back, nothingTyped));
      }
      const input = {
        kind: 'certificate',
        proof,
        certificate: typed(ctx, 'xt.certificate'),
        signature: typed(ctx, 'xt.signature'),
        device: deviceOf(ctx),
      };
      return await enter(ctx, await ctx.run('identity.sign-in-by-key', present(input) as never), back);
    } catch (error) {
      const before = refusedForm(ctx, error);
      // Which certificate it is stays; only the line to sign is another one.
      const fresh = proof ? await ctx.run('identity.begin-sign-in', { kind: 'certificate' }).catch(() => undefined) : undefined;
      return show(fresh ? signScreen(ctx, fresh, back, before) : startScreen(ctx, before, back), statusOf(error));
    }
  },
});

function startScreen(ctx: PageContext, before: Typed, back: string | undefined): Html {
  const { lang } = ctx;
  return frame(
    ctx,
    title,
    path,
    before,
    html`<p>
      ${{ vi: 'Dành cho người đã thêm chứng thư số vào tài khoản. Bạn sẽ nhận một dòng chữ để ký.', en: 'For those who have added a certificate to their account. You get a line to sign.' }[lang]}
    </p>
    ${form(lang, { action: path, forget: true, body: html`${hiddenBack(back)}${button(lang, { label: { vi: 'Bắt đầu', en: 'Begin' } })}` })}`,
  );
}

function signScreen(
  ctx: PageContext,
  { proof, text = '' }: { readonly proof: string; readonly text?: string },
  back: string | undefined,
  before: Typed,
): Html {
  const { lang } = ctx;
  return frame(
    ctx,
    title,
    path,
    before,
    form(lang, {
      action: path,
      forget: true,
      body: html`${hiddenBack(back)}<input type="hidden" name="xt.proof" value="${proof}" />
      ${signatureParts(ctx, text, 'xt.signature', undefined)}
      ${textInput(lang, {
        name: 'xt.certificate',
        value: before.values['xt.certificate'] ?? '',
        label: { vi: 'Dấu vân tay SHA-256 của chứng thư', en: 'SHA-256 fingerprint of the certificate' },
        hint: {
          vi: '64 ký tự; xem bằng openssl x509 -fingerprint -sha256',
          en: '64 characters; openssl x509 -fingerprint -sha256 shows it',
        },
        spellcheck: false,
        autocomplete: 'off',
        maxLength: 100,
      })}
      ${button(lang, { label: { vi: 'Đăng nhập', en: 'Sign in' } })}`,
    }),
  );
}

function frame(ctx: PageContext, heading: Text, at: string, before: Typed, main: Html, islands: readonly string[] = []): Html {
  const { lang } = ctx;
  return citizenPage(lang, {
    title: heading,
    site: ctx.site,
    url: ctx.method === 'GET' ? ctx.url : at,
    back: '/dang-nhap',
    noSearch: true,
    keepsForms: true,
    wrong: isWrong(before),
    islands,
    main: html`${summaryOf(lang, before)}
      <h1>${heading[lang]}</h1>
      ${main}`,
  });
}
