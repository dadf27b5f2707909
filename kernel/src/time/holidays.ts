import type { CalendarBody, Holiday } from './calendar-body.ts';
import { type Day, dayOf, weekdayOf } from './days.ts';
import { lunarDay } from './lunar.ts';

/**
 * The public holidays of a year with their days in lieu: a holiday on a weekly day off is made up for on the
 * next working day (Bộ luật Lao động 2019, Điều 111.3 and 112).
 */
export function publicHolidays(body: CalendarBody, year: number): Set<Day> {
  const days = new Set(body.holidays.flatMap((holiday) => holidayDays(holiday, year)));
  const worked = (day: Day): boolean => (body.hours[weekdayOf(day)] ?? []).length > 0;
  const off = new Set(days);
  for (const day of [...days].sort((a, b) => a - b)) {
    if (worked(day)) continue;
    let inLieu = day + 1;
    while (off.has(inLieu) || !worked(inLieu)) inLieu++;
    off.add(inLieu);
  }
  return off;
}

function holidayDays(holiday: Holiday, year: number): Day[] {
  const [month, date] = (holiday.solar ?? holiday.lunar ?? '').split('-').map(Number) as [number, number];
  const announced = holiday.years?.[String(year)];
  const first = (holiday.solar ? dayOf(year, month, date) : lunarDay(year, month, date)) + (announced?.from ?? holiday.from ?? 0);
  return Array.from({ length: announced?.days ?? holiday.days ?? 1 }, (_, i) => first + i);
}
