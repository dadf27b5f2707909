import type { Text } from '@dinh/kernel';

export const viewing = 'payments.view-payment';
export const refunding = 'payments.refund-payment';
export const reconciling = 'payments.reconcile-payment';

type Tone = 'waiting' | 'done' | 'doing' | 'stopped' | 'late';

/** Where a payment stands. */
export const states: Readonly<Record<string, { readonly tone: Tone; readonly label: Text }>> = {
  requested: { tone: 'waiting', label: { vi: 'Mới mở', en: 'Begun' } },
  pending: { tone: 'waiting', label: { vi: 'Chờ xác nhận', en: 'Awaiting confirmation' } },
  paid: { tone: 'done', label: { vi: 'Đã nộp', en: 'Paid' } },
  refunding: { tone: 'doing', label: { vi: 'Đang hoàn tiền', en: 'Being refunded' } },
  refunded: { tone: 'stopped', label: { vi: 'Đã hoàn tiền', en: 'Refunded' } },
  voided: { tone: 'stopped', label: { vi: 'Đã hủy (thu nhầm)', en: 'Taken back (by mistake)' } },
  failed: { tone: 'late', label: { vi: 'Không thành công', en: 'Failed' } },
  expired: { tone: 'stopped', label: { vi: 'Đã đóng', en: 'Closed' } },
};

export const purposes: Readonly<Record<string, Text>> = {
  fee: { vi: 'Phí, lệ phí', en: 'Fee' },
  duty: { vi: 'Nghĩa vụ tài chính', en: 'Financial duty' },
};

export const ways: Readonly<Record<'desk' | 'online', Text>> = {
  desk: { vi: 'Tại quầy', en: 'At the desk' },
  online: { vi: 'Trực tuyến', en: 'Online' },
};

/** What happened to a payment, by the kind of the word that was exchanged. */
export const happenings: Readonly<Record<string, Text>> = {
  request: { vi: 'Chuyển người nộp sang cổng thanh toán', en: 'The payer was sent to the provider' },
  callback: { vi: 'Cổng thanh toán báo kết quả', en: 'The provider told what became of it' },
  query: {
    vi: 'Người nộp quay lại, đã hỏi cổng thanh toán',
    en: 'The payer came back, the provider was asked',
  },
  reconcile: { vi: 'Đối soát: đã hỏi cổng thanh toán', en: 'Reconciliation: the provider was asked' },
  desk: { vi: 'Thu tại quầy', en: 'Taken at the desk' },
  void: { vi: 'Hủy khoản thu nhầm tại quầy', en: 'Taken back at the desk' },
  refund: { vi: 'Hoàn tiền', en: 'Refund' },
};

/** What a provider says of an order. */
export const statements: Readonly<Record<string, Text>> = {
  paid: { vi: 'đã nhận tiền', en: 'the money came' },
  pending: { vi: 'chưa xong', en: 'not settled' },
  failed: { vi: 'không thành công', en: 'failed' },
  refunded: { vi: 'đã trả lại tiền', en: 'the money went back' },
  unknown: { vi: 'không biết giao dịch này', en: 'does not know it' },
};
