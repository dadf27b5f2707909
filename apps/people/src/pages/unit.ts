import { localDate, may, page, post, redirect, show, type PageContext, type Text } from '@dinh/kernel';
import {
  button,
  details,
  emptyState,
  errorSummary,
  form,
  formatDate,
  html,
  type Html,
  inset,
  inVietnamese,
  summaryList,
  table,
  textInput,
} from '@dinh/ui';
import { viewUnit } from '../queries/units.ts';
import { hiddenKey, refusedSummary, screen, typed } from './frame.ts';

const title: Text = { vi: 'Cơ quan, đơn vị', en: 'Units' };

export const unitPage = page({
  path: '/quan-tri/don-vi/:key',
  title,
  may: 'people.view-directory',
  run: async (ctx) => show(await unitScreen(ctx)),
});

export const unitPost = post({
  path: '/quan-tri/don-vi/:key',
  title,
  may: 'people.manage-unit',
  async run(ctx) {
    const { unit } = await ctx.run(viewUnit, { key: ctx.params['key']! });
    const changes = changesOf(ctx, detailsOf(unit));
    if (changes === undefined) return show(await unitScreen(ctx, errorSummary(ctx.lang, [{ message: changedMeanwhile }])), 422);
    try {
      await ctx.run('identity.edit-unit', {
        unit: unit.id,
        ...changes,
        ...(typed(ctx, 'from') && { from: typed(ctx, 'from') }),
        ...(typed(ctx, 'basis') && { basis: typed(ctx, 'basis') }),
      });
      return redirect(`/quan-tri/don-vi/${unit.key}`);
    } catch (error) {
      return show(await unitScreen(ctx, refusedSummary(ctx, error)), 422);
    }
  },
});

const changedMeanwhile: Text = {
  vi: 'Người khác vừa sửa đúng thông tin mà bạn đang sửa. Chưa lưu gì; hãy xem thông tin hiện nay ở trên, rồi lưu lại nếu vẫn muốn.',
  en: 'Somebody else has just changed the very detail that you are changing. Nothing is saved; look at how it stands above, then save again if you still want to.',
};

type Details = Readonly<Record<DetailName, string | null>>;
const detailNames = ['nameVi', 'nameEn', 'address', 'phone', 'email', 'hoursVi', 'hoursEn'] as const;
type DetailName = (typeof detailNames)[number];

/** What the form asks for, as it stands. */
const detailsOf = ({ name, address, phone, email, hours }: UnitDetails): Details => ({
  nameVi: name.vi,
  nameEn: name.en,
  address,
  phone,
  email,
  hoursVi: hours?.vi ?? null,
  hoursEn: hours?.en ?? null,
});

type Changes = Partial<Omit<Details, 'nameVi' | 'nameEn'> & Record<'nameVi' | 'nameEn', string>>;

/** What was typed over: what stays as it was shown is left to whoever else changes it. @returns undefined when that was the same detail */
function changesOf(ctx: PageContext, now: Details): Changes | undefined {
  const changes: { -readonly [N in keyof Changes]: Changes[N] } = {};
  for (const name of detailNames) {
    const [said, shown] = [typed(ctx, name) ?? null, ctx.form[`was.${name}`]];
    if (shown !== undefined && (said ?? '') === shown) continue;
    if (shown !== undefined && (now[name] ?? '') !== shown && now[name] !== said) return undefined;
    if (name !== 'nameVi' && name !== 'nameEn') changes[name] = said;
    else if (said !== null) changes[name] = said;
  }
  return changes;
}

