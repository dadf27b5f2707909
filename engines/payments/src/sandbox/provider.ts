import { newReference, sql } from '@dinh/kernel';
import type { Provider, Statement } from '../provider.ts';
import { readCallback } from './code.ts';

interface Row {
  ref: string;
  orderId: string;
  amount: number;
  state: 'open' | 'success' | 'pending' | 'failed' | 'refunded';
  at: Date;
}

const states: Record<Row['state'], Statement['state']> = {
  open: 'pending',
  success: 'paid',
  pending: 'pending',
  failed: 'failed',
  refunded: 'refunded',
};

/**
 * A provider to try things with: it keeps its own books, shows its own page, and misbehaves on demand
 * (delays, two callbacks, none at all). It takes no money.
 */
export const sandbox: Provider = {
  key: 'sandbox',
  name: { vi: 'Cổng thanh toán thử nghiệm', en: 'Sandbox payment' },
  async start({ app, db, now }, order) {
    const ref = order.providerRef ?? `SB${newReference(12).replaceAll('-', '')}`;
    await db.run(
      sql`insert into payments.sandbox (ref, order_id, amount, info, state, created_at) values (${ref}, ${order.id}, ${order.amount}, ${order.description}, 'open', ${now}) on conflict do nothing`,
    );
    return { redirect: `${app.config.publicUrl}/thanh-toan/thu-nghiem/${ref}`, ref };
  },
  readCallback,
  async query(app, order) {
    const row = await app.db.maybe<Row>(
      sql`select ref, order_id as "orderId", amount, state, coalesce(settled_at, created_at) as at from payments.sandbox where order_id = ${order.id}`,
    );
    if (!row)
      return {
        orderId: order.id,
        state: 'unknown',
        amount: order.amount,
        ref: order.providerRef ?? '',
        at: app.clock.now(),
      };
    return { orderId: row.orderId, state: states[row.state], amount: row.amount, ref: row.ref, at: row.at };
  },
  async refund(app, order) {
    await app.db.run(sql`update payments.sandbox set state = 'refunded' where order_id = ${order.id} and state = 'success'`);
    return this.query(app, order);
  },
};
