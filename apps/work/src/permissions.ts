import type { Text } from '@dinh/kernel';

export const permissions: Readonly<Record<string, Text>> = {
  'work.do-task': { vi: 'Làm việc nội bộ được giao', en: 'Do internal tasks' },
  'work.begin-process': { vi: 'Bắt đầu việc nội bộ', en: 'Begin internal matters' },
};
