import type { Text } from '@dinh/kernel';

/** What the permissions of this module allow, in words. */
export const permissions: Readonly<Record<string, Text>> = {
  'studio.edit-calendar': { vi: 'Soạn lịch làm việc', en: 'Edit calendars' },
  'studio.edit-decision': { vi: 'Soạn bảng quyết định, biểu phí', en: 'Edit decision tables and fees' },
  'studio.edit-form': { vi: 'Soạn biểu mẫu', en: 'Edit forms' },
  'studio.edit-process': { vi: 'Soạn quy trình', en: 'Edit processes' },
  'studio.edit-rules': {
    vi: 'Soạn quy tắc: mức bảo đảm, cảnh báo, tách nhiệm vụ',
    en: 'Edit rules: assurance, warnings, separation of duties',
  },
  'studio.edit-site': { vi: 'Soạn nội dung chung của cổng', en: 'Edit the site' },
  'studio.edit-template': { vi: 'Soạn mẫu văn bản, tin nhắn', en: 'Edit templates of papers and messages' },
  'studio.publish-definition': { vi: 'Ban hành nội dung đã soạn', en: 'Publish definitions' },
  'studio.try-on-dossier': { vi: 'Thử quy trình với hồ sơ cũ', en: 'Try processes on old dossiers' },
  'studio.view-definition': { vi: 'Xem nội dung đã soạn', en: 'See definitions' },
};
