import { type OperationTypes, type OutputOf, page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import { banner, button, details, form, formatDateTime, html, type Html, table, tag } from '@dinh/ui';
import { hiddenKey, refusedSummary, screen, typed } from '../frame.ts';
import { path as clientsPath, title as clientsTitle } from './words.ts';

type Key = OutputOf<OperationTypes['identity.list-signing-keys']>['keys'][number];

export const signingKeysPath = `${clientsPath}/khoa-ky`;
export const signingKeysTitle: Text = {
  vi: 'Khóa ký của máy chủ định danh',
  en: 'Signing keys of the OpenID provider',
};
const at = { path: signingKeysPath, title: signingKeysTitle, may: 'identity.manage-client' };

const signingKeysPage = page({ ...at, run: async (ctx) => show(await keysScreen(ctx)) });

/** Another key is published, and signs once everybody has read it; of a key that others may have, all that it signed ends at once. */
const signingKeysPost = post({
  ...at,
  async run(ctx) {
    try {
      await ctx.run('identity.rotate-signing-key', { compromised: typed(ctx, 'viec') === 'lo-khoa' });
      return redirect(`${signingKeysPath}?xong=1`);
    } catch (error) {
      return show(await keysScreen(ctx, refusedSummary(ctx, error)), 422);
    }
  },
});

async function keysScreen(ctx: PageContext, summary?: Html): Promise<Html> {
  const { lang, now } = ctx;
  const { keys } = await ctx.run('identity.list-signing-keys', {});
  const signing = keys.find(({ signsFrom }) => signsFrom <= now)?.kid;
  const state = (key: Key) =>
    key.kid === signing
      ? tag(lang, 'done', { vi: 'Đang ký', en: 'Signs now' })
      : key.signsFrom > now
        ? tag(lang, 'waiting', { vi: 'Sẽ ký tiếp theo', en: 'Signs next' })
        : tag(lang, 'stopped', { vi: 'Chỉ còn để kiểm tra', en: 'To verify with only' });
  const change = (viec: string, body: Html, label: Text, kind: 'secondary' | 'danger'): Html =>
    form(lang, {
      action: signingKeysPath,
      body: html`${hiddenKey(ctx)}<input type="hidden" name="viec" value="${viec}" />${body} ${button(lang, { kind, label })}`,
    });
  return screen(ctx, {
    title: signingKeysTitle,
    wrong: summary !== undefined,
    breadcrumbs: [{ label: clientsTitle, href: clientsPath }, { label: signingKeysTitle }],
    main: html`${summary}${ctx.query['xong'] === '1' && banner(lang, { tone: 'done', body: { vi: 'Khóa mới đã được công bố; cột “Ký từ” cho biết khóa nào ký từ lúc nào.', en: 'The new key is published; “Signs from” says which key signs from when.' } })}
      <h1>${signingKeysTitle[lang]}</h1>
      <p>
        ${
          {
            vi: 'Ứng dụng và hệ thống tin mã đăng nhập, mã truy cập vì chữ ký bằng khóa này. Khóa tự thay 90 ngày một lần; khóa mới được công bố trước hai ngày, khóa cũ còn được công bố cho tới khi mọi mã đã ký hết hạn.',
            en: 'Applications and systems trust tokens for the signature by this key. It changes by itself every ninety days; a new one is published two days before, and the old one stays published until all that it signed has ended.',
          }[lang]
        }
      </p>
      ${table<Key>(lang, {
        caption: signingKeysTitle,
        hideCaption: true,
        dense: true,
        rows: keys as Key[],
        columns: [
          {
            key: 'kid',
            label: { vi: 'Mã khóa (kid)', en: 'Key (kid)' },
            grow: true,
            cell: (k) => html`<code>${k.kid}</code>`,
          },
          { key: 'from', label: { vi: 'Ký từ', en: 'Signs from' }, cell: (k) => formatDateTime(k.signsFrom) },
          {
            key: 'to',
            label: { vi: 'Thôi công bố', en: 'Published until' },
            cell: (k) => k.endsAt && formatDateTime(k.endsAt),
          },
          { key: 'state', label: { vi: 'Tình trạng', en: 'State' }, cell: state },
        ],
        empty: html`<p class="muted">
          ${
            {
              vi: 'Chưa có khóa: khóa đầu tiên được tạo khi máy chủ định danh được dùng lần đầu.',
              en: 'No key yet: the first is made when the provider is used for the first time.',
            }[lang]
          }
        </p>`,
      })}
      ${details(lang, {
        summary: { vi: 'Thay khóa', en: 'Change the key' },
        body: change(
          'thay',
          html`<p>${{ vi: 'Khóa mới được công bố ngay và bắt đầu ký sau hai ngày, để ứng dụng nào đang giữ danh sách khóa cũng kịp đọc. Mã đã cấp vẫn dùng được đến hết hạn; không ai bị gián đoạn.', en: 'The new key is published at once and signs two days later, so that applications that keep our keys have read it. Tokens that were given out stay good until they end; nobody is interrupted.' }[lang]}</p>`,
          { vi: 'Thay khóa', en: 'Change the key' },
          'secondary',
        ),
      })}
      ${details(lang, {
        summary: { vi: 'Khóa bị lộ', en: 'Somebody else has the key' },
        body: change(
          'lo-khoa',
          html`<p>
            ${
              {
                vi: 'Mọi mã mà các khóa hiện nay đã ký hết giá trị ngay; người dùng phải đăng nhập lại vào các ứng dụng, hệ thống phải lấy mã mới. Không hoàn tác được.',
                en: 'All that the present keys signed is worth nothing at once: people sign in to applications again, systems ask for new tokens. It cannot be undone.',
              }[lang]
            }
          </p>`,
          { vi: 'Thay và hủy các khóa hiện nay', en: 'Change and withdraw the present keys' },
          'danger',
        ),
      })}`,
  });
}

export const signingKeyPages = [signingKeysPage, signingKeysPost];
