import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { jobContext } from '@dinh/kernel';
import { createProcessEngine } from './engine.ts';
import { addDuration, momentOf } from './run/moment.ts';
import { openTasks } from './queries.ts';
import { bpmn, flow, path, person, testProgram, user } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const { app, clock } = program;
const me = person('Trần Thu Cúc');
let fired = 0;
let passed = 0;
let broken = false;
const parts = {
  owner: 'test',
  handlers: {
    'test.count': () => {
      if (broken) throw new Error('the mail server is away');
      fired++;
    },
    'test.pass': () => {
      if (++passed > 1000) throw new Error('it does not end');
      if (passed % 200 === 0) clock.advance(1000);
    },
  },
  workingTime: (_ctx: unknown, _scope: unknown, duration: string, from: Date) =>
    addDuration(from, duration === 'P2D' ? 'P4D' : duration)!, // a weekend lies between
};
// Two engines: as two processes of the program would have them.
const [one, two] = [createProcessEngine(parts), createProcessEngine(parts)];

const model = (timer: string) =>
  bpmn(`<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/><bpmn:serviceTask id="count" dinh:handler="test.count"/>${user('done')}
    <bpmn:intermediateCatchEvent id="later">${timer}</bpmn:intermediateCatchEvent>${path('start', 'later', 'count', 'done', 'end')}`);
const inHours = (text: string, more = '') =>
  `<bpmn:timerEventDefinition id="t" ${more}><bpmn:timeDuration>${text}</bpmn:timeDuration></bpmn:timerEventDefinition>`;
const hourly = await program.publish('hourly', model(inHours('PT1H')));

const start = (businessKey: string, definition = hourly, variables = {}) =>
  program.as(me, (ctx) => one.startProcess(ctx, { definition, businessKey, variables }));
const dueAt = async (key: string): Promise<Date> =>
  (
    await app.db.pool.query(
      `select due_at from process.timer t join process.instance i on i.id = t.instance_id where i.business_key = $1`,
      [key],
    )
  ).rows[0].due_at;

test('Two workers share the timers that are due, and each fires once', async () => {
  for (let i = 0; i < 40; i++) await start(`batch-${i}`);
  clock.advance(3_599_000);
  assert.equal(await one.fireDueTimers(app), 0, 'not a second too early');
  clock.advance(1_000);
  const counts = await Promise.all([one.fireDueTimers(app), two.fireDueTimers(app)]);
  const rest = await one.fireDueTimers(app);
  assert.equal(counts[0] + counts[1] + rest, 40);
  assert.equal(fired, 40);
  assert.equal((await openTasks(app.db, 'batch-7'))[0]!.element, 'done');
});

test('One that fails among many that are due holds up none of the others', async () => {
  const bad = await program.publish(
    'bad-among-many',
    bpmn(`<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>${user('done')}
      <bpmn:intermediateCatchEvent id="later">${inHours('PT1H')}<bpmn:extensionElements><dinh:output target="x" value="1"/></bpmn:extensionElements></bpmn:intermediateCatchEvent>
      <bpmn:exclusiveGateway id="g"/>${path('start', 'later', 'g')}
      <bpmn:sequenceFlow id="f1" sourceRef="g" targetRef="done"><bpmn:conditionExpression>good</bpmn:conditionExpression></bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="end"><bpmn:conditionExpression>good = 1</bpmn:conditionExpression></bpmn:sequenceFlow>${path('done', 'end')}`),
  );
  for (let i = 0; i < 12; i++) await start(`many-${i}`, bad, { good: i !== 5 || null });
  clock.advance(3_600_000);
  const counts = await Promise.all([one.fireDueTimers(app), two.fireDueTimers(app)]);
  assert.equal(counts[0] + counts[1] + (await one.fireDueTimers(app)), 11);
  assert.equal((await openTasks(app.db, 'many-4'))[0]!.element, 'done');
  assert.deepEqual(await openTasks(app.db, 'many-5'), []);
  const { rows } = await app.db.pool.query(
    `select t.state, t.attempts from process.timer t join process.instance i on i.id = t.instance_id where i.business_key = 'many-5'`,
  );
  assert.equal(rows[0].state, 'waiting');
  assert.ok(rows[0].attempts >= 1);
  await app.db.pool.query(`update process.timer set state = 'cancelled' where state = 'waiting'`);
});

test('Work behind a timer that fails is tried again later each time; after the last a person sees it and lets it go on', async () => {
  await start('fails');
  clock.advance(3_600_000);
  broken = true;
  for (let i = 0; i < 8; i++) {
    await one.fireDueTimers(app);
    clock.advance(3_600_000);
  }
  const operator = {
    ...me,
    grants: ['process.view-incident', 'process.settle-incident'].map((permission) => ({
      permission,
      scope: 'all' as const,
      units: [],
    })),
  };
  const call = {
    principal: operator,
    lang: 'vi' as const,
    origin: { channel: 'web' as const, trace: 'test' },
  };
  const { incidents } = await app.run('process.list-incidents', {}, call);
  assert.deepEqual(
    incidents.map((r) => [r.element, r.error, r.businessKey]),
    [['count', 'the mail server is away', 'fails']],
  );
  broken = false;
  const again = { id: incidents[0]!.id, reason: 'Máy chủ thư đã chạy lại' };
  await app.run('process.retry-incident', again, call);
  await assert.rejects(app.run('process.retry-incident', again, call), {
    code: 'kernel.not-found',
  });
  assert.equal((await app.run('process.list-incidents', {}, call)).incidents.length, 0);
  assert.equal(await one.fireDueTimers(app), 1);
  assert.equal((await openTasks(app.db, 'fails'))[0]!.element, 'done');
});

