import {
  isUuid,
  may,
  notFound,
  type OperationTypes,
  type OutputOf,
  page,
  type PageContext,
  post,
  redirect,
  show,
  type Text,
} from '@dinh/kernel';
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
  radios,
  refusedForm,
  table,
  textarea,
} from '@dinh/ui';
import { asked, hiddenKey, screen, typed } from '../frame.ts';
import { duplicatesPath, fieldNames, mergesPath, mergesTitle } from './words.ts';

type Compared = OutputOf<OperationTypes['identity.compare-persons']>;
type Side = Compared['a'];

const path = `${mergesPath}/so-sanh`;
const title: Text = { vi: 'So sánh hai bản ghi', en: 'Compare two records' };
const fields = Object.keys(fieldNames) as 'name'[];
const askFor: Record<string, Text> = { reason: { vi: 'Hãy nhập lý do.', en: 'Type the reason.' } };

/** Two records side by side: which stays, and which fact is kept from which. */
const comparePage = page({
  path,
  title,
  may: 'people.register-person',
  run: async (ctx) => show(await compareScreen(ctx, fresh())),
});

const proposePost = post({
  path,
  title,
  may: 'people.register-person',
  async run(ctx) {
    const [a, b] = [typed(ctx, 'a') ?? '', typed(ctx, 'b') ?? ''];
    const to = typed(ctx, 'giu') === b ? b : a;
    const from = to === a ? b : a;
    try {
      const { merge } = await ctx.run('identity.propose-merge', {
        from,
        to,
        fields: fields.filter((field) => typed(ctx, `lay.${field}`) === from),
        reason: typed(ctx, 'reason') ?? '',
      });
      return redirect(`${mergesPath}/${merge}`);
    } catch (error) {
      return show(await compareScreen(ctx, refusedForm(ctx, error, askFor)), 422);
    }
  },
});

const shown = (ctx: PageContext, side: Side, field: string): string => {
  const value = (side as unknown as Record<string, unknown>)[field];
  if (value === null || value === undefined) return '—';
  if (field === 'birthDate') return formatDate(String(value));
  if (field === 'gender')
    return (
      {
        male: { vi: 'Nam', en: 'Male' },
        female: { vi: 'Nữ', en: 'Female' },
        other: { vi: 'Khác', en: 'Other' },
      }[String(value) as 'male']?.[ctx.lang] ?? ''
    );
  return typeof value === 'object' ? Object.values(value).filter(Boolean).join(', ') : String(value);
};

async function compareScreen(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const [a, b] = [filled.value('a') ?? asked(ctx, 'a') ?? '', filled.value('b') ?? asked(ctx, 'b') ?? ''];
  if (!isUuid(a) || !isUuid(b)) throw notFound();
  const both = await ctx.run('identity.compare-persons', { a, b });
  return screen(ctx, {
    title,
    wrong: filled.wrong,
    breadcrumbs: [{ label: mergesTitle, href: mergesPath }, { label: title }],
    main: html`${filled.summary}
      <h1>${title[lang]}</h1>
      ${both.hindrance && banner(lang, { tone: 'soon', title: { vi: 'Không gộp được', en: 'They cannot be merged' }, body: both.hindrance })}
      ${sidesTable(ctx, both)}
      ${!both.hindrance && html`<div class="narrow">${proposeForm(ctx, both, filled)}</div>`}
      ${
        may(ctx.principal, 'people.merge-person') &&
        html`<form method="post" action="${duplicatesPath}/khac-nhau">
          ${hiddenKey(ctx)}<input type="hidden" name="a" value="${a}" /><input type="hidden" name="b" value="${b}" />
          ${button(lang, { kind: 'secondary', label: { vi: 'Là hai người khác nhau', en: 'They are two persons' } })}
        </form>`
      }`,
  });
}

interface Line {
  label: Text;
  a: Html | string;
  b: Html | string;
  differs: boolean;
}

