import type { Text } from '@dinh/kernel';
import type { Procedure } from './model.ts';

type Limited = Pick<Procedure, 'timeLimit' | 'atOnce'>;

/** Settled while the applicant waits: no limit is told, nor a receipt needed (NĐ 61/2018 Điều 17.4). */
export const isAtOnce = ({ timeLimit, atOnce }: Limited): boolean => Boolean(atOnce) && timeLimit.amount === 0;

/** `20 ngày làm việc`. */
export function duration({ amount, unit }: { amount: number; unit: string }): Text {
  const one = amount === 1;
  return unit === 'working-hour'
    ? { vi: `${amount} giờ làm việc`, en: `${amount} working ${one ? 'hour' : 'hours'}` }
    : { vi: `${amount} ngày làm việc`, en: `${amount} working ${one ? 'day' : 'days'}` };
}

/** How long a procedure takes, on one line and with the span of its variants: `15–20 ngày làm việc`. */
export function limitInWords(procedure: Limited): Text {
  if (isAtOnce(procedure)) return { vi: 'Giải quyết ngay, không cần giấy hẹn', en: 'Settled at once, no receipt needed' };
  const { amount, unit, variants = [] } = procedure.timeLimit;
  const amounts = [amount, ...variants.filter((one) => one.unit === unit).map((one) => one.amount)];
  const least = Math.min(...amounts);
  const longest = duration({ amount: Math.max(...amounts), unit });
  if (least === Math.max(...amounts)) return longest;
  return { vi: `${least}–${longest.vi}`, en: `${least}–${longest.en}` };
}
