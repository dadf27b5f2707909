import { localDate, type OperationTypes, type OutputOf, type PageContext, type Text } from '@dinh/kernel';
import { button, details, type Filled, form, html, type Html, type ListProps, select, tag, textInput } from '@dinh/ui';
import { actingLead, actingList, offsetCursor } from '../acting-list.ts';
import { asked, hiddenKey, refusedAt, typed } from '../frame.ts';
import { absencesPath, absencesTitle, mayAppoint } from './absences.ts';

type Deputy = OutputOf<OperationTypes['identity.list-deputies']>['deputies'][number];

const path = '/quan-tri/cap-pho';
const title: Text = { vi: 'Cấp phó thường trực', en: 'Standing deputies' };

const about: Text = {
  vi: 'Khi người giữ chức vụ vắng mặt, bị tạm ngừng hoặc chức vụ đang khuyết, cấp phó thường trực có mặt đầu tiên theo thứ tự làm thay mặt; lịch sử ghi cả hai.',
  en: 'When the holder of a post is away or suspended, or the post is vacant, the first of its standing deputies who is there stands in; the history names both.',
};

async function deputies(ctx: PageContext, filled: Filled): Promise<ListProps<Deputy, number>> {
  const { lang } = ctx;
  const query = asked(ctx, 'q')?.slice(0, 120);
  const position = typed(ctx, 'position') ?? asked(ctx, 'chuc-vu');
  const past = asked(ctx, 'xem') === 'tat-ca';
  return {
    path,
    title,
    wrong: filled.wrong,
    lead: actingLead(ctx, filled, about, position !== undefined && mayAppoint(ctx) && (await appointForm(ctx, filled, position))),
    filters: [
      {
        name: 'q',
        label: { vi: 'Tên người hoặc đơn vị', en: 'Name of person or unit' },
        value: query ?? '',
        type: 'search',
      },
      {
        name: 'xem',
        label: { vi: 'Xem', en: 'Show' },
        value: past ? 'tat-ca' : '',
        options: [{ value: 'tat-ca', label: { vi: 'Kể cả đã thôi', en: 'Past ones too' } }],
      },
    ],
    links: [{ href: absencesPath, label: absencesTitle }],
    columns: [
      { key: 'name', label: { vi: 'Cấp phó', en: 'Deputy' }, value: (d) => d.name },
      {
        key: 'post',
        label: { vi: 'Thay mặt', en: 'Stands in for' },
        grow: true,
        value: (d) => `${d.title[lang]}, ${d.unitName[lang]}`,
      },
      {
        key: 'holder',
        label: { vi: 'Người đang giữ', en: 'Holder now' },
        value: (d) => d.holder,
        cell: (d) => d.holder ?? tag(lang, 'soon', { vi: 'Đang khuyết', en: 'Vacant' }),
      },
      { key: 'from', label: { vi: 'Từ ngày', en: 'From' }, kind: 'date', value: (d) => d.from },
      { key: 'until', label: { vi: 'Đến hết ngày', en: 'Last day' }, kind: 'date', value: (d) => d.until },
      { key: 'basis', label: { vi: 'Căn cứ', en: 'Decision' }, value: (d) => d.basis, minor: true },
      {
        key: 'end',
        label: { vi: 'Thôi', en: 'End' },
        cell: (d) => d.live && mayAppoint(ctx) && endForm(ctx, filled, d.id),
      },
    ],
    empty: {
      title: { vi: 'Chưa có cấp phó thường trực', en: 'There is none yet' },
      body: {
        vi: 'Giao cấp phó thường trực từ bảng chức vụ của người giữ chức vụ đó.',
        en: 'A standing deputy is appointed from the table of positions of the holder.',
      },
    },
    cursor: offsetCursor,
    async read({ after, limit }) {
      const { deputies: rows, next } = await ctx.run('identity.list-deputies', {
        ...(query && { query }),
        ...(past && { past }),
        ...(after !== undefined && { offset: after }),
        ...(limit !== undefined && { limit }),
      });
      return { rows, next };
    },
  };
}

