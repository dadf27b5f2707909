/** Who does a task of internal work: taken, handed to a colleague, given back, passed upwards, each with its reason. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobContext, localDate, sql } from '@dinh/kernel';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let specialist: Visitor;
let colleague: Visitor;
let sectionHead: Visitor;
let head: Visitor;
let clerk: Visitor;
const ids: Record<string, string> = {};

const accounts = ['chuyenvien', 'chuyenvien2', 'truongphong', 'giamdoc', 'vanthu'];
const signIn = async () => {
  [specialist, colleague, sectionHead, head, clerk] = (await Promise.all(accounts.map((one) => province.signIn(one)))) as [
    Visitor,
    Visitor,
    Visitor,
    Visitor,
    Visitor,
  ];
};
before(async () => {
  province = await openProvince();
  await signIn();
  for (const account of accounts) ids[account] = await province.person(account);
});
after(() => province.close());

/** Begins an outgoing document, whose first step waits for any specialist of the section. */
async function begun(title: string): Promise<{ id: string; taskId: string }> {
  const { processes } = await specialist.api('work.list-beginnings', { process: 'outgoing-document' });
  const units = Object.fromEntries(processes[0]!.places.map((one) => [one.key, one.units[0]!.id]));
  const { instance } = await specialist.api('work.begin-process', {
    process: 'outgoing-document',
    title,
    units,
  });
  return { id: instance, taskId: (await now(instance)).id };
}
const now = (instance: string) =>
  province.app.db.one<{ id: string; role: string; unit: number; assignee: string | null; version: number }>(
    sql`select id, role, unit_id as unit, assignee, version from process.v_task where instance_id = ${instance} and state = 'open'`,
  );
const seen = async (who: Visitor): Promise<string[]> =>
  (await who.api('work.list-tasks', {})).tasks.map((one: { instance: string }) => one.instance);

test('A task that waits for a unit is taken by one, is no longer the others’, and who comes second is told', async () => {
  const { id, taskId } = await begun('Công văn thứ nhất');
  assert.ok((await seen(colleague)).includes(id));
  await assert.rejects(clerk.api('work.claim-task', { taskId }), /process\.task-not-found/);
  const page = (await specialist.get(`/cong-viec/${id}`)).text;
  assert.match(page, /Nhận việc/);
  assert.doesNotMatch(page, /Trả lại việc/, 'nobody gives back what they do not have');
  const { version } = await now(id);
  const address = (act: string) => `/cong-viec/${id}/nguoi-lam/${act}?viec=${taskId}`;
  const taken = await specialist.postForm(`${address('claim')}&v=${version}`, {});
  assert.equal(taken.location, `/cong-viec/${id}?xong=claim`);
  assert.match((await specialist.get(taken.location!)).text, /Đã nhận việc/);
  assert.equal((await now(id)).assignee, ids['chuyenvien']);
  assert.ok(!(await seen(colleague)).includes(id));
  await specialist.postForm(address('give-back'), { 'ly-do': 'Chưa đến lượt' });
  assert.equal((await now(id)).assignee, null);
  await assert.rejects(colleague.api('work.claim-task', { taskId, version }), /process\.task-changed/);
});

test('A task is delegated with a reason to a colleague of the same role, who is told, and comes back to who gave it', async () => {
  const { id, taskId } = await begun('Công văn thứ hai');
  await specialist.api('work.claim-task', { taskId });
  province.clock.advance(60_000); // what happened last is told by the time
  const give = (to: string) => specialist.api('work.delegate-task', { taskId, to, reason: 'Đi họp' });
  for (const wrong of ['giamdoc', 'chuyenvien']) await assert.rejects(give(ids[wrong]!), /work\.colleague-wrong/);
  const address = `/cong-viec/${id}/nguoi-lam/delegate?viec=${taskId}`;
  assert.match((await specialist.get(address)).text, /Trịnh Văn Thông \(đang giữ \d+ việc\)/);
  const silent = await specialist.postForm(address, { nguoi: ids['chuyenvien2']! });
  assert.equal(silent.status, 422);
  assert.match(silent.text, /Lý do: Cần ghi mục này/, 'a reason is asked for by its name');
  const given = await specialist.postForm(address, { nguoi: ids['chuyenvien2']!, 'ly-do': 'Đi họp' });
  assert.equal(given.location, '/cong-viec?xong=delegate');
  assert.ok((await seen(colleague)).includes(id));
  assert.ok(!(await seen(specialist)).includes(id));
  const told = await province.app.db.all<{ person: string }>(
    sql`select person_id as person from notify.message where about = ${`work:${id}`}`,
  );
  assert.deepEqual(
    told.map(({ person }) => person),
    [ids['chuyenvien2']],
  );
  const { text } = await colleague.get(`/cong-viec/${id}`);
  assert.match(text, /nhờ người khác làm thay: Đi họp/);
  await colleague.api('work.give-back-task', { taskId, reason: 'Việc khác gấp hơn' });
  assert.equal((await now(id)).assignee, ids['chuyenvien']);
  assert.equal((await colleague.get(`/cong-viec/${id}`)).status, 200, 'it was theirs');
});

test('What its holder cannot settle goes to the head of section, then of the agency, and no further; it is done there', async () => {
  const { id, taskId } = await begun('Công văn thứ ba');
  const { unit } = await now(id);
  const up = (who: Visitor) => who.api('work.escalate-task', { taskId, reason: 'Vượt thẩm quyền' });
  await up(specialist);
  const first = await now(id);
  assert.deepEqual([first.role, first.unit, first.assignee], ['section-head', unit, null]);
  await assert.rejects(up(specialist), /process\.task-not-found/);
  await up(sectionHead);
  assert.equal((await now(id)).role, 'agency-head');
  assert.doesNotMatch((await head.get(`/cong-viec/${id}`)).text, /Chuyển lên cấp trên/);
  await assert.rejects(up(head), /process\.no-superior/);
  await head.api('work.complete-task', { taskId, outcome: 'drafted' });
  assert.notEqual((await now(id)).id, taskId);
});

