import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DmnError, readDmn, toJson } from '../index.ts';
import type { Json } from '../index.ts';

const NS = 'https://www.omg.org/spec/DMN/20230324/MODEL/';

function definitions(body: string, name = 'model', namespace = `urn:${name}`): string {
  return `<?xml version="1.0"?><definitions xmlns="${NS}" name="${name}" namespace="${namespace}">${body}</definitions>`;
}

/** A decision `result` with the inputs named and the logic given. */
function decision(logic: string, inputs: readonly string[] = []): string {
  const data = inputs.map((name) => `<inputData id="i_${name}" name="${name}"/>`).join('');
  const needs = inputs
    .map((name) => `<informationRequirement><requiredInput href="#i_${name}"/></informationRequirement>`)
    .join('');
  return definitions(`${data}<decision id="d" name="result">${needs}${logic}</decision>`);
}

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

const input = (name: string): string => `<input><inputExpression><text>${name}</text></inputExpression></input>`;
const literal = (text: string): string => `<literalExpression><text>${escape(text)}</text></literalExpression>`;
const entry = (name: string, logic: string): string => `<contextEntry><variable name="${name}"/>${logic}</contextEntry>`;
const need = (id: string): string => `<informationRequirement><requiredDecision href="#${id}"/></informationRequirement>`;

/** A table over `a` and `b`: every rule is `test of a | test of b | output…`. */
function table(policy: string, outputs: string, rules: readonly string[]): string {
  const width = outputs.split('<output').length - 1;
  const cells = rules.map((rule, i) => {
    const parts = rule.split('|').map((part) => `<text>${escape(part.trim())}</text>`);
    const ins = parts
      .slice(0, 2)
      .map((part) => `<inputEntry>${part}</inputEntry>`)
      .join('');
    const outs = parts
      .slice(2, 2 + width)
      .map((part) => `<outputEntry>${part}</outputEntry>`)
      .join('');
    return `<rule id="r${i + 1}">${ins}${outs}</rule>`;
  });
  return decision(`<decisionTable ${policy}>${input('a')}${input('b')}${outputs}${cells.join('')}</decisionTable>`, ['a', 'b']);
}

async function run(xml: string, inputs: Record<string, unknown> = {}): Promise<Json> {
  return toJson((await readDmn(xml)).evaluate('result', inputs).value);
}

const PRIORITIES = '<output name="o"><outputValues><text>"high","low"</text></outputValues></output>';

describe('decision tables', () => {
  const rules = ['> 0 | - | "low"', '> 5 | - | "high"', '> 9 | "x" | "low"'];
  const rows: readonly (readonly [string, string, number, Json])[] = [
    ['UNIQUE', '<output/>', 1, 'low'],
    ['UNIQUE', '<output/>', 6, null],
    ['ANY', '<output/>', 1, 'low'],
    ['ANY', '<output/>', 6, null],
    ['FIRST', '<output/>', 6, 'low'],
    ['PRIORITY', PRIORITIES, 6, 'high'],
    ['RULE ORDER', '<output/>', 10, ['low', 'high', 'low']],
    ['OUTPUT ORDER', PRIORITIES, 10, ['high', 'low', 'low']],
    ['COLLECT', '<output/>', 6, ['low', 'high']],
    ['COLLECT', '<output/>', 0, []],
    ['RULE ORDER', '<output/>', 0, []],
    ['OUTPUT ORDER', PRIORITIES, 0, []],
    ['COLLECT" aggregation="COUNT', '<output/>', 0, 0],
    ['COLLECT" aggregation="SUM', '<output/>', 0, null],
    ['FIRST', '<output/>', 0, null],
  ];
  for (const [policy, output, a, expected] of rows) {
    test(`${policy} for ${a} gives ${JSON.stringify(expected)}`, async () => {
      assert.deepEqual(await run(table(`hitPolicy="${policy}"`, output, rules), { a, b: 'x' }), expected);
    });
  }
  for (const [aggregation, expected] of Object.entries({ SUM: '31.5', COUNT: 3, MIN: '1.5', MAX: 20 })) {
    test(`COLLECT ${aggregation} gives ${expected}`, async () => {
      const xml = table(`hitPolicy="COLLECT" aggregation="${aggregation}"`, '<output/>', [
        '- | - | 10',
        '- | - | 20',
        '- | - | 1.5',
      ]);
      assert.deepEqual(await run(xml, { a: 1, b: 1 }), expected);
    });
  }
  test('several outputs make a context, and rules may compute with the inputs', async () => {
    const xml = table('', '<output name="fee"/><output name="why"/>', [
      '<= 10 | - | a * 1000 | "small"',
      '> 10 | - | 20000 | "large"',
    ]);
    assert.deepEqual(await run(xml, { a: 4, b: null }), { fee: 4000, why: 'small' });
  });
  test('the default output stands in when no rule matches', async () => {
    const output = '<output><defaultOutputEntry><text>"none"</text></defaultOutputEntry></output>';
    assert.equal(await run(table('', output, ['1 | - | "one"']), { a: 2 }), 'none');
  });
  test('it tells which rules fired, with which values', async () => {
    const model = await readDmn(
      table('hitPolicy="COLLECT"', '<output name="o"/>', ['> 1 | "x" | "p"', '> 2 | - | "q"', '> 9 | - | "r"']),
    );
    const { fired, errors } = model.evaluate('result', { a: 3, b: 'x' });
    assert.deepEqual(
      fired.map(({ rule, ruleId, inputs, outputs }) => ({ rule, ruleId, inputs, outputs })),
      [
        { rule: 1, ruleId: 'r1', inputs: { a: 3, b: 'x' }, outputs: { o: 'p' } },
        { rule: 2, ruleId: 'r2', inputs: { a: 3, b: 'x' }, outputs: { o: 'q' } },
      ],
    );
    assert.deepEqual(errors, []);
  });
  test('it says why there is no answer', async () => {
    const model = await readDmn(table('', '<output/>', ['- | - | 1', '- | - | 2']));
    assert.deepEqual(model.evaluate('result', {}).errors, ['2 rules match where only one may.']);
  });
});

