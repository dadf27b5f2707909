import { localDate, type PageContext, type Text } from '@dinh/kernel';
import { button, checkbox, details, form, formatDate, html, select, table, tag, textInput } from '@dinh/ui';
import { listRoles } from '../queries/list-roles.ts';
import { unitTree } from '../queries/units.ts';
import { deputiesHref } from './deputies/deputies.ts';
import { hiddenKey, typed, unitOptions } from './frame.ts';

const path = '/quan-tri/nguoi';

interface Place {
  id: string;
  unitKey: string;
  unitName: Text;
  roleName: Text;
  title: Text;
  main: boolean;
  from: string;
  to: string | null;
  live: boolean;
}

/** The places of a person, past ones too, with the way to end one. */
export function placesTable(ctx: PageContext, places: Place[], mayEnd: boolean) {
  const { lang } = ctx;
  const period = (p: Place) => `${formatDate(p.from)} – ${p.to ? formatDate(new Date(Date.parse(p.to) - 24 * 3_600_000)) : ''}`;
  return table<Place>(lang, {
    caption: { vi: 'Chức vụ', en: 'Positions' },
    dense: true,
    rows: places,
    columns: [
      {
        key: 'title',
        label: { vi: 'Chức vụ', en: 'Position' },
        cell: (p) => html`${p.title[lang]} ${p.main && p.live && tag(lang, 'doing', { vi: 'chính', en: 'main' })}`,
      },
      {
        key: 'unit',
        label: { vi: 'Đơn vị', en: 'Unit' },
        cell: (p) => html`<a href="/quan-tri/don-vi/${p.unitKey}">${p.unitName[lang]}</a>`,
      },
      { key: 'role', label: { vi: 'Vai trò', en: 'Role' }, cell: (p) => p.roleName[lang] },
      { key: 'period', label: { vi: 'Từ – đến hết ngày', en: 'From – last day' }, cell: period },
      {
        key: 'end',
        label: { vi: 'Việc làm được', en: 'Acts' },
        cell: (p) => p.live && mayEnd && endPlace(ctx, p),
      },
    ],
    empty: html`<p class="muted">${{ vi: 'Người này chưa giữ chức vụ nào.', en: 'This person holds no position.' }[lang]}</p>`,
  });
}

function endPlace(ctx: PageContext, place: Place) {
  const words: Text = { vi: 'Thôi chức vụ', en: 'End' };
  const deputies: Text = { vi: 'Cấp phó', en: 'Deputies' };
  return html`<a href="${path}/${ctx.params['id']}/ban-giao?viec=thoi-chuc-vu&chuc-vu=${place.id}">${words[ctx.lang]}</a> ·
    <a href="${deputiesHref(ctx.params['id'] ?? '', place.id)}">${deputies[ctx.lang]}</a>`;
}

/** The form that gives a place; folded until it is wanted. */
export async function givePlace(ctx: PageContext, id: string) {
  const { lang } = ctx;
  const [{ units }, { roles }, { titles }] = await Promise.all([
    ctx.run(unitTree, {}),
    ctx.run(listRoles, {}),
    ctx.run('identity.list-position-titles', {}),
  ]);
  const value = (name: string) => (ctx.method === 'POST' ? typed(ctx, name) : undefined);
  return details(lang, {
    summary: { vi: 'Giao chức vụ', en: 'Give a position' },
    open: ctx.asked.split('?')[0]!.endsWith('/giao-chuc-vu'),
    body: form(lang, {
      action: `${path}/${id}/giao-chuc-vu`,
      body: html`${hiddenKey(ctx)}
      ${select(lang, { name: 'unit', label: { vi: 'Đơn vị', en: 'Unit' }, placeholder: { vi: 'Chọn đơn vị', en: 'Choose a unit' }, value: value('unit'), options: unitOptions(units) })}
      ${select(lang, { name: 'role', label: { vi: 'Vai trò', en: 'Role' }, placeholder: { vi: 'Chọn vai trò', en: 'Choose a role' }, value: value('role'), options: roles.filter((r: { place: string }) => r.place === 'unit').map((r: { key: string; name: Text }) => ({ value: r.key, label: r.name })) })}
      ${select(lang, { name: 'titleKey', optional: true, label: { vi: 'Chức danh trong danh mục', en: 'Title of the catalogue' }, placeholder: { vi: 'Theo tên vai trò', en: 'As the role is called' }, value: value('titleKey'), options: titles.map((t) => ({ value: t.key, label: t.name })) })}
      ${textInput(lang, { name: 'titleVi', optional: true, value: value('titleVi'), label: { vi: 'Chức danh ghi trên văn bản', en: 'Title as papers write it, in Vietnamese' } })}
      ${textInput(lang, { name: 'titleEn', optional: true, value: value('titleEn'), label: { vi: 'Chức danh bằng tiếng Anh', en: 'Title in English' } })}
      ${textInput(lang, { name: 'from', type: 'date', width: 10, value: value('from') ?? localDate(ctx.now), label: { vi: 'Từ ngày', en: 'From' } })}
      ${textInput(lang, { name: 'until', type: 'date', width: 10, optional: true, value: value('until'), label: { vi: 'Đến hết ngày', en: 'Last day' } })}
      ${checkbox(lang, { name: 'main', id: 'main-place', label: { vi: 'Là chức vụ chính', en: 'It is the main position' } })}
      ${textInput(lang, { name: 'reason', optional: true, value: value('reason'), label: { vi: 'Căn cứ (quyết định số …)', en: 'By which decision' } })}
      ${button(lang, { label: { vi: 'Giao chức vụ', en: 'Give the position' } })}`,
    }),
  });
}
