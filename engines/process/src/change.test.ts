import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Definition, newId, sql, type Succession } from '@dinh/kernel';
import { generalFollows } from './change/follow-units.ts';
import { type ProcessBody, createProcessEngine } from './engine.ts';
import { openTasks } from './queries.ts';
import { bpmn, matter, path, person, testProgram, user } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const { app, clock } = program;
const me = person('Quản Trị');
let broken = false;
const parts = {
  owner: 'test',
  handlers: {
    'test.work': () => {
      if (broken) throw new Error('the register is away');
    },
  },
};
const engine = createProcessEngine(parts);
const operator = {
  ...me,
  grants: ['view-incident', 'settle-incident', 'change-instance', 'migrate-instance', 'send-message'].map((what) => ({
    permission: `process.${what}`,
    scope: 'all' as const,
    units: [],
  })),
};
const call = { principal: operator, lang: 'vi' as const, origin: { channel: 'web' as const, trace: 'test' } };
const startEnd = '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>';
const paid = '<bpmn:message id="pm" name="paid"/>';

async function start(definition: Definition<ProcessBody>, key: string, variables: object = {}) {
  const first = await program.as(me, (ctx) =>
    engine.startProcess(ctx, { definition, businessKey: key, variables: { ...variables } }),
  );
  return { ...matter(program, engine, me, key, first), instance: first.instanceId };
}
const tokenAt = async (instance: string, element: string) =>
  (await app.db.one<{ id: string }>(sql`select id from process.token where instance_id = ${instance} and element = ${element}`))
    .id;
const changes = async (instance: string) =>
  (await app.run('process.list-changes', { instance }, call)).changes.map((c) => [c.kind, c.element, c.reason, c.by]);

const model = await program.publish(
  'model',
  bpmn(
    `${startEnd}${user('a')}${user('b')}<bpmn:subProcess id="sub"><bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>${user('c')}${path('s', 'c', 'e')}</bpmn:subProcess>
     <bpmn:boundaryEvent id="stop" attachedToRef="sub"><bpmn:messageEventDefinition id="m" messageRef="pm"/></bpmn:boundaryEvent>${user('d')}
     <bpmn:intermediateCatchEvent id="rich"><bpmn:conditionalEventDefinition id="cd"><bpmn:condition>amount > 10</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>
     ${path('start', 'a', 'b', 'sub', 'rich', 'end')}${path('stop', 'd', 'end')}`,
    paid,
  ),
);

test('A token is moved within its scope, a process begins again anywhere, and who did it and why is kept', async () => {
  const it = await start(model, 'moved');
  const token = await tokenAt(it.instance, 'a');
  const move = (element: string, reason = 'nhầm bước') =>
    app.run('process.move-token', { instance: it.instance, token, element, reason }, call);
  await assert.rejects(move('b', ' '), { code: 'process.reason-needed' });
  await assert.rejects(move('c'), { code: 'process.change-refused' }, 'c stands in a sub-process');
  await assert.rejects(move('stop'), { code: 'process.change-refused' });
  await assert.rejects(move('nowhere'), { code: 'process.change-refused' });
  await move('b');
  assert.deepEqual(await it.open(), ['b']);
  clock.advance(1_000); // what is done in one moment has no order
  await app.run('process.restart-from', { instance: it.instance, element: 'c', reason: 'làm lại từ thẩm định' }, call);
  assert.deepEqual(await it.open(), ['c']);
  await it.send('paid');
  assert.deepEqual(await it.open(), ['d'], 'the sub-process around it is there with what waits at its side');
  assert.deepEqual(await changes(it.instance), [
    ['moved', 'b', 'nhầm bước', 'Quản Trị'],
    ['restarted', 'c', 'làm lại từ thẩm định', 'Quản Trị'],
  ]);
});

test('Nobody without the permission changes a running process', async () => {
  const it = await start(model, 'forbidden');
  await assert.rejects(app.run('process.cancel-instance', { instance: it.instance, reason: 'x' }, { ...call, principal: me }), {
    code: 'kernel.not-allowed',
  });
});

