import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { createProcessEngine } from './engine.ts';
import { openTasks } from './queries.ts';
import { compileBpmn } from './model/compile.ts';
import { bpmn, matters, path, person, testProgram, user } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const me = person('Trần Thu Cúc');
let broken = false;
let count = 0;
const engine = createProcessEngine({
  owner: 'test',
  handlers: {
    'test.work': async (ctx, scope) => {
      ctx.db.send(
        sql`insert into process.assignment (id, task_id, kind, at, by_name) select ${ctx.newId()}, t.id, 'claimed', ${ctx.now}, 'worker' from process.task t where t.business_key = ${scope.businessKey} limit 1`,
      );
      scope.set({ done: ++count });
      if (broken) await ctx.db.all(sql`select 1 / 0 as fails`);
    },
  },
});
const start = matters(program, engine, me);
const startEnd = '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>';

test('A script computes in FEEL; another language is refused', async () => {
  const script = (text: string, more = '') =>
    `${startEnd}<bpmn:scriptTask id="x" ${more}><bpmn:script>${text}</bpmn:script></bpmn:scriptTask>${user('a')}${path('start', 'x', 'a', 'end')}`;
  const one = await start(script('a + 1', 'dinh:result="b"'), { a: 2 });
  assert.equal((await one.state()).variables.b, 3);
  const several = await start(script('{ c: a * 2, d: "x" }', 'scriptFormat="application/feel"'), { a: 2 });
  assert.deepEqual((await several.state()).variables, { a: 2, c: 4, d: 'x' });
  const problems = (text: string, more: string) =>
    compileBpmn(bpmn(script(text, more))).problems.map((p) => `${p.element}: ${p.reason.en}`);
  assert.match(problems('1', 'scriptFormat="javascript"')[0]!, /^x: a script is written in FEEL/);
  assert.match(problems('1 +', '')[0]!, /^x: the script cannot be read as FEEL/);
});

test('A manual task with a role is ticked off by a person; without one it is passed', async () => {
  const it = await start(
    `${startEnd}<bpmn:manualTask id="m" dinh:role="desk"/><bpmn:manualTask id="n"/><bpmn:task id="o"/>${path('start', 'm', 'n', 'o', 'end')}`,
  );
  assert.deepEqual(await it.open(), ['m']);
  assert.equal((await it.complete('m')).state, 'completed');
});

const repeated = (inside: string, attributes = '') =>
  `${startEnd}${user('ask', 'dinh:unit="one.unit"', `<bpmn:multiInstanceLoopCharacteristics ${attributes} dinh:item="one" dinh:collect="answers">${inside}</bpmn:multiInstanceLoopCharacteristics>`)}
   ${user('sum')}${path('start', 'ask', 'sum', 'end')}`;
const whom = [{ unit: 7 }, { unit: 8 }, { unit: 9 }];

test('A sequential repetition asks one after the other, and stops when its completion condition holds', async () => {
  const one = await start(repeated('', 'isSequential="true" dinh:collection="whom"'), { whom });
  for (const unit of [7, 8, 9]) {
    const open = await openTasks(program.app.db, one.key);
    assert.deepEqual(
      open.map((t) => t.unit),
      [unit],
    );
    await one.complete('ask', { variables: { answer: `from ${unit}` } });
  }
  assert.deepEqual(await one.open(), ['sum']);
  const { answers } = (await one.state()).variables;
  assert.deepEqual(
    answers.map((a: any) => [a.one.unit, a.answer, a.index]),
    [
      [7, 'from 7', 1],
      [8, 'from 8', 2],
      [9, 'from 9', 3],
    ],
  );
  const until = '<bpmn:completionCondition>completed >= 2</bpmn:completionCondition>';
  const few = await start(repeated(until, 'isSequential="true" dinh:collection="whom"'), { whom });
  await few.complete('ask');
  await few.complete('ask');
  assert.deepEqual(await few.open(), ['sum']);
});

test('A repetition may be given as a number of times', async () => {
  const times = '<bpmn:loopCardinality>n</bpmn:loopCardinality>';
  const it = await start(repeated(times, '').replace('one.unit', 'index'), { n: 3 });
  assert.deepEqual(
    it.first.opened.map((t) => t.unit),
    [1, 2, 3],
  );
  await assert.rejects(start(repeated(times, ''), { n: 5000 }), { code: 'process.expression-failed' });
});

test('A loop goes on while its condition holds, looked at before or behind, and not beyond its maximum', async () => {
  const loop = (attributes: string, condition = 'amount &lt; 3') =>
    `${startEnd}${user('a', '', `<bpmn:standardLoopCharacteristics ${attributes}><bpmn:loopCondition>${condition}</bpmn:loopCondition></bpmn:standardLoopCharacteristics>`)}
     ${user('b')}${path('start', 'a', 'b', 'end')}`;
  const behind = await start(loop(''), { amount: 9 });
  await behind.complete('a', { variables: { amount: 1 } });
  assert.deepEqual(await behind.open(), ['a']);
  await behind.complete('a', { variables: { amount: 3 } });
  assert.deepEqual(await behind.open(), ['b']);
  assert.deepEqual(await (await start(loop('testBefore="true"'), { amount: 9 })).open(), ['b']);
  const most = await start(loop('loopMaximum="2"', 'true'));
  await most.complete('a');
  await most.complete('a');
  assert.deepEqual(await most.open(), ['b']);
  const counting = await start(
    `${startEnd}<bpmn:scriptTask id="x" dinh:result="n"><bpmn:standardLoopCharacteristics loopMaximum="50"/><bpmn:script>(if n = null then 0 else n) + 1</bpmn:script></bpmn:scriptTask>${path('start', 'x', 'end')}`,
    { n: 0 },
  );
  assert.equal((await counting.state()).variables.n, 50);
});

