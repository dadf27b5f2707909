/** Work that people begin when it is needed: the activities of an ad-hoc sub-process, on the page of the matter. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { publish } from './general-work.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let specialist: Visitor;
before(async () => {
  province = await openProvince();
  specialist = await province.signIn('chuyenvien');
});
after(() => province.close());

const model = (unit: number, app: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dinh="https://dinh.example/bpmn" id="d" targetNamespace="x">
<bpmn:process id="visits" name="Kiểm tra đột xuất" isExecutable="true" dinh:source="ours" ${app}>
<bpmn:startEvent id="start"/>
<bpmn:adHocSubProcess id="free" name="Việc khi cần" dinh:start="none">
<bpmn:userTask id="visit" name="Đi kiểm tra" dinh:nameEn="Visit" dinh:role="specialist" dinh:unit="${unit}"><bpmn:extensionElements><dinh:output target="visits" value="if visits = null then 1 else visits + 1"/></bpmn:extensionElements></bpmn:userTask>
<bpmn:userTask id="report" name="Viết biên bản" dinh:nameEn="Report" dinh:role="specialist" dinh:unit="${unit}"/>
<bpmn:completionCondition>visits &gt;= 2</bpmn:completionCondition></bpmn:adHocSubProcess>
<bpmn:endEvent id="end"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="free"/><bpmn:sequenceFlow id="f2" sourceRef="free" targetRef="end"/>
</bpmn:process></bpmn:definitions>`;

test('What is needed is begun by a button, as often as needed, by who takes part in the matter and nobody else', async () => {
  const unit = await province.unit('so-xay-dung.quan-ly-xay-dung');
  await publish(province, 'process', 'visits', { bpmn: model(unit, 'dinh:app="work"'), source: 'ours' });
  const { instance } = await specialist.api('work.begin-process', {
    process: 'visits',
    title: 'Kiểm tra kho',
    units: {},
  });
  const here = `/cong-viec/${instance}`;
  const tasks = async () => (await specialist.api('work.view-matter', { id: instance })).tasks;
  const page = await specialist.get(here);
  assert.match(page.text, /Mở thêm việc khi cần[^]*?name="bat-dau"[^>]*value="visit"[^>]*>\s*Đi kiểm tra/);
  assert.match((await specialist.get(`${here}?lang=en`)).text, /Begin what is needed[^]*?>\s*Report/);
  await specialist.get(`${here}?lang=vi`);
  assert.deepEqual(await tasks(), []);
  for (const times of [1, 2]) {
    assert.equal((await specialist.postForm(here, { 'bat-dau': 'visit' })).status, 303);
    const [task] = await tasks();
    assert.equal(task?.step.vi, 'Đi kiểm tra');
    const { state } = await specialist.api('work.complete-task', { taskId: task!.id, outcome: 'done' });
    assert.equal(state, times === 1 ? 'running' : 'completed', 'until its condition holds');
  }
  assert.doesNotMatch((await specialist.get(here)).text, /Mở thêm việc khi cần/);
  const late = await specialist.postForm(here, { 'bat-dau': 'visit' });
  assert.equal(late.status, 422);
  assert.match(late.text, /Hiện không thể bắt đầu bước “Đi kiểm tra”/);
  const stranger = await province.signIn('vanthu');
  await assert.rejects(
    stranger.api('work.start-activity', { instance, element: 'visit' }),
    /kernel\.not-found/,
  );
  assert.equal((await stranger.postForm(here, { 'bat-dau': 'visit' })).status, 404);
});

test('Where no screen lets people begin it, such a sub-process is refused while one draws', async () => {
  const officer = await province.signIn('nghiepvu');
  const unit = await province.unit('so-xay-dung.quan-ly-xay-dung');
  const problems = async (app: string): Promise<string> =>
    (await officer.postForm('/studio/process/visits/kiem-tra', { text: model(unit, app) })).text;
  assert.match(await problems(''), /Việc khi cần[^]*chỉ quy trình chạy trong ứng dụng/);
  assert.match(await problems('dinh:app="one-stop"'), /chỉ quy trình chạy trong ứng dụng/);
  assert.deepEqual(JSON.parse(await problems('dinh:app="work"')).problems, []);
});
