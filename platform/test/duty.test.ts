/** P11: a financial duty is what the decision of its procedure says, to the đồng, and keeps why. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { file, openTask } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';
import { carry } from './states.ts';

let province: Province;
let citizen: Visitor;
const sale = { changeKind: 'transfer', kinship: 'none', onlyHome: false, price: 1_234_567_891 };

before(async () => {
  province = await openProvince();
  citizen = await province.signIn('congdan');
});
after(() => province.close());

/** A dossier whose duty is to be notified, and who does it. */
async function atNotice(answers: object): Promise<{ id: string; reference: string; who: Visitor; task: Task }> {
  const filed = await file(province, citizen, 'HNM.1118', { ...answers });
  await carry(province, filed.id, 'notify-duty');
  const task = await openTask(province.app, filed.id);
  const { account } = await province.app.db.one<{ account: string }>(
    sql`select account from identity.person where id = ${task.assignee}::uuid`,
  );
  return { ...filed, who: await province.signIn(account), task };
}
type Task = Awaited<ReturnType<typeof openTask>>;
const notified = async (who: Visitor, id: string) =>
  (await who.api('one-stop.view-dossier', { id })).history.findLast((one: { act: string }) => one.act === 'duty-required');
const notify = (who: Visitor, task: Task, duty?: object) =>
  who.api('one-stop.complete-step', { taskId: task.id, outcome: 'notify', ...(duty && { duty }) });

test('P11 the duty is computed from the answers, each part rounded to the đồng; why stays with it, and officials alone read it', async () => {
  const { id, who, task } = await atNotice(sale);
  await notify(who, task);
  // 2 % and 0.5 % of 1,234,567,891: 24,691,357.82 and 6,172,839.455.
  const { data, comment } = await notified(who, id);
  assert.equal(data.amount, 24_691_358 + 6_172_839);
  assert.equal(comment, 'Thuế thu nhập cá nhân 24.691.358 đồng; lệ phí trước bạ 6.172.839 đồng');
  assert.deepEqual(
    data.computation.fired.map((one: { decision: string; rule: number }) => [one.decision, one.rule]),
    [
      ['incomeTax', 3],
      ['registrationFee', 5],
      ['fee', 2],
    ],
  );
  const text = (await who.get(`/ban-lam-viec/ho-so/${id}`)).text.replaceAll(/\s+|&nbsp;/g, ' ');
  assert.match(text, /Cách tính nghĩa vụ tài chính/);
  assert.match(text, /Thuế thu nhập cá nhân: 24\.691\.358 đ/);
  assert.match(text, /Quan hệ giữa hai bên: Không có quan hệ gia đình/);
  const own = await notified(citizen, id);
  assert.deepEqual(own.data, { amount: 30_864_197, reason: comment });
});

test('P11 an official determines the value, and may notify another amount only with the reason', async () => {
  const { id, who, task } = await atNotice(sale);
  const inputs = { taxableValue: 2_000_000_000 };
  await assert.rejects(notify(who, task, { inputs, amount: 40_000_000 }), /one-stop\.duty-reason-needed/);
  await notify(who, task, { inputs, amount: 40_000_000, reason: 'Được miễn một phần' });
  const { data } = await notified(who, id);
  assert.deepEqual([data.amount, data.computation.amount], [40_000_000, 50_000_000]);
  const { text } = await who.get(`/ban-lam-viec/ho-so/${id}`);
  assert.match(text, /Bảng tính cho 50\.000\.000\s*đ; công chức thông báo 40\.000\.000\s*đ/);
  assert.match(text, /Được miễn một phần/);
});

test('P11 what the decision needs and nobody has said is asked for; a duty of nothing is not notified', async () => {
  const inherited = await atNotice({ changeKind: 'inheritance', kinship: 'none' });
  await assert.rejects(notify(inherited.who, inherited.task), /one-stop\.duty-value-needed/);
  await assert.rejects(notify(inherited.who, inherited.task, { amount: 5, reason: 'x' }), /one-stop\.duty-value-needed/);
  const family = await atNotice({ changeKind: 'gift', kinship: 'parent-child' });
  await assert.rejects(notify(family.who, family.task), /one-stop\.nothing-due/);
});

