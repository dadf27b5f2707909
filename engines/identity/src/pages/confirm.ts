import { page, redirect, show, type Text } from '@dinh/kernel';
import { buttonGroup, citizenPage, html, linkButton, withQuery } from '@dinh/ui';
import { safeReturn } from './form.ts';

/** Where whoever has opened an account confirms how they are reached; now or later. */
export const confirmPath = '/tai-khoan/xac-nhan';
const title: Text = { vi: 'Xác nhận liên hệ', en: 'Confirm how we reach you' };

const words = {
  why: {
    vi: 'Hãy xác nhận bằng mã để biết chắc số điện thoại hoặc thư điện tử này là của bạn. Xác nhận rồi, bạn lấy lại được tài khoản khi quên mật khẩu, và làm được mọi việc trên cổng.',
    en: 'Confirm by a code that this telephone or e-mail is yours. Then you can get the account back when you forget the password, and do everything here.',
  },
  one: { vi: 'Xác nhận một trong hai là đủ.', en: 'One of them is enough.' },
  later: { vi: 'Để sau', en: 'Later' },
} satisfies Record<string, Text>;

export const confirmPage = page({
  path: confirmPath,
  title,
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    const back = safeReturn(ctx.query['tiep']);
    const { phone, email, contactConfirmed } = await ctx.run('identity.view-profile', {});
    if (contactConfirmed) return redirect(back ?? '/tai-khoan');
    const to = (path: string) => withQuery(`/tai-khoan/bao-mat/them/${path}`, { tiep: back ?? '/tai-khoan' });
    return show(
      citizenPage(lang, {
        title,
        site: ctx.site,
        url: ctx.url,
        viewer: ctx.viewer,
        back: '/tai-khoan',
        noSearch: true,
        main: html`<h1>${title[lang]}</h1>
          <p>${words.why[lang]}</p>
          ${phone && email && html`<p>${words.one[lang]}</p>`}
          ${buttonGroup(
            linkButton(lang, {
              kind: 'main',
              href: to('dien-thoai'),
              label: phone
                ? { vi: `Gửi mã đến ${phone}`, en: `Send a code to ${phone}` }
                : { vi: 'Thêm số điện thoại', en: 'Add a telephone' },
            }),
            linkButton(lang, {
              kind: 'secondary',
              href: to('thu'),
              label: email
                ? { vi: `Gửi mã đến ${email}`, en: `Send a code to ${email}` }
                : { vi: 'Thêm thư điện tử', en: 'Add an e-mail address' },
            }),
            linkButton(lang, { kind: 'quiet', href: back ?? '/', label: words.later }),
          )}`,
      }),
    );
  },
});
