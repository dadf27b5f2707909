/** Tasks of processes about no dossier: internal work that officials begin, and what begins by itself. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { happens, publish, review } from './general-work.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let specialist: Visitor;
let colleague: Visitor;
let sectionHead: Visitor;
let head: Visitor;
let clerk: Visitor;

before(async () => {
  province = await openProvince();
  [specialist, colleague, sectionHead, head, clerk] = (await Promise.all(
    ['chuyenvien', 'chuyenvien2', 'truongphong', 'giamdoc', 'vanthu'].map((one) => province.signIn(one)),
  )) as [Visitor, Visitor, Visitor, Visitor, Visitor];
});
after(() => province.close());

interface Task {
  id: string;
  instance: string;
  step: { vi: string };
  title: string | null;
  late: boolean;
}
const listOf = async (who: Visitor, input: object = {}): Promise<Task[]> => (await who.api('work.list-tasks', input)).tasks;
const unit = async (key: string): Promise<number> =>
  (await province.app.db.one<{ id: number }>(sql`select id from identity.v_unit where key = ${key}`)).id;

/** Begins a process in the units that are offered first. */
async function begin(who: Visitor, process: string, title: string, more: object = {}): Promise<string> {
  const { processes } = await who.api('work.list-beginnings', { process });
  const units = Object.fromEntries(processes[0]!.places.map((one) => [one.key, one.units[0]!.id]));
  return (await who.api('work.begin-process', { process, title, units, ...more })).instance;
}

/** Does the open step of a matter on its page, by the button of an outcome. */
async function press(who: Visitor, instance: string, outcome: string, comment = ''): Promise<void> {
  const task = (await listOf(who)).find((one) => one.instance === instance);
  assert.ok(task, `nothing to do for ${outcome}`);
  const answer = await who.postForm(`/cong-viec/${instance}`, {
    viec: task.id,
    'ket-qua': outcome,
    'y-kien': comment,
  });
  assert.equal(answer.status, 303, answer.text.slice(0, 2000));
}

test('An outgoing document is played through by officials on the general page, each step by who holds its role', async () => {
  const id = await begin(specialist, 'outgoing-document', 'Công văn trả lời về quy hoạch', { days: 5 });
  assert.deepEqual(
    (await listOf(specialist)).map((one) => [one.step.vi, one.title]),
    [['Dự thảo văn bản', 'Công văn trả lời về quy hoạch']],
  );
  assert.deepEqual(await listOf(sectionHead), [], 'not their turn');
  assert.equal((await sectionHead.get(`/cong-viec/${id}`)).status, 404, 'nor theirs to see');
  await press(specialist, id, 'drafted');
  await press(specialist, id, 'submit');
  const page = await sectionHead.get(`/cong-viec/${id}`);
  assert.match(page.text, /Duyệt nội dung/);
  assert.match(page.text, /Chỉ đạo dự thảo lại/);
  const refused = await sectionHead.postForm(`/cong-viec/${id}`, {
    viec: (await listOf(sectionHead))[0]!.id,
    'ket-qua': 'redraft',
  });
  assert.equal(refused.status, 422, 'a reason is asked for');
  await press(sectionHead, id, 'approve');
  await press(colleague, id, 'pass');
  await press(clerk, id, 'submit');
  await press(head, id, 'agree');
  await press(head, id, 'sign');
  for (const outcome of ['number', 'seal', 'publish']) await press(clerk, id, outcome);
  const { state, history } = await specialist.api('work.view-matter', { id });
  assert.equal(state, 'completed');
  assert.equal(history.length, 10);
  assert.ok(
    history.every((one) => one.dueAt),
    'each step had its share of the days',
  );
  assert.deepEqual(
    (await specialist.api('work.list-matters', {})).matters.map((one: { id: string }) => one.id),
    [id],
  );
});

test('Every internal process of the pack can be begun: each of its places has units where its roles are held', async () => {
  const { processes } = await specialist.api('work.list-beginnings', {});
  assert.deepEqual(processes.map((one: { key: string }) => one.key).sort(), [
    'asset-increase',
    'asset-liquidation',
    'commendation',
    'incoming-document',
    'outgoing-document',
  ]);
  for (const { key } of processes) {
    const id = await begin(specialist, key, key);
    assert.match((await specialist.get(`/cong-viec/${id}`)).text, new RegExp(key));
    assert.match((await specialist.get(`/cong-viec/bat-dau/${key}`)).text, /Nơi làm/);
  }
  const citizen = await province.signIn('congdan');
  assert.equal((await citizen.get('/cong-viec')).status, 403);
});

