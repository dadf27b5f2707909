import { page, type PageContext, type PageResult, redirect, Refusal, show, type Text } from '@dinh/kernel';
import { assuranceNeeded } from '@dinh/kernel';
import { buttonGroup, citizenPage, errorSummary, formatTime, html, type Html, linkButton, withQuery } from '@dinh/ui';
import { beginUpstream } from '../upstream/operations/begin-upstream.ts';
import { signInUpstream } from '../upstream/operations/sign-in-upstream.ts';
import { deviceOf, enter } from './enter.ts';
import { safeReturn } from './form.ts';
import { securityPath } from './sessions.ts';

/** Binds a way through a provider to the browser that began it. */
export const browserCookie = 'dinh_nguon';
export const firstTimePath = '/dang-nhap/lan-dau';
/** Where somebody wanted to go who went off to a provider: whatever goes wrong there, the next try leads to it, too. */
const backCookie = 'dinh_nguon_tiep';
/** Seconds. */
const keptFor = 1800;

const title: Text = { vi: 'Đăng nhập qua nguồn định danh', en: 'Sign in through an identity provider' };

/** Sends the browser to the provider. */
export const toUpstreamPage = page({
  path: '/dang-nhap/qua/:key',
  title,
  may: 'anyone',
  run: (ctx) => send(ctx, { back: safeReturn(ctx.query['tiep']), level: levelOf(ctx.query['muc']) }),
});

/** The same to link the account of whoever is signed in. */
export const linkUpstreamPage = page({
  path: `${securityPath}/lien-ket/:key`,
  title,
  may: 'signed-in',
  run: (ctx) => send(ctx, { link: true }),
});

const levelOf = (text: string | undefined): number | undefined => (text && /^[1-4]$/.test(text) ? Number(text) : undefined);

async function send(
  ctx: PageContext,
  how: { back?: string | undefined; link?: true; level?: number | undefined },
): Promise<PageResult> {
  const { back, link, level } = how;
  ctx.setCookie(backCookie, back ?? '', back ? keptFor : 0);
  try {
    const provider = ctx.params['key'] ?? '';
    const begun = await ctx.run(beginUpstream, {
      provider,
      ...(back && { back }),
      ...(link && { link }),
      ...(level !== undefined && { level }),
    });
    ctx.setCookie(browserCookie, begun.browser, keptFor);
    return redirect(begun.url);
  } catch (error) {
    return again(ctx, error, link, back);
  }
}

/** Takes the browser back from the provider. */
export const fromUpstreamPage = page({
  path: '/dang-nhap/ve/:key',
  title,
  may: 'anyone',
  async run(ctx) {
    const provider = ctx.params['key'] ?? '';
    try {
      const { opened, asked, back } = await ctx.run(signInUpstream, {
        provider,
        answer: new URL(ctx.url, ctx.app.config.publicUrl).href,
        browser: ctx.cookies[browserCookie] ?? '-',
        device: deviceOf(ctx),
      });
      if (asked) return redirect(`${firstTimePath}/${provider}`);
      ctx.setCookie(browserCookie, '', 0);
      ctx.setCookie(backCookie, '', 0);
      return opened ? await enter(ctx, opened, safeReturn(back ?? undefined)) : redirect(`${securityPath}?xong=lien-ket`);
    } catch (error) {
      return again(ctx, error, ctx.principal.kind === 'person');
    }
  },
});

/**
 * What went wrong, and the ways that are open: nobody is left standing.
 * @param back where they wanted to go
 */
export function again(
  ctx: PageContext,
  error: unknown,
  signedIn = false,
  back: string | undefined = safeReturn(ctx.cookies[backCookie]),
): PageResult {
  if (!(error instanceof Refusal) || error.code === assuranceNeeded.code) throw error;
  const { lang } = ctx;
  const provider = ctx.params['key'] ?? '';
  const path = signedIn ? `${securityPath}/lien-ket` : '/dang-nhap/qua';
  const screen = citizenPage(lang, {
    title,
    site: ctx.site,
    url: '/dang-nhap',
    viewer: ctx.viewer,
    noSearch: true,
    keepsForms: true,
    wrong: true,
    main: html`${errorSummary(lang, [{ message: { vi: error.sentence('vi'), en: error.sentence('en') } }])}
      <h1>${title[lang]}</h1>
      ${buttonGroup(
        /^[a-z][a-z0-9-]{1,30}$/.test(provider) &&
          linkButton(lang, {
            kind: 'main',
            href: withQuery(`${path}/${provider}`, { tiep: signedIn ? undefined : back }),
            label: { vi: 'Thử lại', en: 'Try again' },
          }),
        signedIn
          ? linkButton(lang, {
              href: securityPath,
              label: { vi: 'Về trang bảo mật', en: 'Back to security' },
            })
          : linkButton(lang, {
              href: withQuery('/dang-nhap', { tiep: back }),
              label: { vi: 'Đăng nhập bằng cách khác', en: 'Sign in another way' },
            }),
      )}`,
  });
  return show(screen, error.status === 401 ? 422 : error.status);
}

const listed = (ctx: PageContext) => ctx.run('identity.list-upstreams', {});
type Provider = Awaited<ReturnType<typeof listed>>['providers'][number];

/** The providers on the page of signing in; `only`: citizens come in by one of them alone. */
export async function upstreamLinks(
  ctx: PageContext,
  back: string | undefined,
): Promise<{ readonly links: Html | undefined; readonly only: Provider | undefined }> {
  const { lang } = ctx;
  const { providers } = await listed(ctx);
  const only = providers.find((one) => one.onlyWayFor.includes('citizen') && one.awaySince === null);
  if (providers.length === 0) return { links: undefined, only };
  const links = html`${providers.map(
    (one) =>
      html`${one.awaySince !== null && awayNote(ctx, one)}
        <p>
          ${linkButton(lang, {
            kind: one === only ? 'main' : 'secondary',
            href: withQuery(`/dang-nhap/qua/${one.key}`, { tiep: back }),
            label: { vi: `Đăng nhập bằng ${one.name.vi}`, en: `Sign in by ${one.name.en}` },
          })}
        </p>`,
  )}`;
  return { links, only };
}

/** That a provider does not answer, since when, and what one does meanwhile. */
function awayNote(ctx: PageContext, { name, awaySince }: Provider): Html {
  const at = formatTime(awaySince!);
  return html`<p class="hint">
    ${
      {
        vi: `${name.vi} đang không trả lời (lần gần nhất lúc ${at}). Hãy dùng cách khác, hoặc bấm để thử lại: mỗi lần bấm là một lần hỏi lại.`,
        en: `${name.en} does not answer (last asked at ${at}). Use another way, or press to try: each press asks it again.`,
      }[ctx.lang]
    }
  </p>`;
}
