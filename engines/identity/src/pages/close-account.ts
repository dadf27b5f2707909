import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  banner,
  button,
  checkbox,
  citizenPage,
  errorSummary,
  fieldId,
  type FormError,
  form,
  html,
  linkButton,
  panel,
  textInput,
} from '@dinh/ui';
import { sessionCookie } from '../sign-in/session.ts';
import { keyField, refusedForm, typed } from './form.ts';

const title: Text = { vi: 'Đóng tài khoản', en: 'Close the account' };
const path = '/tai-khoan/dong';

const sayIt: Text = {
  vi: 'Hãy đánh dấu rằng bạn đã đọc và muốn đóng tài khoản.',
  en: 'Tick that you have read this and want to close the account.',
};

export const closeAccountPage = page({
  path,
  title,
  may: 'signed-in',
  run: async (ctx) => show(await closeScreen(ctx, [])),
});

export const closeAccountPost = post({
  path,
  title,
  may: 'signed-in',
  async run(ctx) {
    if (!typed(ctx, 'sure')) return show(await closeScreen(ctx, [{ id: fieldId('sure'), message: sayIt }]), 422);
    const reason = typed(ctx, 'reason');
    try {
      await ctx.run('identity.close-account', { ...(reason && { reason }) });
    } catch (error) {
      const { general } = refusedForm(ctx, error);
      if (!general) throw error;
      return show(await closeScreen(ctx, [{ message: general }]), 422);
    }
    ctx.setCookie(sessionCookie, '', 0);
    return redirect('/tai-khoan-da-dong');
  },
});

/** Whoever closed their account is nobody any more: the page stands for everybody. */
export const closedPage = page({
  path: '/tai-khoan-da-dong',
  title,
  may: 'anyone',
  run: async ({ lang, site, url, viewer }) =>
    show(
      citizenPage(lang, {
        title,
        site,
        url,
        viewer,
        main: html`${panel(lang, { title: { vi: 'Tài khoản đã đóng', en: 'The account is closed' } })}
          <p>
            ${
              {
                vi: 'Hồ sơ đang giải quyết vẫn được giải quyết; kết quả trả tại bộ phận một cửa. Muốn dùng lại tài khoản, hãy mang căn cước đến quầy.',
                en: 'Dossiers under way are still settled; results are returned at the one-stop desk. To use the account again bring your identity card to a desk.',
              }[lang]
            }
          </p>`,
      }),
    ),
});

async function closeScreen(ctx: PageContext, errors: FormError[]) {
  const { lang } = ctx;
  const { underWay, kept, holdsPosition, alone } = await ctx.run('identity.view-closing', {});
  return citizenPage(lang, {
    title,
    site: ctx.site,
    url: ctx.url,
    viewer: ctx.viewer,
    back: '/tai-khoan',
    wrong: errors.length > 0,
    main: html`${errorSummary(lang, errors)}
      <h1>${title[lang]}</h1>
      ${
        underWay.length > 0 &&
        banner(lang, {
          tone: 'soon',
          title: { vi: 'Bạn còn việc đang dở', en: 'You have things under way' },
          body: html`<ul>
              ${underWay.map(({ what, count }) => html`<li>${what[lang]}: ${count}</li>`)}
            </ul>
            <p>
              ${
                {
                  vi: 'Hồ sơ vẫn được giải quyết, nhưng bạn không theo dõi, bổ sung hay rút trực tuyến được nữa. Bản nháp bị xóa.',
                  en: 'Dossiers are still settled, but you can no longer follow, supplement or withdraw them online. Drafts are deleted.',
                }[lang]
              }
            </p>`,
        })
      }
      ${
        alone.length > 0 &&
        banner(lang, {
          tone: 'soon',
          title: { vi: 'Bạn là người cuối cùng quản lý', en: 'You are the last one who manages' },
          body: html`<ul>
              ${alone.map((name) => html`<li>${name}</li>`)}
            </ul>
            <p>
              ${
                {
                  vi: 'Hãy mời một người khác quản lý trước. Nếu không, sau khi bạn đóng tài khoản chỉ bộ phận một cửa thêm được người đại diện, với giấy đăng ký doanh nghiệp.',
                  en: 'Please invite somebody else to manage it first. Otherwise only a one-stop desk adds representatives after you have closed your account, with the registration of the business.',
                }[lang]
              }
            </p>`,
        })
      }
      <h2>${{ vi: 'Điều gì xảy ra', en: 'What happens' }[lang]}</h2>
      <ul>
        ${[
          {
            vi: 'Bạn bị đăng xuất ở mọi nơi; mật khẩu và các cách đăng nhập bị xóa.',
            en: 'You are signed out everywhere; password and other ways to sign in are deleted.',
          },
          {
            vi: 'Điện thoại, thư điện tử và địa chỉ của tài khoản bị xóa.',
            en: 'Telephone, e-mail and address of the account are deleted.',
          },
          {
            vi: 'Việc bạn đại diện cho người khác và người khác đại diện cho bạn chấm dứt.',
            en: 'Whatever you may do for others, and others for you, ends.',
          },
          {
            vi: 'Muốn dùng lại, bạn mang căn cước đến bộ phận một cửa.',
            en: 'To use it again you bring your identity card to a one-stop desk.',
          },
        ].map((one) => html`<li>${one[lang]}</li>`)}
      </ul>
      ${
        kept.length > 0 &&
        html`<h2>${{ vi: 'Điều gì được giữ lại, và vì sao', en: 'What is kept, and why' }[lang]}</h2>
          <dl>
            ${kept.map(
              ({ what, why }) =>
                html`<dt><strong>${what[lang]}</strong></dt>
                  <dd>${why[lang]}</dd>`,
            )}
          </dl>`
      }
      ${
        holdsPosition
          ? banner(lang, {
              tone: 'soon',
              body: {
                vi: 'Bạn đang giữ chức vụ nên chưa đóng tài khoản được.',
                en: 'You hold a position, so the account cannot be closed yet.',
              },
            })
          : form(lang, {
              action: path,
              forget: true,
              body: html`${keyField(ctx)}${textInput(lang, { name: 'reason', optional: true, maxLength: 500, value: typed(ctx, 'reason'), label: { vi: 'Vì sao bạn đóng tài khoản', en: 'Why you close it' } })}
              ${checkbox(lang, { name: 'sure', label: { vi: 'Tôi đã đọc và muốn đóng tài khoản', en: 'I have read this and want to close the account' }, error: errors[0]?.id ? sayIt : undefined })}
              ${button(lang, { kind: 'danger', label: title })}
              ${linkButton(lang, { href: '/tai-khoan', kind: 'quiet', label: { vi: 'Không đóng', en: 'Keep it' } })}`,
            })
      }`,
  });
}
