import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Decimal, FeelError, evaluate, fromJson, toJson } from '../index.ts';

describe('plain data', () => {
  test('whole numbers stay numbers, fractions become exact decimals and come out as texts', () => {
    assert.equal(fromJson(12), 12);
    assert.ok(fromJson(0.1) instanceof Decimal);
    assert.equal(toJson(fromJson(0.1)), '0.1');
    assert.equal(toJson(evaluate('a * 3', { a: 1100.35 })), '3301.05');
  });
  test('data in which nothing changes is not copied', () => {
    const data = { a: [1, 'x', null], b: { c: true } };
    assert.equal(fromJson(data), data);
  });
  test('data is copied only where it changes, and stays as it was', () => {
    const data = { a: 1, list: [1, 2.5], late: undefined };
    const value = fromJson(data);
    assert.deepEqual(data, { a: 1, list: [1, 2.5], late: undefined });
    assert.deepEqual(toJson(value), { a: 1, list: [1, '2.5'], late: null });
  });
  test('NaN and the infinities are null', () => {
    assert.deepEqual(toJson(fromJson([Number.NaN, Infinity, -0])), [null, null, 0]);
  });
  test('a text that looks like a date stays a text until date() reads it', () => {
    assert.equal(evaluate('d instance of string', { d: '2024-01-01' }), true);
    assert.equal(evaluate('date(d).year', { d: '2024-01-01' }), 2024);
  });
  test('data without bottom is refused', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 20_000; i++) deep = [deep];
    assert.throws(() => fromJson(deep), FeelError);
    assert.throws(() => toJson(evaluate('for i in 1..9999 return [partial[-1]]')), FeelError);
  });
  test('a key named __proto__ is an entry like any other', () => {
    const data: unknown = JSON.parse('{"__proto__": {"x": 1.5}, "a": 0.5}');
    const value = fromJson(data);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.deepEqual(Object.keys(value as object), ['__proto__', 'a']);
  });
});
