/** Reads FEEL's texts of dates, times and durations (XML Schema lexical forms, plus `@zone`). */
import {
  DaysTime,
  FeelDate,
  FeelDateTime,
  FeelTime,
  NANOS_PER_SECOND,
  YearsMonths,
  dateFromEpochDay,
  makeDate,
} from './temporal.ts';
import type { Zone } from './temporal.ts';
import { isZone } from './zones.ts';

const DATE = /^(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d(?::\d\d)?|@.+)?$/;
const MONTHS = /^(-?)P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?$/;
const DAYS = /^(-?)P(?=[\dT])(?:(\d+)D)?(?:T(?=[\d])(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?$/;
/** Largest offset from UTC, in seconds. */
const MAX_OFFSET = 18 * 3600;

export function parseDate(text: string): FeelDate | null {
  const m = DATE.exec(text);
  if (!m) return null;
  const year = Number(m[2]);
  return makeDate(m[1] ? -year : year, Number(m[3]), Number(m[4]));
}

export function parseTime(text: string): FeelTime | null {
  const read = readTime(text);
  return read && new FeelTime(read.nanos % 86_400e9, read.zone);
}

/** A date alone is its midnight. */
export function parseDateTime(text: string): FeelDateTime | null {
  const split = text.indexOf('T');
  const date = parseDate(split < 0 ? text : text.slice(0, split));
  if (!date) return null;
  if (split < 0) return new FeelDateTime(date, new FeelTime(0, null));
  const read = readTime(text.slice(split + 1));
  if (!read) return null;
  if (read.nanos < 86_400e9) return new FeelDateTime(date, new FeelTime(read.nanos, read.zone));
  const next = dateFromEpochDay(date.epochDay + 1);
  return next && new FeelDateTime(next, new FeelTime(0, read.zone));
}

/** 24:00:00 is read as the end of the day: 86,400 × 10⁹ nanoseconds. */
function readTime(text: string): { nanos: number; zone: Zone } | null {
  const m = TIME.exec(text);
  if (!m) return null;
  const hour = Number(m[1]);
  const minute = Number(m[2]);
  const second = Number(m[3]);
  const fraction = Number((m[4] ?? '').slice(0, 9).padEnd(9, '0'));
  if (minute > 59 || second > 59) return null;
  if (hour > 23 && (hour > 24 || minute > 0 || second > 0 || fraction > 0)) return null;
  const zone = parseZone(m[5]);
  if (zone === undefined) return null;
  return { nanos: (hour * 3600 + minute * 60 + second) * NANOS_PER_SECOND + fraction, zone };
}

function parseZone(text: string | undefined): Zone | undefined {
  if (text === undefined) return null;
  if (text === 'Z') return 0;
  if (text.startsWith('@')) return isZone(text.slice(1)) ? text.slice(1) : undefined;
  const [hours = 0, minutes = 0, seconds = 0] = text.slice(1).split(':').map(Number);
  if (minutes > 59 || seconds > 59) return undefined;
  const offset = hours * 3600 + minutes * 60 + seconds;
  if (offset > MAX_OFFSET) return undefined;
  return text.startsWith('-') && offset !== 0 ? -offset : offset;
}

export function parseDuration(text: string): YearsMonths | DaysTime | null {
  if (text.length > 100) return null;
  const months = MONTHS.exec(text);
  if (months) {
    const total = Number(months[2] ?? 0) * 12 + Number(months[3] ?? 0);
    if (!Number.isSafeInteger(total)) return null;
    return new YearsMonths(months[1] && total ? -total : total);
  }
  const days = DAYS.exec(text);
  if (!days) return null;
  const part = (i: number): bigint => BigInt(days[i] ?? 0);
  const seconds = ((part(2) * 24n + part(3)) * 60n + part(4)) * 60n + part(5);
  const fraction = BigInt((days[6] ?? '').slice(0, 9).padEnd(9, '0'));
  const nanos = seconds * BigInt(NANOS_PER_SECOND) + fraction;
  return new DaysTime(days[1] ? -nanos : nanos);
}

/** What an at-literal `@"…"` means; null when it is none of FEEL's temporal texts. */
export function parseTemporal(text: string): FeelDate | FeelDateTime | FeelTime | YearsMonths | DaysTime | null {
  if (/^-?P/.test(text)) return parseDuration(text);
  if (text.includes('T') && DATE.test(text.slice(0, text.indexOf('T')))) return parseDateTime(text);
  return parseDate(text) ?? parseTime(text);
}
