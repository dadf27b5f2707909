import { declareError } from '@dinh/kernel';

export const shipmentNotFound = declareError('delivery.shipment-not-found', 404, {
  vi: 'Không tìm thấy bưu gửi này trong phạm vi của bạn. Xin tải lại danh sách.',
  en: 'This shipment is not within your reach. Please reload the list.',
});
export const notAtThatPoint = declareError('delivery.not-at-that-point', 409, {
  vi: 'Bưu gửi đang ở trạng thái “{state}” nên không ghi nhận được việc này. Xin tải lại trang.',
  en: 'The shipment is “{state}” now, so this cannot be recorded. Please reload the page.',
});
export const postUnavailable = declareError('delivery.post-unavailable', 503, {
  vi: 'Hệ thống của bưu chính chưa trả lời. Xin thử lại sau ít phút; bưu gửi vẫn chờ ở quầy.',
  en: 'The post does not answer. Please try again in a few minutes; the shipment waits at the desk.',
});
