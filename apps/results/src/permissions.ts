import type { Text } from '@dinh/kernel';

/** What the permissions of this module allow, in words. */
export const permissions: Readonly<Record<string, Text>> = {
  'results.correct-result': { vi: 'Đính chính, thay thế kết quả', en: 'Correct and replace results' },
  'results.draft-result': { vi: 'Dự thảo kết quả', en: 'Draft results' },
  'results.number-result': { vi: 'Vào số kết quả', en: 'Number results' },
  'results.revoke-result': { vi: 'Thu hồi kết quả', en: 'Revoke results' },
  'results.sign-result': { vi: 'Ký kết quả, ký phiếu từ chối', en: 'Sign results and refusals' },
  'results.stamp-result': { vi: 'Đóng dấu, phát hành kết quả', en: 'Stamp and issue results' },
  'results.view-result': { vi: 'Xem kết quả', en: 'See results' },
};
