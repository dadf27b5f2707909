/** What a business rule task decides explains itself: it is kept with the instance, in the transaction of the step. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createProcessEngine } from './engine.ts';
import { instanceDecisions } from './queries.ts';
import { feeByFloors, matters, path, person, testProgram, user } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const engine = createProcessEngine({ owner: 'test' });
const start = matters(program, engine, person('Trần Thu Cúc'));
const rule = (id: string, decision: string, more = '', inside = '') =>
  `<bpmn:businessRuleTask id="${id}" name="Tính ${id}" dinh:nameEn="Compute ${id}" dinh:decision="${decision}" dinh:result="due" ${more}>${inside}</bpmn:businessRuleTask>`;
const model = (rules: string, ...ids: string[]) =>
  `<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>${user('ask')}${rules}${user('look')}${path('start', 'ask', ...ids, 'look', 'end')}`;
const decisionsOf = async (it: Awaited<ReturnType<typeof start>>) => instanceDecisions(program.app.db, it.first.instanceId);

test('Which version decided, what it was given, which rules fired and what it gave stay, whatever the table says later', async () => {
  await program.publishDecision('fee', feeByFloors(10, 20));
  const early = await start(model(rule('fee', 'fee'), 'fee'), { floors: 5, name: 'not asked for' });
  await early.complete('ask');
  await program.publishDecision('fee', feeByFloors(100, 200));
  const late = await start(model(rule('fee', 'fee'), 'fee'), { floors: 2 });
  await late.complete('ask');
  const [[before, none], [after]] = [await decisionsOf(early), await decisionsOf(late)];
  assert.equal(none, undefined);
  assert.deepEqual(
    [before!.decision, before!.version, before!.inputs, before!.output, before!.name],
    ['fee', 1, { floors: 5 }, 20, { vi: 'Tính fee', en: 'Compute fee' }],
  );
  assert.deepEqual(
    before!.fired.map((one) => [one.decision, one.rule, one.inputs, one.outputs]),
    [['fee', 2, { in: 5 }, { fee: 20 }]],
  );
  assert.deepEqual(before!.fired[0]!.called!.inputs['in'], {
    vi: 'Số tầng',
    en: 'Floors',
    expression: 'floors',
  });
  assert.deepEqual([after!.version, after!.output, after!.fired[0]!.rule], [2, 100, 1]);
});

test('Each item of a repetition has its own', async () => {
  const each = '<bpmn:multiInstanceLoopCharacteristics dinh:collection="[1, 4]" dinh:item="floors"/>';
  const it = await start(model(rule('fee', 'fee', '', each), 'fee'), {});
  await it.complete('ask');
  assert.deepEqual(
    (await decisionsOf(it))
      .map(({ inputs, output }) => [Number(inputs['floors']), output])
      .toSorted(([a], [b]) => Number(a) - Number(b)),
    [
      [1, 100],
      [4, 200],
    ],
  );
});

test('A decision that is not in force leaves none, and one when it is tried again', async () => {
  const it = await start(model(rule('other', 'other'), 'other'), { floors: 1 });
  await it.complete('ask');
  assert.deepEqual(await decisionsOf(it), []);
  await program.publishDecision('other', feeByFloors(1, 2));
  program.clock.advance(10 * 60_000);
  await engine.fireDueTimers(program.app);
  assert.deepEqual(await it.open(), ['look']);
  assert.deepEqual(
    (await decisionsOf(it)).map(({ output }) => output),
    [1],
  );
});
