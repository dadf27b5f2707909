import { absolute, asInteger, exponentOf, isWhole, modulo, roundTo } from '../feel/decimal.ts';
import type { Num, Rounding } from '../feel/decimal.ts';
import { exponential, logarithm, squareRoot } from '../feel/decimal-functions.ts';
import type { Environment } from '../feel/environment.ts';
import { DaysTime, YearsMonths } from '../feel/temporal.ts';
import type { Value } from '../feel/values.ts';
import { define } from './define.ts';

const MAX_SCALE = 6176;
const MIN_SCALE = -6111;

function rounded(env: Environment, n: Num, scale: Num, mode: Rounding): Value {
  const digits = asInteger(scale);
  if (digits === null || digits > MAX_SCALE || digits < MIN_SCALE)
    return env.note('The scale of a number is from -6111 to 6176.');
  return roundTo(n, digits, mode) ?? env.note('The number is too large.');
}

const MODES: Record<string, Rounding> = {
  decimal: 'half-even',
  'round up': 'up',
  'round down': 'down',
  'round half up': 'half-up',
  'round half down': 'half-down',
};
for (const [name, mode] of Object.entries(MODES)) {
  define(`${name}(n: number, scale: number)`, (env, n: Num, scale: Num) => rounded(env, n, scale, mode));
}
define('floor(n: number, scale?: number)', (env, n: Num, scale: Num = 0) => rounded(env, n, scale, 'floor'));
define('ceiling(n: number, scale?: number)', (env, n: Num, scale: Num = 0) => rounded(env, n, scale, 'ceiling'));

define('abs(n: number)', (_, n: Num) => absolute(n));
define('abs(n: dtd)', (_, n: DaysTime) => (n.nanos < 0n ? new DaysTime(-n.nanos) : n));
define('abs(n: ymd)', (_, n: YearsMonths) => (n.months < 0 ? new YearsMonths(-n.months) : n));
define('modulo(dividend: number, divisor: number)', (env, dividend: Num, divisor: Num) => {
  // Numbers of very different size take a long division.
  env.step(Math.abs(exponentOf(dividend) - exponentOf(divisor)) >> 4);
  return modulo(dividend, divisor) ?? env.note('Division by zero.');
});
/** Functions whose values are series cost about as much as ten others. */
function series(name: string, compute: (n: Num) => Num | null, wrong: string): void {
  define(`${name}(number: number)`, (env, n: Num) => {
    env.step(10);
    return compute(n) ?? env.note(wrong);
  });
}
series('sqrt', squareRoot, 'A negative number has no square root.');
series('log', logarithm, 'Only positive numbers have a logarithm.');
series('exp', exponential, 'The number is too large.');
define('odd(number: number)', (_, n: Num) => parity(n, 1));
define('even(number: number)', (_, n: Num) => parity(n, 0));

function parity(n: Num, wanted: number): boolean | null {
  if (!isWhole(n)) return null;
  const rest = modulo(n, 2);
  return rest === null ? null : rest === wanted;
}
