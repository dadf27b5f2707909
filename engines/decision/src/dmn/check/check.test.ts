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

const NEEDS = ['a', 'b'].map((id) => `<informationRequirement><requiredInput href="#${id}"/></informationRequirement>`).join('');

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

const inWords = ({ severity, kind, elementId, message }: Finding): string => `${severity} ${kind} ${elementId}: ${message.en}`;

describe('the check of a decision', () => {
  test('a table that settles every case once has nothing to tell', async () => {
    const rules = [
      ['<= 10', '-'],
      ['> 10', '"x"'],
      ['> 10', 'not("x")'],
    ] as const;
    assert.deepEqual(await found(table('UNIQUE', rules)), []);
  });
  test('a gap is told by the values that no rule takes', async () => {
    assert.deepEqual(
      await found(
        table('UNIQUE', [
          ['<= 10', '-'],
          ['(20..30]', '"x"'],
        ]),
      ),
      [
        'warning gap t: No rule applies when A: over 10 to 20 or over 30.',
        'warning gap t: No rule applies when A: over 20 to 30; B: any other text.',
      ],
    );
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
    assert.deepEqual(
      await found(
        table('UNIQUE', [
          ['<= 10', '-'],
          ['>= 11', '-'],
        ]),
      ),
      ['note gap t: No rule applies (to fractions only) when A: over 10 to under 11.'],
    );
  });
  test('rules that both apply are told where only one may', async () => {
    const rules = [
      ['<= 10', '-'],
      ['[10..20]', '-'],
      ['> 20', '-'],
    ] as const;
    assert.deepEqual(await found(table('UNIQUE', rules)), ['error overlap r2: Rules 1 and 2 both apply when A: 10.']);
    assert.deepEqual(await found(table('FIRST', rules)), []);
  });
  test('a rule that others take everything from never fires', async () => {
    const rules = [
      ['< 5', '-'],
      ['>= 5', '-'],
      ['[3..8]', '"x"'],
      ['[8..3]', '-'],
    ] as const;
    assert.deepEqual(await found(table('FIRST', rules)), [
      'warning unreachable r3: Rule 3 never fires: the rules before it take all its cases.',
      'warning unreachable r4: Rule 4 never fires: no value answers to one of its cells.',
    ]);
  });
  test('days leave no gap between neighbours', async () => {
    const rules = [
      ['-', '<= date("2026-06-30")'],
      ['-', '>= @"2026-07-01"'],
    ] as const;
    assert.deepEqual(await found(table('UNIQUE', rules, 'date')), []);
  });
  test('what is left open and what overlaps is said in words, in both languages', async () => {
    const said = async (typeOfB: string, ...cells: string[]) =>
      (
        await checkModel(
          table(
            'UNIQUE',
            cells.map((cell) => ['-', cell] as const),
            typeOfB,
          ),
        )
      ).map(({ message }) => [message.vi, message.en]);
    const when = ['Không quy tắc nào áp dụng khi B: ', 'No rule applies when B: '] as const;
    const gap = (vi: string, en: string) => [`${when[0]}${vi}.`, `${when[1]}${en}.`];
    assert.deepEqual(await said('date', '<= date("2026-06-30")', '[@"2026-07-02"..@"2026-07-31"]', '> date("2026-12-31")'), [
      gap('01/07/2026 hoặc từ 01/08/2026 đến 31/12/2026', '01/07/2026 or from 01/08/2026 to 31/12/2026'),
    ]);
    assert.deepEqual(await said('date', '(@"2026-01-01"..@"2026-06-30")', '> @"2026-06-30"'), [
      gap('đến hết 01/01/2026 hoặc 30/06/2026', 'until 01/01/2026 or 30/06/2026'),
    ]);
    assert.deepEqual(await said('days and time duration', '< duration("P30D")', '[duration("P30DT12H")..duration("P90D"))'), [
      gap(
        'từ 30 ngày đến dưới 30 ngày 12 giờ hoặc từ 90 ngày trở lên',
        'from 30 days to under 30 days 12 hours or from 90 days up',
      ),
    ]);
    assert.deepEqual(await said('time', '< time("08:00:00")', '>= time("17:30:00")'), [
      gap('từ 08:00 đến trước 17:30', 'from 08:00 to before 17:30'),
    ]);
    assert.deepEqual(await said('boolean', 'true'), [gap('sai', 'false')]);
    assert.deepEqual(await said('string', '"house", "flat"', 'not("house", "flat", "shop", "depot")'), [
      gap('“shop” hoặc “depot”', '“shop” or “depot”'),
    ]);
    assert.deepEqual(await said('number', '[0..10]', '[10..20]', '> 20', '< 0'), [
      ['Quy tắc 1 và 2 cùng áp dụng khi B: 10.', 'Rules 1 and 2 both apply when B: 10.'],
    ]);
  });
  test('a column has its name in each language', async () => {
    const english = table('UNIQUE', [['<= 10', '-']]).replace(
      '<input label="A">',
      '<input label="Diện tích" dinh:nameEn="Area">',
    );
    const [{ message }] = (await checkModel(english)) as [Finding];
    assert.deepEqual(message, {
      vi: 'Không quy tắc nào áp dụng khi Diện tích: trên 10.',
      en: 'No rule applies when Area: over 10.',
    });
  });
  test('missing values are looked at where a column asks for them', async () => {
    const of = (...cells: string[]) =>
      found(
        table(
          'UNIQUE',
          cells.map((cell) => ['-', cell] as const),
        ),
      );
    assert.deepEqual(await of('null', 'not(null)'), []);
    assert.deepEqual(await of('null', '"x"'), ['warning gap t: No rule applies when B: any other text.']);
    assert.deepEqual(await of('"x"', 'not("x", null)'), ['warning gap t: No rule applies when B: nothing is given.']);
    assert.deepEqual(await of('null', '"x"', '-'), [
      'error overlap r3: Rules 1 and 3 both apply when B: nothing is given.',
      'error overlap r3: Rules 2 and 3 both apply when B: “x”.',
    ]);
  });
  test('texts that are put in order are not judged', async () => {
    for (const cell of ['< "m"', '["a".."f"]'])
      assert.deepEqual(
        await found(
          table('UNIQUE', [
            ['-', cell],
            ['-', '"x"'],
          ]),
        ),
        ['note not-checked t: Gaps and overlaps are not checked: column B has cells that are more than fixed values.'],
      );
  });
  test('a value of another type than its column is wrong', async () => {
    assert.deepEqual(
      (
        await found(
          table('FIRST', [
            ['"ten"', '-'],
            ['-', '-'],
          ]),
        )
      ).slice(0, 1),
      ['error type null: Rule 1: "ten" is not of the type of column A (type number).'],
    );
  });
  test('what cannot be judged is said to be so', async () => {
    assert.deepEqual(await found(table('UNIQUE', [['> b', '-']])), [
      'note not-checked t: Gaps and overlaps are not checked: column A has cells that are more than fixed values.',
    ]);
  });
  test('an expression names only what its requirements bring in, and gives what is declared', async () => {
    assert.deepEqual(await found(expression('for i in [a] return i + {x: 1, y: x}.y + max(a, [1][item = c])', 'Any')), []);
    assert.deepEqual(await found(expression('a + c', 'number')), [
      'error name e: there is nothing named “c”, or no requirement leads to it.',
    ]);
    assert.deepEqual(await found(expression('a > 1', 'number')), [
      'error type e: the expression gives a value of type true or false, but number is declared.',
    ]);
  });

  test('tables name only what their requirements bring in, too: each cell is told with its place', async () => {
    const typed = table('UNIQUE', [
      ['<= c', '-'],
      ['> 10', '-'],
    ])
      .replace('<text>2</text>', '<text>a + d</text>')
      .replace('<text>b</text>', '<text>bb</text>');
    const named = (await checkModel(typed)).filter(({ kind }) => kind === 'name');
    assert.deepEqual(
      named.map(({ message, rules }) => [/“(\w+)”/.exec(message.en)![1], rules]),
      [
        ['bb', []],
        ['c', []],
        ['d', []],
      ],
    );
    const withIds = typed.replace('<inputEntry><text>&lt;= c', '<inputEntry id="i1"><text>&lt;= c');
    const told = (await checkModel(withIds)).find(({ elementId }) => elementId === 'i1')!;
    assert.deepEqual(
      [told.where, told.rules, told.message.en],
      [
        { vi: '“D”, quy tắc 1, cột “A”', en: '“D”, rule 1, column “A”' },
        [1],
        'there is nothing named “c”, or no requirement leads to it.',
      ],
    );
  });

  test('boxes have names of their own: entries that stand before, parameters, items', async () => {
    const box = (inside: string): Promise<string[]> =>
      found(
        model(`<businessKnowledgeModel id="k" name="twice"><encapsulatedLogic><formalParameter name="n"/><literalExpression id="kl"><text>if n &gt; 9 then n else twice(n * 2)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
        <decision id="d" name="D"><variable name="D"/>${NEEDS}<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>${inside}</decision>`),
      );
    const says = (text: string, id = 'x'): string => `<literalExpression id="${id}"><text>${text}</text></literalExpression>`;
    const entry = (name: string, type: string, inside: string): string =>
      `<contextEntry><variable name="${name}"${type && ` typeRef="${type}"`}/>${inside}</contextEntry>`;
    const unknown = (name: string): string[] => [
      `error name x: there is nothing named “${name}”, or no requirement leads to it.`,
    ];
    assert.deepEqual(
      await box(
        `<context>${entry('base', 'number', says('a * 2'))}${entry('more', '', says('base + 1', 'y'))}<contextEntry>${says('base + more', 'z')}</contextEntry></context>`,
      ),
      [],
    );
    assert.deepEqual(
      await box(`<context>${entry('more', '', says('base + 1'))}${entry('base', '', says('1', 'y'))}</context>`),
      unknown('base'),
    );
    assert.deepEqual(await box(`<context>${entry('base', 'number', says('&quot;2&quot;'))}</context>`), [
      'error type x: the expression gives a value of type text, but number is declared.',
    ]);
    assert.deepEqual(await box(`<list>${says('a', 'y')}${says('c')}</list>`), unknown('c'));
    assert.deepEqual(await box(`<relation><column name="u"/><row>${says('c')}</row></relation>`), unknown('c'));
    assert.deepEqual(
      await box(`<functionDefinition><formalParameter name="n"/>${says('n + c')}</functionDefinition>`),
      unknown('c'),
    );
    assert.deepEqual(
      await box(`<for iteratorVariable="i"><in>${says('[a]', 'y')}</in><return>${says('i + partial[-1]', 'z')}</return></for>`),
      [],
    );
    assert.deepEqual(
      await box(
        `<conditional><if>${says('a > 1', 'y')}</if><then>${says('i')}</then><else>${says('1', 'z')}</else></conditional>`,
      ),
      unknown('i'),
    );
    const call = (parameter: string): string =>
      `<invocation id="c">${says('twice', 'y')}<binding><parameter name="${parameter}"/>${says('a', 'z')}</binding></invocation>`;
    assert.deepEqual(await box(call('n')), []);
    assert.deepEqual(await box(call('m')), ['error name c: “twice” takes no “m”; it takes “n”.']);
  });

  test('a large table is looked through too, and tells no more than one can read', async () => {
    const rules = Array.from({ length: 900 }, (_, i) => [`[${i % 190}..${(i % 190) + 2})`, `"${i % 70}"`] as const);
    for (const policy of ['UNIQUE', 'FIRST']) {
      const kinds = (await checkModel(table(policy, rules))).map((finding) => finding.kind);
      assert.ok(kinds.length > 0 && kinds.length < 1000);
    }
  });

  test('whatever becomes of a file, it is refused as no DMN or checked and evaluated', async () => {
    const whole = table('UNIQUE', [
      ['<= 10', '-'],
      ['> 10', '"x", "y"'],
    ]);
    const cut = fc.tuple(
      fc.nat(whole.length),
      fc.nat(40),
      fc.constantFrom(
        '',
        '<',
        '>',
        '"',
        '&',
        '&x;',
        ' id="a"',
        '</rule>',
        '<list/>',
        '<context><contextEntry/></context>',
        'not(',
        '..',
        '?',
        '@"',
        '<filter/>',
        '<!DOCTYPE a [<!ENTITY x "&x;&x;">]>',
      ),
    );
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
      fc
        .tuple(fc.constantFrom('[', '('), number, number, fc.constantFrom(']', ')'))
        .map(([open, x, y, close]) => `${open}${x}..${y}${close}`),
      fc.tuple(number, number).map(([x, y]) => `${x}, ${y}.5`),
    );
    const ofB = fc.constantFrom('-', '"x"', '"y"', '"x", "y"', 'not("x")');
    const inputs = [-1, ...Array.from({ length: 20 }, (_, i) => i / 4), 9].flatMap((a) => ['x', 'y', 'z'].map((b) => ({ a, b })));
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
