/** A fee that the desk took by mistake: taken back on the same day, by somebody else, with a receipt that is void. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { file } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

const permit = 'HNM.6739-14';
const house = { workKind: 'house', permitKind: 'new' };

let province: Province;
let citizen: Visitor;
let taker: Visitor;
let other: Visitor;
let accountant: Visitor;
before(async () => {
  province = await openProvince();
  await signIn();
});
after(() => province.close());

async function signIn(): Promise<void> {
  [citizen, taker, other, accountant] = (await Promise.all(
    ['congdan', 'motcua', 'trungtam', 'ketoan'].map((account) => province.signIn(account)),
  )) as [Visitor, Visitor, Visitor, Visitor];
}

/** A dossier whose fee the desk has taken. */
async function taken(): Promise<string> {
  const { id } = await file(province, citizen, permit, house, { payAtDesk: true });
  await taker.api('one-stop.collect-fee', { id });
  await province.settle();
  province.clock.advance(60_000);
  return id;
}
const payments = (id: string) =>
  province.app.db.all<{ id: string; state: string; receipt: string }>(
    sql`select id, state, receipt from payments.v_payment where subject = ${`dossier:${id}`} order by created_at, receipt`,
  );
const feeOf = async (id: string): Promise<string> => (await taker.api('one-stop.view-dossier', { id })).dossier.feeState;
const reason = 'Thu nhầm hồ sơ của người đứng sau';

test('A second person takes the fee back: its receipt is void and keeps its number, and what is taken anew has the next', async () => {
  const id = await taken();
  const page = await taker.get(`/ban-lam-viec/ho-so/${id}`);
  assert.match(
    page.text,
    /Không làm được “Hủy khoản thu nhầm”\. [^<]*không tự hủy khoản thu đó/,
    'whoever took it reads why not',
  );
  await assert.rejects(taker.api('one-stop.void-fee', { id, reason }), /duties-separate/);
  const [before] = await payments(id);

  const form = { form: `/ban-lam-viec/ho-so/${id}/viec/void-fee` };
  const silent = await other.submit(await other.get(`/ban-lam-viec/ho-so/${id}`), { 'ly-do': '' }, form);
  assert.equal(silent.status, 422, 'a reason is asked for');
  const sent = await other.submit(await other.get(`/ban-lam-viec/ho-so/${id}`), { 'ly-do': reason }, form);
  assert.equal(sent.status, 303, sent.text);
  await province.settle();
  const { dossier } = await taker.api('one-stop.view-dossier', { id });
  assert.equal(dossier.feeState, 'at-desk', 'it is owed again');
  const shown = (await other.get(`/ban-lam-viec/ho-so/${id}`)).text;
  assert.match(shown, /đã hủy vì thu nhầm[^]*Thu nhầm hồ sơ của người đứng sau/);
  const { messages } = await citizen.api('notify.my-messages', { limit: 50 });
  assert.ok(messages.some(({ subject }) => subject.startsWith(`Biên lai ${before!.receipt} của hồ sơ`)));
  const own = await citizen.api('one-stop.my-dossier', { reference: dossier.reference });
  assert.doesNotMatch(JSON.stringify(own), /người đứng sau/, 'the reason is between officials');

  await taker.api('one-stop.collect-fee', { id });
  const [first, second] = await payments(id);
  assert.deepEqual([first!.state, first!.receipt, second!.state], ['voided', before!.receipt, 'paid']);
  assert.ok(second!.receipt > first!.receipt);
  assert.equal(await feeOf(id), 'paid');
  const receipt = await taker.get(`/bien-lai/${first!.id}.pdf`);
  assert.equal(receipt.status, 200);
  const { data } = await taker.api('one-stop.fee-receipt', { payment: first!.id });
  assert.ok(data.voided.at, 'its print says so');
});

test('The accountants see it with its reason, and it counts neither as kept nor as refunded', async () => {
  const period = { from: '2026-11-18', to: '2026-11-18' };
  const sums = async () => (await accountant.api('revenue.list-payments', period)).sums!;
  const id = await taken();
  const with_ = await sums();
  await other.api('one-stop.void-fee', { id, reason });
  const without = await sums();
  assert.deepEqual([without.count, without.kept, without.refunded], [with_.count, with_.kept - 75_000, with_.refunded]);
  const [{ id: payment } = { id: '' }] = await payments(id);
  const page = (await accountant.get(`/thu-phi/${payment}`)).text;
  assert.match(page, /Đã hủy \(thu nhầm\)/);
  assert.match(page, /Thu nhầm hồ sơ của người đứng sau/);
  await assert.rejects(accountant.api('payments.refund-payment', { id: payment, reason }), /cannot-refund/);
});

test('On another day, or when it was paid online, the desk cannot: it reads that the accountants refund it', async () => {
  const id = await taken();
  province.clock.advance(24 * 3_600_000);
  await signIn();
  assert.match((await taker.get(`/ban-lam-viec/ho-so/${id}`)).text, /Thu nhầm\? [^<]*kế toán hoàn tiền/);
  assert.doesNotMatch((await other.get(`/ban-lam-viec/ho-so/${id}`)).text, /viec\/void-fee/);
  await assert.rejects(other.api('one-stop.void-fee', { id, reason }), /fee-not-voidable[^]*kế toán hoàn tiền/);

  const online = (await file(province, citizen, permit, house)).id;
  const { redirect } = await citizen.api('one-stop.pay-online', { id: online, provider: 'sandbox' });
  await citizen.postForm(new URL(redirect).pathname, { behaviour: 'prompt' });
  await province.settle();
  assert.equal(await feeOf(online), 'paid');
  await assert.rejects(other.api('one-stop.void-fee', { id: online, reason }), /fee-not-voidable/);
});

test('Two who take the same fee back at once take it back once; who may take no fees takes none back', async () => {
  const id = await taken();
  const both = await Promise.allSettled([
    other.api('one-stop.void-fee', { id, reason }),
    other.api('one-stop.void-fee', { id, reason }),
  ]);
  assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
  const specialist = await province.signIn('chuyenvien');
  await assert.rejects(specialist.api('one-stop.void-fee', { id, reason }), /not-allowed/);
});
