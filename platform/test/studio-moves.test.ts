import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { publishDefinition } from '@dinh/kernel';
import { openProvince, type Visitor } from './province.ts';

const province = await openProvince();
after(() => province.close());
let officer: Visitor;
let here: string;

const flow = (...ids: string[]): string =>
  ids
    .slice(1)
    .map((to, i) => `<bpmn:sequenceFlow id="${ids[i]}-${to}" sourceRef="${ids[i]}" targetRef="${to}"/>`)
    .join('');
const caught = (id: string, name: string, inside: string) =>
  `<bpmn:intermediateCatchEvent id="${id}" name="${name}">${inside}</bpmn:intermediateCatchEvent>`;
const text = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dinh="https://dinh.example/bpmn" id="d" targetNamespace="x">
<bpmn:signal id="sig" name="flood"/><bpmn:message id="mes" name="answer"/><bpmn:error id="err" errorCode="no-money"/>
<bpmn:process id="p" isExecutable="true" dinh:app="work" dinh:source="ours">
<bpmn:startEvent id="s" name="Bắt đầu"/>
${caught('signal', 'Chờ báo lũ', '<bpmn:signalEventDefinition id="sd" signalRef="sig"/>')}
${caught('condition', 'Chờ đủ tiền', '<bpmn:conditionalEventDefinition id="cd"><bpmn:condition>amount &gt;= 5</bpmn:condition></bpmn:conditionalEventDefinition>')}
${caught('message', 'Chờ trả lời', '<bpmn:messageEventDefinition id="md" messageRef="mes"/>')}
${caught('timer', 'Chờ ba ngày làm việc', '<bpmn:timerEventDefinition id="td" dinh:working="true"><bpmn:timeDuration>P3D</bpmn:timeDuration></bpmn:timerEventDefinition>')}
<bpmn:sendTask id="pay" name="Báo chi tiền" dinh:notice="work-assigned" dinh:to="beginner"><bpmn:extensionElements><dinh:input target="due" value="&quot;hôm nay&quot;"/></bpmn:extensionElements></bpmn:sendTask>
<bpmn:boundaryEvent id="broke" name="Hết tiền" attachedToRef="pay"><bpmn:errorEventDefinition id="ed" errorRef="err"/></bpmn:boundaryEvent>
<bpmn:adHocSubProcess id="any" name="Việc tùy chọn" dinh:start="none"><bpmn:userTask id="visit" name="Đi thực địa" dinh:role="specialist"/><bpmn:completionCondition>outcome = "done" and amount &gt;= 9</bpmn:completionCondition></bpmn:adHocSubProcess>
<bpmn:endEvent id="e" name="Đã chi"/><bpmn:endEvent id="e2" name="Không chi được"/>
${flow('s', 'signal', 'condition', 'message', 'timer', 'pay', 'any', 'e')}${flow('broke', 'e2')}
</bpmn:process></bpmn:definitions>`;

before(async () => {
  officer = await province.signIn('nghiepvu');
  const input = { kind: 'process', key: 'every-wait', text, source: 'ours' };
  const { draft, problems } = await officer.api('studio.save-draft', input);
  assert.deepEqual(problems, []);
  here = `/studio/process/every-wait/thu?du-thao=${draft}`;
});

interface Move {
  readonly act: string;
  readonly [more: string]: unknown;
}
const trial = (...moves: Move[]) =>
  officer.inside('studio.try-process', {
    bpmn: text,
    input: { variables: {}, moves: moves as never, at: '2026-11-20T15:00:00+07:00' },
  });
const heard = { act: 'signal', element: 'signal' };
const enough = { act: 'values', values: { amount: 5 } };
const answered = { act: 'message', element: 'message', values: { reply: 'đồng ý' } };

test('P8 what waits is shown, and the officer lets signals, conditions, messages and times come', async () => {
  const waits = async (...moves: Move[]) => (await trial(...moves)).waits.map((one) => `${one.act} ${one.element}`);
  assert.deepEqual(await waits(), ['signal signal']);
  assert.deepEqual(await waits(heard), ['condition condition']);
  assert.deepEqual(await waits(heard, { act: 'values', values: { amount: 4 } }), ['condition condition']);
  assert.deepEqual(await waits(heard, enough), ['message message']);
  assert.deepEqual(await waits(heard, enough, answered), ['timer timer']);
  const { waits: timer, variables } = await trial(heard, enough, answered);
  assert.equal(variables['reply'], 'đồng ý');
  // Three working days from a Friday afternoon: Wednesday at the same hour.
  assert.equal(new Date(timer[0]!.dueAt!).toISOString(), '2026-11-25T08:00:00.000Z');
});

test('A wait in working time is jumped over: to its end, by days, or to a day', async () => {
  const paid = async (move: Move) => {
    const { calls, now } = await trial(heard, enough, answered, move);
    return [calls.length, new Date(now).toISOString()];
  };
  assert.deepEqual(await paid({ act: 'timer', element: 'timer' }), [1, '2026-11-25T08:00:00.000Z']);
  assert.deepEqual(await paid({ act: 'jump', working: 'P2D' }), [0, '2026-11-24T08:00:00.000Z']);
  assert.deepEqual(await paid({ act: 'jump', working: 'P4D' }), [1, '2026-11-26T08:00:00.000Z']);
  assert.deepEqual(await paid({ act: 'jump', until: '2026-12-01T08:00:00+07:00' }), [1, '2026-12-01T01:00:00.000Z']);
  const back = await trial({ act: 'jump', until: '2020-01-01T00:00:00+07:00' });
  assert.equal(back.failed?.code, 'studio.time-passed');
});

test('A program step is made to fail with an error that the model catches; an activity is begun by hand', async () => {
  const way = [heard, enough, answered, { act: 'timer', element: 'timer' }] as const;
  const good = await trial(...way);
  assert.deepEqual(
    good.calls.map(({ element, notice, move }) => [element, notice?.template, move]),
    [['pay', 'work-assigned', 4]],
  );
  assert.deepEqual(
    good.waits.map((one) => `${one.act} ${one.element}`),
    ['start visit'],
  );
  const visited = await trial(...way, { act: 'start', element: 'visit' });
  assert.ok(visited.waits.some((one) => one.act === 'complete' && one.element === 'visit'));
  const done = await trial(
    ...way,
    { act: 'start', element: 'visit' },
    { act: 'complete', element: 'visit', values: { amount: 9 } },
  );
  assert.equal(done.end, 'e');
  const bad = await trial(...way, { act: 'error', element: 'pay', nth: 0, code: 'no-money' });
  assert.equal(bad.end, 'e2');
  assert.equal(bad.calls[0]!.failed, 'no-money');
});

test('The page of a trial has a way for each: it is gone step by step by its buttons alone', async () => {
  let page = await officer.submit(await officer.get(here), { act: 'start' }, { form: '/studio/process' });
  /** Presses a button of a form that holds it, with what is typed beside it. */
  const press = async (label: string, typed: Record<string, string> = {}): Promise<void> => {
    const found = [...page.text.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)]
      .map(([whole]) => ({
        whole,
        button: new RegExp(`<button[^>]*name="(\\w+)"[^>]*value="([^"]*)"[^>]*>\\s*${label}`).exec(whole),
      }))
      .find((one) => one.button);
    assert.ok(found, `${label} in ${page.text.slice(page.text.indexOf('id="dang-o"')).slice(0, 4000)}`);
    const fields: Record<string, string> = {};
    for (const [, name, value] of found.whole.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g))
      fields[name!] = plain(value!);
    const [, name, value] = found.button!;
    page = await officer.postForm(here, { ...fields, ...typed, [name!]: plain(value!) });
    assert.equal(page.status, 200, label);
  };
  assert.match(page.text, /Chờ báo lũ[^]*chờ tín hiệu/);
  await press('Phát tín hiệu');
  assert.match(page.text, /chờ điều kiện đúng[^]*amount &gt;= 5/);
  await press('Đổi giá trị', { with: 'amount: 6' });
  await press('Thông điệp đến', { with: 'reply: "có"' });
  await press('Nhảy tới', { days: '3', hours: '1' });
  assert.match(page.text, /sẽ gửi “[^”]*” cho Người bắt đầu việc/);
  await press('Cho bước này báo lỗi “no-money”');
  assert.match(page.text, /Quy trình đã kết thúc ở “Không chi được”/);
  await press('Lùi một bước');
  assert.doesNotMatch(page.text, /Quy trình đã kết thúc/);
});