const positionsOf = (person: string) =>
  province.app.db.all<{ id: string }>(
    sql`select position_id as id from identity.v_official where person_id = ${person} and valid_to is null order by position_id`,
  );

test('What was taken by a delegation is not done any more once it has ended, and goes back to who gave it', async () => {
  const { id, taskId } = await begun('Công văn lúc trưởng phòng đi vắng');
  await specialist.api('work.escalate-task', { taskId, reason: 'Vượt thẩm quyền' });
  const today = localDate(province.clock.now());
  const days = { from: today, until: today, reason: 'Đi họp' };
  await sectionHead.api('identity.delegate-authority', { to: ids['chuyenvien2']!, ...days });
  await colleague.api('work.claim-task', { taskId });
  assert.equal((await now(id)).assignee, ids['chuyenvien2']);
  province.clock.advance(86_400_000);
  await signIn();
  for (const act of ['complete-task', 'escalate-task'] as const) {
    const input = act === 'complete-task' ? { outcome: 'done' } : { reason: 'Vượt thẩm quyền' };
    await assert.rejects(colleague.api(`work.${act}`, { taskId, ...input } as never), /process\.task-not-found/, act);
  }
  const job = province.app.jobs.find(({ name }) => name === 'identity.return-delegated-work')!;
  await job.run(jobContext(province.app, 'identity'), {});
  await province.settle();
  assert.equal((await now(id)).assignee, ids['truongphong']);
});

test('Whoever leaves hands internal tasks over with the rest: to who holds the role there, else to all who do', async () => {
  const admin = await province.signIn('quantri');
  const { id, taskId } = await begun('Công văn bàn giao');
  await specialist.api('work.claim-task', { taskId });
  const person = ids['chuyenvien']!;
  const to = ids['chuyenvien2']!;
  const preview = await admin.api('identity.preview-hand-over', { person, to });
  const part = preview.parts.find((one) => one.part === 'work.tasks')!;
  assert.ok(part.total >= 1);
  assert.equal(part.fits, part.total, 'a colleague of the section can do all of them');
  const clerks = await admin.api('identity.preview-hand-over', { person, to: ids['vanthu']! });
  assert.equal(clerks.parts.find((one) => one.part === 'work.tasks')!.fits, 0);
  for (const { id: position } of await positionsOf(person))
    await admin.api('identity.end-position', { position, to, reason: 'QĐ 15/QĐ-SXD' });
  await province.settle();
  assert.equal((await now(id)).assignee, to);
  colleague = await province.signIn('chuyenvien2');
  assert.match((await colleague.get(`/cong-viec/${id}`)).text, /Ngô Gia Lộc\s+chuyển việc: Bàn giao: QĐ 15\/QĐ-SXD/);
  await admin.api('identity.suspend-person', { person: to, reason: 'Kiểm tra' });
  await province.settle();
  assert.equal((await now(id)).assignee, null, 'nobody was named: it waits for all who hold the role');
});

test('A standing deputy does internal work of a suspended holder, which is not stranded meanwhile', async () => {
  const admin = await province.signIn('quantri');
  const stranded = async (): Promise<number> => {
    await admin.api('identity.look-for-stranded', {});
    const { rows } = await admin.api('identity.list-stranded', {});
    return rows.filter((one) => one.part === 'work.tasks' && one.person === null).length;
  };
  assert.ok((await stranded()) > 0, 'both specialists of the section have gone');
  const { id: position } = await province.app.db.one<{ id: string }>(
    sql`select position_id as id from identity.v_official where person_id = ${ids['chuyenvien2']!} and role = 'specialist' limit 1`,
  );
  const { deputy } = await admin.api('identity.appoint-deputy', {
    position,
    person: ids['vanthu']!,
    basis: 'QĐ 9/QĐ-SXD',
  });
  assert.equal(await stranded(), 0);
  clerk = await province.signIn('vanthu');
  const waiting = await province.app.db.one<{ id: string }>(
    sql`select id from process.v_task where state = 'open' and general and assignee is null and role = 'specialist' limit 1`,
  );
  await clerk.api('work.claim-task', { taskId: waiting.id });
  await clerk.api('work.give-back-task', { taskId: waiting.id, reason: 'Trả lại' });
  await admin.api('identity.end-deputy', { deputy, reason: 'Hết hạn' });
  assert.ok((await stranded()) > 0);
});

test('An internal task that nobody can do is found, with whoever holds it or the role for which it waits', async () => {
  const admin = await province.signIn('quantri');
  const { rows } = await admin.api('identity.list-stranded', {});
  const unit = (
    await province.app.db.one<{ unit: number }>(
      sql`select unit_id as unit from process.v_task where state = 'open' and general and assignee is null and role = 'specialist' limit 1`,
    )
  ).unit;
  const waits = rows.find((one) => one.part === 'work.tasks' && one.person === null && one.unit === unit);
  assert.equal(waits?.role?.vi, 'Chuyên viên', 'both specialists of the section have gone');
  // As a change behind the program's back would leave it.
  await province.app.db.run(
    sql`update process.task set assignee = ${ids['chuyenvien']!} where state = 'open' and general and unit_id = ${unit} and role = 'specialist'`,
  );
  await admin.api('identity.look-for-stranded', {});
  const held = (await admin.api('identity.list-stranded', {})).rows;
  assert.ok(held.some((one) => one.part === 'work.tasks' && one.person === ids['chuyenvien']));
});
