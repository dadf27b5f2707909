import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, test } from 'node:test';
import { createProcessEngine } from './engine.ts';
import { openTasks } from './queries.ts';
import { addDuration } from './run/moment.ts';
import { packProcess, person, testProgram } from './testing.ts';
import { compileBpmn } from './model/compile.ts';

const program = await testProgram();
after(() => program.close());
const { app, clock } = program;
const me = person('Trần Thu Cúc');

const told: string[] = [];
const engine = createProcessEngine({
  owner: 'one-stop',
  handlers: {
    'one-stop.tell-late-consultation': (_ctx, { variables }) => void told.push(`late ${variables['consultation'].unit}`),
    'one-stop.announce-visit': (_ctx, { variables }) => void told.push(`visit ${variables['visit'].place}`),
  },
  listeners: [
    {
      onEnter: (_ctx, { element }) => void (element.hold && told.push(`hold ${element.status}`)),
      onLeave: (_ctx, { element }) => void (element.hold && told.push('go on')),
    },
  ],
  workingTime: (_ctx, _scope, duration, from) => addDuration(from, duration)!,
});
const units = {
  reception: 1,
  section: 2,
  leadership: 3,
  clerk: 4,
  upperSection: 11,
  upperLeadership: 12,
  upperClerk: 13,
};

/** Starts a process of the pack and gives a way to take it along its steps: `element:outcome`. */
async function play(key: string, variables: object = {}) {
  told.length = 0;
  const definition = await program.publish(key, await packProcess(key));
  const businessKey = `dossier-${key}-${clock.now().getTime()}`;
  let last = await program.as(me, (ctx) =>
    engine.startProcess(ctx, { definition, businessKey, variables: { units, ...variables } }),
  );
  return {
    businessKey,
    open: async () => (await openTasks(app.db, businessKey)).map((t) => `${t.element}@${t.unit}`).sort(),
    async go(...steps: string[]) {
      for (const step of steps) {
        clock.advance(1000);
        const [, element, unit, outcome] = /^([\w-]+)(?:@(\d+))?:([\w-]+)$/.exec(step)!;
        const task = (await openTasks(app.db, businessKey)).find(
          (t) => t.element === element && (unit === undefined || t.unit === Number(unit)),
        );
        assert.ok(task, `${step}: open are ${(await this.open()).join(', ')}`);
        last = await program.as(me, (ctx) =>
          engine.completeTask(ctx, {
            taskId: task.id,
            outcome: outcome!,
            comment: 'vì thế',
            variables: outcome === 'arrange' ? { visit: { place: 'Phòng khám' } } : {},
          }),
        );
      }
      return last;
    },
    send: (name: string) => program.as(me, (ctx) => engine.sendMessage(ctx, { businessKey, name })),
  };
}
const signed = ['review:forward', 'approve:sign', 'stamp:issue', 'return:return'];

test('Every process of the pack can run, and its shares make the whole time limit', async () => {
  const folder = new URL('../../../packs/ha-nam/processes/', import.meta.url);
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.bpmn'))) {
    const { graph, problems } = compileBpmn(await packProcess(file.replace('.bpmn', '')));
    assert.deepEqual(problems, [], file);
    const tasks = [...graph!.nodes.values()].filter((n) => n.kind === 'user-task');
    assert.equal(
      tasks.reduce((sum, t) => sum + (t.share ?? 0), 0),
      100,
      file,
    );
    for (const { name, id } of graph!.nodes.values()) {
      assert.ok(name.vi !== '' && name.en !== '', `${file}: ${id}`);
    }
    for (const { outcomes } of tasks) assert.ok(outcomes.every((o) => o.name.vi !== o.key && o.name.en !== o.key));
  }
});

test('A short process goes from acceptance straight to the specialist', async () => {
  const it = await play('settle-short');
  const end = await it.go('receive:accept', 'appraise:propose-approval', ...signed);
  assert.equal(end.state, 'completed');
});

test('D6 what is settled at once is looked up at the desk, signed, stamped and returned', async () => {
  const it = await play('settle-at-once');
  const end = await it.go('receive:accept', 'check:prepared', 'approve:sign', 'stamp:issue', 'return:return');
  assert.equal(end.state, 'completed');
  assert.equal(end.variables['proposal'], 'propose-approval');
});

