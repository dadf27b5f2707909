import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openProvince, type Visitor } from './province.ts';

const province = await openProvince();
after(() => province.close());
let officer: Visitor;
let controller: Visitor;
before(async () => {
  officer = await province.signIn('nghiepvu');
  controller = await province.signIn('kiemsoat');
});

const model = (inside: string, head = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${head}<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dinh="https://dinh.example/bpmn" id="d" targetNamespace="x">
<bpmn:process id="p" name="Thử" isExecutable="true" dinh:source="ours">
${inside}
</bpmn:process>
</bpmn:definitions>`;
const ends = `<bpmn:startEvent id="s" name="Bắt đầu"/>\n<bpmn:endEvent id="e" name="Kết thúc"/>`;
const task = (id: string, name: string, more = '') =>
  `<bpmn:userTask id="${id}" name="${name}" dinh:nameEn="${id} in English" dinh:role="desk" ${more}/>`;
const way = (...ids: string[]): string =>
  ids
    .slice(1)
    .map((to, i) => `<bpmn:sequenceFlow id="${ids[i]}-${to}" sourceRef="${ids[i]}" targetRef="${to}"/>`)
    .join('\n');
const flow = (from: string, to: string, condition: string) =>
  `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"><bpmn:conditionExpression>${condition}</bpmn:conditionExpression></bpmn:sequenceFlow>`;
const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');

/** A model that must not be published, and what is said of it. */
const filled = (...targets: string[]): string =>
  `<bpmn:extensionElements>${targets.map((one) => `<dinh:input target="${one}" value="1"/>`).join('')}</bpmn:extensionElements>`;

const refused: readonly (readonly [what: string, text: string, vi: RegExp, en: RegExp])[] = [
  ['not XML', 'xin chào', /Đây không phải tệp XML của BPMN 2\.0/, /This is not BPMN 2\.0 XML/],
  ['empty', '', /Cần ghi mục này/, /This is needed/],
  ['not BPMN', '<html><body/></html>', /phần tử <html> không được đứng ở đây/, /unexpected element <html>/],
  [
    'broken off',
    model(`${ends}${way('s', 'e')}`).slice(0, -50),
    /“Bắt đầu” đến “Kết thúc”: tệp XML bị đứt|bị đứt hoặc các thẻ lồng nhau sai/,
    /broken off or badly nested/,
  ],
  [
    'no start',
    model(`${task('a', 'Thẩm định')}<bpmn:endEvent id="e"/>${way('a', 'e')}`),
    /“Thử”: quy trình không có sự kiện bắt đầu/,
    /“Thử”: the process has no start event/,
  ],
  ['a dead end', model(`${ends}${task('a', 'Thẩm định')}${way('s', 'a')}`), /“Thẩm định”: ngõ cụt/, /“a in English”: a dead end/],
  [
    'a step that nothing leads to',
    model(`${ends}${task('a', 'Thẩm định')}${way('s', 'e')}${way('a', 'e')}`),
    /“Thẩm định”: không có đường nào từ điểm bắt đầu/,
    /“a in English”: no path from the start/,
  ],
  [
    'an unknown element',
    model(`${ends}<bpmn:wizard id="w"/>${way('s', 'e')}`),
    /Bpmn:wizard: phần tử <[\w:]+> không có trong BPMN 2\.0/,
    /unknown type <[\w:]+>/,
  ],
  [
    'an element that does not run',
    model(`${ends}<bpmn:implicitThrowEvent id="w" name="Ném"/>${way('s', 'w', 'e')}`),
    /“Ném”: bộ máy quy trình không chạy được/,
    /“Ném”: bpmn:ImplicitThrowEvent is not supported/,
  ],
  [
    'an expression that cannot be read',
    model(
      `${ends}<bpmn:exclusiveGateway id="g" name="Đủ chưa?" default="g-e"/>${task('a', 'Thẩm định')}${way('s', 'g', 'e')}${flow('g', 'a', 'amount &gt; ')}${way('a', 'e')}`,
    ),
    /Đường nối từ “Đủ chưa\?” đến “Thẩm định”: điều kiện chưa đọc được: amount > \(Biểu thức còn thiếu ở cuối\.\)/,
    /The flow from “Đủ chưa\?” to “a in English”: the condition cannot be read as FEEL/,
  ],
  [
    'a loop without a wait',
    model(
      `${ends}<bpmn:serviceTask id="x" name="Tính lại" dinh:handler="a.b"/><bpmn:exclusiveGateway id="g" name="Xong?" default="g-e"/>${way('s', 'x', 'g', 'e')}${flow('g', 'x', 'again')}`,
    ),
    /“(Tính lại|Xong\?)”: vòng lặp không có chỗ chờ/,
    /a loop without a wait/,
  ],
  [
    'a billion laughs',
    model(`${ends}${task('a', '&l9;')}${way('s', 'a', 'e')}`, `<!DOCTYPE l [<!ENTITY l0 "ha">${laughs}]>`),
    /không được khai báo kiểu tài liệu/,
    /document type or entity is not allowed/,
  ],
  [
    'work that the program cannot do',
    model(`${ends}<bpmn:serviceTask id="x" name="Tính lại" dinh:nameEn="Again" dinh:handler="a.b"/>${way('s', 'x', 'e')}`),
    /“Tính lại”: chương trình không làm được việc “a\.b”/,
    /“Again”: the program cannot do “a\.b”/,
  ],
  [
    'a notice by a template that is not there',
    model(
      `${ends}<bpmn:sendTask id="x" name="Báo tin" dinh:nameEn="Tell" dinh:notice="khong-co" dinh:to="applicant"/>${way('s', 'x', 'e')}`,
    ),
    /“Báo tin”: không có mẫu thông báo “khong-co” đang hiệu lực/,
    /“Tell”: there is no message template “khong-co” in force/,
  ],
  [
    'a notice whose template needs what nothing gives',
    model(
      `${ends}<bpmn:sendTask id="x" name="Báo tin" dinh:nameEn="Tell" dinh:notice="supplement-requested" dinh:to="applicant">${filled('items')}</bpmn:sendTask>${way('s', 'x', 'e')}`,
    ),
    /“Báo tin”: mẫu còn chỗ chưa được điền: “reason”;/,
    /“Tell”: the template has places that nothing fills: “reason”;/,
  ],
  [
    'a notice to nobody whom the app knows',
    model(
      `${ends}<bpmn:sendTask id="x" name="Báo tin" dinh:nameEn="Tell" dinh:notice="result-ready" dinh:to="mayor"/>${way('s', 'x', 'e')}`,
    ),
    /“Báo tin”: quy trình này không có người nhận “mayor”/,
    /“Tell”: nobody is “mayor” in this process/,
  ],
  [
    'a notice to a role that is not there',
    model(
      `<bpmn:startEvent id="s"/><bpmn:endEvent id="x" name="Báo tin" dinh:nameEn="Tell" dinh:notice="result-ready" dinh:to="role" dinh:role="mayor" dinh:unit="1"><bpmn:messageEventDefinition id="xm"/></bpmn:endEvent>${way('s', 'x')}`,
    ),
    /“Báo tin”: không có vai trò “mayor”/,
    /“Tell”: there is no role “mayor”/,
  ],
  [
    'a paper whose template needs what nothing gives',
    model(
      `${ends}<bpmn:serviceTask id="x" name="In giấy" dinh:nameEn="Print" dinh:paper="stop-notice">${filled('cause', 'askedAt', 'stoppedAt', 'refund')}</bpmn:serviceTask>${way('s', 'x', 'e')}`,
    ),
    /“In giấy”: mẫu còn chỗ chưa được điền: “reasons”;/,
    /“Print”: the template has places that nothing fills: “reasons”;/,
  ],
  [
    'a paper by a template that is not there',
    model(`${ends}<bpmn:serviceTask id="x" name="In giấy" dinh:nameEn="Print" dinh:paper="khong-co"/>${way('s', 'x', 'e')}`),
    /“In giấy”: không có mẫu giấy tờ “khong-co” đang hiệu lực/,
    /“Print”: there is no template “khong-co” of a paper in force/,
  ],
  [
    'names of what is not there',
    model(`${ends}${task('a', 'Thẩm định', 'dinh:form="khong-co"')}${way('s', 'a', 'e')}`),
    /“Thẩm định”: không có biểu mẫu “khong-co” đang hiệu lực/,
    /“a in English”: there is no form “khong-co” in force/,
  ],
];

test('R4 a model that cannot run is refused in the studio with its element named, in both languages, and is not tried', async () => {
  for (const [what, text, vi, en] of refused) {
    const path = '/studio/process/settle-short/soan';
    const saved = await officer.submit(await officer.get(path), { text, source: 'ours' }, { form: '/studio/process' });
    assert.equal(saved.status, 422, what);
    const said = saved.text.replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&quot;', '"');
    assert.match(said, vi, what);
    const inEnglish = (await officer.get(`${path}?lang=en`)).text.replaceAll('&gt;', '>').replaceAll('&lt;', '<');
    assert.match(inEnglish, en, what);
    await officer.get(`${path}?lang=vi`);
    // The check while drawing says the same.
    const checked = await officer.postForm('/studio/process/settle-short/kiem-tra', { text });
    const { problems } = JSON.parse(checked.text) as { problems: { reason: string }[] };
    assert.match(problems.map((one) => one.reason).join('\n'), vi);

    const { drafts } = await officer.api('studio.list-drafts', {});
    const draft = drafts.find((one) => one.key === 'settle-short' && one.state === 'writing')!.id;
    await assert.rejects(
      officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-12-01' }),
      /studio\.draft-has-problems/,
      what,
    );
    assert.equal((await officer.get(`/studio/du-thao/${draft}`)).status, 200, what);
    assert.ok((await officer.get(`/studio/process/settle-short/thu?du-thao=${draft}`)).status < 500, `${what}: trial`);
    await officer.api('studio.withdraw-draft', { draft });
  }
});

test('R4 deep, long and self-repeating texts of every kind are bounded', async () => {
  const texts = {
    process: [model('<bpmn:subProcess>'.repeat(20_000)), 'a'.repeat(499_000)],
    decision: [
      `<!DOCTYPE l [<!ENTITY l0 "ha">${laughs}]><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="&l9;"/>`,
      '<a>'.repeat(50_000),
      `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"><decision id="x" name="x"><literalExpression><text>${'('.repeat(100_000)}</text></literalExpression></decision></definitions>`,
    ],
    calendar: [
      `a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n')}\n`,
      `${'['.repeat(2000)}`,
    ],
    form: [`key: x\ntitle: ${'{ vi: '.repeat(1000)}`],
  };
  for (const [kind, list] of Object.entries(texts))
    for (const text of list) {
      const who = kind === 'calendar' ? controller : officer;
      const answer = await who.rawApi('studio.save-draft', {
        kind,
        key: 'settle-short',
        text,
        source: 'ours',
      });
      assert.equal(answer.status, 200, `${kind}: ${answer.text.slice(0, 300)}`);
      const { problems } = JSON.parse(answer.text) as { problems: { reason: { vi: string } }[] };
      assert.ok(problems.length > 0, kind);
      assert.ok(
        problems.every((one) => one.reason.vi.length < 1000),
        kind,
      );
    }
});

const foreign = model(
  `${ends}<bpmn:userTask id="a" name="Thẩm định" dinh:role="desk" camunda:asyncBefore="true"><bpmn:extensionElements><zeebe:formDefinition formId="f1"/><camunda:properties><camunda:property name="màu" value="đỏ"/></camunda:properties></bpmn:extensionElements></bpmn:userTask>${way('s', 'a', 'e')}`,
)
  .replace(
    ' id="d"',
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" exporter="Camunda Modeler" exporterVersion="5.20.0" modeler:executionPlatform="Camunda Cloud" id="d"',
  )
  .replace(
    '</bpmn:definitions>',
    `<bpmndi:BPMNDiagram id="di"><bpmndi:BPMNPlane id="pl" bpmnElement="p">
<bpmndi:BPMNShape id="s_di" bpmnElement="s"><dc:Bounds x="100" y="100" width="36" height="36"/></bpmndi:BPMNShape>
<bpmndi:BPMNShape id="a_di" bpmnElement="a"><dc:Bounds x="200" y="78" width="100" height="80"/></bpmndi:BPMNShape>
<bpmndi:BPMNShape id="e_di" bpmnElement="e"><dc:Bounds x="360" y="100" width="36" height="36"/></bpmndi:BPMNShape>
<bpmndi:BPMNEdge id="sa_di" bpmnElement="s-a"><di:waypoint x="136" y="118"/><di:waypoint x="200" y="118"/></bpmndi:BPMNEdge>
<bpmndi:BPMNEdge id="ae_di" bpmnElement="a-e"><di:waypoint x="300" y="118"/><di:waypoint x="360" y="118"/></bpmndi:BPMNEdge>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`,
  );

test('A file of Camunda Modeler is taken in and given back letter for letter, with what other tools wrote into it', async () => {
  const path = '/studio/process/from-camunda/soan';
  const saved = await officer.submit(
    await officer.get(path),
    { text: '', source: 'Tệp của Camunda Modeler' },
    { form: '/studio/process', files: [{ field: 'file', name: 'x.bpmn', data: foreign }] },
  );
  assert.equal(saved.status, 303, saved.text.slice(0, 3000));
  const draft = saved.location!.split('/').at(-1)!;
  await officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-11-18' });
  await controller.api('studio.publish-definition', { draft });
  const file = await officer.get('/studio/process/from-camunda/tep');
  assert.equal(file.text, foreign);
  assert.match(file.headers.get('content-disposition')!, /attachment; .*from-camunda\.v1\.bpmn/);
});

test('A decision goes out for Camunda Modeler in DMN 1.3, and comes back as it was; one that would lose something goes out as it is', async () => {
  const page = await officer.get('/studio/decision/fee-building-permit');
  assert.match(page.text, /Tải bản cho Camunda Modeler/);
  const { text } = await officer.get('/studio/decision/fee-building-permit/tep?cho=camunda-modeler');
  assert.match(text, /xmlns="https:\/\/www\.omg\.org\/spec\/DMN\/20191111\/MODEL\/"/);
  assert.doesNotMatch(text, /spec\/DMN\/2023/);
  const save = (key: string, dmn: string) =>
    officer.api('studio.save-draft', { kind: 'decision', key, text: dmn, source: 'ours' });
  assert.deepEqual((await save('fee-building-permit', text)).problems, []);
  const newer = text
    .replaceAll('20191111', '20230324')
    .replace(
      '</definitions>',
      '<decision id="c" name="c"><variable name="c"/><conditional><if><literalExpression><text>true</text></literalExpression></if><then><literalExpression><text>1</text></literalExpression></then><else><literalExpression><text>2</text></literalExpression></else></conditional></decision></definitions>',
    );
  const { draft, problems } = await save('newer-than-camunda', newer);
  assert.deepEqual(problems, []);
  const shown = await officer.get(`/studio/du-thao/${draft}`);
  assert.doesNotMatch(shown.text, /Tải bản cho Camunda Modeler/);
});
