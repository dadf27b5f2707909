import type { Text } from '@dinh/kernel';

/** What the permissions of this module allow, in words. */
export const permissions: Readonly<Record<string, Text>> = {
  'identity.delegate-authority': {
    vi: 'Ủy quyền cho người khác khi vắng mặt',
    en: 'Hand one’s authority to a colleague for a while',
  },
  'identity.manage-client': {
    vi: 'Quản lý ứng dụng và hệ thống kết nối',
    en: 'Look after connected applications and systems',
  },
  'identity.open-emergency': { vi: 'Mở xem khẩn cấp hồ sơ ngoài quyền', en: 'Open records in an emergency' },
  'identity.review-emergency': { vi: 'Xem xét các lần xem khẩn cấp', en: 'Review emergency accesses' },
  'identity.view-unit': { vi: 'Xem thông tin đơn vị', en: 'See units' },
  'identity.watch-sign-ins': { vi: 'Theo dõi sự kiện đăng nhập', en: 'Watch sign-in events' },
};
