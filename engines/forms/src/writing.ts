/** Reading what people write: text, numbers and days, before any field's own rules. */
import { isRecord, own } from './data.ts';

/** NFC, whole surrogates, no control or direction-changing characters, one kind of newline, trimmed. */
export function tidy(text: string, lines = false): string {
  const whole = text
    .toWellFormed()
    .normalize('NFC')
    .replace(
      // oxlint-disable-next-line no-control-regex
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
      '',
    )
    .replace(/\r\n?/g, '\n');
  return lines ? whole.replace(/[^\S\n]+$/gm, '').trim() : whole.replace(/\s+/g, ' ').trim();
}

/** The text of an answer, or undefined for one that is not text at all. */
export function textOf(raw: unknown, lines = false): string | undefined {
  if (typeof raw === 'string') return tidy(raw.length > 100_000 ? raw.slice(0, 100_000) : raw, lines);
  if (typeof raw === 'number' && Number.isFinite(raw)) return String(raw);
  return undefined;
}

/**
 * Reads a number as people write it. Vietnamese: `1.234.567,8`; English: `1,234,567.8`. A single separator that
 * cannot be a thousands separator (`12.5`) is taken as the decimal one, so that neither habit is punished.
 */
export function parseNumber(text: string, lang: 'vi' | 'en'): number | undefined {
  const bare = text.replace(/[\s_]/g, '');
  const [group, point] = lang === 'vi' ? ['.', ','] : [',', '.'];
  let plain: string;
  if (new RegExp(`^-?\\d{1,3}(\\${group}\\d{3})+(\\${point}\\d+)?$`).test(bare)) {
    plain = bare.replaceAll(group, '').replace(point, '.');
  } else if (/^-?\d+([.,]\d+)?$/.test(bare)) {
    plain = bare.replace(',', '.');
  } else return undefined;
  const digits = plain.replace(/^-?0*|\./g, '');
  // More than fifteen digits do not survive a JSON number.
  return digits.length > 15 ? undefined : Number(plain);
}

/** `21/11/1990`, `1990-11-21` or `{ day, month, year }` → `1990-11-21`; undefined for a day that does not exist. */
export function parseDate(raw: unknown): string | undefined {
  let parts: (string | undefined)[] | null = null;
  if (isRecord(raw)) parts = ['', ...['year', 'month', 'day'].map((part) => textOf(own(raw, part)))];
  else if (typeof raw === 'string') {
    const text = tidy(raw);
    const local = /^(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4})$/.exec(text);
    parts = local ? [text, local[3], local[2], local[1]] : /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  }
  if (!parts || !parts.slice(1).every((part) => part !== undefined && /^\d{1,4}$/.test(part))) return undefined;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  if (year < 1800 || year > 2500 || month < 1 || month > 12 || day < 1) return undefined;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
