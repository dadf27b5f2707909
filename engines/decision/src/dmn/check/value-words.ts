/** Values and intervals in the words of whoever reads a table. */
import { literal } from '../../builtins/to-text.ts';
import { Environment } from '../../feel/environment.ts';
import { DaysTime, FeelDate, FeelDateTime, FeelTime, NANOS_PER_DAY, YearsMonths } from '../../feel/temporal.ts';
import type { Value } from '../../feel/values.ts';
import type { Words } from './findings.ts';

const same = (text: string): Words => ({ vi: text, en: text });

/** A value as people write it: days as 30/06/2026, texts in quotes, durations in words. */
export function valueWords(value: Value): Words {
  if (typeof value === 'string') return same(`“${value}”`);
  if (typeof value === 'boolean') return value ? { vi: 'đúng', en: 'true' } : { vi: 'sai', en: 'false' };
  if (value instanceof FeelDate) return same(dayText(value));
  if (value instanceof FeelTime) return same(hours(value));
  if (value instanceof FeelDateTime) return same(`${dayText(value.date)} ${hours(value.time)}`);
  if (value instanceof YearsMonths)
    return counted(value.months < 0, [
      [Math.floor(Math.abs(value.months) / 12), 'năm', 'year'],
      [Math.abs(value.months) % 12, 'tháng', 'month'],
    ]);
  if (value instanceof DaysTime) return durationWords(value);
  return same(literal(value, new Environment()));
}

const dayText = ({ year, month, day }: FeelDate): string =>
  `${String(day).padStart(2, '0')}/${String(month).padStart(2, '0')}/${year}`;

/** Without seconds where there are none. */
const hours = (time: FeelTime): string => String(time).replace(/^(\d\d:\d\d):00(?![.\d])/, '$1');

function durationWords(value: DaysTime): Words {
  const nanos = value.nanos < 0n ? -value.nanos : value.nanos;
  const seconds = Number(nanos / 1_000_000_000n);
  // What is finer than a second is written as FEEL does.
  if (nanos % 1_000_000_000n !== 0n) return same(String(value));
  const days = Number(nanos / BigInt(NANOS_PER_DAY));
  return counted(value.nanos < 0n, [
    [days, 'ngày', 'day'],
    [Math.floor(seconds / 3600) % 24, 'giờ', 'hour'],
    [Math.floor(seconds / 60) % 60, 'phút', 'minute'],
    [seconds % 60, 'giây', 'second'],
  ]);
}

function counted(negative: boolean, parts: readonly (readonly [count: number, vi: string, en: string])[]): Words {
  const said = parts.filter(([count]) => count !== 0);
  const sign = negative ? '−' : '';
  if (said.length === 0) return { vi: `0 ${parts.at(0)![1]}`, en: `0 ${parts.at(0)![2]}s` };
  return {
    vi: sign + said.map(([count, vi]) => `${count} ${vi}`).join(' '),
    en: sign + said.map(([count, , en]) => `${count} ${en}${count === 1 ? '' : 's'}`).join(' '),
  };
}

/** One end of an interval; null without bound. */
export interface End {
  readonly value: Value;
  readonly included: boolean;
}

/** What lies between two ends: “từ 10 đến dưới 20”, “sau 30/06/2026”. */
export function intervalWords(from: End | null, to: End | null): Words {
  // Between two days there are only days: both ends are said as days that belong to it.
  const [low, high] = [from && wholeDay(from, 1), to && wholeDay(to, -1)];
  const inTime = [from, to].some((end) => isMoment(end?.value ?? null));
  const words = inTime ? moments : amounts;
  if (low && high) {
    const [a, b] = [valueWords(low.value), valueWords(high.value)];
    if (a.vi === b.vi) return a;
    return {
      vi: `${low.included ? 'từ' : words.above.vi} ${a.vi} đến ${high.included ? '' : `${words.below.vi} `}${b.vi}`,
      en: `${low.included ? 'from' : words.above.en} ${a.en} to ${high.included ? '' : `${words.below.en} `}${b.en}`,
    };
  }
  if (from)
    return pair(
      from.included ? words.from : words.above,
      valueWords(from.value),
      from.included ? (inTime ? onwards : upwards) : none,
    );
  if (to) return pair(to.included ? words.upTo : words.below, valueWords(to.value), none);
  return { vi: 'bất kỳ', en: 'anything' };
}

const pair = (word: Words, value: Words, behind: Words): Words => ({
  vi: `${word.vi} ${value.vi}${behind.vi}`,
  en: `${word.en} ${value.en}${behind.en}`,
});
const none = { vi: '', en: '' };
const upwards = { vi: ' trở lên', en: ' up' };
const onwards = { vi: ' trở đi', en: ' on' };

const amounts = {
  above: { vi: 'trên', en: 'over' },
  below: { vi: 'dưới', en: 'under' },
  from: { vi: 'từ', en: 'from' },
  upTo: { vi: 'không quá', en: 'up to' },
};
const moments = {
  above: { vi: 'sau', en: 'after' },
  below: { vi: 'trước', en: 'before' },
  from: { vi: 'từ', en: 'from' },
  upTo: { vi: 'đến hết', en: 'until' },
};

const isMoment = (value: Value): boolean =>
  value instanceof FeelDate || value instanceof FeelTime || value instanceof FeelDateTime;

function wholeDay(end: End, days: 1 | -1): End {
  const { value, included } = end;
  if (!(value instanceof FeelDate) || included) return end;
  const day = new Date(Date.UTC(value.year, value.month - 1, value.day + days));
  // Beyond what the calendar of the program reaches the end is said as it stands.
  if (value.year < 1000 || value.year > 9998) return end;
  return { value: new FeelDate(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()), included: true };
}
