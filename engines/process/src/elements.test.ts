import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createProcessEngine } from './engine.ts';
import { type Scope, ProcessError } from './engine-parts.ts';
import { flow, matters, path, person, testProgram, user } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const me = person('Trần Thu Cúc');

const called: string[] = [];
const engine = createProcessEngine({
  owner: 'test',
  handlers: {
    'test.note': (_ctx, scope: Scope) => void called.push(`${scope.element.id} ${JSON.stringify(scope.variables)}`),
    'test.set': (_ctx, scope) => scope.set({ amount: 12 }),
    'test.refuse': () => {
      throw new ProcessError('no-money');
    },
    'test.again': async (ctx, scope) => void (await engine.sendMessage(ctx, { businessKey: scope.businessKey, name: 'paid' })),
  },
  decide: (_ctx, scope, decision) => `${decision}:${scope.variables['kind']}`,
});

const start = matters(program, engine, me);

const startEnd = '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>';
const paid = '<bpmn:message id="paid-message" name="paid" />';

test('An exclusive gateway takes the first branch whose condition holds, else its default', async () => {
  const model = `${startEnd}<bpmn:exclusiveGateway id="g" default="g-c"/>${user('a')}${user('b')}${user('c')}
    ${path('start', 'g')}${flow('g', 'a', 'amount > 100')}${flow('g', 'b', 'amount > 10')}${flow('g', 'c')}
    ${path('a', 'end')}${path('b', 'end')}${path('c', 'end')}`;
  assert.deepEqual(await (await start(model, { amount: 200 })).open(), ['a']);
  assert.deepEqual(await (await start(model, { amount: 11 })).open(), ['b']);
  assert.deepEqual(await (await start(model)).open(), ['c']);
});

test('Where no branch holds the person is told, and nothing has changed', async () => {
  const model = `${startEnd}${user('a')}<bpmn:exclusiveGateway id="g"/>${path('start', 'a', 'g')}
    ${flow('g', 'end', 'x = 1')}${flow('g', 'a', 'x = 2')}`;
  const it = await start(model);
  await assert.rejects(it.complete('a', { variables: { x: 3 } }), { code: 'process.no-way-on' });
  assert.deepEqual(await it.open(), ['a']);
  await it.complete('a', { variables: { x: 1 } });
  assert.equal((await it.state()).state, 'completed');
});

test('A parallel gateway opens all branches and joins them', async () => {
  const it = await start(`${startEnd}<bpmn:parallelGateway id="fork"/><bpmn:parallelGateway id="join"/>
    ${user('a')}${user('b')}${user('c')}${path('start', 'fork', 'a', 'join', 'c', 'end')}${path('fork', 'b', 'join')}`);
  assert.deepEqual(await it.open(), ['a', 'b']);
  await it.complete('b');
  assert.deepEqual(await it.open(), ['a']);
  await it.complete('a');
  assert.deepEqual(await it.open(), ['c']);
  assert.equal((await it.complete('c')).state, 'completed');
  assert.equal((await it.state()).tokens, 0);
});

test('An inclusive gateway opens the branches that hold and waits for exactly these', async () => {
  const model = `${startEnd}<bpmn:inclusiveGateway id="fork" default="fork-c"/><bpmn:inclusiveGateway id="join"/>
    ${user('a')}${user('a2')}${user('b')}${user('c')}${user('d')}
    ${path('start', 'fork')}${flow('fork', 'a', 'x > 1')}${flow('fork', 'b', 'x > 2')}${flow('fork', 'c')}
    ${path('a', 'a2', 'join', 'd', 'end')}${path('b', 'join')}${path('c', 'join')}`;
  const both = await start(model, { x: 3 });
  assert.deepEqual(await both.open(), ['a', 'b']);
  await both.complete('b');
  await both.complete('a');
  assert.deepEqual(await both.open(), ['a2'], 'the join waits for the longer branch');
  await both.complete('a2');
  assert.deepEqual(await both.open(), ['d']);
  const one = await start(model, { x: 2 });
  await one.complete('a');
  await one.complete('a2');
  assert.deepEqual(await one.open(), ['d']);
  assert.deepEqual(await (await start(model, { x: 0 })).open(), ['c']);
});

