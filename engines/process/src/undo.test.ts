import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createProcessEngine } from './engine.ts';
import type { Scope } from './engine-parts.ts';
import { compileBpmn } from './model/compile.ts';
import { bpmn, matters, path, person, testProgram, user } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const me = person('Trần Thu Cúc');
const undone: string[] = [];
const engine = createProcessEngine({
  owner: 'test',
  handlers: {
    'test.undo': (_ctx, { element, variables }: Scope) => void undone.push(`${element.id}${variables['one'] ?? ''}`),
  },
});
const start = matters(program, engine, me);
const startEnd = '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>';

/** An activity with what undoes it. */
const undoable = (id: string, activity = user(id), handler = '') =>
  `${activity}<bpmn:boundaryEvent id="at-${id}" attachedToRef="${id}"><bpmn:compensateEventDefinition id="${id}-d"/></bpmn:boundaryEvent>
   ${handler || `<bpmn:serviceTask id="undo-${id}" isForCompensation="true" dinh:handler="test.undo"/>`}
   <bpmn:association id="${id}-as" sourceRef="at-${id}" targetRef="undo-${id}" associationDirection="One"/>`;
const compensate = (id: string, kind = 'intermediateThrowEvent', activity = '') =>
  `<bpmn:${kind} id="${id}"><bpmn:compensateEventDefinition id="${id}-d" ${activity && `activityRef="${activity}"`}/></bpmn:${kind}>`;

test('Compensation undoes what has been done in its scope, the last first, and nothing twice', async () => {
  undone.length = 0;
  const it = await start(
    `${startEnd}${undoable('a')}${undoable('b')}${undoable('c')}${compensate('back')}${compensate('again')}${user('z')}
     ${path('start', 'a', 'b', 'back', 'again', 'z', 'c', 'end')}`,
  );
  await it.complete('a');
  await it.complete('b');
  assert.deepEqual(undone, ['undo-b', 'undo-a']);
  assert.deepEqual(await it.open(), ['z']);
});

test('One activity alone can be undone; work of people that undoes is waited for', async () => {
  undone.length = 0;
  const byHand = user('undo-a', 'isForCompensation="true"');
  const it = await start(
    `<bpmn:startEvent id="start"/>${undoable('a', user('a'), byHand)}${undoable('b')}${compensate('end', 'endEvent', 'a')}
     ${path('start', 'a', 'b', 'end')}`,
  );
  await it.complete('a');
  await it.complete('b');
  assert.deepEqual(await it.open(), ['undo-a']);
  assert.equal((await it.complete('undo-a')).state, 'completed');
  assert.deepEqual(undone, []);
});

test('Each turn of a repeated activity is undone with its own item', async () => {
  undone.length = 0;
  const many = '<bpmn:multiInstanceLoopCharacteristics isSequential="true" dinh:collection="list" dinh:item="one"/>';
  const it = await start(
    `${startEnd}${undoable('a', user('a', '', many))}${compensate('back')}${path('start', 'a', 'back', 'end')}`,
    { list: ['x', 'y'] },
  );
  await it.complete('a');
  assert.equal((await it.complete('a')).state, 'completed');
  assert.deepEqual(undone, ['undo-ay', 'undo-ax']);
});

test('A sub-process that has ended is undone from inside, or by its own event sub-process', async () => {
  const sub = (more: string) =>
    `<bpmn:subProcess id="sub"><bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>${undoable('a')}${undoable('b')}${path('s', 'a', 'b', 'e')}${more}</bpmn:subProcess>`;
  const model = (more = '') =>
    `${startEnd}${sub(more)}${undoable('c')}${compensate('back')}${path('start', 'sub', 'c', 'back', 'end')}`;
  const own = `<bpmn:subProcess id="own" triggeredByEvent="true"><bpmn:startEvent id="os"><bpmn:compensateEventDefinition id="osd"/></bpmn:startEvent>
    ${compensate('only-a', 'intermediateThrowEvent', 'a')}<bpmn:endEvent id="oe"/>${path('os', 'only-a', 'oe')}</bpmn:subProcess>`;
  for (const [more, expected] of [
    ['', ['undo-c', 'undo-b', 'undo-a']],
    [own, ['undo-c', 'undo-a']],
  ] as const) {
    undone.length = 0;
    const it = await start(model(more));
    for (const step of ['a', 'b', 'c']) await it.complete(step);
    assert.deepEqual(undone, expected);
    assert.equal((await it.state()).state, 'completed');
  }
});

const transaction = `${startEnd}<bpmn:transaction id="deal"><bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>${undoable('a')}${undoable('b')}${user('ask')}${user('beside')}
   <bpmn:parallelGateway id="f"/><bpmn:exclusiveGateway id="g" default="g-e"/><bpmn:endEvent id="no"><bpmn:cancelEventDefinition id="nd"/></bpmn:endEvent>
   ${path('s', 'f', 'a', 'b', 'ask', 'g', 'e')}${path('f', 'beside', 'e')}<bpmn:sequenceFlow id="x" sourceRef="g" targetRef="no"><bpmn:conditionExpression>stop = true</bpmn:conditionExpression></bpmn:sequenceFlow></bpmn:transaction>
   <bpmn:boundaryEvent id="off" attachedToRef="deal"><bpmn:cancelEventDefinition id="offd"/></bpmn:boundaryEvent>${user('sorry')}${user('fine')}
   ${path('start', 'deal', 'fine', 'end')}${path('off', 'sorry', 'end')}`;

test('A transaction that is cancelled undoes all that it did, the last first, and leaves by its cancel event', async () => {
  undone.length = 0;
  const off = await start(transaction);
  for (const step of ['a', 'b']) await off.complete(step);
  await off.complete('ask', { variables: { stop: true } });
  assert.deepEqual(undone, ['undo-b', 'undo-a']);
  assert.deepEqual(await off.open(), ['sorry']);
  undone.length = 0;
  const good = await start(transaction);
  for (const step of ['a', 'b', 'ask', 'beside']) await good.complete(step);
  assert.deepEqual(undone, []);
  assert.deepEqual(await good.open(), ['fine']);
});

test('Compensation and cancelling without what they need are refused with the element named', () => {
  const problems = (inside: string) => compileBpmn(bpmn(inside)).problems.map((p) => `${p.element}: ${p.reason.en}`);
  const cancel = '<bpmn:endEvent id="end"><bpmn:cancelEventDefinition id="x"/></bpmn:endEvent>';
  assert.match(
    problems(`<bpmn:startEvent id="start"/>${cancel}${path('start', 'end')}`).join(),
    /end: a cancel end event stands in a transaction only/,
  );
  assert.match(
    problems(`${startEnd}${user('a')}${compensate('t', 'intermediateThrowEvent', 'a')}${path('start', 'a', 't', 'end')}`).join(),
    /t: nothing undoes user task a/,
  );
  assert.match(
    problems(
      `${startEnd}${user('a')}<bpmn:boundaryEvent id="b" attachedToRef="a"><bpmn:compensateEventDefinition id="d"/></bpmn:boundaryEvent>${path('start', 'a', 'end')}`,
    ).join(),
    /b: no association leads/,
  );
});