const plain = (escaped: string): string =>
  escaped.replaceAll('&quot;', '"').replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&');

test('Working time of a trial goes by the calendar in force on its day, whatever holds today', async () => {
  const { app, clock } = province;
  const { body } = (await app.definitions.at<{ daysOff?: object[] }>('calendar', 'province', '2026-11-18'))!;
  const off = { from: '2026-11-23', name: { vi: 'Nghỉ bão', en: 'Storm' }, source: 'ours' };
  await app.db.transaction((tx) =>
    publishDefinition(tx, clock.now(), {
      kind: 'calendar',
      key: 'province',
      body: { ...body, daysOff: [...(body.daysOff ?? []), off] },
      source: 'ours',
      origin: 'officer',
      effectiveFrom: '2026-11-20',
    }),
  );
  app.definitions.forget();
  const due = async (at: string) => {
    const input = { variables: {}, moves: [heard, enough, answered] as never, at };
    const { waits } = await officer.inside('studio.try-process', { bpmn: text, input });
    return new Date(waits[0]!.dueAt!).toISOString();
  };
  assert.equal(await due('2026-11-20T15:00:00+07:00'), '2026-11-26T08:00:00.000Z', 'a Monday off by then');
  assert.equal(await due('2026-11-19T15:00:00+07:00'), '2026-11-24T08:00:00.000Z', 'not yet');
  assert.equal(await due('2019-11-20T15:00:00+07:00'), '2019-11-25T08:00:00.000Z', 'before all of them');
});
