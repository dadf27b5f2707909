import { localDate, may, type OperationTypes, type OutputOf, type PageContext, type Text } from '@dinh/kernel';
import { button, details, type Filled, form, html, type Html, type ListProps, select, textInput } from '@dinh/ui';
import { actingLead, actingList, offsetCursor } from '../acting-list.ts';
import { asked, hiddenKey, oneOf, options, typed } from '../frame.ts';

type Absence = OutputOf<OperationTypes['identity.list-absences']>['absences'][number];

export const absencesPath = '/lich-vang';
export const absencesTitle: Text = { vi: 'Lịch vắng mặt', en: 'Absences' };

const kinds = {
  leave: { vi: 'Nghỉ phép', en: 'Leave' },
  mission: { vi: 'Công tác', en: 'Mission' },
  study: { vi: 'Đi học', en: 'Study' },
  sick: { vi: 'Nghỉ ốm', en: 'Sick leave' },
  other: { vi: 'Khác', en: 'Other' },
} as const satisfies Record<string, Text>;

const about: Text = {
  vi: 'Trong những ngày này cấp phó thường trực làm thay mặt, không cần ủy quyền từng lần. Lý do vắng chỉ hiện với chính người đó và người quản trị.',
  en: 'On these days the standing deputy stands in without a delegation each time. Why somebody is away is shown to them and to administrators only.',
};

function absences(ctx: PageContext, filled: Filled): ListProps<Absence, number> {
  const { lang } = ctx;
  const query = asked(ctx, 'q')?.slice(0, 120);
  const which = oneOf(asked(ctx, 'xem'), ['cua-toi', 'tat-ca'] as const);
  return {
    path: absencesPath,
    title: absencesTitle,
    wrong: filled.wrong,
    lead: actingLead(ctx, filled, about, noteForm(ctx, filled)),
    filters: [
      { name: 'q', label: { vi: 'Họ và tên', en: 'Name' }, value: query ?? '', type: 'search' },
      {
        name: 'xem',
        label: { vi: 'Xem', en: 'Show' },
        value: which ?? '',
        options: [
          { value: 'cua-toi', label: { vi: 'Của tôi, kể cả đã qua', en: 'Mine, past ones too' } },
          { value: 'tat-ca', label: { vi: 'Kể cả đã qua', en: 'Past ones too' } },
        ],
      },
    ],
    sort: 'from',
    columns: [
      { key: 'name', label: { vi: 'Họ và tên', en: 'Name' }, value: (a) => a.name, sortable: true },
      { key: 'unit', label: { vi: 'Đơn vị', en: 'Unit' }, grow: true, value: (a) => a.unitName?.[lang] },
      {
        key: 'from',
        label: { vi: 'Từ ngày', en: 'From' },
        kind: 'date',
        value: (a) => a.from,
        sortable: true,
      },
      { key: 'until', label: { vi: 'Đến hết ngày', en: 'Last day' }, kind: 'date', value: (a) => a.until },
      {
        key: 'kind',
        label: { vi: 'Lý do', en: 'Reason' },
        value: (a) => a.kind && kinds[a.kind as 'leave']?.[lang],
      },
      { key: 'note', label: { vi: 'Ghi chú', en: 'Note' }, value: (a) => a.note, minor: true },
      {
        key: 'act',
        label: { vi: 'Hủy', en: 'Cancel' },
        cell: (a) =>
          a.mine &&
          a.until >= localDate(ctx.now) &&
          form(lang, {
            action: `${absencesPath}/huy`,
            body: html`${hiddenKey(ctx)}<input type="hidden" name="absence" value="${a.id}" />${button(lang, { kind: 'quiet', label: { vi: 'Hủy', en: 'Cancel' } })}`,
          }),
      },
    ],
    empty: {
      title: { vi: 'Không có ai vắng mặt', en: 'Nobody is away' },
      body: {
        vi: 'Ghi ngày vắng ở trên để cấp phó thường trực làm thay.',
        en: 'Note days above, so that the standing deputy stands in.',
      },
    },
    cursor: offsetCursor,
    async read({ after, limit, sort }) {
      const by = oneOf(sort?.replace(/^-/, ''), ['from', 'name'] as const);
      const { absences: rows, next } = await ctx.run('identity.list-absences', {
        ...(query && { query }),
        ...(which && { past: true }),
        ...(which === 'cua-toi' && { own: true }),
        ...(by && { sort: by, descending: sort!.startsWith('-') }),
        ...(after !== undefined && { offset: after }),
        ...(limit !== undefined && { limit }),
      });
      return { rows, next };
    },
  };
}

function noteForm(ctx: PageContext, filled: Filled): Html {
  const { lang } = ctx;
  const person = filled.value('person') ?? asked(ctx, 'nguoi');
  return details(lang, {
    summary: {
      vi: person ? 'Ghi ngày vắng cho một người' : 'Ghi ngày vắng của tôi',
      en: person ? 'Note days of a person' : 'Note my days',
    },
    open: filled.wrong || person !== undefined,
    body: html`<div class="narrow">
      ${form(lang, {
        action: absencesPath,
        body: html`${hiddenKey(ctx)}${person && html`<input type="hidden" name="person" value="${person}" />`}
        ${select(lang, { name: 'kind', label: { vi: 'Lý do', en: 'Reason' }, options: options(kinds), value: filled.value('kind') ?? 'leave' })}
        ${textInput(lang, { name: 'from', type: 'date', width: 10, label: { vi: 'Từ ngày', en: 'From' }, value: filled.value('from') ?? localDate(ctx.now), error: filled.error('from') })}
        ${textInput(lang, { name: 'until', type: 'date', width: 10, label: { vi: 'Đến hết ngày', en: 'Last day' }, value: filled.value('until'), error: filled.error('until') })}
        ${textInput(lang, { name: 'note', optional: true, label: { vi: 'Ghi chú', en: 'Note' }, value: filled.value('note'), error: filled.error('note') })}
        ${button(lang, { label: { vi: 'Ghi ngày vắng', en: 'Note the days' } })}`,
      })}
    </div>`,
  });
}

const absencesList = actingList({
  path: absencesPath,
  title: absencesTitle,
  may: 'people.view-directory',
  list: absences,
  askFor: {
    until: { vi: 'Hãy nhập ngày cuối.', en: 'Type the last day.' },
    from: { vi: 'Hãy nhập ngày đầu.', en: 'Type the first day.' },
  },
});

const note = absencesList.act('', (ctx) => {
  const [person, words] = [typed(ctx, 'person'), typed(ctx, 'note')];
  return ctx.run('identity.note-absence', {
    kind: (typed(ctx, 'kind') ?? '') as 'leave',
    from: typed(ctx, 'from') ?? '',
    until: typed(ctx, 'until') ?? '',
    ...(person && { person }),
    ...(words && { note: words }),
  });
});

const cancel = absencesList.act('/huy', (ctx) => ctx.run('identity.cancel-absence', { absence: typed(ctx, 'absence') ?? '' }));

export const absencePages = [absencesList.page, note, cancel];
export const mayAppoint = (ctx: PageContext): boolean => may(ctx.principal, 'people.manage-position');
