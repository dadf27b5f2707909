/** Who does the steps of dossiers: by unit, position, role and rule; claimed, delegated, given back, passed upwards. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { localDate, publishDefinition, sql } from '@dinh/kernel';
import { file, openTask } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let citizen: Visitor;
let desk: Visitor;
let specialist: Visitor;
let colleague: Visitor;
let sectionHead: Visitor;
let head: Visitor;
const ids: Record<string, string> = {};
const permit = 'HNM.6739-14';

before(async () => {
  province = await openProvince();
  const accounts = ['congdan', 'motcua', 'chuyenvien', 'chuyenvien2', 'truongphong', 'giamdoc'];
  [citizen, desk, specialist, colleague, sectionHead, head] = (await Promise.all(
    accounts.map((account) => province.signIn(account)),
  )) as [Visitor, Visitor, Visitor, Visitor, Visitor, Visitor];
  for (const account of accounts) ids[account] = await province.person(account);
});
after(() => province.close());

async function accepted(): Promise<string> {
  const { id } = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  return id;
}
const task = (id: string) => openTask(province.app, id);
const step = async (who: Visitor, id: string, outcome: string, more: object = {}) =>
  who.api('one-stop.complete-step', { taskId: (await task(id)).id, outcome, ...more });
async function appraised(by = 'chuyenvien'): Promise<string> {
  const id = await accepted();
  await step(sectionHead, id, 'assign', { specialist: ids[by] });
  return id;
}
const lastAct = async (id: string) => (await desk.api('one-stop.view-dossier', { id })).history.at(-1);

test('A step of a unit is taken by one of those who hold its role; who comes second is told who has it', async () => {
  const id = await accepted();
  const { id: taskId, assignee } = await task(id);
  assert.equal(assignee, null);
  const page = await sectionHead.get(`/ban-lam-viec/ho-so/${id}`);
  assert.match(page.text, /Nhận việc/);
  await assert.rejects(specialist.api('one-stop.claim-task', { taskId }), /process\.task-not-found/);
  await sectionHead.api('one-stop.claim-task', { taskId });
  assert.equal((await task(id)).assignee, ids['truongphong']);
  assert.equal((await lastAct(id)).act, 'claimed');
  await sectionHead.api('one-stop.give-back-task', { taskId, reason: 'Chưa xử lý được' });
  assert.equal((await task(id)).assignee, null);
  await assert.rejects(sectionHead.api('one-stop.claim-task', { taskId, version: 1 }), /process\.task-changed/);
});

test('A step is delegated to a colleague of the same role, and comes back to who delegated it', async () => {
  const id = await appraised();
  const { id: taskId } = await task(id);
  const delegate = (to: string | undefined) => specialist.api('one-stop.delegate-task', { taskId, to: to!, reason: 'Đi họp' });
  await assert.rejects(delegate(ids['giamdoc']), /one-stop\.specialist-needed/);
  await assert.rejects(delegate(ids['chuyenvien']), /one-stop\.specialist-needed/);
  await delegate(ids['chuyenvien2']);
  const act = await lastAct(id);
  assert.deepEqual([act.act, act.comment, act.data.to], ['delegated', 'Đi họp', 'Trịnh Văn Thông']);
  await assert.rejects(step(specialist, id, 'propose-approval'), /process\.task-not-found/);
  await colleague.api('one-stop.give-back-task', { taskId, reason: 'Việc khác gấp hơn' });
  assert.equal((await task(id)).assignee, ids['chuyenvien']);
});

test('What its holder cannot settle goes to the head of section, from there to the head of agency, and no further', async () => {
  const id = await appraised();
  const { id: taskId, unit } = await task(id);
  const up = (who: Visitor) => who.api('one-stop.escalate-task', { taskId, reason: 'Vượt thẩm quyền' });
  await up(specialist);
  let now = await task(id);
  assert.deepEqual([now.role, now.unit, now.assignee], ['section-head', unit, null]);
  await assert.rejects(up(specialist), /process\.task-not-found/);
  await up(sectionHead);
  now = await task(id);
  assert.equal(now.role, 'agency-head');
  await assert.rejects(up(head), /process\.no-superior/);
  assert.equal((await lastAct(id)).act, 'escalated');
  await step(head, id, 'no-consultation');
  assert.equal((await task(id)).element, 'appraise', 'it was done there');
});

test('What is for a person who is away goes to their deputy; the record names both, and the task how it came there', async () => {
  const day = localDate(province.clock.now());
  await sectionHead.api('identity.delegate-authority', {
    to: ids['chuyenvien2']!,
    from: day,
    until: day,
    reason: 'Đi công tác',
  });
  colleague = await province.signIn('chuyenvien2');
  const id = await appraised('truongphong');
  const { id: taskId, assignee } = await task(id);
  assert.equal(assignee, ids['chuyenvien2']);
  const told = await province.app.db.all<{ before: string; after: string; reason: string }>(
    sql`select before, after, reason from process.v_assignment where task_id = ${taskId}`,
  );
  assert.deepEqual(told, [{ before: ids['truongphong'], after: ids['chuyenvien2'], reason: 'Đi công tác' }]);
  const page = await colleague.get(`/ban-lam-viec/ho-so/${id}`);
  assert.match(page.text, /làm (việc này )?thay mặt Vũ Thị Quế/);
  await step(colleague, id, 'no-consultation');
  const act = await lastAct(id);
  assert.deepEqual([act.personName, act.behalfOf], ['Trịnh Văn Thông', 'Vũ Thị Quế']);
  const own = await appraised('chuyenvien2');
  await step(colleague, own, 'no-consultation');
  assert.equal((await lastAct(own)).behalfOf, null, 'what is theirs they do in their own right');
  province.clock.advance(2 * 86_400_000);
  [citizen, desk, specialist, colleague, sectionHead, head] = (await Promise.all(
    ['congdan', 'motcua', 'chuyenvien', 'chuyenvien2', 'truongphong', 'giamdoc'].map((one) => province.signIn(one)),
  )) as [Visitor, Visitor, Visitor, Visitor, Visitor, Visitor];
  assert.equal((await task(await appraised('truongphong'))).assignee, ids['truongphong'], 'back again');
});

/** A version of the process: studies go to who has least to do, and the stamp names no outcomes. */
async function publishVariant(): Promise<void> {
  const { app, clock } = province;
  const today = localDate(clock.now());
  const { body } = (await app.definitions.at<{ bpmn: string; source: string }>('process', 'settle-with-consultation', today))!;
  const bpmn = body.bpmn
    .replace(/(<bpmn:userTask id="study"[^>]*)dinh:assignee="specialist"/, '$1dinh:choose="least-loaded"')
    .replace(/(<bpmn:userTask id="stamp"[^>]*>)\s*<bpmn:extensionElements>[^]*?<\/bpmn:extensionElements>/, '$1');
  assert.ok(bpmn.length < body.bpmn.length);
  await app.db.transaction((tx) =>
    publishDefinition(tx, clock.now(), {
      kind: 'process',
      key: 'settle-with-consultation',
      body: { ...body, bpmn },
      source: 'ours',
      origin: 'officer',
      effectiveFrom: today,
    }),
  );
  app.definitions.forget();
}

