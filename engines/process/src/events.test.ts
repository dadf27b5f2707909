import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createProcessEngine } from './engine.ts';
import { ProcessError } from './engine-parts.ts';
import { throwSignal } from './run/throw-signal.ts';
import { bpmn, flow, matters, path, person, testProgram, user } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const me = person('Trần Thu Cúc');
const engine = createProcessEngine({
  owner: 'test',
  handlers: {
    'test.refuse': () => {
      throw new ProcessError('no-money');
    },
  },
});
const start = matters(program, engine, me);
const later = async (hours: number) => {
  program.clock.advance(hours * 3_600_000);
  return engine.fireDueTimers(program.app);
};

const startEnd = '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>';
const declared = `<bpmn:message id="paid-message" name="paid"/><bpmn:signal id="holiday" name="holiday"/>
  <bpmn:escalation id="slow" escalationCode="slow"/><bpmn:escalation id="stuck" escalationCode="stuck"/>
  <bpmn:error id="err" errorCode="no-money"/>`;
const trigger = {
  message: '<bpmn:messageEventDefinition id="#m" messageRef="paid-message"/>',
  signal: '<bpmn:signalEventDefinition id="#s" signalRef="holiday"/>',
  error: '<bpmn:errorEventDefinition id="#e" errorRef="err"/>',
  slow: '<bpmn:escalationEventDefinition id="#x" escalationRef="slow"/>',
  anyEscalation: '<bpmn:escalationEventDefinition id="#x"/>',
  after2Hours: '<bpmn:timerEventDefinition id="#t"><bpmn:timeDuration>PT2H</bpmn:timeDuration></bpmn:timerEventDefinition>',
  hourly: '<bpmn:timerEventDefinition id="#t"><bpmn:timeCycle>R2/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition>',
  over10:
    '<bpmn:conditionalEventDefinition id="#c"><bpmn:condition>amount > 10</bpmn:condition></bpmn:conditionalEventDefinition>',
};
type TriggerName = keyof typeof trigger;
const event = (kind: string, id: string, what: TriggerName, more = '') =>
  `<bpmn:${kind} id="${id}" ${more}>${trigger[what].replaceAll('#', `${id}-`)}</bpmn:${kind}>`;
const boundary = (id: string, host: string, what: TriggerName, interrupting = true) =>
  event('boundaryEvent', id, what, `attachedToRef="${host}" cancelActivity="${interrupting}"`);
const catching = (id: string, what: TriggerName) => event('intermediateCatchEvent', id, what);
const throwing = (id: string, what: TriggerName) => event('intermediateThrowEvent', id, what);
const ending = (id: string, what: TriggerName) => event('endEvent', id, what);
const eventSub = (id: string, what: TriggerName, interrupting: boolean, inside = user(`${id}-task`)) =>
  `<bpmn:subProcess id="${id}" triggeredByEvent="true">${event('startEvent', `${id}-start`, what, `isInterrupting="${interrupting}"`)}
     ${inside}<bpmn:endEvent id="${id}-end"/>${path(`${id}-start`, `${id}-task`, `${id}-end`)}</bpmn:subProcess>`;

test('A signal is heard by everybody who waits for it, once each; who comes later has missed it', async () => {
  const waits = `${startEnd}${catching('wait', 'signal')}${user('a')}${path('start', 'wait', 'a', 'end')}`;
  const others = [await start(waits, {}, declared), await start(waits, {}, declared)];
  const thrower = await start(
    `${startEnd}<bpmn:parallelGateway id="f"/>${catching('wait', 'signal')}${user('b')}${user('go')}${throwing('call', 'signal')}
     ${path('start', 'f', 'wait', 'b', 'end')}${path('f', 'go', 'call', 'end')}`,
    {},
    declared,
  );
  await thrower.complete('go');
  assert.deepEqual(await thrower.open(), ['b'], 'the thrower itself hears it at once');
  const late = await start(waits, {}, declared);
  const two = createProcessEngine({ owner: 'test' });
  const counts = await Promise.all([engine.fireDueTimers(program.app), two.fireDueTimers(program.app)]);
  assert.equal(counts[0] + counts[1] + (await engine.fireDueTimers(program.app)), 2);
  for (const it of others) assert.deepEqual(await it.open(), ['a']);
  assert.deepEqual(await late.open(), []);
});

test('A signal thrown from outside, as a rule over events does, is heard with its variables by who waits for it', async () => {
  const model = `${startEnd}${catching('wait', 'signal')}${user('a')}${path('start', 'wait', 'a', 'end')}`;
  const it = await start(model, {}, declared);
  await program.app.db.transaction((db) =>
    throwSignal({ app: program.app, db, now: program.clock.now() }, 'holiday', { from: 'outside' }),
  );
  await later(0);
  assert.deepEqual(await it.open(), ['a']);
  assert.equal((await it.state()).variables.from, 'outside');
});