test('Behind an event-based gateway the first event wins and the others are forgotten', async () => {
  const model = `${startEnd}<bpmn:eventBasedGateway id="g"/>
    <bpmn:intermediateCatchEvent id="paid"><bpmn:messageEventDefinition id="m" messageRef="paid-message"/></bpmn:intermediateCatchEvent>
    <bpmn:intermediateCatchEvent id="late"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration>P3D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
    ${user('thank')}${user('remind')}${path('start', 'g', 'paid', 'thank', 'end')}${path('g', 'late', 'remind', 'end')}`;
  const quick = await start(model, {}, paid);
  assert.deepEqual(await quick.send('paid', { amount: 5 }), { received: 1, started: 0 });
  assert.deepEqual(await quick.open(), ['thank']);
  assert.equal((await quick.state()).variables.amount, 5);
  const slow = await start(model, {}, paid);
  program.clock.advance(3 * 86_400_000);
  await engine.fireDueTimers(program.app);
  assert.deepEqual(await slow.open(), ['remind']);
  assert.deepEqual(await slow.send('paid'), { received: 0, started: 0 }, 'the message comes too late');
  assert.deepEqual(await quick.open(), ['thank'], 'its timer was cancelled');
});

const boundary = (id: string, host: string, trigger: string, interrupting = true) =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="${interrupting}">${trigger}</bpmn:boundaryEvent>`;
const after2Hours = '<bpmn:timerEventDefinition id="td"><bpmn:timeDuration>PT2H</bpmn:timeDuration></bpmn:timerEventDefinition>';

test('A boundary timer interrupts a task, or reminds beside it', async () => {
  const interrupted = await start(`${startEnd}${user('a')}${boundary('late', 'a', after2Hours)}${user('b')}
    ${path('start', 'a', 'end')}${path('late', 'b', 'end')}`);
  const beside = await start(`${startEnd}${user('a')}${boundary('late', 'a', after2Hours, false)}${user('b')}
    ${path('start', 'a', 'end')}${path('late', 'b', 'end')}`);
  const inTime = await start(`${startEnd}${user('a')}${boundary('late', 'a', after2Hours)}${user('b')}
    ${path('start', 'a', 'end')}${path('late', 'b', 'end')}`);
  await inTime.complete('a');
  program.clock.advance(2 * 3_600_000);
  assert.equal(await engine.fireDueTimers(program.app), 2);
  assert.deepEqual(await interrupted.open(), ['b']);
  assert.deepEqual(await beside.open(), ['a', 'b']);
  assert.equal((await beside.complete('a')).state, 'running');
  assert.equal((await beside.complete('b')).state, 'completed');
  assert.equal(await engine.fireDueTimers(program.app), 0, 'each timer fires once');
});

test('A cycle turns as often as it says', async () => {
  const cycle = '<bpmn:timerEventDefinition id="td"><bpmn:timeCycle>R2/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition>';
  const it = await start(`${startEnd}${user('a')}${boundary('again', 'a', cycle, false)}${user('b')}
    ${path('start', 'a', 'end')}${path('again', 'b', 'end')}`);
  for (let i = 0; i < 4; i++) {
    program.clock.advance(3_600_000);
    await engine.fireDueTimers(program.app);
  }
  assert.deepEqual(await it.open(), ['a', 'b', 'b']);
});

test('A boundary message ends what is inside a sub-process', async () => {
  const it = await start(
    `${startEnd}<bpmn:subProcess id="sub"><bpmn:startEvent id="s"/><bpmn:endEvent id="e"/><bpmn:parallelGateway id="f"/>${user('a')}${user('b')}
      ${path('s', 'f', 'a', 'e')}${path('f', 'b', 'e')}</bpmn:subProcess>
      ${boundary('stop', 'sub', '<bpmn:messageEventDefinition id="m" messageRef="paid-message"/>')}${user('c')}
      ${path('start', 'sub', 'end')}${path('stop', 'c', 'end')}`,
    {},
    paid,
  );
  await it.complete('a');
  await it.send('paid');
  assert.deepEqual(await it.open(), ['c']);
  assert.equal((await it.complete('c')).state, 'completed');
  assert.equal((await it.state()).tokens, 0);
});

test('A sub-process goes on when all inside has ended; a terminate end event ends only what is around it', async () => {
  const it = await start(`${startEnd}<bpmn:subProcess id="sub"><bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>
    <bpmn:endEvent id="kill"><bpmn:terminateEventDefinition id="k"/></bpmn:endEvent><bpmn:parallelGateway id="f"/>${user('a')}${user('b')}
    ${path('s', 'f', 'a', 'e')}${path('f', 'b', 'kill')}</bpmn:subProcess>${user('c')}${path('start', 'sub', 'c', 'end')}`);
  await it.complete('b');
  assert.deepEqual(await it.open(), ['c']);
  assert.equal((await it.complete('c')).state, 'completed');
});

test('An error goes to the boundary event that catches it: of the task, or of the sub-process around', async () => {
  const error = '<bpmn:error id="err" errorCode="no-money"/>';
  const catches = '<bpmn:errorEventDefinition id="ed" errorRef="err"/>';
  const task = '<bpmn:serviceTask id="pay" dinh:handler="test.refuse"/>';
  const near = await start(
    `${startEnd}${task}${boundary('failed', 'pay', catches)}${user('a')}${path('start', 'pay', 'end')}${path('failed', 'a', 'end')}`,
    {},
    error,
  );
  assert.deepEqual(await near.open(), ['a']);
  const far = await start(
    `${startEnd}<bpmn:subProcess id="sub"><bpmn:startEvent id="s"/><bpmn:endEvent id="e"><bpmn:errorEventDefinition id="x" errorRef="err"/></bpmn:endEvent>
      ${user('u')}${path('s', 'u', 'e')}</bpmn:subProcess>${boundary('failed', 'sub', catches)}${user('a')}
      ${path('start', 'sub', 'end')}${path('failed', 'a', 'end')}`,
    {},
    error,
  );
  await far.complete('u');
  assert.deepEqual(await far.open(), ['a']);
});

test('Service and rule tasks see the variables, set them, and outputs map them in FEEL', async () => {
  called.length = 0;
  const it = await start(
    `${startEnd}<bpmn:serviceTask id="set" dinh:handler="test.set"><bpmn:extensionElements><dinh:output target="twice" value="amount * 2"/></bpmn:extensionElements></bpmn:serviceTask>
     <bpmn:businessRuleTask id="rule" dinh:decision="fee" dinh:result="answer"/><bpmn:sendTask id="note" dinh:handler="test.note"/>
     ${path('start', 'set', 'rule', 'note', 'end')}`,
    { kind: 'new' },
  );
  assert.equal(it.first.state, 'completed');
  assert.deepEqual(called, ['note {"kind":"new","amount":12,"twice":24,"answer":"fee:new"}']);
});

const many = (until = '') =>
  `${startEnd}${user('ask', 'dinh:unit="one.unit"', `<bpmn:multiInstanceLoopCharacteristics dinh:collection="whom" dinh:item="one" dinh:collect="answers">${until}</bpmn:multiInstanceLoopCharacteristics>`)}
     ${user('sum')}${path('start', 'ask', 'sum', 'end')}`;

test('A repeated task asks many at once, keeps each answer apart, and ends early when its condition holds', async () => {
  const whom = [{ unit: 7 }, { unit: 8 }, { unit: 9 }];
  const all = await start(many(), { whom });
  assert.deepEqual(
    all.first.opened.map((t) => t.unit),
    [7, 8, 9],
  );
  for (const answer of ['x', 'y', 'z']) await all.complete('ask', { variables: { answer }, comment: answer });
  assert.deepEqual(await all.open(), ['sum']);
  const { answers } = (await all.state()).variables;
  assert.deepEqual(answers.map((a: any) => a.one.unit).sort(), [7, 8, 9]);
  assert.deepEqual(
    answers.map((a: any) => a.answer + a.comment),
    ['xx', 'yy', 'zz'],
  );
  const enough = await start(many('<bpmn:completionCondition>completed >= 2</bpmn:completionCondition>'), {
    whom,
  });
  await enough.complete('ask');
  await enough.complete('ask');
  assert.deepEqual(await enough.open(), ['sum']);
  assert.deepEqual(await (await start(many(), { whom: [] })).open(), ['sum']);
});

test('A process starts by the message that its start event waits for', async () => {
  const model = `<bpmn:startEvent id="plain"/><bpmn:startEvent id="by"><bpmn:messageEventDefinition id="m" messageRef="paid-message"/></bpmn:startEvent>
    ${user('a')}${user('b')}<bpmn:endEvent id="end"/>${path('plain', 'a', 'end')}${path('by', 'b', 'end')}`;
  assert.deepEqual(await (await start(model, {}, paid, 'paid')).open(), ['b']);
  assert.deepEqual(await (await start(model, {}, paid)).open(), ['a']);
});

test('A handler may not move the process that called it', async () => {
  await assert.rejects(
    start(
      `${startEnd}<bpmn:parallelGateway id="f"/><bpmn:receiveTask id="wait" messageRef="paid-message"/>${user('a')}<bpmn:serviceTask id="x" dinh:handler="test.again"/>
       ${path('start', 'f', 'wait', 'end')}${path('f', 'a', 'x', 'end')}`,
      {},
      paid,
    ).then((it) => it.complete('a')),
    /may not move the same process/,
  );
});

test('A loop that only its data makes endless is stopped and named; nothing has begun', async () => {
  const model = `${startEnd}<bpmn:exclusiveGateway id="g" default="g-end"/>
    ${user('ask', 'name="Hỏi ý kiến"', '<bpmn:multiInstanceLoopCharacteristics dinh:collection="whom"/>')}
    ${path('start', 'ask', 'g')}${flow('g', 'end')}${flow('g', 'ask', 'count(whom) = 0')}`;
  await assert.rejects(start(model, { whom: [] }), { code: 'process.runaway' });
  assert.deepEqual(await (await start(model, { whom: [1] })).open(), ['ask']);
});
