import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evaluate } from '../index.ts';

function matches(text: string, pattern: string, flags = ''): unknown {
  return evaluate('matches(text, pattern, flags)', { text, pattern, flags });
}

describe('regular expressions', () => {
  const rows: readonly (readonly [string, string, string, boolean | null])[] = [
    ['0905123456', '^0\\d{9}$', '', true],
    ['Nguyễn Văn', '^[\\p{L} ]+$', '', true],
    ['x', '[A-Z-[OI]]', 'i', true],
    ['i', '[A-Z-[OI]]', 'i', false],
    ['Q', '[^q]', 'i', false],
    ['a', '\\p{Lu}', 'i', false],
    ['a', '[\\p{Lu}B]', 'i', false],
    ['b', '[\\p{Lu}B]', 'i', true],
    ['abab', '(ab)\\1', '', true],
    ['h', '(.)\\3', '', null],
    ['a', '(?=a)a', '', null],
    ['a\nb', 'a.b', '', false],
    ['a\nb', 'a.b', 's', true],
    ['a\nb', '^b$', 'm', true],
    ['hello world', ' hello[ ]world ', 'x', true],
    ['a.b', '.', 'q', true],
    ['ab', '.', 'q', false],
    ['x', 'x', 'z', null],
    ['x', '[z-a]', '', null],
    ['x', 'a{2,1}', '', null],
    ['-', '[a-]', '', true],
    ['foobar', 'fo+?b', '', true],
    ['\u212a', '[A-Z]', 'i', true],
    ['\u212a', '[^K]', 'i', false],
    ['K', '\u212a', 'i', true],
    ['ς', 'Σ', 'i', true],
    ['ß', 'SS', 'i', false],
    ['hello world', 'hello\\ sworld', 'x', true],
    ['hello world', '[\\ s]', 'x', null],
    ['Mum', '([md])[aeiou]\\1', 'i', true],
    ['Mum', '([mM])[aeiou]\\1', '', false],
    ['a\n', '^$', 'm', false],
    ['a\n\nb', '^$', 'm', true],
    ['א', '\\p{IsHebrew}', '', true],
    ['א', '\\p{IsKlingon}', '', null],
  ];
  for (const [text, pattern, flags, expected] of rows) {
    test(`${JSON.stringify(text)} against ${pattern} ${flags}: ${expected}`, () => {
      assert.equal(matches(text, pattern, flags), expected);
    });
  }
  test('a long text does not nest calls', () => {
    assert.equal(matches(`a${'b'.repeat(200_000)}c`, 'a.*c'), true);
  });
  test('replacements name groups', () => {
    assert.equal(evaluate('replace("21/11/2026", "(\\d+)/(\\d+)/(\\d+)", "$3-$2-$1")'), '2026-11-21');
    assert.equal(evaluate('replace("a", "a", "$")'), null);
    assert.equal(evaluate('replace("a", "b*", "x")'), null);
  });
});
