import { page, type PageContext, post, redirect, show, signInNeeded, Refusal } from '@dinh/kernel';
import { button, buttonGroup, citizenPage, form, html, inset, textInput } from '@dinh/ui';
import { sessionCookie } from '../sign-in/session.ts';
import { passkeyForm } from './sign-in-by-key.ts';
import { deviceOf, enter, rawPassword } from './enter.ts';
import { landing, isWrong, nothingTyped, refusedForm, safeReturn, statusOf, summaryOf, typed, type Typed } from './form.ts';
import { upstreamLinks } from './upstream.ts';

const words = {
  title: { vi: 'Đăng nhập', en: 'Sign in' },
  account: { vi: 'Số định danh hoặc tên tài khoản', en: 'Identity number or account name' },
  accountHint: {
    vi: 'Công dân dùng 12 số trên thẻ căn cước.',
    en: 'Citizens use the 12 digits on their identity card.',
  },
  password: { vi: 'Mật khẩu', en: 'Password' },
  otherWays: { vi: 'Cách đăng nhập khác', en: 'Other ways to sign in' },
  certificate: { vi: 'Đăng nhập bằng chứng thư số', en: 'Sign in with a certificate' },
  noAccount: { vi: 'Chưa có tài khoản?', en: 'No account yet?' },
  signUp: { vi: 'Đăng ký tài khoản', en: 'Open an account' },
  forgotten: { vi: 'Quên mật khẩu?', en: 'Forgotten your password?' },
  recover: { vi: 'Lấy lại tài khoản', en: 'Get your account back' },
  demonstration: { vi: 'Vào thử ngay với vai', en: 'Try it at once as' },
  demonstrationHint: {
    vi: 'Những người này là giả định, chỉ có trong bản trình diễn trên máy này.',
    en: 'These people are made up and exist only in the demonstration on this machine.',
  },
};
const needed = {
  account: {
    vi: 'Hãy nhập số định danh hoặc tên tài khoản.',
    en: 'Type your identity number or account name.',
  },
  password: { vi: 'Hãy nhập mật khẩu.', en: 'Type your password.' },
};

export const signInPage = page({
  path: '/dang-nhap',
  title: words.title,
  may: 'anyone',
  async run(ctx) {
    const back = safeReturn(ctx.query['tiep']);
    // `lai`: an application wants to know anew who it is.
    if (ctx.principal.kind === 'person' && ctx.query['lai'] === undefined) return redirect(landing(ctx.app, ctx.principal, back));
    return show(await screen(ctx, nothingTyped, back));
  },
});

export const signInPost = post({
  path: '/dang-nhap',
  title: words.title,
  may: 'anyone',
  async run(ctx) {
    const back = safeReturn(typed(ctx, 'tiep'));
    try {
      const device = deviceOf(ctx);
      const input = { account: typed(ctx, 'account')!, password: rawPassword(ctx), device };
      return await enter(ctx, await ctx.run('identity.sign-in', input), back);
    } catch (error) {
      return show(await screen(ctx, refusedForm(ctx, error, needed), back), statusOf(error));
    }
  },
});

export const demonstrationPost = post({
  path: '/dang-nhap/trinh-dien',
  title: words.title,
  may: 'anyone',
  async run(ctx) {
    const opened = await ctx.run('identity.sign-in-demonstration', { person: typed(ctx, 'person') ?? '' });
    return enter(ctx, opened, safeReturn(typed(ctx, 'tiep')));
  },
});

export const signOutPost = post({
  path: '/dang-xuat',
  title: { vi: 'Đăng xuất', en: 'Sign out' },
  may: 'anyone',
  async run(ctx) {
    // A session that has ended meanwhile is signed out all the same.
    if (ctx.principal.session)
      await ctx.run('identity.sign-out', {}).catch((error: unknown) => {
        if (!(error instanceof Refusal && error.code === signInNeeded.code)) throw error;
      });
    ctx.setCookie(sessionCookie, '', 0);
    return redirect('/');
  },
});

async function screen(ctx: PageContext, typedBefore: Typed, back: string | undefined) {
  const { lang } = ctx;
  const { persons } = await ctx.run('identity.list-demonstration-persons', {});
  const hidden = back ? html`<input type="hidden" name="tiep" value="${back}" />` : undefined;
  const { values, errors } = typedBefore;
  const { links, only } = await upstreamLinks(ctx, back);
  return citizenPage(lang, {
    title: words.title,
    site: ctx.site,
    url: ctx.method === 'GET' ? ctx.url : '/dang-nhap',
    keepsForms: true,
    noSearch: true,
    islands: ['passkey'],
    wrong: isWrong(typedBefore),
    main: html`${summaryOf(lang, typedBefore)}
      <h1>${words.title[lang]}</h1>
      ${
        only &&
        html`${inset(lang, {
          vi: `Công dân đăng nhập bằng ${only.name.vi}. Mật khẩu dưới đây chỉ dành cho cán bộ, công chức.`,
          en: `Citizens sign in by ${only.name.en}. The password below is for officials alone.`,
        })}
          ${links}`
      }
      ${form(lang, {
        action: '/dang-nhap',
        forget: true,
        body: html`${hidden}${textInput(lang, {
          name: 'account',
          label: words.account,
          ...(!only && { hint: words.accountHint }),
          value: values['account'],
          error: errors['account'],
          autocomplete: 'username',
          spellcheck: false,
          maxLength: 254,
        })}${textInput(lang, {
          name: 'password',
          label: words.password,
          type: 'password',
          error: errors['password'],
          autocomplete: 'current-password',
        })}${buttonGroup(button(lang, { label: words.title }))}`,
      })}
      <section aria-labelledby="other-ways">
        <h2 id="other-ways">${words.otherWays[lang]}</h2>
        ${!only && links} ${passkeyForm(ctx, back)}
        <p>
          <a href="/dang-nhap/chung-thu${back ? `?tiep=${encodeURIComponent(back)}` : ''}">${words.certificate[lang]}</a>
        </p>
      </section>
      ${
        !only &&
        html`<p>
          ${words.noAccount[lang]}
          <a href="/dang-ky${back ? `?tiep=${encodeURIComponent(back)}` : ''}">${words.signUp[lang]}</a>
        </p>`
      }
      <p>${words.forgotten[lang]} <a href="/lay-lai-tai-khoan">${words.recover[lang]}</a></p>
      ${
        persons.length > 0 &&
        html`<section aria-labelledby="demonstration">
          <h2 id="demonstration">${words.demonstration[lang]}</h2>
          <p class="hint">${words.demonstrationHint[lang]}</p>
          ${persons.map(
            (person) =>
              html`<form class="button-group" method="post" action="/dang-nhap/trinh-dien" data-forget>
                ${hidden}<input type="hidden" name="person" value="${person.id}" />
                ${button(lang, { kind: 'secondary', label: html`${person.role[lang]} · ${person.name}` })}
              </form>`,
          )}
        </section>`
      }`,
  });
}
