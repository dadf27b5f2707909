/** What somebody does in the place of another ends with the authority for it: nothing stays with who may no longer act. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobContext, localDate, sql } from '@dinh/kernel';
import { file, openTask } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let citizen: Visitor;
let desk: Visitor;
let head: Visitor;
let deputy: Visitor;
let ids: { head: string; deputy: string };
const signIn = async () => {
  [citizen, desk, head, deputy] = (await Promise.all(
    ['congdan', 'motcua', 'truongphong', 'chuyenvien2'].map((one) => province.signIn(one)),
  )) as [Visitor, Visitor, Visitor, Visitor];
};
before(async () => {
  province = await openProvince();
  await signIn();
  ids = { head: await province.person('truongphong'), deputy: await province.person('chuyenvien2') };
});
after(() => province.close());

/** A dossier that waits for the head of the section to say who studies it. */
async function accepted(): Promise<string> {
  const { id } = await file(province, citizen, 'HNM.6739-14');
  await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  return id;
}
/** The authority of the head for today; the deputy's rights follow. */
async function delegate(to = ids.deputy): Promise<string> {
  const day = localDate(province.clock.now());
  const input = { to, from: day, until: day, reason: 'Đi họp' };
  const { delegation } = await head.api('identity.delegate-authority', input);
  return delegation;
}
const claim = async (id: string) => deputy.api('one-stop.claim-task', { taskId: (await openTask(province.app, id)).id });
const holder = async (id: string) => (await openTask(province.app, id)).assignee;
const complete = async (id: string) =>
  deputy.api('one-stop.complete-step', {
    taskId: (await openTask(province.app, id)).id,
    outcome: 'assign',
    specialist: ids.deputy,
  });
/** A standing deputy of the head of the section, and of nobody else. */
async function appointDeputy(): Promise<string> {
  const admin = await province.signIn('quantri');
  const { id: position } = await province.app.db.one<{ id: string }>(
    sql`select id from identity.position where person_id = ${ids.head} and valid_to is null order by main desc limit 1`,
  );
  await admin.api('identity.appoint-deputy', { position, person: ids.deputy, basis: 'QĐ 7/QĐ-SXD' });
  return position;
}
const away = async (): Promise<string> => {
  const day = localDate(province.clock.now());
  const { absence } = await head.api('identity.note-absence', { kind: 'mission', from: day, until: day });
  await province.settle();
  return absence;
};
async function returned(): Promise<void> {
  const job = province.app.jobs.find(({ name }) => name === 'identity.return-delegated-work')!;
  await job.run(jobContext(province.app, 'identity'), {});
  await province.settle();
}

test('Authority that is taken back takes what was begun by it along; what the deputy does in their own right stays', async () => {
  const [own, taken] = [await accepted(), await accepted()];
  await head.api('one-stop.complete-step', {
    taskId: (await openTask(province.app, own)).id,
    outcome: 'assign',
    specialist: ids.deputy,
  });
  const delegation = await delegate();
  await claim(taken);
  assert.equal(await holder(taken), ids.deputy);
  await returned();
  assert.equal(await holder(taken), ids.deputy, 'while they may');
  await head.api('identity.revoke-delegation', { delegation });
  await province.settle();
  assert.deepEqual([await holder(taken), await holder(own)], [ids.head, ids.deputy]);
  const { history } = await head.api('one-stop.view-dossier', { id: taken });
  assert.equal(history.at(-1).act, 'work-handed-over');
  assert.match(history.at(-1).comment, /Trịnh Văn Thông → Vũ Thị Quế\. Hết ủy quyền của Vũ Thị Quế/);
});

test('After its last day, too; where the giver has handed on to somebody else it waits in the unit', async () => {
  const [first, second] = [await accepted(), await accepted()];
  await delegate();
  await claim(first);
  province.clock.advance(86_400_000);
  await signIn();
  await returned();
  assert.equal(await holder(first), ids.head);

  const delegation = await delegate();
  await claim(second);
  await delegate(await province.person('chuyenvien'));
  await head.api('identity.revoke-delegation', { delegation });
  await province.settle();
  assert.equal(await holder(second), null);
  const left = await province.app.db.all(
    sql`select from identity.delegation where returned_at is null and revoked_at is not null`,
  );
  assert.deepEqual(left, []);
});

