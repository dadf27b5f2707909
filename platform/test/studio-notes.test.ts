/** What of a process is worth a look before it is published: told beside the drawing and on the draft, with the element named. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let officer: Visitor;
before(async () => {
  province = await openProvince();
  officer = await province.signIn('nghiepvu');
});
after(() => province.close());

const inputs = (...targets: string[]): string =>
  `<bpmn:extensionElements>${targets.map((target) => `<dinh:input target="${target}" value="&quot;x&quot;"/>`).join('')}</bpmn:extensionElements>`;
/** A process of one step of the program. */
const model = (step: string, { app = '', start = '' } = {}): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dinh="https://dinh.example/bpmn" id="d" targetNamespace="t">
<bpmn:message id="m" name="come"/>
<bpmn:process id="told" name="Báo tin" isExecutable="true" dinh:source="ours"${app && ` dinh:app="${app}"`}>
<bpmn:startEvent id="start">${start}</bpmn:startEvent>${step}<bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="step"/><bpmn:sequenceFlow id="f2" sourceRef="step" targetRef="end"/></bpmn:process></bpmn:definitions>`;
const byMessage = { app: 'one-stop', start: '<bpmn:messageEventDefinition id="md" messageRef="m"/>' };
const tells = (to: string): string =>
  `<bpmn:sendTask id="step" name="Báo người nộp" dinh:notice="supplement-requested" ${to}>${inputs('items', 'reason')}</bpmn:sendTask>`;
const works = '<bpmn:serviceTask id="step" name="Báo lịch" dinh:handler="one-stop.announce-visit"/>';

async function check(text: string): Promise<{ problems: any[]; notes: any[] }> {
  return JSON.parse((await officer.postForm('/studio/process/told/kiem-tra', { text })).text);
}

test('Telling the applicant where a message begins the process is told before publication: it may name no dossier', async () => {
  const { problems, notes } = await check(model(tells('dinh:to="applicant"'), byMessage));
  assert.deepEqual(problems, []);
  assert.equal(notes.length, 1);
  assert.equal(notes[0].path, 'step');
  assert.match(
    notes[0].reason,
    /^“Báo người nộp”: .*Thông điệp không nêu hồ sơ nào thì không có ai là “Người nộp hồ sơ[^”]*” để báo/,
  );
  const paper = `<bpmn:serviceTask id="step" name="In giấy" dinh:paper="stop-notice">${inputs('cause', 'askedAt', 'stoppedAt', 'reasons', 'refund')}</bpmn:serviceTask>`;
  assert.match((await check(model(paper, byMessage))).notes[0].reason, /“In giấy”: .*không có hồ sơ để gắn giấy tờ vào/);
  assert.deepEqual((await check(model(tells('dinh:to="applicant"'), { app: 'one-stop' }))).notes, [], 'filed by people');
});

test('It stands on the draft too, for whoever approves it', async () => {
  const { draft } = await officer.api('studio.save-draft', {
    kind: 'process',
    key: 'told',
    text: model(tells('dinh:to="applicant"'), byMessage),
    source: 'ours',
  });
  const page = await officer.get(`/studio/du-thao/${draft}`);
  assert.match(page.text, /Nên xem lại trước khi ban hành[^]*“Báo người nộp”: quy trình bắt đầu bằng một thông điệp/);
});

test('A process that does what one app alone can do is asked for its app', async () => {
  const { problems, notes } = await check(model(works));
  assert.deepEqual(problems, []);
  assert.deepEqual(
    notes.map(({ path, reason }) => [
      path,
      /“Báo lịch”: chưa ghi ứng dụng nào chạy.*trong ứng dụng “[^”]+”\. Hãy chọn/.test(reason),
    ]),
    [['step', true]],
  );
  assert.deepEqual((await check(model(works, { app: 'one-stop' }))).notes, []);
  const waits = '<bpmn:userTask id="step" name="Xem" dinh:role="specialist" dinh:unit="units.section"/>';
  assert.deepEqual((await check(model(waits))).notes, [], 'what people do depends on no app');
});

test('Every process of the pack could be published anew as it stands, and leaves nothing of this open', async () => {
  const all = await province.app.definitions.inForce<{ bpmn: string }>('process', '2026-11-18');
  assert.ok(all.length > 10);
  for (const { key, body } of all) {
    const text = body.bpmn;
    const { problems, notes } = JSON.parse((await officer.postForm(`/studio/process/${key}/kiem-tra`, { text })).text);
    assert.deepEqual([...problems, ...notes], [], key);
  }
});