test('By rule: who has least to do of those who hold the role in the unit, and are not away', async () => {
  await publishVariant();
  const load = async (account: string) =>
    (
      await province.app.db.one<{ open: number }>(
        sql`select count(*)::int as open from process.task where state = 'open' and assignee = ${ids[account]!}`,
      )
    ).open;
  for (let i = 0; i < 6; i++) {
    const open = { chuyenvien: await load('chuyenvien'), chuyenvien2: await load('chuyenvien2') };
    const { assignee } = await task(await appraised());
    const fewest = Math.min(open.chuyenvien, open.chuyenvien2);
    const free = Object.entries(open)
      .filter(([, count]) => count === fewest)
      .map(([who]) => ids[who]);
    assert.ok(free.includes(assignee!), `${JSON.stringify(open)}: ${assignee}`);
  }
  await province.app.db.run(
    sql`insert into identity.delegation (id, from_person, to_person, permissions, valid_from, valid_to, reason, created_at, created_by)
        values (gen_random_uuid(), ${ids['chuyenvien']!}, ${ids['giamdoc']!}, null, ${province.clock.now()}, ${new Date(province.clock.now().getTime() + 86_400_000)}, 'Nghỉ', ${province.clock.now()}, ${ids['chuyenvien']!})`,
  );
  for (let i = 0; i < 3; i++) assert.equal((await task(await appraised())).assignee, ids['chuyenvien2'], 'the other one is away');
});

test('A step for which the model names no outcomes is offered as done, and done', async () => {
  const id = await appraised('chuyenvien2');
  await step(colleague, id, 'no-consultation');
  await step(colleague, id, 'propose-approval');
  await step(sectionHead, id, 'forward');
  await step(head, id, 'sign');
  const now = await task(id);
  assert.equal(now.element, 'stamp');
  const clerk = await province.signIn('vanthu');
  await assert.rejects(step(clerk, id, 'issue'), /process\.unknown-outcome/);
  const page = await clerk.get(`/ban-lam-viec/ho-so/${id}`);
  assert.match(page.text, /Hoàn thành/);
  await step(clerk, id, 'done');
  assert.equal((await task(id)).element, 'return');
});
