/** What comes at the same instant, or was due while nobody looked: one of two things happens, whole, and the earlier one before the later. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { migrateInstance } from './change/migrate.ts';
import { createProcessEngine } from './engine.ts';
import { graphOf } from './graphs.ts';
import { runnerOf } from './registry.ts';
import { bpmn, flow, matters, path, person, testProgram, user } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const { app, clock } = program;
const me = person('Trần Thu Cúc');
/** Whom the handler of a matter writes to. */
const partner = new Map<string, string>();
const parts = {
  owner: 'test',
  handlers: {
    'test.write': async (ctx: any, { businessKey }: { businessKey: string }) =>
      void (await one.sendMessage(ctx, { businessKey: partner.get(businessKey)!, name: 'go' })),
    'test.fail': () => {
      throw new Error('the register is away');
    },
  },
};
// Two engines: as two processes of the program would have them.
const one = createProcessEngine(parts);
const two = createProcessEngine(parts);
const start = matters(program, one, me);
type Matter = Awaited<ReturnType<typeof start>>;

const startEnd = '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>';
const declared = '<bpmn:message id="m" name="go"/>';
const timer = (id: string, time: string) =>
  `<bpmn:timerEventDefinition id="${id}-d"><bpmn:timeDuration>${time}</bpmn:timeDuration></bpmn:timerEventDefinition>`;
const later = (id: string, time: string) =>
  `<bpmn:intermediateCatchEvent id="${id}">${timer(id, time)}</bpmn:intermediateCatchEvent>`;
