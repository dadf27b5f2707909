import type { Text } from '@dinh/kernel';

/** What the permissions of this module allow, in words. */
export const permissions: Readonly<Record<string, Text>> = {
  'payments.collect-fee': {
    vi: 'Thu phí, lệ phí tại quầy; miễn phí theo quy định',
    en: 'Take fees at a desk, waive them by the rules',
  },
  'payments.pay-fee': { vi: 'Nộp phí, lệ phí', en: 'Pay fees' },
  'payments.reconcile-payment': { vi: 'Đối soát thanh toán', en: 'Reconcile payments' },
  'payments.refund-payment': { vi: 'Hoàn tiền', en: 'Refund payments' },
  'payments.view-payment': { vi: 'Xem các khoản thanh toán', en: 'See payments' },
};
