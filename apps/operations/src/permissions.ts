import type { Text } from '@dinh/kernel';

/** What the permissions of this module allow, in words. */
export const permissions: Readonly<Record<string, Text>> = {
  'operations.view-process': { vi: 'Theo dõi quy trình đang chạy', en: 'Watch running processes' },
};
