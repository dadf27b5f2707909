/** Whoever keeps the accounts finds every payment, and sends money back: with a reason, once, and never who took it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { file, type FiledDossier } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

const permit = 'HNM.6739-14';
const house = { workKind: 'house', permitKind: 'new' };
const rooms = '/thu-phi';

let province: Province;
let citizen: Visitor;
let desk: Visitor;
let accountant: Visitor;
before(async () => {
  province = await openProvince();
  [citizen, desk, accountant] = (await Promise.all(
    ['congdan', 'motcua', 'ketoan'].map((account) => province.signIn(account)),
  )) as [Visitor, Visitor, Visitor];
});
after(() => province.close());

const period = { from: '2026-11-01', to: '2026-11-30' };

interface Paid extends FiledDossier {
  readonly payment: string;
}
const paymentOf = async (id: string): Promise<string> =>
  (
    await province.app.db.one<{ id: string }>(
      sql`select id from payments.v_payment where subject = ${`dossier:${id}`} order by created_at desc limit 1`,
    )
  ).id;

async function paidAtDesk(): Promise<Paid> {
  const filed = await file(province, citizen, permit, house, { payAtDesk: true });
  await desk.api('one-stop.accept-dossier', { id: filed.id, feeTaken: true });
  return { ...filed, payment: await paymentOf(filed.id) };
}

/** Paid in the sandbox, which tells of it or not. */
async function paidOnline(behaviour = 'prompt'): Promise<Paid> {
  const filed = await file(province, citizen, permit, house);
  const { redirect } = await citizen.api('one-stop.pay-online', { id: filed.id, provider: 'sandbox' });
  await citizen.postForm(new URL(redirect).pathname, { behaviour });
  await province.settle();
  return { ...filed, payment: await paymentOf(filed.id) };
}

const refund = async (who: Visitor, payment: string, fields: Record<string, string>) =>
  who.submit(await who.get(`${rooms}/${payment}/hoan-tien`), fields, {
    form: `${rooms}/${payment}/hoan-tien`,
  });

const stateOf = (payment: string) =>
  province.app.db.one<{ state: string; fee: string; reason: string | null; acts: string[] }>(
    sql`select y.state, y.reason, d.fee_state as fee, (select array_agg(act order by number) from one_stop.history h where h.dossier_id = d.id) as acts
        from payments.v_payment y join one_stop.dossier d on y.subject = 'dossier:' || d.id where y.id = ${payment}`,
  );

test('A payment is found by its receipt, by the code of its dossier and by the payer, and leads to what happened to it', async () => {
  const { payment, reference } = await paidAtDesk();
  const { payments, sums } = await accountant.api('revenue.list-payments', { ...period, query: 'hoa sen' });
  assert.ok(payments.some(({ id }) => id === payment));
  assert.ok(sums!.kept >= 75_000);
  const { receipt, dossier } = payments.find(({ id }) => id === payment)!;
  const past = { from: '2020-01-01', to: '2020-01-02' };
  for (const query of [receipt!, dossier!.number, reference.toLowerCase()]) {
    const found = await accountant.api('revenue.list-payments', { ...past, query });
    assert.deepEqual(
      found.payments.map(({ id }) => id),
      [payment],
      query,
    );
  }
  const list = await accountant.get(`${rooms}?q=${receipt}`);
  assert.match(list.text, new RegExp(`href="${rooms}/${payment}"`));
  assert.match(list.text, /1 khoản\. Đã nộp và giữ lại: 75\.000\sđ\. Đã hoàn: 0\sđ\./);
  const page = await accountant.get(`${rooms}/${payment}`);
  assert.match(page.text, /Thu tại quầy[^]*Trần Thu Cúc/);
});

