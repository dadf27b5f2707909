import { type PageContext, post, redirect, type Text } from '@dinh/kernel';
import { button, formatDateTime, html, type Html } from '@dinh/ui';
import { typed } from './form.ts';
import { deviceName } from '../sign-in/device-name.ts';
import { shownWords } from '../watch/words.ts';

/** Where people look after how they sign in. */
export const securityPath = '/tai-khoan/bao-mat';
/** All of one's own sessions as a list. */
export const ownSessionsPath = `${securityPath}/thiet-bi`;
const title: Text = { vi: 'Thiết bị đang đăng nhập', en: 'Devices that are signed in' };

/** What was shown in a session beside a password. */
interface Shown {
  readonly kind: string;
  readonly name: string | null;
  readonly removed: boolean;
}

export interface SessionLine {
  readonly id: string;
  readonly current: boolean;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly address: string | null;
  readonly agent: string | null;
  readonly level: number;
  readonly method: string;
  readonly shown: readonly Shown[];
}

const methods: Readonly<Record<string, Text>> = {
  password: { vi: 'mật khẩu', en: 'password' },
  'sign-up': { vi: 'mã khi mở tài khoản', en: 'the code that opened the account' },
  demonstration: { vi: 'nút trình diễn', en: 'the button of the demonstration' },
  passkey: { vi: 'khóa truy cập', en: 'passkey' },
  certificate: { vi: 'chứng thư số', en: 'certificate' },
};

/** By which way somebody came in, in words. @param providers those above us, by whom `upstream:<key>` is named */
export function methodName(method: string, providers: readonly { readonly key: string; readonly name: Text }[]): Text {
  const key = /^upstream:(.+)$/.exec(method)?.[1];
  if (key === undefined) return methods[method] ?? { vi: method, en: method };
  return providers.find((one) => one.key === key)?.name ?? { vi: key, en: key };
}

/** By which way somebody came in, and by which key, authenticator or certificate, in words. */
export function enteredBy(
  lang: 'vi' | 'en',
  session: { readonly method: string; readonly shown: readonly Shown[] },
  providers: readonly { readonly key: string; readonly name: Text }[],
): string {
  const by = methodName(session.method, providers)[lang];
  // The provider that is named already, and the key by which one came in, are not said twice.
  const shown = session.shown.filter(({ kind }) => kind !== 'upstream');
  const only = shown.length === 1 && shown[0]!.kind === session.method;
  return only ? shownWords(lang, shown) : [by, shownWords(lang, shown)].filter(Boolean).join(' · ');
}

/** The live sessions of a person, each with a way to end it. */
export function sessionSection(
  ctx: PageContext,
  sessions: readonly SessionLine[],
  providers: readonly { readonly key: string; readonly name: Text }[],
): Html {
  const { lang } = ctx;
  const path = `${securityPath}/ket-thuc-phien`;
  return html`<h2>${title[lang]}</h2>
    <p><a href="${ownSessionsPath}">${{ vi: 'Tìm, sắp xếp, tải về hoặc in danh sách', en: 'Find, sort, download or print the list' }[lang]}</a></p>
    <ul>
      ${sessions.map(
        (s) =>
          html`<li>
            ${s.current && html`<strong>${{ vi: 'Thiết bị này', en: 'This device' }[lang]}</strong> · `}${deviceName(s.agent)} ·
            ${s.address} · ${{ vi: 'bằng', en: 'by' }[lang]} ${enteredBy(lang, s, providers)} · AS-${s.level} · ${{ vi: 'từ', en: 'since' }[lang]} ${formatDateTime(s.createdAt)} ·
            ${{ vi: 'lần cuối', en: 'last seen' }[lang]} ${formatDateTime(s.seenAt)}
            ${
              !s.current &&
              html`<form method="post" action="${path}">
                <input type="hidden" name="session" value="${s.id}" />${button(lang, {
                  kind: 'quiet',
                  label: { vi: 'Đăng xuất thiết bị này', en: 'Sign this device out' },
                })}
              </form>`
            }
          </li>`,
      )}
    </ul>
    ${
      sessions.length > 1 &&
      html`<form method="post" action="${path}">
        ${button(lang, { kind: 'secondary', label: { vi: 'Đăng xuất mọi thiết bị khác', en: 'Sign out all other devices' } })}
      </form>`
    }`;
}

export const endSessionPost = post({
  path: `${securityPath}/ket-thuc-phien`,
  title,
  may: 'signed-in',
  async run(ctx) {
    const session = typed(ctx, 'session');
    if (session) await ctx.run('identity.end-session', { session });
    else await ctx.run('identity.sign-out-everywhere', {});
    return redirect(`${securityPath}?xong=${session ? 'phien' : 'moi-phien'}`);
  },
});
