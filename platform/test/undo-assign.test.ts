/** What officials did by mistake with many dossiers at once: what can be taken back, and what is confirmed before. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { file, openTask } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

const permit = 'HNM.6739-14';

let province: Province;
let citizen: Visitor;
let desk: Visitor;
let sectionHead: Visitor;
let specialist: Visitor;
let person: string;

before(async () => {
  province = await openProvince();
  [citizen, desk, sectionHead, specialist] = (await Promise.all(
    ['congdan', 'motcua', 'truongphong', 'chuyenvien'].map((one) => province.signIn(one)),
  )) as [Visitor, Visitor, Visitor, Visitor];
  person = await province.person('chuyenvien');
});
after(() => province.close());

/** Dossiers that have been accepted and wait to be assigned. */
async function accepted(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const { id } = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
    await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
    ids.push(id);
  }
  province.clock.advance(60_000);
  return ids;
}

async function assigned(ids: readonly string[]) {
  const asked = await sectionHead.postForm('/ban-lam-viec/nhieu/phan-cong', { chon: [...ids] });
  const done = await sectionHead.submit(asked, { nguoi: person }, { form: '/ban-lam-viec/nhieu/phan-cong' });
  assert.match(done.text, new RegExp(`${ids.length} hồ sơ đã xong`));
  return done;
}
const step = async (id: string) => (await openTask(province.app, id)).element;
const undo = { form: '/ban-lam-viec/nhieu/bo-phan-cong' };

test('P1 an assignment of many is taken back by one button: each waits again with its head, and the specialist is told', async () => {
  const ids = await accepted(2);
  const done = await assigned(ids);
  assert.notEqual(await step(ids[0]!), 'assign');
  province.clock.advance(60_000);
  const undone = await sectionHead.submit(done, {}, undo);
  assert.match(undone.text, /Hoàn tác phân công[^]*2 hồ sơ đã xong/);
  for (const id of ids) {
    assert.equal(await step(id), 'assign');
    const { history, dossier } = await sectionHead.api('one-stop.view-dossier', { id });
    assert.equal(history.at(-1).act, 'assign-undone');
    assert.equal(history.at(-1).data.from, 'Lê Minh Trúc');
    assert.equal(dossier.status, 4);
  }
  const { messages } = await specialist.api('notify.my-messages', { limit: 20 });
  const told = messages.filter((one) => one.link === `/ban-lam-viec/ho-so/${ids[0]!}`).map((one) => one.subject);
  assert.ok(told.includes('1 việc của bạn đã giao cho hàng chờ của đơn vị'), told.join('\n'));
  // It is assigned again as if nothing had been.
  await assigned(ids);
  assert.equal((await openTask(province.app, ids[1]!)).assignee, person);
});

test('On the page of one dossier an assignment is taken back at once', async () => {
  const [id] = (await accepted(1)) as [string];
  const page = await sectionHead.get(`/ban-lam-viec/ho-so/${id}`);
  const sent = await sectionHead.submit(page, { nguoi: person }, { form: `/ban-lam-viec/ho-so/${id}/viec/assign` });
  assert.equal(sent.status, 303);
  province.clock.advance(1000);
  const shown = await sectionHead.get(sent.location!);
  // The page renews itself for the very act that led to it: the way back stays, and leads back to the page.
  const part = /id="ho-so" data-live="([^"]*)"/.exec(shown.text)![1]!.replaceAll('&amp;', '&');
  const renewed = await sectionHead.get(part);
  assert.match(renewed.text, /bo-phan-cong"[^]*name="ve" value="\/ban-lam-viec\/ho-so\/[0-9a-f-]{36}"/);
  const back = await sectionHead.submit(shown, {}, undo);
  assert.equal(back.status, 303, back.text);
  assert.match((await sectionHead.get(back.location!)).text, /Đã xong: Hoàn tác phân công/);
  assert.equal(await step(id), 'assign');
});

test('What the specialist has begun with, what another assigned, and what is older than half an hour stays', async () => {
  const [begun, others, old] = (await accepted(3)) as [string, string, string];
  const done = await assigned([begun, others, old]);
  province.clock.advance(1000); // what is done in one moment has no order
  const { tasks } = await specialist.api('one-stop.view-dossier', { id: begun });
  const open = tasks.find((one: { state: string }) => one.state === 'open');
  await specialist.api('one-stop.complete-step', { taskId: open.id, outcome: 'no-consultation' });
  const nothing = /one-stop\.nothing-to-undo/;
  await assert.rejects(sectionHead.api('one-stop.undo-assign', { ids: [begun] }), nothing);
  await assert.rejects(specialist.api('one-stop.undo-assign', { ids: [others] }), nothing);
  const part = await sectionHead.api('one-stop.undo-assign', { ids: [begun, others] });
  assert.deepEqual(part.dossiers, [
    { id: begun, done: false },
    { id: others, done: true },
  ]);
  province.clock.advance(31 * 60_000);
  const late = await sectionHead.submit(done, {}, undo);
  assert.match(late.text, /0 hồ sơ đã xong/);
  assert.match(late.text, /Không còn việc nào hoàn tác được/);
  assert.notEqual(await step(old), 'assign');
});

test('What acceptance begins is not taken back: before it one is told so, with the count, for one and for many', async () => {
  const filed = [];
  for (let i = 0; i < 3; i++) filed.push((await file(province, citizen, permit, undefined, { payAtDesk: true })).id);
  for (const id of filed.slice(0, 2)) await desk.api('one-stop.collect-fee', { id });
  const asked = await desk.postForm('/ban-lam-viec/nhieu/tiep-nhan', { chon: filed });
  assert.match(asked.text, /<h1>Tiếp nhận nhiều hồ sơ \(2\)<\/h1>/, 'without the one whose fee is not there');
  assert.match(asked.text, /Còn phải nộp 150\.000\sđ: mở hồ sơ để thu hoặc miễn/);
  assert.match(asked.text, /Không hoàn tác được: 2 hồ sơ được cấp mã theo số thứ tự/);
  const one = await desk.get(`/ban-lam-viec/ho-so/${filed[0]!}`);
  assert.match(one.text, /Không hoàn tác được: 1 hồ sơ được cấp mã/);
});
