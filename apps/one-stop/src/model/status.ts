import type { Text } from '@dinh/kernel';

/** The national ten statuses of a dossier (TT 22/2019/TT-BTTTT Phụ lục I). */
export const Status = {
  filed: 1,
  accepted: 2,
  notAccepted: 3,
  settling: 4,
  supplement: 5,
  duty: 6,
  withdrawn: 7,
  stopped: 8,
  settled: 9,
  returned: 10,
} as const;
export type Status = (typeof Status)[keyof typeof Status];

export const statusNames: Record<Status, Text> = {
  1: { vi: 'Mới đăng ký', en: 'Filed' },
  2: { vi: 'Được tiếp nhận', en: 'Accepted' },
  3: { vi: 'Không được tiếp nhận', en: 'Not accepted' },
  4: { vi: 'Đang xử lý', en: 'Being settled' },
  5: { vi: 'Yêu cầu bổ sung', en: 'Supplement requested' },
  6: { vi: 'Chờ thực hiện nghĩa vụ tài chính', en: 'Waiting for a financial duty' },
  7: { vi: 'Công dân yêu cầu rút', en: 'Withdrawn' },
  8: { vi: 'Dừng xử lý', en: 'Stopped' },
  9: { vi: 'Đã xử lý xong', en: 'Settled' },
  10: { vi: 'Đã trả kết quả', en: 'Result returned' },
};

/** Statuses in which nothing more happens by itself. */
export const ended: readonly Status[] = [3, 7, 8, 10];

/** Statuses in which the time limit runs. */
export const running: readonly Status[] = [2, 4];
