import { declareError } from '@dinh/kernel';

export const paymentNotFound = declareError('payments.payment-not-found', 404, {
  vi: 'Không tìm thấy giao dịch này. Xin mở lại hồ sơ để xem tình hình thanh toán.',
  en: 'This payment cannot be found. Please open the dossier to see how it stands.',
});
export const paidAlready = declareError('payments.paid-already', 409, {
  vi: 'Khoản này đã được nộp. Bạn không phải nộp lần nữa.',
  en: 'This has been paid already. You do not have to pay again.',
});
export const notGenuine = declareError('payments.not-genuine', 400, {
  vi: 'Thông báo thanh toán không đúng mã xác thực nên không được ghi nhận.',
  en: 'The payment notice does not carry a genuine code and was not recorded.',
});
export const providerUnknown = declareError('payments.provider-unknown', 422, {
  vi: 'Không có cách thanh toán này. Xin chọn cách khác.',
  en: 'There is no such way to pay. Please choose another.',
});
export const cannotRefund = declareError('payments.cannot-refund', 409, {
  vi: 'Giao dịch này chưa được nộp hoặc đã hoàn tiền nên không hoàn được.',
  en: 'This payment was not made or has been refunded, so it cannot be refunded.',
});
export const cannotVoid = declareError('payments.cannot-void', 409, {
  vi: 'Chỉ hủy được khoản thu tại quầy còn hiệu lực. Khoản nộp trực tuyến, xin để kế toán hoàn tiền.',
  en: 'Only what was taken at a desk and still stands can be taken back. What was paid online is refunded by the accountants.',
});
export const nothingToPay = declareError('payments.nothing-to-pay', 409, {
  vi: 'Không có khoản nào phải nộp. Xin tải lại trang để xem tình hình mới nhất.',
  en: 'There is nothing to pay. Please reload the page to see how things stand.',
});
export const providerSilent = declareError('payments.provider-silent', 503, {
  vi: 'Cổng thanh toán chưa trả lời nên chưa thu khoản nào. Xin thử lại sau ít phút, hoặc nộp tại quầy.',
  en: 'The payment provider does not answer; nothing was charged. Please try again in a few minutes, or pay at the desk.',
});
