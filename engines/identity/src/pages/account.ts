import { page, type PageContext, post, postAgain, redirect, show, type Text } from '@dinh/kernel';
import {
  banner,
  button,
  citizenPage,
  dateInput,
  form,
  formatDate,
  html,
  linkButton,
  radios,
  summaryList,
  textInput,
  inVietnamese,
} from '@dinh/ui';
import { wrongInput } from '../errors.ts';
import { plainPhone } from '../fields.ts';
import { confirmPath } from './confirm.ts';
import { isWrong, nothingTyped, refusedForm, summaryOf, typed, typedDate, type Typed, statusOf } from './form.ts';
import { securityPath } from './sessions.ts';
import { askFor, dateParts, genderChoices } from './sign-up.ts';

const title: Text = { vi: 'Tài khoản của bạn', en: 'Your account' };
const editTitle: Text = { vi: 'Sửa thông tin của bạn', en: 'Change your details' };

const labels = {
  name: { vi: 'Họ và tên', en: 'Full name' },
  idNumber: { vi: 'Số định danh', en: 'Identity number' },
  birthDate: { vi: 'Ngày sinh', en: 'Date of birth' },
  gender: { vi: 'Giới tính', en: 'Gender' },
  phone: { vi: 'Số điện thoại', en: 'Telephone' },
  email: { vi: 'Thư điện tử', en: 'E-mail' },
  account: { vi: 'Tên đăng nhập', en: 'Account name' },
  locale: { vi: 'Ngôn ngữ', en: 'Language' },
  level: { vi: 'Mức xác minh', en: 'Verification' },
} satisfies Record<string, Text>;

const levels: readonly Text[] = [
  { vi: 'Tự khai, chưa đối chiếu giấy tờ', en: 'As you declared; papers not checked yet' },
  { vi: 'Đã đối chiếu với giấy tờ', en: 'Checked against your papers' },
  { vi: 'Đã xác minh bằng định danh quốc gia', en: 'Verified by the national identity' },
];

const words = {
  confirmed: {
    vi: 'Đổi sang địa chỉ mới thì nhập mã gửi tới đó để xác nhận',
    en: 'A new one is confirmed by a code that is sent to it',
  },
  oneByOne: {
    vi: 'Hãy đổi từng thứ một: xác nhận thư điện tử mới trước, rồi đổi số điện thoại.',
    en: 'Please change one after the other: confirm the new e-mail first, then change the telephone.',
  },
} satisfies Record<string, Text>;

const done: Record<string, Text> = {
  'thong-tin': { vi: 'Đã lưu thông tin của bạn.', en: 'Your details are saved.' },
  'doanh-nghiep': { vi: 'Đã ghi nhận doanh nghiệp.', en: 'The business is recorded.' },
};

export const accountPage = page({
  path: '/tai-khoan',
  title,
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    const [person, { businesses, current }] = await Promise.all([
      ctx.run('identity.view-profile', {}),
      ctx.run('identity.list-my-businesses', {}),
    ]);
    const said = done[ctx.query['xong'] ?? ''];
    const edit = [{ href: '/tai-khoan/sua', label: { vi: 'Sửa', en: 'Change' } }];
    return show(
      citizenPage(lang, {
        title,
        site: ctx.site,
        url: ctx.url,
        viewer: ctx.viewer,
        main: html`${said && banner(lang, { tone: 'done', body: said })}
          <h1>${title[lang]}</h1>
          ${!person.contactConfirmed && unconfirmedBanner(ctx)}
          ${summaryList(lang, [
            { label: labels.name, value: person.name, actions: person.verifiedLevel > 0 ? undefined : edit },
            { label: labels.idNumber, value: person.idNumber },
            { label: labels.birthDate, value: person.birthDate && formatDate(person.birthDate) },
            { label: labels.gender, value: genderChoices.find((g) => g.value === person.gender)?.label },
            { label: labels.phone, value: person.phone, actions: edit },
            { label: labels.email, value: person.email, actions: edit },
            { label: labels.account, value: person.account },
            { label: labels.level, value: levels[person.verifiedLevel] },
            {
              label: labels.locale,
              value: person.locale === 'vi' ? inVietnamese(lang, 'Tiếng Việt') : 'English',
              actions: edit,
            },
          ])}
          <p><a href="/thong-bao">${{ vi: 'Thông báo gửi cho bạn', en: 'Messages to you' }[lang]}</a></p>
          <p><a href="/tai-khoan/ai-da-xem">${{ vi: 'Ai đã xem dữ liệu của bạn', en: 'Who looked at your data' }[lang]}</a></p>
          <p><a href="/tai-khoan/ung-dung">${{ vi: 'Ứng dụng được dùng tài khoản của bạn', en: 'Applications with access to your account' }[lang]}</a></p>
          <p>${linkButton(lang, { href: '/tai-khoan/bao-mat', label: { vi: 'Bảo mật và đăng nhập', en: 'Security and signing in' } })}</p>
          ${businessSection(ctx, businesses, current)}
          <p><a href="/tai-khoan/dong">${{ vi: 'Đóng tài khoản', en: 'Close the account' }[lang]}</a></p>`,
      }),
    );
  },
});

