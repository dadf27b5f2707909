/** Names of imported models, in the check before publication: each is known with its type, and a wrong one is told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkModel } from './check-model.ts';

const dmnType = 'https://www.omg.org/spec/DMN/20230324/MODEL/';
const rates = `<definitions xmlns="${dmnType}" id="r" name="Rates" namespace="urn:rates">
  <itemDefinition name="tKind"><typeRef>string</typeRef><allowedValues><text>"house", "flat"</text></allowedValues></itemDefinition>
  <itemDefinition name="tPlot"><itemComponent name="area"><typeRef>number</typeRef></itemComponent><itemComponent name="street name"><typeRef>string</typeRef></itemComponent></itemDefinition>
  <inputData id="k" name="kind"><variable name="kind" typeRef="tKind"/></inputData>
  <decision id="rate" name="rate"><variable name="rate" typeRef="number"/><literalExpression><text>2</text></literalExpression></decision>
  <decision id="base" name="base rate"><variable name="base rate" typeRef="string"/><literalExpression><text>"x"</text></literalExpression></decision>
  <businessKnowledgeModel id="discount" name="discount"><variable name="discount" typeRef="number"/><encapsulatedLogic>
    <formalParameter name="sum" typeRef="number"/><formalParameter name="kind" typeRef="tKind"/>
    <literalExpression><text>if kind = "flat" then sum / 2 else sum</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
  <decisionService id="serve" name="serve"><variable name="serve" typeRef="number"/><outputDecision href="#rate"/><inputData href="#k"/></decisionService>
</definitions>`;

const model = (
  logic: string,
  { type = 'number', plot = 'rates.tPlot' } = {},
): string => `<definitions xmlns="${dmnType}" id="m" name="m" namespace="urn:m">
  <import id="i" name="rates" namespace="urn:rates" importType="${dmnType}"/>
  <inputData id="p" name="plot"><variable id="pv" name="plot" typeRef="${plot}"/></inputData>
  <inputData id="s" name="kind"><variable name="kind" typeRef="rates.tKind"/></inputData>
  <decision id="d" name="D"><variable name="D" typeRef="${type}"/>
  ${['p', 's'].map((id) => `<informationRequirement><requiredInput href="#${id}"/></informationRequirement>`).join('')}
  ${['rate', 'base'].map((id) => `<informationRequirement><requiredDecision href="urn:rates#${id}"/></informationRequirement>`).join('')}
  <knowledgeRequirement><requiredKnowledge href="urn:rates#discount"/></knowledgeRequirement>
  <knowledgeRequirement><requiredKnowledge href="urn:rates#serve"/></knowledgeRequirement>${logic}</decision></definitions>`;
const says = (text: string): string =>
  `<literalExpression id="e"><text>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text></literalExpression>`;
const told = async (xml: string): Promise<string[]> =>
  (await checkModel(xml, { imports: [rates] })).map(({ kind, elementId, message }) => `${kind} ${elementId}: ${message.en}`);
const inText = (text: string, type?: string): Promise<string[]> => told(model(says(text), type ? { type } : {}));

test('What requirements bring in of an imported model stands behind its prefix, with its type', async () => {
  for (const right of [
    'rates.rate * plot.area',
    'string length(rates.base rate) + string length(plot.street name)',
    'rates.discount(rates.rate, kind) + rates.serve(kind)',
    'rates.discount(kind: "flat", sum: 2)',
    'sum(for one in [rates.rate] return one)',
  ])
    assert.deepEqual(await inText(right), [], right);
});

test('A wrong name of an imported model is told, whether it is not there, not required, or written without its prefix', async () => {
  assert.deepEqual(await inText('rates.rat * 2'), ['name e: the imported model “rates” has nothing named “rat”.']);
  assert.deepEqual(await inText('if rates.kind = "house" then 1 else 2'), [
    'name e: the imported model “rates” has “kind”, but no requirement leads to it.',
  ]);
  assert.deepEqual(await inText('rate * 2'), ['name e: “rate” belongs to the imported model: write “rates.rate”.']);
  assert.deepEqual(await inText('nothing * 2'), ['name e: there is nothing named “nothing”, or no requirement leads to it.']);
  const table =
    model(`<decisionTable id="t" hitPolicy="FIRST"><input><inputExpression id="ie"><text>rates.rat</text></inputExpression></input><output name="x" typeRef="number"/>
    <rule><inputEntry><text>-</text></inputEntry><outputEntry id="oe"><text>rates.rete</text></outputEntry></rule></decisionTable>`);
  assert.deepEqual((await told(table)).slice(0, 2), [
    'name ie: the imported model “rates” has nothing named “rat”.',
    'name oe: the imported model “rates” has nothing named “rete”.',
  ]);
});

test('Values of an imported model are held to the types that it declares', async () => {
  assert.deepEqual(await inText('rates.base rate'), [
    'type e: the expression gives a value of type text, but number is declared.',
  ]);
  assert.deepEqual(await inText('rates.discount(rates.rate, kind)', 'string'), [
    'type e: the expression gives a value of type number, but text is declared.',
  ]);
  assert.deepEqual(await inText('rates.serve(kind)', 'boolean'), [
    'type e: the expression gives a value of type number, but true or false is declared.',
  ]);
});

test('Entries of imported item definitions are known, in lists and filters too', async () => {
  assert.deepEqual(await inText('plot.width'), ['name e: “plot” has no entry “width”; it has “area”, “street name”.']);
  const ofMany = (text: string): Promise<string[]> =>
    told(
      model(says(text))
        .replace(
          '<inputData id="p"',
          '<itemDefinition name="tPlots" isCollection="true"><typeRef>rates.tPlot</typeRef></itemDefinition><inputData id="p"',
        )
        .replace('rates.tPlot"/>', 'tPlots"/>'),
    );
  assert.deepEqual(await ofMany('sum(plot[area > 100].area) + count(plot[item.area > rates.rate])'), []);
  assert.deepEqual(await ofMany('sum(for one in plot return one.width)'), [
    'name e: “one” has no entry “width”; it has “area”, “street name”.',
  ]);
  assert.deepEqual(await ofMany('count(plot[width > 100])'), [
    'name e: there is nothing named “width”, or no requirement leads to it.',
  ]);
});

test('What is called in an imported model gets what it takes', async () => {
  assert.deepEqual(await inText('rates.discount(1)'), [
    'name e: “rates.discount” takes 2 arguments (“sum”, “kind”), here are 1.',
  ]);
  assert.deepEqual(await inText('rates.serve(sort: kind)'), ['name e: “rates.serve” takes no “sort”; it takes “kind”.']);
  assert.deepEqual(await inText('rates.discount("1", kind)'), [
    'type e: the argument “sum” of “rates.discount” must be of type number, but text is given.',
  ]);
  const call = (parameter: string): string =>
    model(
      `<invocation id="c"><literalExpression><text>rates.discount</text></literalExpression><binding><parameter name="${parameter}"/>${says('1')}</binding></invocation>`,
    );
  assert.deepEqual(await told(call('sum')), []);
  assert.deepEqual(await told(call('sums')), ['name c: “rates.discount” takes no “sums”; it takes “sum”, “kind”.']);
});

test('A type that neither the model nor an imported one has is told where it is named; allowed values of an imported one are known', async () => {
  assert.deepEqual(await told(model(says('1'), { plot: 'rates.tPlots' })), [
    'type pv: there is no type “rates.tPlots” in this model or in one that it imports.',
  ]);
  const table =
    model(`<decisionTable id="t"><input label="Kind"><inputExpression typeRef="rates.tKind"><text>kind</text></inputExpression></input><output name="x" typeRef="number"/>
    <rule id="r1"><inputEntry><text>"house"</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>`);
  assert.deepEqual(await told(table), ['gap t: No rule applies when Kind: “flat”.']);
});

test('Of a model that cannot be found only that is told', async () => {
  const found = await checkModel(model(says('rates.rat + 1')), {});
  assert.ok(found.every(({ kind, message }) => kind !== 'name' || !message.en.includes('rat”')));
});
