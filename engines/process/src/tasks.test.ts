import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Refusal, newId } from '@dinh/kernel';
import { createProcessEngine } from './engine.ts';
import { instanceHistory, openTasks } from './queries.ts';
import { bpmn, path, person, testProgram, user } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const engine = createProcessEngine({ owner: 'test' });
const definition = await program.publish(
  'two-steps',
  bpmn(`<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>
    ${user('a', 'name="Thẩm định" dinh:nameEn="Appraise" dinh:unit="units.a" dinh:assignee="who"', '<bpmn:extensionElements><dinh:outcomes><dinh:outcome key="yes" vi="Có" en="Yes"/><dinh:outcome key="no" vi="Không" en="No" comment="true"/></dinh:outcomes></bpmn:extensionElements>')}
    ${user('b')}${path('start', 'a', 'b', 'end')}`),
);
const [an, binh, chief] = [person('Nguyễn An'), person('Lê Bình'), person('Phạm Trưởng')];
let number = 0;

async function start(variables: object = {}) {
  const businessKey = `matter-${++number}`;
  await program.as(an, (ctx) =>
    engine.startProcess(ctx, { definition, businessKey, variables: { units: { a: 5 }, ...variables } }),
  );
  const [task] = await openTasks(program.app.db, businessKey);
  return { businessKey, task: task! };
}

test('A unit that the model names by its key is found by the app; a name that nobody knows is refused', async () => {
  const naming = createProcessEngine({
    owner: 'test',
    unitNamed: (_ctx, key) => ({ 'so-xay-dung': 17 })[key],
  });
  const run = async (key: string) => {
    const named = await program.publish(
      `named-${key}`,
      bpmn(
        `<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>${user('a', `dinh:unit="&quot;${key}&quot;"`)}${path('start', 'a', 'end')}`,
      ),
    );
    const businessKey = `named-${key}`;
    await program.as(an, (ctx) => naming.startProcess(ctx, { definition: named, businessKey, variables: {} }));
    return (await openTasks(program.app.db, businessKey))[0]!.unit;
  };
  assert.equal(await run('so-xay-dung'), 17);
  await assert.rejects(run('khong-co'), { code: 'process.not-placed' });
});

test('Two officials complete one task at the same moment: one does it, the other is told who did what and when', async () => {
  const { businessKey, task } = await start();
  const both = await Promise.allSettled([
    program.as(an, (ctx) => engine.completeTask(ctx, { taskId: task.id, outcome: 'yes' })),
    program.as(binh, (ctx) => engine.completeTask(ctx, { taskId: task.id, outcome: 'no', comment: 'x' })),
  ]);
  const refused = both.filter((r) => r.status === 'rejected');
  assert.equal(refused.length, 1);
  const error = refused[0]!.reason as Refusal;
  assert.equal(error.code, 'process.task-changed');
  const [first] = await instanceHistory(program.app.db, businessKey, program.clock.now());
  assert.equal(error.details['who'], first!.byName);
  assert.match(error.sentence('vi'), /08:00 02\/03\/2026: đã hoàn thành \(“(Có|Không)”\)/);
  assert.deepEqual(
    (await openTasks(program.app.db, businessKey)).map((t) => t.element),
    ['b'],
    'one next task',
  );
});

test('A task ends with what was read ahead; where that was another task of the role, it is read anew', async () => {
  const { businessKey, task } = await start();
  const other = await start();
  const complete = (id: string, key: string) =>
    program.as(an, (ctx) => {
      const ahead = engine.lookAhead(ctx, { businessKey: key, role: task.role });
      return engine.completeTask(ctx, { taskId: id, outcome: 'yes', ahead });
    });
  await complete(task.id, businessKey);
  await complete(other.task.id, 'matter that is not there');
  for (const key of [businessKey, other.businessKey])
    assert.deepEqual(
      (await openTasks(program.app.db, key)).map((t) => t.element),
      ['b'],
    );
  const again = complete(task.id, other.businessKey);
  await assert.rejects(again, { code: 'process.task-changed' });
});

test('An outcome that the step does not have is told with those it has; a needed comment is asked for', async () => {
  const { task } = await start();
  const complete = (more: object) => program.as(an, (ctx) => engine.completeTask(ctx, { taskId: task.id, ...more }));
  await assert.rejects(complete({ outcome: 'maybe' }), (error: Refusal) => {
    assert.equal(error.code, 'process.unknown-outcome');
    assert.equal(error.details['known'], 'yes, no');
    return true;
  });
  await assert.rejects(complete({}), { code: 'process.unknown-outcome' });
  await assert.rejects(complete({ outcome: 'no', comment: '  ' }), { code: 'process.comment-needed' });
  await assert.rejects(
    program.as(an, (ctx) => engine.completeTask(ctx, { taskId: newId(0), outcome: 'yes' })),
    { code: 'process.task-not-found' },
  );
});

