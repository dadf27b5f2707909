import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parse } from 'yaml';
import { checker } from '../operations/operation.ts';
import {
  addWorkingTime,
  type CalendarBody,
  calendarKind,
  compileCalendar,
  endOfWork,
  isWorkingTime,
  lunarDay,
  nextWorkingInstant,
  subtractWorkingDays,
  workingMinutes,
  workingTimeBetween,
} from './index.ts';
import { formatDay, parseDay } from './days.ts';
import { publicHolidays } from './holidays.ts';

const file = join(import.meta.dirname, '../../../packs/ha-nam/calendars/province.yaml');
const body = parse(readFileSync(file, 'utf8')) as CalendarBody;
const calendar = compileCalendar(body);

/** A time in Vietnam. */
const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+07:00`);
const show = (date: Date): string => new Date(date.getTime() + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const due = (from: string, days: number, of = calendar): string => show(addWorkingTime(of, at(from), { days }));
const off = (year: number, of = body): string[] => [...publicHolidays(of, year)].sort((a, b) => a - b).map(formatDay);

/** The words of a text. */
const days = (text: string): string[] => text.split(/\s+/);

describe('D5 the date of return counts working time only', () => {
  test('it keeps the hour of receipt: Wednesday at 10:00 and five days give the next Wednesday at 10:00', () => {
    assert.equal(due('2026-11-18 10:00', 5), '2026-11-25 10:00');
  });

  test('it passes over weekends, the noon break, and Tết by the lunar calendar', () => {
    assert.equal(due('2026-11-20 16:00', 1), '2026-11-23 16:00');
    assert.equal(show(addWorkingTime(calendar, at('2026-11-18 11:00'), { hours: 1 })), '2026-11-18 14:00');
    assert.equal(due('2026-02-13 10:00', 2), '2026-02-24 10:00'); // 16–20 February 2026 are Tết
  });

  test('half days count', () => {
    assert.equal(due('2026-11-18 07:30', 0.5), '2026-11-18 11:15');
    assert.equal(due('2026-11-18 13:15', 0.5), '2026-11-19 07:45');
    assert.equal(due('2026-11-18 10:00', 2.5), '2026-11-20 15:45');
  });

  test('a dossier received outside working time counts from when work begins', () => {
    assert.equal(due('2026-11-21 22:00', 1), '2026-11-23 17:00');
    assert.equal(due('2026-11-18 12:15', 1), '2026-11-19 11:30');
    assert.equal(due('2026-11-18 17:00', 1), '2026-11-19 17:00');
  });

  test('days that were swapped: the Monday is off and the Saturday is worked', () => {
    assert.equal(due('2024-04-26 10:00', 1), '2024-05-02 10:00');
    assert.equal(due('2024-05-03 10:00', 1), '2024-05-04 10:00');
    assert.equal(isWorkingTime(calendar, at('2024-05-04 09:00')), true);
    assert.equal(isWorkingTime(calendar, at('2024-04-29 09:00')), false);
  });

  test('hours and days off of single units, the nearest unit deciding', () => {
    const desk = {
      ...body,
      units: {
        district: {
          daysOff: [{ from: '2026-11-19', part: 'afternoon', name: { vi: 'Bão', en: 'Storm' }, source: 'test' }],
          source: 'test',
        },
        desk: { hours: { ...body.hours, saturday: ['07:30-11:30'] }, source: 'test' },
      },
    } as CalendarBody;
    const own = compileCalendar(desk, ['desk', 'district', 'province']);
    assert.equal(due('2026-11-18 15:00', 1, own), '2026-11-20 09:00'); // half a Thursday is missing
    assert.equal(due('2026-11-20 16:00', 0.2, own), '2026-11-21 08:00');
    assert.equal(due('2026-11-20 16:00', 0.2), '2026-11-23 08:00');
    assert.equal(own.dayMinutes, 450);
  });

  test('warnings two days and one day before the limit', () => {
    assert.equal(show(subtractWorkingDays(calendar, at('2026-11-24 10:00'), 2)), '2026-11-20 10:00');
    assert.equal(show(subtractWorkingDays(calendar, at('2026-11-24 10:00'), 1)), '2026-11-23 10:00');
    assert.equal(show(subtractWorkingDays(calendar, at('2026-11-27 17:00'), 1)), '2026-11-27 07:30');
  });

  test('whether and when there is work', () => {
    assert.equal(isWorkingTime(calendar, at('2026-11-18 11:29')), true);
    assert.equal(isWorkingTime(calendar, at('2026-11-18 11:30')), false);
    assert.equal(show(nextWorkingInstant(calendar, at('2026-11-18 11:30'))), '2026-11-18 13:30');
    assert.equal(show(nextWorkingInstant(calendar, at('2026-11-20 18:00'))), '2026-11-23 07:30');
    assert.equal(show(endOfWork(calendar, at('2026-11-18 09:00'))!), '2026-11-18 17:00');
    assert.equal(endOfWork(calendar, at('2026-11-22 09:00')), undefined);
  });
});

describe('Public holidays', () => {
  test('are those announced for 2024, 2025 and 2026, with their days in lieu', () => {
    assert.deepEqual(
      off(2024),
      days(`2024-01-01 2024-02-08 2024-02-09 2024-02-10 2024-02-11 2024-02-12 2024-02-13 2024-02-14
      2024-04-18 2024-04-30 2024-05-01 2024-09-02 2024-09-03`),
    );
    assert.deepEqual(
      off(2025),
      days(`2025-01-01 2025-01-27 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-04-07 2025-04-30
      2025-05-01 2025-09-01 2025-09-02`),
    );
    assert.deepEqual(
      off(2026),
      days(`2026-01-01 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-04-26 2026-04-27
      2026-04-30 2026-05-01 2026-09-01 2026-09-02`),
    );
  });

  test('three on end over a weekend are made up for one after the other (2023: 29 April to 3 May)', () => {
    const spring = off(2023).filter((day) => day > '2023-04' && day < '2023-06');
    assert.deepEqual(spring, ['2023-04-29', '2023-04-30', '2023-05-01', '2023-05-02', '2023-05-03']);
  });

  test('the lunar calendar is the Vietnamese one, also where the Chinese differs', () => {
    const newYears = days(`1968-01-29 1985-01-21 2000-02-05 2007-02-17 2023-01-22 2024-02-10 2025-01-29 2026-02-17
      2027-02-06 2028-01-26 2029-02-13 2030-02-02 2033-01-31 2034-02-19`);
    for (const day of newYears) assert.equal(formatDay(lunarDay(Number(day.slice(0, 4)), 1, 1)), day);
    assert.equal(formatDay(lunarDay(2023, 2, 1, true)), '2023-03-22'); // the leap second month
    assert.equal(formatDay(lunarDay(2025, 6, 1, true)), '2025-07-25');
    assert.equal(formatDay(lunarDay(2024, 12, 23)), '2025-01-22');
    assert.throws(() => lunarDay(2024, 2, 1, true), /no leap month/);
  });
});

describe('Working time adds up', () => {
  const instant = fc
    .integer({
      min: at('2024-01-01 00:00').getTime() / 60_000,
      max: at('2028-12-31 00:00').getTime() / 60_000,
    })
    .map((minutes) => new Date(minutes * 60_000));
  const minutes = fc.integer({ min: 1, max: 40 * 450 });

  test('between a receipt and its end lies exactly the limit, and the end is reached at work', () => {
    fc.assert(
      fc.property(instant, minutes, (from, limit) => {
        const end = addWorkingTime(calendar, from, { minutes: limit });
        assert.equal(workingTimeBetween(calendar, from, end), limit);
        assert.equal(isWorkingTime(calendar, new Date(end.getTime() - 1)), true);
      }),
    );
  });

  test('two limits one after the other are one long limit', () => {
    fc.assert(
      fc.property(instant, minutes, minutes, (from, a, b) => {
        const inTwo = addWorkingTime(calendar, addWorkingTime(calendar, from, { minutes: a }), {
          minutes: b,
        });
        assert.deepEqual(inTwo, addWorkingTime(calendar, from, { minutes: a + b }));
      }),
    );
  });

  test('a later receipt never has an earlier end', () => {
    fc.assert(
      fc.property(instant, instant, minutes, (a, b, limit) => {
        const [first, second] = a < b ? [a, b] : [b, a];
        assert.ok(addWorkingTime(calendar, first, { minutes: limit }) <= addWorkingTime(calendar, second, { minutes: limit }));
      }),
    );
  });

  test('counting back from an end leaves what was asked for', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 20 }), (until, days) => {
        const warning = subtractWorkingDays(calendar, until, days);
        assert.equal(workingTimeBetween(calendar, warning, until), workingMinutes(calendar, { days }));
        assert.equal(isWorkingTime(calendar, warning), true);
        assert.equal(workingTimeBetween(calendar, until, warning), -workingMinutes(calendar, { days }));
      }),
    );
  });
});

describe('A calendar of a pack', () => {
  const problems = (change: object): string[] =>
    calendarKind.check({ ...body, ...change }).map(({ path, reason }) => `${path}: ${reason.en}`);

  test('is taken when it is right', () => {
    assert.deepEqual(checker(calendarKind.schema).Errors(body), []);
    assert.deepEqual(problems({}), []);
  });

  test('is refused with place and reason when it cannot be', () => {
    assert.match(
      problems({ hours: { monday: ['07:30-11:30', '11:00-17:00'] } })[0]!,
      /^hours\.monday: 11:00-17:00 begins before/,
    );
    assert.match(problems({ hours: { monday: ['11:30-07:30'] } })[0]!, /is not a span of time/);
    assert.match(problems({ hours: {} })[0]!, /no weekday is worked/);
    assert.match(
      problems({ swaps: [{ off: '2026-11-21', work: '2026-11-22', source: 'x' }] })[0]!,
      /2026-11-21 is no working day/,
    );
    assert.match(
      problems({ daysOff: [{ from: '2026-02-30', name: { vi: '', en: '' }, source: 'x' }] })[0]!,
      /2026-02-30 is not a day/,
    );
    assert.match(problems({ holidays: [{ ...body.holidays[0], lunar: '01-01' }] })[0]!, /either solar or lunar/);
  });

  test('without any working time says so instead of searching forever', () => {
    const never = compileCalendar({
      ...body,
      daysOff: [{ from: '2026-01-01', to: '2030-01-01', name: { vi: '', en: '' }, source: 'x' }],
    });
    assert.throws(() => addWorkingTime(never, at('2026-11-18 10:00'), { days: 1 }), /no working time for 400 days/);
  });

  test('days are what they say', () => {
    assert.throws(() => parseDay('2026-02-30'), RangeError);
    assert.equal(formatDay(parseDay('2024-02-29')), '2024-02-29');
  });
});