function unconfirmedBanner(ctx: PageContext) {
  return banner(ctx.lang, {
    tone: 'soon',
    body: {
      vi: 'Bạn chưa xác nhận số điện thoại hoặc thư điện tử. Chưa xác nhận thì không lấy lại được tài khoản khi quên mật khẩu, và một số việc chưa làm được.',
      en: 'You have confirmed neither your telephone nor your e-mail. Until then you cannot get the account back when you forget the password, and some things cannot be done.',
    },
    actions: html`<p>
      ${linkButton(ctx.lang, { href: confirmPath, label: { vi: 'Xác nhận liên hệ', en: 'Confirm how we reach you' } })}
    </p>`,
  });
}

type Businesses = { id: string; name: string; taxCode: string; title: string | null; verified: boolean }[];

function businessSection(ctx: PageContext, businesses: Businesses, current: string | null) {
  const { lang } = ctx;
  const actAs = (business: string, label: Text) =>
    html`<form method="post" action="/tai-khoan/thay-mat">
      <input type="hidden" name="business" value="${business}" />${button(lang, { kind: 'secondary', label })}
    </form>`;
  return html`<h2>${{ vi: 'Doanh nghiệp, tổ chức bạn đại diện', en: 'Businesses and organisations you represent' }[lang]}</h2>
    ${
      current &&
      html`<div>
        ${banner(lang, {
          body: { vi: 'Bạn đang làm việc thay mặt doanh nghiệp.', en: 'You are acting for a business now.' },
          actions: actAs('', { vi: 'Trở lại làm việc cho mình', en: 'Act for myself again' }),
        })}
      </div>`
    }
    ${
      businesses.length > 0 &&
      html`<ul>
        ${businesses.map(
          (b) =>
            html`<li>
              <strong>${b.name}</strong> · ${b.taxCode}${b.title && html` · ${b.title}`} ·
              ${
                b.verified
                  ? { vi: 'đã đối chiếu giấy tờ', en: 'papers checked' }[lang]
                  : { vi: 'tự khai', en: 'as declared' }[lang]
              }
              ${b.id !== current && actAs(b.id, { vi: 'Làm việc thay mặt', en: 'Act for it' })}
            </li>`,
        )}
      </ul>`
    }
    <p>
      <a href="/tai-khoan/doanh-nghiep"
        >${{ vi: 'Thêm doanh nghiệp, tổ chức', en: 'Add a business or organisation' }[lang]}</a
      >
    </p>
    <p>
      <a href="/tai-khoan/dai-dien"
        >${{ vi: 'Đại diện và ủy quyền: làm thay con, người khác; ai làm thay bạn', en: 'Acting for others: children, by power of attorney; who acts for you' }[lang]}</a
      >
    </p>`;
}

export const actForPost = post({
  path: '/tai-khoan/thay-mat',
  title,
  may: 'signed-in',
  async run(ctx) {
    await ctx.run('identity.act-for-business', { business: typed(ctx, 'business') ?? null });
    return redirect('/tai-khoan');
  },
});

