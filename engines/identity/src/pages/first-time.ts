import { page, type PageContext, post, show, type Text } from '@dinh/kernel';
import {
  banner,
  button,
  buttonGroup,
  citizenPage,
  form,
  formatDate,
  html,
  type Html,
  linkButton,
  summaryList,
  tag,
  textInput,
} from '@dinh/ui';
import { settleUpstream, viewUpstream } from '../upstream/operations/settle-upstream.ts';
import { deviceOf, enter, rawPassword } from './enter.ts';
import { isWrong, nothingTyped, refusedForm, safeReturn, statusOf, summaryOf, typed, type Typed } from './form.ts';
import { askFor, genderChoices, present } from './sign-up.ts';
import { again, browserCookie, firstTimePath } from './upstream.ts';

const title: Text = { vi: 'Hoàn tất lần đăng nhập đầu tiên', en: 'Finish your first sign-in' };

const words = {
  check: {
    vi: 'Bạn chưa có tài khoản ở đây. Hãy xem lại thông tin, rồi mở tài khoản.',
    en: 'You have no account here yet. Please look through your details, then open one.',
  },
  contact: {
    vi: 'Để báo tin về hồ sơ; bạn có thể để trống và thêm sau.',
    en: 'For news about your dossiers; you may leave it empty and add it later.',
  },
  open: { vi: 'Mở tài khoản', en: 'Open the account' },
  claimed: {
    vi: 'Đã có một tài khoản tự khai số định danh của bạn, nhưng chưa ai đối chiếu giấy tờ. Hãy cho biết đó có phải là của bạn không.',
    en: 'There is an account that declared your identity number, but nobody has checked it. Please tell whether it is yours.',
  },
  mine: { vi: 'Tài khoản đó là của tôi', en: 'That account is mine' },
  mineWhy: {
    vi: 'Nhập mật khẩu của tài khoản đó để liên kết. Hồ sơ và giấy tờ trong đó được giữ nguyên.',
    en: 'Type its password to link it. The dossiers and papers in it stay as they are.',
  },
  noPassword: {
    vi: 'Tài khoản đó không dùng mật khẩu. Hãy đăng nhập bằng cách bạn vẫn dùng, rồi liên kết trong trang bảo mật.',
    en: 'That account has no password. Sign in to it as you always do, then link it on the security page.',
  },
  forgotten: { vi: 'Quên mật khẩu? Lấy lại tài khoản', en: 'Forgotten the password? Get the account back' },
  notMine: { vi: 'Tài khoản đó không phải của tôi', en: 'That account is not mine' },
  notMineWhy: {
    vi: 'Bạn sẽ có một tài khoản mới. Tài khoản kia mất số định danh này và bị tạm ngừng; bạn không thấy gì trong đó, và người mở nó được báo.',
    en: 'You get a new account. The other one loses this identity number and is suspended; you see nothing of what is in it, and whoever opened it is told.',
  },
} satisfies Record<string, Text>;

/** Who comes for the first time sees what the provider said, and opens an account with it or links the one that they have. */
export const firstTimePage = page({
  path: `${firstTimePath}/:key`,
  title,
  may: 'anyone',
  async run(ctx) {
    try {
      return show(await screen(ctx, nothingTyped));
    } catch (error) {
      return again(ctx, error);
    }
  },
});

export const firstTimePost = post({
  path: `${firstTimePath}/:key`,
  title,
  may: 'anyone',
  async run(ctx) {
    const password = rawPassword(ctx);
    const input = {
      ...asked(ctx),
      choice: (typed(ctx, 'choice') ?? 'open') as 'open',
      phone: typed(ctx, 'phone'),
      email: typed(ctx, 'email'),
      password: password === '' ? undefined : password,
      device: deviceOf(ctx),
    };
    try {
      const { opened, back } = await ctx.run(settleUpstream, present(input) as never);
      ctx.setCookie(browserCookie, '', 0);
      return await enter(ctx, opened, safeReturn(back ?? undefined));
    } catch (error) {
      const before = refusedForm(ctx, error, askFor);
      try {
        return show(await screen(ctx, before), statusOf(error));
      } catch {
        return again(ctx, error);
      }
    }
  },
});

