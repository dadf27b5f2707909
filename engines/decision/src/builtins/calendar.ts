import type { Environment } from '../feel/environment.ts';
import { FeelDate, FeelDateTime, YearsMonths, daysFromCivil, daysInMonth, isLeapYear, weekday } from '../feel/temporal.ts';
import type { Value } from '../feel/values.ts';
import { define } from './define.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

define('now()', (env: Environment) => env.now);
define('today()', (env: Environment) => env.now.date);

const dayOf = (value: FeelDate | FeelDateTime): FeelDate => (value instanceof FeelDate ? value : value.date);

define('day of week(date: date|dt)', (_, date: FeelDate | FeelDateTime) => DAYS[weekday(dayOf(date)) - 1] as Value);
define('month of year(date: date|dt)', (_, date: FeelDate | FeelDateTime) => MONTHS[dayOf(date).month - 1] as Value);
define('day of year(date: date|dt)', (_, date: FeelDate | FeelDateTime) => dayOfYear(dayOf(date)));
define('week of year(date: date|dt)', (_, date: FeelDate | FeelDateTime) => weekOfYear(dayOf(date)));
define('last day of month(date: date|dt)', (_, date: FeelDate | FeelDateTime) => {
  const day = dayOf(date);
  return daysInMonth(day.year, day.month);
});

function dayOfYear(date: FeelDate): number {
  return date.epochDay - daysFromCivil(date.year, 1, 1) + 1;
}

/** ISO 8601: week 1 holds the year's first Thursday. */
function weekOfYear(date: FeelDate): number {
  const week = Math.floor((dayOfYear(date) - weekday(date) + 10) / 7);
  if (week < 1) return weeksIn(date.year - 1);
  return week > weeksIn(date.year) ? 1 : week;
}

function weeksIn(year: number): number {
  const first = weekday(new FeelDate(year, 1, 1));
  return first === 4 || (first === 3 && isLeapYear(year)) ? 53 : 52;
}

define(
  'years and months duration(from: date|dt, to: date|dt)',
  (_, from: FeelDate | FeelDateTime, to: FeelDate | FeelDateTime) => {
    const [a, b] = [dayOf(from), dayOf(to)];
    const months = (b.year - a.year) * 12 + (b.month - a.month);
    // The time of day does not count.
    if (months > 0 && b.day < a.day) return new YearsMonths(months - 1);
    return new YearsMonths(months < 0 && b.day > a.day ? months + 1 : months);
  },
);
