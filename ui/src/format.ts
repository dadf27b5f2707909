/**
 * Dates, times, money and sizes as Vietnamese offices write them, for the clock of Asia/Ho_Chi_Minh.
 * Vietnam has had UTC+7 without summer time since 1975, so the offset is added by hand: ten times faster than Intl.
 */
import type { Lang } from './lang.ts';

/** A point in time (`Date`, ISO text or Temporal value) or a calendar date (`2026-11-21`, Temporal.PlainDate). */
export type When = Date | string | { toString(): string };

const offset = 7 * 3_600_000;
const calendarDate = /^\d{4}-\d{2}-\d{2}$/;

/** Shifts a point in time so that its UTC fields read as the local clock. */
function local(when: When): Date {
  if (when instanceof Date) return new Date(when.getTime() + offset);
  const text = String(when).replace(/\[.*$/, '');
  return calendarDate.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Date.parse(text) + offset);
}

const two = (value: number) => String(value).padStart(2, '0');

/** `21/11/2026`. */
export function formatDate(when: When): string {
  const date = local(when);
  return `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`;
}

/** `14:30`. */
export function formatTime(when: When): string {
  const date = local(when);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** `14:30, 21/11/2026`. */
export function formatDateTime(when: When): string {
  return `${formatTime(when)}, ${formatDate(when)}`;
}

/** `14:30:05, 21/11/2026`: where the order of what happened matters. */
export function formatMoment(when: When): string {
  return `${formatTime(when)}:${two(local(when).getUTCSeconds())}, ${formatDate(when)}`;
}

const weekdays: Record<Lang, readonly string[]> = {
  vi: ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};

/** `Thứ Bảy, 21/11/2026`: for the day on which a person must come. */
export function formatLongDate(lang: Lang, when: When): string {
  return `${weekdays[lang][local(when).getUTCDay()]}, ${formatDate(when)}`;
}

function group(digits: string, separator: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, separator);
}

/** `1.234.567,8` in Vietnamese, `1,234,567.8` in English; exact for bigint and decimal text. */
export function formatNumber(lang: Lang, value: bigint | number | string): string {
  const [whole = '0', fraction] = String(value).replace('-', '').split('.');
  const sign = String(value).startsWith('-') ? '−' : '';
  const number = group(whole, lang === 'vi' ? '.' : ',');
  return sign + number + (fraction === undefined ? '' : (lang === 'vi' ? ',' : '.') + fraction);
}

/** `1 device`, `1,200 devices`: English alone needs it. @param more for words that do not take an s */
export function counted(count: number, one: string, more = `${one}s`): string {
  return `${formatNumber('en', count)} ${count === 1 ? one : more}`;
}

/** Đồng: `150.000 đ` in Vietnamese, `150,000 VND` in English (no-break space before the unit). */
export function formatMoney(lang: Lang, amount: bigint | number | string): string {
  return `${formatNumber(lang, amount)}\u00a0${lang === 'vi' ? 'đ' : 'VND'}`;
}

/** Size of a file in bytes: `820 B`, `12 kB`, `1,2 MB`. */
export function formatSize(lang: Lang, bytes: number): string {
  // As limits are configured and as computers show files: 1 MB is 1024 kB.
  const kilobyte = 1024;
  const megabyte = kilobyte * kilobyte;
  if (bytes < kilobyte) return `${bytes}\u00a0B`;
  if (bytes < megabyte - kilobyte / 2) return `${Math.round(bytes / kilobyte)}\u00a0kB`;
  return `${formatNumber(lang, (bytes / megabyte).toFixed(1).replace('.0', ''))}\u00a0MB`;
}