test('The list is filtered, sorted, paged, and exported whole', async () => {
  await paidOnline('silent');
  const filter = (query: object) =>
    accountant.api('revenue.list-payments', { ...period, ...query } as never) as Promise<{
      payments: { way: string; state: string; id: string; amount: number; createdAt: Date }[];
      next: string | null;
    }>;
  assert.ok((await filter({ way: 'online' })).payments.every(({ way }) => way === 'online'));
  assert.ok((await filter({ state: 'pending' })).payments.every(({ state }) => state === 'pending'));
  assert.deepEqual((await filter({ purpose: 'duty' })).payments, []);
  const whole = (await filter({ sort: 'amount', limit: 100 })).payments.map(({ id }) => id);
  const paged: string[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const found = await filter({ sort: 'amount', limit: 1, ...(after && { after }) });
    paged.push(...found.payments.map(({ id }) => id));
    after = found.next;
  }
  assert.deepEqual(paged, whole);
  assert.ok(whole.length >= 2);
  const csv = await accountant.get(`${rooms}?dang=csv`);
  assert.equal(csv.text.trim().split('\n').length, whole.length + 1);
  assert.match(csv.text, /Mã giao dịch/);
});

test('What was paid at a desk is refunded with a reason and a tick; the dossier, its history and the applicant know', async () => {
  const { id, reference, payment } = await paidAtDesk();
  const nothing = await refund(accountant, payment, { reason: 'Thu nhầm đối tượng' });
  assert.equal(nothing.status, 422);
  assert.match(nothing.text, /Xin đánh dấu là đã đối chiếu/);
  assert.match(nothing.text, /Thu nhầm đối tượng/); // what was typed is kept
  const mute = await refund(accountant, payment, { reason: '  ', confirmed: 'on' });
  assert.equal(mute.status, 422);
  assert.match(mute.text, /Xin ghi lý do hoàn tiền/);
  assert.equal((await stateOf(payment)).state, 'paid');

  assert.equal((await refund(accountant, payment, { reason: 'Thu nhầm đối tượng', confirmed: 'on' })).status, 303);
  await province.settle();
  const { state, fee, reason, acts } = await stateOf(payment);
  assert.deepEqual([state, fee, reason, acts.at(-1)], ['refunded', 'refunded', 'Thu nhầm đối tượng', 'fee-refunded']);
  assert.match((await accountant.get(`${rooms}/${payment}`)).text, /Hoàn tiền: Thu nhầm đối tượng[^]*Tô Thị Hạnh Nguyên/);
  assert.match((await citizen.get(`/ho-so/${reference}`)).text, /Đã hoàn phí, lệ phí cho bạn/);
  const letter = await province.app.db.maybe(
    sql`select 1 as one from notify.message where about = ${`dossier:${id}`} and template = 'payment-refunded'`,
  );
  assert.ok(letter, 'the applicant is told');

  const again = await accountant.rawApi('payments.refund-payment', { id: payment, reason: 'Lần nữa' });
  assert.equal(again.status, 409);
  assert.match((await accountant.get(`${rooms}/${payment}/hoan-tien`)).text, /Chỉ hoàn được khoản đã nộp/);
});

test('What was paid online goes back by its provider; two at once send it back once', async () => {
  const { payment } = await paidOnline();
  const both = await Promise.all([1, 2].map(() => refund(accountant, payment, { reason: 'Nộp trùng', confirmed: 'on' })));
  assert.deepEqual(
    both.map(({ status }) => status).toSorted((a, b) => a - b),
    [303, 422],
  );
  await province.settle();
  const { state, fee, acts } = await stateOf(payment);
  assert.deepEqual([state, fee], ['refunded', 'refunded']);
  assert.equal(acts.filter((act) => act === 'fee-refunded').length, 1);
  const page = await accountant.get(`${rooms}/${payment}?lang=en`);
  await accountant.get(`${rooms}?lang=vi`);
  assert.match(
    page.text,
    /The payer was sent to the provider[^]*The provider told[^]*Refund: Nộp trùng[^]*Refund: the money went back/,
  );
});

