import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createProcessEngine } from './engine.ts';
import { instanceHistory, openTasks } from './queries.ts';
import { packProcess, person, testProgram } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const definition = await program.publish('settle-standard', await packProcess('settle-standard'));

const seen: string[] = [];
const engine = createProcessEngine({
  owner: 'one-stop',
  stepDue: (_ctx, _scope, share, from) => ({
    dueAt: new Date(from.getTime() + share * 3_600_000),
    minutes: share * 10,
  }),
  listeners: [
    {
      onEnter: (_ctx, { element }) => {
        if (element.status) seen.push(`${element.id}:${element.status}`);
      },
      onLeave: (_ctx, { element }) => {
        if (element.restart) seen.push('restart');
      },
      onEnded: (_ctx, end) => void seen.push(`${end.state}:${end.element}`),
    },
  ],
});
const [desk, specialist, head, director, clerk] = ['Trần Thu Cúc', 'Lê Minh Trúc', 'Vũ Hải', 'Đỗ Sơn', 'Hồ Lan'].map(person);
const units = { reception: 1, section: 2, leadership: 3, clerk: 4 };

async function open(key: string) {
  const [task, ...more] = await openTasks(program.app.db, key);
  assert.equal(more.length, 0, 'one task at a time');
  return task!;
}

async function complete(key: string, who: number, outcome: string, more: object = {}) {
  program.clock.advance(60_000);
  const task = await open(key);
  const person = [desk, specialist, head, director, clerk][who]!;
  return program.as(person, (ctx) => engine.completeTask(ctx, { taskId: task.id, outcome, ...more }));
}

test('P1 a dossier goes from the desk to the signed result, each step with its person, unit and share', async () => {
  seen.length = 0;
  await program.as(desk!, (ctx) => engine.startProcess(ctx, { definition, businessKey: 'dossier-1', variables: { units } }));
  const first = await open('dossier-1');
  assert.deepEqual([first.element, first.role, first.unit, first.share, first.minutes], ['receive', 'desk', 1, 5, 50]);
  await complete('dossier-1', 0, 'accept');
  await complete('dossier-1', 2, 'assign', { variables: { specialist: specialist!.id } });
  assert.equal((await open('dossier-1')).assignee, specialist!.id);
  await complete('dossier-1', 1, 'propose-approval');
  await complete('dossier-1', 2, 'send-back', { comment: 'Thiếu số thửa' });
  assert.equal((await open('dossier-1')).element, 'appraise');
  await complete('dossier-1', 1, 'propose-approval');
  await complete('dossier-1', 2, 'forward');
  const signed = await complete('dossier-1', 3, 'sign');
  assert.equal(signed.variables['proposal'], 'propose-approval');
  assert.equal((await open('dossier-1')).unit, 4);
  await complete('dossier-1', 4, 'issue');
  program.clock.advance(86_400_000);
  const end = await complete('dossier-1', 0, 'return');
  assert.equal(end.state, 'completed');
  assert.deepEqual(seen, [
    'filed:1',
    'accepted:2',
    'assign:4',
    'appraise:4',
    'appraise:4',
    'return:9',
    'done:10',
    'completed:done',
  ]);
  const history = await instanceHistory(program.app.db, 'dossier-1', program.clock.now());
  assert.deepEqual(
    history.map((h) => `${h.element} ${h.outcome} ${h.byName} ${h.late}`),
    [
      'receive accept Trần Thu Cúc false',
      'assign assign Vũ Hải false',
      'appraise propose-approval Lê Minh Trúc false',
      'review send-back Vũ Hải false',
      'appraise propose-approval Lê Minh Trúc false',
      'review forward Vũ Hải false',
      'approve sign Đỗ Sơn false',
      'stamp issue Hồ Lan false',
      'return return Trần Thu Cúc true',
    ],
  );
  const left = await program.app.db.pool.query('select from process.token');
  assert.equal(left.rowCount, 0);
});

test('D3 an incomplete dossier waits for its supplement before acceptance, and comes back to the desk', async () => {
  seen.length = 0;
  await program.as(desk!, (ctx) =>
    engine.startProcess(ctx, {
      definition: { key: 'settle-standard', day: '2026-03-02' },
      businessKey: 'dossier-2',
      variables: { units },
    }),
  );
  await assert.rejects(complete('dossier-2', 0, 'request-supplement'), { code: 'process.comment-needed' });
  await complete('dossier-2', 0, 'request-supplement', { comment: 'Thiếu bản vẽ' });
  assert.equal((await openTasks(program.app.db, 'dossier-2')).length, 0);
  const { received } = await program.as(desk!, (ctx) =>
    engine.sendMessage(ctx, { businessKey: 'dossier-2', name: 'supplemented' }),
  );
  assert.equal(received, 1);
  await complete('dossier-2', 0, 'refuse', { comment: 'Không thuộc thẩm quyền' });
  assert.deepEqual(seen, ['filed:1', 'supplement-before-acceptance:5', 'refused:3', 'completed:refused']);
});

test('P4 appraisal finds the dossier wanting: it waits, and the time limit starts again', async () => {
  seen.length = 0;
  await program.as(desk!, (ctx) => engine.startProcess(ctx, { definition, businessKey: 'dossier-3', variables: { units } }));
  await complete('dossier-3', 0, 'accept');
  await complete('dossier-3', 2, 'assign');
  await complete('dossier-3', 1, 'request-supplement', { comment: 'Cần bản vẽ móng' });
  await program.as(desk!, (ctx) => engine.sendMessage(ctx, { businessKey: 'dossier-3', name: 'supplemented' }));
  assert.deepEqual(seen.slice(-3), ['supplement:5', 'restart', 'appraise:4']);
  assert.equal((await open('dossier-3')).element, 'appraise');
  const history = await instanceHistory(program.app.db, 'dossier-3', program.clock.now());
  const wait = history.find((h) => h.kind === 'wait')!;
  assert.deepEqual([wait.name.vi, wait.outcome, wait.state], ['Chờ bổ sung, tính lại thời hạn', 'supplemented', 'done']);
});

test('P6 a withdrawn dossier ends wherever it stands, with the reason', async () => {
  const result = await program.as(desk!, (ctx) =>
    engine.cancelInstance(ctx, { businessKey: 'dossier-3', reason: 'Công dân rút hồ sơ' }),
  );
  assert.equal(result.state, 'cancelled');
  assert.equal((await openTasks(program.app.db, 'dossier-3')).length, 0);
  await assert.rejects(
    program.as(desk!, (ctx) => engine.cancelInstance(ctx, { businessKey: 'dossier-3', reason: 'lần nữa' })),
    { code: 'process.not-running' },
  );
});
