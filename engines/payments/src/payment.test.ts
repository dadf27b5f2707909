import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '@dinh/testing';
import { anonymous, type Call, newId, Refusal, sql, type Sql } from '@dinh/kernel';
import { type PaymentRequest, recordDeskPayment, requestPayment } from './index.ts';
import { addProvider, type Provider } from './provider.ts';
import { sandbox } from './sandbox/provider.ts';
import { authCode } from './sandbox/code.ts';
import { anybody, openTill, request, system, type Till } from './testing.ts';

let till: Till;
before(async () => void (till = await openTill()));
after(() => till.close());

const hour = 3_600_000;
const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const ask = (wanted: PaymentRequest) => till.within((ctx) => requestPayment(ctx, wanted));
const atDesk = (wanted: PaymentRequest) => till.within((ctx) => recordDeskPayment(ctx, wanted));
const stateOf = async (id: string) => (await till.payment(id)).state;
const refund = (id: string) =>
  till.app.run(till.app.operation('payments.refund-payment'), { id, reason: 'Không tiếp nhận' }, system);
/** Events of a payment, oldest first. */
const told = async (id: string) =>
  (await till.app.db.all<{ name: string }>(sql`select name from kernel.event where key = ${id} order by id`)).map(
    (event) => event.name,
  );

test('S3 a payment is asked for, is on its way, and is paid when the provider says so', async () => {
  const { id, redirect } = await ask(request());
  assert.match(redirect, /\/thanh-toan\/thu-nghiem\/SB/);
  assert.equal(await stateOf(id), 'pending');
  await till.press(id, 'prompt');
  assert.equal(await stateOf(id), 'pending');
  await till.jobs();
  const paid = await till.payment(id);
  assert.equal(paid.state, 'paid');
  assert.match(paid.receipt!, /^BL2026-\d{7}$/);
  assert.deepEqual(await told(id), ['payments.payment-paid']);
});

test('S3 going back takes the same payment up again, and what is paid cannot be paid again', async () => {
  const wanted = request();
  const first = await ask(wanted);
  const second = await ask(wanted);
  assert.deepEqual(second, first);
  await till.press(first.id, 'prompt');
  await till.jobs();
  await assert.rejects(ask(wanted), refusal('payments.paid-already'));
  await assert.rejects(atDesk(wanted), refusal('payments.paid-already'));
});

test('S3 a second callback changes nothing', async () => {
  const { id } = await ask(request());
  await till.press(id, 'twice');
  await till.jobs();
  const paid = await till.payment(id);
  await till.receive(await till.callback(id));
  assert.deepEqual(await till.payment(id), paid);
  assert.deepEqual(await told(id), ['payments.payment-paid']);
});

test('A callback that is forged, altered, or of another transaction is refused', async () => {
  const { id } = await ask(request());
  await till.press(id, 'silent');
  const body = await till.callback(id);
  const forged = { ...body, MaXacThuc: '0'.repeat(64) };
  const altered = { ...body, SoTien: 1 };
  const { MaXacThuc: _code, ...unsigned } = body;
  for (const wrong of [forged, altered, unsigned, {}]) await assert.rejects(till.receive(wrong), refusal('payments.not-genuine'));
  const at = body['ThoiGianGD']!;
  const strange = {
    ...body,
    MaGiaoDich: 'SBOTHER',
    MaXacThuc: authCode(till.app, ['SBOTHER', id, 75_000, 1, at]),
  };
  await assert.rejects(till.receive(strange), refusal('payments.not-genuine'));
  assert.equal(await stateOf(id), 'pending');
});

test('Another amount than was asked for goes back, as much as came, and can be paid anew', async () => {
  const wanted = request();
  const { id } = await ask(wanted);
  await till.app.db.run(sql`update payments.sandbox set amount = 70000 where order_id = ${id}`);
  await till.press(id, 'prompt');
  await till.receive(await till.callback(id));
  assert.equal((await till.payment(id)).came, 70_000);
  assert.equal(await stateOf(id), 'refunding');
  const again = await ask(wanted); // while the wrong money is on its way back
  assert.notEqual(again.id, id);
  await till.jobs();
  assert.equal(await stateOf(id), 'refunded');
  await till.press(again.id, 'prompt');
  await till.jobs();
  assert.equal(await stateOf(again.id), 'paid');
});

test('Money that comes after three days still counts; when it was paid otherwise meanwhile it goes back', async () => {
  const [one, other] = [request(), request()];
  const late = await ask(one);
  const replaced = await ask(other);
  till.clock.advance(73 * hour);
  await till.reconcile();
  assert.equal(await stateOf(late.id), 'expired');
  await till.press(late.id, 'prompt');
  await till.jobs();
  assert.equal(await stateOf(late.id), 'paid');

  await atDesk(other);
  await till.press(replaced.id, 'prompt');
  await till.jobs();
  assert.equal(await stateOf(replaced.id), 'refunded');
  assert.equal((await till.payments(other.subject)).filter((p) => p.state === 'paid').length, 1);
});

