import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type CalendarBody, compileCalendar, workingEnd, workingTimeBetween } from '@dinh/kernel';
import fc from 'fast-check';
import { parse } from 'yaml';
import { endOfWorkingDay, handOverDue, pausedUntil, stepLimit, workingEndMinutes } from './working-time.ts';

const file = new URL('../../../../packs/ha-nam/calendars/province.yaml', import.meta.url);
const calendar = compileCalendar(parse(readFileSync(file, 'utf8')) as CalendarBody);
const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+07:00`);
const day = calendar.dayMinutes;

test('P11 after a pause the time that was left is left, whenever it begins and ends', () => {
  const hour = fc.integer({ min: 0, max: 24 * 60 });
  fc.assert(
    fc.property(hour, hour, hour, (accepted, waits, stands) => {
      const from = new Date(at('2026-03-02 07:00').getTime() + accepted * 60_000);
      const limitMinutes = 30 * day;
      const dueAt = workingEndMinutes(calendar, from, limitMinutes);
      const pausedAt = new Date(from.getTime() + waits * 60_000);
      const now = new Date(pausedAt.getTime() + stands * 60_000);
      const due = pausedUntil(calendar, { dueAt, pausedAt, limitMinutes }, now, false);
      assert.equal(workingTimeBetween(calendar, now, due), workingTimeBetween(calendar, pausedAt, dueAt));
    }),
  );
});

test('P11 who was late before the pause stays as late as they were', () => {
  const dueAt = at('2026-03-04 10:00');
  const clock = { dueAt, pausedAt: at('2026-03-05 09:00'), limitMinutes: day };
  assert.deepEqual(pausedUntil(calendar, clock, at('2026-03-20 09:00'), false), dueAt);
});

test('P4 after a supplement at the appraisal the whole limit begins anew', () => {
  const clock = { dueAt: at('2026-03-04 10:00'), pausedAt: at('2026-03-03 09:00'), limitMinutes: 2 * day };
  const now = at('2026-03-11 10:00');
  assert.deepEqual(pausedUntil(calendar, clock, now, true), at('2026-03-13 10:00'));
});

test('D4 papers go over by the end of the same day, after 15:00 at the start of the next working day', () => {
  const due = (text: string) => handOverDue(calendar, at(text), { time: '15:00' });
  assert.deepEqual(due('2026-11-18 09:00'), at('2026-11-18 17:00'));
  assert.deepEqual(due('2026-11-18 15:00'), at('2026-11-18 17:00'));
  assert.deepEqual(due('2026-11-18 15:01'), at('2026-11-19 07:30'));
  assert.deepEqual(due('2026-11-20 16:00'), at('2026-11-23 07:30')); // Friday: on Monday
  assert.deepEqual(due('2026-11-21 09:00'), at('2026-11-23 07:30')); // received on a Saturday
});

test('D4 the start of a day lasts as long as the pack says, in working time', () => {
  const due = (text: string, minutes: number) => handOverDue(calendar, at(text), { time: '15:00', margin: { minutes } });
  assert.deepEqual(due('2026-11-18 15:01', 60), at('2026-11-19 08:30'));
  assert.deepEqual(due('2026-11-18 15:01', 0), at('2026-11-19 07:30'));
  assert.deepEqual(due('2026-11-20 16:00', 300), at('2026-11-23 14:30'), 'a pause at noon does not count');
  assert.deepEqual(due('2026-11-18 09:00', 60), at('2026-11-18 17:00'), 'the same day has an end of its own');
});

test('A step has its share of the limit, and never nothing', () => {
  assert.equal(stepLimit(calendar, 10 * day, 45, at('2026-03-02 07:30')).minutes, 4.5 * day);
  assert.equal(stepLimit(calendar, 10, 1, at('2026-03-02 07:30')).minutes, 1);
});

test('Durations of processes are days and hours of work; anything else is a fault of the process', () => {
  assert.deepEqual(workingEnd(calendar, 'P2D', at('2026-11-20 09:00')), at('2026-11-24 09:00'));
  assert.deepEqual(workingEnd(calendar, 'PT1H', at('2026-11-20 16:30')), at('2026-11-23 08:00'));
  for (const wrong of ['2 ngày', 'P1M', '']) assert.throws(() => workingEnd(calendar, wrong, at('2026-11-20 09:00')));
});

test('P5 a new date is a working day, until its last hour', () => {
  assert.deepEqual(endOfWorkingDay(calendar, '2026-11-20'), at('2026-11-20 17:00'));
  assert.equal(endOfWorkingDay(calendar, '2026-11-21'), undefined);
});