export const editPage = page({
  path: '/tai-khoan/sua',
  title: editTitle,
  may: 'signed-in',
  async run(ctx) {
    const person = await ctx.run('identity.view-profile', {});
    const [year, month, day] = person.birthDate?.split('-') ?? [];
    const values: Record<string, string> = {
      name: person.name,
      gender: person.gender ?? '',
      phone: person.phone ?? '',
      email: person.email ?? '',
      locale: person.locale,
      ...(year && { 'birthDate.year': year, 'birthDate.month': month!, 'birthDate.day': day! }),
    };
    return show(editScreen(ctx, { ...nothingTyped, values }, person.verifiedLevel > 0));
  },
});

export const editPost = post({
  path: '/tai-khoan/sua',
  title: editTitle,
  may: 'signed-in',
  async run(ctx) {
    const before = await ctx.run('identity.view-profile', {});
    const verified = before.verifiedLevel > 0;
    try {
      const locale = typed(ctx, 'locale') === 'en' ? 'en' : 'vi';
      const own = verified
        ? {}
        : {
            name: typed(ctx, 'name') ?? '',
            birthDate: typedDate(ctx, 'birthDate') ?? null,
            gender: (typed(ctx, 'gender') as 'male' | undefined) ?? null,
          };
      const [email, phone] = [typed(ctx, 'email'), typed(ctx, 'phone')];
      const newEmail = email !== undefined && email !== before.email;
      const newPhone = phone !== undefined && plainPhone(phone) !== before.phone;
      if (newEmail && newPhone) throw wrongInput({}, { fields: [{ path: 'phone', message: words.oneByOne }] });
      // Another address is used once a code has shown that it is theirs: until then messages go where they went.
      await ctx.run('identity.update-profile', {
        ...own,
        ...(!newPhone && { phone: phone ?? null }),
        ...(!newEmail && { email: email ?? null }),
        locale,
      });
      ctx.setCookie('dinh_lang', locale, 365 * 86_400);
      if (newEmail || newPhone) return postAgain(`${securityPath}/them/${newEmail ? 'thu' : 'dien-thoai'}`);
      return redirect('/tai-khoan?xong=thong-tin');
    } catch (error) {
      return show(editScreen(ctx, refusedForm(ctx, error, askFor), verified), statusOf(error));
    }
  },
});

function editScreen(ctx: PageContext, before: Typed, verified: boolean) {
  const { lang } = ctx;
  const { values, errors } = before;
  return citizenPage(lang, {
    title: editTitle,
    site: ctx.site,
    url: ctx.method === 'GET' ? ctx.url : '/tai-khoan/sua',
    viewer: ctx.viewer,
    back: '/tai-khoan',
    wrong: isWrong(before),
    main: html`${summaryOf(lang, before)}
      <h1>${editTitle[lang]}</h1>
      ${form(lang, {
        action: '/tai-khoan/sua',
        body: html`${
          !verified &&
          html`${textInput(lang, { name: 'name', label: labels.name, value: values['name'], error: errors['name'], autocomplete: 'name' })}
          ${dateInput(lang, { name: 'birthDate', label: labels.birthDate, birthday: true, value: dateParts(values, 'birthDate'), error: errors['birthDate'] })}
          ${radios(lang, { name: 'gender', label: labels.gender, optional: true, inline: true, choices: genderChoices, value: values['gender'], error: errors['gender'] })}`
        }
        ${textInput(lang, { name: 'phone', label: labels.phone, hint: words.confirmed, type: 'tel', width: 20, value: values['phone'], error: errors['phone'], optional: true, autocomplete: 'tel' })}
        ${textInput(lang, { name: 'email', label: labels.email, hint: words.confirmed, type: 'email', value: values['email'], error: errors['email'], optional: true, autocomplete: 'email' })}
        ${radios(lang, {
          name: 'locale',
          label: labels.locale,
          inline: true,
          value: values['locale'],
          choices: [
            { value: 'vi', label: inVietnamese(lang, 'Tiếng Việt') },
            { value: 'en', label: 'English' },
          ],
        })}
        <input type="hidden" name="tiep" value="/tai-khoan?xong=thong-tin" />
        ${button(lang, { label: { vi: 'Lưu thông tin', en: 'Save' } })}`,
      })}`,
  });
}
