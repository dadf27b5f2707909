import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Refusal } from '@dinh/kernel';
import { createProcessEngine } from './engine.ts';
import { openTasks } from './queries.ts';
import { bpmn, path, person, testProgram, user } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const { app, clock } = program;
let number = 0;
const parts = {
  owner: 'test',
  handlers: {
    'test.sometimes': () => {
      if (++number % 3 === 0) throw new Error('the register is away');
    },
    'test.undo': () => {},
  },
};
const engines = [createProcessEngine(parts), createProcessEngine(parts)];

const startEnd = '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>';
const declared =
  '<bpmn:signal id="holiday" name="holiday"/><bpmn:message id="pm" name="paid"/><bpmn:escalation id="slow" escalationCode="slow"/>';
await program.publish(
  'called',
  bpmn(
    `${startEnd}${user('inner')}<bpmn:intermediateThrowEvent id="esc"><bpmn:escalationEventDefinition id="ed" escalationRef="slow"/></bpmn:intermediateThrowEvent>
     <bpmn:serviceTask id="work" dinh:handler="test.sometimes"/>${user('inner2')}${path('start', 'inner', 'esc', 'work', 'inner2', 'end')}`,
    declared,
  ),
);
const definition = await program.publish(
  'whole',
  bpmn(
    `${startEnd}<bpmn:parallelGateway id="f"/><bpmn:parallelGateway id="j"/>
     <bpmn:callActivity id="call" calledElement="called"><bpmn:multiInstanceLoopCharacteristics dinh:collection="[1, 2]"/></bpmn:callActivity>
     <bpmn:boundaryEvent id="caught" attachedToRef="call" cancelActivity="false"><bpmn:escalationEventDefinition id="cd" escalationRef="slow"/></bpmn:boundaryEvent>${user('chief')}
     <bpmn:transaction id="deal"><bpmn:startEvent id="ds"/><bpmn:endEvent id="de"/>${user('pay')}
       <bpmn:boundaryEvent id="at-pay" attachedToRef="pay"><bpmn:compensateEventDefinition id="pd"/></bpmn:boundaryEvent>
       <bpmn:serviceTask id="refund" isForCompensation="true" dinh:handler="test.undo"/><bpmn:association id="as" sourceRef="at-pay" targetRef="refund"/>
       ${user('agree')}<bpmn:exclusiveGateway id="g" default="g-de"/><bpmn:endEvent id="no"><bpmn:cancelEventDefinition id="nd"/></bpmn:endEvent>
       <bpmn:sequenceFlow id="x" sourceRef="g" targetRef="no"><bpmn:conditionExpression>stop = true</bpmn:conditionExpression></bpmn:sequenceFlow>${path('ds', 'pay', 'agree', 'g', 'de')}</bpmn:transaction>
     <bpmn:boundaryEvent id="off" attachedToRef="deal"><bpmn:cancelEventDefinition id="od"/></bpmn:boundaryEvent>${user('sorry')}
     <bpmn:intermediateThrowEvent id="shout"><bpmn:signalEventDefinition id="sd" signalRef="holiday"/></bpmn:intermediateThrowEvent>
     <bpmn:subProcess id="aside" triggeredByEvent="true"><bpmn:startEvent id="as1" isInterrupting="false"><bpmn:signalEventDefinition id="asd" signalRef="holiday"/></bpmn:startEvent>${user('talk')}<bpmn:endEvent id="ae"/>${path('as1', 'talk', 'ae')}</bpmn:subProcess>
     <bpmn:subProcess id="over" triggeredByEvent="true"><bpmn:startEvent id="os1"><bpmn:messageEventDefinition id="osd" messageRef="pm"/></bpmn:startEvent>${user('close')}<bpmn:endEvent id="oe"/>${path('os1', 'close', 'oe')}</bpmn:subProcess>
     ${path('start', 'f', 'call', 'j', 'end')}${path('f', 'deal', 'shout', 'j')}${path('caught', 'chief', 'end')}${path('off', 'sorry', 'shout')}`,
    declared,
  ),
);

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const rules = {
  'an open task belongs to a token that stands at its element': `select k.id from process.task k
    left join process.token t on t.id = k.token_id and t.element = k.element where k.state = 'open' and t.id is null`,
  'what waits belongs to a token': `select w.id from (select id, token_id from process.timer where state in ('waiting', 'failed') and kind <> 'signal'
     union all select id, token_id from process.subscription where state = 'waiting') w left join process.token t on t.id = w.token_id where t.id is null`,
  'a process that runs stands somewhere, one that ended nowhere': `select i.id from process.instance i
    where (i.state = 'running') <> exists (select from process.token t where t.instance_id = i.id)`,
  'every token waits for something': `select t.* from process.token t
    where not exists (select from process.task k where k.token_id = t.id and k.state = 'open')
      and not exists (select from process.timer r where r.token_id = t.id and r.state in ('waiting', 'failed'))
      and not exists (select from process.subscription s where s.token_id = t.id and s.state = 'waiting')
      and not exists (select from process.token c where c.parent_id = t.id)
      and not exists (select from process.instance c where c.parent_token = t.id and c.state = 'running')
      and t.arrived_by is null`,
  'a called process runs only while somebody waits for it': `select c.id from process.instance c
    where c.parent_token is not null and c.state = 'running' and not exists (select from process.token t where t.id = c.parent_token)`,
};