describe('models', () => {
  test('decisions build on decisions, business knowledge and services', async () => {
    const xml = definitions(`
      <inputData id="i" name="Unit price"/>
      <businessKnowledgeModel id="k" name="with VAT"><encapsulatedLogic>
        <formalParameter name="amount" typeRef="number"/>${literal('amount * 1.1')}</encapsulatedLogic></businessKnowledgeModel>
      <decision id="sub" name="Sub-total"><informationRequirement><requiredInput href="#i"/></informationRequirement>${literal('Unit price * 3')}</decision>
      <decision id="d" name="result"><informationRequirement><requiredDecision href="#sub"/></informationRequirement>
        <knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>${literal('with VAT(Sub-total)')}</decision>
      <decisionService id="s" name="Pricing"><outputDecision href="#d"/><encapsulatedDecision href="#sub"/><inputData href="#i"/></decisionService>`);
    const model = await readDmn(xml);
    assert.equal(toJson(model.evaluate('result', { 'Unit price': 100 }).value), 330);
    assert.equal(toJson(model.evaluateService('Pricing', { 'Unit price': 5 }).value), '16.5');
    assert.equal(toJson(model.evaluateKnowledge('with VAT', { amount: 10 }).value), 11);
    assert.deepEqual([model.decisions, model.inputs, model.services], [['Sub-total', 'result'], ['Unit price'], ['Pricing']]);
  });
  test('boxed contexts, lists, relations, conditions and loops', async () => {
    const relation = `<relation><column name="n"/><column name="p"/><row>${literal('"a"')}${literal('1')}</row><row>${literal('"b"')}${literal('2')}</row></relation>`;
    const xml = decision(`<context>
      ${entry('rows', relation)}
      ${entry('list', `<list>${literal('1')}${literal('count(rows)')}</list>`)}
      ${entry('if', `<conditional><if>${literal('list[2] > 1')}</if><then>${literal('"many"')}</then><else>${literal('"one"')}</else></conditional>`)}
      ${entry('filter', `<filter><in>${literal('rows')}</in><match>${literal('p > 1')}</match></filter>`)}
      ${entry('for', `<for iteratorVariable="r"><in>${literal('rows')}</in><return>${literal('r.p * 10')}</return></for>`)}
      ${entry('every', `<every iteratorVariable="r"><in>${literal('rows')}</in><satisfies>${literal('r.p > 1')}</satisfies></every>`)}
      ${entry('double', `<functionDefinition><formalParameter name="x"/>${literal('x * 2')}</functionDefinition>`)}
      ${entry('call', `<invocation>${literal('double')}<binding><parameter name="x"/>${literal('21')}</binding></invocation>`)}
      </context>`);
    const { double: _, ...value } = (await run(xml)) as Record<string, Json>;
    assert.deepEqual(value, {
      rows: [
        { n: 'a', p: 1 },
        { n: 'b', p: 2 },
      ],
      list: [1, 2],
      if: 'many',
      filter: [{ n: 'b', p: 2 }],
      for: [10, 20],
      every: false,
      call: 42,
    });
  });
  test('item definitions bound what a value may be', async () => {
    const xml = definitions(`
      <itemDefinition name="tLevel"><typeRef>string</typeRef><allowedValues><text>"low","high"</text></allowedValues></itemDefinition>
      <itemDefinition name="tCase"><itemComponent name="level"><typeRef>tLevel</typeRef></itemComponent><itemComponent name="due-date"><typeRef>date</typeRef></itemComponent></itemDefinition>
      <itemDefinition name="tCases" isCollection="true"><typeRef>tCase</typeRef></itemDefinition>
      <inputData id="i" name="cases"><variable name="cases" typeRef="tCases"/></inputData>
      <decision id="d" name="result"><informationRequirement><requiredInput href="#i"/></informationRequirement>${literal('cases.level')}</decision>`);
    assert.deepEqual(await run(xml, { cases: [{ level: 'low', 'due-date': null }] }), ['low']);
    assert.deepEqual(await run(xml, { cases: { level: 'high', 'due-date': null } }), ['high']);
    assert.equal(await run(xml, { cases: [{ level: 'odd', 'due-date': null }] }), null);
  });
  test('business knowledge may call itself', async () => {
    const xml = definitions(`
      <businessKnowledgeModel id="k" name="fib"><encapsulatedLogic><formalParameter name="n"/>${literal('if n < 2 then n else fib(n - 1) + fib(n - 2)')}</encapsulatedLogic></businessKnowledgeModel>
      <decision id="d" name="result"><knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>${literal('fib(15)')}</decision>`);
    assert.equal(await run(xml), 610);
  });
  test('decisions that need each other are null, not endless', async () => {
    const xml = definitions(
      `<decision id="d" name="result">${need('e')}${literal('e')}</decision><decision id="e" name="e">${need('d')}${literal('result')}</decision>`,
    );
    const { value, errors } = (await readDmn(xml)).evaluate('result');
    assert.equal(value, null);
    assert.ok(errors.includes('result depends on itself.'));
  });
  test('imported models stand behind their prefix', async () => {
    const other = definitions(
      `<itemDefinition name="tN"><typeRef>number</typeRef></itemDefinition><inputData id="i" name="base"/>
      <decision id="x" name="Base rate"><variable name="Base rate" typeRef="tN"/><informationRequirement><requiredInput href="#i"/></informationRequirement>${literal('base + 1')}</decision>`,
      'rates',
    );
    const xml = definitions(`<import name="rates" namespace="urn:rates" importType="${NS}"/>
      <decision id="d" name="result"><variable name="result" typeRef="rates.tN"/><informationRequirement><requiredDecision href="urn:rates#x"/></informationRequirement>${literal('rates.Base rate * 2')}</decision>`);
    const model = await readDmn(xml, { imports: [other] });
    assert.equal(toJson(model.evaluate('result', { base: 4 }).value), 10);
    assert.deepEqual(model.problems, []);
  });
  test('what is wrong in a file is told with its line', async () => {
    const model = await readDmn(definitions(`\n<decision id="d" name="result">\n${literal('1 +')}</decision>`));
    assert.deepEqual(model.problems, [
      {
        line: 3,
        elementId: null,
        message: {
          vi: 'Không đọc được “1 +”: Biểu thức còn thiếu ở cuối.',
          en: '"1 +" cannot be read: The expression ends too early.',
        },
      },
    ]);
    assert.equal(model.evaluate('result').value, null);
    await assert.rejects(readDmn('<html/>'), DmnError);
    await assert.rejects(readDmn('no xml'), DmnError);
    await assert.rejects(readDmn('<a>'.repeat(500)), DmnError);
  });
  test('a decision that is not there is a RangeError', async () => {
    const model = await readDmn(decision(literal('1')));
    assert.throws(() => model.evaluate('other'), RangeError);
  });
});