const beside = (id: string, time: string, interrupting: boolean, host = 'a') =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="${interrupting}">${timer(id, time)}</bpmn:boundaryEvent>`;
const hours = (n: number) => clock.advance(n * 3_600_000);
const due = (engine = one) => engine.fireDueTimers(app);
const fulfilled = (all: readonly PromiseSettledResult<unknown>[]): number =>
  all.filter(({ status }) => status === 'fulfilled').length;
/** How often each task came to be, whatever became of it. */
const tasks = async ({ key }: Matter) =>
  Object.fromEntries(
    (
      await app.db.all<{ element: string; n: number }>(
        sql`select element, count(*)::int as n from process.task where business_key = ${key} group by 1 order by 1`,
      )
    ).map(({ element, n }) => [element, n]),
  );

test('Behind an event-based gateway the time that came first wins, though both were over when somebody looked', async () => {
  const all = await Promise.all(
    Array.from({ length: 5 }, () =>
      start(`${startEnd}<bpmn:eventBasedGateway id="g"/>${later('slow', 'PT2H')}${later('quick', 'PT1H')}${user('s')}${user('q')}
        ${path('start', 'g', 'slow', 's', 'end')}${path('g', 'quick', 'q', 'end')}`),
    ),
  );
  hours(3);
  await due();
  for (const it of all) assert.deepEqual(await it.open(), ['q']);
});

test('A reminder that was due before the step was taken away is given, and then it is taken away', async () => {
  const it = await start(
    `${startEnd}${user('a')}${user('chief')}${user('told')}${beside('off', 'PT2H', true)}${beside('remind', 'PT1H', false)}
     ${path('start', 'a', 'end')}${path('off', 'chief', 'end')}${path('remind', 'told', 'end')}`,
  );
  hours(3);
  await due();
  assert.deepEqual((await it.open()).toSorted(), ['chief', 'told']);
});

test('A step is done, and its time is over, at the same instant: one of both, and whoever is too late is told', async () => {
  for (let round = 0; round < 6; round++) {
    const it = await start(
      `${startEnd}${user('a')}${user('b')}${user('chief')}${beside('off', 'PT1H', true)}${path('start', 'a', 'b', 'end')}${path('off', 'chief', 'end')}`,
    );
    const { id } = await app.db.one<{ id: string }>(sql`select id from process.task where business_key = ${it.key}`);
    hours(1);
    const complete = program.as(me, (ctx) => one.completeTask(ctx, { taskId: id }));
    const [done] = await Promise.allSettled([complete, due(one), due(two)]);
    await due();
    assert.deepEqual(await it.open(), [done!.status === 'fulfilled' ? 'b' : 'chief']);
    if (done!.status === 'rejected') assert.match(String(done!.reason.code), /task-(changed|not-found)/);
    assert.equal((await it.state()).tokens, 1);
  }
});

test('A process is cancelled while its step is done: it is over, and nothing of it is open', async () => {
  for (let round = 0; round < 6; round++) {
    const it = await start(
      `${startEnd}${user('a')}${later('wait', 'PT1H')}${user('b')}${path('start', 'a', 'wait', 'b', 'end')}`,
    );
    const cancel = program.as(me, (ctx) => one.cancelInstance(ctx, { businessKey: it.key, reason: 'rút' }));
    await Promise.allSettled(round % 2 ? [it.complete('a'), cancel] : [cancel, it.complete('a')]);
    await cancel;
    hours(1);
    await due();
    const { state, tokens } = await it.state();
    assert.deepEqual([state, tokens, await it.open()], ['cancelled', 0, []]);
  }
});

test('Three answer at once where two are enough: two count, the third is told, and it goes on once', async () => {
  for (let round = 0; round < 4; round++) {
    const it = await start(
      `${startEnd}<bpmn:userTask id="ask" dinh:role="desk"><bpmn:multiInstanceLoopCharacteristics dinh:collection="[1, 2, 3]"><bpmn:completionCondition>completed >= 2</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
       ${user('sum')}${path('start', 'ask', 'sum', 'end')}`,
    );
    const asked = await app.db.all<{ id: string }>(
      sql`select id from process.task where business_key = ${it.key} and state = 'open'`,
    );
    const answers = asked.map(({ id }, i) =>
      program.as(person(`người ${i}`), (ctx) => (i % 2 ? two : one).completeTask(ctx, { taskId: id })),
    );
    assert.equal(fulfilled(await Promise.allSettled(answers)), 2);
    assert.deepEqual(await it.open(), ['sum']);
    assert.deepEqual(await tasks(it), { ask: 3, sum: 1 });
  }
});

test('A time comes while its process goes to another version: it goes off once, on one of both', async () => {
  const inside = (more = '') =>
    `${startEnd}${later('wait', 'PT1H')}${user('b')}${more}${more ? path('start', 'wait', 'b', 'c', 'end') : path('start', 'wait', 'b', 'end')}`;
  const target = await program.publish('at-once-new', bpmn(inside(user('c'))));
  for (let round = 0; round < 6; round++) {
    const it = await start(inside());
    hours(1);
    const { id } = await app.db.one<{ id: string }>(sql`select id from process.instance where business_key = ${it.key}`);
    const to = { definition: target.id, version: 1, graph: graphOf(target) };
    const move = program.as(me, (ctx) => migrateInstance(runnerOf('test'), ctx, id, to, {}, 'thử'));
    await Promise.all(round % 2 ? [due(), move] : [move, due()]);
    await due();
    assert.deepEqual(await tasks(it), { b: 1 });
    await it.complete('b');
    assert.deepEqual(await it.open(), ['c'], 'it goes on by the new version');
  }
});

test('Two processes whose times come in one round write to each other: each goes one way, and once', async () => {
  const model = `${startEnd}<bpmn:eventBasedGateway id="g"/>${later('wait', 'PT1H')}<bpmn:intermediateCatchEvent id="heard"><bpmn:messageEventDefinition id="hd" messageRef="m"/></bpmn:intermediateCatchEvent>
    <bpmn:serviceTask id="write" dinh:handler="test.write"/>${user('timed')}${user('told')}
    ${path('start', 'g', 'wait', 'write', 'timed', 'end')}${path('g', 'heard', 'told', 'end')}`;
  const [first, second] = [await start(model, {}, declared), await start(model, {}, declared)];
  partner.set(first.key, second.key).set(second.key, first.key);
  hours(1);
  await due();
  await due();
  assert.deepEqual([await first.open(), await second.open()].flat().toSorted(), ['timed', 'told']);
  for (const it of [first, second]) assert.equal((await it.state()).tokens, 1);
});

test('What had failed waits for nobody any more once its process has gone on without it', async () => {
  const open = async () => (await app.db.all(sql`select from process.v_incident where settled_at is null`)).length;
  const failing = () =>
    start(
      `${startEnd}<bpmn:subProcess id="sub"><bpmn:startEvent id="s"/><bpmn:endEvent id="e"/><bpmn:serviceTask id="x" dinh:handler="test.fail"/>${path('s', 'x', 'e')}</bpmn:subProcess>
       ${user('chief')}${beside('off', 'P9D', true, 'sub')}${path('start', 'sub', 'end')}${path('off', 'chief', 'end')}`,
    );
  const [left, stopped] = [await failing(), await failing()];
  for (let i = 0; i < 8; i++) {
    hours(1);
    await due();
  }
  assert.equal(await open(), 2);
  await program.as(me, (ctx) => one.cancelInstance(ctx, { businessKey: stopped.key, reason: 'rút' }));
  assert.equal(await open(), 1, 'it is cancelled');
  hours(9 * 24);
  await due();
  assert.deepEqual(await left.open(), ['chief']);
  assert.equal(await open(), 0, 'its time was over');
  const inside = (more: string) => `${startEnd}${user('a')}${path('start', 'a', 'end')}${more}`;
  const migrated = await start(
    inside(
      `${beside('off', 'PT1H', false)}<bpmn:exclusiveGateway id="g"/>${user('x')}${user('y')}${path('off', 'g')}${flow('g', 'x', 'way = 1')}${flow('g', 'y', 'way = 2')}${path('x', 'end')}${path('y', 'end')}`,
    ),
  );
  for (let i = 0; i < 8; i++) {
    hours(1);
    await due();
  }
  assert.equal(await open(), 1, 'no way leads on from there');
  const target = await program.publish('at-once-without', bpmn(inside('')));
  const { id } = await app.db.one<{ id: string }>(sql`select id from process.instance where business_key = ${migrated.key}`);
  const to = { definition: target.id, version: 1, graph: graphOf(target) };
  await program.as(me, (ctx) => migrateInstance(runnerOf('test'), ctx, id, to, {}, 'thử'));
  assert.equal(await open(), 0, 'the new version has no such time');
});

test('Conditions that make each other true again are stopped and named, and whoever led there is refused', async () => {
  const condition = (id: string, text: string, back: string) =>
    `<bpmn:boundaryEvent id="${id}" attachedToRef="a" cancelActivity="false"><bpmn:conditionalEventDefinition id="${id}-c"><bpmn:condition>${text}</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:boundaryEvent>
     <bpmn:scriptTask id="${id}-s" dinh:result="x"><bpmn:script>${back}</bpmn:script></bpmn:scriptTask>${path(id, `${id}-s`, 'end')}`;
  const it = await start(
    `${startEnd}<bpmn:parallelGateway id="f"/>${user('a')}${user('go')}${path('start', 'f', 'a', 'end')}${path('f', 'go', 'end')}
     ${condition('up', 'x = 1', '2')}${condition('down', 'x = 2', '1')}`,
    { x: 0 },
  );
  await assert.rejects(it.complete('go', { variables: { x: 1 } }), { code: 'process.runaway' });
  assert.deepEqual((await it.open()).toSorted(), ['a', 'go'], 'as if nothing had been done');
});

test('Two conditions that become true by one change both go off, whatever follows from the first', async () => {
  const condition = (id: string) =>
    `<bpmn:intermediateCatchEvent id="${id}"><bpmn:conditionalEventDefinition id="${id}-c"><bpmn:condition>x = 1</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>
     <bpmn:scriptTask id="${id}-s" dinh:result="x"><bpmn:script>0</bpmn:script></bpmn:scriptTask>${user(`${id}-u`)}`;
  const it = await start(
    `${startEnd}<bpmn:parallelGateway id="f"/>${user('go')}${condition('one')}${condition('two')}
     ${path('start', 'f', 'go', 'end')}${path('f', 'one', 'one-s', 'one-u', 'end')}${path('f', 'two', 'two-s', 'two-u', 'end')}`,
    { x: 0 },
  );
  await it.complete('go', { variables: { x: 1 } });
  assert.deepEqual((await it.open()).toSorted(), ['one-u', 'two-u']);
});

test('An inclusive gateway waits for a branch that goes round, and for none that was not taken', async () => {
  const it = await start(
    `${startEnd}<bpmn:inclusiveGateway id="f" default="f-d"/><bpmn:exclusiveGateway id="again" default="again-j"/><bpmn:inclusiveGateway id="j"/>
     ${user('a')}${user('b')}${user('c')}${user('d')}${user('z')}
     ${path('start', 'f')}${flow('f', 'a', 'wa = true')}${flow('f', 'b', 'wb = true')}${flow('f', 'c', 'wc = true')}${path('f', 'd', 'j')}
     ${path('a', 'j')}${path('b', 'again', 'j')}${flow('again', 'b', 'more = true')}${path('c', 'j', 'z', 'end')}`,
    { wa: true, wb: true, wc: false },
  );
  assert.deepEqual((await it.open()).toSorted(), ['a', 'b']);
  await it.complete('a');
  for (const more of [true, true, false]) {
    assert.deepEqual(await it.open(), ['b'], 'it still goes round');
    await it.complete('b', { variables: { more } });
  }
  assert.deepEqual(await it.open(), ['z']);
  assert.deepEqual(await tasks(it), { a: 1, b: 3, z: 1 });
});

test('An error that an event sub-process throws is not its own to catch: it goes to who stands around', async () => {
  const it = await start(
    `${startEnd}<bpmn:subProcess id="sub"><bpmn:startEvent id="s"/>${user('a')}<bpmn:endEvent id="e"><bpmn:errorEventDefinition id="ed" errorRef="err"/></bpmn:endEvent>${path('s', 'a', 'e')}
     <bpmn:subProcess id="repair" triggeredByEvent="true"><bpmn:startEvent id="rs"><bpmn:errorEventDefinition id="rd" errorRef="err"/></bpmn:startEvent>${user('r')}<bpmn:endEvent id="re"><bpmn:errorEventDefinition id="rx" errorRef="err"/></bpmn:endEvent>${path('rs', 'r', 're')}</bpmn:subProcess></bpmn:subProcess>
     <bpmn:boundaryEvent id="failed" attachedToRef="sub"><bpmn:errorEventDefinition id="fd" errorRef="err"/></bpmn:boundaryEvent>${user('chief')}
     ${path('start', 'sub', 'end')}${path('failed', 'chief', 'end')}`,
    {},
    '<bpmn:error id="err" errorCode="no-money"/>',
  );
  await it.complete('a');
  assert.deepEqual(await it.open(), ['r']);
  await it.complete('r');
  assert.deepEqual(await it.open(), ['chief']);
  assert.equal((await it.state()).tokens, 1);
});

test('A transaction that is cancelled cancels what it has called, to the last, and undoes the rest', async () => {
  await program.publish(
    'at-once-called',
    bpmn(`${startEnd}${user('inner')}${later('w', 'P1D')}${path('start', 'inner', 'w', 'end')}`),
  );
  const it = await start(
    `${startEnd}<bpmn:transaction id="deal"><bpmn:startEvent id="s"/><bpmn:parallelGateway id="f"/><bpmn:callActivity id="call" calledElement="at-once-called"/><bpmn:endEvent id="e"/>
     ${user('a')}<bpmn:boundaryEvent id="at" attachedToRef="a"><bpmn:compensateEventDefinition id="ad"/></bpmn:boundaryEvent>${user('undo', 'isForCompensation="true"')}<bpmn:association id="as" sourceRef="at" targetRef="undo"/>
     <bpmn:endEvent id="no"><bpmn:cancelEventDefinition id="nd"/></bpmn:endEvent>${path('s', 'f', 'call', 'e')}${path('f', 'a', 'no')}</bpmn:transaction>
     <bpmn:boundaryEvent id="off" attachedToRef="deal"><bpmn:cancelEventDefinition id="od"/></bpmn:boundaryEvent>${user('sorry')}${path('start', 'deal', 'end')}${path('off', 'sorry', 'end')}`,
  );
  assert.deepEqual((await it.open()).toSorted(), ['a', 'inner']);
  await it.complete('a');
  assert.deepEqual(await it.open(), ['undo'], 'what was called is over at once, what was done is undone');
  await it.complete('undo');
  assert.deepEqual(await it.open(), ['sorry']);
  const states = await app.db.all<{ state: string }>(
    sql`select state from process.instance where business_key = ${it.key} order by root_id nulls first`,
  );
  assert.deepEqual(
    states.map(({ state }) => state),
    ['running', 'cancelled'],
  );
  const waiting = sql`select from process.timer t join process.instance i on i.id = t.instance_id where i.business_key = ${it.key} and t.state = 'waiting'`;
  assert.deepEqual(await app.db.all(waiting), []);
});
