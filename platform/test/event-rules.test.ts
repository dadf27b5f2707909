import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type CalendarBody, localDate, publishDefinition, sql } from '@dinh/kernel';
import { type EventRule, eventRuleKind } from '@dinh/process';
import { openProvince, type Province } from './province.ts';

let province: Province;
before(async () => {
  province = await openProvince('2027-01-13T08:00:00+07:00');
});
after(() => province.close());

const warn = {
  role: 'controller',
  message: { vi: 'Nhóm {group}: {count} {value}', en: 'Group {group}: {count} {value}' },
};

/** Publishes a rule from today on; `test.*` events are this file's own. */
async function rule(key: string, body: Pick<EventRule, 'when'> & Partial<EventRule>): Promise<void> {
  await province.app.db.transaction(async (tx) => {
    await publishDefinition(tx, province.clock.now(), {
      kind: 'event-rule',
      key,
      body: { title: { vi: key, en: key }, do: { warn }, source: 'ours', ...body },
      source: 'ours',
      origin: 'officer',
      effectiveFrom: localDate(province.clock.now()),
    });
  });
  province.app.definitions.forget();
}
/** An event of now; then everything that follows from it. */
async function happens(name: string, key: string, data: Record<string, unknown> = {}): Promise<void> {
  await province.app.db.run(
    sql`insert into kernel.event (at, name, key, topics, data) values (${province.clock.now()}, ${name}, ${key}, '{}', ${JSON.stringify(data)}::jsonb)`,
  );
  await province.settle();
}
const hits = async (key: string) =>
  (
    await province.app.db.all<{ group: string; message: string }>(
      sql`select "group", message_vi as message from process.v_rule_hit where rule = ${key} order by id`,
    )
  ).map(({ group, message }) => `${group} | ${message}`);
const minutes = (n: number): void => province.clock.advance(n * 60_000);

test('Count: so many within a window, each group for itself; then it begins anew', async () => {
  await rule('many', {
    when: { kind: 'count', event: 'test.refused', where: 'event.data.online', within: 'PT1H', atLeast: 3 },
    per: 'string(event.data.unit)',
  });
  const refused = (unit: number, online = true) => happens('test.refused', 'x', { unit, online });
  await refused(1);
  await refused(1);
  await refused(2);
  await refused(1, false); // does not count
  minutes(61); // the first two are out of the window
  await refused(1);
  await refused(1);
  assert.deepEqual(await hits('many'), []);
  await refused(1);
  assert.deepEqual(await hits('many'), ['1 | Nhóm 1: 3 ']);
  await refused(1);
  assert.equal((await hits('many')).length, 1);
});

test('Missing: what is not followed in time is told once; what comes in time or belongs to another is not', async () => {
  await rule('not-answered', {
    when: {
      kind: 'missing',
      event: 'test.asked',
      followedBy: ['test.answered', 'test.given-up'],
      within: 'P1D',
    },
  });
  for (const key of ['a', 'b', 'c']) await happens('test.asked', key);
  minutes(60);
  await happens('test.answered', 'a');
  await happens('test.given-up', 'b');
  minutes(24 * 60);
  const job = province.app.jobs.find(({ name }) => name === 'process.watch-waits')!;
  const run = () => job.run({ app: province.app, now: province.clock.now() } as never, {});
  await Promise.all([run(), run()]);
  await province.settle();
  assert.deepEqual(await hits('not-answered'), ['c | Nhóm c:  ']);
  await happens('test.answered', 'c'); // too late: it was told already
  assert.equal((await hits('not-answered')).length, 1);
});

test('Threshold: crossing the bound is told, staying beyond it is not, and coming back makes ready again', async () => {
  await rule('much-money', {
    when: {
      kind: 'threshold',
      event: 'test.paid',
      value: 'event.data.amount',
      of: 'sum',
      within: 'PT1H',
      above: 100,
    },
  });
  const paid = (amount: unknown) => happens('test.paid', 'x', { amount });
  await paid(60);
  await paid('nonsense'); // says nothing about the figure
  await paid(50);
  await paid(10);
  assert.deepEqual(await hits('much-money'), [' | Nhóm : 2 110']);
  minutes(90);
  await paid(5);
  await paid(200);
  assert.equal((await hits('much-money')).length, 2);
});

