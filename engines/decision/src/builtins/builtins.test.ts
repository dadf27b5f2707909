import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evaluate, toJson } from '../index.ts';
import type { Json } from '../index.ts';

const FAMILIES: Record<string, readonly (readonly [string, Json])[]> = {
  conversion: [
    ['number("1 000,5", " ", ",")', '1000.5'],
    ['number("1,000.5", ",", ",")', null],
    ['string(1.10)', '1.1'],
    ['string([1, "a", null])', '[1, "a", null]'],
    ['string({a: @"2024-01-01"})', '{a: 2024-01-01}'],
    ['string(null)', null],
    ['range("[1..3)") = [1..3)', true],
    ['range("[3..1]")', null],
  ],
  texts: [
    ['substring("foobar", -2, 1)', 'a'],
    ['substring("\\U01F40Eab", 2)', 'ab'],
    ['string length("🐎")', 1],
    ['upper case("đường")', 'ĐƯỜNG'],
    ['substring before("foobar", "bar")', 'foo'],
    ['substring after("foobar", "ob")', 'ar'],
    ['contains("foobar", "of")', false],
    ['starts with("foobar", "fo")', true],
    ['split("a;b;c;;", ";")', ['a', 'b', 'c', '', '']],
    ['string join(["a", null, "c"], "-")', 'a-c'],
    ['matches("foobar", "^fo*b")', true],
    ['replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', '[1=ab][2=]cd'],
    ['contains(["foobar"], "of")', false],
  ],
  lists: [
    ['list contains([1, null], null)', true],
    ['sublist([4, 5, 6], 1, 2)', [4, 5]],
    ['append([1], 2, 3)', [1, 2, 3]],
    ['concatenate([1, 2], [3])', [1, 2, 3]],
    ['insert before([1, 3], 2, 2)', [1, 2, 3]],
    ['remove([1, 2, 3], -1)', [1, 2]],
    ['list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)', [5, 5, 7, 8]],
    ['reverse([1, 2, 3])', [3, 2, 1]],
    ['index of([1, 2, 3, 2], 2)', [2, 4]],
    ['union([1, 2], [2, 3])', [1, 2, 3]],
    ['distinct values([1, 2, 3, 2, 1])', [1, 2, 3]],
    ['flatten([[1, 2], [[3]], 4])', [1, 2, 3, 4]],
    ['sort([3, 1, 4, 5, 2], function(x, y) x < y)', [1, 2, 3, 4, 5]],
    ['sort(list: [3, 1], precedes: function(x, y) x > y)', [3, 1]],
  ],
  aggregates: [
    ['min(3, 1, 2)', 1],
    ['max([])', null],
    ['max("a", "c", "b")', 'c'],
    ['sum([0.1, 0.2])', '0.3'],
    ['sum([])', null],
    ['count([1, [2, 3]])', 2],
    ['mean([1, 2, 3, 4])', '2.5'],
    ['median(8, 2, 5, 3, 4)', 4],
    ['median([6, 1, 2, 3])', '2.5'],
    ['stddev(2, 4, 7, 5)', '2.081665999466132735282297706979931'],
    ['mode([6, 1, 9, 6, 1])', [1, 6]],
    ['product([2, 3, 4])', 24],
    ['all([true, null])', null],
    ['any([false, null, true])', true],
  ],
  numbers: [
    ['decimal(2.5, 0)', 2],
    ['decimal(1/3, 2)', '0.33'],
    ['floor(-1.56, 1)', '-1.6'],
    ['ceiling(1.5)', 2],
    ['round half up(-1.126, 2)', '-1.13'],
    ['round half down(5.5, 0)', 5],
    ['modulo(-12, 5)', 3],
    ['modulo(10.1, -4.5)', '-3.4'],
    ['abs(@"-PT5H")', 'PT5H'],
    ['odd(5)', true],
    ['even(2.5)', null],
  ],
  contexts: [
    ['get value({a: 1}, "a")', 1],
    ['get entries({a: 1})', [{ key: 'a', value: 1 }]],
    ['context([{key: "a", value: 1}])', { a: 1 }],
    ['context put({x: 1, y: {a: 0}}, ["y", "a"], 2)', { x: 1, y: { a: 2 } }],
    ['context merge([{x: 1, y: 0}, {y: 2}])', { x: 1, y: 2 }],
  ],
  ranges: [
    ['before(1, (1..10])', true],
    ['meets([1..5], [5..10])', true],
    ['overlaps after((1..5], [1..5])', true],
    ['includes([1..10], (1..10))', true],
    ['during(10, [1..10))', false],
    ['coincides((1..5), [1..5])', false],
  ],
  'wrong arguments': [
    ['count()', null],
    ['substring("a")', null],
    ['upper case(1)', null],
    ['substring(strin: "a", start position: 1)', null],
    ['no such thing(1)', null],
  ],
};

describe('built-in functions', () => {
  for (const [family, rows] of Object.entries(FAMILIES)) {
    test(family, () => {
      for (const [text, expected] of rows) assert.deepEqual(toJson(evaluate(text)), expected, text);
    });
  }
  test('a wrong value says why it is null', () => {
    const notes: string[] = [];
    assert.equal(evaluate('upper case(1)', {}, { notes }), null);
    assert.deepEqual(notes, ['The function upper case cannot take (number).']);
  });
});
