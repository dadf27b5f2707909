import {
  type App,
  enqueueSql,
  isDuplicate,
  newId,
  type NewEvent,
  type Principal,
  type Queries,
  sql,
  type Transaction,
} from '@dinh/kernel';
import { cannotVoid, notGenuine, nothingToPay, paidAlready, paymentNotFound, providerSilent, providerUnknown } from './errors.ts';
import { closedFor, otherAmount } from './reasons.ts';
import { inTime, type Order, providerByKey, type Statement } from './provider.ts';

export interface Payment extends Order {
  readonly subject: string;
  readonly purpose: string;
  readonly occasion: number;
  readonly payer: string;
  readonly personId: string | null;
  readonly provider: string;
  readonly state: 'requested' | 'pending' | 'paid' | 'failed' | 'expired' | 'refunding' | 'refunded' | 'voided';
  readonly returnPath: string;
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly paidAt: Date | null;
  /** What came, where it was not the amount that was asked for; đồng. */
  readonly came: number | null;
  readonly receipt: string | null;
}

/** What the engine needs of its caller: a transaction, the time, who asks, and the outbox. */
export interface PaymentContext {
  readonly app: App;
  readonly principal: Principal;
  readonly now: Date;
  readonly db: Transaction;
  emit(event: NewEvent): void;
}

const columns = sql.raw(
  `id, subject, purpose, occasion, amount, description, payer, person_id as "personId", provider, state, provider_ref as "providerRef", return_path as "returnPath",
   reason, created_at as "createdAt", expires_at as "expiresAt", paid_at as "paidAt", came, receipt`,
);

export async function paymentById(db: Queries, id: string): Promise<Payment> {
  const found = await db.maybe<Payment>(sql`select ${columns} from payments.payment where id = ${id}`);
  if (!found) throw paymentNotFound();
  return found;
}

/** All payments of a matter, newest first. */
export function paymentsOf(db: Queries, subject: string): Promise<Payment[]> {
  return db.all(sql`select ${columns} from payments.payment where subject = ${subject} order by created_at desc`);
}

export interface PaymentRequest {
  readonly subject: string;
  readonly purpose: 'fee' | 'duty';
  /** From 1: the how-manieth time the matter is charged for this purpose; 1 when left out. */
  readonly occasion?: number;
  readonly amount: number;
  readonly description: string;
  readonly payer: string;
  readonly personId: string | null;
  readonly provider: string;
  /** Where the payer comes back to, a path on our site. */
  readonly returnPath: string;
}

const lifetime = 30 * 60_000;

/**
 * Asks for a payment. A payment of the same matter that is on its way is taken up again, so that going back and
 * forth never charges twice (S3); one of another amount or provider is closed first, and should it still come through,
 * it goes back.
 * @returns where to send the payer. @throws paidAlready, nothingToPay, providerUnknown, providerSilent
 */
export async function requestPayment(ctx: PaymentContext, request: PaymentRequest): Promise<{ id: string; redirect: string }> {
  const provider = providerByKey(request.provider);
  if (!provider) throw providerUnknown();
  if (request.amount <= 0) throw nothingToPay();
  const { db, now } = ctx;
  const expiresAt = new Date(now.getTime() + lifetime);
  const payment = await openPayment(ctx, request, expiresAt);
  const order: Order = { ...payment, description: request.description, expiresAt };
  const back = `${ctx.app.config.publicUrl}/thanh-toan/${payment.id}/xong`;
  const { redirect, ref } = await inTime(provider, provider.start(ctx, order, back)).catch((error: unknown) => {
    ctx.app.log.warn({ err: error, provider: provider.key }, 'the provider did not take the order');
    throw providerSilent();
  });
  db.send(
    sql`update payments.payment set provider_ref = ${ref}, state = case when state = 'requested' then 'pending' else state end, expires_at = ${expiresAt},
          return_path = ${request.returnPath}, version = version + 1 where id = ${payment.id}`,
  );
  record(ctx, payment.id, 'request', true, { redirect, ref });
  return { id: payment.id, redirect };
}

