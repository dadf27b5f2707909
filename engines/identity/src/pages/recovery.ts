import { page, type PageContext, type PageResult, post, redirect, Refusal, show, type Text } from '@dinh/kernel';
import { button, citizenPage, form, html, type Html, linkButton, panel, textInput } from '@dinh/ui';
import { rawPassword } from './enter.ts';
import { recoveryOver } from '../errors.ts';
import { isWrong, nothingTyped, refusedForm, statusOf, summaryOf, typed, type Typed } from './form.ts';
import { securityPath } from './sessions.ts';

const path = '/lay-lai-tai-khoan';
const title: Text = { vi: 'Lấy lại tài khoản', en: 'Get your account back' };
const stopTitle: Text = { vi: 'Dừng việc lấy lại tài khoản', en: 'Stop the recovery' };
const openTitle: Text = { vi: 'Đặt mật khẩu mới', en: 'Choose a new password' };

const words = {
  how: {
    vi: 'Nhập số định danh hoặc tên tài khoản. Chúng tôi báo cho mọi thư điện tử và điện thoại của tài khoản; sau thời gian chờ, liên kết đặt mật khẩu mới được gửi tới bạn. Thời gian chờ để chủ tài khoản kịp dừng khi người khác yêu cầu.',
    en: 'Type your identity number or account name. All e-mail addresses and telephones of the account are told; after a wait the link to choose a new password is sent to you. The wait lets the owner stop it when somebody else has asked.',
  },
  desk: {
    vi: 'Không còn dùng thư điện tử, điện thoại đó, hoặc mất cách xác thực thứ hai? Mang căn cước đến bộ phận một cửa gần nhất; cán bộ, công chức đến gặp người quản trị hệ thống.',
    en: 'You no longer have that mailbox or telephone, or have lost your second factor? Bring your identity card to the nearest one-stop desk; officials go to their administrator.',
  },
  account: { vi: 'Số định danh hoặc tên tài khoản', en: 'Identity number or account name' },
  send: { vi: 'Yêu cầu lấy lại', en: 'Ask for it' },
  asked: { vi: 'Đã nhận yêu cầu', en: 'Your request has arrived' },
  stopped: { vi: 'Đã dừng việc lấy lại tài khoản', en: 'The recovery is stopped' },
  done: { vi: 'Đã đặt mật khẩu mới', en: 'The new password is set' },
} satisfies Record<string, Text>;

export const recoveryPage = page({
  path,
  title,
  may: 'anyone',
  run: async (ctx) => show(askScreen(ctx, nothingTyped)),
});

export const recoveryPost = post({
  path,
  title,
  may: 'anyone',
  async run(ctx) {
    try {
      const { waitHours } = await ctx.run('identity.begin-recovery', { account: typed(ctx, 'account')! });
      const body: Text = {
        vi: `Nếu có tài khoản như vậy, mọi địa chỉ của tài khoản được báo trong vài phút; sau ${waitHours} giờ, liên kết đặt mật khẩu mới được gửi tới một địa chỉ đã có từ trước.`,
        en: `If there is such an account, all its addresses are told within minutes; after ${waitHours} hours the link to choose a new password is sent to an address that was there before.`,
      };
      return show(said(ctx, words.asked, html`<p>${body[ctx.lang]}</p><p>${words.desk[ctx.lang]}</p>`));
    } catch (error) {
      const needed = {
        account: {
          vi: 'Hãy nhập số định danh hoặc tên tài khoản.',
          en: 'Type your identity number or account name.',
        },
      };
      return show(askScreen(ctx, refusedForm(ctx, error, needed)), statusOf(error));
    }
  },
});

function askScreen(ctx: PageContext, before: Typed): Html {
  const { lang } = ctx;
  const error = before.errors['account'];
  return frame(
    ctx,
    title,
    before,
    html`<p>${words.how[lang]}</p>
    ${form(lang, {
      action: path,
      forget: true,
      body: html`${textInput(lang, {
        name: 'account',
        label: words.account,
        value: before.values['account'] ?? '',
        autocomplete: 'username',
        spellcheck: false,
        maxLength: 254,
        ...(error && { error }),
      })}${button(lang, { label: words.send })}`,
    })}
    <p class="hint">${words.desk[lang]}</p>`,
  );
}

/** The link of the message asks first: programs that look into mailboxes follow links, but press no buttons. */
export const stopPage = page({
  path: '/lay-lai/d/:token',
  title: stopTitle,
  may: 'anyone',
  run: (ctx) => whileGood(ctx, 'stop', stopTitle, (before) => stopScreen(ctx, before)),
});

export const stopPost = post({
  path: '/lay-lai/d/:token',
  title: stopTitle,
  may: 'anyone',
  async run(ctx) {
    try {
      await ctx.run('identity.cancel-recovery', { token: ctx.params['token'] ?? '' });
      const body: Text = {
        vi: 'Mật khẩu giữ nguyên. Nếu bạn không yêu cầu, nên bật đăng nhập hai bước.',
        en: 'The password stays as it is. If it was not you who asked, you should turn on two steps.',
      };
      return show(
        said(
          ctx,
          words.stopped,
          html`<p>${body[ctx.lang]}</p>${linkButton(ctx.lang, { href: securityPath, label: { vi: 'Bảo mật và đăng nhập', en: 'Security and signing in' } })}`,
        ),
      );
    } catch (error) {
      return overOr(ctx, stopTitle, error, (before) => stopScreen(ctx, before));
    }
  },
});