test('P2 two agencies are consulted at once with a deadline each; for the late one the head of the one-stop is told', async () => {
  const consultations = [
    { unit: 21, days: 3, subject: 'Lộ giới' },
    { unit: 22, days: 5, subject: 'Phòng cháy' },
  ];
  const it = await play('settle-with-consultation', { consultations });
  await it.go('receive:accept', 'assign:assign', 'study:consult');
  assert.deepEqual(await it.open(), ['answer@21', 'answer@22']);
  const due = (await openTasks(app.db, it.businessKey)).map((t) => t.dueAt!.getTime() - clock.now().getTime());
  assert.deepEqual(due, [3 * 86_400_000, 5 * 86_400_000]);
  await it.go('answer@21:agree-with-remarks');
  clock.advance(4 * 86_400_000);
  await engine.fireDueTimers(app);
  assert.deepEqual(told, [], 'the second has a day left');
  clock.advance(86_400_000);
  await engine.fireDueTimers(app);
  assert.deepEqual(told, ['late 22']);
  assert.deepEqual(await it.open(), ['answer@22'], 'it may still answer');
  await it.go('answer@22:agree');
  const end = await it.go('appraise:propose-approval', ...signed);
  assert.deepEqual(
    end.variables['opinions'].map((o: any) => [o.consultation.unit, o.outcome]),
    [
      [21, 'agree-with-remarks'],
      [22, 'agree'],
    ],
  );
});

test('P2 the lead agency may go on without the answer that does not come', async () => {
  const it = await play('settle-with-consultation', { consultations: [{ unit: 21, days: 3 }] });
  await it.go('receive:accept', 'assign:assign', 'study:consult');
  await it.send('consultation-closed');
  assert.deepEqual(await it.open(), ['appraise@2']);
  assert.equal((await it.go('appraise:propose-approval', ...signed)).state, 'completed');
});

test('P3 a dossier that the level above decides travels up and comes back to the desk that received it', async () => {
  const it = await play('settle-with-upper-level');
  await it.go(
    'receive:accept',
    'assign:assign',
    'study:no-consultation',
    'appraise:propose-approval',
    'review:forward',
    'submit:submit',
  );
  assert.deepEqual(await it.open(), ['upper-appraise@11']);
  await it.go('upper-appraise:send-back', 'appraise:propose-approval', 'review:forward', 'submit:submit');
  await it.go('upper-appraise:propose-approval', 'approve@12:sign');
  assert.deepEqual(await it.open(), ['stamp@13']);
  await it.go('stamp:issue');
  assert.deepEqual(await it.open(), ['return@1']);
  assert.equal((await it.go('return:return')).state, 'completed');
});

test('P3 agencies of one level work in parallel on an electronic dossier, and the lead agency sums up', async () => {
  const agencies = [
    { unit: 21, leadership: 31, days: 3 },
    { unit: 22, leadership: 32, days: 3 },
  ];
  const it = await play('settle-inter-agency', { agencies });
  await it.go('receive:accept', 'assign:assign');
  assert.deepEqual(await it.open(), ['part-appraise@21', 'part-appraise@22', 'study@2']);
  await it.go('part-appraise@22:propose-refusal', 'study:studied', 'part-approve@32:sign', 'part-appraise@21:propose-approval');
  assert.deepEqual(await it.open(), ['part-approve@31']);
  await it.go('part-approve:sign');
  const end = await it.go('appraise:propose-approval', ...signed);
  assert.deepEqual(
    end.variables['agencyResults'].map((r: any) => [r.agency.unit, r.proposal]),
    [
      [22, 'propose-refusal'],
      [21, 'propose-approval'],
    ],
  );
});

test('P10 a visit is arranged, announced, reported; one that failed is arranged again', async () => {
  const it = await play('settle-with-site-visit');
  await it.go('receive:accept', 'assign:assign', 'arrange-visit:arrange');
  assert.deepEqual(told, ['visit Phòng khám']);
  await it.go('report-visit:not-met', 'arrange-visit:arrange', 'report-visit:reported');
  assert.equal((await it.go('appraise:propose-approval', ...signed)).state, 'completed');
});

test('P11 the clock stands still while a financial duty is to be fulfilled, and goes on when it is paid', async () => {
  const it = await play('settle-with-financial-duty');
  await it.go('receive:accept', 'assign:assign', 'appraise:propose-approval', 'review:forward', 'notify-duty:notify');
  assert.deepEqual(await it.open(), []);
  assert.deepEqual(told, ['hold 6']);
  assert.deepEqual(await it.send('paid'), { received: 1, started: 0 });
  assert.deepEqual(told, ['hold 6', 'go on']);
  assert.deepEqual(await it.send('paid'), { received: 0, started: 0 }, 'a second notice of the same payment changes nothing');
  assert.equal((await it.go('approve:sign', 'stamp:issue', 'return:return')).state, 'completed');
});
