import { page, type PageContext, post, redirect, Refusal, show, type Text } from '@dinh/kernel';
import { button, buttonGroup, form, html, type Html, qrCode, textarea, textInput } from '@dinh/ui';
import { longestSeconds, sessionCookie } from '../sign-in/session.ts';
import { nothingTyped, refusedForm, safeReturn, summaryOf, typed, type Typed, statusOf } from './form.ts';
import { responseOf } from './proof.ts';
import { frame } from './security-frame.ts';
import { securityPath } from './sessions.ts';
import { askFor, present } from './sign-up.ts';
import { labels, passkeyParts, shownCode, signatureParts } from './way-fields.ts';

type Kind = 'totp' | 'passkey' | 'phone' | 'email' | 'certificate';

interface Adding {
  readonly kind: Kind;
  readonly path: string;
  readonly title: Text;
  readonly why: Text;
}

const addings: readonly Adding[] = [
  {
    kind: 'totp',
    path: 'ung-dung',
    title: { vi: 'Thêm ứng dụng xác thực', en: 'Add an authenticator' },
    why: {
      vi: 'Ứng dụng trên điện thoại (như Google Authenticator, Aegis, FreeOTP) tạo mã 6 số mỗi nửa phút, không cần mạng.',
      en: 'An app on your telephone (such as Google Authenticator, Aegis, FreeOTP) makes a code of 6 digits every half minute, without a network.',
    },
  },
  {
    kind: 'passkey',
    path: 'khoa',
    title: { vi: 'Thêm khóa truy cập', en: 'Add a passkey' },
    why: {
      vi: 'Khóa nằm trong máy, điện thoại hoặc khóa USB của bạn và mở bằng vân tay, khuôn mặt hoặc mã PIN. An toàn nhất và không cần nhớ gì.',
      en: 'The key is in your computer, telephone or USB key and opens by fingerprint, face or PIN. It is the safest way, and there is nothing to remember.',
    },
  },
  {
    kind: 'phone',
    path: 'dien-thoai',
    title: { vi: 'Thêm điện thoại', en: 'Add a telephone' },
    why: {
      vi: 'Mã được gửi bằng tin nhắn. Tin nhắn có thể bị đọc trộm khi SIM bị đổi; ứng dụng xác thực và khóa truy cập an toàn hơn.',
      en: 'A code is sent by SMS. Messages can be read by others when a SIM is swapped; an authenticator or a passkey is safer.',
    },
  },
  {
    kind: 'email',
    path: 'thu',
    title: { vi: 'Thêm thư điện tử', en: 'Add an e-mail address' },
    why: {
      vi: 'Mã được gửi vào hộp thư. Cách này chỉ đạt mức AS-2, và giúp lấy lại tài khoản khi quên mật khẩu.',
      en: 'A code is sent to your mailbox. It reaches level AS-2 only, and helps to get the account back when you forget the password.',
    },
  },
  {
    kind: 'certificate',
    path: 'chung-thu',
    title: { vi: 'Thêm chứng thư số', en: 'Add a certificate' },
    why: {
      vi: 'Dùng chứng thư số do cơ quan được tin cậy cấp và mang tên bạn. Chứng thư được ghi nhận khi bạn ký được bằng khóa của nó.',
      en: 'Use a certificate that a trusted authority has issued and that bears your name. It is recorded once you have signed with its key.',
    },
  },
];

const words = {
  sendCode: { vi: 'Gửi mã', en: 'Send the code' },
  again: { vi: 'Gửi lại mã', en: 'Send the code again' },
  late: {
    vi: 'Mã có thể đến chậm vài phút. Chưa nhận được thì bạn gửi lại, hoặc làm việc này sau trong trang tài khoản; tài khoản của bạn vẫn dùng được.',
    en: 'The code may take some minutes. When it does not come, send it again, or do this later from your account page; your account works all the same.',
  },
  add: { vi: 'Thêm vào tài khoản', en: 'Add it to the account' },
  makeKey: { vi: 'Tạo khóa truy cập', en: 'Make the passkey' },
  name: { vi: 'Tên để nhận ra', en: 'Name by which you know it' },
  nameHint: { vi: 'Ví dụ: Điện thoại của tôi', en: 'For example: my telephone' },
  scan: {
    vi: 'Quét hình này bằng ứng dụng, rồi nhập mã mà ứng dụng hiện.',
    en: 'Scan this picture with the app, then type the code that it shows.',
  },
  cannotScan: {
    vi: 'Không quét được? Nhập khóa này vào ứng dụng:',
    en: 'Cannot scan it? Type this key into the app:',
  },
  qr: { vi: 'Hình mã QR của khóa', en: 'QR code of the key' },
  certificate: { vi: 'Chứng thư số (PEM)', en: 'Certificate (PEM)' },
  certificateHint: {
    vi: 'Từ dòng BEGIN CERTIFICATE; kèm chứng thư của nơi cấp nếu có.',
    en: 'From the line BEGIN CERTIFICATE; with the certificates of its issuers when there are any.',
  },
};

