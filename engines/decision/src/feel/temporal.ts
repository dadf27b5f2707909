/**
 * FEEL's calendar values. FEEL needs years up to ±999,999,999 and times and zones in combinations that
 * Temporal does not have, so these are our own small immutable records over the proleptic Gregorian
 * calendar. A zone is `null` (local), a number (offset from UTC in seconds) or an IANA name.
 */
import { offsetAtInstant, offsetOfLocal } from './zones.ts';

export type Zone = number | string | null;

export const NANOS_PER_SECOND = 1_000_000_000;
export const NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;
const MAX_YEAR = 999_999_999;

export class FeelDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;

  constructor(year: number, month: number, day: number) {
    this.year = year;
    this.month = month;
    this.day = day;
  }

  /** Days since 1970-01-01. */
  get epochDay(): number {
    return daysFromCivil(this.year, this.month, this.day);
  }

  toString(): string {
    return formatDate(this);
  }
}

export class FeelTime {
  /** Nanoseconds since midnight, 0 ≤ nanos < 86,400 × 10⁹. */
  readonly nanos: number;
  readonly zone: Zone;

  constructor(nanos: number, zone: Zone) {
    this.nanos = nanos;
    this.zone = zone;
  }

  /** Offset from UTC in seconds; null for a local time. A named zone is read as of `epochDay`. */
  offset(epochDay = 0): number | null {
    if (typeof this.zone !== 'string') return this.zone;
    return offsetOfLocal(this.zone, epochDay * 86_400 + Math.floor(this.nanos / NANOS_PER_SECOND));
  }

  toString(): string {
    return formatTime(this);
  }
}

export class FeelDateTime {
  readonly date: FeelDate;
  readonly time: FeelTime;

  constructor(date: FeelDate, time: FeelTime) {
    this.date = date;
    this.time = time;
  }

  get offset(): number | null {
    return this.time.offset(this.date.epochDay);
  }

  /** Nanoseconds since 1970-01-01T00:00:00 in the value's own local time. */
  get localNanos(): bigint {
    return BigInt(this.date.epochDay) * BigInt(NANOS_PER_DAY) + BigInt(this.time.nanos);
  }

  /** Nanoseconds since the epoch; a local value counts as if it were UTC. */
  get instant(): bigint {
    return this.localNanos - BigInt(this.offset ?? 0) * BigInt(NANOS_PER_SECOND);
  }

  toString(): string {
    return `${formatDate(this.date)}T${formatTime(this.time)}`;
  }
}

export class YearsMonths {
  readonly months: number;

  constructor(months: number) {
    this.months = months;
  }

  toString(): string {
    const size = Math.abs(this.months);
    const years = Math.floor(size / 12);
    const months = size % 12;
    const text = `P${years ? `${years}Y` : ''}${months || !years ? `${months}M` : ''}`;
    return this.months < 0 ? `-${text}` : text;
  }
}

export class DaysTime {
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }

  toString(): string {
    return formatDaysTime(this.nanos);
  }
}

/** Days since 1970-01-01 of a proleptic Gregorian date (Howard Hinnant's algorithm). */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date of a day number; null beyond the years FEEL knows. */
export function dateFromEpochDay(epochDay: number): FeelDate | null {
  const z = epochDay + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return Math.abs(year) > MAX_YEAR ? null : new FeelDate(year, month, day);
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The date, or null when there is no such day. */
export function makeDate(year: number, month: number, day: number): FeelDate | null {
  if (Math.abs(year) > MAX_YEAR || month < 1 || month > 12) return null;
  if (day < 1 || day > daysInMonth(year, month)) return null;
  return new FeelDate(year, month, day);
}

/** ISO day of the week, Monday 1 … Sunday 7. */
export function weekday(date: FeelDate): number {
  return ((((date.epochDay + 3) % 7) + 7) % 7) + 1;
}

/** Whole months later; the day is cut to the length of the month reached. */
export function addMonths(date: FeelDate, months: number): FeelDate | null {
  const total = date.year * 12 + (date.month - 1) + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12 + 1;
  return makeDate(year, month, Math.min(date.day, daysInMonth(year, month)));
}

/** The date and time `nanos` after 1970-01-01T00:00:00 local time, in the given zone. */
function dateTimeFromLocal(nanos: bigint, zone: Zone): FeelDateTime | null {
  const perDay = BigInt(NANOS_PER_DAY);
  let days = nanos / perDay;
  let rest = nanos % perDay;
  if (rest < 0n) {
    rest += perDay;
    days -= 1n;
  }
  const date = dateFromEpochDay(Number(days));
  return date && new FeelDateTime(date, new FeelTime(Number(rest), zone));
}

/** The date and time at an instant, as a clock in the given zone shows it. */
export function dateTimeFromInstant(nanos: bigint, zone: Zone): FeelDateTime | null {
  let offset = zone;
  if (typeof offset === 'string') {
    offset = offsetAtInstant(offset, Number(nanos / BigInt(NANOS_PER_SECOND)));
  }
  return dateTimeFromLocal(nanos + BigInt(offset ?? 0) * BigInt(NANOS_PER_SECOND), zone);
}

/** A date counts as midnight UTC where FEEL needs an instant of it. */
export function midnight(date: FeelDate): FeelDateTime {
  return new FeelDateTime(date, new FeelTime(0, 0));
}

const pad = (n: number, length = 2): string => String(n).padStart(length, '0');

function formatDate(date: FeelDate): string {
  return `${date.year < 0 ? '-' : ''}${pad(Math.abs(date.year), 4)}-${pad(date.month)}-${pad(date.day)}`;
}

function formatTime(time: FeelTime): string {
  const seconds = Math.floor(time.nanos / NANOS_PER_SECOND);
  const fraction = time.nanos % NANOS_PER_SECOND;
  const clock = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return clock + formatFraction(fraction) + formatZone(time.zone);
}

function formatFraction(nanos: number): string {
  return nanos === 0 ? '' : `.${pad(nanos, 9).replace(/0+$/, '')}`;
}

function formatZone(zone: Zone): string {
  if (zone === null) return '';
  if (typeof zone === 'string') return `@${zone}`;
  if (zone === 0) return 'Z';
  const size = Math.abs(zone);
  const seconds = size % 60 ? `:${pad(size % 60)}` : '';
  return `${zone < 0 ? '-' : '+'}${pad(Math.floor(size / 3600))}:${pad(Math.floor(size / 60) % 60)}${seconds}`;
}

function formatDaysTime(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  const seconds = size / BigInt(NANOS_PER_SECOND);
  const fraction = formatFraction(Number(size % BigInt(NANOS_PER_SECOND)));
  const days = seconds / 86_400n;
  const hours = (seconds / 3600n) % 24n;
  const minutes = (seconds / 60n) % 60n;
  const secs = seconds % 60n;
  const clock = (hours ? `${hours}H` : '') + (minutes ? `${minutes}M` : '') + (secs || fraction ? `${secs}${fraction}S` : '');
  const text = `P${days ? `${days}D` : ''}${clock || !days ? `T${clock || '0S'}` : ''}`;
  return nanos < 0n ? `-${text}` : text;
}
