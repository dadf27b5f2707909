import { dayLength, localDate, type Moments, type Period, periodMoments } from '@dinh/kernel';
import { periodBackwards } from '../errors.ts';

/** When the first day begins and when the day after the last begins, at Hanoi. @throws periodBackwards */
export const momentsOf = (period: Period): Moments => periodMoments(period, 1100, periodBackwards);

/** The last 90 days, today included: what is shown when nobody says another period. */
export function usualPeriod(now: Date): Period {
  return { from: localDate(new Date(now.getTime() - 89 * dayLength)), to: localDate(now) };
}
