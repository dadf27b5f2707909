import { isPeriodDay, localDate, type PageContext, type Period, type Text } from '@dinh/kernel';
import { filterBar, html, type Html, linkLine } from '@dinh/ui';
import { lastDayOf } from '../../model/period.ts';
import type { By, CountFilter } from '../../queries/groups.ts';
import { withQuery } from '../frame.ts';

/** What a page of figures is asked for, read from its address; names as people see them in it. */
export interface Asked extends Period {
  readonly by: By;
  readonly filter: CountFilter;
}

export const groupings: readonly { value: By; label: Text }[] = [
  { value: 'unit', label: { vi: 'Cơ quan', en: 'Agency' } },
  { value: 'field', label: { vi: 'Lĩnh vực', en: 'Field' } },
  { value: 'procedure', label: { vi: 'Thủ tục', en: 'Procedure' } },
  { value: 'level', label: { vi: 'Cấp giải quyết', en: 'Level' } },
  { value: 'channel', label: { vi: 'Cách nộp', en: 'Channel' } },
  { value: 'month', label: { vi: 'Tháng', en: 'Month' } },
];

const channels = ['online', 'counter', 'post'] as const;

/** Reads the address; what makes no sense counts as not said. The period is this month when none is given. */
export function asked(ctx: PageContext): Asked {
  const { query } = ctx;
  const { from, to } = askedPeriod(ctx);
  const unit = /^[1-9]\d{0,8}$/.test(query['co-quan'] ?? '') ? Number(query['co-quan']) : undefined;
  const channel = channels.find((one) => one === query['cach-nop']);
  return {
    from,
    to,
    by: groupings.find(({ value }) => value === query['theo'])?.value ?? 'unit',
    filter: {
      ...(unit !== undefined && { unit }),
      ...(channel && { channel }),
      ...(query['linh-vuc'] && { field: query['linh-vuc'].slice(0, 40) }),
      ...(query['thu-tuc'] && { procedure: query['thu-tuc'].slice(0, 40) }),
      ...(query['cap'] && { level: query['cap'].slice(0, 20) }),
    },
  };
}

/** The asked period, or this month. */
export function askedPeriod(ctx: PageContext): Period {
  const { tu, den } = ctx.query;
  const today = localDate(ctx.now);
  const month = today.slice(0, 7);
  const from = tu && isPeriodDay(tu) ? tu : `${month}-01`;
  const to = den && isPeriodDay(den) ? den : tu && isPeriodDay(tu) && tu > today ? tu : lastDayOf(month);
  return { from, to };
}

/** Periods that reports are made for, up to the one that is running now. */
export function commonPeriods(now: Date): readonly (Period & { label: Text })[] {
  const today = localDate(now);
  const year = Number(today.slice(0, 4));
  const number = Number(today.slice(5, 7));
  const month = (y: number, m: number) => `${y}-${String(m).padStart(2, '0')}`;
  const former = number === 1 ? month(year - 1, 12) : month(year, number - 1);
  const quarter = Math.ceil(number / 3);
  const span = (first: string, last: string, vi: string, en: string) => ({
    from: `${first}-01`,
    to: lastDayOf(last),
    label: { vi, en },
  });
  return [
    span(today.slice(0, 7), today.slice(0, 7), 'Tháng này', 'This month'),
    span(former, former, 'Tháng trước', 'Last month'),
    span(month(year, quarter * 3 - 2), month(year, quarter * 3), `Quý ${quarter}`, `Quarter ${quarter}`),
    span(month(year, 1), month(year, 6), '6 tháng đầu năm', 'First half-year'),
    span(month(year, 1), month(year, 9), '9 tháng', 'Nine months'),
    span(month(year, 1), month(year, 12), `Năm ${year}`, `Year ${year}`),
    span(month(year - 1, 1), month(year - 1, 12), `Năm ${year - 1}`, `Year ${year - 1}`),
  ];
}

export interface PickerProps {
  /** The page itself. */
  readonly path: string;
  readonly period: Period;
  readonly units?: readonly { readonly value: string; readonly label: string }[];
  readonly by?: By;
  /** The agency that is shown, when the address does not say. */
  readonly unit?: string;
  readonly channel?: boolean;
  /** Of the address, kept when something else is chosen. */
  readonly hidden?: Readonly<Record<string, string>>;
}

/** Periods to choose from, and the filters of a page of figures. */
export function picker(ctx: PageContext, props: PickerProps): Html {
  const { lang } = ctx;
  return html`<div class="screen-only">
    ${linkLine(
      lang,
      commonPeriods(ctx.now).map(({ from, to, label }) => ({
        href: withQuery(ctx.url, { tu: from, den: to, trang: undefined, tiep: undefined }),
        label,
        current: from === props.period.from && to === props.period.to,
      })),
    )}
    ${filterBar(lang, {
      action: props.path,
      clear: props.path,
      ...(props.hidden && { hidden: props.hidden }),
      filters: [
        { name: 'tu', label: { vi: 'Từ ngày', en: 'From' }, value: props.period.from, type: 'date' as const },
        { name: 'den', label: { vi: 'Đến ngày', en: 'To' }, value: props.period.to, type: 'date' as const },
        ...(props.by ? [{ name: 'theo', label: { vi: 'Chia theo', en: 'By' }, value: props.by, options: groupings }] : []),
        ...(props.units
          ? [
              {
                name: 'co-quan',
                label: { vi: 'Cơ quan', en: 'Agency' },
                value: props.unit ?? ctx.query['co-quan'],
                options: props.units,
              },
            ]
          : []),
        ...(props.channel
          ? [
              {
                name: 'cach-nop',
                label: { vi: 'Cách nộp', en: 'Channel' },
                value: ctx.query['cach-nop'],
                options: [
                  { value: 'online', label: { vi: 'Trực tuyến', en: 'Online' } },
                  { value: 'counter', label: { vi: 'Trực tiếp', en: 'At the counter' } },
                  { value: 'post', label: { vi: 'Bưu chính', en: 'By post' } },
                ],
              },
            ]
          : []),
      ],
    })}
  </div>`;
}

/** `Từ 01/11/2026 đến 30/11/2026`. */
export function periodText({ from, to }: Period): Text {
  const show = (text: string) => text.split('-').reverse().join('/');
  return { vi: `Từ ngày ${show(from)} đến ngày ${show(to)}`, en: `From ${show(from)} to ${show(to)}` };
}
