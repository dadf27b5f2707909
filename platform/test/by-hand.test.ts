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
  await assert.rejects(stranger.api('work.start-activity', { instance, element: 'visit' }), /kernel\.not-found/);
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

/** A process around the visits: it calls them, and tells a clerk before. */
const around = (clerks: number, app: string, key = 'rounds'): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dinh="https://dinh.example/bpmn" id="d2" targetNamespace="x">
<bpmn:process id="${key}" name="Đợt kiểm tra" dinh:nameEn="Round" isExecutable="true" dinh:source="ours" ${app}>
<bpmn:startEvent id="start"/><bpmn:sendTask id="tell" name="Báo văn thư" dinh:notice="work-assigned" dinh:to="role" dinh:role="clerk" dinh:unit="${clerks}"><bpmn:extensionElements><dinh:input target="due" value="&quot;hôm nay&quot;"/></bpmn:extensionElements></bpmn:sendTask>
<bpmn:callActivity id="call" name="Đi các nơi" calledElement="visits"/><bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="g1" sourceRef="start" targetRef="tell"/><bpmn:sequenceFlow id="g2" sourceRef="tell" targetRef="call"/><bpmn:sequenceFlow id="g3" sourceRef="call" targetRef="end"/>
</bpmn:process></bpmn:definitions>`;

test('What a matter has called is begun and done on its page, too; whoever was told of it looks, and begins nothing', async () => {
  const clerks = await province.unit('so-xay-dung.clerk');
  await publish(province, 'process', 'rounds', { bpmn: around(clerks, 'dinh:app="work"'), source: 'ours' });
  const input = { process: 'rounds', title: 'Kiểm tra quý', units: {} };
  const { instance } = await specialist.api('work.begin-process', input);
  const here = `/cong-viec/${instance}`;
  const page = await specialist.get(here);
  const [, value = ''] =
    /name="bat-dau"[^>]*value="([^"]*\/visit)"[^>]*>\s*Đi kiểm tra \(Kiểm tra đột xuất\)/.exec(page.text) ?? [];
  const [called = ''] = value.split('/');
  const clerk = await province.signIn('vanthu');
  const told = await clerk.get(here);
  assert.equal(told.status, 200, 'the link of the notice');
  assert.match(told.text, /Kiểm tra quý/);
  assert.doesNotMatch(told.text, /name="bat-dau"/);
  for (const who of [clerk, await province.signIn('vanthu-ubnd')])
    await assert.rejects(who.api('work.start-activity', { instance, called, element: 'visit' }), /kernel\.not-found/);
  assert.equal((await (await province.signIn('vanthu-ubnd')).get(here)).status, 404, 'nobody told them');
  for (const state of ['running', 'completed']) {
    assert.equal((await specialist.postForm(here, { 'bat-dau': value })).status, 303);
    const { tasks } = await specialist.api('work.view-matter', { id: instance });
    assert.deepEqual(
      tasks.map(({ step }) => step.vi),
      ['Đi kiểm tra'],
    );
    const done = await specialist.postForm(here, { viec: tasks[0]!.id, 'ket-qua': 'done' });
    assert.equal(done.status, 303);
    assert.equal((await specialist.api('work.view-matter', { id: instance })).state, state);
  }
  const { history } = await specialist.api('work.view-matter', { id: instance });
  assert.deepEqual(
    history.map(({ name, state }) => [name.vi, state]),
    [
      ['Đi kiểm tra', 'done'],
      ['Đi kiểm tra', 'done'],
    ],
  );
  assert.equal((await specialist.postForm(here, { 'bat-dau': value })).status, 422, 'it is over');
});

test('Work to be begun by people inside a process that is called: refused at the call where the caller has no screen for it', async () => {
  const officer = await province.signIn('nghiepvu');
  const [clerks, unit] = [await province.unit('so-xay-dung.clerk'), await province.unit('so-xay-dung.quan-ly-xay-dung')];
  const problems = async (key: string, text: string): Promise<{ message: string }[]> =>
    JSON.parse((await officer.postForm(`/studio/process/${key}/kiem-tra`, { text })).text).problems;
  assert.deepEqual(await problems('rounds', around(clerks, 'dinh:app="work"')), []);
  for (const app of ['', 'dinh:app="one-stop"']) {
    const found = JSON.stringify(await problems('rounds', around(clerks, app)));
    assert.match(found, /Đi các nơi[^]*trong quy trình được gọi “Kiểm tra đột xuất”, bước “Việc khi cần”/, app);
  }
  // The other way round: it is changed while a process of a dossier calls it.
  await publish(province, 'process', 'asks', {
    bpmn: around(clerks, 'dinh:app="one-stop"', 'asks'),
    source: 'ours',
  });
  const found = JSON.stringify(await problems('visits', model(unit, 'dinh:app="work"')));
  assert.match(found, /Việc khi cần[^]*khi quy trình “Đợt kiểm tra” gọi quy trình này/);
});
