import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { DmnError } from '../errors.ts';
import { readDmn } from '../read.ts';
import { checkModel } from './check-model.ts';
import type { Finding } from './findings.ts';

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function model(body: string): string {
  return `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="m">
    <inputData id="a" name="a"><variable name="a" typeRef="number"/></inputData>
    <inputData id="b" name="b"><variable name="b"/></inputData>${body}</definitions>`;
}

const NEEDS = ['a', 'b']
  .map((id) => `<informationRequirement><requiredInput href="#${id}"/></informationRequirement>`)
  .join('');

/** A table of the inputs a and b; each rule is its two cells. */
function table(policy: string, rules: readonly (readonly [string, string])[], typeOfB = 'string'): string {
  const rows = rules.map(
    (cells, i) =>
      `<rule id="r${i + 1}">${cells.map((cell) => `<inputEntry><text>${escape(cell)}</text></inputEntry>`).join('')}<outputEntry><text>${i + 1}</text></outputEntry></rule>`,
  );
  return model(`<decision id="d" name="D">${NEEDS}<decisionTable id="t" hitPolicy="${policy}">
    <input label="A"><inputExpression typeRef="number"><text>a</text></inputExpression></input>
    <input label="B"><inputExpression typeRef="${typeOfB}"><text>b</text></inputExpression></input>
    <output name="x" typeRef="number"/>${rows.join('')}</decisionTable></decision>`);
}

const expression = (text: string, type: string): string =>
  model(
    `<decision id="d" name="D"><variable name="D" typeRef="${type}"/>${NEEDS}<literalExpression id="e"><text>${escape(text)}</text></literalExpression></decision>`,
  );

async function found(xml: string): Promise<string[]> {
  return (await checkModel(xml)).map(inWords);
}

const inWords = ({ severity, kind, elementId, message }: Finding): string =>
  `${severity} ${kind} ${elementId}: ${message.en}`;

