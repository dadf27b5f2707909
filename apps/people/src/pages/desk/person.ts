import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  banner,
  button,
  type Filled,
  form,
  formatDate,
  formatDateTime,
  fresh,
  html,
  type Html,
  linkButton,
  present,
  radios,
  refusedForm,
  summaryList,
  table,
  textInput,
} from '@dinh/ui';
import { hiddenKey, screen, typed, withQuery } from '../frame.ts';
import { mergesPath, reasons } from '../merging/words.ts';
import { authorityTable } from './authorities.ts';
import { paperFields, typedPapers } from './papers.ts';
import { deskPath, deskTitle, levelTag } from './search.ts';

const path = `${deskPath}/nguoi/:id`;
const title: Text = { vi: 'Đối chiếu giấy tờ', en: 'Check against papers' };

const askFor: Record<string, Text> = {
  name: { vi: 'Hãy nhập họ và tên như trên giấy tờ.', en: 'Type the name as on the paper.' },
  idNumber: {
    vi: 'Số định danh gồm 12 chữ số; chứng minh nhân dân cũ có 9.',
    en: 'An identity number has 12 digits; an old card 9.',
  },
  birthDate: { vi: 'Hãy nhập ngày sinh như trên giấy tờ.', en: 'Type the date of birth as on the paper.' },
  papers: { vi: 'Hãy chọn giấy tờ đã xem.', en: 'Choose the paper that you have seen.' },
};

const genders = [
  { value: 'female', label: { vi: 'Nữ', en: 'Female' } },
  { value: 'male', label: { vi: 'Nam', en: 'Male' } },
  { value: 'other', label: { vi: 'Khác', en: 'Other' } },
];

/** One person at the desk: what is known of them, what their papers say, when papers were seen before. */
export const deskPersonPage = page({
  path,
  title,
  may: 'people.register-person',
  run: async (ctx) => show(await personScreen(ctx)),
});

export const deskPersonPost = post({
  path,
  title,
  may: 'people.register-person',
  async run(ctx) {
    const person = ctx.params['id'] ?? '';
    try {
      await ctx.run(
        'identity.verify-person',
        present({
          person,
          name: typed(ctx, 'name') ?? '',
          idNumber: typed(ctx, 'idNumber')?.replace(/[ .]/g, '') ?? '',
          birthDate: typed(ctx, 'birthDate') ?? '',
          gender: typed(ctx, 'gender') as 'female' | undefined,
          papers: typedPapers(ctx),
        }),
      );
      return redirect(`${deskPath}/nguoi/${person}?xong=1`);
    } catch (error) {
      return show(await personScreen(ctx, refusedForm(ctx, error, askFor)), 422);
    }
  },
});

async function personScreen(ctx: PageContext, again?: Filled): Promise<Html> {
  const { lang } = ctx;
  const id = ctx.params['id'] ?? '';
  const [person, { verifications }, { authorities }, { pairs }] = await Promise.all([
    ctx.run('identity.view-person', { person: id }),
    ctx.run('identity.list-verifications', { person: id }),
    ctx.run('identity.list-authorities-of', { person: id }),
    ctx.run('identity.duplicates-of', { person: id }),
  ]);
  const filled = again ?? fresh(person as unknown as Record<string, string>);
  return screen(ctx, {
    title: person.name,
    wrong: filled.wrong,
    breadcrumbs: [{ label: deskTitle, href: deskPath }, { label: person.name }],
    main: html`${filled.summary}
      ${ctx.query['xong'] && banner(lang, { tone: 'done', body: { vi: 'Đã ghi nhận việc đối chiếu giấy tờ.', en: 'The papers are recorded as checked.' } })}
      ${pairs.length > 0 && duplicates(ctx, id, pairs)}
      <h1>${person.name} ${levelTag(ctx, person.verifiedLevel)}</h1>
      ${summaryList(
        lang,
        [
          { label: { vi: 'Số định danh', en: 'Identity number' }, value: person.idNumber },
          {
            label: { vi: 'Ngày sinh', en: 'Date of birth' },
            value: person.birthDate && formatDate(person.birthDate),
          },
          { label: { vi: 'Điện thoại', en: 'Telephone' }, value: person.phone },
          { label: { vi: 'Thư điện tử', en: 'E-mail' }, value: person.email },
          { label: { vi: 'Tên đăng nhập', en: 'Account name' }, value: person.account },
        ],
        { dense: true },
      )}
      ${linkButton(lang, { href: `/quan-tri/cap-mat-khau?q=${person.idNumber ?? encodeURIComponent(person.name)}`, label: { vi: 'Cấp mật khẩu', en: 'Issue a password' }, kind: 'secondary' })}
      <h2>${title[lang]}</h2>
      <div class="narrow">${await verifyForm(ctx, id, filled)}</div>
      ${verificationTable(ctx, verifications)} ${authorityTable(ctx, id, authorities)}
      <p><a href="${deskPath}/nguoi/${id}/da-mat">${{ vi: 'Ghi nhận người này đã mất', en: 'Record that they have died' }[lang]}</a></p>`,
  });
}