test('A signal that comes to a process which has ended meanwhile troubles nobody', async () => {
  const waiting = await start(
    `${startEnd}${user('a')}${boundary('b', 'a', 'signal')}${user('c')}${path('start', 'a', 'end')}${path('b', 'c', 'end')}`,
    {},
    declared,
  );
  await start(`${startEnd}${throwing('call', 'signal')}${path('start', 'call', 'end')}`, {}, declared);
  await waiting.complete('a');
  await later(0);
  const { rows } = await program.app.db.pool.query(
    `select t.state from process.timer t join process.instance i on i.id = t.instance_id where i.business_key = $1`,
    [waiting.key],
  );
  assert.deepEqual(rows, [{ state: 'cancelled' }]);
});

test('A signal sends its variables, and a boundary event that does not interrupt hears it every time', async () => {
  const waiting = await start(
    `${startEnd}${user('a')}${boundary('b', 'a', 'signal', false)}${user('c')}${path('start', 'a', 'end')}${path('b', 'c', 'end')}`,
    {},
    declared,
  );
  const throws = `${startEnd}<bpmn:endEvent id="call">
    <bpmn:extensionElements><dinh:input target="day" value="given"/></bpmn:extensionElements>
    <bpmn:signalEventDefinition id="sd" signalRef="holiday"/></bpmn:endEvent>${path('start', 'call')}`.replace(
    '<bpmn:endEvent id="end"/>',
    '',
  );
  await start(throws, { given: 'Tết' }, declared);
  await engine.fireDueTimers(program.app);
  await start(throws, { given: '2/9' }, declared);
  await engine.fireDueTimers(program.app);
  assert.deepEqual(await waiting.open(), ['a', 'c', 'c']);
  assert.equal((await waiting.state()).variables.day, '2/9');
});

test('An escalation goes to the nearest scope that catches it, and what threw it goes on unless that interrupts', async () => {
  const model = (interrupting: boolean) =>
    `${startEnd}<bpmn:subProcess id="sub"><bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>${throwing('tell', 'slow')}${user('a')}${path('s', 'tell', 'a', 'e')}</bpmn:subProcess>
     ${boundary('caught', 'sub', 'slow', interrupting)}${user('chief')}${path('start', 'sub', 'end')}${path('caught', 'chief', 'end')}`;
  assert.deepEqual(await (await start(model(false), {}, declared)).open(), ['a', 'chief']);
  assert.deepEqual(await (await start(model(true), {}, declared)).open(), ['chief']);
  const nobody = await start(
    `${startEnd}${throwing('tell', 'slow')}${user('a')}${path('start', 'tell', 'a', 'end')}`,
    {},
    declared,
  );
  assert.deepEqual(await nobody.open(), ['a'], 'an escalation that nobody catches is no fault');
});

test('A conditional event goes off when a change of variables makes its condition true, and again only after it was false', async () => {
  const wait = await start(
    `${startEnd}<bpmn:parallelGateway id="f"/>${catching('rich', 'over10')}${user('a')}${user('b')}
     ${path('start', 'f', 'rich', 'b', 'end')}${path('f', 'a', 'end')}`,
    { amount: 3 },
  );
  assert.deepEqual(await wait.open(), ['a']);
  await wait.complete('a', { variables: { amount: 11 } });
  assert.deepEqual(await wait.open(), ['b']);
  const already = await start(`${startEnd}${catching('rich', 'over10')}${user('b')}${path('start', 'rich', 'b', 'end')}`, {
    amount: 12,
  });
  assert.deepEqual(await already.open(), ['b'], 'it holds already');
  const loop = await start(
    `${startEnd}<bpmn:subProcess id="sub"><bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>${user('a')}${user('b')}${user('c')}${user('d')}
     ${path('s', 'a', 'b', 'c', 'd', 'e')}</bpmn:subProcess>${boundary('rich', 'sub', 'over10', false)}${user('note')}
     ${path('start', 'sub', 'end')}${path('rich', 'note', 'end')}`,
    { amount: 1 },
  );
  for (const [step, amount] of [
    ['a', 20],
    ['b', 30],
    ['c', 1],
    ['d', 11],
  ] as const)
    await loop.complete(step, { variables: { amount } });
  assert.deepEqual(await loop.open(), ['note']);
  const twice = await start(
    `${startEnd}<bpmn:subProcess id="sub"><bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>${user('a')}${user('b')}${user('c')}${user('d')}
     ${path('s', 'a', 'b', 'c', 'd', 'e')}</bpmn:subProcess>${boundary('rich', 'sub', 'over10', false)}${user('note')}
     ${path('start', 'sub', 'end')}${path('rich', 'note', 'end')}`,
    { amount: 1 },
  );
  for (const [step, amount] of [
    ['a', 20],
    ['b', 1],
    ['c', 30],
  ] as const)
    await twice.complete(step, { variables: { amount } });
  assert.deepEqual(await twice.open(), ['d', 'note', 'note']);
});

