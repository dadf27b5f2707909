/** Models that import others, as a program keeps them: found by namespace among those in force. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveImports } from './imports.ts';
import { type DecisionVersion, importsInForce, publishedDecision } from './published.ts';

const dmnType = 'https://www.omg.org/spec/DMN/20191111/MODEL/';
const model = (name: string, inside: string, ...imports: string[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="${dmnType}" id="d-${name}" name="${name}" namespace="urn:${name}">
${imports.map((one) => `<import id="i-${one}" name="${one}" namespace="urn:${one}" importType="${dmnType}"/>`).join('\n')}
${inside}</definitions>`;
const rate = (percent: number): string => `<inputData id="in" name="area"><variable name="area" typeRef="number"/></inputData>
<decision id="rate" name="rate"><variable name="rate"/><informationRequirement><requiredInput href="#in"/></informationRequirement>
<decisionTable id="t" hitPolicy="FIRST"><input id="c" label="Diện tích"><inputExpression><text>area</text></inputExpression></input><output id="o" name="rate" label="Mức"/>
<rule id="r1"><inputEntry><text>&lt; 100</text></inputEntry><outputEntry><text>0</text></outputEntry></rule>
<rule id="r2"><inputEntry><text>-</text></inputEntry><outputEntry><text>${percent}</text></outputEntry></rule></decisionTable></decision>`;
const tax = `<inputData id="in" name="price"><variable name="price" typeRef="number"/></inputData>
<decision id="tax" name="tax"><variable name="tax"/><informationRequirement><requiredInput href="#in"/></informationRequirement>
<informationRequirement><requiredDecision href="urn:rates#rate"/></informationRequirement>
<literalExpression><text>price * rates.rate / 100</text></literalExpression></decision>`;
const all = (...models: [key: string, dmn: string][]) => models.map(([key, dmn]) => ({ key, dmn }));
const told = (key: string, dmn: string, others: ReturnType<typeof all>) =>
  resolveImports(key, dmn, others).problems.map(({ elementId, line, message }) => [elementId, line, message.en]);

test('A model finds what it imports by namespace, under whatever key, and what that imports in turn; each once', () => {
  const others = all(['bảng-mức', model('rates', rate(2), 'base')], ['b', model('base', '')], ['x', model('x', '')]);
  const { models, problems } = resolveImports('tax', model('tax', tax, 'rates', 'base'), others);
  assert.deepEqual(
    models.map(({ key }) => key),
    ['bảng-mức', 'b'],
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(resolveImports('x', model('x', ''), others), { models: [], problems: [] });
});

test('An import that is not there, there twice, or leads back is told with its names and its place', () => {
  const twice = all(['a', model('rates', '')], ['b', model('rates', '')]);
  assert.deepEqual(told('tax', model('tax', tax, 'rates'), []), [['i-rates', 3, 'No model “urn:rates” is in force.']]);
  assert.deepEqual(told('tax', model('tax', tax, 'rates'), all(['a', model('rates', '', 'gone')])), [
    ['i-rates', 3, 'The imported model “a” needs a model “urn:gone”, and none is in force.'],
  ]);
  assert.deepEqual(told('tax', model('tax', tax, 'rates'), twice), [['i-rates', 3, 'Two models are called “urn:rates”: a, b.']]);
  const circle = all(['a', model('rates', '', 'base')], ['b', model('base', '', 'tax')], ['tax', model('tax', '')]);
  assert.deepEqual(told('tax', model('tax', tax, 'rates'), circle), [
    ['i-rates', 3, 'The models import one another in a circle: tax → a → b → tax.'],
  ]);
  assert.deepEqual(told('tax', model('tax', tax, 'tax'), []), [
    ['i-tax', 3, 'The models import one another in a circle: tax → tax.'],
  ]);
});

test('What is no model of DMN is not looked for', () => {
  const java = model('tax', '', 'x').replace(`importType="${dmnType}"`, 'importType="http://www.omg.org/spec/PMML"');
  assert.deepEqual(told('tax', java, []), []);
});

test('A decision in force is read with what it imports as that is in force, asks for the inputs of both, and tells the rules of both', async () => {
  const version = (id: string, key: string, dmn: string): DecisionVersion => ({
    id,
    key,
    version: 1,
    body: { dmn },
  });
  const main = version('1', 'tax', model('tax', tax, 'rates'));
  const days: Record<string, DecisionVersion[]> = {
    '2026-01-01': [main, version('2', 'rates', model('rates', rate(2)))],
    '2027-01-01': [main, version('3', 'rates', model('rates', rate(5)))],
    '2028-01-01': [main],
  };
  const versions = {
    at: async (_kind: string, key: string, day: string) => days[day]!.find((one) => one.key === key),
    inForce: async (_kind: string, day: string) => days[day]!,
  };
  const given = { price: 1000, area: 120 };
  const on = async (day: string) => (await publishedDecision(versions, 'tax', day))!;
  const first = (await on('2026-01-01')).decide('tax', given, new Date(0));
  assert.deepEqual([first.value, first.inputs], [20, given]);
  assert.deepEqual(
    first.fired.map((one) => [one.decision, one.rule, one.called?.inputs['c']?.vi]),
    [['rate', 2, 'Diện tích']],
  );
  assert.equal((await on('2027-01-01')).decide('tax', given, new Date(0)).value, 50);
  const gone = await on('2028-01-01');
  assert.equal(gone.decide('tax', given, new Date(0)).value, null);
  assert.match(gone.model.problems[0]!.message.en, /urn:rates/);
  assert.equal((await importsInForce(versions, 'tax', main.body.dmn, '2028-01-01')).problems.length, 1);
});
