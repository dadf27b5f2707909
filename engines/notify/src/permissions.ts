import type { Text } from '@dinh/kernel';

/** What the permissions of this module allow, in words. */
export const permissions: Readonly<Record<string, Text>> = {
  'notify.resend-message': { vi: 'Gửi lại tin nhắn, thư báo', en: 'Send messages again' },
  'notify.view-message': { vi: 'Xem thông báo của mình', en: 'See one’s own messages' },
  'notify.view-outbox': { vi: 'Xem hộp thư đi của hệ thống', en: 'See the outbox' },
};
