import type { Text } from '@dinh/kernel';

export const handOversPath = '/quan-tri/ban-giao';
export const handOversTitle: Text = { vi: 'Bàn giao công việc', en: 'Hand-overs of work' };
export const strandedPath = `${handOversPath}/khong-nguoi-lam`;
export const strandedTitle: Text = { vi: 'Việc không có người làm', en: 'Stranded work' };

export const causes: Readonly<Record<string, Text>> = {
  'position-ended': { vi: 'Thôi chức vụ', en: 'Position ended' },
  suspended: { vi: 'Tạm ngừng tài khoản', en: 'Suspended' },
  died: { vi: 'Đã mất', en: 'Died' },
  'authority-ended': { vi: 'Hết ủy quyền', en: 'Authority ended' },
  stranded: { vi: 'Việc không có người làm', en: 'Stranded work' },
};

export const handOverStates: Readonly<Record<string, { tone: 'waiting' | 'done' | 'stopped'; label: Text }>> = {
  waiting: { tone: 'waiting', label: { vi: 'Chờ hoặc đang chuyển', en: 'Waiting or under way' } },
  done: { tone: 'done', label: { vi: 'Đã xong', en: 'Done' } },
  cancelled: { tone: 'stopped', label: { vi: 'Đã thay bằng lần khác', en: 'Replaced' } },
};
