/**
 * The two models of the bench `decision` as a programmer would write them in TypeScript for just this:
 * no model, no types to check, nothing explained; on the same exact decimals and dates.
 */
import { add, compareNumbers, divide, fromNumber, multiply, roundTo, subtract } from '../../engines/decision/src/feel/decimal.ts';
import type { Num } from '../../engines/decision/src/feel/decimal.ts';
import { parseDate } from '../../engines/decision/src/feel/temporal-parse.ts';
import type { FeeInput, OrderInput } from './decision-models.ts';

interface Fee {
  readonly amount: Num | null;
  readonly reason: string;
}

const number = (value: number): Num => fromNumber(value) as Num;
const D150_5 = number(150.5);
const D200_5 = number(200.5);
const D2250_75 = number(2250.75);
const D1733_3 = number(1733.3);

const plus = (a: Num | null, b: Num | null): Num | null => (a === null || b === null ? null : add(a, b));
const times = (a: Num | null, b: Num | null): Num | null => (a === null || b === null ? null : multiply(a, b));
const minus = (a: Num, b: Num): Num | null => subtract(a, b);

/** What the fee table says; null when no rule fits. */
export function feeByHand(input: FeeInput): Fee | null {
  const { kind, online } = input;
  const area = number(input.area);
  const copies = number(input.copies);
  const upTo = (limit: number): boolean => compareNumbers(area, limit) <= 0;
  const few = (limit: number): boolean => compareNumbers(copies, limit) <= 0;
  switch (kind) {
    case 'house':
      if (upTo(50)) return { amount: 50_000, reason: 'small house' };
      if (upTo(100)) {
        if (few(2) && online) return { amount: 60_000, reason: 'house, online' };
        return { amount: 75_000, reason: 'house' };
      }
      if (upTo(250)) {
        const rate = online ? D150_5 : D200_5;
        const amount = plus(75_000, times(minus(area, 100), rate));
        return { amount, reason: online ? 'large house, online' : 'large house' };
      }
      return { amount: plus(120_000, times(copies, 5_000)), reason: 'villa' };
    case 'shop':
      if (upTo(30)) return { amount: 100_000, reason: 'stall' };
      if (upTo(80)) {
        if (online) return { amount: 120_000, reason: 'shop, online' };
        return { amount: 150_000, reason: 'shop' };
      }
      if (upTo(200)) {
        const amount = times(area, D2250_75);
        if (few(3)) return { amount, reason: 'large shop' };
        return { amount: plus(amount, times(minus(copies, 3), 8_000)), reason: 'large shop, more copies' };
      }
      return { amount: 600_000, reason: 'market' };
    case 'works':
      if (upTo(500)) {
        if (online) return { amount: 900_000, reason: 'works, online' };
        return { amount: 1_000_000, reason: 'works' };
      }
      if (upTo(2_000)) return { amount: plus(1_000_000, times(minus(area, 500), 1_200)), reason: 'large works' };
      if (upTo(10_000)) return { amount: plus(2_800_000, times(minus(area, 2_000), 800)), reason: 'industrial works' };
      return { amount: 9_200_000, reason: 'industrial park' };
    case 'repair':
      if (upTo(100)) {
        if (online) return { amount: 20_000, reason: 'repair, online' };
        return { amount: 25_000, reason: 'repair' };
      }
      if (compareNumbers(copies, 1) >= 0 && few(2)) return { amount: 40_000, reason: 'large repair' };
      if (!few(2)) return { amount: plus(40_000, times(copies, 3_000)), reason: 'large repair, more copies' };
      return null;
    case 'sign':
      if (upTo(20)) return { amount: 30_000, reason: 'sign' };
      if (upTo(40)) {
        if (online) return { amount: 50_000, reason: 'large sign, online' };
        return { amount: 60_000, reason: 'large sign' };
      }
      return { amount: roundTo(multiply(area, D1733_3) as Num, -3, 'half-up'), reason: 'billboard' };
    case 'temporary':
      if (upTo(100)) return { amount: 45_000, reason: 'temporary' };
      if (upTo(300)) return { amount: 90_000, reason: 'large temporary' };
      return { amount: times(area, 450), reason: 'fair' };
    case 'copy':
    case 'extract':
      if (few(10)) return { amount: times(copies, 8_000), reason: 'copies' };
      return { amount: plus(80_000, times(minus(copies, 10), 4_000)), reason: 'many copies' };
    default:
      return null;
  }
}

interface Order {
  readonly total: Num | null;
  readonly month: Num | null;
  readonly names: string;
  readonly complete: boolean;
  readonly grade: string;
}

const TAX = number(0.08);
const INTEREST = number(0.0003);

/** What the model of expressions says of an order. */
export function orderByHand(input: OrderInput): Order {
  const items = input.items.map((item) => ({
    name: item.name,
    price: number(item.price),
    quantity: number(item.quantity),
    discount: number(item.discount),
  }));
  let net: Num | null = 0;
  for (const item of items) net = plus(net, times(times(item.price, item.quantity), minus(1, item.discount)));
  const tax = roundTo(times(net, TAX) as Num, 0, 'half-up');
  const names = items
    .filter((item) => compareNumbers(item.price, 100_000) > 0 && compareNumbers(item.quantity, 2) >= 0)
    .sort((a, b) => compareNumbers(b.price, a.price))
    .map((item) => item.name.toUpperCase())
    .join(', ');
  const complete = items.every(
    (item) =>
      Array.from(item.name).length > 0 && compareNumbers(item.quantity, 1) >= 0 && compareNumbers(item.quantity, 1_000) <= 0,
  );
  const late = Math.max(0, (parseDate(input.paid)?.epochDay ?? 0) - (parseDate(input.due)?.epochDay ?? 0));
  const interest = roundTo(times(times(net, INTEREST), late) as Num, 2, 'half-even');
  const total = plus(plus(net, tax), interest) as Num;
  const grade = compareNumbers(total, 5_000_000) > 0 ? 'A' : compareNumbers(total, 1_000_000) > 0 ? 'B' : 'C';
  return { total, month: divide(net as Num, 12), names, complete, grade };
}
