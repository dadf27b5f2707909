import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import { button, buttonGroup, form, formatDate, formatDateTime, html, type Html, linkButton, summaryList } from '@dinh/ui';
import { nothingTyped, refusedForm, statusOf, summaryOf, type Typed } from './form.ts';
import { frame } from './security-frame.ts';
import { securityPath } from './sessions.ts';

type Providers = Awaited<ReturnType<typeof listed>>['providers'];
export const listed = (ctx: PageContext) => ctx.run('identity.list-upstreams', {});

/** The identity providers that the account is linked with, and those that it may be linked with. */
export function linkSection(ctx: PageContext, providers: Providers): Html {
  const { lang } = ctx;
  if (providers.length === 0) return html``;
  return html`<h2>${{ vi: 'Liên kết định danh', en: 'Linked identity providers' }[lang]}</h2>
    ${summaryList(
      lang,
      providers.map(({ key, name, linked }) => ({
        label: name,
        value: linked
          ? html`${{ vi: 'Đã liên kết', en: 'Linked' }[lang]}<br /><small
                >${{ vi: 'Từ ngày', en: 'Since' }[lang]} ${formatDate(linked.at)} · ${{ vi: 'dùng lần cuối', en: 'last used' }[lang]}
                ${formatDateTime(linked.usedAt)}</small
              >`
          : { vi: 'Chưa liên kết', en: 'Not linked' },
        actions: [
          linked
            ? {
                href: `${securityPath}/go-lien-ket/${key}`,
                label: { vi: 'Gỡ', en: 'Take it back' },
                hidden: name,
              }
            : {
                href: `${securityPath}/lien-ket/${key}`,
                label: { vi: 'Liên kết', en: 'Link' },
                hidden: name,
              },
        ],
      })),
    )}`;
}

const title: Text = { vi: 'Gỡ liên kết định danh', en: 'Take a link to an identity provider back' };
const path = `${securityPath}/go-lien-ket/:key`;

export const unlinkPage = page({ path, title, may: 'signed-in', run: (ctx) => screen(ctx, nothingTyped) });

export const unlinkPost = post({
  path,
  title,
  may: 'signed-in',
  async run(ctx) {
    try {
      await ctx.run('identity.unlink-upstream', { provider: ctx.params['key'] ?? '' });
      return redirect(`${securityPath}?xong=go-lien-ket`);
    } catch (error) {
      return screen(ctx, refusedForm(ctx, error), statusOf(error));
    }
  },
});

async function screen(ctx: PageContext, before: Typed, status?: number) {
  const { lang } = ctx;
  const provider = (await listed(ctx)).providers.find(({ key }) => key === ctx.params['key']);
  if (!provider?.linked) return redirect(securityPath);
  const name = provider.name[lang];
  return show(
    frame(
      ctx,
      title,
      html`${summaryOf(lang, before)}
        <h1>${title[lang]}</h1>
        <p>
          ${
            {
              vi: `Gỡ xong, bạn không đăng nhập bằng ${name} được nữa cho đến khi liên kết lại. Hồ sơ và giấy tờ của bạn không thay đổi.`,
              en: `Afterwards you cannot sign in by ${name} until you link it again. Your dossiers and papers stay as they are.`,
            }[lang]
          }
        </p>
        ${form(lang, {
          action: `${securityPath}/go-lien-ket/${provider.key}`,
          body: buttonGroup(
            button(lang, {
              kind: 'danger',
              label: { vi: `Gỡ liên kết với ${name}`, en: `Take the link to ${name} back` },
            }),
            linkButton(lang, {
              kind: 'quiet',
              href: securityPath,
              label: { vi: 'Thôi, giữ nguyên', en: 'No, keep it' },
            }),
          ),
        })}`,
      before,
    ),
    status,
  );
}
