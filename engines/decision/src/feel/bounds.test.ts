import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { FeelError, evaluate, parseExpression, parseUnaryTests } from '../index.ts';

const isBudget = (error: unknown): boolean => error instanceof FeelError && error.kind === 'budget';
const isSyntax = (error: unknown): boolean => error instanceof FeelError && error.kind === 'syntax';

describe('bounds', () => {
  test('a loop without end in sight is stopped', () => {
    assert.throws(() => evaluate('for i in 1..10**15 return i'), isBudget);
    assert.throws(() => evaluate('for a in 1..9999, b in 1..9999, c in 1..9999 return 1'), isBudget);
  });
  test('endless recursion is stopped', () => {
    assert.throws(() => evaluate('{f: function(n) f(n + 1), r: f(1)}.r'), isBudget);
  });
  test('a text that doubles without end is stopped', () => {
    assert.throws(() => evaluate('for i in 0..60 return if i = 0 then "ab" else partial[-1] + partial[-1]'), isBudget);
  });
  test('a pattern that tries for ever is stopped', () => {
    assert.throws(() => evaluate('matches(t, "(a+)+$")', { t: `${'a'.repeat(40)}b` }), isBudget);
  });
  test('brackets without end are refused, not fatal', () => {
    for (const text of ['('.repeat(5000), '['.repeat(5000), '-'.repeat(5000), '{a:'.repeat(5000), '1 in ('.repeat(500)]) {
      assert.throws(() => parseExpression(text), isSyntax);
    }
  });
  test('rows of operators without end are refused, in a model too, and long ones are read', () => {
    for (const link of ['+1', '**1', ' and 1', ' or 1', ' = 1', '[1]', '.a', '(1)'])
      assert.throws(() => parseExpression(`1${link.repeat(20_000)}`), isSyntax, link);
    assert.throws(() => parseExpression(`1 instance of ${'list<'.repeat(9000)}`), isSyntax);
    assert.equal(evaluate(`1${'+1'.repeat(900)}`), 901);
  });
  test('a small text that stands for a huge list, by naming one list again and again, is stopped', () => {
    const names = [...'abcdefghi'];
    const entries = names.slice(1).map((name, i) => `${name}: [${Array(10).fill(names[i]).join(', ')}]`);
    const other = names.slice(1).map((name, i) => `${name}${name}: [${Array(10).fill(names[i]!.repeat(2)).join(', ')}]`);
    const type = `${'list<'.repeat(9)}number${'>'.repeat(9)}`;
    for (const last of ['i = ii', `i instance of ${type}`, `(function(l: ${type}) 1)(i)`, 'i in [ii]']) {
      const text = `{a: [1, 2], aa: [1, 2], ${[...entries, ...other].join(', ')}, r: ${last}}.r`;
      assert.throws(() => evaluate(text), isBudget, last);
    }
  });
  test('functions that copy count what they copy', () => {
    const l = Array.from({ length: 50_000 }, (_, i) => i);
    const c = Object.fromEntries(l.slice(0, 5000).map((i) => [`k${i}`, i]));
    for (const call of ['reverse(l)', 'remove(l, 1)', 'sublist(l, 2)', 'insert before(l, 1, 0)', 'distinct values(l)'])
      assert.throws(() => evaluate(`count(for i in 1..1000 return ${call})`, { l }), isBudget, call);
    for (const call of ['context put(c, "a", 1)', 'get entries(c)', 'context merge([c])'])
      assert.throws(() => evaluate(`count(for i in 1..1000 return ${call})`, { c }), isBudget, call);
    const s = '😀'.repeat(100_000);
    assert.throws(() => evaluate('count(for i in 1..1000 return string length(s))', { s }), isBudget);
  });
  test('a function may call itself some hundred times', () => {
    assert.equal(evaluate('{f: function(n) if n = 0 then 0 else 1 + f(n - 1), r: f(900)}.r'), 900);
  });
  test('huge numbers are null, not slow', () => {
    assert.equal(evaluate('10 ** 99999'), null);
    assert.equal(evaluate('2 ** 999999999'), null);
    assert.equal(evaluate('exp(99999)'), null);
    assert.notEqual(evaluate('1e6000 + 1e-6000'), null);
  });
  test('an error tells where', () => {
    assert.throws(
      () => parseExpression('1 + * 2'),
      (error: unknown) => error instanceof FeelError && error.position === 4,
    );
  });
  test('any text either reads or is a FeelError, and evaluation never throws anything else', () => {
    const piece = fc.constantFrom(
      '1',
      '"a"',
      'x',
      'a b',
      '+',
      '-',
      '*',
      '/',
      '**',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      '.',
      '..',
      '<',
      '>=',
      '=',
      '!=',
      'if ',
      ' then ',
      ' else ',
      'for ',
      ' in ',
      ' return ',
      'some ',
      ' satisfies ',
      ' and ',
      ' or ',
      'not',
      'null',
      'true',
      ' instance of ',
      'list<',
      'number',
      '?',
      '@"2024-01-01"',
      'date',
      'count',
      'function',
      ' between ',
      '//',
      '\\',
      '@',
      '"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        for (const read of [() => evaluate(text, { x: [1, { a: 2 }], 'a b': 3 }, { steps: 5000 }), () => parseUnaryTests(text)]) {
          try {
            read();
          } catch (error) {
            assert.ok(error instanceof FeelError, `${text}: ${String(error)}`);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });
});