test('Change: another value than last time, for the same thing', async () => {
  const agency = await province.app.db.one<{ id: number }>(sql`select id from identity.v_unit where name_vi = 'Sở Xây dựng'`);
  await rule('moved', {
    title: { vi: 'Đổi chỗ', en: 'Moved' },
    when: { kind: 'change', event: 'test.placed', value: 'event.data.place' },
    do: { warn: { ...warn, about: 'event.data.unit' } },
  });
  await happens('test.placed', 'a', { place: 'x' });
  await happens('test.placed', 'b', { place: 'y' });
  await happens('test.placed', 'a', { place: 'x' });
  assert.deepEqual(await hits('moved'), []);
  await happens('test.placed', 'a', { place: 'y', unit: agency.id });
  assert.deepEqual(await hits('moved'), ['a | Nhóm a:  y']);
});

test('Whoever holds the role is told, sees the warning and takes note of it once', async () => {
  const controller = await province.signIn('kiemsoat');
  const { messages } = await controller.api('notify.my-messages', {});
  assert.ok(messages.some((one: { subject: string }) => one.subject === 'Cảnh báo: Đổi chỗ – Sở Xây dựng'));
  const page = await controller.get('/dieu-hanh/canh-bao');
  const row = /<tr[^>]*>(?:(?!<\/tr>).)*Nhóm a:.*?<\/tr>/s.exec(page.text)?.[0] ?? '';
  assert.match(row, /<td[^>]*>\s*Sở Xây dựng\s*<\/td>/, 'of which agency it is');
  assert.match(row, />Đổi chỗ</, 'the rule by its title');
  const found = await controller.get('/dieu-hanh/canh-bao?q=doi+cho&dang=csv');
  assert.equal(found.text.match(/Nhóm a:/g)?.length, 1, 'the list is searched by the name of the rule, and exported');
  assert.match(found.text, /Sở Xây dựng/);
  assert.doesNotMatch((await controller.get('/dieu-hanh/canh-bao?q=khong+co')).text, /Nhóm a:/);
  const { hits: open } = await controller.api('process.list-rule-hits', { open: true, rule: 'moved' });
  await controller.api('process.note-rule-hit', { id: open[0]!.id, note: 'Đã kiểm tra' });
  await assert.rejects(controller.api('process.note-rule-hit', { id: open[0]!.id, note: 'Lần hai' }), /process\.hit-not-found/);
  assert.equal((await controller.api('process.list-rule-hits', { open: true, rule: 'moved' })).hits.length, 0);
});

test('An event from before the first day of a rule does not count for it', async () => {
  await province.app.db.run(
    sql`insert into kernel.event (at, name, key, topics, data) values (${new Date('2027-01-01T08:00:00+07:00')}, 'test.old', 'x', '{}', '{}')`,
  );
  await rule('old', { when: { kind: 'count', event: 'test.old', within: 'P30D', atLeast: 1 } });
  await happens('test.old', 'y');
  assert.equal((await hits('old')).length, 1);
});

