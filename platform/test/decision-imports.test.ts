/** A decision of the program imports another published one, by namespace: in the studio, when it decides, and in a pack. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { exportPack } from '../src/pack/export.ts';
import { checkPack } from '../src/pack/load.ts';
import { root } from '../src/version.ts';
import { drawBehindFiling } from './drawn.ts';
import { file } from './filing.ts';
import { publish as publishAtOnce } from './general-work.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let officer: Visitor;
let controller: Visitor;
let folder: string;
before(async () => {
  province = await openProvince();
  officer = await province.signIn('nghiepvu');
  controller = await province.signIn('kiemsoat');
  folder = await mkdtemp(join(tmpdir(), 'dinh-imports-'));
});
after(async () => {
  await province.close();
  await rm(folder, { recursive: true, force: true });
});

const dmnType = 'https://www.omg.org/spec/DMN/20230324/MODEL/';
const model = (name: string, inside: string, ...imports: string[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="${dmnType}" id="d-${name}" name="${name}" namespace="urn:${name}">
<description>source: ours</description>
${imports.map((one) => `<import id="i-${one}" name="${one}" namespace="urn:${one}" importType="${dmnType}"/>`).join('\n')}
${inside}</definitions>`;
const rates = (house: number): string =>
  model(
    'rates',
    `<inputData id="in" name="workKind"><variable name="workKind" typeRef="string"/></inputData>
<decision id="rate" name="rate"><variable name="rate" typeRef="number"/><informationRequirement id="ir"><requiredInput href="#in"/></informationRequirement>
<decisionTable id="t" hitPolicy="FIRST"><input id="c" label="Loại công trình"><inputExpression id="ce"><text>workKind</text></inputExpression></input><output id="o" name="rate" label="Mức"/>
<rule id="r1"><inputEntry id="e1"><text>"house"</text></inputEntry><outputEntry id="u1"><text>${house}</text></outputEntry></rule>
<rule id="r2"><inputEntry id="e2"><text>-</text></inputEntry><outputEntry id="u2"><text>9</text></outputEntry></rule></decisionTable></decision>`,
  );
const due = model(
  'due',
  `<decision id="amount" name="amount"><variable name="amount" typeRef="number"/>
<informationRequirement id="ar"><requiredDecision href="urn:rates#rate"/></informationRequirement>
<literalExpression id="al"><text>rates.rate * 1000</text></literalExpression></decision>`,
  'rates',
);
const problemsOf = async (key: string, text: string): Promise<string> =>
  JSON.parse((await officer.postForm(`/studio/decision/${key}/kiem-tra`, { text })).text)
    .problems.map((one: { reason: string }) => one.reason)
    .join('\n');
const draftOf = async (key: string, text: string): Promise<string> =>
  (await officer.api('studio.save-draft', { kind: 'decision', key, text, source: 'ours' })).draft;
async function publish(
  key: string,
  text: string,
  effectiveFrom = '2026-11-18',
  passing: { override?: string; accept?: boolean } = {},
): Promise<void> {
  const draft = await draftOf(key, text);
  await officer.api('studio.submit-draft', { draft, effectiveFrom });
  await controller.api('studio.publish-definition', { draft, ...passing });
}
const override = 'Mức mới theo nghị quyết của Hội đồng nhân dân';

test('A model that is not there, or is only a draft, cannot be imported: the refusal names it', async () => {
  assert.match(await problemsOf('test-due', due), /Không có mô hình “urn:rates” đang hiệu lực/);
  const draft = await draftOf('test-rates', rates(3));
  assert.match(await problemsOf('test-due', due), /Không có mô hình “urn:rates” đang hiệu lực/);
  await officer.api('studio.withdraw-draft', { draft });
});

test('Once it is published, the model is checked, tried, kept test cases of and published with it', async () => {
  await publish('test-rates', rates(3));
  assert.equal(await problemsOf('test-due', due), '');
  const draft = await draftOf('test-due', due);
  const tried = await officer.api('studio.try-decision', {
    draft,
    decision: 'amount',
    inputs: { workKind: 'house' },
  });
  assert.deepEqual([tried.value, tried.fired, tried.errors], [3000, [{ decision: 'rate', rule: 1 }], []]);
  const page = await officer.get(`/studio/du-thao/${draft}`);
  assert.match(page.text, /Dùng kèm: <a href="\/studio\/decision\/test-rates"/);
  assert.match(page.text, /name="v\.workKind"/, 'what the imported model asks for can be typed');
  await officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-11-18' });
  await controller.api('studio.publish-definition', { draft });
  const input = { decision: 'amount', inputs: { workKind: 'house' } };
  const one = { kind: 'decision', key: 'test-due' } as const;
  await officer.api('studio.keep-test-case', { ...one, name: 'Nhà ở', text: due, input });
  const { results } = await officer.inside('studio.run-test-cases', { ...one, text: due });
  assert.deepEqual(
    results.map(({ passed, answer }) => [passed, answer]),
    [[true, { value: 3000 }]],
  );
});

test('The test cases of who imports a model are run before a new version of it, and named; a reason passes them over', async () => {
  const draft = await draftOf('test-rates', rates(5));
  const told = /studio\.cases-fail/;
  await officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-11-18' });
  await assert.rejects(controller.api('studio.publish-definition', { draft }), told);
  const page = await controller.get(`/studio/du-thao/${draft}`);
  assert.match(page.text, /1 ca kiểm thử không đạt[^]*?Nhà ở \(test-due\)/);
  assert.match(page.text, /href="\/studio\/decision\/test-due#kiem-thu">Nhà ở \(test-due\)[^]*?3000[^]*?5000/);
  await controller.api('studio.return-draft', { draft, note: 'Chưa đến lúc' });
  await officer.api('studio.withdraw-draft', { draft });
});

test('A process decides by it, with the version of the imported model that is in force, and tells its rules', async () => {
  const key = 'settle-with-consultation';
  await drawBehindFiling(
    province,
    key,
    '<bpmn:businessRuleTask id="rule" name="Tính mức" dinh:decision="test-due" dinh:result="due"/>',
    ['rule'],
  );
  const citizen = await province.signIn('congdan');
  const desk = await province.signIn('motcua');
  const decided = async () => {
    const { id } = await file(province, citizen, 'HNM.6739-14', { workKind: 'house', permitKind: 'new' });
    return (await desk.api('one-stop.view-dossier', { id })).decisions[0]!;
  };
  // A test case of the process that hangs on the table is run before the table changes.
  const { bpmn } = (await province.app.definitions.at<{ bpmn: string }>('process', key, '2026-11-18'))!.body;
  const moves = [{ act: 'complete', element: 'receive', nth: 0, outcome: 'accept' }];
  const asks = bpmn
    .replace(
      '<bpmn:userTask id="receive"',
      '<bpmn:exclusiveGateway id="dear" default="rule-cheap"/><bpmn:endEvent id="too-dear" name="Quá đắt"/><bpmn:sequenceFlow id="rule-cheap" sourceRef="dear" targetRef="receive"/><bpmn:sequenceFlow id="rule-dear" sourceRef="dear" targetRef="too-dear"><bpmn:conditionExpression>due &gt; 3500</bpmn:conditionExpression></bpmn:sequenceFlow><bpmn:userTask id="receive"',
    )
    .replace('sourceRef="rule" targetRef="receive"', 'sourceRef="rule" targetRef="dear"');
  await publishAtOnce(province, 'process', key, { bpmn: asks, source: 'ours' });
  await officer.api('studio.keep-test-case', {
    kind: 'process',
    key,
    name: 'Nhà rẻ',
    text: asks,
    input: { variables: { workKind: 'house', units: { reception: 1 } }, moves, at: '2026-11-18T09:00' },
  } as never);
  const dearer = await draftOf('test-rates', rates(4));
  await officer.api('studio.submit-draft', { draft: dearer, effectiveFrom: '2026-11-18' });
  const shown = await controller.get(`/studio/du-thao/${dearer}`);
  assert.match(shown.text, /2 ca kiểm thử không đạt[^]*?Nhà rẻ \(settle-with-consultation\)/);
  await controller.api('studio.return-draft', { draft: dearer, note: 'Để sau' });
  await officer.api('studio.withdraw-draft', { draft: dearer });
  await publishAtOnce(province, 'process', key, { bpmn, source: 'ours' });
  const first = await decided();
  assert.deepEqual([first.output, first.inputs], [3000, { workKind: 'house' }]);
  assert.deepEqual(
    first.fired.map((one: any) => [one.decision, one.rule]),
    [['rate', 1]],
  );
  await publish('test-rates', rates(4), '2026-11-18', { override, accept: true });
  assert.equal((await decided()).output, 4000);
});

test('A circle is refused with its names, and so is a text of an imported model that would break who imports it', async () => {
  const back = rates(3).replace(
    '<inputData',
    `<import id="i-due" name="due" namespace="urn:due" importType="${dmnType}"/><inputData`,
  );
  assert.match(await problemsOf('test-rates', back), /thành vòng: test-rates → test-due → test-rates/);
  const renamed = rates(3).replace('namespace="urn:rates"', 'namespace="urn:others"');
  assert.match(
    await problemsOf('test-rates', renamed),
    /“test-due” dùng kèm mô hình này và sẽ không dùng được nữa: Không có mô hình “urn:rates”/,
  );
  const without = rates(3).replaceAll('id="rate"', 'id="other"');
  assert.match(
    await problemsOf('test-rates', without),
    /“test-due” dùng kèm mô hình này và sẽ không dùng được nữa: Mô hình không có urn:rates#rate/,
  );
  const called = rates(3).replaceAll('name="rate"', 'name="tariff"');
  assert.match(
    await problemsOf('test-rates', called),
    /“test-due” dùng kèm mô hình này và sẽ không dùng được nữa: mô hình được dùng kèm “rates” không có gì tên là “rate”/,
  );
  assert.match(
    await problemsOf('test-due', due.replace('rates.rate ', 'rates.rat ')),
    /mô hình được dùng kèm “rates” không có gì tên là “rat”/,
  );
});

test('What is to hold from a day is checked beside what is in force on that day, and as long as it holds', async () => {
  const base = (inside: string): string =>
    model(
      'base',
      `<decision id="one" name="one"><variable name="one" typeRef="number"/><literalExpression id="bl"><text>${inside}</text></literalExpression></decision>`,
    );
  const onTop = model(
    'top',
    `<decision id="two" name="two"><variable name="two" typeRef="number"/>
<informationRequirement id="tr"><requiredDecision href="urn:base#one"/></informationRequirement>
<literalExpression id="tl"><text>base.one * 2</text></literalExpression></decision>`,
    'base',
  );
  await publish('test-base', base('21'), '2027-03-01');
  assert.equal(await problemsOf('test-top', onTop), '', 'it can hold from a day on');
  const saved = await officer.api('studio.save-draft', {
    kind: 'decision',
    key: 'test-top',
    text: onTop,
    source: 'ours',
  });
  assert.deepEqual(saved.problems, []);
  const { draft } = saved;
  const page = await officer.get(`/studio/du-thao/${draft}`);
  assert.match(page.text, /name="from"[^>]*value="2027-03-01"|value="2027-03-01"[^>]*name="from"/);
  const early = await officer.submit(page, { act: 'submit', from: '2027-02-28' });
  assert.equal(early.status, 422);
  assert.match(early.text, /Từ ngày 28\/02\/2027 dự thảo chưa dùng được\. [^<]*Không có mô hình “urn:base”/);
  const tried = await officer.api('studio.try-decision', { draft, decision: 'two', inputs: {} });
  assert.equal(tried.value, 42);
  assert.equal((await officer.submit(page, { act: 'submit', from: '2027-06-01' })).status, 303);
  await controller.api('studio.publish-definition', { draft });
  // Nobody imports it on its first day; while it holds somebody will.
  const other = base('21').replaceAll('id="one"', 'id="other"');
  const wrong = await draftOf('test-base', other);
  const late = await officer.submit(await officer.get(`/studio/du-thao/${wrong}`), {
    act: 'submit',
    from: '2027-04-01',
  });
  assert.match(late.text, /Từ ngày 01\/04\/2027 dự thảo chưa dùng được\. Từ ngày 01\/06\/2027: “test-top” dùng kèm mô hình này/);
});

test('A pack keeps both, in whatever order, and is refused where the imported one is missing', async () => {
  await exportPack(province.app, folder);
  const out = await readFile(join(folder, 'decisions', 'test-due.dmn'), 'utf8');
  assert.match(out, /<import id="i-rates" name="rates" namespace="urn:rates"/);
  const pack = join(folder, 'pack');
  await cp(join(root, 'packs', 'ha-nam'), pack, { recursive: true });
  for (const key of ['test-due', 'test-rates'])
    await writeFile(join(pack, 'decisions', `${key}.dmn`), await readFile(join(folder, 'decisions', `${key}.dmn`)));
  await checkPack(province.app, pack);
  await rm(join(pack, 'decisions', 'test-rates.dmn'));
  await assert.rejects(checkPack(province.app, pack), /decisions\/test-due\.dmn:4.*No model “urn:rates” is in force/);
});
