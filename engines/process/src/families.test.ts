import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createProcessEngine } from './engine.ts';
import { ProcessError } from './engine-parts.ts';
import { openTasks } from './queries.ts';
import { bpmn, flow, matter, matters, path, person, testProgram, user } from './testing.ts';

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
const startEnd = '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>';
const errors =
  '<bpmn:error id="err" errorCode="no-money"/><bpmn:escalation id="slow" escalationCode="slow"/><bpmn:message id="pm" name="paid"/>';
const call = (key: string, inside = '', id = 'call') =>
  `<bpmn:callActivity id="${id}" calledElement="${key}">${inside}</bpmn:callActivity>`;
const boundary = (id: string, definition: string, interrupting = true) =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="call" cancelActivity="${interrupting}"><bpmn:${definition}/></bpmn:boundaryEvent>`;
const instances = async (key: string): Promise<string[]> =>
  (
    await program.app.db.pool.query(
      `select coalesce(d.key, '') || ':' || i.state as it from process.instance i join kernel.definition d on d.id = i.definition_id
       where business_key = $1`,
      [key],
    )
  ).rows
    .map((r): string => r.it.replace(/^matter-\d+/, 'parent'))
    .sort();

await program.publish('child', bpmn(`${startEnd}${user('c', 'dinh:unit="unit"')}${path('start', 'c', 'end')}`));
await program.publish(
  'quick',
  bpmn(
    `${startEnd}<bpmn:scriptTask id="x" dinh:result="sum"><bpmn:script>a + b</bpmn:script></bpmn:scriptTask>${path('start', 'x', 'end')}`,
  ),
);
await program.publish(
  'fails',
  bpmn(
    `<bpmn:startEvent id="start"/>${user('c')}<bpmn:endEvent id="end"><bpmn:errorEventDefinition id="ed" errorRef="err"/></bpmn:endEvent>${path('start', 'c', 'end')}`,
    errors,
  ),
);
await program.publish(
  'throws',
  bpmn(`${startEnd}<bpmn:serviceTask id="x" dinh:handler="test.refuse"/>${path('start', 'x', 'end')}`),
);
await program.publish(
  'escalates',
  bpmn(
    `${startEnd}<bpmn:intermediateThrowEvent id="t"><bpmn:escalationEventDefinition id="xd" escalationRef="slow"/></bpmn:intermediateThrowEvent>${user('c')}${path('start', 't', 'c', 'end')}`,
    errors,
  ),
);

test('A call activity runs another process as an instance of its own, with what its inputs say, and takes over its outputs', async () => {
  const mapping =
    '<bpmn:extensionElements><dinh:input target="unit" value="units.a"/><dinh:output target="said" value="answer"/></bpmn:extensionElements>';
  const it = await start(`${startEnd}${call('child', mapping)}${user('b')}${path('start', 'call', 'b', 'end')}`, {
    units: { a: 7 },
  });
  assert.deepEqual(
    it.first.opened.map((t) => [t.element, t.unit]),
    [['c', 7]],
  );
  assert.deepEqual(await instances(it.key), ['child:running', 'parent:running']);
  await it.complete('c', { variables: { answer: 'yes', secret: 1 } });
  assert.deepEqual(await it.open(), ['b']);
  assert.deepEqual((await it.state()).variables, { units: { a: 7 }, said: 'yes' });
  assert.deepEqual(await instances(it.key), ['child:completed', 'parent:running']);
});

test('A called process that ends at once lets its caller go on in the same step; the version in force is called', async () => {
  const out = '<bpmn:extensionElements><dinh:output target="sum" value="sum"/></bpmn:extensionElements>';
  const model = `${startEnd}${call('quick', out)}${user('b')}${path('start', 'call', 'b', 'end')}`;
  const it = await start(model, { a: 2, b: 3 });
  assert.deepEqual(
    it.first.opened.map((t) => t.element),
    ['b'],
  );
  assert.equal(it.first.variables['sum'], 5);
  await assert.rejects(start(`${startEnd}${call('nobody')}${path('start', 'call', 'end')}`), {
    code: 'process.not-found',
  });
});

test('A called process may call again, once per item of a list, and each answer is gathered', async () => {
  await program.publish('middle', bpmn(`${startEnd}${call('child')}${path('start', 'call', 'end')}`));
  const many = `<bpmn:extensionElements><dinh:output target="got" value="1"/></bpmn:extensionElements>
    <bpmn:multiInstanceLoopCharacteristics dinh:collection="whom" dinh:item="unit" dinh:collect="answers"/>`;
  const it = await start(`${startEnd}${call('middle', many)}${user('b')}${path('start', 'call', 'b', 'end')}`, {
    whom: [4, 5],
  });
  assert.deepEqual((await openTasks(program.app.db, it.key)).map((t) => String(t.unit)).sort(), ['4', '5']);
  await it.complete('c');
  assert.deepEqual(await it.open(), ['c']);
  await it.complete('c');
  assert.deepEqual(await it.open(), ['b']);
  const { answers } = (await it.state()).variables;
  assert.deepEqual(answers.map((a: any) => [a.unit, a.got]).sort(), [
    [4, 1],
    [5, 1],
  ]);
});

test('The error with which a called process ends, or that its work throws, is caught where it was called', async () => {
  for (const key of ['fails', 'throws']) {
    const it = await start(
      `${startEnd}${call(key)}${boundary('caught', 'errorEventDefinition id="e" errorRef="err"')}${user('b')}${path('start', 'call', 'end')}${path('caught', 'b', 'end')}`,
      {},
      errors,
    );
    if (key === 'fails') await it.complete('c');
    assert.deepEqual(await it.open(), ['b'], key);
    assert.deepEqual(await instances(it.key), [`${key}:completed`, 'parent:running'].sort());
  }
  const nobody = await start(`${startEnd}${call('fails')}${path('start', 'call', 'end')}`);
  await assert.rejects(nobody.complete('c'), { code: 'process.error-not-caught' });
  assert.deepEqual(await nobody.open(), ['c'], 'nothing has changed');
});

test('An escalation leaves a called process and it goes on, unless who catches it interrupts the call', async () => {
  const model = (interrupting: boolean) =>
    `${startEnd}${call('escalates')}${boundary('caught', 'escalationEventDefinition id="e" escalationRef="slow"', interrupting)}${user('b')}${path('start', 'call', 'end')}${path('caught', 'b', 'end')}`;
  assert.deepEqual(await (await start(model(false), {}, errors)).open(), ['b', 'c']);
  const it = await start(model(true), {}, errors);
  assert.deepEqual(await it.open(), ['b']);
  assert.deepEqual(await instances(it.key), ['escalates:cancelled', 'parent:running']);
});

test('What interrupts or cancels the caller cancels what it has called, to the last', async () => {
  const it = await start(
    `${startEnd}${call('middle')}${boundary('stop', 'messageEventDefinition id="m" messageRef="pm"')}${user('b')}${path('start', 'call', 'end')}${path('stop', 'b', 'end')}`,
    { unit: 1 },
    errors,
  );
  assert.deepEqual(await it.open(), ['c']);
  await it.send('paid');
  assert.deepEqual(await it.open(), ['b']);
  assert.deepEqual(await instances(it.key), ['child:cancelled', 'middle:cancelled', 'parent:running']);
  const other = await start(`${startEnd}${call('middle')}${path('start', 'call', 'end')}`, { unit: 1 });
  await program.as(me, (ctx) => engine.cancelInstance(ctx, { businessKey: other.key, reason: 'rút' }));
  assert.deepEqual(await instances(other.key), ['child:cancelled', 'middle:cancelled', 'parent:cancelled']);
  assert.deepEqual(await other.open(), []);
});

test('Two called processes end at the same moment: the caller goes on once, behind the second', async () => {
  const two = `${startEnd}<bpmn:parallelGateway id="f"/><bpmn:parallelGateway id="j"/>${call('child')}${call('child', '', 'call2')}${user('b')}
    ${path('start', 'f', 'call', 'j', 'b', 'end')}${path('f', 'call2', 'j')}`;
  for (let i = 0; i < 10; i++) {
    const it = await start(two, { unit: 1 });
    const open = await openTasks(program.app.db, it.key);
    await Promise.all(open.map((t) => program.as(person('x'), (ctx) => engine.completeTask(ctx, { taskId: t.id }))));
    assert.deepEqual(await it.open(), ['b']);
  }
});

test('A program killed between a called process and its caller leaves both as they were', async () => {
  const it = await start(`${startEnd}${call('child')}${user('b')}${path('start', 'call', 'b', 'end')}`, {
    unit: 1,
  });
  const [task] = await openTasks(program.app.db, it.key);
  await assert.rejects(
    program.as(me, async (ctx) => {
      await engine.completeTask(ctx, { taskId: task!.id });
      throw new Error('the power went');
    }),
  );
  assert.deepEqual(await instances(it.key), ['child:running', 'parent:running']);
  await it.complete('c');
  assert.deepEqual(await it.open(), ['b']);
});

test('Processes that call each other without end are stopped and named', async () => {
  await program.publish('endless', bpmn(`${startEnd}${call('endless')}${path('start', 'call', 'end')}`));
  await assert.rejects(start(`${startEnd}${call('endless')}${path('start', 'call', 'end')}`), {
    code: 'process.runaway',
  });
});

const message = (name: string) => `<bpmn:messageEventDefinition id="${name}-d" messageRef="${name}"/>`;
const twoAgencies = (order: string) => `<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dinh="https://dinh.example/bpmn" id="d" targetNamespace="t">
<bpmn:message id="ask" name="ask"/><bpmn:message id="answer" name="answer"/><bpmn:message id="note" name="note"/>
<bpmn:collaboration id="both"><bpmn:participant id="p1" processRef="first"/><bpmn:participant id="p2" processRef="second"/>
 <bpmn:messageFlow id="f1" sourceRef="send" targetRef="asked"/><bpmn:messageFlow id="f2" sourceRef="reply" targetRef="wait"/>
 <bpmn:messageFlow id="f3" sourceRef="tell" targetRef="told"/></bpmn:collaboration>
