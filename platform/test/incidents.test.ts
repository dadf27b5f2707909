/** What could not go on by itself: seen, corrected, let go on or dropped by a person, each with a reason that stays. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enqueueSql, sql } from '@dinh/kernel';
import { publish } from './general-work.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let administrator: Visitor;
const path = '/dieu-hanh/su-co';

before(async () => {
  province = await openProvince();
  const { app, clock } = province;
  const place = await province.unit('so-xay-dung');
  const bpmn = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dinh="https://dinh.example/bpmn" id="d" targetNamespace="test"><bpmn:signal id="s" name="flood"/>
<bpmn:process id="flood-watch" name="Theo dõi lũ" isExecutable="true" dinh:app="work" dinh:source="ours">
<bpmn:startEvent id="start"><bpmn:signalEventDefinition id="sd" signalRef="s"/></bpmn:startEvent><bpmn:exclusiveGateway id="how-high"/>
<bpmn:userTask id="warn" name="Cảnh báo" dinh:role="agency-head" dinh:unit="${place}"/><bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="how-high"/>
<bpmn:sequenceFlow id="f2" sourceRef="how-high" targetRef="warn"><bpmn:conditionExpression>level &gt; 3</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="f3" sourceRef="how-high" targetRef="end"><bpmn:conditionExpression>level &lt;= 3</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="f4" sourceRef="warn" targetRef="end"/></bpmn:process></bpmn:definitions>`;
  await publish(province, 'process', 'flood-watch', { bpmn, source: 'ours' });
  await publish(province, 'event-rule', 'flood', {
    title: { vi: 'Lũ', en: 'Flood' },
    when: { kind: 'count', event: 'test.rain', within: 'PT1M', atLeast: 1 },
    do: {
      signal: {
        name: 'flood',
        variables: { station: 'event.key', level: 'event.data.level', day: 'event.data.day' },
      },
    },
    source: 'ours',
  });
  // What the stations send is no number: the process cannot say which way to go.
  for (const station of ['Phủ Lý', 'Kim Bảng', 'Lý Nhân', 'Duy Tiên']) {
    await app.db.run(
      sql`insert into kernel.event (at, name, key, topics, data) values (${clock.now()}, 'test.rain', ${station}, '{}', '{"level": "cao", "day": "2026-11-18"}'::jsonb)`,
    );
    await province.settle();
    clock.advance(2 * 60_000);
  }
  for (let tries = 0; tries < 8; tries++) {
    clock.advance(3_600_000);
    await app.db.run(enqueueSql('work.start-processes', {}, {}));
    await province.settle();
  }
  administrator = await province.signIn('quantri');
});
after(() => province.close());

const open = async () => (await administrator.api('process.list-incidents', {})).incidents;
/** The one of Phủ Lý: of the others nobody says which came first. */
async function ofPhuLy(): Promise<string> {
  for (const { id } of await open()) {
    const { variables } = await administrator.api('process.view-incident', { id });
    if (variables['station'] === 'Phủ Lý') return id;
  }
  throw new Error('no incident of Phủ Lý');
}
const begun = () =>
  province.app.db.all<{ state: string; variables: { station: string; level: unknown; day: string } }>(
    sql`select i.state, i.variables from process.v_instance i join kernel.v_definition d on d.id = i.definition_id where d.key = 'flood-watch' order by i.id`,
  );

test('An incident is opened with the data that the process knew; without a reason it does not go on', async () => {
  const incidents = await open();
  assert.equal(incidents.length, 4);
  const address = `${path}/${await ofPhuLy()}`;
  const page = await administrator.get(address);
  for (const words of ['how-high', 'Quy trình dừng ở', 'Theo dõi lũ', 'Phủ Lý', 'level (chữ)', 'day (ngày)'])
    assert.ok(page.text.includes(words), words);
  const refused = await administrator.postForm(address, { act: 'retry', 'ly-do': '' });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /Lý do: /);
  assert.equal((await open()).length, 4);
  assert.equal((await (await province.signIn('giamdoc')).get(address)).status, 403);
});

test('Data are corrected by their kind: what is not of it is refused at its field, the rest goes on with what was and is', async () => {
  const id = await ofPhuLy();
  const address = `${path}/${id}`;
  const why = { act: 'retry', 'ly-do': 'Trạm gửi chữ thay số' };
  const wrong = await administrator.postForm(address, {
    ...why,
    'bien.day': '2026-02-31',
    'ten-moi': 'lần đo',
    'kieu-moi': 'number',
  });
  assert.equal(wrong.status, 422);
  for (const words of ['ngày có thật', 'Tên biến chỉ có', 'Trạm gửi chữ thay số']) assert.ok(wrong.text.includes(words), words);
  const done = await administrator.postForm(address, {
    ...why,
    'bien.station': 'Phủ Lý',
    'bien.day': '2026-11-17',
    'ten-moi': 'level',
    'kieu-moi': 'number',
    'gia-tri-moi': '4,5',
  });
  assert.equal(done.status, 303, done.text.slice(0, 500));
  await province.settle();
  assert.deepEqual(
    (await begun()).map(({ state, variables }) => [state, variables.station, variables.level, variables.day]),
    [['running', 'Phủ Lý', 4.5, '2026-11-17']],
  );
  const settled = await administrator.get(address);
  for (const words of ['Đã xử lý', 'Trạm gửi chữ thay số', '4.5', '2026-11-18']) assert.ok(settled.text.includes(words), words);
});

test('Many go on for one reason; one is dropped with its own; all stand among the settled with who and why', async () => {
  const [first, second, third] = await open();
  assert.equal((await administrator.postForm(path, { id: [first!.id, second!.id], 'ly-do': ' ' })).status, 422);
  const done = await administrator.postForm(path, { id: [first!.id, second!.id], 'ly-do': 'Đã sửa trạm' });
  assert.equal(done.status, 303);
  assert.match((await administrator.follow(done)).text, /Đã cho 2 quy trình chạy tiếp/);
  const again = await administrator.postForm(path, { id: [first!.id, second!.id], 'ly-do': 'Đã sửa trạm' });
  assert.match((await administrator.follow(again)).text, /2 sự cố đã có người khác xử lý/);
  const dropped = await administrator.postForm(`${path}/${third!.id}`, { act: 'skip', 'ly-do': 'Báo nhầm' });
  assert.equal(dropped.status, 303);
  assert.deepEqual(await open(), []);
  const page = await administrator.get(`${path}?xem=da-xu-ly&q=how-high`);
  assert.equal(page.text.match(/Ngô Gia Lộc: /g)?.length, 4);
  const csv = await administrator.get(`${path}?xem=da-xu-ly&dang=csv`);
  assert.ok(csv.text.includes('Báo nhầm') && csv.text.includes('Đã sửa trạm'));
});
