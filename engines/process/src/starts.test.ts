/** What begins processes from outside: signals, messages, conditions and times; each exactly once, killed anywhere. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { createProcessEngine } from './engine.ts';
import { startByCondition } from './incoming/start-by-condition.ts';
import { addDuration } from './run/moment.ts';
import { throwMessage, throwSignal } from './run/throw-signal.ts';
import { bpmn, nothingUnderWay, path, person, testProgram, user } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const { app, clock } = program;
const me = person('Trần Thu Cúc');
/** What the handler does the next times. */
let faults: ('kill' | 'fail')[] = [];
let longWeekend = false;
const parts = {
  owner: 'test',
  handlers: {
    'test.work': async ({ db }: { db: { run(query: ReturnType<typeof sql>): Promise<unknown> } }) => {
      const fault = faults.shift();
      if (fault === 'kill') await db.run(sql`select pg_terminate_backend(pg_backend_pid())`);
      if (fault === 'fail') throw new Error('the archive is away');
    },
  },
  workingTime: (_at: unknown, scope: unknown, duration: string, from: Date) => {
    assert.equal(scope, undefined, 'there is no matter yet');
    return addDuration(from, longWeekend ? 'P5D' : duration)!;
  },
  calendars: () => (longWeekend ? 'with a long weekend' : 'plain'),
};
const [one, two] = [createProcessEngine(parts), createProcessEngine(parts)];
before(() => app.db.run(sql`insert into kernel.consumer (name) values (${startByCondition.name}) on conflict do nothing`));

const starting = (trigger: string, inside: string, declared: string) =>
  bpmn(`<bpmn:startEvent id="start">${trigger}</bpmn:startEvent>${inside}<bpmn:endEvent id="end"/>`, declared).replace(
    'id="model"',
    'id="model" dinh:app="test"',
  );
const waits = `${user('a')}${path('start', 'a', 'end')}`;
const works = `<bpmn:serviceTask id="w" dinh:handler="test.work"/>${user('a')}${path('start', 'w', 'a', 'end')}`;
const signalStart = (name: string, inside = waits) =>
  starting(`<bpmn:signalEventDefinition id="sd" signalRef="s"/>`, inside, `<bpmn:signal id="s" name="${name}"/>`);
const messageStart = (name: string, inside = waits) =>
  starting(`<bpmn:messageEventDefinition id="md" messageRef="m"/>`, inside, `<bpmn:message id="m" name="${name}"/>`);

/** Both workers look at once; how many they have carried out. */
const look = async () => {
  const counts = await Promise.all([one.startDueProcesses(app), two.startDueProcesses(app)]);
  return counts[0] + counts[1];
};
const instances = (definition: string) =>
  app.db.all<{ key: string; state: string; variables: Record<string, any> }>(
    sql`select business_key as key, state, variables from process.instance where definition_id = ${definition} order by started_at, id`,
  );
const outside = () => ({ app, now: clock.now() });
const signal = (name: string, variables = {}) => app.db.transaction((db) => throwSignal({ ...outside(), db }, name, variables));
const message = (businessKey: string, name: string, variables = {}) =>
  app.db.transaction((db) => throwMessage({ ...outside(), db }, { businessKey, name, variables }));

test('A signal thrown from outside starts a process, once however many workers look, with what it carries', async () => {
  const heard = await program.publish('flood', signalStart('flood'));
  await program.publish('other', signalStart('drought'));
  await signal('flood', { river: 'Đáy' });
  assert.deepEqual(await instances(heard.id), [], 'a worker does it');
  assert.equal(await look(), 1);
  assert.equal(await look(), 0);
  const [first, ...more] = await instances(heard.id);
  assert.deepEqual([first!.state, first!.variables, more], ['running', { river: 'Đáy' }, []]);
  await signal('flood');
  await look();
  assert.equal((await instances(heard.id)).length, 2);
});

test('What is thrown in a transaction that does not commit starts nothing', async () => {
  const heard = await program.publish('undone', signalStart('undone'));
  const undone = app.db.transaction(async (db) => {
    await throwSignal({ ...outside(), db }, 'undone', {});
    throw new Error('undone');
  });
  await assert.rejects(undone, /undone/);
  assert.equal(await look(), 0);
  assert.deepEqual(await instances(heard.id), []);
});

