import { page, type PageContext, post, show, type Text } from '@dinh/kernel';
import {
  button,
  checkbox,
  checkboxes,
  details,
  emptyState,
  filterBar,
  form,
  formatDate,
  formatDateTime,
  html,
  type Html,
  linkButton,
  panel,
  summaryList,
  table,
  textInput,
} from '@dinh/ui';
import { asked, hiddenKey, refusedAt, refusedSummary, screen, typed } from './frame.ts';

const title: Text = { vi: 'Cấp mật khẩu tại quầy', en: 'Issue a password at the desk' };
const path = '/quan-tri/cap-mat-khau';

const resetTitle: Text = { vi: 'Gỡ cách xác thực đã mất', en: 'Remove lost factors' };
const resetDone: Text = { vi: 'Đã gỡ các cách xác thực thứ hai', en: 'The second factors are removed' };
const resetTold: Text = {
  vi: 'Người đó đã được báo và đăng xuất khỏi mọi thiết bị. Tài khoản chỉ còn mật khẩu cho đến khi họ thêm cách xác thực mới.',
  en: 'The person was told and is signed out everywhere. The account has its password alone until they add a new factor.',
};

interface Person {
  id: string;
  name: string;
  idNumber: string | null;
  birthDate: string | null;
  phone: string | null;
}

/** A citizen who forgot the password, or never had one, comes with their card. */
export const passwordsPage = page({
  path,
  title,
  may: 'people.register-person',
  run: async (ctx) => show(await passwordsScreen(ctx)),
});

/** A citizen who lost telephone and key comes with their card. */
export const resetFactorsPost = post({
  path: `${path}/go-xac-thuc`,
  title: resetTitle,
  may: 'people.register-person',
  run: (ctx) => reset(ctx, typed(ctx, 'person') ?? '', path, (summary) => passwordsScreen(ctx, summary)),
});

/** Takes lost factors off an account, and says what that means for its owner. */
export async function reset(ctx: PageContext, person: string, back: string, again: (summary: Html | undefined) => Promise<Html>) {
  try {
    await ctx.run('identity.reset-factors', {
      person,
      papersSeen: typed(ctx, 'papersSeen') !== undefined,
      reason: typed(ctx, 'reason') ?? '',
      ...(typed(ctx, 'addresses') !== undefined && { addresses: true }),
    });
  } catch (error) {
    return show(await again(refusedSummary(ctx, error)), 422);
  }
  return show(
    screen(ctx, {
      title: resetDone,
      main: html`${panel(ctx.lang, { title: resetDone })}
        <p>${resetTold[ctx.lang]}</p>
        ${linkButton(ctx.lang, { href: back, label: { vi: 'Xong', en: 'Done' } })}`,
    }),
  );
}

export const passwordsPost = post({
  path,
  title,
  may: 'people.register-person',
  run: (ctx) => issue(ctx, typed(ctx, 'person') ?? '', path, (summary) => passwordsScreen(ctx, summary)),
});

/** Issues a password and tells it once, on the page that answers; it stands nowhere else. */
export async function issue(ctx: PageContext, person: string, back: string, again: (summary: Html | undefined) => Promise<Html>) {
  const { lang } = ctx;
  try {
    const issued = await ctx.run('identity.issue-password', {
      person,
      papersSeen: typed(ctx, 'papersSeen') !== undefined,
    });
    const said: Text = { vi: 'Đã cấp mật khẩu mới', en: 'A new password is issued' };
    return show(
      screen(ctx, {
        title: said,
        main: html`${panel(lang, { title: said })}
          ${summaryList(lang, [
            { label: { vi: 'Tên đăng nhập', en: 'Account name' }, value: issued.account },
            { label: { vi: 'Mật khẩu', en: 'Password' }, value: html`<strong>${issued.password}</strong>` },
            { label: { vi: 'Dùng được đến', en: 'Good until' }, value: formatDateTime(issued.until) },
          ])}
          <p>
            ${
              {
                vi: 'Chỉ hiện một lần. Hãy chép lại cho người đó; khi đăng nhập họ phải đổi ngay.',
                en: 'It is shown this once. Write it down for the person; they must change it when they sign in.',
              }[lang]
            }
          </p>
          ${linkButton(lang, { href: back, label: { vi: 'Xong', en: 'Done' } })}`,
      }),
    );
  } catch (error) {
    return show(await again(refusedSummary(ctx, error)), 422);
  }
}

const cardSeen = {
  value: '1',
  label: {
    vi: 'Tôi đã đối chiếu căn cước của người này',
    en: 'I have seen this person’s identity card',
  },
};

/** What was looked for; it goes along with each form, so that a refused one comes back beside the person whom it is about. */
const wordsOf = (ctx: PageContext): string | undefined => (asked(ctx, 'q') ?? typed(ctx, 'q'))?.slice(0, 120);

