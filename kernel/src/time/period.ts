import { Type } from 'typebox';
import { dayLength, startOfDay } from '../clock.ts';
import { isDay } from '../operations/input.ts';

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

/** The same in time: its first moment, and the first one after it. */
export interface Moments {
  readonly from: Date;
  readonly end: Date;
}

/**
 * When the first day of a period begins and when the day after its last begins, at Hanoi.
 * @param longest how many days the period may have
 * @param refusal the caller's error for a period that ends before it begins, or is longer
 */
export function periodMoments({ from, to }: Period, longest: number, refusal: () => Error): Moments {
  const begin = startOfDay(from);
  const end = startOfDay(to, 1);
  const length = end.getTime() - begin.getTime();
  if (!(length > 0) || length > longest * dayLength) throw refusal();
  return { from: begin, end };
}
