import { invalidInput, page, type PageContext, post, redirect, Refusal, show, type Text } from '@dinh/kernel';
import { button, citizenPage, dateInput, form, html, radios, textInput, withQuery } from '@dinh/ui';
import { judgeTyped } from '../operations/sign-up.ts';
import { isWrong, nothingTyped, refusedForm, safeReturn, summaryOf, typed, typedDate, type Typed, statusOf } from './form.ts';
import { rawPassword } from './enter.ts';
import { askForCode } from './sign-up-code.ts';
import { upstreamLinks } from './upstream.ts';

const title: Text = { vi: 'Đăng ký tài khoản', en: 'Open an account' };

/** What to say when a field is empty or has the wrong form. */
export const askFor: Record<string, Text> = {
  name: { vi: 'Hãy nhập họ và tên như trên thẻ căn cước.', en: 'Type your name as on your identity card.' },
  idNumber: {
    vi: 'Số định danh gồm đúng 12 chữ số, ghi trên thẻ căn cước.',
    en: 'The identity number has exactly 12 digits; it is on your card.',
  },
  birthDate: {
    vi: 'Hãy nhập đủ ngày, tháng, năm sinh, ví dụ 5 / 9 / 1990.',
    en: 'Type day, month and year of birth, for example 5 / 9 / 1990.',
  },
  gender: { vi: 'Hãy chọn một trong các mục.', en: 'Choose one of these.' },
  phone: {
    vi: 'Số điện thoại gồm 10 chữ số, ví dụ 0912 345 678.',
    en: 'A telephone number has 10 digits, for example 0912 345 678.',
  },
  email: {
    vi: 'Thư điện tử có dạng ten@noi.vn; có thể để trống.',
    en: 'An e-mail address looks like name@place.vn; it may stay empty.',
  },
  password: {
    vi: 'Hãy đặt mật khẩu ít nhất 8 ký tự, tốt nhất là một cụm vài từ mà chỉ bạn nghĩ ra.',
    en: 'Choose a password of at least 8 characters, best a phrase of a few words that only you would think of.',
  },
};

export const genderChoices = [
  { value: 'female', label: { vi: 'Nữ', en: 'Female' } },
  { value: 'male', label: { vi: 'Nam', en: 'Male' } },
  { value: 'other', label: { vi: 'Khác', en: 'Other' } },
];

export const signUpPage = page({
  path: '/dang-ky',
  title,
  may: 'anyone',
  async run(ctx) {
    const back = safeReturn(ctx.query['tiep']);
    if (ctx.principal.kind === 'person') return redirect(back ?? '/tai-khoan');
    // Where citizens come in by the nation alone, nobody fills in a form that would be refused.
    if ((await upstreamLinks(ctx, back)).only) return redirect(withQuery('/dang-nhap', { tiep: back }));
    return show(screen(ctx, nothingTyped, back));
  },
});

export const signUpPost = post({
  path: '/dang-ky',
  title,
  may: 'anyone',
  async run(ctx) {
    const back = safeReturn(typed(ctx, 'tiep'));
    try {
      const input = present({
        name: typed(ctx, 'name'),
        idNumber: typed(ctx, 'idNumber')?.replace(/[ .]/g, ''),
        birthDate: typedDate(ctx, 'birthDate'),
        gender: typed(ctx, 'gender'),
        phone: typed(ctx, 'phone'),
        email: typed(ctx, 'email'),
        password: rawPassword(ctx),
        locale: ctx.lang,
      });
      return askForCode(ctx, await ctx.run('identity.sign-up', input as never), back);
    } catch (error) {
      const before = await allAtOnce(ctx, error, refusedForm(ctx, error, askFor));
      return show(screen(ctx, before, back), statusOf(error));
    }
  },
});

