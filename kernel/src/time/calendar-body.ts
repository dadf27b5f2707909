import { Type, type Static } from 'typebox';
import type { DefinitionKind, DefinitionProblem } from '../definitions/definitions.ts';
import { inCode, inWords, sourceText, told } from '../definitions/told.ts';
import { parseDay, TimeFault, weekdayOf, weekdays, type Weekday } from './days.ts';

const closed = { additionalProperties: false };
const Day = (vi: string, en: string) => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', ...told(vi, en, { as: 'day' }) });
const MonthDay = (vi: string, en: string) =>
  Type.String({
    pattern: '^\\d{2}-\\d{2}$',
    ...told(vi, en, { as: 'month-day', hint: { vi: 'tháng-ngày, như 09-02', en: 'month-day, such as 09-02' } }),
  });

/** When a weekday is worked: up to a few spans, such as `["07:30-11:30", "13:30-17:00"]`. */
const Spans = (vi: string, en: string) =>
  Type.Array(
    Type.String({ pattern: '^\\d{2}:\\d{2}-\\d{2}:\\d{2}$', ...told('Buổi (như 07:30-11:30)', 'Span (such as 07:30-11:30)') }),
    { maxItems: 4, ...told(vi, en, { one: { vi: 'buổi', en: 'a span' } }) },
  );
const weekdayNames: Readonly<Record<Weekday, string>> = {
  monday: 'Thứ Hai',
  tuesday: 'Thứ Ba',
  wednesday: 'Thứ Tư',
  thursday: 'Thứ Năm',
  friday: 'Thứ Sáu',
  saturday: 'Thứ Bảy',
  sunday: 'Chủ nhật',
};
const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);
/** A weekday that is not named is a weekly day off. */
const Hours = Type.Object(
  Object.fromEntries(weekdays.map((day) => [day, Type.Optional(Spans(weekdayNames[day], capital(day)))])) as Record<
    Weekday,
    ReturnType<typeof Type.Optional<ReturnType<typeof Spans>>>
  >,
  {
    ...closed,
    ...told('Giờ làm việc', 'Working hours', {
      hint: { vi: 'ngày không ghi là ngày nghỉ hằng tuần', en: 'a weekday that is not named is off' },
    }),
  },
);

/** A public holiday that comes every year, by the solar or the lunar calendar. */
const Holiday = Type.Object(
  {
    key: inCode('Mã', 'Key'),
    name: inWords('Tên ngày nghỉ', 'Name'),
    /** `MM-DD` of the solar year. */
    solar: Type.Optional(MonthDay('Dương lịch', 'Solar')),
    /** `MM-DD` of the lunar year. */
    lunar: Type.Optional(MonthDay('Âm lịch', 'Lunar')),
    /** How many days; default 1. */
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 15, ...told('Số ngày', 'Days') })),
    /** The first of them, counted from the date: -1 begins the day before. Default 0. */
    from: Type.Optional(
      Type.Integer({
        minimum: -7,
        maximum: 7,
        ...told('Nghỉ từ', 'From', { hint: { vi: '-1: từ hôm trước', en: '-1: from the day before' } }),
      }),
    ),
    /** What was announced for single years: `2025: { from: -2 }`. */
    years: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^\\d{4}$' }),
        Type.Object(
          {
            from: Type.Integer(told('Nghỉ từ', 'From')),
            days: Type.Optional(Type.Integer(told('Số ngày', 'Days'))),
            source: sourceText,
          },
          closed,
        ),
        told('Thông báo cho từng năm', 'Announced for single years', { one: { vi: 'năm', en: 'a year' } }),
      ),
    ),
    source: sourceText,
  },
  closed,
);

/** Days off that were announced, whole or half (a storm, a power cut, the day of an election). */
const DaysOff = Type.Object(
  {
    from: Day('Từ ngày', 'From'),
    to: Type.Optional(Day('Đến ngày', 'To')),
    part: Type.Optional(
      Type.Union(
        [Type.Literal('morning', told('buổi sáng', 'morning')), Type.Literal('afternoon', told('buổi chiều', 'afternoon'))],
        told('Buổi', 'Part'),
      ),
    ),
    name: inWords('Lý do', 'Name'),
    source: sourceText,
  },
  closed,
);
const daysOff = Type.Optional(
  Type.Array(DaysOff, told('Ngày nghỉ đột xuất', 'Days off', { one: { vi: 'ngày nghỉ', en: 'days off' } })),
);

/** A working day exchanged for a day off (hoán đổi ngày làm việc): `work` takes the hours of `off`. */
const Swap = Type.Object(
  {
    off: Day('Nghỉ ngày', 'Off'),
    work: Day('Làm bù ngày', 'Worked instead'),
    name: Type.Optional(inWords('Lý do', 'Name')),
    source: sourceText,
  },
  closed,
);

/** Days that are worked besides the weekly ones. */
const WorkDay = Type.Object(
  {
    day: Day('Ngày', 'Day'),
    hours: Spans('Giờ', 'Hours'),
    name: inWords('Lý do', 'Name'),
    source: sourceText,
  },
  closed,
);
const workDays = Type.Optional(
  Type.Array(WorkDay, told('Ngày làm thêm', 'Extra working days', { one: { vi: 'ngày làm thêm', en: 'a working day' } })),
);

/** What differs at single units; what is not named is as for all. */
const UnitPart = Type.Object({ hours: Type.Optional(Hours), daysOff, workDays, source: sourceText }, closed);

