import { command, mustReachAll, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { cannotRefund, providerUnknown } from '../errors.ts';
import { paymentById, record, settle } from '../payment.ts';
import { inTime, providerByKey } from '../provider.ts';

/**
 * Sends money back, whole. What was paid at a desk is given back there; the others by their provider. A payment lies in no
 * unit, so only a permission over the whole province opens it.
 * @throws notAllowed, cannotRefund
 */
export const refundPayment = command({
  name: 'payments.refund-payment',
  title: { vi: 'Hoàn tiền', en: 'Refund' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    reason: Type.String({ minLength: 3, maxLength: 1000, pattern: '\\S' }),
  }),
  output: shape({ state: Type.String() }),
  may: 'payments.refund-payment',
  async run(ctx, input) {
    mustReachAll(ctx.principal, 'payments.refund-payment');
    const changed = await ctx.db.run(
      sql`update payments.payment set state = 'refunding', reason = ${input.reason}, version = version + 1 where id = ${input.id} and state = 'paid'`,
    );
    if (changed === 0) throw cannotRefund();
    const payment = await paymentById(ctx.db, input.id);
    ctx.subject(payment.subject); // what was paid for: whoever took or waived that fee does not refund it
    ctx.note({ payment: payment.id });
    record(ctx, payment.id, 'refund', true, { reason: input.reason });
    if (payment.provider === 'desk') {
      await settle(ctx, {
        orderId: payment.id,
        state: 'refunded',
        amount: payment.amount,
        ref: payment.providerRef ?? '',
        at: ctx.now,
      });
      return { state: 'refunded' };
    }
    ctx.enqueue('payments.refund', { id: payment.id, reason: input.reason }, { key: `refund:${payment.id}` });
    return { state: 'refunding' };
  },
});

/** The provider's answer to a refund. */
export const settleRefund = command({
  name: 'payments.settle-refund',
  title: { vi: 'Ghi nhận hoàn tiền', en: 'Record a refund' },
  api: false,
  input: shape({ id: Type.String(), reason: Type.String() }),
  output: shape({}),
  may: 'system',
  prepare: async (ctx, input) => {
    const payment = await paymentById(ctx.db, input.id);
    if (payment.state !== 'refunding') return undefined; // an earlier run got through
    const provider = providerByKey(payment.provider);
    if (!provider) throw providerUnknown();
    const order = { ...payment, amount: payment.came ?? payment.amount };
    return inTime(provider, provider.refund(ctx.app, order, input.reason));
  },
  async run(ctx, input, statement) {
    if (!statement) return {};
    await settle(ctx, statement);
    record(ctx, input.id, 'refund', true, statement);
    return {};
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'payments.refund-payment': typeof refundPayment;
  }
}
