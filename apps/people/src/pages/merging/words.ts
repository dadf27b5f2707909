import type { Text } from '@dinh/kernel';

export const duplicatesPath = '/quan-tri/trung-lap';
export const mergesPath = '/quan-tri/gop';
export const duplicatesTitle: Text = { vi: 'Bản ghi trùng', en: 'Duplicates' };
export const mergesTitle: Text = { vi: 'Gộp bản ghi', en: 'Merges' };

/** Why two records look like one person. */
export const reasons: Readonly<Record<string, Text>> = {
  'same-phone': { vi: 'cùng điện thoại, tên gần giống', en: 'same telephone, similar name' },
  'same-email': { vi: 'cùng thư điện tử, tên gần giống', en: 'same e-mail, similar name' },
  'same-name-and-birth': { vi: 'cùng họ tên và ngày sinh', en: 'same name and date of birth' },
};

export const mergeStates: Readonly<Record<string, Text>> = {
  proposed: { vi: 'chờ quyết định', en: 'waits for a decision' },
  done: { vi: 'đã gộp', en: 'merged' },
  declined: { vi: 'không đồng ý', en: 'declined' },
  withdrawn: { vi: 'đã rút', en: 'withdrawn' },
  undone: { vi: 'đã hoàn tác', en: 'undone' },
};

export const fieldNames: Readonly<Record<string, Text>> = {
  name: { vi: 'Họ và tên', en: 'Name' },
  idNumber: { vi: 'Số định danh', en: 'Identity number' },
  birthDate: { vi: 'Ngày sinh', en: 'Date of birth' },
  gender: { vi: 'Giới tính', en: 'Gender' },
  phone: { vi: 'Điện thoại', en: 'Telephone' },
  email: { vi: 'Thư điện tử', en: 'E-mail' },
  address: { vi: 'Địa chỉ', en: 'Address' },
};