test('A unit where nobody holds the role is refused, and a process that is not offered too', async () => {
  const units = { leadership: await unit('so-xay-dung.leadership'), assets: await unit('so-y-te'), using: 1 };
  await assert.rejects(
    specialist.api('work.begin-process', { process: 'asset-increase', title: 'Máy in', units }),
    /work\.place-wrong/,
  );
  await assert.rejects(
    specialist.api('work.begin-process', { process: 'settle-standard', title: 'x', units: {} }),
    /work\.process-not-offered/,
  );
});

test('What a signal or a message begins for the one-stop is about no dossier: its task stands in the general list and is done there', async () => {
  const place = `dinh:unit="${await unit('so-xay-dung.quan-ly-xay-dung')}"`;
  await publish(province, 'process', 'quarterly-review', {
    bpmn: review(
      'quarterly-review',
      '<bpmn:signalEventDefinition id="sd" signalRef="s"/>',
      place,
      '<bpmn:signal id="s" name="quarter-ended"/>',
    ),
    source: 'ours',
  });
  await publish(province, 'process', 'complaint-review', {
    bpmn: review(
      'complaint-review',
      '<bpmn:messageEventDefinition id="md" messageRef="m"/>',
      place,
      '<bpmn:message id="m" name="complained"/>',
    ),
    source: 'ours',
  });
  const rule = (event: string, effect: object) =>
    publish(province, 'event-rule', event, {
      title: { vi: event, en: event },
      when: { kind: 'count', event, within: 'PT1H', atLeast: 1 },
      do: effect,
      source: 'ours',
    });
  await rule('test.quarter', { signal: { name: 'quarter-ended' } });
  await rule('test.complaint', { message: { name: 'complained', key: 'event.key' } });
  await happens(province, 'test.quarter', 'Q4');
  await happens(province, 'test.complaint', 'factory-7');
  const waiting = (await listOf(sectionHead)).filter((one) => one.step.vi === 'Rà soát hồ sơ trễ');
  assert.equal(waiting.length, 2);
  // What it is about is called by any text, and is no dossier: the lists of dossiers go on without it.
  for (const { id } of waiting) await sectionHead.api('work.claim-task', { taskId: id });
  const me = await province.person('truongphong');
  for (const asked of [{ queue: 'mine' }, { queue: 'all' }, { queue: 'all', assignee: me }] as const)
    assert.deepEqual((await sectionHead.api('one-stop.list-dossiers', asked)).rows, []);
  assert.equal((await sectionHead.api('one-stop.count-queues', {})).mine, 0);
  for (const { instance } of waiting) {
    const page = await sectionHead.get(`/cong-viec/${instance}`);
    assert.match(page.text, /Hoàn thành/, 'without outcomes of its own it is done');
    assert.match(page.text, /<h1>\s*Rà soát quý/, 'called as its process');
    await press(sectionHead, instance, 'done');
    assert.equal((await sectionHead.api('work.view-matter', { id: instance })).state, 'completed');
  }
});

test('A decision that a process names is carried out as it is in force, and its answer is a variable of the process', async () => {
  const bpmn = review('fee-review', '', `dinh:unit="${await unit('so-xay-dung.quan-ly-xay-dung')}"`)
    .replace('"one-stop"', '"work"')
    .replace(
      /<bpmn:sequenceFlow id="f1"[^>]*>/,
      `<bpmn:businessRuleTask id="rule" name="Tính lệ phí" dinh:decision="fee-building-permit" dinh:result="due"/>
       <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="rule"/><bpmn:sequenceFlow id="f3" sourceRef="rule" targetRef="look"/>`,
    );
  await publish(province, 'process', 'fee-review', { bpmn, source: 'ours' });
  const id = await begin(specialist, 'fee-review', 'Rà soát lệ phí');
  const { variables } = await province.app.db.one<{ variables: { due: unknown } }>(
    sql`select variables from process.v_instance where id = ${id}`,
  );
  assert.deepEqual(variables.due, { amount: 150_000, reason: 'Cấp mới đối với công trình khác' });
  const page = (await specialist.get(`/cong-viec/${id}`)).text.replaceAll(/<[^>]*>/g, ' ');
  assert.match(page, /Cách áp dụng bảng quyết định\s+Tính lệ phí.*Cấp mới đối với công trình khác/s);
  await press(sectionHead, id, 'done');
});