test('A worker that is killed while a process begins leaves it to the next one: it begins once', async () => {
  const heard = await program.publish('killed', signalStart('killed', works));
  await signal('killed');
  faults = ['kill'];
  assert.equal(await one.startDueProcesses(app), 0);
  await nothingUnderWay(app);
  assert.deepEqual(await instances(heard.id), []);
  clock.advance(60_000);
  assert.equal(await look(), 1);
  assert.equal((await instances(heard.id)).length, 1);
  const { left } = await app.db.one<{ left: number }>(
    sql`select count(*)::int as left from process.incoming where state <> 'done'`,
  );
  assert.equal(left, 0);
});

test('What cannot begin is an incident after six tries; a person lets it try again, or drops it with a reason', async () => {
  // A branch that holds for nothing: the first step fails.
  const broken = `<bpmn:exclusiveGateway id="g"/>${user('a')}${path('start', 'g')}
    <bpmn:sequenceFlow id="f1" sourceRef="g" targetRef="a"><bpmn:conditionExpression>good</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="end"><bpmn:conditionExpression>good = 1</bpmn:conditionExpression></bpmn:sequenceFlow>${path('a', 'end')}`;
  const heard = await program.publish('broken', signalStart('broken', broken));
  await signal('broken', { good: 'neither' });
  await signal('broken', { good: 'neither' });
  for (let tries = 0; tries < 6; tries++) {
    assert.equal(await look(), 0);
    clock.advance(3_600_000);
  }
  const call = {
    principal: {
      ...me,
      grants: ['process.view-incident', 'process.settle-incident'].map((permission) => ({
        permission,
        scope: 'all' as const,
        units: [],
      })),
    },
    lang: 'vi' as const,
    origin: { channel: 'web' as const, trace: 'test' },
  };
  const { incidents } = await app.run('process.list-incidents', {}, call);
  assert.deepEqual(
    incidents.map(({ element, instanceId, owner }) => [element, instanceId, owner]),
    [
      ['start', null, 'test'],
      ['start', null, 'test'],
    ],
  );
  await assert.rejects(app.run('process.skip-incident', { id: incidents[0]!.id, reason: ' ' }, call), {
    code: 'process.reason-needed',
  });
  await app.run('process.skip-incident', { id: incidents[0]!.id, reason: 'Báo nhầm' }, call);
  await app.run('process.retry-incident', { id: incidents[1]!.id, variables: { good: true }, reason: 'Sửa dữ liệu' }, call);
  assert.equal(await look(), 1);
  assert.deepEqual(
    (await instances(heard.id)).map(({ variables }) => variables),
    [{ good: true }],
  );
  assert.deepEqual((await app.run('process.list-incidents', {}, call)).incidents, []);
});

test('A message that nobody waits for starts the process that begins by it, about its matter; one that runs takes none', async () => {
  const begun = await program.publish('complaint', messageStart('complaint'));
  const send = (businessKey: string) =>
    program.as(me, (ctx) => one.sendMessage(ctx, { businessKey, name: 'complaint', variables: { text: 'Ồn' } }));
  assert.deepEqual(await send('c-1'), { received: 0, started: 1 });
  assert.deepEqual(await send('c-1'), { received: 0, started: 0 }, 'the matter runs one already');
  const both = await Promise.all([send('c-2'), send('c-2'), send('c-2')]);
  assert.equal(
    both.reduce((sum, { started }) => sum + started, 0),
    1,
    'sent three times at once',
  );
  for (const text of ['Bụi', 'Bụi nữa']) {
    await message('c-3', 'complaint', { text });
    await look();
  }
  const begunWith = (await instances(begun.id)).map(({ key, variables }) => `${key}: ${variables['text']}`);
  assert.deepEqual(begunWith.sort(byText), ['c-1: Ồn', 'c-2: Ồn', 'c-3: Bụi']);
  assert.deepEqual(await program.as(me, (ctx) => one.sendMessage(ctx, { businessKey: 'c-9', name: 'nobody-knows' })), {
    received: 0,
    started: 0,
  });
});