/** The payment of the matter that is on its way, locked, or a new one; whoever asks at the same time gets the same. */
async function openPayment(ctx: PaymentContext, request: PaymentRequest, expiresAt: Date): Promise<Payment> {
  const { db, now } = ctx;
  const live = await livePayment(db, request);
  if (live?.state === 'paid') throw paidAlready();
  if (live?.amount === request.amount && live.provider === request.provider) return live;
  if (live) await close(db, live.id, closedFor.anew);
  // A second request of the same moment waits here for the first, writes nothing, and takes that one up.
  const id = newId(now.getTime());
  const written = await db.run(
    sql`insert into payments.payment (id, subject, purpose, occasion, amount, description, payer, person_id, provider, state, return_path, created_at, expires_at)
        values (${id}, ${request.subject}, ${request.purpose}, ${request.occasion ?? 1}, ${request.amount}, ${request.description}, ${request.payer}, ${request.personId},
                ${request.provider}, 'requested', ${request.returnPath}, ${now}, ${expiresAt})
        on conflict (subject, purpose, occasion) where state in ('requested', 'pending', 'paid') do nothing`,
  );
  return written === 0 ? openPayment(ctx, request, expiresAt) : paymentById(db, id);
}

/** What is on its way or paid for the matter; there is one at most. Money that is going back does not count. */
function livePayment(
  db: Queries,
  { subject, purpose, occasion = 1 }: Pick<PaymentRequest, 'subject' | 'purpose' | 'occasion'>,
): Promise<Payment | undefined> {
  return db.maybe(
    sql`select ${columns} from payments.payment where subject = ${subject} and purpose = ${purpose} and occasion = ${occasion}
          and state in ('requested', 'pending', 'paid') for update`,
  );
}

async function close(db: Queries, id: string, reason: string): Promise<void> {
  await db.run(sql`update payments.payment set state = 'expired', reason = ${reason}, version = version + 1 where id = ${id}`);
}

/** Notes a payment that a desk took: cash or a card reader. @returns the id. @throws paidAlready, nothingToPay */
export async function recordDeskPayment(
  ctx: PaymentContext,
  request: Omit<PaymentRequest, 'provider' | 'returnPath'>,
): Promise<string> {
  const { db, now } = ctx;
  if (request.amount <= 0) throw nothingToPay();
  const live = await livePayment(db, request);
  if (live?.state === 'paid') throw paidAlready();
  // Whoever began to pay online and then paid at the desk: the online one is closed; should it still come through, it is refunded.
  if (live) await close(db, live.id, closedFor.desk);
  const id = newId(now.getTime());
  const receipt = await nextReceipt(db, now);
  try {
    await db.run(
      sql`insert into payments.payment (id, subject, purpose, occasion, amount, description, payer, person_id, provider, state, created_at, expires_at, paid_at, receipt)
        values (${id}, ${request.subject}, ${request.purpose}, ${request.occasion ?? 1}, ${request.amount}, ${request.description}, ${request.payer}, ${request.personId}, 'desk', 'paid', ${now}, ${now}, ${now}, ${receipt})`,
    );
  } catch (error) {
    if (isDuplicate(error, 'payment_once')) throw paidAlready(); // another desk was quicker
    throw error;
  }
  record(ctx, id, 'desk', true, { receipt });
  announce(ctx, {
    id,
    subject: request.subject,
    purpose: request.purpose,
    occasion: request.occasion ?? 1,
    amount: request.amount,
    provider: 'desk',
    ref: receipt,
  });
  return id;
}

/**
 * Takes back what a desk took by mistake and has given back: the receipt keeps its number and is void, and the matter may be charged
 * again. Who may, and until when, the app has checked. @throws cannotVoid
 */
