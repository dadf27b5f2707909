import type { Module } from '@dinh/kernel';
import { paymentPage, recheckPost } from './pages/payment.ts';
import { paymentsPage, revenueRoom } from './pages/payments.ts';
import { refundPage, refundPost } from './pages/refund.ts';
import { listPayments } from './queries/list-payments.ts';
import { viewPayment } from './queries/view-payment.ts';

/** What came in for dossiers and what went back: the accounts officers' room. */
export const module: Module = {
  name: 'revenue',
  title: { vi: 'Thu, hoàn phí', en: 'Revenue' },
  operations: [listPayments, viewPayment],
  rooms: [revenueRoom],
  pages: [paymentsPage, paymentPage, recheckPost, refundPage, refundPost],
};