test('A message from outside goes to who waits for it in its matter', async () => {
  const model = bpmn(
    `<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/><bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition id="md" messageRef="m"/></bpmn:intermediateCatchEvent>${user('a')}${path('start', 'wait', 'a', 'end')}`,
    '<bpmn:message id="m" name="answered"/>',
  );
  const definition = await program.publish('asks', model);
  for (const businessKey of ['q-1', 'q-2']) await program.as(me, (ctx) => one.startProcess(ctx, { definition, businessKey }));
  await message('q-2', 'answered', { answer: 'có' });
  assert.equal(await look(), 1);
  const all = await instances(definition.id);
  const answers = all.map(({ key, variables }) => `${key}: ${variables['answer'] ?? 'waits'}`);
  assert.deepEqual(new Set(answers), new Set(['q-1: waits', 'q-2: có']));
});

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

let number = 0;
/** An event, read by the consumers of two programs at once. */
async function happens(name: string, key: string, data: Record<string, unknown>, at = clock.now()): Promise<void> {
  number++;
  clock.advance(1000);
  await app.db.run(
    sql`insert into kernel.event (at, name, key, topics, data) values (${at}, ${name}, ${key}, '{}', ${JSON.stringify({ ...data, number })}::jsonb)`,
  );
  await app.events.drain();
  await look();
}
const conditionStart = (condition: string, more: string, inside = waits) =>
  starting(
    `<bpmn:conditionalEventDefinition id="cd" ${more}><bpmn:condition>${condition.replaceAll('>', '&gt;')}</bpmn:condition></bpmn:conditionalEventDefinition>`,
    inside,
    '',
  );

test('A process begins when its condition becomes true for what events are about, and again only after it was false', async () => {
  const flooded = await program.publish(
    'flooded',
    conditionStart('event.data.level > 3', 'dinh:events="test.measured, test.estimated"'),
  );
  const level = (river: string, value: number, name = 'test.measured') => happens(name, river, { level: value });
  const rivers = async () => (await instances(flooded.id)).map(({ variables }) => variables['event'].key);
  await level('Đáy', 2);
  assert.deepEqual(await rivers(), []);
  await level('Đáy', 4);
  await level('Đáy', 5);
  await level('Châu', 4, 'test.estimated');
  await level('Đáy', 4, 'test.heard');
  assert.deepEqual(await rivers(), ['Đáy', 'Châu']);
  await level('Đáy', 1);
  await level('Đáy', 6);
  assert.deepEqual(await rivers(), ['Đáy', 'Châu', 'Đáy']);
  assert.equal((await instances(flooded.id))[2]!.variables['event'].data.level, 6);
  await happens('test.measured', 'Hồng', { level: 9 }, new Date('2019-01-01'));
  assert.equal((await rivers()).length, 3, 'before the first day of the version');
});

test('What a condition is about may be computed; a condition that has no answer does not hold', async () => {
  const many = await program.publish(
    'many',
    conditionStart('event.data.count > 3', 'dinh:events="test.counted" dinh:per="event.data.district"'),
  );
  await happens('test.counted', 'x', { count: 5, district: 'A' });
  await happens('test.counted', 'y', { count: 6, district: 'A' });
  await happens('test.counted', 'y', { count: 'nonsense', district: 'A' });
  await happens('test.counted', 'y', { count: 6, district: 'A' });
  await happens('test.counted', 'z', { count: 5 });
  assert.equal((await instances(many.id)).length, 3);
});

test('A start in working time is counted by the calendar of the app, and anew when the calendar changes', async () => {
  const timed = starting(
    '<bpmn:timerEventDefinition id="td" dinh:working="true"><bpmn:timeCycle>R/P1D</bpmn:timeCycle></bpmn:timerEventDefinition>',
    waits,
    '',
  );
  const daily = await program.publish('daily', timed);
  await look();
  const due = async () =>
    (
      await app.db.one<{ due: Date }>(sql`select due_at as due from process.schedule where definition_id = ${daily.id}`)
    ).due.getTime();
  const began = clock.now().getTime();
  const day = 86_400_000;
  assert.equal(await due(), began + day);
  longWeekend = true;
  await look();
  assert.equal(await due(), began + 5 * day, 'counted from when it began to wait');
  clock.advance(day);
  await look();
  assert.deepEqual(await instances(daily.id), []);
  clock.advance(4 * day);
  await look();
  await look();
  assert.equal((await instances(daily.id)).length, 1);
  assert.equal(await due(), began + 10 * day);
  longWeekend = false;
  await look();
  assert.equal(await due(), began + 6 * day);
});