/** What `begin-factor` gave, carried along in the form until it is shown. */
interface Begun {
  readonly proof: string;
  readonly to?: string | undefined;
  readonly code?: string | undefined;
  readonly seed?: string | undefined;
  readonly address?: string | undefined;
  readonly options?: unknown;
  readonly text?: string | undefined;
}

/**
 * In the form that adds what was begun, and nowhere else: a form that waited for a proof of who asks is posted again by the browser
 * together with that proof, whose fields have the same names.
 */
const adds = 'xt.adds';

export const addPages = addings.flatMap((adding) => {
  const path = `${securityPath}/them/${adding.path}`;
  const at = { path, title: adding.title, may: 'signed-in' };
  return [
    page({ ...at, run: async (ctx) => firstScreen(ctx, adding) }),
    post({ ...at, run: (ctx) => (typed(ctx, adds) ? finish(ctx, adding) : begin(ctx, adding)) }),
  ];
});

/** An address is asked for first; everything else begins with the page's button, so that looking changes nothing. */
async function firstScreen(ctx: PageContext, adding: Adding) {
  const profile = adding.kind === 'email' || adding.kind === 'phone' ? await ctx.run('identity.view-profile', {}) : undefined;
  const known = adding.kind === 'email' ? profile?.email : profile?.phone;
  return show(startScreen(ctx, adding, { ...nothingTyped, values: { [adding.kind]: known ?? '' } }));
}

async function begin(ctx: PageContext, adding: Adding) {
  try {
    const { kind } = adding;
    const input = {
      kind,
      email: kind === 'email' ? typed(ctx, 'email') : undefined,
      phone: kind === 'phone' ? typed(ctx, 'phone') : undefined,
    };
    const begun = (await ctx.run('identity.begin-factor', present(input) as never)) as Begun;
    return show(await proofScreen(ctx, adding, begun, nothingTyped));
  } catch (error) {
    return show(startScreen(ctx, adding, refusedForm(ctx, error, askFor)), statusOf(error));
  }
}

async function finish(ctx: PageContext, adding: Adding) {
  try {
    const input = {
      kind: adding.kind,
      proof: typed(ctx, 'xt.proof'),
      name: typed(ctx, 'name'),
      code: typed(ctx, 'xt.code'),
      certificate: typed(ctx, 'certificate'),
      signature: typed(ctx, 'signature'),
      response: responseOf(ctx),
    };
    const { token } = await ctx.run('identity.add-factor', present(input) as never);
    ctx.setCookie(sessionCookie, token, longestSeconds);
    return redirect(safeReturn(typed(ctx, 'tiep')) ?? `${securityPath}?xong=them`);
  } catch (error) {
    const before = refusedForm(ctx, error);
    // A code may be typed again, with the same picture; a challenge that failed is used up.
    const again = adding.kind === 'passkey' || adding.kind === 'certificate' ? undefined : begunAgain(ctx);
    if (again && error instanceof Refusal && error.fields.some(({ path }) => path === 'code'))
      return show(await proofScreen(ctx, adding, again, before), statusOf(error));
    // What was pasted stays; only the line to sign is another one.
    if (adding.kind === 'certificate' && error instanceof Refusal && typed(ctx, 'certificate')) {
      const fresh = (await ctx.run('identity.begin-factor', { kind: 'certificate' }).catch(() => undefined)) as Begun | undefined;
      if (fresh) return show(await proofScreen(ctx, adding, fresh, before), statusOf(error));
    }
    return show(startScreen(ctx, adding, before), statusOf(error));
  }
}

function begunAgain(ctx: PageContext): Begun | undefined {
  const proof = typed(ctx, 'xt.proof');
  const seed = typed(ctx, 'seed');
  const address = typed(ctx, 'address');
  if (!proof || (address && !address.startsWith('otpauth://'))) return undefined;
  return { proof, to: typed(ctx, 'to'), seed, address };
}

/** A page of ours to go on to afterwards. */
const backOf = (ctx: PageContext): string | undefined =>
  safeReturn(ctx.method === 'GET' ? ctx.query['tiep'] : typed(ctx, 'tiep'));

const place = (adding: Adding): string => `${securityPath}/them/${adding.path}`;