export async function voidDeskPayment(
  ctx: PaymentContext,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<void> {
  const changed = await ctx.db.run(
    sql`update payments.payment set state = 'voided', voided_at = ${ctx.now}, reason = ${reason}, version = version + 1
        where id = ${id} and state = 'paid' and provider = 'desk'`,
  );
  if (changed === 0) throw cannotVoid();
  const payment = await paymentById(ctx.db, id);
  record(ctx, id, 'void', true, { reason, receipt: payment.receipt });
  ctx.emit({
    name: 'payments.payment-voided',
    key: id,
    topics: topics(payment),
    data: {
      id,
      subject: payment.subject,
      purpose: payment.purpose,
      amount: payment.amount,
      ref: payment.receipt,
    },
  });
}

/**
 * Takes what a provider says, as often as it says it: the first statement that settles the payment counts.
 * Money that comes for a payment that is closed (expired, or paid by another way) is sent back.
 * @returns whether it said something new
 */
export async function settle(ctx: PaymentContext, statement: Statement): Promise<boolean> {
  const { db, now } = ctx;
  const payment = await db.maybe<Payment>(
    sql`select ${columns} from payments.payment where id = ${statement.orderId} for update`,
  );
  if (!payment) throw paymentNotFound();
  if (payment.providerRef !== null && payment.providerRef !== statement.ref) throw notGenuine();
  if (statement.state === 'refunded') {
    if (payment.state !== 'refunding') return false;
    await db.run(sql`update payments.payment set state = 'refunded', refunded_at = ${now} where id = ${payment.id}`);
    ctx.emit({
      name: 'payments.payment-refunded',
      key: payment.id,
      topics: topics(payment),
      data: {
        id: payment.id,
        subject: payment.subject,
        purpose: payment.purpose,
        occasion: payment.occasion,
        amount: payment.came ?? payment.amount,
        reason: payment.reason,
        ref: payment.receipt ?? statement.ref,
      },
    });
    return true;
  }
  if (statement.state === 'failed' && (payment.state === 'pending' || payment.state === 'requested')) {
    await db.run(
      sql`update payments.payment set state = 'failed', reason = ${closedFor.refused}, asked_at = ${now} where id = ${payment.id}`,
    );
    ctx.emit({
      name: 'payments.payment-failed',
      key: payment.id,
      topics: topics(payment),
      data: { subject: payment.subject, purpose: payment.purpose },
    });
    return true;
  }
  if (statement.state !== 'paid') return false;
  if (payment.state === 'paid' || payment.state === 'refunding' || payment.state === 'refunded' || payment.state === 'voided')
    return false; // a second callback
  const wrongAmount = statement.amount !== payment.amount;
  const other = await db.maybe(
    sql`select 1 as one from payments.payment where subject = ${payment.subject} and purpose = ${payment.purpose} and occasion = ${payment.occasion} and id <> ${payment.id} and state in ('requested', 'pending', 'paid')`,
  );
  if (wrongAmount || other) {
    const reason = other ? closedFor.second : otherAmount(statement.amount, payment.amount);
    await db.run(
      sql`update payments.payment set state = 'refunding', paid_at = ${statement.at}, came = ${statement.amount}, reason = ${reason}, version = version + 1 where id = ${payment.id}`,
    );
    db.send(enqueueSql('payments.refund', { id: payment.id, reason }, { key: `refund:${payment.id}` }));
    return true;
  }
  const receipt = await nextReceipt(db, now);
  await db.run(
    sql`update payments.payment set state = 'paid', paid_at = ${statement.at}, receipt = ${receipt}, reason = null, version = version + 1 where id = ${payment.id}`,
  );
  announce(ctx, {
    id: payment.id,
    subject: payment.subject,
    purpose: payment.purpose,
    occasion: payment.occasion,
    amount: payment.amount,
    provider: payment.provider,
    ref: statement.ref,
  });
  return true;
}

function announce(
  ctx: PaymentContext,
  paid: {
    id: string;
    subject: string;
    purpose: string;
    occasion: number;
    amount: number;
    provider: string;
    ref: string;
  },
): void {
  ctx.emit({ name: 'payments.payment-paid', key: paid.id, topics: [paid.subject], data: { ...paid } });
}

const topics = (payment: Payment) => [payment.subject, ...(payment.personId ? [`person:${payment.personId}`] : [])];

/** The receipts that were numbered so far, by year; for made-up payments, which go on from there. */
export const feeReceiptCounters = sql`select year, last from payments.receipt_counter`;

export const receiptNumber = (year: number, sequence: number): string => `BL${year}-${String(sequence).padStart(7, '0')}`;

/** Receipts are numbered without a gap within the year. */
async function nextReceipt(db: Transaction, now: Date): Promise<string> {
  const year = new Date(now.getTime() + 7 * 3_600_000).getUTCFullYear();
  const { last } = await db.one<{ last: number }>(
    sql`insert into payments.receipt_counter (year, last) values (${year}, 1) on conflict (year) do update set last = receipt_counter.last + 1 returning last`,
  );
  return receiptNumber(year, last);
}

/** Keeps a word exchanged with a provider, or what one of us did; `kind`: request, callback, query, reconcile, desk, void, refund. */
export function record(
  { db, now, principal }: Pick<PaymentContext, 'db' | 'now' | 'principal'>,
  paymentId: string,
  kind: string,
  genuine: boolean,
  body: unknown,
): void {
  const doneBy = principal.kind === 'person' ? principal.id : null;
  db.send(
    sql`insert into payments.exchange (payment_id, kind, genuine, body, at, done_by) values (${paymentId}, ${kind}, ${genuine}, ${JSON.stringify(body)}::jsonb, ${now}, ${doneBy})`,
  );
}