test('Calls, signals, event sub-processes, transactions and failing work under many at once, with steps that are killed: nothing is lost, doubled or stuck', async () => {
  const keys = Array.from({ length: 5 }, (_, i) => `whole-${i}`);
  for (const businessKey of keys)
    await program.as(person('x'), (ctx) => engines[0]!.startProcess(ctx, { definition, businessKey }));
  const actor = async (seed: number) => {
    const pick = numbers(seed);
    const me = person(`Cán bộ ${seed}`);
    const engine = engines[seed % 2]!;
    for (let i = 0; i < 50; i++) {
      const key = keys[pick(keys.length)]!;
      const what = pick(100);
      const killed = pick(6) === 0;
      try {
        if (what < 82) {
          const tasks = await openTasks(app.db, key);
          const task = tasks[pick(tasks.length)];
          if (!task) continue;
          await program.as(me, async (ctx) => {
            await engine.completeTask(ctx, { taskId: task.id, variables: { stop: pick(3) === 0 } });
            if (killed) throw new Error('killed');
          });
        } else if (what < 84) await program.as(me, (ctx) => engine.sendMessage(ctx, { businessKey: key, name: 'paid' }));
        else {
          clock.advance(90_000);
          await engine.fireDueTimers(app);
        }
      } catch (error) {
        if (!(error instanceof Refusal) && (error as Error).message !== 'killed') throw error;
      }
    }
  };
  await Promise.all([1, 2, 3, 4, 5, 6].map(actor));
  const holds = async () => {
    for (const [rule, query] of Object.entries(rules)) {
      const { rows } = await app.db.pool.query(query);
      assert.deepEqual(rows, [], rule);
    }
  };
  await holds();
  // Whatever they have left behind can be brought to its end.
  for (let i = 0; i < 400; i++) {
    const open = (await Promise.all(keys.map((key) => openTasks(app.db, key)))).flat();
    for (const task of open.slice(0, 1))
      await program.as(person('z'), (ctx) => engines[0]!.completeTask(ctx, { taskId: task.id }));
    clock.advance(3_600_000);
    await engines[1]!.fireDueTimers(app);
    if (open.length === 0 && i > 10) break;
  }
  const { rows } = await app.db.pool.query(
    `select state, count(*)::int from process.instance where state = 'running' group by 1`,
  );
  assert.deepEqual(rows, []);
  await holds();
});
