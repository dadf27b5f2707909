import type { Site, Text } from '@dinh/kernel';
import { button, buttonGroup, citizenPage, errorPage, html, type Html, type Lang, linkButton } from '@dinh/ui';
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { own } from './clients.ts';
import { visitOf } from './visits.ts';

const words = {
  signOut: { vi: 'Đăng xuất', en: 'Sign out' },
  ask: { vi: 'Bạn muốn đăng xuất?', en: 'Do you want to sign out?' },
  askMore: {
    vi: 'Bạn sẽ đăng xuất khỏi cổng của tỉnh và mọi ứng dụng đã đăng nhập qua cổng trên trình duyệt này.',
    en: 'You will be signed out of the province’s portal and of every application that you entered through it in this browser.',
  },
  yes: { vi: 'Đăng xuất', en: 'Sign out' },
  no: { vi: 'Không, tiếp tục', en: 'No, stay signed in' },
  out: { vi: 'Bạn đã đăng xuất', en: 'You are signed out' },
  home: { vi: 'Về trang chủ', en: 'To the start page' },
  going: { vi: 'Đang chuyển tiếp', en: 'Going on' },
  goOn: {
    vi: 'Nếu trang không tự chuyển, hãy bấm vào đây',
    en: 'If the page does not move on by itself, press here',
  },
  wrong: { vi: 'Ứng dụng gửi yêu cầu chưa đúng', en: 'The application sent a wrong request' },
  wrongMore: {
    vi: 'Bạn quay lại ứng dụng và thử lại. Nếu vẫn vậy, hãy báo cho nơi cung cấp ứng dụng nội dung dưới đây.',
    en: 'Go back to the application and try again. If it happens again, tell its provider what stands below.',
  },
  expired: { vi: 'Yêu cầu đăng nhập đã hết hạn', en: 'This request to sign in has expired' },
  expiredMore: {
    vi: 'Bạn quay lại ứng dụng và bắt đầu đăng nhập lại.',
    en: 'Go back to the application and start again.',
  },
};

/** The language of an answer: asked for by the application, else chosen before. */
function langOf(ctx: KoaContextWithOIDC): Lang {
  const asked = String(ctx.oidc?.params?.['ui_locales'] ?? '').split(' ');
  const known = asked.map((one) => one.slice(0, 2)).find((one) => one === 'vi' || one === 'en');
  return (known as Lang | undefined) ?? visitOf(ctx.req)?.call.lang ?? 'vi';
}

async function page(ctx: KoaContextWithOIDC, title: Text, main: (lang: Lang) => Html, head?: Html): Promise<void> {
  const visit = visitOf(ctx.req)!;
  const lang = langOf(ctx);
  ctx.type = 'html';
  ctx.body = String(
    citizenPage(lang, {
      title,
      site: await visit.site(),
      url: '/',
      noSearch: true,
      keepsForms: true,
      main: main(lang),
      head,
    }),
  );
}

/** Asks before somebody is signed out because an application says so: any page could lead them here. */
export async function signOutScreen(ctx: KoaContextWithOIDC, form: string): Promise<void> {
  const secret = /name="xsrf" value="([^"]+)"/.exec(form)?.[1];
  const action = /action="([^"]+)"/.exec(form)?.[1];
  await page(
    ctx,
    words.signOut,
    (lang) =>
      html`<h1>${words.ask[lang]}</h1>
        <p>${words.askMore[lang]}</p>
        <form method="post" action="${action}">
          <input type="hidden" name="xsrf" value="${secret}" />
          ${buttonGroup(
            button(lang, { label: words.yes, name: 'logout', value: 'yes' }),
            button(lang, { label: words.no, kind: 'secondary' }),
          )}
        </form>`,
  );
}

export async function signedOutScreen(ctx: KoaContextWithOIDC): Promise<void> {
  await page(
    ctx,
    words.out,
    (lang) =>
      html`<h1>${words.out[lang]}</h1>
        <p>${linkButton(lang, { href: '/', label: words.home })}</p>`,
  );
}

/** What went wrong, for whoever sits before the browser and, below, for whoever made the application. */
export async function errorScreen(ctx: KoaContextWithOIDC, out: ErrorOut, error: Error): Promise<void> {
  const visit = visitOf(ctx.req)!;
  const lang = langOf(ctx);
  const expired = error.name === 'SessionNotFound';
  const client = ctx.oidc?.client;
  ctx.type = 'html';
  ctx.body = String(
    errorPage(lang, {
      site: await visit.site(),
      url: '/',
      status: ctx.status,
      number: visit.call.origin.trace,
      title: expired ? words.expired : words.wrong,
      message: expired ? words.expiredMore : words.wrongMore,
      fields: expired
        ? []
        : [[client && own(client).dinh_name[lang], out.error, out.error_description].filter(Boolean).join(' · ')],
    }),
  );
}

/**
 * Goes on by a page instead of a redirect: browsers hold every redirect that follows a form to the page's own policy on
 * forms, which knows no application's address. Pages that are to be told of a sign-out are told by frames meanwhile.
 */
export function leavingPage(lang: Lang, site: Site, to: string, frames: readonly string[] = []): Html {
  return citizenPage(lang, {
    title: words.going,
    site,
    url: '/',
    noSearch: true,
    keepsForms: true,
    head: html`<meta http-equiv="refresh" content="${frames.length > 0 ? 2 : 0};url=${to}" />`,
    main: html`<h1>${words.going[lang]}</h1>
      <p><a href="${to}">${words.goOn[lang]}</a></p>
      ${frames.map((src) => html`<iframe src="${src}" title="${words.signOut[lang]}" hidden></iframe>`)}`,
  });
}

export { langOf };
