import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  banner,
  button,
  buttonGroup,
  citizenPage,
  emptyState,
  exportLinks,
  form,
  formatDateTime,
  html,
  type Html,
  linkButton,
  linkLine,
  sheetFile,
  table,
} from '@dinh/ui';
import { isWrong, nothingTyped, refusedForm, statusOf, summaryOf, type Typed } from './form.ts';

const path = '/tai-khoan/ung-dung';
const title: Text = {
  vi: 'Ứng dụng được dùng tài khoản của bạn',
  en: 'Applications with access to your account',
};

const columns = {
  name: { vi: 'Ứng dụng', en: 'Application' },
  says: { vi: 'Được biết và được làm', en: 'What it may know and do' },
  since: { vi: 'Từ lúc', en: 'Since' },
  used: { vi: 'Dùng lần cuối', en: 'Last used' },
  revoke: { vi: 'Thu hồi', en: 'Take back' },
} satisfies Record<string, Text>;

const words = {
  why: {
    vi: 'Bạn đã cho các ứng dụng này đăng nhập bằng tài khoản của bạn. Thu hồi là có hiệu lực ngay: ứng dụng không xem hay làm gì thay bạn được nữa.',
    en: 'You have let these applications sign you in with your account. Taking it back works at once: the application can see and do nothing in your name any more.',
  },
  none: {
    vi: 'Chưa có ứng dụng nào dùng tài khoản của bạn',
    en: 'No application has access to your account',
  },
  own: { vi: 'Ứng dụng của tỉnh', en: 'An application of the province' },
  never: { vi: 'Chưa dùng', en: 'Not used yet' },
  done: {
    vi: 'Đã thu hồi. Ứng dụng không còn dùng được tài khoản của bạn.',
    en: 'It is taken back. The application has no access any more.',
  },
  revokeTitle: { vi: 'Thu hồi quyền của ứng dụng', en: 'Take back what an application may do' },
  keep: { vi: 'Thôi, giữ nguyên', en: 'No, keep it' },
  ownAgain: {
    vi: 'Đây là ứng dụng của tỉnh nên không hỏi trước. Nếu bạn đăng nhập vào đó lần nữa, nó lại được dùng tài khoản.',
    en: 'It is an application of the province and does not ask first. When you sign in to it again, it has access again.',
  },
} satisfies Record<string, Text>;

const accessOf = (ctx: PageContext) => ctx.run('identity.list-consents', {});
type Access = Awaited<ReturnType<typeof accessOf>>['consents'][number];

/** Which applications have access to one's account, and taking it back. */
export const consentsPage = page({
  path,
  title,
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    const { consents } = await accessOf(ctx);
    const at = (when: Date | null, otherwise: Text) => (when ? formatDateTime(when) : otherwise[lang]);
    const format = askedFormat(ctx.query['dang']);
    if (format)
      return sheetFile<Access>(ctx, format, {
        title,
        rows: consents,
        columns: [
          { label: columns.name, value: (row) => row.name[lang] },
          { label: columns.says, value: (row) => row.says.map((one) => one[lang]).join('; ') },
          { label: columns.since, value: (row) => at(row.givenAt, words.own) },
          { label: columns.used, value: (row) => at(row.lastUsedAt, words.never) },
        ],
      });
    return show(
      frame(
        ctx,
        title,
        html`${ctx.query['xong'] !== undefined && banner(lang, { tone: 'done', body: words.done })}
          <h1>${title[lang]}</h1>
          <p>${words.why[lang]}</p>
          ${consents.length > 0 && linkLine(lang, exportLinks(path))}
          ${table<Access>(lang, {
            caption: title,
            hideCaption: true,
            stack: true,
            rows: consents,
            columns: [
              { key: 'name', label: columns.name, cell: (row) => row.name[lang] },
              { key: 'says', label: columns.says, cell: (row) => sentences(ctx, row) },
              { key: 'since', label: columns.since, cell: (row) => at(row.givenAt, words.own) },
              { key: 'used', label: columns.used, cell: (row) => at(row.lastUsedAt, words.never) },
              {
                key: 'revoke',
                label: columns.revoke,
                cell: (row) =>
                  html`<a href="${path}/${row.client}/thu-hoi"
                    >${columns.revoke[lang]}<span class="visually-hidden">: ${row.name[lang]}</span></a
                  >`,
              },
            ],
            empty: emptyState(lang, { title: words.none }),
          })}`,
        '/tai-khoan',
      ),
    );
  },
});

const sentences = (ctx: PageContext, { says }: Access): Html =>
  html`<ul>
    ${says.map((one) => html`<li>${one[ctx.lang]}</li>`)}
  </ul>`;

export const revokePage = page({
  path: `${path}/:client/thu-hoi`,
  title: words.revokeTitle,
  may: 'signed-in',
  run: (ctx) => revokeScreen(ctx, nothingTyped),
});

export const revokePost = post({
  path: `${path}/:client/thu-hoi`,
  title: words.revokeTitle,
  may: 'signed-in',
  async run(ctx) {
    try {
      await ctx.run('identity.revoke-consent', { client: (ctx.params['client'] ?? '').slice(0, 63) });
      return redirect(`${path}?xong=1`);
    } catch (error) {
      return revokeScreen(ctx, refusedForm(ctx, error), statusOf(error));
    }
  },
});

async function revokeScreen(ctx: PageContext, before: Typed, status?: number) {
  const { lang } = ctx;
  const found = (await accessOf(ctx)).consents.find(({ client }) => client === ctx.params['client']);
  if (!found) return redirect(path);
  const { name } = found;
  return show(
    frame(
      ctx,
      words.revokeTitle,
      html`${summaryOf(lang, before)}
        <h1>${words.revokeTitle[lang]}</h1>
        <p>${{ vi: `Sau khi thu hồi, “${name.vi}” không còn:`, en: `Afterwards “${name.en}” can no longer:` }[lang]}</p>
        ${sentences(ctx, found)} ${found.id === null && html`<p class="hint">${words.ownAgain[lang]}</p>`}
        ${form(lang, {
          action: `${path}/${found.client}/thu-hoi`,
          body: buttonGroup(
            button(lang, { kind: 'danger', label: columns.revoke }),
            linkButton(lang, { kind: 'quiet', href: path, label: words.keep }),
          ),
        })}`,
      path,
      isWrong(before),
    ),
    status,
  );
}

function frame(ctx: PageContext, heading: Text, main: Html, back: string, wrong = false): Html {
  return citizenPage(ctx.lang, {
    title: heading,
    site: ctx.site,
    url: ctx.method === 'GET' ? ctx.url : path,
    viewer: ctx.viewer,
    back,
    wrong,
    main,
  });
}
