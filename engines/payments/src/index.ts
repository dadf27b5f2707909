import { job, type Module } from '@dinh/kernel';
import { checkPayment, reconcilePayment, settlePayment } from './operations/check-payment.ts';
import { receiveCallback } from './operations/receive-callback.ts';
import { refundPayment, settleRefund } from './operations/refund-payment.ts';
import { addProvider } from './provider.ts';
import { reconcile } from './reconcile.ts';
import { sandboxCall, sandboxPay } from './sandbox/operations.ts';
import { sandboxPages } from './sandbox/page.ts';
import { sandbox } from './sandbox/provider.ts';
import { permissions } from './permissions.ts';

export {
  type Payment,
  type PaymentContext,
  type PaymentRequest,
  feeReceiptCounters,
  paymentById,
  paymentsOf,
  receiptNumber,
  recordDeskPayment,
  requestPayment,
  voidDeskPayment,
} from './payment.ts';
export { addProvider, allProviders, type Order, type Provider, type Statement } from './provider.ts';
export { nothingToPay } from './errors.ts';
export { refundPayment } from './operations/refund-payment.ts';
export { paidAlready, paymentNotFound } from './errors.ts';
export { reasonText } from './reasons.ts';

const refund = job<{ id: string; reason: string }>({
  name: 'payments.refund',
  run: async (ctx, payload) => void (await ctx.app.run(settleRefund, payload, ctx.call)),
});

/** Online payment: request, redirect, callback, query, reconciliation, refund; a sandbox provider to try it with. */
export const module: Module = {
  name: 'payments',
  title: { vi: 'Thanh toán', en: 'Payments' },
  migrations: new URL('../migrations/', import.meta.url),
  personRecords: [
    {
      what: { vi: 'Khoản đã nộp', en: 'Payments' },
      table: 'payments.payment',
      column: 'person_id',
      madeAt: 'created_at',
    },
  ],
  permissions,
  operations: [receiveCallback, checkPayment, settlePayment, reconcilePayment, refundPayment, settleRefund, sandboxPay],
  pages: sandboxPages,
  jobs: [reconcile, sandboxCall, refund],
  async start(app) {
    if (app.config.demonstration) addProvider(sandbox);
  },
};