test('A variable that is changed lets a condition go off, and a process that is cancelled ends with its reason', async () => {
  const it = await start(model, 'changed', { amount: 1 });
  await app.run('process.restart-from', { instance: it.instance, element: 'rich', reason: 'thử' }, call);
  const set = (variables: object) =>
    app.run('process.set-variables', { instance: it.instance, variables: { ...variables }, reason: 'sửa số' }, call);
  assert.equal((await set({ amount: 5, note: 'x' })).state, 'running');
  assert.equal((await set({ note: null })).state, 'running');
  assert.deepEqual((await it.state()).variables, { amount: 5 });
  assert.equal((await set({ amount: 50 })).state, 'completed');
  const other = await start(model, 'cancelled');
  const ended = await app.run('process.cancel-instance', { instance: other.instance, reason: 'công dân rút' }, call);
  assert.equal(ended.state, 'cancelled');
  assert.deepEqual(await other.open(), []);
  await assert.rejects(app.run('process.cancel-instance', { instance: other.instance, reason: 'lần nữa' }, call), {
    code: 'process.not-running',
  });
});

test('Two people change one process at the same moment: one after the other, and each is in the history', async () => {
  const it = await start(model, 'twice');
  const set = (name: string) =>
    app.run('process.set-variables', { instance: it.instance, variables: { [name]: 1 }, reason: `biến ${name}` }, call);
  await Promise.all(['x', 'y', 'z'].map(set));
  assert.deepEqual((await it.state()).variables, { x: 1, y: 1, z: 1 });
  assert.equal((await changes(it.instance)).length, 3);
});

const working = await program.publish(
  'working',
  bpmn(`${startEnd}<bpmn:serviceTask id="work" dinh:handler="test.work"/>${user('b')}${path('start', 'work', 'b', 'end')}`),
);

/** Lets the work of a process fail until it is an incident. */
async function incidentOf(key: string) {
  broken = true;
  const it = await start(working, key);
  for (let i = 0; i < 8; i++) {
    clock.advance(3_600_000);
    await engine.fireDueTimers(app);
  }
  broken = false;
  const { incidents } = await app.run('process.list-incidents', {}, call);
  return { it, incident: incidents.find((n) => n.businessKey === key)! };
}

test('An incident is settled by another try, with a variable changed before it, or by going on without the work', async () => {
  const first = await incidentOf('again');
  assert.equal(first.incident.error, 'the register is away');
  await app.run('process.retry-incident', { id: first.incident.id, variables: { amount: 3 }, reason: 'thiếu số tiền' }, call);
  await engine.fireDueTimers(app);
  assert.deepEqual(await first.it.open(), ['b']);
  assert.equal((await first.it.state()).variables.amount, 3);
  const second = await incidentOf('without');
  await app.run('process.skip-incident', { id: second.incident.id, reason: 'đã làm bằng tay' }, call);
  assert.deepEqual(await second.it.open(), ['b']);
  assert.equal(await engine.fireDueTimers(app), 0);
  await assert.rejects(app.run('process.skip-incident', { id: second.incident.id, reason: 'x' }, call), {
    code: 'kernel.not-found',
  });
  assert.deepEqual(await changes(second.it.instance), [['skipped', 'work', 'đã làm bằng tay', 'Quản Trị']]);
});

