import type { PageContext, Text } from '@dinh/kernel';
import { banner, buttonGroup, html, type Html, linkButton } from '@dinh/ui';

const words = {
  identity: {
    vi: 'Danh tính của bạn cần được đối chiếu trước',
    en: 'Your identity must be checked first',
  },
  identityWhy: {
    vi: 'Thủ tục này chỉ nhận hồ sơ trực tuyến từ tài khoản đã đối chiếu với căn cước. Bạn làm một lần, dùng cho mọi thủ tục:',
    en: 'Online, this procedure is received only from an account that was compared with an identity card. It is done once, for all procedures:',
  },
  desk: {
    vi: 'mang căn cước đến Bộ phận Một cửa gần nhất để được đối chiếu',
    en: 'bring your identity card to the nearest one-stop desk to have it checked',
  },
  paper: {
    vi: 'Không tiện làm trực tuyến? Bạn nộp hồ sơ giấy tại Bộ phận Một cửa.',
    en: 'Rather not online? File on paper at the one-stop desk.',
  },
  second: {
    vi: 'Bạn cần thêm một cách đăng nhập thứ hai',
    en: 'You need a second way to sign in',
  },
  secondWhy: {
    vi: 'Thủ tục này cần biết chắc người nộp là bạn: ngoài mật khẩu còn một cách thứ hai, như mã gửi tới điện thoại hoặc ứng dụng xác thực. Thêm xong, bạn trở lại đúng chỗ này.',
    en: 'This procedure must be sure that it is you: beside the password a second way, like a code sent to your telephone or an authenticator. You then come back to where you are.',
  },
  add: { vi: 'Thêm cách xác thực', en: 'Add a way to confirm who you are' },
  before: {
    vi: 'Thủ tục này cần tài khoản đã đối chiếu với căn cước. Tài khoản mới mở thì mang căn cước đến Bộ phận Một cửa một lần, hoặc liên kết với định danh quốc gia.',
    en: 'This procedure needs an account that was compared with an identity card. With a new account, bring the card to a one-stop desk once, or link it with the national identity.',
  },
} satisfies Record<string, Text>;

/** What whoever is not signed in should know before they open an account; undefined when any account will do. */
export async function accountNeeded(ctx: PageContext, service: number | undefined): Promise<Html | undefined> {
  const needed = await ctx.app.demands.ofService(service);
  if (!needed?.identified) return undefined;
  return html`<p>${words.before[ctx.lang]}</p>`;
}

/**
 * What the account of the person still lacks before a procedure of this service level can be begun, with the way to it;
 * undefined when nothing is lacking, or no more than a factor that the account has and that is asked for on the way.
 */
export async function lacking(ctx: PageContext, service: number | undefined): Promise<Html | undefined> {
  const { lang } = ctx;
  const needed = await ctx.app.demands.ofService(service);
  if (!needed || (ctx.principal.assurance?.level ?? 1) >= needed.level) return undefined;
  const { ways, identified, providers } = await ctx.run('identity.list-ways', { level: needed.level });
  if (ways.length + providers.length > 0) return undefined;
  const security = `/tai-khoan/bao-mat?tiep=${encodeURIComponent(ctx.url)}`;
  if (identified)
    return banner(lang, {
      tone: 'soon',
      title: words.second,
      body: words.secondWhy,
      actions: linkButton(lang, { href: security, label: words.add, kind: 'main' }),
    });
  const { providers: national } = await ctx.run('identity.list-upstreams', {});
  const open = national.filter((one) => !one.awaySince);
  return banner(lang, {
    tone: 'soon',
    title: words.identity,
    body: html`<p>${words.identityWhy[lang]}</p>
      <ul>
        ${open.map(({ name }) => html`<li>${{ vi: `liên kết tài khoản với ${name.vi}`, en: `link the account with ${name.en}` }[lang]}</li>`)}
        <li>${words.desk[lang]}</li>
      </ul>
      <p>${words.paper[lang]}</p>`,
    actions:
      open.length > 0 &&
      buttonGroup(
        open.map(({ key, name }) =>
          linkButton(lang, {
            href: `/tai-khoan/bao-mat/lien-ket/${key}`,
            label: { vi: `Liên kết với ${name.vi}`, en: `Link with ${name.en}` },
            kind: 'main',
          }),
        ),
      ),
  });
}