async function unitScreen(ctx: PageContext, summary?: Html) {
  const { lang } = ctx;
  const { unit, above, below, officials, versions, predecessors, successors } = await ctx.run(viewUnit, {
    key: ctx.params['key'] ?? '',
  });
  type Official = (typeof officials)[number];
  return screen(ctx, {
    title: unit.name,
    wrong: summary !== undefined,
    breadcrumbs: [
      { label: title, href: '/quan-tri/don-vi' },
      ...above.map((u: { name: Text; key: string }) => ({
        label: u.name,
        href: `/quan-tri/don-vi/${u.key}`,
      })),
      { label: unit.name },
    ],
    main: html`${summary}
      <h1>${unit.name[lang]}</h1>
      ${ended(ctx, unit.validTo, successors)}
      ${summaryList(
        lang,
        [
          { label: { vi: 'Mã định danh (QĐ 20/2020)', en: 'Identifier' }, value: unit.code },
          { label: { vi: 'Địa chỉ', en: 'Address' }, value: inVietnamese(lang, unit.address) },
          { label: { vi: 'Điện thoại', en: 'Telephone' }, value: unit.phone },
          { label: { vi: 'Thư điện tử', en: 'E-mail' }, value: unit.email },
          { label: { vi: 'Giờ làm việc', en: 'Hours' }, value: unit.hours },
          {
            label: { vi: 'Hiệu lực', en: 'In force' },
            value: `${formatDate(unit.validFrom)} – ${unit.validTo ? lastDay(unit.validTo) : ''}`,
          },
        ],
        { dense: true },
      )}
      ${
        may(ctx.principal, 'people.manage-unit') &&
        details(lang, {
          summary: { vi: 'Sửa thông tin', en: 'Change the details' },
          body: editForm(ctx, unit),
          open: summary !== undefined,
        })
      }
      ${
        below.length > 0 &&
        html`<h2>${{ vi: 'Đơn vị trực thuộc', en: 'Units below' }[lang]}</h2>
          <ul>
            ${below.map((u: { key: string; name: Text }) => html`<li><a href="/quan-tri/don-vi/${u.key}">${u.name[lang]}</a></li>`)}
          </ul>`
      }
      ${history(ctx, versions, predecessors)}
      ${table<Official>(lang, {
        caption: { vi: 'Cán bộ, kể cả đơn vị trực thuộc', en: 'Officials, units below included' },
        dense: true,
        rows: officials,
        columns: [
          {
            key: 'name',
            label: { vi: 'Họ và tên', en: 'Name' },
            cell: (o) =>
              may(ctx.principal, 'people.view-person') ? html`<a href="/quan-tri/nguoi/${o.person}">${o.name}</a>` : o.name,
          },
          { key: 'title', label: { vi: 'Chức vụ', en: 'Position' }, cell: (o) => o.title[lang] },
          { key: 'unit', label: { vi: 'Đơn vị', en: 'Unit' }, cell: (o) => o.unit[lang] },
          { key: 'phone', label: { vi: 'Điện thoại', en: 'Telephone' }, cell: (o) => o.phone, minor: true },
          { key: 'email', label: { vi: 'Thư điện tử', en: 'E-mail' }, cell: (o) => o.email, minor: true },
        ],
        empty: emptyState(lang, {
          quiet: true,
          title: { vi: 'Chưa có ai giữ chức vụ ở đây', en: 'Nobody holds a position here yet' },
          body: {
            vi: 'Chức vụ được giao ở trang của từng người.',
            en: 'Positions are given on a person’s page.',
          },
        }),
      })}`,
  });
}

type Heir = { key: string; name: Text; day: string };

/** `valid_to` as people say it: the last day on which it holds. */
const lastDay = (to: string): string => formatDate(new Date(Date.parse(to) - 24 * 3_600_000));

const linked = (ctx: PageContext, units: readonly Heir[]) =>
  html`<ul>
    ${units.map((u) => html`<li><a href="/quan-tri/don-vi/${u.key}">${u.name[ctx.lang]}</a> · ${{ vi: 'từ ngày', en: 'from' }[ctx.lang]} ${formatDate(u.day)}</li>`)}
  </ul>`;

/** What stands at the top of a unit that has ended: since when, and who goes on with its work. */
function ended(ctx: PageContext, validTo: string | null, successors: readonly Heir[]) {
  const { lang } = ctx;
  if (!validTo || validTo > localDate(ctx.now)) return undefined;
  const words = {
    vi: `Đơn vị này đã kết thúc hoạt động, ngày cuối là ${lastDay(validTo)}.`,
    en: `This unit has ended; its last day was ${lastDay(validTo)}.`,
  };
  return inset(
    lang,
    html`<p>${words[lang]}${successors.length > 0 && ` ${{ vi: 'Công việc được chuyển cho:', en: 'Its work goes on at:' }[lang]}`}</p>
      ${successors.length > 0 && linked(ctx, successors)}`,
  );
}