test('Inputs are an element’s own variables: it and what is inside sees them, nobody behind it', async () => {
  const input =
    '<bpmn:extensionElements><dinh:input target="unit" value="units.a"/><dinh:output target="seen" value="unit"/></bpmn:extensionElements>';
  const it = await start(
    `${startEnd}<bpmn:subProcess id="sub">${input}<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>${user('a', 'dinh:unit="unit"')}${path('s', 'a', 'e')}</bpmn:subProcess>
     ${user('b')}${path('start', 'sub', 'b', 'end')}`,
    { units: { a: 5 } },
  );
  assert.equal(it.first.opened[0]!.unit, 5);
  await it.complete('a');
  const { variables } = await it.state();
  assert.deepEqual([variables.seen, variables.unit], [5, undefined]);
});

test('Work that fails does not refuse the person before it: what it did is undone, it is tried again, and no try counts twice', async () => {
  const it = await start(
    `${startEnd}${user('a')}<bpmn:serviceTask id="work" dinh:handler="test.work"/>${user('b')}${path('start', 'a', 'work', 'b', 'end')}`,
  );
  broken = true;
  const step = await it.complete('a');
  assert.equal(step.state, 'running');
  assert.deepEqual(await it.open(), []);
  assert.equal((await it.state()).variables.done, undefined, 'what it set is undone');
  program.clock.advance(60_000);
  assert.equal(await engine.fireDueTimers(program.app), 0, 'it fails again');
  broken = false;
  program.clock.advance(60_000);
  const two = createProcessEngine({ owner: 'test', handlers: engine.parts.handlers! });
  const fired = await Promise.all([engine.fireDueTimers(program.app), two.fireDueTimers(program.app)]);
  assert.equal(fired[0] + fired[1] + (await engine.fireDueTimers(program.app)), 1);
  assert.deepEqual(await it.open(), ['b']);
  const { rows } = await program.app.db.pool.query(`select count(*)::int as n from process.assignment where by_name = 'worker'`);
  assert.equal(rows[0].n, 1, 'what the failed tries wrote is gone');
});

const adHoc = (attributes: string, more = '') =>
  `${startEnd}<bpmn:adHocSubProcess id="free" ${attributes}>${user('a')}${user('b')}${user('b2')}${path('b', 'b2')}${more}</bpmn:adHocSubProcess>
   ${user('z')}${path('start', 'free', 'z', 'end')}`;

test('An ad-hoc sub-process opens its activities in any order, and is over when all have ended', async () => {
  const it = await start(adHoc(''));
  assert.deepEqual(await it.open(), ['a', 'b']);
  await it.complete('b');
  assert.deepEqual(await it.open(), ['a', 'b2']);
  await it.complete('b2');
  await it.complete('a');
  assert.deepEqual(await it.open(), ['z']);
  const sequential = await start(adHoc('ordering="Sequential"'));
  assert.deepEqual(await sequential.open(), ['a']);
  await sequential.complete('a');
  assert.deepEqual(await sequential.open(), ['b']);
});

test('A completion condition ends an ad-hoc sub-process, with what still runs or after it', async () => {
  const until = '<bpmn:completionCondition>enough = true</bpmn:completionCondition>';
  const cancels = await start(adHoc('', until));
  await cancels.complete('b', { variables: { enough: true } });
  assert.deepEqual(await cancels.open(), ['a', 'b2'], 'the condition is looked at when a way has ended');
  await cancels.complete('b2');
  assert.deepEqual(await cancels.open(), ['z']);
  const waits = await start(adHoc('cancelRemainingInstances="false"', until));
  await waits.complete('a', { variables: { enough: true } });
  assert.deepEqual(await waits.open(), ['b']);
  await waits.complete('b');
  await waits.complete('b2');
  assert.deepEqual(await waits.open(), ['z']);
});

test('A person starts what is needed in an ad-hoc sub-process that begins with nothing, as often as needed', async () => {
  const until = '<bpmn:completionCondition>enough = true</bpmn:completionCondition>';
  const it = await start(adHoc('dinh:start="none"', until));
  assert.deepEqual(await it.open(), []);
  const begin = (element: string) => program.as(me, (ctx) => engine.startActivity(ctx, { businessKey: it.key, element }));
  await begin('a');
  await begin('a');
  await begin('b');
  assert.deepEqual(await it.open(), ['a', 'a', 'b']);
  await assert.rejects(begin('b2'), { code: 'process.not-startable' });
  await assert.rejects(begin('z'), { code: 'process.not-startable' });
  await it.complete('a', { variables: { enough: true } });
  assert.deepEqual(await it.open(), ['z']);
});

test('A complex gateway goes on when enough has come; what comes later is taken in silence', async () => {
  const model = `${startEnd}<bpmn:parallelGateway id="f"/><bpmn:complexGateway id="g"><bpmn:activationCondition>activationCount >= 2</bpmn:activationCondition></bpmn:complexGateway>
    ${user('a')}${user('b')}${user('c')}${user('z')}${path('start', 'f')}${['a', 'b', 'c'].map((id) => path('f', id, 'g')).join('')}${path('g', 'z', 'end')}`;
  const it = await start(model);
  await it.complete('a');
  assert.deepEqual(await it.open(), ['b', 'c']);
  await it.complete('b');
  assert.deepEqual(await it.open(), ['c', 'z']);
  await it.complete('c');
  assert.deepEqual(await it.open(), ['z']);
  assert.equal((await it.complete('z')).state, 'completed');
  const quick = await start(model);
  for (const step of ['a', 'b', 'z']) await quick.complete(step);
  assert.equal((await quick.state()).state, 'running', 'the third is still at work');
  assert.equal((await quick.complete('c')).state, 'completed');
});
