import { isDay, localDate, startOfDay } from '@dinh/kernel';
import { Type } from 'typebox';
import { periodBackwards } from '../errors.ts';

/** `YYYY-MM-DD` of this or the last century, a day that is in the calendar. */
export const Day = Type.String({
  format: 'date',
  pattern: '^(19|20)',
  description: 'YYYY-MM-DD',
});

/** The same of what stands in an address, which no schema checks. */
export const isPeriodDay = (text: string): boolean => /^(19|20)/.test(text) && isDay(text);

/** A span of days, first and last included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const dayLength = 86_400_000;

/** When the first day begins and when the day after the last begins, at Hanoi. @throws periodBackwards */
export function momentsOf({ from, to }: Period): { from: Date; end: Date } {
  const begin = startOfDay(from);
  const end = startOfDay(to, 1);
  const length = end.getTime() - begin.getTime();
  if (!(length > 0) || length > 1100 * dayLength) throw periodBackwards();
  return { from: begin, end };
}

/** The last 90 days, today included: what is shown when nobody says another period. */
export function usualPeriod(now: Date): Period {
  return { from: localDate(new Date(now.getTime() - 89 * dayLength)), to: localDate(now) };
}
