import { declareError } from '@dinh/kernel';

export const messageNotFound = declareError('notify.message-not-found', 404, {
  vi: 'Không tìm thấy tin nhắn này hoặc tin đã được gửi. Xin tải lại danh sách.',
  en: 'This message cannot be found or was sent meanwhile. Please reload the list.',
});
