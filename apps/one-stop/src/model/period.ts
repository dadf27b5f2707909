import { dayAfter, dayLength, declareError, type Moments, type Period, periodMoments } from '@dinh/kernel';
import { Type } from 'typebox';

export const periodBackwards = declareError('one-stop.period-backwards', 422, {
  vi: 'Kỳ báo cáo chưa đúng: ngày cuối phải từ ngày đầu trở đi và cách không quá 10 năm. Xin chọn lại.',
  en: 'The period is not right: its last day must not be before its first, nor more than ten years later. Please choose again.',
});

/** The id of a unit; what is asked of it holds for all below it too. */
export const UnitId = Type.Integer({
  minimum: 1,
  maximum: 2_147_483_647,
  description: 'unit, with all below it',
});

/** When the first day begins and when the day after the last begins, at Hanoi. @throws periodBackwards */
export const momentsOf = (period: Period): Moments => periodMoments(period, 3660, periodBackwards);

/** The months that a period touches, each cut to the period. */
export function monthsOf({ from, to }: Period): Period[] {
  momentsOf({ from, to });
  const months: Period[] = [];
  for (let at = from.slice(0, 7); at <= to.slice(0, 7); at = nextMonth(at))
    months.push({
      from: at === from.slice(0, 7) ? from : `${at}-01`,
      to: at === to.slice(0, 7) ? to : lastDayOf(at),
    });
  return months;
}

/** The period just before, as long: for months and multiples of them the months before, else as many days. */
export function periodBefore({ from, to }: Period): Period {
  momentsOf({ from, to });
  if (from.endsWith('-01') && to === lastDayOf(to.slice(0, 7))) {
    const months = monthsOf({ from, to }).length;
    let first = from.slice(0, 7);
    for (let i = 0; i < months; i++) first = formerMonth(first);
    return { from: `${first}-01`, to: lastDayOf(formerMonth(from.slice(0, 7))) };
  }
  const days = Math.round((Date.parse(to) - Date.parse(from)) / dayLength) + 1;
  return { from: dayAfter(from, -days), to: dayAfter(from, -1) };
}

/** The last day of a month `YYYY-MM`. */
export function lastDayOf(month: string): string {
  return dayAfter(`${nextMonth(month)}-01`, -1);
}

export function nextMonth(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

function formerMonth(month: string): string {
  return dayAfter(`${month}-01`, -1).slice(0, 7);
}