test('A task is claimed by one; the second hears who has it, and a page seen before the claim is out of date', async () => {
  const { task } = await start();
  const mine = await program.as(an, (ctx) => engine.claimTask(ctx, { taskId: task.id }));
  assert.equal(mine.assignee, an.id);
  assert.equal(mine.version, 2);
  await assert.rejects(
    program.as(binh, (ctx) => engine.claimTask(ctx, { taskId: task.id })),
    (error: Refusal) => error.code === 'process.task-changed' && error.details['who'] === 'Nguyễn An',
  );
  await assert.rejects(
    program.as(binh, (ctx) => engine.completeTask(ctx, { taskId: task.id, outcome: 'yes', version: 1 })),
    { code: 'process.task-changed' },
  );
  const back = await program.as(an, (ctx) => engine.giveBackTask(ctx, { taskId: task.id, reason: 'nghỉ phép' }));
  assert.equal(back.assignee, null);
  await program.as(binh, (ctx) => engine.completeTask(ctx, { taskId: task.id, outcome: 'yes', version: 3 }));
  await assert.rejects(
    program.as(an, (ctx) => engine.assignTask(ctx, { taskId: task.id, assignee: binh.id })),
    { code: 'process.task-changed' },
  );
});

test('P13 the work of an absent official is handed over, singly or in bulk, with the reason kept', async () => {
  const mine = [await start({ who: an.id }), await start({ who: an.id }), await start({ who: binh.id })];
  await assert.rejects(
    program.as(chief, (ctx) => engine.reassignTasks(ctx, { from: an.id, to: binh.id, reason: ' ' })),
    { code: 'process.reason-needed' },
  );
  const moved = await program.as(chief, (ctx) =>
    engine.reassignTasks(ctx, { from: an.id, to: binh.id, reason: 'Đi công tác một tuần' }),
  );
  assert.deepEqual(moved.map((t) => t.id).sort(), [mine[0]!.task.id, mine[1]!.task.id].sort());
  const [entry] = await instanceHistory(program.app.db, mine[0]!.businessKey, program.clock.now());
  const [handover] = entry!.handovers;
  assert.deepEqual(
    [handover!.kind, handover!.before, handover!.after, handover!.by, handover!.reason],
    ['reassigned', an.id, binh.id, 'Phạm Trưởng', 'Đi công tác một tuần'],
  );
  const one = await program.as(chief, (ctx) =>
    engine.reassignTasks(ctx, { taskIds: [mine[2]!.task.id], to: null, reason: 'Quá tải' }),
  );
  assert.equal(one[0]!.assignee, null);
});

test('P9 who acted for whom is in the history', async () => {
  const { businessKey, task } = await start();
  await program.as(binh, (ctx) => engine.completeTask(ctx, { taskId: task.id, outcome: 'yes', behalfOf: chief.id }));
  const [entry] = await instanceHistory(program.app.db, businessKey, program.clock.now());
  assert.deepEqual([entry!.byName, entry!.behalfOf], ['Lê Bình', chief.id]);
});

test('A step whose unit is not known is told with its name, and nothing has begun', async () => {
  await assert.rejects(
    program.as(an, (ctx) => engine.startProcess(ctx, { definition, businessKey: 'nowhere', variables: { units: {} } })),
    (error: Refusal) => error.code === 'process.not-placed' && error.details['element'] === 'Thẩm định',
  );
  const { rowCount } = await program.app.db.pool.query(`select from process.instance where business_key = 'nowhere'`);
  assert.equal(rowCount, 0);
});

test('A step that breaks off after its work leaves everything as it was', async () => {
  const { businessKey, task } = await start();
  await assert.rejects(
    program.as(an, async (ctx) => {
      await engine.completeTask(ctx, { taskId: task.id, outcome: 'yes' });
      throw new Error('the power went');
    }),
  );
  const open = await openTasks(program.app.db, businessKey);
  assert.deepEqual(
    open.map((t) => [t.id, t.version]),
    [[task.id, 1]],
  );
  await program.as(an, (ctx) => engine.completeTask(ctx, { taskId: task.id, outcome: 'yes' }));
});

test('Several steps of one process may follow each other in one transaction', async () => {
  const end = await program.as(an, async (ctx) => {
    const first = await engine.startProcess(ctx, {
      definition,
      businessKey: 'at-once',
      variables: { units: { a: 5 } },
    });
    const second = await engine.completeTask(ctx, { taskId: first.opened[0]!.id, outcome: 'yes' });
    return engine.completeTask(ctx, { taskId: second.opened[0]!.id });
  });
  assert.equal(end.state, 'completed');
});

test('A matter runs one process of an app at a time', async () => {
  const { businessKey } = await start();
  await assert.rejects(
    program.as(an, (ctx) => engine.startProcess(ctx, { definition, businessKey, variables: { units: { a: 5 } } })),
    { code: '23505' },
  );
});

test('P8 a process that changes leaves those under way on their version; the next start takes the new one', async () => {
  const { businessKey, task } = await start();
  await program.publish(
    'two-steps',
    bpmn(`<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>${user('new')}${path('start', 'new', 'end')}`),
  );
  const after = await program.as(an, (ctx) => engine.completeTask(ctx, { taskId: task.id, outcome: 'yes' }));
  assert.deepEqual(
    after.opened.map((t) => t.element),
    ['b'],
  );
  const next = await program.as(an, (ctx) =>
    engine.startProcess(ctx, {
      definition: { key: 'two-steps', day: '2026-03-02' },
      businessKey: `${businessKey}-new`,
    }),
  );
  assert.deepEqual(
    next.opened.map((t) => t.element),
    ['new'],
  );
  await assert.rejects(
    program.as(an, (ctx) => engine.startProcess(ctx, { definition: { key: 'none', day: '2026-03-02' }, businessKey: 'x' })),
    { code: 'process.not-found' },
  );
});

