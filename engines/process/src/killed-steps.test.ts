/**
 * Every kind of element under a program that is killed: each step, a person's or a worker's, is broken off at its first statement, then
 * at its second, and so on until it goes through. Nothing of a killed step may stay, and in the end all stands as if none had been.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createProcessEngine } from './engine.ts';
import { addDuration } from './run/moment.ts';
import { feeByFloors, flow, matters, nothingUnderWay, path, person, testProgram, user } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const me = person('Trần Thu Cúc');
let undone: string[] = [];
/** Nobody is killed. */
let calm = false;
const engine = createProcessEngine({
  owner: 'test',
  tell: (ctx, { businessKey }) => ctx.emit({ name: 'test.told', key: businessKey, topics: [] }),
  handlers: { 'test.undo': (_ctx, { element }) => void undone.push(element.id) },
  // Hours of work: every one is two on the clock.
  workingTime: (_ctx, _scope, duration, from) =>
    new Date(from.getTime() + 2 * (addDuration(from, duration)!.getTime() - from.getTime())),
});
await program.publishDecision('fee', feeByFloors(10, 20));
const start = matters(program, engine, me);
type Matter = Awaited<ReturnType<typeof start>>;

/** How many more statements the program lives; then every connection breaks, as when the process is gone. */
let left = Infinity;
const patched = new WeakSet<object>();
const { pool } = program.app.db;
const connect = pool.connect.bind(pool) as (told?: unknown) => Promise<any>;
(pool as any).connect = async (told?: unknown) => {
  // `pool.query` asks with a callback: the looks of this test itself, which nobody kills.
  if (told) return connect(told);
  const client = await connect();
  if (patched.has(client)) return client;
  patched.add(client);
  const query = client.query.bind(client);
  client.query = (...asked: unknown[]) => {
    if (left-- <= 0) client.connection.stream.destroy();
    return query(...asked);
  };
  return client;
};

const tables = [
  'instance',
  'token',
  'task',
  'timer',
  'subscription',
  'done',
  'incident',
  'incoming',
  'message',
  'assignment',
  'decided',
];

/** All that the engine keeps, row by row, of each table as one sum. */
async function everything(): Promise<unknown> {
  const sums = tables.map(
    (table) =>
      `(select md5(coalesce(string_agg(to_jsonb(x)::text, ' ' order by x.id), '')) from process.${table} x) as "${table}"`,
  );
  const events = `(select md5(coalesce(string_agg(to_jsonb(e)::text, ' ' order by e.id), '')) from kernel.event e) as events`;
  return (await program.app.db.pool.query(`select ${sums.join(', ')}, ${events}`)).rows[0];
}

/** Kills a step at each of its statements, the commit included, until it goes through. @returns how often it was killed */
async function killed(step: () => Promise<unknown>): Promise<number> {
  if (calm) {
    await step();
    return 0;
  }
  const before = await everything();
  for (let statements = 0; ; statements++) {
    const undoneBefore = [...undone];
    left = statements;
    const failed = await step().then(
      () => false,
      () => true,
    );
    // A worker tells of no fault that the next one makes good; that it was killed shows in the count.
    const wasKilled = failed || left < 0;
    left = Infinity;
    if (!wasKilled) return statements;
    undone = undoneBefore;
    await nothingUnderWay(program.app);
    assert.deepEqual(await everything(), before, `killed at statement ${statements}`);
  }
}

/** What people see of a matter, without identifiers and times. */
async function outcome(key: string): Promise<unknown> {
  const { rows } = await program.app.db.pool.query(
    `select i.state, i.end_element, i.variables,
            (select jsonb_agg(jsonb_build_array(t.element, t.state, t.outcome) order by t.element, t.state, t.outcome) from process.task t where t.instance_id = i.id) as tasks,
            (select jsonb_agg(jsonb_build_array(r.element, r.state, r.fired) order by r.element, r.state, r.fired) from process.timer r where r.instance_id = i.id) as timers,
            (select jsonb_agg(jsonb_build_array(s.element, s.state) order by s.element, s.state) from process.subscription s where s.instance_id = i.id) as waits,
            (select jsonb_agg(jsonb_build_array(d.element, d.inputs, d.output)) from process.decided d where d.instance_id = i.id) as decided,
            (select count(*)::int from kernel.event e where e.name = 'test.told' and e.key = i.business_key) as told,
            (select count(*)::int from process.token k where k.instance_id = i.id) as tokens
     from process.instance i where i.business_key = $1`,
    [key],
  );
  return rows;
}

const startEnd = '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>';
const declared = `<bpmn:signal id="holiday" name="holiday"/><bpmn:message id="pm" name="paid"/>
  <bpmn:escalation id="slow" escalationCode="slow"/><bpmn:error id="err" errorCode="no-money"/>`;
