import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal, sql } from '@dinh/kernel';
import fc from 'fast-check';
import { recordDeskPayment, requestPayment } from './index.ts';
import { openTill, request, system, type Till } from './testing.ts';

let till: Till;
before(async () => void (till = await openTill()));
after(() => till.close());

/** What may happen to the payments of two matters, in any order; `of` is the how-manieth payment of the matter. */
const act = fc.oneof(
  fc.record({
    kind: fc.constant('request' as const),
    matter: fc.nat(1),
    amount: fc.constantFrom(75_000, 90_000),
  }),
  fc.record({
    kind: fc.constant('desk' as const),
    matter: fc.nat(1),
    amount: fc.constantFrom(75_000, 90_000),
  }),
  fc.record({
    kind: fc.constant('press' as const),
    matter: fc.nat(1),
    of: fc.nat(3),
    behaviour: fc.constantFrom('prompt', 'twice', 'silent', 'fail'),
  }),
  fc.record({
    kind: fc.constantFrom('callback' as const, 'query' as const, 'refund' as const),
    matter: fc.nat(1),
    of: fc.nat(3),
  }),
  fc.record({ kind: fc.constantFrom('reconcile' as const, 'jobs' as const) }),
  fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(1, 20, 80) }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** Does one act; what is refused with words is as good as done. */
async function carryOut(what: Act, matters: readonly string[]): Promise<void> {
  const { app } = till;
  if (what.kind === 'wait') return till.clock.advance(what.hours * 3_600_000);
  if (!('matter' in what)) return what.kind === 'jobs' ? till.jobs() : till.reconcile();
  const subject = matters[what.matter]!;
  if (what.kind === 'request' || what.kind === 'desk') {
    const wanted = request({ subject, amount: what.amount });
    return till.within(
      async (ctx) => void (what.kind === 'desk' ? await recordDeskPayment(ctx, wanted) : await requestPayment(ctx, wanted)),
    );
  }
  const payment = (await till.payments(subject))[what.of];
  if (!payment) return undefined;
  const { id } = payment;
  const online = payment.provider === 'sandbox';
  if (what.kind === 'press') return online ? till.press(id, what.behaviour) : undefined;
  if (what.kind === 'callback') return online ? till.receive(await till.callback(id)) : undefined;
  const operation = app.operation(what.kind === 'query' ? 'payments.check-payment' : 'payments.refund-payment');
  await app.run(operation, what.kind === 'query' ? { id } : { id, reason: 'Thử hoàn' }, system);
}

const refused = (error: unknown): void => {
  if (!(error instanceof Refusal)) throw error;
};

/** Where the payers' money is: what the provider holds of ours, and what we say of it. */
const books = (subjects: readonly string[]) =>
  till.app.db.all<{ id: string; state: string; held: string; receipt: string | null }>(
    sql`select p.id, p.state, s.state as held, p.receipt from payments.payment p join payments.sandbox s on s.order_id = p.id where p.subject = any(${[...subjects]}::text[])`,
  );

/** What our word on a payment may mean for the payer's money. */
const agrees: Record<string, readonly string[]> = {
  pending: ['open', 'success', 'failed'],
  expired: ['open', 'success', 'failed'],
  failed: ['failed'],
  paid: ['success'],
  refunding: ['success', 'refunded'],
  refunded: ['refunded'],
};

async function checkBooks(subjects: readonly string[]): Promise<void> {
  const twice = await till.app.db.all(
    sql`select subject from payments.payment where state = 'paid' group by subject, purpose having count(*) > 1`,
  );
  assert.deepEqual(twice, [], 'paid twice for one matter');
  for (const { id, state, held } of await books(subjects))
    assert.ok(agrees[state]?.includes(held), `${id} is ${state}, at the provider ${held}`);
}

test('S3 whatever happens in whatever order, nobody pays twice and every đồng is accounted for', async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 14 }), async (acts) => {
      round++;
      till.clock.set(new Date(Date.UTC(2026, 0, 1 + round * 30)));
      const matters = [`dossier:${round}-0`, `dossier:${round}-1`];
      for (const one of acts) {
        await carryOut(one, matters).catch(refused);
        await checkBooks(matters);
      }
      // In the end the jobs have done their work: what came is either ours with a receipt, or back with the payer.
      for (let i = 0; i < 2; i++) {
        till.clock.advance(2 * 3_600_000);
        await till.reconcile();
        await till.jobs();
      }
      await checkBooks(matters);
      const old = acts.reduce((hours, one) => hours + (one.kind === 'wait' ? one.hours : 0), 4) > 7 * 24;
      for (const { id, state, held, receipt } of await books(matters)) {
        if (old && state === 'expired') continue; // its provider is not asked any more
        assert.ok(held !== 'success' || state === 'paid', `${id} is ${state}, the money is with us`);
        assert.ok(state !== 'paid' || receipt, `${id} has no receipt`);
      }
    }),
    { numRuns: 40 },
  );
  const gaps = await till.app.db.all(
    sql`select left(receipt, 6) as year from payments.payment where receipt is not null group by 1 having count(*) <> max(right(receipt, 7)::int)`,
  );
  assert.deepEqual(gaps, [], 'a receipt is missing');
});