/** Records that may be of the same person: to be looked at while the person is there. */
function duplicates(
  ctx: PageContext,
  id: string,
  pairs: readonly { other: string; name: string; idNumber: string | null; reasons: readonly string[] }[],
): Html {
  const { lang } = ctx;
  return banner(lang, {
    tone: 'soon',
    title: { vi: 'Có thể có bản ghi trùng', en: 'There may be a duplicate' },
    body: html`<ul>
      ${pairs.map(
        (one) =>
          html`<li>
            <a href="${withQuery(`${mergesPath}/so-sanh`, { a: id, b: one.other })}">${one.name}${one.idNumber && html` · ${one.idNumber}`}</a>
            (${one.reasons.map((reason) => reasons[reason]?.[lang] ?? reason).join('; ')})
          </li>`,
      )}
    </ul>`,
  });
}

async function verifyForm(ctx: PageContext, id: string, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const text = (name: string, label: Text, more: object = {}) =>
    textInput(lang, { name, label, value: filled.value(name), error: filled.error(name), ...more });
  return form(lang, {
    action: `${deskPath}/nguoi/${id}`,
    forget: true,
    body: html`${hiddenKey(ctx)}
    ${text('name', { vi: 'Họ và tên', en: 'Full name' }, { hint: { vi: 'Sửa lại nếu giấy tờ ghi khác', en: 'Correct it if the paper says otherwise' } })}
    ${text('idNumber', { vi: 'Số định danh', en: 'Identity number' }, { width: 20, inputMode: 'numeric' })}
    ${text('birthDate', { vi: 'Ngày sinh', en: 'Date of birth' }, { type: 'date', width: 10 })}
    ${radios(lang, { name: 'gender', label: { vi: 'Giới tính', en: 'Gender' }, optional: true, inline: true, choices: genders, value: filled.value('gender'), error: filled.error('gender') })}
    ${await paperFields(ctx, filled, 'identity')}
    ${button(lang, { label: { vi: 'Giấy tờ khớp, ghi nhận', en: 'The papers agree: record it' }, key: 'ctrl+enter' })}`,
  });
}

interface Verification {
  at: Date;
  papers: { name: Text; number: string | null; expiresOn: string | null }[];
  changed: string[];
  byName: string | null;
  unitName: Text | null;
}

const fieldNames: Record<string, Text> = {
  name: { vi: 'họ tên', en: 'name' },
  idNumber: { vi: 'số định danh', en: 'identity number' },
  birthDate: { vi: 'ngày sinh', en: 'date of birth' },
  gender: { vi: 'giới tính', en: 'gender' },
};

/** When papers were seen, which, by whom, and what was corrected by them. */
export function verificationTable(ctx: PageContext, rows: Verification[]): Html {
  const { lang } = ctx;
  const caption: Text = { vi: 'Các lần đối chiếu giấy tờ', en: 'When papers were checked' };
  return html`<h2>${caption[lang]}</h2>${table<Verification>(lang, {
    caption,
    hideCaption: true,
    dense: true,
    rows,
    columns: [
      { key: 'at', label: { vi: 'Lúc', en: 'At' }, cell: (v) => formatDateTime(v.at) },
      {
        key: 'papers',
        label: { vi: 'Giấy tờ', en: 'Papers' },
        cell: (v) => v.papers.map((p) => [p.name[lang], p.number].filter(Boolean).join(' ')).join('; '),
      },
      {
        key: 'by',
        label: { vi: 'Người đối chiếu', en: 'By' },
        cell: (v) => [v.byName, v.unitName?.[lang]].filter(Boolean).join(', '),
      },
      {
        key: 'changed',
        label: { vi: 'Đã sửa', en: 'Corrected' },
        cell: (v) => v.changed.map((field) => fieldNames[field]?.[lang] ?? field).join(', '),
      },
    ],
    empty: html`<p class="muted">${{ vi: 'Chưa lần nào.', en: 'Not yet.' }[lang]}</p>`,
  })}`;
}
