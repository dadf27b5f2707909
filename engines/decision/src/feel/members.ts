/** What stands after a point: entries of contexts and the properties of calendar values and ranges. */
import { makeNumber } from './decimal.ts';
import type { Environment } from './environment.ts';
import { DaysTime, FeelDate, FeelDateTime, FeelTime, NANOS_PER_SECOND, YearsMonths, weekday } from './temporal.ts';
import { Range, kindOf } from './values.ts';
import type { Context, Value } from './values.ts';

/** `target.name`; a list gives the list of its items' members. */
export function member(target: Value, name: string, env: Environment): Value {
  if (Array.isArray(target)) {
    env.step(target.length);
    return target.map((item) => member(item, name, env));
  }
  if (isPlainObject(target)) {
    const value = Object.hasOwn(target, name) ? target[name] : undefined;
    return value === undefined ? env.note(`A context has no ${name}.`) : value;
  }
  if (target === null) return env.note(`Nothing has a member ${name}: the value is null.`);
  const value = typeof target === 'object' ? memberOf(target, name) : undefined;
  return value === undefined ? env.note(`A ${kindOf(target)} has no ${name}.`) : value;
}

function isPlainObject(target: Value): target is Context {
  return typeof target === 'object' && target !== null && Object.getPrototypeOf(target) === Object.prototype;
}

function memberOf(target: Exclude<Value, null | boolean | string | number>, name: string): Value | undefined {
  switch (kindOf(target)) {
    case 'context':
      return Object.hasOwn(target, name) ? (target as Context)[name] : undefined;
    case 'date':
      return dateMember(target as FeelDate, name);
    case 'time':
      return timeMember(target as FeelTime, name, 0);
    case 'date and time': {
      const { date, time } = target as FeelDateTime;
      return dateMember(date, name) ?? timeMember(time, name, date.epochDay);
    }
    case 'years and months duration':
      return monthsMember(target as YearsMonths, name);
    case 'days and time duration':
      return nanosMember(target as DaysTime, name);
    case 'range':
      return rangeMember(target as Range, name);
    default:
      return undefined;
  }
}

function dateMember(date: FeelDate, name: string): Value | undefined {
  if (name === 'year') return date.year;
  if (name === 'month') return date.month;
  if (name === 'day') return date.day;
  return name === 'weekday' ? weekday(date) : undefined;
}

function timeMember(time: FeelTime, name: string, epochDay: number): Value | undefined {
  const seconds = Math.floor(time.nanos / NANOS_PER_SECOND);
  switch (name) {
    case 'hour':
      return Math.floor(seconds / 3600);
    case 'minute':
      return Math.floor(seconds / 60) % 60;
    case 'second':
      return makeNumber(BigInt(time.nanos % (60 * NANOS_PER_SECOND)), -9);
    case 'time offset': {
      const offset = time.offset(epochDay);
      return offset === null ? null : new DaysTime(BigInt(offset) * BigInt(NANOS_PER_SECOND));
    }
    case 'timezone':
      return typeof time.zone === 'string' ? time.zone : null;
    default:
      return undefined;
  }
}

function monthsMember(duration: YearsMonths, name: string): Value | undefined {
  if (name === 'years') return Math.trunc(duration.months / 12) + 0;
  return name === 'months' ? (duration.months % 12) + 0 : undefined;
}

function nanosMember({ nanos }: DaysTime, name: string): Value | undefined {
  const seconds = nanos / BigInt(NANOS_PER_SECOND);
  switch (name) {
    case 'days':
      return makeNumber(seconds / 86_400n, 0);
    case 'hours':
      return Number((seconds / 3600n) % 24n);
    case 'minutes':
      return Number((seconds / 60n) % 60n);
    case 'seconds':
      return makeNumber(nanos % (60n * BigInt(NANOS_PER_SECOND)), -9);
    default:
      return undefined;
  }
}

function rangeMember(range: Range, name: string): Value | undefined {
  switch (name) {
    case 'start':
      return range.start;
    case 'end':
      return range.end;
    case 'start included':
      return range.startIncluded;
    case 'end included':
      return range.endIncluded;
    default:
      return undefined;
  }
}