async function appointForm(ctx: PageContext, filled: Filled, position: string): Promise<Html | undefined> {
  const { lang } = ctx;
  const person = typed(ctx, 'cua') ?? asked(ctx, 'cua');
  if (person === undefined) return undefined;
  const { place, receivers } = await ctx.run('identity.preview-hand-over', { person, position });
  return details(lang, {
    open: true,
    summary: {
      vi: `Giao cấp phó thường trực của ${place?.title.vi ?? ''}`,
      en: `Appoint a standing deputy of ${place?.title.en ?? ''}`,
    },
    body: html`<div class="narrow">
      ${form(lang, {
        action: path,
        body: html`${hiddenKey(ctx)}<input type="hidden" name="position" value="${position}" /><input type="hidden" name="cua" value="${person}" />
        ${select(lang, { name: 'person', label: { vi: 'Cấp phó', en: 'Deputy' }, placeholder: { vi: 'Chọn người', en: 'Choose a person' }, value: filled.value('person'), error: filled.error('person'), options: receivers.map((one) => ({ value: one.id, label: `${one.name}, ${one.title[lang]}, ${one.unitName[lang]}` })) })}
        ${textInput(lang, { name: 'from', type: 'date', width: 10, label: { vi: 'Từ ngày', en: 'From' }, value: filled.value('from') ?? localDate(ctx.now), error: filled.error('from') })}
        ${textInput(lang, { name: 'until', type: 'date', width: 10, optional: true, label: { vi: 'Đến hết ngày', en: 'Last day' }, value: filled.value('until'), error: filled.error('until') })}
        ${textInput(lang, { name: 'basis', label: { vi: 'Căn cứ (quyết định số …)', en: 'By which decision' }, value: filled.value('basis'), error: filled.error('basis') })}
        ${button(lang, { label: { vi: 'Giao cấp phó thường trực', en: 'Appoint' } })}`,
      })}
    </div>`,
  });
}

function endForm(ctx: PageContext, filled: Filled, id: string): Html {
  const { lang } = ctx;
  const refused = refusedAt(ctx, `${path}/thoi`, ['deputy', id]);
  return details(lang, {
    id: `end-${id}`,
    open: refused,
    summary: { vi: 'Thôi', en: 'End' },
    body: form(lang, {
      action: `${path}/thoi`,
      body: html`${hiddenKey(ctx)}<input type="hidden" name="deputy" value="${id}" />
        ${textInput(lang, { id: `reason-${id}`, name: 'reason', label: { vi: 'Lý do', en: 'Reason' }, ...(refused && { value: filled.value('reason'), error: filled.error('reason') }) })}
        ${button(lang, { kind: 'danger', label: { vi: 'Thôi', en: 'End' } })}`,
    }),
  });
}

const deputiesList = actingList({
  path,
  title,
  may: 'people.view-directory',
  list: deputies,
  askFor: {
    person: { vi: 'Hãy chọn một người.', en: 'Choose a person.' },
    basis: { vi: 'Hãy nhập căn cứ.', en: 'Type the decision.' },
    reason: { vi: 'Hãy nhập lý do.', en: 'Type the reason.' },
  },
});
const act = (name: string, run: (ctx: PageContext) => Promise<unknown>) => deputiesList.act(name, run, 'people.manage-position');

const appoint = act('', (ctx) => {
  const [from, until] = [typed(ctx, 'from'), typed(ctx, 'until')];
  return ctx.run('identity.appoint-deputy', {
    position: typed(ctx, 'position') ?? '',
    person: typed(ctx, 'person') ?? '',
    basis: typed(ctx, 'basis') ?? '',
    ...(from && { from }),
    ...(until && { until }),
  });
});
const end = act('/thoi', (ctx) =>
  ctx.run('identity.end-deputy', { deputy: typed(ctx, 'deputy') ?? '', reason: typed(ctx, 'reason') ?? '' }),
);

export const deputyPages = [deputiesList.page, appoint, end];
export const deputiesHref = (person: string, position: string): string => `${path}?chuc-vu=${position}&cua=${person}`;