test('P11 the page proposes the amount with its rules, computes it again for another value, and notifies only what was seen', async () => {
  const { id, who, task } = await atNotice(sale);
  const address = `/ban-lam-viec/ho-so/${id}/viec/notify?viec=${task.id}&v=${task.version}`;
  const seen = (await who.get(address)).text;
  assert.match(seen, /Theo bảng tính phải nộp: 30\.864\.197\s*đ/);
  assert.match(seen, /law Luật Thuế TNCN Điều 14|Luật Thuế TNCN Điều 14/);
  assert.match(seen, /value="1\.234\.567\.891"/);
  const again = await who.postForm(address, { 'gt-taxableValue': '2.000.000.000', tinh: '1' });
  assert.match(again.text, /Theo bảng tính phải nộp: 50\.000\.000\s*đ/);
  for (const wrong of [
    { 'gt-taxableValue': 'một tỷ', tinh: '1' },
    { 'gt-taxableValue': 'một tỷ', 'de-xuat': '30864197' },
    { 'so-tien': 'năm triệu', 'ly-do': 'x', 'de-xuat': '30864197' },
  ] as Record<string, string>[]) {
    const { status, text } = await who.postForm(address, wrong);
    assert.equal(status, wrong['tinh'] ? 200 : 422);
    assert.match(text, /bằng chữ số, ví dụ 1\.250\.000/);
    if (wrong['gt-taxableValue']) assert.doesNotMatch(text, /Theo bảng tính phải nộp/);
  }
  assert.equal(await notified(who, id), undefined);
  const unseen = await who.postForm(address, { 'gt-taxableValue': '2.000.000.000', 'de-xuat': '30864197' });
  assert.equal(unseen.status, 422);
  assert.match(unseen.text, /Theo bảng tính, số tiền là 50\.000\.000/);
  assert.equal(await notified(who, id), undefined);
  const done = await who.postForm(address, { 'gt-taxableValue': '2.000.000.000', 'de-xuat': '50000000' });
  assert.equal(done.status, 303);
  assert.equal((await notified(who, id)).data.amount, 50_000_000);
});

test('P11 “nothing to pay” against an amount of the table takes a reason, which stays with the dossier and is shown', async () => {
  const { id, who, task } = await atNotice(sale);
  const nothing = (comment?: string) =>
    who.api('one-stop.complete-step', { taskId: task.id, outcome: 'no-duty', ...(comment && { comment }) });
  await assert.rejects(nothing(), /one-stop\.no-duty-reason-needed/);
  await assert.rejects(nothing('  '), /one-stop\.no-duty-reason-needed/);
  const address = `/ban-lam-viec/ho-so/${id}/viec/no-duty?viec=${task.id}&v=${task.version}`;
  const seen = (await who.get(address)).text;
  assert.match(seen, /Theo bảng tính phải nộp: 30\.864\.197\s*đ/);
  assert.match(seen, /Lý do không phải nộp/);
  const refused = await who.postForm(address, {});
  assert.equal(refused.status, 422);
  assert.match(refused.text, /Xin ghi lý do vì sao không phải nộp/);
  const why = 'Được miễn theo quyết định của cơ quan thuế';
  assert.equal((await who.postForm(address, { 'ly-do': why })).status, 303);
  const { history } = await who.api('one-stop.view-dossier', { id });
  const told = history.findLast((one: { act: string }) => one.act === 'notify-duty/no-duty');
  assert.deepEqual([told.comment, told.data.noDuty.computation.amount], [why, 30_864_197]);
  const { text } = await who.get(`/ban-lam-viec/ho-so/${id}`);
  assert.match(text, /Bảng tính cho 30\.864\.197\s*đ; công chức xác định không phải nộp, lý do: <\/strong>Được miễn/);
  const own = await citizen.api('one-stop.view-dossier', { id });
  assert.doesNotMatch(JSON.stringify(own), /noDuty/);
});

test('P11 “nothing to pay” needs no reason where the table says so, and does where the table could not say', async () => {
  const nothing = (who: Visitor, task: Task, comment?: string) =>
    who.api('one-stop.complete-step', { taskId: task.id, outcome: 'no-duty', ...(comment && { comment }) });
  const family = await atNotice({ changeKind: 'gift', kinship: 'parent-child' });
  await nothing(family.who, family.task);
  const inherited = await atNotice({ changeKind: 'inheritance', kinship: 'none' });
  await assert.rejects(nothing(inherited.who, inherited.task), /one-stop\.no-duty-unknown/);
  await nothing(inherited.who, inherited.task, 'Cơ quan thuế xác nhận không phát sinh');
  const { text } = await inherited.who.get(`/ban-lam-viec/ho-so/${inherited.id}`);
  assert.match(text, /Bảng tính chưa tính được; công chức xác định không phải nộp/);
});