test('A timer takes a duration of working time, a date, or FEEL', async () => {
  const from = clock.now().getTime();
  const days = (n: number) => new Date(from + n * 86_400_000);
  await start('working', await program.publish('working', model(inHours('P2D', 'dinh:working="true"'))));
  assert.deepEqual(await dueAt('working'), days(4));
  await start('calendar', await program.publish('calendar', model(inHours('P2D'))));
  assert.deepEqual(await dueAt('calendar'), days(2));
  await start('feel', await program.publish('feel', model(inHours('="P" + string(days) + "D"'))), {
    days: 3,
  });
  assert.deepEqual(await dueAt('feel'), days(3));
  const date = '<bpmn:timerEventDefinition id="t"><bpmn:timeDate>=visit.at</bpmn:timeDate></bpmn:timerEventDefinition>';
  await start('date', await program.publish('date', model(date)), { visit: { at: '2026-04-30T08:00:00' } });
  assert.deepEqual(await dueAt('date'), new Date('2026-04-30T01:00:00Z'), 'a time without a zone is Vietnam’s');
  const wrong = await program.publish('wrong', model(date));
  await assert.rejects(start('wrong', wrong, { visit: {} }), { code: 'process.expression-failed' });
});

test('Months are counted on the calendar of Vietnam, and a month without that day ends on its last', () => {
  assert.deepEqual(addDuration(new Date('2026-01-30T20:00:00Z'), 'P1M'), new Date('2026-02-27T20:00:00Z')); // 31 January there
  assert.equal(addDuration(new Date(), 'P'), undefined);
  assert.equal(addDuration(new Date(), 'P1H'), undefined);
  assert.deepEqual(momentOf('2026-03-02'), new Date('2026-03-02T16:59:59Z'));
  assert.deepEqual(momentOf('2026-03-02T08:00:00@Asia/Ho_Chi_Minh'), new Date('2026-03-02T01:00:00Z'));
  assert.equal(momentOf('soon'), undefined);
});

test('The job fires what is due and sets itself for the very moment of a timer that comes before its next round', async () => {
  const [job] = one.jobs;
  await start('soon', await program.publish('soon', model(inHours('PT2S'))));
  await job!.run(jobContext(app, job!.name), {});
  const { rows } = await app.db.pool.query(`select run_at from graphile_worker.jobs where task_identifier = 'test.fire-timers'`);
  assert.deepEqual(
    rows.map((r) => r.run_at),
    [await dueAt('soon')],
  );
  clock.advance(2000);
  await job!.run(jobContext(app, job!.name), {});
  assert.equal((await openTasks(app.db, 'soon'))[0]!.element, 'done');
});

test('A cycle that data make without any time is refused, and fires nothing', async () => {
  const model = bpmn(`<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>${user('a')}${user('more')}
    <bpmn:boundaryEvent id="again" attachedToRef="a" cancelActivity="false"><bpmn:timerEventDefinition id="t"><bpmn:timeCycle>="R/PT" + string(hours) + "H"</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>
    ${path('start', 'a', 'end')}${path('again', 'more', 'end')}`);
  const definition = await program.publish('no-time', model);
  await assert.rejects(start('no-time', definition, { hours: 0 }), { code: 'process.expression-failed' });
  await start('some-time', definition, { hours: 1 });
  clock.advance(3_600_000);
  await one.fireDueTimers(app);
  assert.deepEqual((await openTasks(app.db, 'some-time')).map(({ element }) => element).toSorted(), ['a', 'more']);
});

test('A round ends though processes become due again while it lasts: what comes meanwhile is for the next', async () => {
  const model =
    bpmn(`<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/><bpmn:exclusiveGateway id="g" default="g-later"/><bpmn:serviceTask id="pass" dinh:handler="test.pass"/>
    <bpmn:intermediateCatchEvent id="later">${inHours('PT1S')}</bpmn:intermediateCatchEvent>${path('start', 'later', 'pass', 'g', 'later')}${flow('g', 'end', 'enough = true')}`);
  const restless = await program.publish('restless', model);
  // As many as are fired in one transaction: behind a full one a round looks for more.
  for (let i = 0; i < 200; i++) await start(`restless-${i}`, restless);
  clock.advance(1000);
  for (const times of [200, 400]) {
    await one.fireDueTimers(app);
    assert.equal(passed, times);
  }
});