test('S3 what was paid online without a word goes back when the desk has taken it too', async () => {
  const wanted = request();
  const { id } = await ask(wanted);
  await till.press(id, 'silent');
  await atDesk(wanted);
  assert.equal(await stateOf(id), 'expired');
  till.clock.advance(2 * hour);
  await till.reconcile();
  await till.jobs();
  assert.equal(await stateOf(id), 'refunded');
});

test('S3 two requests at once for one matter make one payment, two desks one receipt', async () => {
  const wanted = request();
  const asked = await Promise.all(Array.from({ length: 6 }, () => ask(wanted)));
  assert.equal(new Set(asked.map((one) => one.id)).size, 1);
  assert.equal((await till.payments(wanted.subject)).length, 1);

  const counter = request();
  const taken = await Promise.allSettled(Array.from({ length: 4 }, () => atDesk(counter)));
  assert.equal(taken.filter((one) => one.status === 'fulfilled').length, 1);
  for (const one of taken) if (one.status === 'rejected') assert.ok(refusal('payments.paid-already')(one.reason));
});

test('Another amount closes what was on its way; should it come through, it goes back', async () => {
  const wanted = request();
  const first = await ask(wanted);
  const second = await ask({ ...wanted, amount: 90_000 });
  assert.equal(await stateOf(first.id), 'expired');
  assert.equal((await till.payment(second.id)).amount, 90_000);
  await till.press(first.id, 'prompt');
  await till.jobs();
  assert.equal(await stateOf(first.id), 'refunded');
  assert.equal(await stateOf(second.id), 'pending');
});

test('S3 the reconciliation finds a payment of which no word came, and leaves young ones alone', async () => {
  const { id } = await ask(request());
  await till.press(id, 'silent');
  await till.reconcile();
  assert.equal(await stateOf(id), 'pending');
  till.clock.advance(3 * 60_000);
  await till.reconcile();
  assert.equal(await stateOf(id), 'paid');
});

test('A payment that fails can be asked for again', async () => {
  const wanted = request();
  const { id } = await ask(wanted);
  await till.press(id, 'fail');
  await till.jobs();
  assert.equal(await stateOf(id), 'failed');
  const again = await ask(wanted);
  assert.notEqual(again.id, id);
});

test('R3 a provider that throws or never answers is told of in words; its payments wait, and expire', async () => {
  let mood: 'well' | 'throws' | 'silent' = 'well';
  const answer = async <T>(well: () => Promise<T>): Promise<T> => {
    if (mood === 'well') return well();
    if (mood === 'throws') throw new Error('ECONNRESET');
    return new Promise(() => {});
  };
  const moody: Provider = {
    ...sandbox,
    key: 'moody',
    get patience() {
      return mood === 'silent' ? 5 : 60_000;
    },
    start: (...args) => answer(() => sandbox.start(...args)),
    query: (...args) => answer(() => sandbox.query(...args)),
    refund: (...args) => answer(() => sandbox.refund(...args)),
  };
  addProvider(moody);
  const wanted = request({ provider: 'moody' });
  for (const bad of ['throws', 'silent'] as const) {
    mood = bad;
    await assert.rejects(ask(wanted), refusal('payments.provider-silent'));
    assert.deepEqual(await till.payments(wanted.subject), []);
  }
  mood = 'well';
  const { id } = await ask(wanted);
  await till.press(id, 'silent');
  till.clock.advance(hour);
  for (const bad of ['throws', 'silent'] as const) {
    mood = bad;
    await till.reconcile();
    assert.equal(await stateOf(id), 'pending');
  }
  mood = 'well';
  await till.reconcile();
  assert.equal(await stateOf(id), 'paid');

  mood = 'throws';
  await refund(id);
  await till.jobs();
  assert.equal(await stateOf(id), 'refunding');
  mood = 'well';
  till.clock.advance(hour);
  await till.reconcile();
  await till.jobs();
  assert.equal(await stateOf(id), 'refunded');

  const forgotten = await ask(request({ provider: 'moody' }));
  mood = 'throws';
  till.clock.advance(73 * hour);
  await till.reconcile();
  assert.equal(await stateOf(forgotten.id), 'expired');
});

test('A refund goes back the way the money came: at once at the desk, by the provider otherwise, and once', async () => {
  const desk = await atDesk(request());
  assert.deepEqual(await refund(desk), { state: 'refunded' });
  assert.deepEqual(await told(desk), ['payments.payment-paid', 'payments.payment-refunded']);
  await assert.rejects(refund(desk), refusal('payments.cannot-refund'));

  const { id } = await ask(request());
  await assert.rejects(refund(id), refusal('payments.cannot-refund'));
  await till.press(id, 'prompt');
  await till.jobs();
  assert.deepEqual(await refund(id), { state: 'refunding' });
  await till.jobs();
  assert.equal(await stateOf(id), 'refunded');
});