function stopScreen(ctx: PageContext, before: Typed): Html {
  const { lang } = ctx;
  return frame(
    ctx,
    stopTitle,
    before,
    html`<p>
      ${{ vi: 'Bấm nút dưới đây nếu bạn không yêu cầu đặt lại mật khẩu.', en: 'Press the button if you did not ask for a new password.' }[lang]}
    </p>
    ${form(lang, { action: `/lay-lai/d/${ctx.params['token']}`, forget: true, body: button(lang, { kind: 'danger', label: { vi: 'Dừng lại, không phải tôi', en: 'Stop it, it was not me' } }) })}`,
  );
}

export const openPage = page({
  path: '/lay-lai/m/:token',
  title: openTitle,
  may: 'anyone',
  run: (ctx) => whileGood(ctx, 'open', openTitle, (before) => openScreen(ctx, before)),
});

export const openPost = post({
  path: '/lay-lai/m/:token',
  title: openTitle,
  may: 'anyone',
  async run(ctx) {
    try {
      const input = { token: ctx.params['token'] ?? '', newPassword: rawPassword(ctx, 'newPassword') };
      const { twoSteps } = await ctx.run('identity.finish-recovery', input);
      const body: Text = twoSteps
        ? {
            vi: 'Mọi thiết bị đã được đăng xuất. Khi đăng nhập, bước xác thực thứ hai vẫn được hỏi như trước.',
            en: 'All devices are signed out. When you sign in, the second step is asked for as before.',
          }
        : { vi: 'Mọi thiết bị đã được đăng xuất.', en: 'All devices are signed out.' };
      return show(
        said(
          ctx,
          words.done,
          html`<p>${body[ctx.lang]}</p>${linkButton(ctx.lang, { href: '/dang-nhap', label: { vi: 'Đăng nhập', en: 'Sign in' } })}`,
        ),
      );
    } catch (error) {
      const needed = { newPassword: { vi: 'Hãy nhập mật khẩu mới.', en: 'Type the new password.' } };
      return overOr(ctx, openTitle, error, (before) => openScreen(ctx, before), needed);
    }
  },
});

function openScreen(ctx: PageContext, before: Typed): Html {
  const { lang } = ctx;
  const error = before.errors['newPassword'];
  return frame(
    ctx,
    openTitle,
    before,
    form(lang, {
      action: `/lay-lai/m/${ctx.params['token']}`,
      forget: true,
      body: html`${textInput(lang, {
        name: 'newPassword',
        label: { vi: 'Mật khẩu mới', en: 'New password' },
        type: 'password',
        autocomplete: 'new-password',
        hint: {
          vi: 'Ít nhất 8 ký tự; nên là một cụm vài từ dễ nhớ với riêng bạn',
          en: 'At least 8 characters; best a phrase of a few words that only you would think of',
        },
        ...(error && { error }),
      })}${button(lang, { label: openTitle })}`,
    }),
  );
}

/** Stops a recovery from within the account. */
export const stopOwnPost = post({
  path: `${securityPath}/dung-lay-lai`,
  title: stopTitle,
  may: 'signed-in',
  async run(ctx) {
    await ctx.run('identity.cancel-recovery', {});
    return redirect(`${securityPath}?xong=dung`);
  },
});

/** The form of a link, or at once that the link is worth nothing any more: nobody chooses a password in vain. */
async function whileGood(
  ctx: PageContext,
  to: 'stop' | 'open',
  heading: Text,
  screenOf: (before: Typed) => Html,
): Promise<PageResult> {
  try {
    await ctx.run('identity.check-recovery-link', { token: ctx.params['token'] ?? '', to });
    return show(screenOf(nothingTyped));
  } catch (error) {
    return overOr(ctx, heading, error, screenOf, {}, 404);
  }
}

/** A form shown again with what is wrong; a link that is worth nothing any more leads to asking anew instead. */
function overOr(
  ctx: PageContext,
  heading: Text,
  error: unknown,
  again: (before: Typed) => Html,
  needed: Record<string, Text> = {},
  status: number = statusOf(error),
): PageResult {
  const before = refusedForm(ctx, error, needed);
  const over = error instanceof Refusal && error.code === recoveryOver.code;
  return show(over ? frame(ctx, heading, before, linkButton(ctx.lang, { href: path, label: title })) : again(before), status);
}

function said(ctx: PageContext, what: Text, main: Html): Html {
  return citizenPage(ctx.lang, {
    title: what,
    site: ctx.site,
    url: path,
    noSearch: true,
    main: html`${panel(ctx.lang, { title: what })}${main}`,
  });
}

function frame(ctx: PageContext, heading: Text, before: Typed, main: Html): Html {
  const { lang } = ctx;
  return citizenPage(lang, {
    title: heading,
    site: ctx.site,
    url: ctx.url.split('?')[0] ?? path,
    back: '/dang-nhap',
    noSearch: true,
    keepsForms: true,
    wrong: isWrong(before),
    main: html`${summaryOf(lang, before)}
      <h1>${heading[lang]}</h1>
      ${main}`,
  });
}
