import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { evaluate, toJson } from '../index.ts';
import { dateFromEpochDay, daysFromCivil } from './temporal.ts';

const value = (text: string, now?: string): unknown => toJson(evaluate(text, {}, now ? { now: new Date(now) } : {}));

describe('dates and times', () => {
  test('day numbers and dates are each other’s inverse, and agree with JavaScript’s', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), (day) => {
        const date = dateFromEpochDay(day) ?? assert.fail();
        assert.equal(daysFromCivil(date.year, date.month, date.day), day);
        const js = new Date(day * 86_400_000);
        assert.deepEqual([date.year, date.month, date.day], [js.getUTCFullYear(), js.getUTCMonth() + 1, js.getUTCDate()]);
      }),
    );
  });
  const rows: readonly (readonly [string, unknown])[] = [
    ['date("2024-02-30")', null],
    ['date(2024, 2, 29) + duration("P1Y")', '2025-02-28'],
    ['@"2024-01-31" + @"P1M"', '2024-02-29'],
    ['@"2024-03-01" - @"2024-02-01"', 'P29D'],
    ['date and time("2024-12-31T23:59:59") + @"PT1S"', '2025-01-01T00:00:00'],
    ['@"23:30:00" + @"PT1H"', '00:30:00'],
    ['@"2024-06-01T12:00:00@Asia/Ho_Chi_Minh" = @"2024-06-01T05:00:00Z"', true],
    ['@"2024-06-01T12:00:00@Asia/Ho_Chi_Minh".time offset', 'PT7H'],
    ['@"2024-03-31T01:30:00@Europe/Paris" + @"PT1H"', '2024-03-31T03:30:00@Europe/Paris'],
    ['duration("P1DT25H")', 'P2DT1H'],
    ['duration("P26M")', 'P2Y2M'],
    ['duration("-PT90M").hours', -1],
    ['years and months duration(@"2011-12-22", @"2013-08-24")', 'P1Y8M'],
    ['@"2026-11-21".weekday', 6],
    ['week of year(@"2005-01-01")', 53],
    ['day of year(@"2024-12-31")', 366],
    ['@"10:30:01.5".second', '1.5'],
    ['string(@"999999999-12-31")', '999999999-12-31'],
    ['time(11, 59, 45, duration("PT2H"))', '11:59:45+02:00'],
    ['time("24:00:01")', null],
    ['date and time("2024-01-01T10:00:00@Nowhere/Land")', null],
    ['@"2024-01-01" < @"2024-01-02"', true],
  ];
  for (const [text, expected] of rows) {
    test(`${text} is ${String(expected)}`, () => assert.equal(value(text), expected));
  }
  test('now and today follow the clock that is given, in Vietnamese time', () => {
    assert.equal(value('today()', '2026-01-01T18:00:00Z'), '2026-01-02');
    assert.equal(value('now().hour', '2026-01-01T18:00:00Z'), 1);
  });
});