test('A link event goes on where the link of its name is caught', async () => {
  const link = (kind: string, id: string) =>
    `<bpmn:${kind} id="${id}"><bpmn:linkEventDefinition id="${id}-l" name="page two"/></bpmn:${kind}>`;
  const it =
    await start(`${startEnd}${user('a')}${user('b')}${link('intermediateThrowEvent', 'out')}${link('intermediateCatchEvent', 'in')}
    ${path('start', 'a', 'out')}${path('in', 'b', 'end')}`);
  await it.complete('a');
  assert.deepEqual(await it.open(), ['b']);
  assert.equal((await it.complete('b')).state, 'completed');
});

for (const [what, set] of [
  ['message', (it: Awaited<ReturnType<typeof start>>) => it.send('paid')],
  ['after2Hours', () => later(2)],
  [
    'signal',
    async () => {
      await start(`${startEnd}${throwing('call', 'signal')}${path('start', 'call', 'end')}`, {}, declared);
      return later(0);
    },
  ],
  ['over10', (it: Awaited<ReturnType<typeof start>>) => it.complete('a', { variables: { amount: 20 } })],
] as const) {
  const scope = (interrupting: boolean) =>
    `${startEnd}${user('a')}${user('b')}${user('c')}<bpmn:parallelGateway id="f"/>${path('start', 'f', 'a', 'c', 'end')}${path('f', 'b', 'end')}
     ${eventSub('aside', what, interrupting)}`;
  test(`An event sub-process with ${what} runs beside its process, or in its place when it interrupts`, async () => {
    const beside = await start(scope(false), {}, declared);
    await set(beside);
    const first = what === 'over10' ? 'c' : 'a';
    assert.deepEqual(await beside.open(), [first, 'aside-task', 'b'].sort());
    await beside.complete(first);
    if (first === 'a') await beside.complete('c');
    await beside.complete('b');
    assert.equal((await beside.state()).state, 'running', 'the process waits for it');
    await beside.complete('aside-task');
    const { state, tokens } = await beside.state();
    assert.deepEqual([state, Number(tokens)], ['completed', 0]);
    const place = await start(scope(true), {}, declared);
    await set(place);
    assert.deepEqual(await place.open(), ['aside-task']);
    assert.equal((await place.complete('aside-task')).state, 'completed');
  });
}

test('What waits for an event sub-process does not keep its process from ending', async () => {
  const it = await start(
    `${startEnd}${user('a')}${path('start', 'a', 'end')}${eventSub('aside', 'message', true)}`,
    {},
    declared,
  );
  assert.equal((await it.complete('a')).state, 'completed');
  assert.equal((await it.send('paid')).received, 0);
});

test('An error or escalation inside a scope goes to its event sub-process before the boundary event around', async () => {
  const model = (what: 'error' | 'slow', inside: string, sub: string) =>
    `${startEnd}<bpmn:subProcess id="sub"><bpmn:startEvent id="s"/>${inside}${sub}</bpmn:subProcess>
     ${boundary('out', 'sub', what)}${user('around')}${path('start', 'sub', 'end')}${path('out', 'around', 'end')}`;
  const fails = `${ending('e', 'error')}${path('s', 'e')}`;
  const inner = await start(model('error', fails, eventSub('own', 'error', true)), {}, declared);
  assert.deepEqual(await inner.open(), ['own-task']);
  await inner.complete('own-task');
  assert.equal((await inner.state()).state, 'completed', 'the scope has ended as usual');
  const again = eventSub('own', 'error', true).replace(/<bpmn:endEvent id="own-end"\/>/, ending('own-end', 'error'));
  const outer = await start(model('error', fails, again), {}, declared);
  await outer.complete('own-task');
  assert.deepEqual(await outer.open(), ['around'], 'an error of the handler itself goes outwards');
  const beside = `${throwing('t', 'slow')}${user('a')}<bpmn:endEvent id="e"/>${path('s', 't', 'a', 'e')}`;
  const told = await start(model('slow', beside, eventSub('own', 'anyEscalation', false)), {}, declared);
  assert.deepEqual(await told.open(), ['a', 'own-task']);
});

test('A cycle starts an event sub-process as often as it says', async () => {
  const it = await start(
    `${startEnd}${user('a')}${path('start', 'a', 'end')}${eventSub('aside', 'hourly', false)}`,
    {},
    declared,
  );
  for (let i = 0; i < 4; i++) await later(1);
  assert.deepEqual(await it.open(), ['a', 'aside-task', 'aside-task']);
  for (const step of ['a', 'aside-task', 'aside-task']) await it.complete(step);
  assert.equal((await it.state()).state, 'completed');
});

