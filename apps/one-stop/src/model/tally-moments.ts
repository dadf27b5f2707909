import { localDate, startOfDay } from '@dinh/kernel';
import { nextMonth } from './period.ts';

/**
 * When reports begin and end: the first of each month, and the fifteenth, on which those of NĐ 09/2019 Điều 12 do, at
 * midnight in Hanoi.
 * @returns those from the last one at or before `from`, up to `until`
 */
export function tallyMoments(from: Date, until: Date): Date[] {
  const moments: Date[] = [];
  for (let month = localDate(from).slice(0, 7); ; month = nextMonth(month))
    for (const day of ['01', '15']) {
      const at = startOfDay(`${month}-${day}`);
      if (at > until) return moments;
      if (at <= from) moments.length = 0;
      moments.push(at);
    }
}
