import type { Text } from '@dinh/kernel';

/** What the permissions of this module allow, in words. */
export const permissions: Readonly<Record<string, Text>> = {
  'delivery.record-handover': { vi: 'Bàn giao bưu gửi với bưu chính', en: 'Hand parcels over to the post' },
};
