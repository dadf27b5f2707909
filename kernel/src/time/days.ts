import type { Text } from '../text.ts';

/**
 * Days as whole numbers (0 is 1970-01-01) and the time of day as minutes from midnight, both as a clock on a
 * wall in Vietnam shows them. Vietnam has had no daylight saving since 1975, so that UTC+7 is exact.
 */
export type Day = number;

const dayMs = 86_400_000;
const offsetMs = 7 * 3_600_000;

/** A day or span of time that is none, told in both languages. */
export class TimeFault extends RangeError {
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

/** @param text `YYYY-MM-DD`. @throws TimeFault when there is no such day */
export function parseDay(text: string): Day {
  const ms = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(ms) || formatDay(ms / dayMs) !== text)
    throw new TimeFault({ vi: `${text} không phải một ngày có thật`, en: `${text} is not a day` });
  return ms / dayMs;
}

/** `YYYY-MM-DD`. */
export function formatDay(day: Day): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

export function dayOf(year: number, month: number, date: number): Day {
  return Date.UTC(year, month - 1, date) / dayMs;
}

export function yearOf(day: Day): number {
  return new Date(day * dayMs).getUTCFullYear();
}

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

export function weekdayOf(day: Day): Weekday {
  return weekdays[(((day + 3) % 7) + 7) % 7]!; // 1970-01-01 was a Thursday
}

/** An instant as day and time of day in Vietnam; seconds count as parts of minutes. */
export function wallTime(at: Date): { day: Day; minute: number } {
  const local = at.getTime() + offsetMs;
  const day = Math.floor(local / dayMs);
  return { day, minute: (local - day * dayMs) / 60_000 };
}

/** The instant at which a clock in Vietnam shows this day and time. */
export function instantAt(day: Day, minute: number): Date {
  return new Date(day * dayMs + minute * 60_000 - offsetMs);
}