test('In the instant after the last one a delegation ends nothing any more, before the work has gone back', async () => {
  const dossier = await accepted();
  await delegate();
  await claim(dossier);
  province.clock.advance(86_400_000);
  await signIn();
  assert.equal(await holder(dossier), ids.deputy, 'not given back yet');
  await assert.rejects(complete(dossier), /process\.task-not-found/);
  await returned();
  assert.equal(await holder(dossier), ids.head);
});

test('While whoever delegated is suspended, what the deputy took is refused them at once and waits in the unit; resumed, it holds again', async () => {
  const [dossier, later] = [await accepted(), await accepted()];
  await delegate();
  await claim(dossier);
  const admin = await province.signIn('quantri');
  await admin.api('identity.suspend-person', { person: ids.head, reason: 'Kiểm tra' });
  assert.equal(await holder(dossier), ids.deputy, 'not given back yet');
  await assert.rejects(complete(dossier), /process\.task-not-found/);
  await province.settle();
  assert.equal(await holder(dossier), null);
  const heard = await province.app.db.all<{ subject: string }>(
    sql`select subject from notify.message where person_id = ${ids.deputy} and template = 'delegation-rests'`,
  );
  assert.ok(
    heard.length > 0 && heard.every(({ subject }) => /Ủy quyền của Vũ Thị Quế tạm dừng/.test(subject)),
    JSON.stringify(heard),
  );
  const shown = await admin.get(`/quan-tri/nguoi/${ids.head}`);
  assert.match(shown.text, /Ai làm thay lúc này[\s\S]*ủy quyền đã giao tạm dừng[\s\S]*Không có ai làm thay/);
  await admin.api('identity.resume-person', { person: ids.head, reason: 'Xong' });
  await province.settle();
  await claim(later);
  await returned();
  assert.equal(await holder(later), ids.deputy, 'while they may');
  province.clock.advance(86_400_000);
  await signIn();
  await returned();
  assert.equal(await holder(later), ids.head);
});

test('When the head is back before the day is over, what the standing deputy took goes back to them', async () => {
  await appointDeputy();
  const absence = await away();
  const dossier = await accepted();
  await claim(dossier);
  await returned();
  assert.equal(await holder(dossier), ids.deputy, 'while the head is away');
  await head.api('identity.cancel-absence', { absence });
  await province.settle();
  assert.equal(await holder(dossier), ids.head);
  const { history } = await head.api('one-stop.view-dossier', { id: dossier });
  assert.match(history.at(-1).comment, /Trịnh Văn Thông → Vũ Thị Quế\. Hết thời gian làm thay Vũ Thị Quế/);
});

test('After the last day of the absence the deputy does nothing more with it, and it goes back by itself', async () => {
  await away();
  const dossier = await accepted();
  await claim(dossier);
  province.clock.advance(86_400_000);
  await signIn();
  await assert.rejects(complete(dossier), /process\.task-not-found/);
  await returned();
  assert.equal(await holder(dossier), ids.head);
});

test('What the deputy took while the post was vacant goes to who is given it', async () => {
  const admin = await province.signIn('quantri');
  const post = await province.app.db.one<{ id: string; unit: number; role: string; titleKey: string }>(
    sql`select id, unit_id as unit, role, title_key as "titleKey" from identity.position
        where person_id = ${ids.head} and valid_to is null order by main desc limit 1`,
  );
  const { id: position, ...place } = post;
  await admin.api('identity.end-position', { position, reason: 'Điều động' });
  await province.settle();
  await returned();
  const dossier = await accepted();
  await claim(dossier);
  assert.equal(await holder(dossier), ids.deputy);
  await admin.api('identity.give-position', { person: ids.head, ...place });
  await province.settle();
  assert.equal(await holder(dossier), ids.head);
});

test('With the death of whoever delegated their authority is over: what was taken by it is refused at once and waits in the unit', async () => {
  const other = await province.signIn('chuyenvien');
  const dossier = await accepted();
  await delegate(await province.person('chuyenvien'));
  const { id: taskId } = await openTask(province.app, dossier);
  await other.api('one-stop.claim-task', { taskId });
  await desk.api('identity.record-death', {
    person: ids.head,
    diedOn: localDate(province.clock.now()),
    papers: [{ kind: 'death-certificate', number: '3/2026' }],
  });
  const done = { taskId, outcome: 'assign', specialist: ids.deputy };
  await assert.rejects(other.api('one-stop.complete-step', done), /process\.task-not-found/);
  await province.settle();
  assert.equal(await holder(dossier), null);
});