test('Receipts are numbered without a gap within a year, also when many pay at once or somebody fails', async () => {
  till.clock.set('2029-12-31T23:30:00+07:00');
  const [taken] = [request()];
  const first = await atDesk(taken);
  await Promise.allSettled([
    ...Array.from({ length: 12 }, () => atDesk(request())),
    ...Array.from({ length: 6 }, () => atDesk(taken)),
  ]);
  const numbers = await till.app.db.all<{ receipt: string }>(
    sql`select receipt from payments.payment where receipt like 'BL2029-%' order by receipt`,
  );
  assert.equal((await till.payment(first)).receipt, 'BL2029-0000001');
  assert.deepEqual(
    numbers.map((one) => Number(one.receipt.slice(7))),
    Array.from({ length: 13 }, (_, i) => i + 1),
  );
  till.clock.set('2030-01-01T00:10:00+07:00'); // still 2029 in UTC
  assert.equal((await till.payment(await atDesk(request()))).receipt, 'BL2030-0000001');
});

test('Nothing is asked for where nothing is owed, nor of a provider that nobody knows', async () => {
  await assert.rejects(ask(request({ amount: 0 })), refusal('payments.nothing-to-pay'));
  await assert.rejects(atDesk(request({ amount: 0 })), refusal('payments.nothing-to-pay'));
  await assert.rejects(ask(request({ provider: 'bạc giả' })), refusal('payments.provider-unknown'));
  await assert.rejects(
    till.app.run(till.app.operation('payments.receive-callback'), { provider: 'x', body: {} }, anybody),
    refusal('payments.provider-unknown'),
  );
});

test('However often anybody asks how a payment stands, only a word that says something new is kept, and none of their asking', async () => {
  const { id } = await ask(request());
  const check = till.app.operation('payments.check-payment');
  const count = async (query: ReturnType<typeof sql>) => (await till.app.db.one<{ count: number }>(query)).count;
  const words = () =>
    count(sql`select count(*)::int as count from payments.exchange where payment_id = ${id} and kind in ('query', 'reconcile')`);
  const entries = () => count(sql`select count(*)::int as count from audit.entry`);
  const before = await entries();
  for (const call of [anybody, anybody, system]) await till.app.run(check, { id }, call);
  const nobodys = await till.app.run(check, { id: newId(0) }, anybody);
  assert.deepEqual(nobodys, { state: 'unknown', returnPath: '/' });
  assert.deepEqual([await words(), await entries()], [0, before]);
  await till.press(id, 'silent');
  const pressed = await entries();
  await Promise.all([1, 2, 3].map(() => till.app.run(check, { id }, anybody)));
  await till.app.run(check, { id }, anybody);
  assert.equal(await words(), 1, 'the one that settled it');
  assert.ok((await entries()) <= pressed + 3);
  assert.equal((await till.payment(id)).state, 'paid');
});

test('However many ask at once, the provider is asked once', async () => {
  let asked = 0;
  let read = 0;
  const { app } = till;
  const { db } = app;
  const maybe = async <Row extends object>(question: Sql): Promise<Row | undefined> => {
    const row = await db.maybe<Row>(question);
    if (question.compile().text.includes('from payments.payment where id')) read += 1;
    return row;
  };
  addProvider({
    ...sandbox,
    key: 'counting',
    async query(...args) {
      asked += 1;
      await eventually(() => assert.ok(read >= 8, 'all have read the order'));
      return sandbox.query(...args);
    },
  });
  const { id } = await ask(request({ provider: 'counting' }));
  (app as { db: object }).db = Object.assign(Object.create(db), { maybe });
  try {
    await Promise.all(Array.from({ length: 8 }, () => app.run(app.operation('payments.check-payment'), { id }, anybody)));
  } finally {
    (app as { db: object }).db = db;
  }
  assert.equal(asked, 1);
});

test('One of us who asks the provider again is kept with the answer, also when it is nothing new; only over the whole province', async () => {
  const { id } = await ask(request());
  const again = till.app.operation('payments.reconcile-payment');
  const official = newId(1);
  const one = (scope: 'all' | 'unit'): Call => ({
    ...anybody,
    principal: {
      ...anonymous,
      kind: 'person',
      id: official,
      role: 'official',
      grants: [{ permission: 'payments.reconcile-payment', scope, units: scope === 'all' ? [] : [1] }],
    },
  });
  await assert.rejects(till.app.run(again, { id }, one('unit')), refusal('kernel.not-allowed'));
  assert.deepEqual(await till.app.run(again, { id }, one('all')), { state: 'pending' });
  const kept = await till.app.db.all(
    sql`select kind, done_by as "doneBy", body ->> 'state' as said from payments.exchange where payment_id = ${id} and kind = 'reconcile'`,
  );
  assert.deepEqual(kept, [{ kind: 'reconcile', doneBy: official, said: 'pending' }]);
});
