import type { Text } from '@dinh/kernel';

/** What the permissions of this module allow, in words. */
export const permissions: Readonly<Record<string, Text>> = {
  'audit.verify-trail': { vi: 'Kiểm tra nhật ký còn nguyên vẹn', en: 'Verify the audit trail' },
  'audit.view-trail': { vi: 'Xem nhật ký hệ thống', en: 'See the audit trail' },
  'platform.load-pack': { vi: 'Nạp bộ dữ liệu của tỉnh', en: 'Load a pack' },
  'platform.view-health': { vi: 'Xem tình trạng máy chủ', en: 'See the health of the program' },
};
