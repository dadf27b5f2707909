import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import { banner, button, citizenPage, form, html, textInput } from '@dinh/ui';
import { weakPassword } from '../errors.ts';
import { askedOf } from '../factors/ways.ts';
import { isWrong, keyField, nothingTyped, refusedForm, summaryOf, typed, type Typed, statusOf } from './form.ts';
import { rawPassword } from './enter.ts';
import { askFor, present } from './sign-up.ts';

const passwordTitle: Text = { vi: 'Đổi mật khẩu', en: 'Change the password' };
const businessTitle: Text = { vi: 'Thêm doanh nghiệp, tổ chức', en: 'Add a business or organisation' };

const askForPassword: Record<string, Text> = {
  password: { vi: 'Hãy nhập mật khẩu đang dùng.', en: 'Type the password that you use now.' },
  newPassword: weakPassword.sentence,
};
const askForBusiness: Record<string, Text> = {
  taxCode: {
    vi: 'Mã số gồm 10 chữ số; chi nhánh có thêm gạch nối và 3 chữ số.',
    en: 'The number has 10 digits; a branch adds a hyphen and 3 digits.',
  },
  name: { vi: 'Hãy nhập tên như trên giấy đăng ký.', en: 'Type the name as on the registration.' },
  phone: askFor['phone']!,
  email: askFor['email']!,
};

export const passwordPage = page({
  path: '/tai-khoan/mat-khau',
  title: passwordTitle,
  may: 'signed-in',
  run: async (ctx) => show(await passwordScreen(ctx, nothingTyped)),
});

export const passwordPost = post({
  path: '/tai-khoan/mat-khau',
  title: passwordTitle,
  may: 'signed-in',
  async run(ctx) {
    try {
      await ctx.run('identity.change-password', {
        password: rawPassword(ctx),
        newPassword: rawPassword(ctx, 'newPassword'),
      });
      return redirect('/tai-khoan/bao-mat?xong=mat-khau');
    } catch (error) {
      return show(await passwordScreen(ctx, refusedForm(ctx, error, askForPassword)), statusOf(error));
    }
  },
});

/** Why whoever has just signed in stands before a new password. */
const temporaryPassword: Text = {
  vi: 'Bạn vừa đăng nhập bằng mật khẩu tạm được cấp cho bạn: người cấp cũng biết nó và nó sắp hết hạn. Hãy đặt mật khẩu của riêng bạn rồi tiếp tục.',
  en: 'You have just signed in by a temporary password: whoever gave it to you knows it too, and it soon ends. Choose one of your own and go on.',
};

async function passwordScreen(ctx: PageContext, before: Typed) {
  const { lang } = ctx;
  const { errors } = before;
  const temporary = (await askedOf(ctx)).changePassword;
  return frame(ctx, passwordTitle, '/tai-khoan/mat-khau', before, [
    temporary && banner(lang, { tone: 'info', body: temporaryPassword }),
    textInput(lang, {
      name: 'password',
      label: temporary ? { vi: 'Mật khẩu tạm', en: 'Temporary password' } : { vi: 'Mật khẩu hiện tại', en: 'Present password' },
      type: 'password',
      autocomplete: 'current-password',
      error: errors['password'],
    }),
    textInput(lang, {
      name: 'newPassword',
      label: { vi: 'Mật khẩu mới', en: 'New password' },
      type: 'password',
      autocomplete: 'new-password',
      hint: {
        vi: 'Ít nhất 8 ký tự. Các thiết bị khác sẽ được đăng xuất.',
        en: 'At least 8 characters. Other devices will be signed out.',
      },
      error: errors['newPassword'],
    }),
    button(lang, { label: passwordTitle }),
  ]);
}

export const businessPage = page({
  path: '/tai-khoan/doanh-nghiep',
  title: businessTitle,
  may: 'signed-in',
  run: async (ctx) => show(businessScreen(ctx, nothingTyped)),
});

export const businessPost = post({
  path: '/tai-khoan/doanh-nghiep',
  title: businessTitle,
  may: 'signed-in',
  async run(ctx) {
    try {
      const input = {
        taxCode: typed(ctx, 'taxCode')?.replace(/\s/g, ''),
        name: typed(ctx, 'name'),
        title: typed(ctx, 'title'),
        phone: typed(ctx, 'phone'),
        email: typed(ctx, 'email'),
      };
      await ctx.run('identity.register-business', present(input) as never);
      return redirect('/tai-khoan?xong=doanh-nghiep');
    } catch (error) {
      return show(businessScreen(ctx, refusedForm(ctx, error, askForBusiness)), statusOf(error));
    }
  },
});

function businessScreen(ctx: PageContext, before: Typed) {
  const { lang } = ctx;
  const text = (name: string, label: Text, more: object = {}) =>
    textInput(lang, { name, label, value: before.values[name], error: before.errors[name], ...more });
  return frame(ctx, businessTitle, '/tai-khoan/doanh-nghiep', before, [
    keyField(ctx),
    text(
      'taxCode',
      { vi: 'Mã số doanh nghiệp (mã số thuế)', en: 'Business number (tax code)' },
      { width: 20, inputMode: 'numeric', maxLength: 14 },
    ),
    text(
      'name',
      { vi: 'Tên doanh nghiệp, tổ chức', en: 'Name of the business or organisation' },
      { autocomplete: 'organization' },
    ),
    text('title', { vi: 'Chức danh của bạn', en: 'Your position there' }, { optional: true, autocomplete: 'organization-title' }),
    text('phone', { vi: 'Số điện thoại', en: 'Telephone' }, { optional: true, type: 'tel', width: 20 }),
    text('email', { vi: 'Thư điện tử', en: 'E-mail' }, { optional: true, type: 'email' }),
    button(lang, { label: { vi: 'Ghi nhận', en: 'Record it' } }),
  ]);
}

function frame(ctx: PageContext, title: Text, action: string, before: Typed, fields: readonly unknown[]) {
  const { lang } = ctx;
  return citizenPage(lang, {
    title,
    site: ctx.site,
    url: ctx.method === 'GET' ? ctx.url : action,
    viewer: ctx.viewer,
    back: '/tai-khoan',
    wrong: isWrong(before),
    main: html`${summaryOf(lang, before)}
      <h1>${title[lang]}</h1>
      ${form(lang, { action, forget: true, body: html`${fields as never}` })}`,
  });
}