test('A task that is delegated comes back to who delegated it; one that nobody can settle goes to who stands above', async () => {
  const upwards = createProcessEngine({
    owner: 'test',
    superior: (_ctx, task) => (task.role === 'desk' ? { role: 'head', unit: 9, assignee: chief.id } : undefined),
  });
  const { task } = await start({ who: an.id });
  const delegate = (reason: string) =>
    program.as(an, (ctx) => upwards.delegateTask(ctx, { taskId: task.id, to: binh.id, reason }));
  await assert.rejects(delegate(' '), { code: 'process.reason-needed' });
  assert.equal((await delegate('đi họp')).assignee, binh.id);
  const back = await program.as(binh, (ctx) => upwards.giveBackTask(ctx, { taskId: task.id, reason: 'ngoài khả năng' }));
  assert.equal(back.assignee, an.id);
  const free = await program.as(an, (ctx) => upwards.giveBackTask(ctx, { taskId: task.id, reason: 'nghỉ' }));
  assert.equal(free.assignee, null, 'given back again it is for everybody');
  const raise = () => program.as(an, (ctx) => upwards.escalateTask(ctx, { taskId: task.id, reason: 'vượt thẩm quyền' }));
  const raised = await raise();
  assert.deepEqual([raised.role, raised.unit, raised.assignee], ['head', 9, chief.id]);
  await assert.rejects(raise(), { code: 'process.no-superior' });
  await program.as(chief, (ctx) => upwards.completeTask(ctx, { taskId: task.id, outcome: 'yes' }));
  await assert.rejects(raise(), { code: 'process.task-changed' });
});

test('A task goes to the one with the least to do, and to the deputy of one who is away', async () => {
  const away = new Set([chief.id]);
  const fair = createProcessEngine({
    owner: 'test',
    candidates: () => [an.id, binh.id].filter((one) => !away.has(one)),
    deputy: (_ctx, _scope, who) => (away.has(who) ? { person: binh.id, reason: 'Đi công tác' } : undefined),
  });
  const choosing = await program.publish(
    'choosing',
    bpmn(`<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>
      ${user('many', 'dinh:choose="least-loaded"', '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>4</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>')}
      ${user('boss', 'dinh:assignee="boss"')}${path('start', 'many', 'boss', 'end')}`),
  );
  await program.app.db.pool.query(`update process.task set state = 'cancelled' where state = 'open'`);
  const begun = await program.as(an, (ctx) =>
    fair.startProcess(ctx, { definition: choosing, businessKey: 'fair', variables: { boss: chief.id } }),
  );
  const holders = begun.opened.map((t) => t.assignee);
  assert.deepEqual(
    [an, binh].map((one) => holders.filter((h) => h === one.id).length),
    [2, 2],
  );
  let last = begun;
  for (const task of begun.opened) last = await program.as(an, (ctx) => fair.completeTask(ctx, { taskId: task.id }));
  assert.equal(last.opened[0]!.assignee, binh.id, 'the deputy of the head');
  const [told] = (await instanceHistory(program.app.db, 'fair', program.clock.now())).at(-1)!.handovers;
  assert.deepEqual([told!.kind, told!.before, told!.after, told!.reason], ['delegated', chief.id, binh.id, 'Đi công tác']);
});

test('A step that was ended by mistake is taken back as long as nobody has touched what came of it; both are kept', async () => {
  const { businessKey, task } = await start({ who: an.id });
  await program.as(an, (ctx) => engine.completeTask(ctx, { taskId: task.id, outcome: 'yes' }));
  const back = (taskId: string, reason = 'nhầm người') => program.as(an, (ctx) => engine.takeBackTask(ctx, { taskId, reason }));
  await assert.rejects(back(task.id, ' '), { code: 'process.reason-needed' });
  await assert.rejects(back(newId(0)), { code: 'process.task-not-found' });
  const { cancelled, opened } = await back(task.id);
  assert.deepEqual([cancelled.element, opened.element, opened.assignee], ['b', 'a', an.id]);
  const history = await instanceHistory(program.app.db, businessKey, program.clock.now());
  assert.deepEqual(history.map((t) => `${t.element} ${t.state}`).sort(), ['a done', 'a open', 'b cancelled']);
  await assert.rejects(back(task.id), { code: 'process.change-refused' }, 'once only');

  await program.as(an, (ctx) => engine.completeTask(ctx, { taskId: opened.id, outcome: 'yes' }));
  const [next] = await openTasks(program.app.db, businessKey);
  await program.as(binh, (ctx) => engine.claimTask(ctx, { taskId: next!.id }));
  await assert.rejects(back(opened.id), { code: 'process.change-refused' }, 'somebody is at it');
});
