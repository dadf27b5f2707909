import type { PageContext, Text } from '@dinh/kernel';
import { banner, fieldId, html, type Html, textarea, textInput } from '@dinh/ui';
import type { Way, WayKind } from '../factors/ways.ts';
import type { Typed } from './form.ts';

/** What was asked for, and is now to be shown: a code on its way, a challenge for a key. */
export interface Begun {
  readonly kind: WayKind;
  readonly proof?: string;
  readonly to?: string;
  readonly code?: string;
  readonly options?: unknown;
  readonly text?: string;
}

/** How a way is called on its button. */
export const wayNames: Readonly<Record<WayKind, Text>> = {
  password: { vi: 'Nhập mật khẩu', en: 'Type the password' },
  totp: { vi: 'Nhập mã của ứng dụng xác thực', en: 'Type a code of the authenticator' },
  passkey: { vi: 'Dùng khóa truy cập', en: 'Use a passkey' },
  certificate: { vi: 'Ký bằng chứng thư số', en: 'Sign with a certificate' },
  phone: { vi: 'Gửi mã tới điện thoại', en: 'Send a code to the telephone' },
  email: { vi: 'Gửi mã tới thư điện tử', en: 'Send a code by e-mail' },
  recovery: { vi: 'Dùng mã dự phòng', en: 'Use a recovery code' },
};

export const labels = {
  code: { vi: 'Mã xác thực', en: 'Code' },
  password: { vi: 'Mật khẩu', en: 'Password' },
  recovery: { vi: 'Mã dự phòng', en: 'Recovery code' },
  signature: { vi: 'Chữ ký (base64)', en: 'Signature (base64)' },
};

const hints = {
  totp: {
    vi: '6 chữ số đang hiện trong ứng dụng xác thực',
    en: 'The 6 digits that your authenticator shows now',
  },
  sent: {
    vi: '6 chữ số; mã dùng được trong 10 phút',
    en: '6 digits; the code is good for 10 minutes',
  },
  recovery: {
    vi: 'Một mã chưa dùng trên tờ mã dự phòng',
    en: 'A code from your sheet that was not used yet',
  },
};

/** `Way` as the value of a button: `phone:0190…`. */
export const wayValue = ({ kind, factor }: Way): string => (factor ? `${kind}:${factor}` : kind);

export function wayLabel(lang: 'vi' | 'en', { kind, to }: Way): string {
  return to ? `${wayNames[kind][lang]} ${to}` : wayNames[kind][lang];
}

/** In a demonstration nobody sends anything: the code stands on the screen. */
export function shownCode(ctx: PageContext, begun: Begun): Html | undefined {
  if (!begun.code) return undefined;
  return banner(ctx.lang, {
    title: { vi: 'Bản trình diễn', en: 'Demonstration' },
    body: {
      vi: `Không có máy chủ thư và tổng đài tin nhắn nên mã hiện ngay ở đây: ${begun.code}`,
      en: `There is no mail server or SMS gateway, so the code stands here: ${begun.code}`,
    },
  });
}

/**
 * The fields by which a way is shown. Names begin with `xt.`, so that a form that is held beside them keeps its own.
 * @param before what was typed wrong
 */
export function wayFields(ctx: PageContext, begun: Begun, before: Typed): Html {
  const { lang } = ctx;
  const proof = begun.proof !== undefined && html`<input type="hidden" name="xt.proof" value="${begun.proof}" />`;
  const error = (name: string) => before.errors[name];
  switch (begun.kind) {
    case 'password':
      return textInput(lang, {
        name: 'xt.password',
        label: labels.password,
        type: 'password',
        autocomplete: 'current-password',
        error: error('password'),
      });
    case 'recovery':
      return textInput(lang, {
        name: 'xt.code',
        label: labels.recovery,
        hint: hints.recovery,
        width: 20,
        autocomplete: 'off',
        spellcheck: false,
        maxLength: 40,
        error: error('code'),
      });
    case 'totp':
    case 'phone':
    case 'email':
      return html`${proof}${
        begun.to && html`<p>${{ vi: 'Mã đã gửi tới', en: 'The code went to' }[lang]} <strong>${begun.to}</strong>.</p>`
      }${textInput(lang, {
        name: 'xt.code',
        label: labels.code,
        hint: begun.kind === 'totp' ? hints.totp : hints.sent,
        width: 10,
        inputMode: 'numeric',
        autocomplete: 'one-time-code',
        spellcheck: false,
        maxLength: 12,
        error: error('code'),
      })}`;
    case 'passkey':
      return html`${proof}${passkeyParts(ctx, 'get', begun.options)}`;
    case 'certificate':
      return html`${proof}${signatureParts(ctx, begun.text ?? '', 'xt.signature', error('signature'))}`;
  }
}

/** What the island needs to ask the browser for a passkey; the form is sent by it. */
export function passkeyParts(ctx: PageContext, task: 'get' | 'create', options: unknown): Html {
  const { lang } = ctx;
  return html`<dinh-passkey data-task="${task}" data-options="${JSON.stringify(options)}">
    <input type="hidden" name="xt.response" />
    <p class="error-message" role="alert" hidden data-message></p>
    <noscript
      ><p>
        ${
          {
            vi: 'Khóa truy cập cần JavaScript. Hãy bật JavaScript hoặc chọn cách khác.',
            en: 'Passkeys need JavaScript. Please turn it on or choose another way.',
          }[lang]
        }
      </p></noscript
    >
  </dinh-passkey>`;
}

/** A text to sign with a tool of one's own, and where the signature goes. */
export function signatureParts(ctx: PageContext, text: string, name: string, error: Text | undefined): Html {
  const { lang } = ctx;
  return html`<p id="${fieldId(name)}-text">
      ${
        {
          vi: 'Ký đúng dòng chữ dưới đây (UTF-8, không xuống dòng) bằng khóa của chứng thư số, với SHA-256:',
          en: 'Sign exactly this line (UTF-8, without a line break) with the key of your certificate, with SHA-256:',
        }[lang]
      }
    </p>
    <p class="inset"><code class="code" lang="vi">${text}</code></p>
    ${textarea(lang, {
      name,
      label: labels.signature,
      hint: {
        vi: 'Ví dụ: openssl dgst -sha256 -sign khoa.pem dong-chu.txt | base64',
        en: 'For example: openssl dgst -sha256 -sign key.pem line.txt | base64',
      },
      rows: 5,
      error,
    })}`;
}