const asked = (ctx: PageContext) => ({
  provider: ctx.params['key'] ?? '',
  browser: ctx.cookies[browserCookie] ?? '-',
});

type Said = Awaited<ReturnType<typeof saidOf>>;
const saidOf = (ctx: PageContext) => ctx.run(viewUpstream, asked(ctx));

async function screen(ctx: PageContext, before: Typed): Promise<Html> {
  const { lang } = ctx;
  const said = await saidOf(ctx);
  return citizenPage(lang, {
    title,
    site: ctx.site,
    url: `${firstTimePath}/${ctx.params['key']}`,
    back: '/dang-nhap',
    noSearch: true,
    wrong: isWrong(before),
    main: html`${summaryOf(lang, before)}
      <h1>${title[lang]}</h1>
      ${said.claimed ? banner(lang, { tone: 'soon', body: words.claimed }) : html`<p>${words.check[lang]}</p>`}
      ${factsOf(ctx, said)} ${said.claimed ? claimedParts(ctx, said, before) : openForm(ctx, said, before, 'open')}`,
  });
}

/** What the provider said, each marked with who said it. */
function factsOf(ctx: PageContext, said: Said): Html {
  const { lang } = ctx;
  const from = tag(lang, 'done', { vi: `theo ${said.provider.vi}`, en: `from ${said.provider.en}` });
  const row = (label: Text, value: string | null | undefined) => value && { label, value: html`${value} ${from}` };
  const gender = genderChoices.find(({ value }) => value === said.gender)?.label;
  return summaryList(
    lang,
    [
      row({ vi: 'Họ và tên', en: 'Full name' }, said.name),
      row({ vi: 'Số định danh', en: 'Identity number' }, said.idNumber),
      row({ vi: 'Ngày sinh', en: 'Date of birth' }, said.birthDate && formatDate(said.birthDate)),
      row({ vi: 'Giới tính', en: 'Gender' }, gender?.[lang]),
    ].filter((one) => one !== null && one !== undefined && one !== ''),
  );
}

function openForm(ctx: PageContext, said: Said, { values, errors }: Typed, choice: 'open' | 'not-mine'): Html {
  const { lang } = ctx;
  return form(lang, {
    action: `${firstTimePath}/${ctx.params['key']}`,
    body: html`<input type="hidden" name="choice" value="${choice}" />
      ${textInput(lang, { name: 'phone', label: { vi: 'Số điện thoại', en: 'Telephone' }, hint: words.contact, type: 'tel', autocomplete: 'tel', width: 20, optional: true, value: values['phone'] ?? said.phone ?? '', error: errors['phone'] })}
      ${textInput(lang, { name: 'email', label: { vi: 'Thư điện tử', en: 'E-mail' }, type: 'email', autocomplete: 'email', optional: true, value: values['email'] ?? said.email ?? '', error: errors['email'] })}
      ${button(lang, { label: words.open, kind: choice === 'open' ? 'main' : 'secondary' })}`,
  });
}

function claimedParts(ctx: PageContext, said: Said, before: Typed): Html {
  const { lang } = ctx;
  return html`<h2>${words.mine[lang]}</h2>
    ${
      said.claimed?.password
        ? html`<p>${words.mineWhy[lang]}</p>
            ${form(lang, {
              action: `${firstTimePath}/${ctx.params['key']}`,
              forget: true,
              body: html`<input type="hidden" name="choice" value="mine" />
                ${textInput(lang, { name: 'password', label: { vi: 'Mật khẩu', en: 'Password' }, type: 'password', autocomplete: 'current-password', error: before.errors['password'] })}
                ${buttonGroup(button(lang, { label: { vi: 'Liên kết và đăng nhập', en: 'Link it and sign in' } }))}`,
            })}
            <p><a href="/lay-lai-tai-khoan">${words.forgotten[lang]}</a></p>`
        : html`<p>${words.noPassword[lang]}</p>
            <p>${linkButton(lang, { href: '/dang-nhap', label: { vi: 'Đăng nhập bằng cách khác', en: 'Sign in another way' } })}</p>`
    }
    <h2>${words.notMine[lang]}</h2>
    <p>${words.notMineWhy[lang]}</p>
    ${openForm(ctx, said, before, 'not-mine')}`;
}
