import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { makeCompiler } from '../feel/compile.ts';
import { Environment } from '../feel/environment.ts';
import { fromJson } from '../feel/json.ts';
import { parseUnaryTestsTree } from '../feel/parser.ts';
import { Scope } from '../feel/scope.ts';
import { compileTests } from '../feel/unary-tests.ts';
import { RuleIndex } from './rule-index.ts';
import type { Cell } from './rule-index.ts';

function cell(text: string): Cell {
  const tree = parseUnaryTestsTree(text);
  return { tree, code: compileTests(tree, makeCompiler()) };
}

test('the index admits exactly the rules whose cells admit the value, wherever it settles a column', () => {
  const number = fc.constantFrom('-3', '0', '1', '2.5', '7', '100');
  const cells = fc.oneof(
    number,
    fc.tuple(fc.constantFrom('<', '<=', '>', '>=', '=', '!='), number).map(([operator, n]) => `${operator} ${n}`),
    fc.tuple(fc.constantFrom('[', '('), number, number, fc.constantFrom(']', ')')).map(([a, x, y, b]) => `${a}${x}..${y}${b}`),
    fc.constantFrom(
      '"a"',
      '"b", "c"',
      'not("a")',
      'not(1, 7)',
      '-',
      'true',
      'null',
      '= "b"',
      '1, "a", > 50',
      '"a" , null',
      'date("2024-01-01")',
      '? > 3',
    ),
  );
  const inputs = fc.constantFrom(
    'a',
    'b',
    'z',
    '',
    'other',
    -4,
    -3,
    0,
    1,
    2,
    3,
    7,
    8,
    99,
    100,
    101,
    2.5,
    2.25,
    2.75,
    -2.5,
    99.5,
    100.5,
    -1000.5,
    true,
    false,
    null,
    [1],
    { a: 1 },
  );
  fc.assert(
    fc.property(fc.array(cells, { minLength: 1, maxLength: 70 }), inputs, (texts, input) => {
      const column = texts.map((text) => (text === '-' ? null : cell(text)));
      const index = new RuleIndex([column], column.length);
      const value = fromJson(input);
      const scope = new Scope({}, null, new Environment());
      const found = index.admitted(0, value);
      column.forEach((rule, i) => {
        const matches = !rule || rule.code(scope, value) === true;
        if (found)
          assert.equal(((found[i >> 5] ?? 0) & (1 << (i & 31))) !== 0, matches, `${texts[i]} for ${JSON.stringify(input)}`);
      });
    }),
    { numRuns: 2000 },
  );
});