describe('the check of a decision', () => {
  test('a table that settles every case once has nothing to tell', async () => {
    const rules = [['<= 10', '-'], ['> 10', '"x"'], ['> 10', 'not("x")']] as const; // prettier-ignore
    assert.deepEqual(await found(table('UNIQUE', rules)), []);
  });
  test('a gap is told by the values that no rule takes', async () => {
    assert.deepEqual(await found(table('UNIQUE', [['<= 10', '-'], ['(20..30]', '"x"']])), [
      'warning gap t: No rule applies when A: (10..20], > 30.',
      'warning gap t: No rule applies when A: (20..30]; B: any other text.',
    ]); // prettier-ignore
  });
  test('what cannot be read is told with its decision, rule and column, as people see them', async () => {
    const broken = table('UNIQUE', [
      ['1', '-'],
      ['2 +', '-'],
    ]).replace('<inputEntry><text>2 +', '<inputEntry id="r2a"><text>2 +');
    const place = async (xml: string) => {
      const found = await checkModel(xml);
      const { where, rules, elementId } = found.find((one) => one.kind === 'unreadable')!;
      return { where, rules, elementId };
    };
    assert.deepEqual(await place(broken), {
      where: { vi: '“D”, quy tắc 2, cột “A”', en: '“D”, rule 2, column “A”' },
      rules: [2],
      elementId: 'r2a',
    });
    assert.deepEqual(await place(broken.replace(' id="r2a"', '')), {
      where: { vi: '“D”', en: '“D”' },
      rules: [],
      elementId: null,
    });
  });
  test('a gap that holds fractions only is told more softly', async () => {
    assert.deepEqual(await found(table('UNIQUE', [['<= 10', '-'], ['>= 11', '-']])), [
      'note gap t: No rule applies (to fractions only) when A: (10..11).',
    ]); // prettier-ignore
  });
  test('rules that both apply are told where only one may', async () => {
    const rules = [['<= 10', '-'], ['[10..20]', '-'], ['> 20', '-']] as const; // prettier-ignore
    assert.deepEqual(await found(table('UNIQUE', rules)), [
      'error overlap r2: Rules 1 and 2 both apply when A: 10.',
    ]);
    assert.deepEqual(await found(table('FIRST', rules)), []);
  });
  test('a rule that others take everything from never fires', async () => {
    const rules = [['< 5', '-'], ['>= 5', '-'], ['[3..8]', '"x"'], ['[8..3]', '-']] as const; // prettier-ignore
    assert.deepEqual(await found(table('FIRST', rules)), [
      'warning unreachable r3: Rule 3 never fires: the rules before it take all its cases.',
      'warning unreachable r4: Rule 4 never fires: no value answers to one of its cells.',
    ]);
  });
  test('days leave no gap between neighbours', async () => {
    const rules = [['-', '<= date("2026-06-30")'], ['-', '>= @"2026-07-01"']] as const; // prettier-ignore
    assert.deepEqual(await found(table('UNIQUE', rules, 'date')), []);
  });
  test('a value of another type than its column is wrong', async () => {
    assert.deepEqual((await found(table('FIRST', [['"ten"', '-'], ['-', '-']]))).slice(0, 1), [
      'error type null: Rule 1: "ten" is not of the type of column A (type number).',
    ]); // prettier-ignore
  });
  test('what cannot be judged is said to be so', async () => {
    assert.deepEqual(await found(table('UNIQUE', [['> b', '-']])), [
      'note not-checked t: Gaps and overlaps are not checked: column A has cells that are more than fixed values.',
    ]);
  });
  test('an expression names only what its requirements bring in, and gives what is declared', async () => {
    assert.deepEqual(
      await found(expression('for i in [a] return i + {x: 1, y: x}.y + max(a, [1][item = c])', 'Any')),
      [],
    );
    assert.deepEqual(await found(expression('a + c', 'number')), [
      'error name e: D: there is nothing named “c”, or no requirement leads to it.',
    ]);
    assert.deepEqual(await found(expression('a > 1', 'number')), [
      'error type e: D: the expression gives a value of type true or false, but number is declared.',
    ]);
  });

  test('a large table is looked through too, and tells no more than one can read', async () => {
    const rules = Array.from({ length: 900 }, (_, i) => [`[${i % 190}..${(i % 190) + 2})`, `"${i % 70}"`] as const); // prettier-ignore
    for (const policy of ['UNIQUE', 'FIRST']) {
      const kinds = (await checkModel(table(policy, rules))).map((finding) => finding.kind);
      assert.ok(kinds.length > 0 && kinds.length < 1000);
    }
  });

  test('whatever becomes of a file, it is refused as no DMN or checked and evaluated', async () => {
    const whole = table('UNIQUE', [['<= 10', '-'], ['> 10', '"x", "y"']]); // prettier-ignore
    const cut = fc.tuple(fc.nat(whole.length), fc.nat(40), fc.constantFrom('', '<', '>', '"', '&', '&x;', ' id="a"', '</rule>', '<list/>', '<context><contextEntry/></context>', 'not(', '..', '?', '@"', '<filter/>', '<!DOCTYPE a [<!ENTITY x "&x;&x;">]>')); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { minLength: 1, maxLength: 4 }), async (cuts) => {
        let xml = whole;
        for (const [at, length, put] of cuts) xml = xml.slice(0, at) + put + xml.slice(at + length);
        try {
          await checkModel(xml);
          const read = await readDmn(xml);
          for (const decision of read.decisions) read.evaluate(decision, { a: 11, b: 'x' });
        } catch (error) {
          assert.ok(error instanceof DmnError, `${String(error)} for ${xml}`);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('gaps and overlaps are told exactly when some case has none or two rules', async () => {
    const number = fc.integer({ min: 0, max: 4 });
    const ofA = fc.oneof(
      fc.constant('-'),
      fc.tuple(fc.constantFrom('<', '<=', '>', '>='), number).map(([operator, n]) => `${operator} ${n}`),
      fc.tuple(fc.constantFrom('[', '('), number, number, fc.constantFrom(']', ')')).map(([open, x, y, close]) => `${open}${x}..${y}${close}`),
      fc.tuple(number, number).map(([x, y]) => `${x}, ${y}.5`),
    ); // prettier-ignore
    const ofB = fc.constantFrom('-', '"x"', '"y"', '"x", "y"', 'not("x")');
    const inputs = [-1, ...Array.from({ length: 20 }, (_, i) => i / 4), 9].flatMap((a) =>
      ['x', 'y', 'z'].map((b) => ({ a, b })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(ofA, ofB), { minLength: 1, maxLength: 5 }), async (rules) => {
        const xml = table('UNIQUE', rules);
        const kinds = new Set((await checkModel(xml)).map((finding) => finding.kind));
        // A column without constants says nothing of its values; not("x") alone does.
        const read = await readDmn(xml);
        const errors = inputs.map((input) => read.evaluate('D', input).errors.join());
        assert.equal(
          kinds.has('gap'),
          errors.some((error) => error.includes('No rule')),
        );
        assert.equal(
          kinds.has('overlap'),
          errors.some((error) => error.includes('only one may')),
        );
      }),
      { numRuns: 300 },
    );
  });
});
