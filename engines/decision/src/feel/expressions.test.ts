import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evaluate, evaluateUnaryTests, toJson } from '../index.ts';
import type { Json } from '../index.ts';

/** Every pair is an expression and the plain data that it is worth. */
function table(name: string, rows: readonly (readonly [string, Json])[], context: Record<string, unknown> = {}): void {
  test(name, () => {
    for (const [text, expected] of rows) assert.deepEqual(toJson(evaluate(text, context)), expected, text);
  });
}

describe('expressions', () => {
  table('arithmetic is exact and follows its precedence', [
    ['1 + 2 * 3', 7],
    ['0.1 + 0.2 = 0.3', true],
    ['10 / 4', '2.5'],
    ['1 / 3', '0.3333333333333333333333333333333333'],
    ['2 ** 10', 1024],
    ['-3 ** 2', 9],
    ['3 ** 4 ** 5', 3486784401],
    ['1 / 0', null],
    ['"Hà" + " " + "Nam"', 'Hà Nam'],
    ['1 + "a"', null],
    ['1.2e3', 1200],
    ['.5 + .5', 1],
    ['9007199254740993 - 1', '9007199254740992'],
  ]);
  table('comparison and logic have three values', [
    ['1 < 2 and 2 < 3', true],
    ['null = null', true],
    ['1 = "1"', null],
    ['null < 1', null],
    ['true and null', null],
    ['false and null', false],
    ['true or null', true],
    ['5 between 1 and 10', true],
    ['5 in (< 3, > 4)', true],
    ['"b" in ["a".."c"]', true],
    ['3 in [1, 2, 3]', true],
    ['if null then 1 else 2', 2],
    ['if "a" then 1 else 2', null],
  ]);
  table('ranges close and open on either side', [
    ['1 in [1..2)', true],
    ['2 in [1..2)', false],
    ['2 in [1..2[', false],
    ['1 in ]1..2]', false],
    ['(< 10) = (< 10)', true],
    ['5 in (>= 5)', true],
    ['[1..10].start', 1],
    ['(1..10].start included', false],
  ]);
  table('lists are filtered, indexed and mapped by their members', [
    ['[1, 2, 3, 4][item > 2]', [3, 4]],
    ['[1, 2, 3][1]', 1],
    ['[1, 2, 3][-1]', 3],
    ['[1, 2, 3][4]', null],
    ['[{a: 1}, {a: 2}][a > 1]', [{ a: 2 }]],
    ['[{a: 1}, {a: 2}].a', [1, 2]],
    ['5[item > 3]', [5]],
    ['[][item > 3]', []],
  ]);
  table('loops and quantifiers', [
    ['for i in 1..3 return i * i', [1, 4, 9]],
    ['for i in 3..1 return i', [3, 2, 1]],
    ['for i in [1, 2], j in [10, 20] return i + j', [11, 21, 12, 22]],
    ['for i in 0..5 return if i = 0 then 1 else i * partial[-1]', [1, 1, 2, 6, 24, 120]],
    ['for d in @"2024-02-28"..@"2024-03-01" return day of week(d)', ['Wednesday', 'Thursday', 'Friday']],
    ['some x in [1, 2, 3] satisfies x > 2', true],
    ['every x in [1, 2, 3] satisfies x > 2', false],
    ['some x in [] satisfies x', false],
    ['every x in [] satisfies x', true],
  ]);
  table('contexts see their own earlier entries', [
    ['{a: 1, b: a + 1}.b', 2],
    ['{"with space": 1}.with space', 1],
    ['{a: 1, a: 2}', null],
    ['{}.missing', null],
    ['{fac: function(n) if n <= 1 then 1 else n * fac(n - 1), result: fac(20)}.result', '2432902008176640000'],
  ]);
  table('functions are closures and take arguments by place or by name', [
    ['(function(a, b) a - b)(b: 1, a: 10)', 9],
    ['{add: function(n) function(x) x + n, plus 2: add(2), r: plus 2(40)}.r', 42],
    ['(function(a: number) a)("x")', null],
    ['(function(a) a)(1, 2)', null],
    ['substring(string: "foobar", start position: 3)', 'obar'],
  ]);
  table('types are told apart', [
    ['1 instance of number', true],
    ['null instance of number', false],
    ['[1, 2] instance of list<number>', true],
    ['[1, "a"] instance of list<number>', false],
    ['{a: 1} instance of context<a: number>', true],
    ['@"PT1H" instance of days and time duration', true],
    ['[1..2] instance of range<number>', true],
  ]);
  table('comments and line ends are white space', [['1 + // one\n 2 /* and\n two */ + 3', 6]]);
});

describe('names', () => {
  test('a name of plain words needs no declaration', () => {
    assert.equal(evaluate('Monthly Salary * 12', { 'Monthly Salary': 10 }), 120);
  });
  test('a name with an operator is read as one name when the context holds it', () => {
    assert.equal(evaluate('loan-to-value + 1', { 'loan-to-value': 5 }), 6);
    assert.equal(evaluate('a - b', { a: 5, b: 3 }), 2);
    assert.equal(evaluate('a - b', { 'a-b': 9, a: 5, b: 3 }), 9);
  });
  test('a name may hold keywords, members too', () => {
    assert.equal(evaluate('terms and conditions.yes or no', { 'terms and conditions': { 'yes or no': true } }), true);
  });
  test('Vietnamese names are names', () => {
    assert.equal(evaluate('diện tích * đơn giá', { 'diện tích': 12, 'đơn giá': 5 }), 60);
  });
  test('what every JavaScript object inherits is not in scope', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      assert.equal(evaluate(name, {}), null, name);
      assert.equal(evaluate(`{}.${name}`, {}), null, name);
    }
  });
});

describe('unary tests', () => {
  const rows: readonly (readonly [string, unknown, boolean | null])[] = [
    ['-', null, true],
    ['5', 5, true],
    ['> 5, 1', 1, true],
    ['not(1, 2)', 3, true],
    ['not("a")', 'a', false],
    ['[1..3]', 3, true],
    ['"a", "b"', 'b', true],
    ['? > 1 and ? < 3', 2, true],
    ['string length(?) = 2', 'ab', true],
    ['list', 2, true],
    ['< 5', 'x', null],
    ['true', true, true],
    ['false', true, false],
    ['null', null, true],
    ['date("2024-01-01")', '2024-01-01', null],
  ];
  for (const [text, input, expected] of rows) {
    test(`${text} of ${JSON.stringify(input)} is ${expected}`, () => {
      assert.equal(evaluateUnaryTests(text, input, { list: [1, 2] }), expected);
    });
  }
});