<bpmn:process id="first" isExecutable="true"><bpmn:startEvent id="s1"/>
 <bpmn:sendTask id="send"><bpmn:extensionElements><dinh:input target="question" value="topic"/></bpmn:extensionElements></bpmn:sendTask>
 <bpmn:intermediateThrowEvent id="tell">${message('note').replace('note-d', 'n1')}</bpmn:intermediateThrowEvent>
 ${user('busy')}<bpmn:intermediateCatchEvent id="wait">${message('answer').replace('answer-d', 'a1')}</bpmn:intermediateCatchEvent>${user('read')}<bpmn:endEvent id="e1"/>
 ${order}</bpmn:process>
<bpmn:process id="second" isExecutable="true"><bpmn:startEvent id="asked">${message('ask')}</bpmn:startEvent>${user('think')}
 <bpmn:intermediateThrowEvent id="reply"><bpmn:extensionElements><dinh:input target="reply" value="opinion"/></bpmn:extensionElements>${message('answer').replace('answer-d', 'a2')}</bpmn:intermediateThrowEvent>
 <bpmn:receiveTask id="told" messageRef="note"/>${user('file')}<bpmn:endEvent id="e2"/>
 ${path('asked', 'think', 'reply', 'told', 'file', 'e2')}</bpmn:process></bpmn:definitions>`;

/** Starts both participants of a collaboration under a key. */
async function collaborate(key: string, xml: string) {
  const definition = await program.publish(key, xml);
  const first = await program.as(me, (ctx) =>
    engine.startProcess(ctx, { definition, businessKey: key, variables: { topic: 'đất', secret: 1 } }),
  );
  return matter(program, engine, me, key, first);
}

test('Participants are instances of their own that write to each other along message flows, with what these carry', async () => {
  const it = await collaborate('agencies', twoAgencies(path('s1', 'send', 'wait', 'read', 'tell', 'busy', 'e1')));
  assert.deepEqual(await it.open(), ['think']);
  const { rows } = await program.app.db.pool.query(
    `select variables from process.instance where business_key = 'agencies' and root_id is not null`,
  );
  assert.deepEqual(rows[0].variables, { question: 'đất' }, 'the other agency knows what was sent, no more');
  await it.complete('think', { variables: { opinion: 'được' } });
  assert.deepEqual(await it.open(), ['read']);
  await it.complete('read');
  assert.deepEqual(await it.open(), ['busy', 'file']);
  await it.complete('busy');
  assert.equal((await it.complete('file')).state, 'completed');
});

test('A message that comes before its receiver waits is kept for it', async () => {
  const it = await collaborate('early', twoAgencies(path('s1', 'send', 'tell', 'busy', 'wait', 'read', 'e1')));
  await it.complete('think', { variables: { opinion: 'được' } });
  assert.deepEqual(await it.open(), ['busy', 'file'], 'the note was there before it was waited for');
  await it.complete('busy');
  assert.deepEqual(await it.open(), ['file', 'read'], 'so was the answer');
  const { rowCount } = await program.app.db.pool.query(`select from process.message`);
  assert.equal(rowCount, 0);
});

test('A matter that is cancelled ends for all participants', async () => {
  const it = await collaborate('stopped', twoAgencies(path('s1', 'send', 'busy', 'wait', 'read', 'tell', 'e1')));
  assert.deepEqual(await it.open(), ['busy', 'think']);
  await program.as(me, (ctx) => engine.cancelInstance(ctx, { businessKey: 'stopped', reason: 'rút' }));
  assert.deepEqual(await it.open(), []);
  assert.deepEqual(await instances('stopped'), ['stopped:cancelled', 'stopped:cancelled']);
});

test('A process begins behind an event-based gateway with the message that comes; a parallel one then waits for the others', async () => {
  const model = (type: string) =>
    `<bpmn:eventBasedGateway id="g" instantiate="true" eventGatewayType="${type}"/>
     <bpmn:receiveTask id="a" messageRef="ma"/><bpmn:receiveTask id="b" messageRef="mb"/><bpmn:endEvent id="end"/>${user('x')}${user('y')}
     ${flow('g', 'a')}${flow('g', 'b')}${path('a', 'x', 'end')}${path('b', 'y', 'end')}`;
  const declared = '<bpmn:message id="ma" name="a"/><bpmn:message id="mb" name="b"/>';
  const one = await start(model('Exclusive'), {}, declared, 'b');
  assert.deepEqual(await one.open(), ['y']);
  const both = await start(model('Parallel'), {}, declared, 'b');
  assert.deepEqual(await both.open(), ['y']);
  await both.send('a');
  assert.deepEqual(await both.open(), ['x', 'y']);
});