/** Everything that is known of both, line by line; what differs is bold. */
export function sidesTable(ctx: PageContext, { a, b }: Pick<Compared, 'a' | 'b'>): Html {
  const { lang } = ctx;
  const lines: Line[] = fields.map((field) => ({
    label: fieldNames[field]!,
    a: shown(ctx, a, field),
    b: shown(ctx, b, field),
    differs: shown(ctx, a, field) !== shown(ctx, b, field),
  }));
  const levels = [
    { vi: 'tự khai', en: 'as declared' },
    { vi: 'đã xem giấy tờ', en: 'papers seen' },
    { vi: 'định danh quốc gia', en: 'national identity' },
  ];
  const more = (label: Text, of: (side: Side) => Html | string): void =>
    void lines.push({ label, a: of(a), b: of(b), differs: false });
  more({ vi: 'Tên đăng nhập', en: 'Account name' }, (side) => side.account ?? '—');
  more({ vi: 'Xác minh', en: 'Verification' }, (side) => levels[side.level]?.[lang] ?? '');
  more({ vi: 'Lập lúc', en: 'Made' }, (side) => formatDateTime(side.createdAt as Date));
  more({ vi: 'Đăng nhập gần nhất', en: 'Last seen' }, (side) => (side.lastSeen ? formatDateTime(side.lastSeen as Date) : '—'));
  more({ vi: 'Đang có', en: 'What hangs on it' }, (side) =>
    side.records.length === 0 ? '—' : side.records.map(({ what, count }) => `${what[lang]}: ${count}`).join('; '),
  );
  return table<Line>(lang, {
    caption: title,
    hideCaption: true,
    rows: lines,
    stack: true,
    columns: [
      { key: 'label', label: { vi: 'Thông tin', en: 'Fact' }, cell: (l) => l.label[lang] },
      {
        key: 'a',
        label: { vi: 'Bản ghi 1', en: 'Record 1' },
        cell: (l) => (l.differs ? html`<strong>${l.a}</strong>` : l.a),
      },
      {
        key: 'b',
        label: { vi: 'Bản ghi 2', en: 'Record 2' },
        cell: (l) => (l.differs ? html`<strong>${l.b}</strong>` : l.b),
      },
    ],
  });
}

const noAccount: Text = {
  vi: 'Chưa có tên đăng nhập: sau khi gộp, người này phải được cấp mật khẩu tại quầy mới đăng nhập được.',
  en: 'It has no account name: after the merge the person needs a password from a desk to sign in.',
};

function proposeForm(ctx: PageContext, { a, b }: Compared, filled: Filled): Html {
  const { lang } = ctx;
  const choice = (side: Side, number: string) => ({
    value: side.id,
    label: `${number}: ${side.name}${side.account ? ` (${side.account})` : ''}`,
    ...(side.account === null && { hint: noAccount }),
  });
  // The record with the surer level stays unless somebody says otherwise; of each fact the one that is there.
  const stays = filled.value('giu') ?? (b.level > a.level || (b.level === a.level && b.account && !a.account) ? b.id : a.id);
  const differing = fields.filter((field) => shown(ctx, a, field) !== shown(ctx, b, field));
  const usual = (field: string): string => {
    const [keeps, goes] = stays === a.id ? [a, b] : [b, a];
    return shown(ctx, keeps, field) === '—' ? goes.id : keeps.id;
  };
  return form(lang, {
    action: path,
    body: html`${hiddenKey(ctx)}<input type="hidden" name="a" value="${a.id}" /><input type="hidden" name="b" value="${b.id}" />
    ${radios(lang, {
      name: 'giu',
      label: { vi: 'Bản ghi nào ở lại', en: 'Which record stays' },
      hint: {
        vi: 'Cách đăng nhập của bản ghi này được giữ; bản ghi kia đóng lại và dẫn đến đây.',
        en: 'Its ways to sign in are kept; the other is closed and leads here.',
      },
      value: stays,
      choices: [choice(a, '1'), choice(b, '2')],
    })}
    ${differing.map((field) =>
      radios(lang, {
        name: `lay.${field}`,
        label: fieldNames[field]!,
        inline: true,
        value: filled.value(`lay.${field}`) ?? usual(field),
        choices: [
          { value: a.id, label: shown(ctx, a, field) },
          { value: b.id, label: shown(ctx, b, field) },
        ],
      }),
    )}
    ${textarea(lang, { name: 'reason', rows: 2, label: { vi: 'Vì sao là cùng một người', en: 'Why they are one person' }, value: filled.value('reason'), error: filled.error('reason') })}
    ${button(lang, { label: { vi: 'Đề nghị gộp', en: 'Propose the merge' } })}`,
  });
}

export const comparePages = [comparePage, proposePost];