/** The working time of a province, as its pack writes it in `calendars/*.yaml`. */
export const CalendarBody = Type.Object(
  {
    key: inCode('Mã', 'Key'),
    name: inWords('Tên lịch', 'Name'),
    hours: Hours,
    holidays: Type.Array(Holiday, told('Ngày lễ hằng năm', 'Public holidays', { one: { vi: 'ngày lễ', en: 'a holiday' } })),
    daysOff,
    swaps: Type.Optional(
      Type.Array(Swap, told('Hoán đổi ngày làm việc', 'Swapped days', { one: { vi: 'lần hoán đổi', en: 'a swap' } })),
    ),
    workDays,
    /** By the key of the unit. */
    units: Type.Optional(
      Type.Record(
        Type.String(),
        UnitPart,
        told('Riêng ở từng đơn vị', 'At single units', { names: 'unit', one: { vi: 'đơn vị', en: 'a unit' } }),
      ),
    ),
    source: sourceText,
  },
  closed,
);
export type CalendarBody = Static<typeof CalendarBody>;
export type Holiday = Static<typeof Holiday>;

/** Minutes of the day at which a span begins and ends. @throws TimeFault when it is none */
export function parseSpan(span: string): readonly [number, number] {
  const [begin, end] = span.split('-').map((time) => {
    const [hours, minutes] = time.split(':').map(Number);
    return hours! <= 24 && minutes! < 60 ? hours! * 60 + minutes! : Number.NaN;
  });
  if (!(begin! < end! && end! <= 1440))
    throw new TimeFault({
      vi: `${span} không phải một khoảng giờ trong ngày`,
      en: `${span} is not a span of time within a day`,
    });
  return [begin!, end!];
}

/** What is wrong with a calendar that has the right shape. */
function checkCalendar(body: CalendarBody): DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  const attempt = (path: string, read: () => void): void => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof TimeFault)) throw error;
      problems.push({ path, reason: error.text });
    }
  };
  const hours = (path: string, week: CalendarBody['hours']): void => {
    for (const day of weekdays) attempt(`${path}.${day}`, () => parseSpans(week[day] ?? []));
    if (weekdays.every((day) => (week[day] ?? []).length === 0))
      problems.push({
        path,
        reason: { vi: 'không ngày nào trong tuần làm việc', en: 'no weekday is worked' },
      });
  };
  hours('hours', body.hours);
  for (const [i, holiday] of body.holidays.entries()) {
    if ((holiday.solar === undefined) === (holiday.lunar === undefined))
      problems.push({
        path: `holidays.${i}`,
        reason: {
          vi: 'ghi ngày dương lịch hoặc âm lịch, đúng một trong hai',
          en: 'give either solar or lunar',
        },
      });
    else attempt(`holidays.${i}`, () => checkMonthDay(holiday));
  }
  for (const [i, swap] of (body.swaps ?? []).entries()) {
    attempt(`swaps.${i}`, () => {
      if ((body.hours[weekdayOf(parseDay(swap.off))] ?? []).length === 0)
        throw new TimeFault({
          vi: `${swap.off} vốn không phải ngày làm việc`,
          en: `${swap.off} is no working day`,
        });
      if ((body.hours[weekdayOf(parseDay(swap.work))] ?? []).length > 0)
        throw new TimeFault({
          vi: `${swap.work} vốn đã là ngày làm việc`,
          en: `${swap.work} is a working day already`,
        });
    });
  }
  const dated = (path: string, part: Pick<CalendarBody, 'daysOff' | 'workDays'>): void => {
    for (const [i, off] of (part.daysOff ?? []).entries())
      attempt(`${path}daysOff.${i}`, () => {
        if (parseDay(off.to ?? off.from) < parseDay(off.from))
          throw new TimeFault({ vi: 'kết thúc trước khi bắt đầu', en: 'it ends before it begins' });
      });
    for (const [i, work] of (part.workDays ?? []).entries())
      attempt(`${path}workDays.${i}`, () => void [parseDay(work.day), parseSpans(work.hours)]);
  };
  dated('', body);
  for (const [key, part] of Object.entries(body.units ?? {})) {
    if (part.hours) hours(`units.${key}.hours`, part.hours);
    dated(`units.${key}.`, part);
  }
  return problems;
}

/** @throws TimeFault when a span is none, or two overlap */
export function parseSpans(spans: readonly string[]): (readonly [number, number])[] {
  const parsed = spans.map(parseSpan);
  for (let i = 1; i < parsed.length; i++)
    if (parsed[i]![0] < parsed[i - 1]![1])
      throw new TimeFault({
        vi: `${spans[i]} bắt đầu khi ${spans[i - 1]} chưa hết`,
        en: `${spans[i]} begins before ${spans[i - 1]} ends`,
      });
  return parsed;
}

function checkMonthDay(holiday: Holiday): void {
  if (holiday.solar) parseDay(`2024-${holiday.solar}`); // a leap year: 29 February is a day
  const [month, date] = (holiday.lunar ?? '01-01').split('-').map(Number);
  if (month! < 1 || month! > 12 || date! < 1 || date! > 30)
    throw new TimeFault({
      vi: `${holiday.lunar} không phải một ngày âm lịch`,
      en: `${holiday.lunar} is no day of the lunar year`,
    });
}

/** Working time as dated versions that an officer can change while the program runs. */
export const calendarKind = {
  kind: 'calendar',
  title: { vi: 'Lịch làm việc', en: 'Working calendar' },
  schema: CalendarBody,
  check: checkCalendar,
  editing: 'studio.edit-calendar',
  publishing: 'studio.publish-definition',
} satisfies DefinitionKind<CalendarBody>;
