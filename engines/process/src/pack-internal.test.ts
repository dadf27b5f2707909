import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createProcessEngine } from './engine.ts';
import { compileBpmn } from './model/compile.ts';
import { openTasks } from './queries.ts';
import { packProcess, person, testProgram } from './testing.ts';

// The internal processes of the province, as its architecture draws them: played through before their apps are there.
const program = await testProgram();
after(() => program.close());
const { app, clock } = program;
const engine = createProcessEngine({
  owner: 'internal',
  stepDue: (_ctx, _scope, share, from) => ({
    dueAt: new Date(from.getTime() + share * 3_600_000),
    minutes: share * 60,
  }),
});
const units = Object.fromEntries(
  ['drafting', 'legal', 'leadership', 'clerk', 'handling', 'emulation', 'office', 'province', 'assets', 'using', 'council'].map(
    (name, i) => [name, i + 1],
  ),
);
let number = 0;
const used = new Map<string, Set<string>>();

/** Plays a process along `element role:outcome`, each step by a person of that role, and tells where it ended. */
async function play(key: string, ...steps: string[]): Promise<string> {
  const definition = await program.publish(key, await packProcess(key));
  const businessKey = `${key}-${++number}`;
  const start = await program.as(person('Người khởi tạo'), (ctx) =>
    engine.startProcess(ctx, { definition, businessKey, variables: { units } }),
  );
  for (const step of steps) {
    clock.advance(60_000);
    const [, element, role, outcome] = /^([\w-]+) ([\w-]+):([\w-]+)$/.exec(step)!;
    const [task, ...more] = await openTasks(app.db, businessKey);
    assert.deepEqual([task?.element, task?.role, more.length], [element, role, 0], step);
    assert.ok(task!.dueAt && task!.unit, 'each step has its unit and its time');
    used.set(key, (used.get(key) ?? new Set()).add(`${element}:${outcome}`));
    await program.as(person(role!), (ctx) =>
      engine.completeTask(ctx, { taskId: task!.id, outcome: outcome!, comment: 'theo ý kiến' }),
    );
  }
  const end = await app.db.pool.query(`select state, end_element from process.instance where id = $1`, [start.instanceId]);
  return end.rows[0].state === 'completed' ? end.rows[0].end_element : end.rows[0].state;
}

const drafted = ['draft specialist:drafted', 'submit-to-unit specialist:submit'];
const toAgency = ['approve-content section-head:approve', 'check-format legal-officer:pass', 'submit-to-agency clerk:submit'];
const signed = [
  'approve agency-head:agree',
  'leader-signature agency-head:sign',
  'number clerk:number',
  'agency-signature clerk:seal',
  'publish clerk:publish',
];

test('An outgoing document takes its ten steps: the head signs, then it gets its number, then the agency signs', async () => {
  assert.equal(await play('outgoing-document', ...drafted, ...toAgency, ...signed), 'sent');
});

test('An outgoing document goes back to its draft from the head of the unit, from the check of format and from the head of the agency', async () => {
  const end = await play(
    'outgoing-document',
    ...drafted,
    'approve-content section-head:redraft',
    ...drafted,
    'approve-content section-head:approve',
    'check-format legal-officer:fail',
    ...drafted,
    ...toAgency,
    'approve agency-head:disagree',
    ...drafted,
    ...toAgency,
    ...signed,
  );
  assert.equal(end, 'sent');
});

test('An incoming document is handled in five steps, or only stored', async () => {
  const read = ['receive clerk:register', 'distribute agency-head:handle', 'direct agency-head:direct'];
  const end = await play(
    'incoming-document',
    ...read,
    'organise section-head:assign',
    'resolve specialist:pass-on',
    'organise section-head:assign',
    'resolve specialist:done',
  );
  assert.equal(end, 'filed');
  assert.equal(await play('incoming-document', read[0]!, 'distribute agency-head:store', 'store clerk:store'), 'stored');
});

const appraised = ['appraise specialist:appraised', 'submit specialist:submit'];
const toOffice = [
  'approve section-head:approve',
  'file-appraisal specialist:file',
  'receive-appraised clerk:forward',
  'receive-office clerk:accept',
];
const processed = ['process specialist:processed', 'submit-office section-head:submit'];
const finished = [
  'store-result clerk:store',
  'receive-result clerk:forward',
  'receive-final clerk:received',
  'notify specialist:notified',
  'file clerk:file',
];

test('A commendation takes its sixteen steps through three agencies, with all its ways back', async () => {
  const begun = ['receive clerk:accept', 'assign section-head:assign', ...appraised];
  assert.equal(
    begun.length + toOffice.length + processed.length + 1 + finished.length,
    16,
    'sixteen steps as the source counts them',
  );
  assert.equal(await play('commendation', ...begun, ...toOffice, ...processed, 'decide leader:approve', ...finished), 'ended');
  const back = await play(
    'commendation',
    ...begun,
    'approve section-head:send-back',
    ...appraised,
    ...toOffice,
    'process specialist:processed',
    'submit-office section-head:send-back',
    ...processed,
    'decide leader:send-back',
    ...processed,
    'decide leader:refuse',
    ...finished,
  );
  assert.equal(back, 'ended');
  assert.equal(await play('commendation', 'receive clerk:return'), 'returned');
});

test('An asset that is bought or leased takes seven steps into the register', async () => {
  const rest = ['code:coded', 'declare:declared', 'depreciate:set-up', 'file:file'].map((step) =>
    step.replace(':', ' asset-officer:'),
  );
  const end = await play(
    'asset-increase',
    'minutes asset-officer:drawn-up',
    'approve agency-head:send-back',
    'minutes asset-officer:drawn-up',
    'approve agency-head:approve',
    'take section-head:received',
    ...rest,
  );
  assert.equal(end, 'added');
});

test('An asset is liquidated in seven steps by council, head and asset officer, or kept', async () => {
  const proposed = ['propose asset-council:drawn-up', 'approve agency-head:approve'];
  const end = await play(
    'asset-liquidation',
    ...proposed,
    'confirm-state asset-council:differs',
    'propose asset-council:drawn-up',
    'approve agency-head:send-back',
    ...proposed,
    'confirm-state asset-council:confirmed',
    'liquidate asset-council:liquidated',
    'confirm-result asset-officer:confirmed',
    'record asset-officer:recorded',
    'file asset-officer:file',
  );
  assert.equal(end, 'liquidated');
  assert.equal(await play('asset-liquidation', proposed[0]!, 'approve agency-head:refuse'), 'kept');
});

test('Every outcome of every step of these processes has been played', async () => {
  for (const [key, played] of used) {
    const { graph } = compileBpmn(await packProcess(key));
    const all = [...graph!.nodes.values()].flatMap((n) =>
      n.kind === 'user-task' ? n.outcomes.map((o) => `${n.id}:${o.key}`) : [],
    );
    assert.deepEqual(
      all.filter((one) => !played.has(one)),
      [],
      key,
    );
  }
});
