import { coefficientOf, exponentOf, parseNumber, pow10 } from '../feel/decimal.ts';
import type { Num } from '../feel/decimal.ts';
import type { Environment } from '../feel/environment.ts';
import { parseRange } from '../feel/range-text.ts';
import { DaysTime, FeelDate, FeelDateTime, FeelTime, NANOS_PER_SECOND, makeDate } from '../feel/temporal.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../feel/temporal-parse.ts';
import type { Value } from '../feel/values.ts';
import { define } from './define.ts';

const unreadable = (env: Environment, kind: string, text: string): null => env.note(`"${text.slice(0, 40)}" is not a ${kind}.`);

define('date(from: string)', (env, text: string) => parseDate(text) ?? unreadable(env, 'date', text));
define('date(from: dt)', (_, from: FeelDateTime) => from.date);
define('date(from: date)', (_, from: FeelDate) => from);
define('date(year: number, month: number, day: number)', (env, year: Num, month: Num, day: Num) => {
  if (typeof year !== 'number' || typeof month !== 'number' || typeof day !== 'number')
    return env.note('A date has whole numbers.');
  return makeDate(year, month, day) ?? env.note('There is no such date.');
});

define('time(from: string)', (env, text: string) => parseTime(text) ?? unreadable(env, 'time', text));
define('time(from: time)', (_, from: FeelTime) => from);
define('time(from: dt)', (_, from: FeelDateTime) => from.time);
define('time(from: date)', () => new FeelTime(0, 0));
define(
  'time(hour: number, minute: number, second: number, offset?: dtd|null)',
  (env, hour: Num, minute: Num, second: Num, offset?: DaysTime | null) => {
    if (typeof hour !== 'number' || typeof minute !== 'number') return env.note('Hours and minutes are whole numbers.');
    const nanos = exponentOf(second) < -9 ? -1 : Number(coefficientOf(second) * pow10(9 + exponentOf(second)));
    const inDay = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && nanos >= 0 && nanos < 60 * NANOS_PER_SECOND;
    if (!inDay) return env.note('There is no such time.');
    const zone = offset ? Number(offset.nanos / BigInt(NANOS_PER_SECOND)) : null;
    if (zone !== null && Math.abs(zone) > 18 * 3600) return env.note('The offset is too large.');
    return new FeelTime((hour * 3600 + minute * 60) * NANOS_PER_SECOND + nanos, zone);
  },
);

define('date and time(from: string)', (env, text: string) => parseDateTime(text) ?? unreadable(env, 'date and time', text));
define('date and time(from: dt)', (_, from: FeelDateTime) => from);
define('date and time(date: date|dt, time: time)', (_, date: FeelDate | FeelDateTime, time: FeelTime) => {
  return new FeelDateTime(date instanceof FeelDate ? date : date.date, time);
});

define('duration(from: string)', (env, text: string) => parseDuration(text) ?? unreadable(env, 'duration', text));
define('duration(from: dtd|ymd)', (_, from: Value) => from);

define('number(from: string)', (env, text: string) => plainNumber(text) ?? unreadable(env, 'number', text));
define(
  'number(from: string, grouping separator: string|null, decimal separator: string|null)',
  (env, from: string, group: string | null, decimal: string | null) => {
    if (group !== null && ![' ', ',', '.'].includes(group)) return env.note('The grouping separator is a space, comma or point.');
    if (decimal !== null && ![',', '.'].includes(decimal)) return env.note('The decimal separator is a comma or point.');
    if (group !== null && group === decimal) return env.note('The two separators must differ.');
    let text = group === null ? from : from.replaceAll(group, '');
    if (decimal !== null && decimal !== '.') {
      if (text.includes('.')) return unreadable(env, 'number', from);
      text = text.replaceAll(decimal, '.');
    }
    return plainNumber(text) ?? unreadable(env, 'number', from);
  },
);

function plainNumber(text: string): Num | null {
  return parseNumber(text);
}

define('range(from: string)', (env, text: string) => parseRange(text) ?? unreadable(env, 'range', text));
