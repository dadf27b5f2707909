import { page, post, redirect, show, type PageContext, type Text } from '@dinh/kernel';
import {
  button,
  details,
  emptyState,
  filterBar,
  form,
  formatDate,
  html,
  type Html,
  summaryList,
  table,
  textInput,
  inVietnamese,
} from '@dinh/ui';
import { may } from '@dinh/kernel';
import { unitTree, viewUnit } from '../queries/units.ts';
import { asked, hiddenKey, refusedSummary, screen, typed } from './frame.ts';

const title: Text = { vi: 'Cơ quan, đơn vị', en: 'Units' };

export const unitsPage = page({
  path: '/quan-tri/don-vi',
  title,
  may: 'people.view-directory',
  async run(ctx) {
    const { lang } = ctx;
    const words = asked(ctx, 'q');
    const { units } = await ctx.run(unitTree, { ...(words && { query: words.slice(0, 120) }) });
    type Row = { key: string; code: string; name: Text; depth: number; officials: number };
    return show(
      screen(ctx, {
        title,
        main: html`<h1>${title[lang]}</h1>
          ${filterBar(lang, {
            action: '/quan-tri/don-vi',
            clear: '/quan-tri/don-vi',
            key: '/',
            filters: [
              {
                name: 'q',
                label: { vi: 'Tên hoặc mã', en: 'Name or identifier' },
                value: words,
                type: 'search',
              },
            ],
          })}
          ${table<Row>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            rows: units,
            rowHref: (u) => `/quan-tri/don-vi/${u.key}`,
            columns: [
              {
                key: 'name',
                label: { vi: 'Tên', en: 'Name' },
                cell: (u) => `${'\u00a0\u00a0\u00a0'.repeat(words ? 0 : u.depth - 1)}${u.name[lang]}`,
              },
              {
                key: 'code',
                label: { vi: 'Mã định danh', en: 'Identifier' },
                cell: (u) => u.code,
                minor: true,
              },
              {
                key: 'officials',
                label: { vi: 'Cán bộ', en: 'Officials' },
                cell: (u) => u.officials || '',
                numeric: true,
              },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Không có đơn vị nào như vậy', en: 'There is no such unit' },
              body: {
                vi: 'Hãy thử ít chữ hơn, không cần dấu.',
                en: 'Try fewer words; accents are not needed.',
              },
            }),
          })}`,
      }),
    );
  },
});

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
    try {
      const text = (name: string) => typed(ctx, name) ?? null;
      await ctx.run('identity.edit-unit', {
        unit: unit.id,
        ...(typed(ctx, 'nameVi') && { nameVi: typed(ctx, 'nameVi') }),
        ...(typed(ctx, 'nameEn') && { nameEn: typed(ctx, 'nameEn') }),
        address: text('address'),
        phone: text('phone'),
        email: text('email'),
        hoursVi: text('hoursVi'),
        hoursEn: text('hoursEn'),
      });
      return redirect(`/quan-tri/don-vi/${unit.key}`);
    } catch (error) {
      return show(await unitScreen(ctx, refusedSummary(ctx, error)), 422);
    }
  },
});

async function unitScreen(ctx: PageContext, summary?: Html) {
  const { lang } = ctx;
  const { unit, above, below, officials } = await ctx.run(viewUnit, { key: ctx.params['key'] ?? '' });
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
            value: `${formatDate(unit.validFrom)} – ${unit.validTo ? formatDate(unit.validTo) : ''}`,
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
      ${table<Official>(lang, {
        caption: { vi: 'Cán bộ, kể cả đơn vị trực thuộc', en: 'Officials, units below included' },
        dense: true,
        rows: officials,
        columns: [
          {
            key: 'name',
            label: { vi: 'Họ và tên', en: 'Name' },
            cell: (o) =>
              may(ctx.principal, 'people.view-person')
                ? html`<a href="/quan-tri/nguoi/${o.person}">${o.name}</a>`
                : o.name,
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
  const field = (name: string, label: Text, value: string | null | undefined, optional = true) =>
    textInput(lang, {
      name,
      label,
      optional,
      value: ctx.method === 'POST' ? typed(ctx, name) : (value ?? undefined),
    });
  return form(lang, {
    action: `/quan-tri/don-vi/${unit.key}`,
    guard: true,
    body: html`${hiddenKey(ctx)}
    ${field('nameVi', { vi: 'Tên tiếng Việt', en: 'Name in Vietnamese' }, unit.name.vi, false)}
    ${field('nameEn', { vi: 'Tên tiếng Anh', en: 'Name in English' }, unit.name.en, false)}
    ${field('address', { vi: 'Địa chỉ', en: 'Address' }, unit.address)}
    ${field('phone', { vi: 'Điện thoại', en: 'Telephone' }, unit.phone)}
    ${field('email', { vi: 'Thư điện tử', en: 'E-mail' }, unit.email)}
    ${field('hoursVi', { vi: 'Giờ làm việc (tiếng Việt)', en: 'Hours, in Vietnamese' }, unit.hours?.vi)}
    ${field('hoursEn', { vi: 'Giờ làm việc (tiếng Anh)', en: 'Hours, in English' }, unit.hours?.en)}
    ${button(lang, { label: { vi: 'Lưu thông tin', en: 'Save the details' } })}`,
  });
}