/** Publishes a process that the one-stop runs, from the inside of its BPMN. */
async function process(key: string, inside: string, declared = ''): Promise<string> {
  const bpmn = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dinh="https://dinh.example/bpmn" id="d-${key}" targetNamespace="test">${declared}
<bpmn:process id="${key}" isExecutable="true" dinh:app="one-stop" dinh:source="ours">${inside}</bpmn:process></bpmn:definitions>`;
  const id = await province.app.db.transaction((tx) =>
    publishDefinition(tx, province.clock.now(), {
      kind: 'process',
      key,
      body: { bpmn, source: 'ours' },
      source: 'ours',
      origin: 'officer',
      effectiveFrom: localDate(province.clock.now()),
    }),
  );
  province.app.definitions.forget();
  return id;
}
/** A start event, a wait of working time, the end. */
const waiting = (trigger: string) =>
  `<bpmn:startEvent id="start">${trigger}</bpmn:startEvent><bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition id="td" dinh:working="true"><bpmn:timeDuration>P3D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent><bpmn:endEvent id="end"/>
   <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="wait"/><bpmn:sequenceFlow id="f2" sourceRef="wait" targetRef="end"/>`;
const begun = (definition: string) =>
  province.app.db.all<{ id: string; key: string; variables: Record<string, unknown> }>(
    sql`select id, business_key as key, variables from process.v_instance where definition_id = ${definition} order by started_at, id`,
  );
let flooded: string;

test('What a rule finds starts the process that begins by its signal, and by its message one about the matter', async () => {
  flooded = await process(
    'flood-watch',
    waiting('<bpmn:signalEventDefinition id="sd" signalRef="s"/>'),
    '<bpmn:signal id="s" name="flood"/>',
  );
  const complained = await process(
    'complaint',
    waiting('<bpmn:messageEventDefinition id="md" messageRef="m"/>'),
    '<bpmn:message id="m" name="complained"/>',
  );
  await rule('flood', {
    when: { kind: 'count', event: 'test.rain', within: 'PT1H', atLeast: 2 },
    do: { signal: { name: 'flood', variables: { station: 'event.key' } } },
  });
  await rule('complaint', {
    when: { kind: 'change', event: 'test.complaints', value: 'event.data.count' },
    do: { message: { name: 'complained', key: 'event.key', variables: { count: 'value' } } },
  });
  await happens('test.rain', 'Phủ Lý');
  assert.deepEqual(await begun(flooded), []);
  await happens('test.rain', 'Phủ Lý');
  const [one, ...more] = await begun(flooded);
  assert.deepEqual([one!.variables['station'], more], ['Phủ Lý', []]);
  await happens('test.complaints', 'factory-7', { count: 1 });
  await happens('test.complaints', 'factory-7', { count: 2 });
  await happens('test.complaints', 'factory-7', { count: 3 });
  const matters = await begun(complained);
  assert.deepEqual(
    matters.map(({ key, variables }) => [key, variables['count']]),
    [['factory-7', 2]],
    'the matter runs one already',
  );
});

test('A rule that does nothing, and a message without a matter, are refused before they are published', () => {
  const problems = (effect: EventRule['do']) =>
    eventRuleKind.check!(
      {
        title: { vi: 'x', en: 'x' },
        when: { kind: 'count', event: 'test.rain', within: 'PT1H', atLeast: 2 },
        do: effect,
        source: 'ours',
      },
      {} as never,
    ) as readonly { path: string }[];
  assert.deepEqual(
    problems({}).map(({ path }) => path),
    ['do'],
  );
  assert.deepEqual(
    problems({ message: { name: 'x', key: '1 +' } }).map(({ path }) => path),
    ['do.message.key'],
  );
});

test('The holiday calendar changes while a process waits in working time: the timer moves, and its history says so', async () => {
  const [one] = await begun(flooded);
  const due = async () =>
    (
      await province.app.db.one<{ due: Date }>(
        sql`select due_at as due from process.v_timer where instance_id = ${one!.id} and state = 'waiting'`,
      )
    ).due;
  const before = await due();
  const today = localDate(province.clock.now());
  const calendar = (await province.app.definitions.at<CalendarBody>('calendar', 'province', today))!;
  const off = localDate(before);
  await province.app.db.transaction((tx) =>
    publishDefinition(tx, province.clock.now(), {
      kind: 'calendar',
      key: 'province',
      body: {
        ...calendar.body,
        daysOff: [...(calendar.body.daysOff ?? []), { from: off, name: { vi: 'Bão số 9', en: 'Storm' }, source: 'ours' }],
      },
      source: 'ours',
      origin: 'officer',
      effectiveFrom: today,
    }),
  );
  province.app.definitions.forget();
  const job = province.app.jobs.find(({ name }) => name === 'one-stop.start-processes')!;
  const run = () => job.run({ app: province.app, now: province.clock.now() } as never, {});
  await Promise.all([run(), run()]);
  const after = await due();
  assert.ok(localDate(after) > off, `${localDate(after)} is behind the day off`);
  const officer = await province.signIn('quantri');
  const { changes } = await officer.api('process.list-changes', { instance: one!.id });
  assert.deepEqual(
    changes.map(({ kind, element }) => [kind, element]),
    [['recounted', 'wait']],
  );
  const page = await officer.get(`/dieu-hanh/luot/${one!.id}`);
  assert.match(page.text, /Lịch làm việc đã thay đổi/);
});