const timer = (id: string, hours: number) =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="b" cancelActivity="false"><bpmn:timerEventDefinition id="${id}-t"><bpmn:timeDuration>PT${hours}H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>`;
const first = `${startEnd}${user('a')}${user('b')}${timer('late', 5)}${user('remind')}${path('start', 'a', 'b', 'end')}${path('late', 'remind', 'end')}`;
const second = `${startEnd}${user('a')}${user('b', 'name="Thẩm tra"')}${timer('late', 5)}${timer('later', 9)}${user('remind')}${user('alarm')}${user('check')}
  <bpmn:subProcess id="aside" triggeredByEvent="true"><bpmn:startEvent id="as" isInterrupting="false"><bpmn:messageEventDefinition id="am" messageRef="pm"/></bpmn:startEvent>${user('talk')}<bpmn:endEvent id="ae"/>${path('as', 'talk', 'ae')}</bpmn:subProcess>
  ${path('start', 'a', 'b', 'check', 'end')}${path('late', 'remind', 'end')}${path('later', 'alarm', 'end')}`;

test('Running processes stay on their version, or are moved to another by a plan: what waits goes on waiting, what is new waits too', async () => {
  const v1 = await program.publish('grows', bpmn(first));
  const it = await start(v1, 'grows-1');
  await it.complete('a');
  clock.advance(3_600_000);
  const v2 = await program.publish('grows', bpmn(second, paid));
  const plan = await app.run('process.plan-migration', { from: v1.id, to: v2.id }, call);
  assert.deepEqual([plan.running, plan.problems], [1, []]);
  const done = await app.run('process.migrate-instances', { from: v1.id, to: v2.id, reason: 'quy trình mới' }, call);
  assert.deepEqual([done.migrated, done.refused], [[it.instance], []]);
  const [task] = await openTasks(app.db, 'grows-1');
  assert.deepEqual([task!.element, task!.name.vi], ['b', 'Thẩm tra']);
  clock.advance(4 * 3_600_000);
  await engine.fireDueTimers(app);
  assert.deepEqual(await it.open(), ['b', 'remind'], 'the old timer kept its time');
  clock.advance(5 * 3_600_000);
  await engine.fireDueTimers(app);
  assert.deepEqual(await it.open(), ['alarm', 'b', 'remind']);
  await it.send('paid');
  assert.deepEqual(await it.open(), ['alarm', 'b', 'remind', 'talk']);
  await it.complete('b');
  assert.deepEqual(await it.open(), ['alarm', 'check', 'remind', 'talk'], 'it goes on in the new version');
  assert.deepEqual(
    (await changes(it.instance)).map((c) => c[0]),
    ['migrated'],
  );
});

test('A plan that leaves something without a place is refused with the reason, and nothing is changed', async () => {
  const v1 = await program.publish('shrinks', bpmn(first));
  const it = await start(v1, 'shrinks-1');
  const v2 = await program.publish(
    'shrinks',
    bpmn(`${startEnd}${user('x')}<bpmn:serviceTask id="y" dinh:handler="test.work"/>${path('start', 'x', 'y', 'end')}`),
  );
  const plan = (mapping: Record<string, string>) => app.run('process.plan-migration', { from: v1.id, to: v2.id, mapping }, call);
  assert.match((await plan({})).problems[0]!.reason.en, /“a” is not in the new version/);
  assert.match((await plan({ a: 'y' })).problems[0]!.reason.en, /are not of one kind/);
  const migrate = (mapping: Record<string, string>) =>
    app.run('process.migrate-instances', { from: v1.id, to: v2.id, mapping, reason: 'mới' }, call);
  assert.deepEqual((await migrate({})).migrated, []);
  assert.deepEqual(await it.open(), ['a']);
  assert.deepEqual((await plan({ a: 'x' })).problems, []);
  assert.deepEqual((await migrate({ a: 'x' })).migrated, [it.instance]);
  assert.deepEqual(await it.open(), ['x']);
  assert.equal((await it.complete('x')).state, 'completed');
  await assert.rejects(app.run('process.plan-migration', { from: v1.id, to: it.instance }, call), {
    code: 'kernel.not-found',
  });
});

test('Another system sends a message to a matter; one that nobody takes is refused, and not kept for later', async () => {
  const asks = await program.publish(
    'asks',
    bpmn(
      `${startEnd}<bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition id="wd" messageRef="pm"/></bpmn:intermediateCatchEvent>${user('a')}${path('start', 'wait', 'a', 'end')}`,
      paid,
    ),
  );
  const it = await start(asks, 'asks-1');
  const send = (matter: string, name: string) => app.run('process.send-message', { matter, name, variables: { sum: 5 } }, call);
  await assert.rejects(send('asks-1', 'other'), { code: 'process.nobody-waits' });
  await assert.rejects(send('asks-2', 'paid'), { code: 'process.nobody-waits' });
  const stranger = { ...call, principal: me };
  await assert.rejects(app.run('process.send-message', { matter: 'asks-1', name: 'paid' }, stranger), {
    code: 'kernel.not-allowed',
  });
  assert.deepEqual(await send('asks-1', 'paid'), { matter: 'asks-1' });
  assert.deepEqual(await it.open(), [], 'a worker carries it out');
  await engine.startDueProcesses(app);
  assert.deepEqual(await it.open(), ['a']);
  const { variables } = await app.db.one<{ variables: { sum: number } }>(
    sql`select variables from process.instance where id = ${it.instance}`,
  );
  assert.equal(variables.sum, 5);
  await assert.rejects(send('asks-1', 'paid'), { code: 'process.nobody-waits' }, 'it waits no more');
});

test('What stands in the general list follows units that give way to others, whichever app runs it; the rest is left to its app', async () => {
  const [keeper, other] = [person('Lê Giữ'), person('Phạm Rời')];
  const keeps = async (_ctx: unknown, tasks: readonly { id: string; assignee: string | null }[]) =>
    new Set(tasks.filter(({ assignee }) => assignee === keeper.id).map(({ id }) => id));
  const engines = ['work-like', 'desk-like'].map((owner) => createProcessEngine({ owner, general: true, keeps }));
  const placed = await program.publish(
    'placed',
    bpmn(
      `${startEnd}${user('a', 'dinh:unit="units.here" dinh:assignee="who"')}${user('b', 'dinh:unit="units.there"')}${path('start', 'a', 'b', 'end')}`,
    ),
  );
  const begin = (one: typeof engine, businessKey: string, who: string, here = 5) =>
    program.as(me, (ctx) =>
      one.startProcess(ctx, {
        definition: placed,
        businessKey,
        variables: { who, units: { here, there: 6, name: 'x' } },
      }),
    );
  await begin(engines[0]!, 'kept', keeper.id);
  await begin(engines[1]!, 'left', other.id);
  await begin(engines[1]!, 'to-come', keeper.id, 7);
  await begin(engine, 'of-the-app', keeper.id);
  const units = [5, 6].map((id) => ({ id, key: `old-${id}`, level: 'section' }));
  const succession: Succession = {
    id: newId(clock.now().getTime()),
    day: '2026-03-02',
    title: { vi: 'Sáp nhập hai phòng', en: 'Two sections merge' },
    basis: 'QĐ',
    orderedBy: null,
    units,
    successorOf: (unit) => (unit === 5 || unit === 6 ? { id: unit * 10, key: 'new', level: 'section' } : undefined),
    successorOfKey: () => undefined,
    areas: new Map(),
    symbols: new Map(),
  };
  const counted = await generalFollows.count(app.db, units, '2026-03-02');
  assert.deepEqual(
    counted.toSorted((a, b) => a.unit - b.unit),
    [
      { unit: 5, count: 2 },
      { unit: 6, count: 1 }, // where a step is still to come
    ],
    'as many as are moved',
  );
  const follow = () => program.as(me, (ctx) => generalFollows.follow(ctx, succession, 2));
  assert.deepEqual([await follow(), await follow(), await follow()], [2, 1, 0]);
  const rows = await app.db.all<{ key: string; unit: number; mine: string | null; units: object }>(
    sql`select t.business_key as key, t.unit_id as unit, t.assignee as mine, i.variables -> 'units' as units
        from process.task t join process.instance i on i.id = t.instance_id where i.definition_id = ${placed.id}::uuid order by 1`,
  );
  assert.deepEqual(rows, [
    { key: 'kept', unit: 50, mine: keeper.id, units: { here: 50, there: 60, name: 'x' } },
    { key: 'left', unit: 50, mine: null, units: { here: 50, there: 60, name: 'x' } },
    { key: 'of-the-app', unit: 5, mine: keeper.id, units: { here: 5, there: 6, name: 'x' } },
    { key: 'to-come', unit: 7, mine: keeper.id, units: { here: 7, there: 60, name: 'x' } },
  ]);
});