interface Version {
  readonly from: string;
  readonly to: string | null;
  readonly code: string;
  readonly name: Text;
  readonly parent: Text | null;
  readonly reason: string | null;
}

function history(ctx: PageContext, versions: Version[], predecessors: readonly Heir[]) {
  const { lang } = ctx;
  if (versions.length < 2 && predecessors.length === 0) return undefined;
  return html`<h2>${{ vi: 'Lịch sử', en: 'History' }[lang]}</h2>
    ${
      predecessors.length > 0 &&
      html`<p>${{ vi: 'Tiếp nhận công việc của:', en: 'It took over the work of:' }[lang]}</p>
        ${linked(ctx, predecessors)}`
    }
    ${table<Version>(lang, {
      caption: { vi: 'Tên và vị trí theo thời gian', en: 'Names and places over time' },
      dense: true,
      rows: versions,
      columns: [
        {
          key: 'period',
          label: { vi: 'Từ – đến hết ngày', en: 'From – last day' },
          cell: (v) => `${formatDate(v.from)} – ${v.to ? lastDay(v.to) : ''}`,
        },
        { key: 'name', label: { vi: 'Tên', en: 'Name' }, cell: (v) => v.name[lang], grow: true },
        { key: 'code', label: { vi: 'Mã định danh', en: 'Identifier' }, cell: (v) => v.code },
        { key: 'parent', label: { vi: 'Trực thuộc', en: 'Part of' }, cell: (v) => v.parent?.[lang] },
        { key: 'reason', label: { vi: 'Căn cứ', en: 'Basis' }, cell: (v) => v.reason, minor: true },
      ],
    })}`;
}

interface UnitDetails {
  readonly key: string;
  readonly name: Text;
  readonly address: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly hours: Text | null;
}

function editForm(ctx: PageContext, unit: UnitDetails): Html {
  const { lang } = ctx;
  const now = detailsOf(unit);
  const typedIn = (name: string, value?: string | null) => (ctx.method === 'POST' ? typed(ctx, name) : (value ?? undefined));
  const field = (name: DetailName, label: Text, optional = true) =>
    html`<input type="hidden" name="was.${name}" value="${now[name] ?? ''}" />${textInput(lang, { name, label, optional, value: typedIn(name, now[name]) })}`;
  return form(lang, {
    action: `/quan-tri/don-vi/${unit.key}`,
    guard: true,
    body: html`${hiddenKey(ctx)}
    ${field('nameVi', { vi: 'Tên tiếng Việt', en: 'Name in Vietnamese' }, false)}
    ${field('nameEn', { vi: 'Tên tiếng Anh', en: 'Name in English' }, false)}
    ${field('address', { vi: 'Địa chỉ', en: 'Address' })}
    ${field('phone', { vi: 'Điện thoại', en: 'Telephone' })}
    ${field('email', { vi: 'Thư điện tử', en: 'E-mail' })}
    ${field('hoursVi', { vi: 'Giờ làm việc (tiếng Việt)', en: 'Hours, in Vietnamese' })}
    ${field('hoursEn', { vi: 'Giờ làm việc (tiếng Anh)', en: 'Hours, in English' })}
    ${textInput(lang, {
      name: 'from',
      type: 'date',
      width: 10,
      optional: true,
      value: typedIn('from'),
      label: { vi: 'Tên mới dùng từ ngày', en: 'The new name holds from' },
      hint: {
        vi: 'Bỏ trống khi chỉ sửa cho đúng. Có ngày thì tên cũ được giữ trong lịch sử đến trước ngày đó.',
        en: 'Leave empty to put a mistake right. With a day the old name stays in the history until then.',
      },
    })}
    ${textInput(lang, { name: 'basis', optional: true, value: typedIn('basis'), label: { vi: 'Căn cứ đổi tên (nghị quyết, quyết định số …)', en: 'By which decision' } })}
    ${button(lang, { label: { vi: 'Lưu thông tin', en: 'Save the details' } })}`,
  });
}
