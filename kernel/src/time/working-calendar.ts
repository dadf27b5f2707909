import { type CalendarBody, parseSpans } from './calendar-body.ts';
import { type Day, parseDay, weekdayOf, weekdays, yearOf } from './days.ts';
import { publicHolidays } from './holidays.ts';

/** From and to, in minutes of the day. */
export type Session = readonly [begin: number, end: number];

/** Working time made ready for one unit: which spans of which days are worked. */
export interface WorkingCalendar {
  /** How many working minutes "one working day" means: the longest day of the week. */
  readonly dayMinutes: number;
  /** The spans worked on a day, in order; none on a day off. */
  sessions(day: Day): readonly Session[];
}

const noon = 12 * 60;

/**
 * Compiles a calendar for a unit.
 * @param unitKeys the unit and the units above it, nearest first: the nearest that has hours of its own decides
 *   about hours, and the days of all of them count
 */
export function compileCalendar(body: CalendarBody, unitKeys: readonly string[] = []): WorkingCalendar {
  const units = unitKeys.flatMap((key) => body.units?.[key] ?? []);
  const hours = units.find((unit) => unit.hours)?.hours ?? body.hours;
  const week = new Map(weekdays.map((day) => [day, parseSpans(hours[day] ?? []) as readonly Session[]]));
  const dayMinutes = Math.max(...[...week.values()].map(length));

  const special = new Map<Day, readonly Session[]>();
  for (const { off, work } of body.swaps ?? []) {
    special.set(parseDay(work), week.get(weekdayOf(parseDay(off)))!);
    special.set(parseDay(off), []);
  }
  for (const { day, hours: spans } of [body, ...units].flatMap((one) => one.workDays ?? []))
    special.set(parseDay(day), parseSpans(spans));

  const daysOff = [body, ...units]
    .flatMap((one) => one.daysOff ?? [])
    .map((one) => {
      return { from: parseDay(one.from), to: parseDay(one.to ?? one.from), part: one.part };
    });
  const holidays = new Map<number, Set<Day>>();
  const isHoliday = (day: Day): boolean => {
    const year = yearOf(day);
    let known = holidays.get(year);
    if (!known) holidays.set(year, (known = publicHolidays(body, year)));
    return known.has(day);
  };

  const compute = (day: Day): readonly Session[] => {
    let sessions = special.get(day) ?? (isHoliday(day) ? [] : week.get(weekdayOf(day))!);
    for (const { from, to, part } of daysOff) {
      if (day < from || day > to) continue;
      sessions = part ? sessions.filter(([begin]) => (part === 'morning' ? begin >= noon : begin < noon)) : [];
    }
    return sessions;
  };
  const known = new Map<Day, readonly Session[]>();
  return {
    dayMinutes,
    sessions(day) {
      let sessions = known.get(day);
      if (!sessions) known.set(day, (sessions = compute(day)));
      return sessions;
    },
  };
}

/** The working minutes of some sessions. */
export function length(sessions: readonly Session[]): number {
  return sessions.reduce((sum, [begin, end]) => sum + end - begin, 0);
}
