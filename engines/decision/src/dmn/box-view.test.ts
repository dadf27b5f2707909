import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBoxes } from './box-view.ts';

const says = (text: string): string => `<literalExpression><text>${text}</text></literalExpression>`;
const dmn = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:dinh="https://dinh.example/dmn" id="m" name="m" namespace="m">
<businessKnowledgeModel id="k" name="rate"><encapsulatedLogic><formalParameter name="area" typeRef="number"/><decisionTable hitPolicy="COLLECT" aggregation="SUM"><input label="Area"><inputExpression><text>area</text></inputExpression></input><output name="r"/><rule><inputEntry><text>&lt; 5</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable></encapsulatedLogic></businessKnowledgeModel>
<decision id="t" name="T"><decisionTable><output/></decisionTable></decision>
<decision id="d" name="D" dinh:nameEn="The fee"><description>Mức phí</description><context>
  <contextEntry><variable name="base" typeRef="number"/>${says('2 *\n 3')}</contextEntry>
  <contextEntry><variable name="rates"/><relation><column name="kind"/><column name="fee" typeRef="number"/><row>${says('"a"')}${says('1')}</row></relation></contextEntry>
  <contextEntry><variable name="called"/><invocation>${says('rate')}<binding><parameter name="area"/>${says('base')}</binding></invocation></contextEntry>
  <contextEntry><conditional><if>${says('base &gt; 1')}</if><then><list>${says('1')}</list></then><else><for iteratorVariable="n"><in>${says('[1]')}</in><return>${says('n')}</return></for></else></conditional></contextEntry>
</context></decision></definitions>`;

test('Logic in boxes is read line by line, in both languages; tables that are a whole decision are shown as tables', () => {
  const [rate, fee, ...others] = readBoxes(dmn, 'en');
  assert.deepEqual(others, []);
  assert.deepEqual(rate!.lines, [
    'function (area (number))',
    '  computes: decision table COLLECT SUM (Area | → r)',
    '    1: < 5 → 1',
  ]);
  assert.deepEqual(fee!.description, { vi: 'Mức phí', en: 'The fee' });
  assert.deepEqual(fee!.lines, [
    'context',
    '  base (number): 2 * 3',
    '  rates: relation (kind | fee (number))',
    '    "a" | 1',
    '  called: invocation rate',
    '    area: base',
    '  result of the whole: if … then …',
    '    if: base > 1',
    '    then: list',
    '      1: 1',
    '    else: for each item (n)',
    '      the list: [1]',
    '      returns: n',
  ]);
  assert.equal(readBoxes(dmn, 'vi')[1]!.lines[7], '    nếu: base > 1');
});
