import { instantAt, wallTime, type Day } from './days.ts';
import { length, type Session, type WorkingCalendar } from './working-calendar.ts';

/** A time limit. Parts add up; half days count: `{ days: 2.5 }`. */
export interface WorkingDuration {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
}

/** After this many days without a working minute a calendar is taken to be wrong. */
const patience = 400;

/** A duration in working minutes, a day being the calendar's full day. */
export function workingMinutes(calendar: WorkingCalendar, duration: WorkingDuration): number {
  const { days = 0, hours = 0, minutes = 0 } = duration;
  return Math.round(days * calendar.dayMinutes + hours * 60 + minutes);
}

/**
 * The end of a time limit: the first instant at which that much working time has passed since `from`.
 *
 * Time is counted by the clock of the unit. Received on Monday at 10:00 with five working days, a dossier is due
 * on the next Monday at 10:00; received outside working time, the limit begins when work begins. Half a day off
 * moves the end by half a day. The form of the receipt asks for this hour and minute (TT 01/2018/TT-VPCP, form 01);
 * the law would let the limit begin on the day after and end with its last day (Bộ luật Dân sự 2015, Điều 147.2
 * and 148.6), so what we promise is never later than what it allows, and like there never falls on a day off
 * (148.5).
 * @param duration not negative
 */
export function addWorkingTime(calendar: WorkingCalendar, from: Date, duration: WorkingDuration): Date {
  let left = workingMinutes(calendar, duration);
  if (left < 0) throw new RangeError('a time limit cannot be negative');
  if (left === 0) return from;
  const start = wallTime(from);
  for (const { day, sessions } of forwards(calendar, start.day)) {
    for (const [begin, end] of sessions) {
      const first = day === start.day ? Math.max(begin, start.minute) : begin;
      if (first >= end) continue;
      if (left <= end - first) return instantAt(day, first + left);
      left -= end - first;
    }
  }
  throw noWork();
}

/**
 * The last instant from which that much working time remains until `until`: when to warn two days before a limit,
 * or until when an extension may be asked for. At the border of two days it is the begin of work of the later one.
 */
export function subtractWorkingTime(calendar: WorkingCalendar, until: Date, duration: WorkingDuration): Date {
  let left = workingMinutes(calendar, duration);
  if (left < 0) throw new RangeError('a time limit cannot be negative');
  if (left === 0) return until;
  const stop = wallTime(until);
  for (let day = stop.day, idle = 0; idle < patience; day--) {
    const sessions = calendar.sessions(day);
    idle = sessions.length === 0 ? idle + 1 : 0;
    for (const [begin, end] of [...sessions].reverse()) {
      const last = day === stop.day ? Math.min(end, stop.minute) : end;
      if (last <= begin) continue;
      if (left <= last - begin) return instantAt(day, last - left);
      left -= last - begin;
    }
  }
  throw noWork();
}

/** As `subtractWorkingTime`, in days. */
export function subtractWorkingDays(calendar: WorkingCalendar, until: Date, days: number): Date {
  return subtractWorkingTime(calendar, until, { days });
}

/** The working minutes from `a` to `b`; negative when `b` comes first. Seconds count as parts of minutes. */
export function workingTimeBetween(calendar: WorkingCalendar, a: Date, b: Date): number {
  if (b < a) return -workingTimeBetween(calendar, b, a);
  const from = wallTime(a);
  const to = wallTime(b);
  const before = ({ day, minute }: { day: Day; minute: number }): number =>
    length(calendar.sessions(day).map(([begin, end]): Session => [begin, Math.max(begin, Math.min(end, minute))]));
  let minutes = before(to) - before(from);
  for (let day = from.day; day < to.day; day++) minutes += length(calendar.sessions(day));
  return minutes;
}

/** Whether work is going on. The begin of a session belongs to it, its end does not. */
export function isWorkingTime(calendar: WorkingCalendar, at: Date): boolean {
  const { day, minute } = wallTime(at);
  return calendar.sessions(day).some(([begin, end]) => begin <= minute && minute < end);
}

/** `at` itself during work, else when work begins next. */
export function nextWorkingInstant(calendar: WorkingCalendar, at: Date): Date {
  const start = wallTime(at);
  for (const { day, sessions } of forwards(calendar, start.day)) {
    for (const [begin, end] of sessions) {
      if (day > start.day || begin > start.minute) return instantAt(day, begin);
      if (start.minute < end) return at;
    }
  }
  throw noWork();
}

/** The day's last working instant, or undefined on a day off; for what must be done "the same working day". */
export function endOfWork(calendar: WorkingCalendar, at: Date): Date | undefined {
  const { day } = wallTime(at);
  const last = calendar.sessions(day).at(-1);
  return last && instantAt(day, last[1]);
}

function* forwards(calendar: WorkingCalendar, from: Day): Generator<{ day: Day; sessions: readonly Session[] }> {
  for (let day = from, idle = 0; idle < patience; day++) {
    const sessions = calendar.sessions(day);
    idle = sessions.length === 0 ? idle + 1 : 0;
    yield { day, sessions };
  }
}

function noWork(): Error {
  return new Error(`the calendar has no working time for ${patience} days on end`);
}

/** The end of an ISO 8601 duration of days and hours in working time. */
export function workingEnd(calendar: WorkingCalendar, duration: string, from: Date): Date {
  const found = /^P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration);
  if (!found) throw new Error(`not a duration of days and hours: ${duration}`);
  return addWorkingTime(calendar, from, {
    days: Number(found[1] ?? 0),
    hours: Number(found[2] ?? 0),
    minutes: Number(found[3] ?? 0),
  });
}
