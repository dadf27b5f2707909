import type { Text } from '@dinh/kernel';

/** What the permissions of this module allow, in words. */
export const permissions: Readonly<Record<string, Text>> = {
  'process.change-instance': { vi: 'Can thiệp vào quy trình đang chạy', en: 'Change running processes' },
  'process.migrate-instance': {
    vi: 'Chuyển quy trình đang chạy sang phiên bản khác',
    en: 'Move running processes to another version',
  },
  'process.note-rule-hit': { vi: 'Ghi nhận cảnh báo', en: 'Note warnings' },
  'process.send-message': { vi: 'Gửi thông điệp tới quy trình đang chạy', en: 'Send messages to processes' },
  'process.settle-incident': { vi: 'Xử lý sự cố của quy trình', en: 'Settle incidents of processes' },
  'process.view-incident': { vi: 'Xem sự cố của quy trình', en: 'See incidents of processes' },
  'process.view-rule-hit': { vi: 'Xem cảnh báo', en: 'See warnings' },
};