/** What is judged only once every field has its form is told with the rest, not in a second round. */
async function allAtOnce(ctx: PageContext, error: unknown, before: Typed): Promise<Typed> {
  if (!(error instanceof Refusal) || error.code !== invalidInput.code) return before;
  const own = ['idNumber', 'phone', 'email', 'name'].map((name) => typed(ctx, name));
  const wrong = await judgeTyped(ctx, {
    birthDate: typedDate(ctx, 'birthDate'),
    password: rawPassword(ctx) || undefined,
    own,
  });
  const all: Record<string, Text> = { ...before.errors };
  for (const { path, message } of wrong) all[path] = message;
  const errors = Object.entries(all).toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return { ...before, errors: Object.fromEntries(errors) };
}

/** As the fields stand on the page. */
const order = ['name', 'idNumber', 'birthDate', 'gender', 'phone', 'email', 'password'];

/** Leaves out what was not typed, so that it counts as absent and not as wrong. */
export function present(input: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

/** The three parts of a date as they were typed. */
export function dateParts(values: Readonly<Record<string, string>>, name: string) {
  return { day: values[`${name}.day`], month: values[`${name}.month`], year: values[`${name}.year`] };
}

function screen(ctx: PageContext, before: Typed, back: string | undefined) {
  const { lang } = ctx;
  const { values, errors } = before;
  const text = (name: string, label: Text, more: object) =>
    textInput(lang, { name, label, value: values[name], error: errors[name], ...more });
  return citizenPage(lang, {
    title,
    site: ctx.site,
    url: ctx.method === 'GET' ? ctx.url : '/dang-ky',
    back: '/dang-nhap',
    noSearch: true,
    wrong: isWrong(before),
    main: html`${summaryOf(lang, before)}
      <h1>${title[lang]}</h1>
      ${form(lang, {
        action: '/dang-ky',
        forget: true,
        body: html`${back && html`<input type="hidden" name="tiep" value="${back}" />`}
        ${text('name', { vi: 'Họ và tên', en: 'Full name' }, { autocomplete: 'name', hint: { vi: 'Như trên thẻ căn cước', en: 'As on your identity card' } })}
        ${text('idNumber', { vi: 'Số định danh cá nhân', en: 'Identity number' }, { inputMode: 'numeric', width: 20, maxLength: 15, spellcheck: false, hint: { vi: '12 chữ số trên thẻ căn cước; cũng là tên đăng nhập của bạn', en: '12 digits on your card; also the name with which you sign in' } })}
        ${dateInput(lang, { name: 'birthDate', label: { vi: 'Ngày sinh', en: 'Date of birth' }, birthday: true, value: dateParts(values, 'birthDate'), error: errors['birthDate'] })}
        ${radios(lang, { name: 'gender', label: { vi: 'Giới tính', en: 'Gender' }, optional: true, inline: true, choices: genderChoices, value: values['gender'], error: errors['gender'] })}
        ${text('phone', { vi: 'Số điện thoại', en: 'Telephone' }, { type: 'tel', autocomplete: 'tel', width: 20, hint: { vi: 'Để báo tin về hồ sơ; bước sau bạn xác nhận bằng mã', en: 'For news about your dossiers; you confirm it by a code in the next step' } })}
        ${text('email', { vi: 'Thư điện tử', en: 'E-mail' }, { type: 'email', autocomplete: 'email', optional: true, hint: { vi: 'Nếu có, mã xác nhận gửi vào đây thay cho tin nhắn', en: 'If you have one, the code comes here instead of by SMS' } })}
        ${textInput(lang, { name: 'password', label: { vi: 'Mật khẩu', en: 'Password' }, type: 'password', autocomplete: 'new-password', error: errors['password'], hint: { vi: 'Ít nhất 8 ký tự; nên là một cụm vài từ dễ nhớ với riêng bạn', en: 'At least 8 characters; best a phrase of a few words that only you would think of' } })}
        ${button(lang, { label: { vi: 'Tiếp tục', en: 'Go on' } })}`,
      })}`,
  });
}
