import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import {
  Decimal,
  add,
  compareNumbers,
  divide,
  formatNumber,
  fromNumber,
  modulo,
  multiply,
  parseNumber,
  roundTo,
  subtract,
} from './decimal.ts';
import type { Num } from './decimal.ts';
import { exponential, logarithm, power, squareRoot } from './decimal-functions.ts';

const num = (text: string): Num => parseNumber(text) ?? assert.fail(text);
const show = (n: Num | null): string => (n === null ? 'null' : formatNumber(n));

/** Decimals of up to 15 digits before and after the point: sums and products of two are exact in 34. */
const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 8n), max: 10n ** 8n }), fc.nat({ max: 8 }))
  .map(([digits, scale]) => ({ digits, scale, value: num(`${digits}e-${scale}`) }));

describe('decimals', () => {
  test('sums, differences and products of moderate decimals are exact', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const scale = Math.max(a.scale, b.scale);
        const x = a.digits * 10n ** BigInt(scale - a.scale);
        const y = b.digits * 10n ** BigInt(scale - b.scale);
        assert.equal(show(add(a.value, b.value)), show(num(`${x + y}e-${scale}`)));
        assert.equal(show(subtract(a.value, b.value)), show(num(`${x - y}e-${scale}`)));
        assert.equal(show(multiply(a.value, b.value)), show(num(`${a.digits * b.digits}e-${a.scale + b.scale}`)));
        assert.equal(Math.sign(compareNumbers(a.value, b.value)), x < y ? -1 : x > y ? 1 : 0);
      }),
    );
  });
  test('a quotient times its divisor is the dividend to 33 digits', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const quotient = divide(a.value, b.value);
        if (b.value === 0) return assert.equal(quotient, null);
        const back = multiply(quotient as Num, b.value) as Num;
        const error = divide(subtract(back, a.value) as Num, a.value === 0 ? 1 : a.value) as Num;
        assert.ok(compareNumbers(error, num('1e-33')) < 0 && compareNumbers(error, num('-1e-33')) > 0);
      }),
    );
  });
  test('modulo is dividend − divisor × floor(quotient)', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        if (b.value === 0) return assert.equal(modulo(a.value, b.value), null);
        const rest = modulo(a.value, b.value) as Num;
        const floor = roundTo(divide(a.value, b.value) as Num, 0, 'floor') as Num;
        assert.equal(show(rest), show(subtract(a.value, multiply(b.value, floor) as Num)));
      }),
    );
  });
  test('a safe integer is always a plain number, anything else never', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const n = fromNumber(value);
        assert.equal(n instanceof Decimal, !Number.isSafeInteger(value));
        assert.equal(Number(show(n)), value === 0 ? 0 : value);
      }),
    );
  });
  test('34 digits are kept and the last is rounded half to even', () => {
    assert.equal(show(add(num('1'), num('1e-33'))), '1.000000000000000000000000000000001');
    assert.equal(show(add(num('1'), num('5e-34'))), '1');
    assert.equal(show(add(num('1.000000000000000000000000000000001'), num('5e-34'))), '1.000000000000000000000000000000002');
    assert.equal(show(divide(2, 3)), '0.6666666666666666666666666666666667');
  });
  test('every rounding mode', () => {
    const modes = {
      'half-even': '2',
      'half-up': '3',
      'half-down': '2',
      up: '3',
      down: '2',
      floor: '2',
      ceiling: '3',
    } as const;
    for (const [mode, expected] of Object.entries(modes)) {
      assert.equal(show(roundTo(num('2.5'), 0, mode as keyof typeof modes)), expected, mode);
    }
    assert.equal(show(roundTo(num('-1.56'), 1, 'floor')), '-1.6');
    assert.equal(show(roundTo(1234, -2, 'half-up')), '1200');
    assert.equal(show(roundTo(7, -3, 'up')), '1000');
  });
  test('roots, powers, exponentials and logarithms to the last digit', () => {
    assert.equal(show(squareRoot(2)), '1.414213562373095048801688724209698');
    assert.equal(show(squareRoot(num('0.0625'))), '0.25');
    assert.equal(show(exponential(1)), '2.718281828459045235360287471352662');
    assert.equal(show(logarithm(10)), '2.302585092994045684017991454684364');
    assert.equal(show(power(2, 100)), '1267650600228229401496703205376');
    assert.equal(show(power(num('1.0075'), 360)), '14.73057612304011140261613272318893');
    assert.equal(show(power(2, -2)), '0.25');
    assert.equal(squareRoot(-1), null);
    assert.equal(logarithm(0), null);
  });
});
