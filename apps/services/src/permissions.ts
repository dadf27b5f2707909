import type { Text } from '@dinh/kernel';

/** What the permissions of this module allow, in words. */
export const permissions: Readonly<Record<string, Text>> = {
  'services.keep-draft': { vi: 'Lưu hồ sơ đang soạn', en: 'Keep drafts of dossiers' },
};
