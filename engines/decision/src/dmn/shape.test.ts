/** Models that are wrong whatever their expressions say: refused where it stands, never a wrong answer or an endless one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DmnError, readDmn, xmlFault } from '../index.ts';

const definitions = (body: string): string =>
  `<?xml version="1.0"?><definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">${body}</definitions>`;
const literal = (text: string): string => `<literalExpression><text>${text}</text></literalExpression>`;
const decision = (id: string, inside: string, name = id): string => `<decision id="${id}" name="${name}">${inside}</decision>`;
const needs = (kind: string, reference: string): string =>
  `<${kind === 'Knowledge' ? 'knowledge' : 'information'}Requirement><required${kind} ${reference}/></${kind === 'Knowledge' ? 'knowledge' : 'information'}Requirement>`;
const table = (attributes: string, rule: string, columns = '<output/>'): string =>
  decision('d', `<decisionTable id="t" ${attributes}>${columns}<rule id="r">${rule}</rule></decisionTable>`);
const out = '<outputEntry><text>1</text></outputEntry>';

async function told(body: string): Promise<string[]> {
  const { problems } = await readDmn(definitions(body));
  return problems.map(({ elementId, message }) => `${elementId ?? ''}: ${message.vi}`);
}

test('An id or a name that two elements have is told; both can still be decided', async () => {
  const twice = definitions(decision('d', literal('1'), 'a') + decision('d', literal('2'), 'b'));
  const model = await readDmn(twice);
  assert.deepEqual(
    model.problems.map(({ message }) => message.vi),
    ['Mã “d” được dùng hai lần.'],
  );
  assert.deepEqual([model.evaluate('a').value, model.evaluate('b').value], [1, 2]);
  assert.match((await told(decision('d', literal('1'), 'a') + decision('e', literal('2'), 'a')))[0]!, /^e: .*cùng tên “a”/);
});

test('A requirement names something, that there is, and of its kind', async () => {
  const knowledge = '<businessKnowledgeModel id="k" name="K"/>';
  const rows: readonly (readonly [string, RegExp])[] = [
    [needs('Decision', 'href="#none"'), /Mô hình không có #none/],
    [needs('Input', ''), /<requiredInput> không nói phần tử nào/],
    [needs('Input', 'href=""'), /<requiredInput> không nói phần tử nào/],
    [needs('Input', 'href="#k"'), /“K” không phải dữ liệu đầu vào/],
    [needs('Knowledge', 'href="#d"'), /“d” không phải tri thức nghiệp vụ hay dịch vụ quyết định/],
  ];
  for (const [requirement, expected] of rows)
    assert.match((await told(knowledge + decision('d', requirement)))[0] ?? '', expected);
  const service = '<decisionService id="s" name="s"><encapsulatedDecision href="#none"/></decisionService>';
  assert.match((await told(service))[0]!, /Mô hình không có #none/);
});

test('Decisions that need one another in a circle are told, a long chain that ends is not', async () => {
  assert.deepEqual(await told(decision('d', needs('Decision', 'href="#d"') + literal('d'))), [
    'd: Quyết định cần tới chính nó: d → d.',
  ]);
  const chain = (last: string) =>
    Array.from({ length: 3000 }, (_, i) => decision(`d${i}`, needs('Decision', `href="#${i < 2999 ? `d${i + 1}` : last}"`))).join(
      '',
    );
  assert.match((await told(chain('d0'))).join(), /: Quyết định cần tới chính nó: .* → … → /);
  assert.deepEqual(await told(chain('end') + decision('end', literal('1'))), []);
});

test('Where one value is worked out stands one expression; lists and rows have as many as they like', async () => {
  const two = literal('1') + literal('2');
  const several = 'Ở đây có hơn một biểu thức; chỉ giữ lại một.';
  assert.deepEqual(await told(decision('d', two)), [`d: ${several}`]);
  assert.deepEqual(await told(decision('d', `<context><contextEntry id="e">${two}</contextEntry></context>`)), [`e: ${several}`]);
  const branches = ['if', 'then', 'else'].map(
    (part) => `<${part} id="${part}">${part === 'if' ? literal('true') : two}</${part}>`,
  );
  assert.deepEqual(await told(decision('d', `<conditional>${branches.join('')}</conditional>`)), [
    `then: ${several}`,
    `else: ${several}`,
  ]);
  assert.deepEqual(await told(decision('d', `<list>${two}</list>`)), []);
});

test('A table says how it chooses in words that DMN has, and every rule has a cell for every column', async () => {
  assert.deepEqual(await told(table('hitPolicy="SOMETIMES"', out)), ['t: Không có cách chọn quy tắc “SOMETIMES”.']);
  assert.deepEqual(await told(table('hitPolicy="COLLECT" aggregation="AVG"', out)), ['t: Không có cách gộp kết quả “AVG”.']);
  assert.match((await told(table('', out + out)))[0]!, /^r: Quy tắc 1 có 0 ô điều kiện và 2 ô kết quả, bảng có 0 và 1 cột/);
  assert.match((await told(table('', '', '')))[0]!, /^t: Bảng không có cột kết quả/);
  const model = await readDmn(definitions(table('hitPolicy="SOMETIMES"', out)));
  const { value, errors } = model.evaluate('d');
  assert.deepEqual([value, errors.length], [null, 1]);
});

test('An element that DMN does not have is named, one of another tool is left alone', async () => {
  assert.deepEqual(await told(decision('d', '<magic id="x"/>')), ['x: Phần tử <magic> không có trong DMN.']);
  assert.deepEqual(await told(decision('d', `<extensionElements><a xmlns="urn:a"/></extensionElements>${literal('1')}`)), []);
});

test('What is no XML, has a document type or is too long is refused with its line', async () => {
  const rows: readonly (readonly [string, RegExp])[] = [
    [`<!DOCTYPE a [<!ENTITY b "c">]>${definitions('')}`.replace('<?xml version="1.0"?>', ''), /DOCTYPE/],
    [definitions(decision('d', literal('"&amp;"'), 'Lê & Lý')), /gần|dấu & phải viết/],
    [definitions(decision('d', literal('"&zzz;"'))), /“&zzz;” chưa được khai báo/],
    [definitions(decision('d', literal('"\u0000"'))), /mã 0/],
    [definitions('<decision id="a" id="b"/>'), /ở gần “decision” \(attribute <id> already defined\)/],
    [`${definitions('')}<a/>x`, /outside/],
    [definitions('<!--'.repeat(400_000)), /unclosed comment/],
    [definitions('<list>'.repeat(10_000) + '</list>'.repeat(10_000)), /lồng quá sâu/],
    [definitions(' '.repeat(4_000_000)), /dài quá/],
  ];
  for (const [xml, expected] of rows)
    await assert.rejects(
      () => readDmn(xml),
      (error) => error instanceof DmnError && expected.test(error.text.vi),
      String(expected),
    );
  assert.equal(xmlFault('<a>\n<b c="&x;"/></a>')?.line, 2);
  assert.equal(xmlFault('\ufeff<?xml version="1.0"?>\n<!-- & < --><a b="&#xe9; &lt;"><![CDATA[& <]]>😀</a>\n'), null);
});

test('Every element knows its line, whatever stands before it', async () => {
  const body = `
<!-- <decision id="no"> 
 --><decision id="a" name="a > b"
   ><description><![CDATA[<decision
 ]]></description><question/></decision>\r\n<?pi <x
?><decision id='b' name='"'><magic/></decision>\r<decision><magic/></decision>`;
  const lines = (await readDmn(definitions(body))).problems.map(({ line, message }) => [line, message.en]);
  const unknown = 'DMN has no element <magic>.';
  assert.deepEqual(lines, [
    [7, unknown],
    [8, unknown],
  ]);
});

test('A model of very many elements is read in time that grows with its length alone', async () => {
  const many = Array.from({ length: 30_000 }, (_, i) => decision(`d${i}`, '')).join('');
  assert.equal((await readDmn(definitions(many))).decisions.length, 30_000);
});