test('Behind an event-based gateway stands every event that can be waited for', async () => {
  const model = `${startEnd}<bpmn:parallelGateway id="f"/><bpmn:eventBasedGateway id="g"/>${catching('s', 'signal')}${catching('c', 'over10')}${catching('t', 'after2Hours')}
    <bpmn:receiveTask id="m" messageRef="paid-message"/>${user('x')}${['s', 'c', 't', 'm'].map((id) => user(`by-${id}`) + path('g', id, `by-${id}`, 'end')).join('')}
    ${path('start', 'f', 'g')}${path('f', 'x', 'end')}`;
  const by = async (what: (it: Awaited<ReturnType<typeof start>>) => Promise<unknown>) => {
    const it = await start(model, {}, declared);
    await what(it);
    return (await it.open()).filter((id) => id !== 'x');
  };
  assert.deepEqual(await by((it) => it.complete('x', { variables: { amount: 99 } })), ['by-c']);
  assert.deepEqual(await by((it) => it.send('paid')), ['by-m']);
  assert.deepEqual(await by(() => later(2)), ['by-t']);
  const signal = `${startEnd}${throwing('call', 'signal')}${path('start', 'call', 'end')}`;
  assert.deepEqual(await by(() => start(signal, {}, declared).then(() => later(0))), ['by-s']);
});

test('The default way out of an activity is taken only when no condition holds', async () => {
  const model = `${startEnd}<bpmn:userTask id="a" dinh:role="desk" default="a-c"/>${user('b')}${user('c')}
    ${path('start', 'a')}${flow('a', 'b', 'x = 1')}${flow('a', 'c')}${path('b', 'end')}${path('c', 'end')}`;
  const one = await start(model);
  await one.complete('a', { variables: { x: 1 } });
  assert.deepEqual(await one.open(), ['b']);
  const other = await start(model);
  await other.complete('a', { variables: { x: 2 } });
  assert.deepEqual(await other.open(), ['c']);
});

test('A process begins by a signal, where its app runs, with what the signal carries', async () => {
  const heard = bpmn(
    `<bpmn:startEvent id="start"><bpmn:signalEventDefinition id="sd" signalRef="storm"/></bpmn:startEvent>${user('a')}<bpmn:endEvent id="end"/>${path('start', 'a', 'end')}`,
    '<bpmn:signal id="storm" name="storm"/>',
  ).replace('id="model"', 'id="model" dinh:app="test"');
  const definition = await program.publish('storm-warning', heard);
  await start(
    `${startEnd}<bpmn:intermediateThrowEvent id="call"><bpmn:extensionElements><dinh:input target="where" value="place"/></bpmn:extensionElements><bpmn:signalEventDefinition id="x" signalRef="storm"/></bpmn:intermediateThrowEvent>${path('start', 'call', 'end')}`,
    { place: 'Hà Nam' },
    '<bpmn:signal id="storm" name="storm"/>',
  );
  const two = createProcessEngine({ owner: 'test' });
  const looks = [engine, two, engine].map((one) => one.startDueProcesses(program.app));
  assert.equal(
    (await Promise.all(looks)).reduce((a, b) => a + b),
    1,
    'once, whoever looks',
  );
  const { rows } = await program.app.db.pool.query(`select state, variables from process.instance where definition_id = $1`, [
    definition.id,
  ]);
  assert.deepEqual(rows, [{ state: 'running', variables: { where: 'Hà Nam' } }]);
});

test('A process begins at its times, once each however many workers look, and what was missed is not made up for', async () => {
  const timed = (cycle: string) =>
    bpmn(
      `<bpmn:startEvent id="start"><bpmn:timerEventDefinition id="td"><bpmn:timeCycle>${cycle}</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>${user('a')}<bpmn:endEvent id="end"/>${path('start', 'a', 'end')}`,
    ).replace('id="model"', 'id="model" dinh:app="test"');
  const first = await program.publish('weekly', timed('R3/P7D'));
  const two = createProcessEngine({ owner: 'test' });
  const started = async (id: string) =>
    (await program.app.db.pool.query(`select from process.instance where definition_id = $1`, [id])).rowCount;
  const look = () => Promise.all([engine.startDueProcesses(program.app), two.startDueProcesses(program.app)]);
  await look();
  assert.equal(await started(first.id), 0, 'the first time is in a week');
  program.clock.advance(7 * 86_400_000);
  await look();
  assert.equal(await started(first.id), 1);
  program.clock.advance(20 * 86_400_000);
  await look();
  await look();
  assert.equal(await started(first.id), 2);
  const second = await program.publish('weekly', timed('R/P1D'));
  await look();
  program.clock.advance(8 * 86_400_000);
  await look();
  assert.deepEqual([await started(first.id), await started(second.id)], [2, 1], 'the new version alone');
});