test('Whoever a process gives a task is told so, with a link to the matter', async () => {
  const given = await province.person('chuyenvien2');
  const definition = review('given-review', '', `dinh:assignee='"${given}"'`).replace('"one-stop"', '"work"');
  await publish(province, 'process', 'given-review', { bpmn: definition, source: 'ours' });
  const id = await begin(specialist, 'given-review', 'Rà soát kho lưu trữ');
  const told = await province.app.db.all<{ person: string; subject: string; body: string }>(
    sql`select person_id as person, subject, body from notify.message where about = ${`work:${id}`}`,
  );
  assert.deepEqual(
    told.map(({ person, subject }) => [person, subject]),
    [[given, 'Bạn được giao việc: Rà soát hồ sơ trễ']],
  );
  assert.match(told[0]!.body, new RegExp(`Rà soát kho lưu trữ[^]*/cong-viec/${id}`));
});

test('A step with a form is done by filling it; its answers are the process’s, and shown with the matter', async () => {
  await publish(province, 'form', 'late-count', {
    title: { vi: 'Kết quả rà soát', en: 'What was found' },
    pages: [
      {
        key: 'found',
        title: { vi: 'Kết quả rà soát', en: 'What was found' },
        fields: [
          {
            key: 'lateCount',
            type: 'integer',
            label: { vi: 'Số hồ sơ trễ', en: 'Late dossiers' },
            required: true,
          },
        ],
      },
    ],
    source: 'ours',
  });
  await publish(province, 'process', 'quarterly-review', {
    bpmn: review(
      'quarterly-review',
      '<bpmn:signalEventDefinition id="sd" signalRef="s"/>',
      `dinh:unit="${await unit('so-xay-dung.quan-ly-xay-dung')}" dinh:form="late-count"`,
      '<bpmn:signal id="s" name="quarter-ended"/>',
    ),
    source: 'ours',
  });
  province.clock.advance(2 * 3_600_000);
  await happens(province, 'test.quarter', 'Q1');
  const [task] = (await listOf(sectionHead)).filter((one) => one.step.vi === 'Rà soát hồ sơ trễ');
  const address = `/cong-viec/${task!.instance}`;
  const page = await sectionHead.get(address);
  assert.match(page.text, /Số hồ sơ trễ/);
  const empty = await sectionHead.submit(page, {}, { form: address });
  assert.equal(empty.status, 422);
  const done = await sectionHead.submit(empty, { lateCount: '12' }, { form: address });
  assert.equal(done.status, 303, done.text.replace(/^[^]*?<main/, ''));
  const { variables } = await sectionHead.api('work.view-matter', { id: task!.instance });
  assert.equal(variables['lateCount'], 12);
  assert.match((await sectionHead.get(address)).text, /Số hồ sơ trễ[^]*12/);
});

test('A list is searched, sorted and given page by page; it goes into a file', async () => {
  for (let i = 1; i <= 5; i++) await begin(specialist, 'outgoing-document', `Tờ trình số ${i}`, { days: i });
  const some = await listOf(specialist, { text: 'to trinh' });
  assert.deepEqual(
    some.map((one) => one.title),
    [1, 2, 3, 4, 5].map((i) => `Tờ trình số ${i}`),
  );
  const seen: string[] = [];
  for (let after: string | undefined; ;) {
    const page: { tasks: Task[]; next: string | null } = await specialist.api('work.list-tasks', {
      text: 'to trinh',
      descending: true,
      limit: 2,
      ...(after && { after }),
    });
    seen.push(...page.tasks.map((one) => one.title!.at(-1)!));
    if (page.next === null) break;
    after = page.next;
  }
  assert.deepEqual(seen, ['5', '4', '3', '2', '1']);
  const csv = await specialist.get('/cong-viec?q=to+trinh&dang=csv');
  assert.equal(
    csv.text
      .trim()
      .split('\n')
      .filter((line) => line.includes('Tờ trình số')).length,
    5,
  );
  province.clock.advance(30 * 86_400_000);
  specialist = await province.signIn('chuyenvien');
  assert.equal((await listOf(specialist, { late: true, text: 'to trinh' })).length, 5);
});