const undoable = (id: string) =>
  `${user(id)}<bpmn:boundaryEvent id="at-${id}" attachedToRef="${id}"><bpmn:compensateEventDefinition id="${id}-d"/></bpmn:boundaryEvent>
   <bpmn:serviceTask id="undo-${id}" isForCompensation="true" dinh:handler="test.undo"/><bpmn:association id="${id}-as" sourceRef="at-${id}" targetRef="undo-${id}"/>`;
const scope = (id: string, inside: string, kind = 'subProcess') =>
  `<bpmn:${kind} id="${id}"><bpmn:startEvent id="${id}-s"/><bpmn:endEvent id="${id}-e"/>${inside}</bpmn:${kind}>`;
const link = (kind: string, id: string) =>
  `<bpmn:${kind} id="${id}"><bpmn:linkEventDefinition id="${id}-l" name="page two"/></bpmn:${kind}>`;

const later = (hours: number) => async () => {
  program.clock.advance(hours * 3_600_000);
  await killed(() => engine.fireDueTimers(program.app));
};
const does =
  (element: string, variables: object = {}) =>
  (it: Matter) =>
    killed(() => it.complete(element, { variables }));

const courses: readonly {
  what: string;
  model: string;
  steps: readonly ((it: Matter) => Promise<unknown>)[];
  open: readonly string[];
  /** What is undone, in this order. */
  back?: readonly string[];
  /** How often somebody was told something. */
  said?: number;
}[] = [
  {
    what: 'a complex gateway, which goes on at the second of three',
    model: `${startEnd}<bpmn:parallelGateway id="f"/><bpmn:complexGateway id="g"><bpmn:activationCondition>activationCount >= 2</bpmn:activationCondition></bpmn:complexGateway>
      ${user('a')}${user('b')}${user('c')}${user('z')}${path('start', 'f')}${['a', 'b', 'c'].map((id) => path('f', id, 'g')).join('')}${path('g', 'z', 'end')}`,
    steps: [does('a'), does('b'), does('c')],
    open: ['z'],
  },
  {
    what: 'an event sub-process that a condition begins in place of its process',
    model: `${startEnd}${user('a')}${user('b')}${path('start', 'a', 'b', 'end')}
      <bpmn:subProcess id="aside" triggeredByEvent="true"><bpmn:startEvent id="as"><bpmn:conditionalEventDefinition id="ac"><bpmn:condition>amount > 10</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:startEvent>
      ${user('check')}<bpmn:endEvent id="ae"/>${path('as', 'check', 'ae')}</bpmn:subProcess>`,
    steps: [does('a', { amount: 20 })],
    open: ['check'],
  },
  {
    what: 'an ad-hoc sub-process that a condition ends',
    model: `${startEnd}<bpmn:adHocSubProcess id="free">${user('a')}${user('b')}<bpmn:completionCondition>enough = true</bpmn:completionCondition></bpmn:adHocSubProcess>${user('z')}${path('start', 'free', 'z', 'end')}`,
    steps: [does('b', { enough: true })],
    open: ['z'],
  },
  {
    what: 'a notice, which is sent once',
    model: `${startEnd}${user('a')}<bpmn:sendTask id="s" dinh:notice="x" dinh:to="applicant"/>${user('z')}${path('start', 'a', 's', 'z', 'end')}`,
    steps: [does('a')],
    open: ['z'],
    said: 1,
  },
  {
    what: 'a decision, which is kept with its reasons once',
    model: `${startEnd}${user('a')}<bpmn:businessRuleTask id="r" dinh:decision="fee" dinh:result="due"/>${user('z')}${path('start', 'a', 'r', 'z', 'end')}`,
    steps: [does('a', { floors: 2 })],
    open: ['z'],
  },
  {
    what: 'a repetition that ends at two of three',
    model: `${startEnd}<bpmn:userTask id="ask" dinh:role="desk"><bpmn:multiInstanceLoopCharacteristics dinh:collection="[1, 2, 3]"><bpmn:completionCondition>completed >= 2</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
      ${user('sum')}${path('start', 'ask', 'sum', 'end')}`,
    steps: [does('ask', { answer: 'x' }), does('ask', { answer: 'y' })],
    open: ['sum'],
  },
  {
    what: 'compensation, which undoes what was done once, the last first',
    model: `${startEnd}${undoable('a')}${undoable('b')}<bpmn:intermediateThrowEvent id="back"><bpmn:compensateEventDefinition id="bd"/></bpmn:intermediateThrowEvent>${user('z')}${path('start', 'a', 'b', 'back', 'z', 'end')}`,
    steps: [does('a'), does('b')],
    open: ['z'],
    back: ['undo-b', 'undo-a'],
  },
  {
    what: 'a transaction that is cancelled',
    model: `${startEnd}${scope(
      'deal',
      `${undoable('a')}${user('ask')}<bpmn:exclusiveGateway id="g" default="g-deal-e"/><bpmn:endEvent id="no"><bpmn:cancelEventDefinition id="nd"/></bpmn:endEvent>
       ${path('deal-s', 'a', 'ask', 'g', 'deal-e')}${flow('g', 'no', 'stop = true')}`,
      'transaction',
    )}<bpmn:boundaryEvent id="off" attachedToRef="deal"><bpmn:cancelEventDefinition id="od"/></bpmn:boundaryEvent>${user('sorry')}${path('start', 'deal', 'end')}${path('off', 'sorry', 'end')}`,
    steps: [does('a'), does('ask', { stop: true })],
    open: ['sorry'],
    back: ['undo-a'],
  },
  {
    what: 'an escalation beside which its sub-process goes on, and an error that ends it',
    model: `${startEnd}${scope(
      'sub',
      `${user('a')}<bpmn:intermediateThrowEvent id="tell"><bpmn:escalationEventDefinition id="td" escalationRef="slow"/></bpmn:intermediateThrowEvent>${user('b')}
       <bpmn:endEvent id="fail"><bpmn:errorEventDefinition id="fd" errorRef="err"/></bpmn:endEvent>${path('sub-s', 'a', 'tell', 'b', 'fail')}`,
    ).replace('<bpmn:endEvent id="sub-e"/>', '')}
      <bpmn:boundaryEvent id="heard" attachedToRef="sub" cancelActivity="false"><bpmn:escalationEventDefinition id="hd" escalationRef="slow"/></bpmn:boundaryEvent>${user('chief')}
      <bpmn:boundaryEvent id="failed" attachedToRef="sub"><bpmn:errorEventDefinition id="xd" errorRef="err"/></bpmn:boundaryEvent>${user('repair')}
      ${path('start', 'sub', 'end')}${path('heard', 'chief', 'end')}${path('failed', 'repair', 'end')}`,
    steps: [does('a'), does('b')],
    open: ['chief', 'repair'],
  },
  {
    what: 'a link, and a terminate end event',
    model: `${startEnd}${user('a')}${link('intermediateThrowEvent', 'out')}${link('intermediateCatchEvent', 'in')}
      ${scope('sub', `<bpmn:endEvent id="kill"><bpmn:terminateEventDefinition id="k"/></bpmn:endEvent><bpmn:parallelGateway id="f"/>${user('b')}${user('c')}${path('sub-s', 'f', 'b', 'sub-e')}${path('f', 'c', 'kill')}`)}
      ${user('z')}${path('start', 'a', 'out')}${path('in', 'sub', 'z', 'end')}`,
    steps: [does('a'), does('c')],
    open: ['z'],
  },
  {
    what: 'a signal, which another process hears by a worker',
    model: `${startEnd}<bpmn:parallelGateway id="f"/><bpmn:intermediateCatchEvent id="wait"><bpmn:signalEventDefinition id="ws" signalRef="holiday"/></bpmn:intermediateCatchEvent>${user('b')}
      ${user('go')}<bpmn:intermediateThrowEvent id="call"><bpmn:signalEventDefinition id="cs" signalRef="holiday"/></bpmn:intermediateThrowEvent>${user('z')}
      ${path('start', 'f', 'wait', 'b', 'end')}${path('f', 'go', 'call', 'z', 'end')}`,
    steps: [does('go'), later(0)],
    open: ['b', 'z'],
  },
  {
    what: 'a cycle in working time, twice and no more',
    model: `${startEnd}${user('a')}<bpmn:boundaryEvent id="again" attachedToRef="a" cancelActivity="false"><bpmn:timerEventDefinition id="td" dinh:working="true"><bpmn:timeCycle>R2/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>${user('remind')}
      ${path('start', 'a', 'end')}${path('again', 'remind', 'end')}`,
    // An hour of work is two: nothing comes after the first, one after the second, the last after the fourth.
    steps: [later(1), later(1), later(2), later(2), later(2)],
    open: ['a', 'remind', 'remind'],
  },
];

for (const { what, model, steps, open, back = [], said = 0 } of courses)
  test(`Killed at every statement: ${what}`, async () => {
    const ended: unknown[] = [];
    for (calm of [true, false]) {
      undone = [];
      const it = await start(model, {}, declared);
      for (const step of steps) await step(it);
      assert.deepEqual(await it.open(), [...open]);
      assert.deepEqual(undone, [...back]);
      const [now] = (await outcome(it.key)) as { told: number }[];
      assert.equal(now!.told, said);
      ended.push(now);
    }
    assert.deepEqual(ended[1], ended[0], 'as if nobody had been killed');
  });

test('Steps have many statements at which they are killed', async () => {
  calm = false;
  const it = await start(`${startEnd}${user('a')}${user('b')}${path('start', 'a', 'b', 'end')}`);
  assert.ok((await killed(() => it.complete('a'))) >= 3);
  assert.deepEqual(await it.open(), ['b']);
});
