import { command, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { cannotRefund } from '../errors.ts';
import { paymentById, record, settle } from '../payment.ts';
import { providerByKey } from '../provider.ts';

/** Sends money back, whole. What was paid at a desk is given back there; the others by their provider. */
export const refundPayment = command({
  name: 'payments.refund-payment',
  title: { vi: 'Hoàn tiền', en: 'Refund' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    reason: Type.String({ minLength: 3, maxLength: 1000 }),
  }),
  output: shape({ state: Type.String() }),
  may: 'payments.refund-payment',
  subject: (input) => `payment:${input.id}`,
  async run(ctx, input) {
    const changed = await ctx.db.run(
      sql`update payments.payment set state = 'refunding', reason = ${input.reason} where id = ${input.id} and state in ('paid', 'refunding')`,
    );
    if (changed === 0) throw cannotRefund();
    const payment = await paymentById(ctx.db, input.id);
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
    record(ctx, payment.id, 'refund', true, { reason: input.reason });
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
    return providerByKey(payment.provider)!.refund(ctx.app, payment, input.reason);
  },
  async run(ctx, _input, statement) {
    await settle(ctx, statement);
    return {};
  },
});
