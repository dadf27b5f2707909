import {
  addWorkingTime,
  type App,
  type CalendarBody,
  compileCalendar,
  endOfWork,
  localDate,
  nextWorkingInstant,
  sql,
  type WorkingCalendar,
  workingTimeBetween,
  startOfDay,
} from '@dinh/kernel';
import type { Rules } from './ruleset.ts';

interface Kept {
  readonly body: CalendarBody;
  readonly byUnit: Map<number, WorkingCalendar>;
}

const kept = new WeakMap<App, Kept>();

/** The working calendar of a unit as it stands at `at`: the pack's, with the hours and days off of the unit and those above it. */
export async function calendarOf(app: App, unitId: number, at: Date): Promise<WorkingCalendar> {
  const definition = await app.definitions.at<CalendarBody>('calendar', 'province', localDate(at));
  if (!definition) throw new Error('the pack has no calendar “province”');
  let known = kept.get(app);
  if (!known || known.body !== definition.body) kept.set(app, (known = { body: definition.body, byUnit: new Map() }));
  let calendar = known.byUnit.get(unitId);
  if (!calendar) {
    const keys = await app.db.all<{ key: string }>(
      sql`select a.key from identity.v_unit u join identity.v_unit a on a.id = any(u.path) where u.id = ${unitId} order by cardinality(a.path) desc`,
    );
    known.byUnit.set(
      unitId,
      (calendar = compileCalendar(
        definition.body,
        keys.map((row) => row.key),
      )),
    );
  }
  return calendar;
}

/** When a dossier received at `from` is due: its limit in working time (D5). */
export function workingEndMinutes(calendar: WorkingCalendar, from: Date, minutes: number): Date {
  return addWorkingTime(calendar, from, { minutes });
}

export function addWorkingDays(calendar: WorkingCalendar, from: Date, days: number): Date {
  return addWorkingTime(calendar, from, { days });
}

/** A step's share of the time limit, percent. */
export function stepLimit(
  calendar: WorkingCalendar,
  limitMinutes: number,
  share: number,
  from: Date,
): { dueAt: Date; minutes: number } {
  const minutes = Math.max(1, Math.round((limitMinutes * share) / 100));
  return { dueAt: addWorkingTime(calendar, from, { minutes }), minutes };
}

/**
 * The limit after the clock stood still: what was left goes on from now (P11), or the whole limit begins anew when a
 * supplement at the appraisal is complete (NĐ 61/2018 Điều 19.4).
 */
export function pausedUntil(
  calendar: WorkingCalendar,
  clock: { dueAt: Date; pausedAt: Date; limitMinutes: number | null },
  now: Date,
  restart: boolean,
): Date {
  if (restart && clock.limitMinutes) return addWorkingTime(calendar, now, { minutes: clock.limitMinutes });
  const left = workingTimeBetween(calendar, clock.pausedAt, clock.dueAt);
  return left <= 0 ? clock.dueAt : addWorkingTime(calendar, now, { minutes: Math.ceil(left) });
}

/**
 * By when paper must be with the competent agency: the same working day, or the start of the next when it was received
 * after the cut-off hour (15:00; NĐ 61/2018 Điều 18.2–18.3). How long that start lasts the law leaves open: a margin of
 * working minutes.
 */
export function handOverDue(
  calendar: WorkingCalendar,
  receivedAt: Date,
  { time, margin }: Rules['rules']['handOverCutOff'],
): Date {
  const limit = new Date(`${localDate(receivedAt)}T${time}:00+07:00`);
  const endToday = endOfWork(calendar, receivedAt);
  if (receivedAt <= limit && endToday && receivedAt < endToday) return endToday;
  const tomorrow = startOfDay(localDate(receivedAt), 1);
  const start = nextWorkingInstant(calendar, tomorrow);
  return margin?.minutes ? addWorkingTime(calendar, start, { minutes: margin.minutes }) : start;
}

/** The last working instant of a day, or undefined when nobody works on it. */
export function endOfWorkingDay(calendar: WorkingCalendar, day: string): Date | undefined {
  return endOfWork(calendar, new Date(`${day}T12:00:00+07:00`));
}

/** Minutes of a full working day of the unit. */
export async function dayMinutesOf(app: App, unitId: number, at: Date): Promise<number> {
  return (await calendarOf(app, unitId, at)).dayMinutes;
}
