/** A process sends a message and prints a paper by drawing alone: what the app is asked for, and that it happens once. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { BpmnModdle } from 'bpmn-moddle';
import { createProcessEngine } from './engine.ts';
import { ProcessError } from './engine-parts.ts';
import { compileBpmn } from './model/compile.ts';
import { bpmn, matters, path, person, testProgram, user } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const done: unknown[] = [];
let broken = false;
const engine = createProcessEngine({
  owner: 'test',
  unitNamed: (_ctx, key) => (key === 'so-xay-dung' ? 7 : undefined),
  tell(_ctx, { element, businessKey }, { template, to, role, unit, data }) {
    if (broken) throw new Error('the template is gone');
    if (data['wrong']) throw new ProcessError('no-address');
    done.push([element.id, businessKey, template, to, role, unit, data]);
  },
  print: (_ctx, { element }, { template, data }) => void done.push([element.id, template, data]),
});
const start = matters(program, engine, person('Trần Thu Cúc'));
const startEnd = '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>';
const filled = (target: string, value: string) =>
  `<bpmn:extensionElements><dinh:input target="${target}" value="${value}"/></bpmn:extensionElements>`;
const seen = () => done.splice(0);

test('A send task, a throwing event and an end event tell whom they name, filled by their inputs alone', async () => {
  const it = await start(
    `<bpmn:startEvent id="start"/>${user('ask')}
     <bpmn:sendTask id="send" dinh:notice="dossier-stopped" dinh:to="applicant">${filled('reason', '&quot;Thiếu &quot; + what')}</bpmn:sendTask>
     <bpmn:intermediateThrowEvent id="throw" dinh:notice="event-warning" dinh:to="role" dinh:role="desk-head" dinh:unit="&quot;so-xay-dung&quot;"><bpmn:messageEventDefinition id="m1"/></bpmn:intermediateThrowEvent>
     <bpmn:endEvent id="end" dinh:notice="result-ready" dinh:to="owner"><bpmn:messageEventDefinition id="m2"/></bpmn:endEvent>
     ${path('start', 'ask', 'send', 'throw', 'end')}`,
    { what: 'bản vẽ', secret: 1 },
  );
  assert.deepEqual(seen(), []);
  await it.complete('ask');
  assert.deepEqual(seen(), [
    ['send', it.key, 'dossier-stopped', 'applicant', undefined, null, { reason: 'Thiếu bản vẽ' }],
    ['throw', it.key, 'event-warning', 'role', 'desk-head', 7, {}],
    ['end', it.key, 'result-ready', 'owner', undefined, null, {}],
  ]);
  assert.equal((await it.state()).state, 'completed');
});

test('A service task prints a paper, filled by its inputs', async () => {
  await start(
    `${startEnd}<bpmn:serviceTask id="print" dinh:paper="stop-notice">${filled('reasons', '[what]')}</bpmn:serviceTask>${path('start', 'print', 'end')}`,
    { what: 'x' },
  );
  assert.deepEqual(seen(), [['print', 'stop-notice', { reasons: ['x'] }]]);
});

test('A notice that cannot be sent holds up nobody: it is tried again, and sent once', async () => {
  broken = true;
  const it = await start(
    `${startEnd}${user('ask')}<bpmn:sendTask id="send" dinh:notice="result-ready" dinh:to="applicant"/>${user('look')}${path('start', 'ask', 'send', 'look', 'end')}`,
  );
  await it.complete('ask');
  assert.deepEqual(await it.open(), []);
  broken = false;
  program.clock.advance(10 * 60_000);
  await engine.fireDueTimers(program.app);
  await engine.fireDueTimers(program.app);
  assert.deepEqual(await it.open(), ['look']);
  assert.equal(seen().length, 1);
});

test('An error that the model catches goes its way', async () => {
  const it = await start(
    `${startEnd}<bpmn:sendTask id="send" dinh:notice="result-ready" dinh:to="applicant">${filled('wrong', 'true')}</bpmn:sendTask>
     <bpmn:boundaryEvent id="none" attachedToRef="send"><bpmn:errorEventDefinition id="d" errorRef="e"/></bpmn:boundaryEvent>${user('call')}
     ${path('start', 'send', 'end')}${path('none', 'call', 'end')}`,
    {},
    '<bpmn:error id="e" errorCode="no-address"/>',
  );
  assert.deepEqual(await it.open(), ['call']);
  assert.deepEqual(seen(), []);
});

test('What cannot be sent as it is drawn is refused with the element named', () => {
  const wrong: readonly (readonly [element: string, reason: RegExp])[] = [
    ['<bpmn:sendTask id="send"/>', /names no “Message template”/],
    ['<bpmn:sendTask id="send" dinh:notice="x"/>', /to whom it goes/],
    ['<bpmn:sendTask id="send" dinh:notice="x" dinh:to="role" dinh:unit="1"/>', /to a role and names none/],
    ['<bpmn:sendTask id="send" dinh:notice="x" dinh:to="role" dinh:role="desk"/>', /names no unit/],
    ['<bpmn:sendTask id="send" dinh:notice="x" dinh:to="role" dinh:role="Desk!" dinh:unit="1"/>', /is not the key of a role/],
    ['<bpmn:serviceTask id="send"/>', /dinh:handler\) nor “Paper from a template”/],
    [
      '<bpmn:intermediateThrowEvent id="send"><bpmn:messageEventDefinition id="m"/></bpmn:intermediateThrowEvent>',
      /“Message template” \(dinh:notice\) or “What the program does” \(dinh:handler\)/,
    ],
  ];
  for (const [element, reason] of wrong) {
    const { problems } = compileBpmn(bpmn(`${startEnd}${element}${path('start', 'send', 'end')}`));
    assert.equal(problems[0]?.element, 'send', element);
    assert.match(problems[0].reason.en, reason);
  }
});

test('Other tools, which do not know our words, keep them when they write the file', async () => {
  const text = bpmn(
    `${startEnd}<bpmn:sendTask id="send" dinh:notice="x" dinh:to="role" dinh:role="desk" dinh:unit="1">${filled('a', '1')}</bpmn:sendTask><bpmn:serviceTask id="print" dinh:paper="p"/>${path('start', 'send', 'print', 'end')}`,
  );
  const other = new BpmnModdle({});
  const { rootElement } = await other.fromXML(text);
  const { xml } = await other.toXML(rootElement, { format: true });
  const { graph } = compileBpmn(xml);
  const [send, print] = ['send', 'print'].map((id) => graph!.nodes.get(id) as any);
  assert.deepEqual([send.notice.template, send.notice.to, send.notice.role, print.paper], ['x', 'role', 'desk', 'p']);
  assert.equal(send.inputs[0].target, 'a');
});