const about = (ctx: PageContext, person: string): Html => {
  const words = wordsOf(ctx);
  return html`${hiddenKey(ctx)}<input type="hidden" name="person" value="${person}" />${words && html`<input type="hidden" name="q" value="${words}" />`}`;
};

/** The form that asks whether the card was seen. */
export function issueForm(ctx: PageContext, action: string, person: string): Html {
  const { lang } = ctx;
  return form(lang, {
    action,
    body: html`${about(ctx, person)}${checkboxes(lang, {
      id: `papers-${person}`,
      name: 'papersSeen',
      label: { vi: 'Trước khi cấp', en: 'Before you do' },
      choices: [cardSeen],
    })}${button(lang, { label: { vi: 'Cấp mật khẩu', en: 'Issue a password' } })}`,
  });
}

/** What folds it away; it stands open where it was refused. @param action the address to which it is sent */
export function resetForm(ctx: PageContext, action: string, person: string): Html {
  const { lang } = ctx;
  const refused = refusedAt(ctx, action, ['person', person]);
  const body = form(lang, {
    action,
    body: html`${about(ctx, person)}${textInput(lang, {
      id: `reset-reason-${person}`,
      name: 'reason',
      label: { vi: 'Lý do', en: 'Reason' },
      hint: { vi: 'Ví dụ: mất điện thoại, mất khóa', en: 'For example: telephone lost, key lost' },
      maxLength: 500,
      value: refused ? typed(ctx, 'reason') : undefined,
    })}${checkboxes(lang, {
      id: `reset-papers-${person}`,
      name: 'papersSeen',
      label: { vi: 'Trước khi gỡ', en: 'Before you do' },
      choices: [cardSeen],
      values: refused && typed(ctx, 'papersSeen') !== undefined ? [cardSeen.value] : [],
    })}${checkbox(lang, {
      id: `reset-addresses-${person}`,
      name: 'addresses',
      label: {
        vi: 'Gỡ cả điện thoại và thư điện tử đã xác nhận',
        en: 'Also remove the confirmed telephone and e-mail',
      },
      hint: {
        vi: 'Khi người đó không còn nhận được mã ở đó nữa.',
        en: 'When codes no longer reach the person there.',
      },
      checked: refused && typed(ctx, 'addresses') !== undefined,
    })}${button(lang, { kind: 'danger', label: resetTitle })}`,
  });
  return details(lang, { id: `reset-${person}`, open: refused, summary: resetTitle, body });
}

async function passwordsScreen(ctx: PageContext, summary?: Html): Promise<Html> {
  const { lang } = ctx;
  const words = wordsOf(ctx);
  const persons: Person[] = words && words.length > 1 ? (await ctx.run('identity.find-person', { query: words })).persons : [];
  return screen(ctx, {
    title,
    wrong: summary !== undefined,
    main: html`${summary}
      <h1>${title[lang]}</h1>
      ${filterBar(lang, {
        action: path,
        key: '/',
        filters: [
          {
            name: 'q',
            label: { vi: 'Số định danh, điện thoại hoặc tên', en: 'Identity number, phone or name' },
            value: words,
            type: 'search',
          },
        ],
      })}
      ${
        words &&
        table<Person>(lang, {
          caption: title,
          hideCaption: true,
          dense: true,
          rows: persons,
          columns: [
            { key: 'name', label: { vi: 'Họ và tên', en: 'Name' }, cell: (p) => p.name },
            { key: 'number', label: { vi: 'Số định danh', en: 'Identity number' }, cell: (p) => p.idNumber },
            {
              key: 'birth',
              label: { vi: 'Ngày sinh', en: 'Date of birth' },
              cell: (p) => p.birthDate && formatDate(p.birthDate),
            },
            { key: 'phone', label: { vi: 'Điện thoại', en: 'Telephone' }, cell: (p) => p.phone },
            {
              key: 'act',
              label: { vi: 'Mật khẩu', en: 'Password' },
              cell: (p) =>
                details(lang, {
                  id: `issue-${p.id}`,
                  open: refusedAt(ctx, path, ['person', p.id]),
                  summary: { vi: 'Cấp mật khẩu', en: 'Issue a password' },
                  body: issueForm(ctx, path, p.id),
                }),
            },
            {
              key: 'reset',
              label: { vi: 'Xác thực hai bước', en: 'Second factors' },
              cell: (p) => resetForm(ctx, `${path}/go-xac-thuc`, p.id),
            },
          ],
          empty: emptyState(lang, {
            title: { vi: 'Không có ai như vậy', en: 'There is nobody like that' },
            body: { vi: 'Hãy thử số định danh trên căn cước.', en: 'Try the identity number on the card.' },
          }),
        })
      }`,
  });
}