test('A payment of which nobody told is found by asking the provider again', async () => {
  const { payment } = await paidOnline('silent');
  assert.equal((await stateOf(payment)).state, 'pending');
  const page = await accountant.get(`${rooms}/${payment}`);
  assert.equal((await accountant.submit(page, {}, { form: `${rooms}/${payment}/doi-soat` })).status, 303);
  await province.settle();
  const { state, fee } = await stateOf(payment);
  assert.deepEqual([state, fee], ['paid', 'paid']);
  assert.match((await accountant.get(`${rooms}/${payment}`)).text, /Đối soát: đã hỏi cổng thanh toán: đã nhận tiền/);
});

test('From the dossier one comes to its payment, and from there back', async () => {
  const { id, payment } = await paidAtDesk();
  const head = await province.signIn('truongtrungtam');
  assert.match((await head.get(`/ban-lam-viec/ho-so/${id}`)).text, new RegExp(`href="${rooms}/${payment}"`));
  const page = await head.get(`${rooms}/${payment}`);
  assert.match(page.text, new RegExp(`href="/ban-lam-viec/ho-so/${id}"`));
  assert.doesNotMatch(page.text, /hoan-tien/); // sees, and sends nothing back
});

test('An address of no payment is told to be none', async () => {
  for (const id of ['khong-co', '01a1ec46-69c0-7cbc-a846-7e76bb8dd576'])
    for (const path of [`${rooms}/${id}`, `${rooms}/${id}/hoan-tien`])
      assert.equal((await accountant.get(path)).status, 404, path);
});

test('Who takes fees has no way to the accounts, and who took this fee does not refund it: the page says why', async () => {
  const { id, payment } = await paidAtDesk();
  for (const path of [rooms, `${rooms}/${payment}`, `${rooms}/${payment}/hoan-tien`])
    assert.equal((await desk.get(path)).status, 403, path);
  assert.equal((await desk.rawApi('revenue.view-payment', { id: payment })).status, 403);
  assert.doesNotMatch((await desk.get(`/ban-lam-viec/ho-so/${id}`)).text, new RegExp(`${rooms}/${payment}`));

  // Who was at the desk then and keeps the accounts now: for this dossier it is somebody else's.
  await province.app.db.run(
    sql`update identity.position set role = 'accountant' where person_id = (select id from identity.person where account = 'motcua')`,
  );
  await province.app.db.run(sql`update identity.person set revision = revision + 1 where account = 'motcua'`);
  const moved = await province.signIn('motcua');
  const page = await moved.get(`${rooms}/${payment}`);
  assert.match(page.text, /Người đã thu hoặc miễn phí của hồ sơ không hoàn tiền của hồ sơ đó/);
  assert.doesNotMatch(page.text, new RegExp(`href="${rooms}/${payment}/hoan-tien"`));
  await assert.rejects(
    moved.api('payments.refund-payment', { id: payment, reason: 'Thử' }),
    /Người đã thu hoặc miễn phí của hồ sơ không hoàn tiền của hồ sơ đó/,
  );
  assert.equal((await stateOf(payment)).state, 'paid');
});

test('Money goes back only by somebody who has shown lately who they are; what was typed is kept meanwhile', async () => {
  const { payment } = await paidOnline();
  for (const minutes of [20, 20, 21]) {
    province.clock.advance(minutes * 60_000);
    await accountant.get(rooms); // at work all the while
  }
  const fields = { reason: 'Thu nhầm đối tượng', confirmed: 'on' };
  const asked = await refund(accountant, payment, fields);
  assert.equal(asked.status, 403);
  assert.match(asked.text, /Xác thực thêm[\s\S]*trong vòng 60 phút/);
  assert.match(asked.text, /name="reason" value="Thu nhầm đối tượng"/);
  const refused = await accountant.rawApi('payments.refund-payment', { id: payment, reason: fields.reason });
  assert.equal(JSON.parse(refused.text).code, 'kernel.assurance-needed');
  assert.equal((await stateOf(payment)).state, 'paid');
  accountant = await province.signIn('ketoan');
  assert.equal((await refund(accountant, payment, fields)).status, 303);
});
