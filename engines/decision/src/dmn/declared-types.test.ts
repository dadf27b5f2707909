/** What models say about types of functions and of what they import, and that values are made to fit them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDmn, toJson } from '../index.ts';
import type { Json } from '../index.ts';

const NS = 'https://www.omg.org/spec/DMN/20230324/MODEL/';
const definitions = (body: string, name = 'm'): string =>
  `<definitions xmlns="${NS}" name="${name}" namespace="urn:${name}">${body}</definitions>`;
const literal = (text: string): string => `<literalExpression><text>${text.replaceAll('<', '&lt;')}</text></literalExpression>`;
/** A decision `D` of one expression that may call what stands under the ids. */
const asking = (text: string, ...knowledge: readonly string[]): string =>
  `<decision id="D" name="D">${knowledge.map((id) => `<knowledgeRequirement><requiredKnowledge href="#${id}"/></knowledgeRequirement>`).join('')}${literal(text)}</decision>`;
const NUMERIC = `<itemDefinition name="numeric"><functionItem outputTypeRef="number"><parameters name="a" typeRef="number"/></functionItem></itemDefinition>`;
/** Business knowledge `f(a)` whose variable and logic are said to be of the types. */
const knowledge = (body: string, variable = '', logic = ''): string =>
  `<businessKnowledgeModel id="f" name="f"><variable name="f" ${variable}/><encapsulatedLogic ${logic}><formalParameter name="a" typeRef="number"/>${literal(body)}</encapsulatedLogic></businessKnowledgeModel>`;

async function value(body: string, given: Record<string, unknown> = {}, ...imports: readonly string[]): Promise<Json> {
  return toJson((await readDmn(definitions(body), { imports })).evaluate('D', given).value);
}

test('the result of business knowledge is made to fit what its variable says, a type of functions or of the result', async () => {
  for (const [variable, logic] of [
    ['typeRef="numeric"', ''],
    ['typeRef="number"', ''],
    ['typeRef="numeric"', 'typeRef="numeric"'],
    ['', 'typeRef="number"'],
  ] as const) {
    const said = `${variable} ${logic}`;
    const call = asking('f(1)', 'f');
    assert.equal(await value(NUMERIC + knowledge('a + 1', variable, logic) + call), 2, said);
    assert.equal(await value(NUMERIC + knowledge('[a]', variable, logic) + call), 1, said);
    assert.equal(await value(NUMERIC + knowledge('"x"', variable, logic) + call), null, said);
  }
});

test('a decision service whose variable is of a type of functions answers with what that results in', async () => {
  const service = (result: string): string =>
    `${NUMERIC}<inputData id="a" name="a"/><decision id="out" name="out"><informationRequirement><requiredInput href="#a"/></informationRequirement>${literal(result)}</decision>
<decisionService id="s" name="s"><variable name="s" typeRef="numeric"/><outputDecision href="#out"/><inputData href="#a"/></decisionService>`;
  assert.equal(await value(service('a * 2') + asking('s(4)', 's')), 8);
  assert.equal(await value(service('[a]') + asking('s(a: 4)', 's')), 4);
  assert.equal(await value(service('string(a)') + asking('s(4)', 's')), null);
});

test('inputs, decisions and parameters are of imported types, whatever stands first', async () => {
  const types = `<itemDefinition name="share"><typeRef>number</typeRef><allowedValues><text>[0..1]</text></allowedValues></itemDefinition>`;
  const given = (prefix: string): string =>
    `<import name="${prefix}" namespace="urn:types" importType="${NS}"/><inputData id="x" name="x"><variable name="x" typeRef="${prefix === '' ? '' : `${prefix}.`}share"/></inputData>
<decision id="D" name="D"><informationRequirement><requiredInput href="#x"/></informationRequirement>${literal('x')}</decision>`;
  for (const prefix of ['t', 'my types', 'a-b', '']) {
    assert.equal(await value(given(prefix), { x: 1 }, definitions(types, 'types')), 1, prefix);
    assert.equal(await value(given(prefix), { x: 7 }, definitions(types, 'types')), null, prefix);
  }
});

test('types of DMN 1.1 are qualified names', async () => {
  const xml = `<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd" xmlns:feel="http://www.omg.org/spec/FEEL/20140401" xmlns:own="urn:m" namespace="urn:m" name="m">
<itemDefinition name="size"><typeRef>feel:number</typeRef></itemDefinition><inputData id="x" name="x"><variable name="x" typeRef="own:size"/></inputData>
<decision id="D" name="D"><informationRequirement><requiredInput href="#x"/></informationRequirement>${literal('x')}</decision></definitions>`;
  const model = await readDmn(xml);
  assert.deepEqual(model.problems, []);
  assert.equal(model.evaluate('D', { x: 5 }).value, 5);
  assert.equal(model.evaluate('D', { x: 'five' }).value, null);
});

test('types that name each other in a circle are told and ask for nothing', async () => {
  const circle = `<itemDefinition id="t" name="t"><typeRef>u</typeRef></itemDefinition><itemDefinition name="u"><typeRef>t</typeRef></itemDefinition>
<decision id="D" name="D"><variable name="D" typeRef="t"/>${literal('1')}</decision>`;
  const model = await readDmn(definitions(circle));
  assert.equal(model.evaluate('D').value, 1);
  assert.match(model.problems[0]!.message.en, /defined by itself/);
  const tree = `<itemDefinition name="t"><itemComponent name="of" isCollection="true"><typeRef>t</typeRef></itemComponent></itemDefinition>
<decision id="D" name="D"><variable name="D" typeRef="t"/>${literal('{of: [{of: []}]}')}</decision>`;
  assert.deepEqual(await value(tree), { of: [{ of: [] }] });
});

test('more than one space in a name is one, as in expressions', async () => {
  const body = `<inputData id="x" name="a  b"/><decision id="D" name="D"><informationRequirement><requiredInput href="#x"/></informationRequirement>${literal('a   b + 1')}</decision>`;
  assert.equal(await value(body, { 'a  b': 1 }), 2);
});

test('a context with two entries of one name is told and has no value, in a box as in a text', async () => {
  const entry = (name: string, text: string): string =>
    `<contextEntry>${name && `<variable name="${name}"/>`}${literal(text)}</contextEntry>`;
  const boxed = (...entries: string[]): string =>
    definitions(`<decision id="D" name="D"><context>${entries.join('')}</context></decision>`);
  const model = await readDmn(boxed(entry('a', '1'), entry('a', '2')));
  assert.equal(model.evaluate('D').value, null);
  assert.match(model.problems[0]!.message.en, /called “a”/);
  const fine = await readDmn(boxed(entry('a', '1'), entry('b', 'a'), entry('', 'a + b')));
  assert.deepEqual([fine.problems, fine.evaluate('D').value], [[], 2]);
});