function startScreen(ctx: PageContext, adding: Adding, before: Typed): Html {
  const { lang } = ctx;
  const { kind } = adding;
  const value = { value: before.values[kind] ?? '', error: before.errors[kind] };
  const field =
    kind === 'email'
      ? textInput(lang, {
          name: 'email',
          label: { vi: 'Thư điện tử', en: 'E-mail' },
          type: 'email',
          autocomplete: 'email',
          ...present(value),
        })
      : kind === 'phone'
        ? textInput(lang, {
            name: 'phone',
            label: { vi: 'Số điện thoại', en: 'Telephone' },
            type: 'tel',
            autocomplete: 'tel',
            width: 20,
            ...present(value),
          })
        : undefined;
  const label = field ? words.sendCode : { vi: 'Bắt đầu', en: 'Begin' };
  return frame(
    ctx,
    adding.title,
    html`${summaryOf(lang, before)}
    <h1>${adding.title[lang]}</h1>
    <p>${adding.why[lang]}</p>
    ${form(lang, { action: place(adding), forget: true, body: html`${hidden('tiep', backOf(ctx))}${field}${button(lang, { label })}` })}`,
    before,
  );
}

async function proofScreen(ctx: PageContext, adding: Adding, begun: Begun, before: Typed): Promise<Html> {
  const { lang } = ctx;
  const { kind } = adding;
  const picture = begun.address && (await qrPicture(begun.address));
  const named = kind === 'totp' || kind === 'passkey';
  return frame(
    ctx,
    adding.title,
    html`${summaryOf(lang, codeOnScreen(before))}${shownCode(ctx, { kind, ...(begun.code && { code: begun.code }) })}
      <h1>${adding.title[lang]}</h1>
      ${
        picture &&
        html`<p>${words.scan[lang]}</p>
          ${qrCode(lang, { src: picture, label: words.qr })}
          <p>${words.cannotScan[lang]} <code class="code">${begun.seed?.replace(/(.{4})(?=.)/g, '$1 ')}</code></p>`
      }
      ${begun.to && html`<p>${{ vi: 'Mã đã gửi tới', en: 'The code went to' }[lang]} <strong>${begun.to}</strong>.</p>`}
      ${form(lang, {
        action: place(adding),
        forget: true,
        body: html`${hidden(adds, kind)}${hidden('xt.proof', begun.proof)}${hidden('seed', begun.seed)}${hidden('address', begun.address)}${hidden('to', begun.to)}${hidden('tiep', backOf(ctx))}${sentTo(ctx, kind)}
        ${kind === 'certificate' && certificateFields(ctx, begun, before)}
        ${named && textInput(lang, { name: 'name', label: words.name, hint: words.nameHint, optional: true, maxLength: 60, value: before.values['name'] ?? '' })}
        ${(kind === 'totp' || kind === 'phone' || kind === 'email') && codeField(ctx, before)}
        ${kind === 'passkey' && passkeyParts(ctx, 'create', begun.options)}
        ${buttonGroup(button(lang, { label: kind === 'passkey' ? words.makeKey : words.add }))}`,
      })}
      ${
        (kind === 'phone' || kind === 'email') &&
        html`<p class="hint">${words.late[lang]}</p>
          ${form(lang, {
            action: place(adding),
            body: html`${hidden('tiep', backOf(ctx))}${sentTo(ctx, kind)}${button(lang, { kind: 'secondary', label: words.again })}`,
          })}`
      }`,
    before,
    kind === 'passkey' ? ['passkey'] : [],
  );
}

const hidden = (name: string, value: string | undefined) =>
  value !== undefined && html`<input type="hidden" name="${name}" value="${value}" />`;

/** Where the code went, so that another can be asked for. */
const sentTo = (ctx: PageContext, kind: Kind) => (kind === 'phone' || kind === 'email') && hidden(kind, typed(ctx, kind));

function codeField(ctx: PageContext, before: Typed): Html {
  const error = before.errors['code'];
  return textInput(ctx.lang, {
    name: 'xt.code',
    label: labels.code,
    hint: { vi: '6 chữ số', en: '6 digits' },
    width: 10,
    inputMode: 'numeric',
    autocomplete: 'one-time-code',
    spellcheck: false,
    maxLength: 12,
    ...(error && { error }),
  });
}

function certificateFields(ctx: PageContext, begun: Begun, before: Typed): Html {
  const error = before.errors['certificate'];
  return html`${textarea(ctx.lang, {
    name: 'certificate',
    label: words.certificate,
    hint: words.certificateHint,
    rows: 8,
    value: before.values['certificate'] ?? '',
    ...(error && { error }),
  })}${signatureParts(ctx, begun.text ?? '', 'signature', before.errors['signature'])}`;
}

/** The field of the code begins with `xt.` on the screen. */
function codeOnScreen(before: Typed): Typed {
  const { code, ...others } = before.errors;
  return { ...before, errors: { ...others, ...(code && { 'xt.code': code }) } };
}

async function qrPicture(text: string): Promise<string> {
  const { default: QRCode } = await import('qrcode');
  const svg = await QRCode.toString(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
