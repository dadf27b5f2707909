import type { Text } from '@dinh/kernel';

/** What the permissions of this module allow, in words. */
export const permissions: Readonly<Record<string, Text>> = {
  'procedures.edit-procedure': { vi: 'Soạn thủ tục hành chính', en: 'Edit procedures' },
  'procedures.publish-procedure': { vi: 'Công bố thủ tục hành chính', en: 'Publish procedures' },
};
