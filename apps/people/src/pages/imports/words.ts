import type { Text } from '@dinh/kernel';

export const importsPath = '/quan-tri/nhap-tep';
export const importsTitle: Text = { vi: 'Nhập từ tệp', en: 'Imports' };

export const importKinds = {
  officials: { vi: 'Cán bộ và chức vụ', en: 'Officials and positions' },
  units: { vi: 'Đơn vị', en: 'Units' },
} as const;

export const importStates: Readonly<
  Record<string, { tone: 'new' | 'waiting' | 'doing' | 'done' | 'stopped' | 'late'; label: Text }>
> = {
  wrong: { tone: 'late', label: { vi: 'Có lỗi', en: 'Has mistakes' } },
  checked: { tone: 'new', label: { vi: 'Đã kiểm tra', en: 'Checked' } },
  waiting: { tone: 'waiting', label: { vi: 'Chờ người khác phê duyệt', en: 'Waits for approval' } },
  running: { tone: 'doing', label: { vi: 'Đang nhập', en: 'Being carried out' } },
  done: { tone: 'done', label: { vi: 'Đã xong', en: 'Done' } },
  withdrawn: { tone: 'stopped', label: { vi: 'Đã bỏ', en: 'Given up' } },
};

export const changes: Readonly<Record<string, Text>> = {
  new: { vi: 'Mới', en: 'New' },
  changed: { vi: 'Thay đổi', en: 'Changed' },
  unchanged: { vi: 'Không đổi', en: 'Unchanged' },
  ended: { vi: 'Thôi chức vụ', en: 'Ends' },
  wrong: { vi: 'Lỗi', en: 'Wrong' },
};

/** What differs, as the check names it. */
export const differences: Readonly<Record<string, Text>> = {
  person: { vi: 'người mới', en: 'new person' },
  position: { vi: 'chức vụ mới', en: 'new position' },
  until: { vi: 'ngày cuối', en: 'last day' },
  ends: { vi: 'không còn trong tệp', en: 'no longer in the file' },
  unit: { vi: 'đơn vị mới', en: 'new unit' },
  name: { vi: 'tên', en: 'name' },
  nameEn: { vi: 'tên tiếng Anh', en: 'English name' },
  birthDate: { vi: 'ngày sinh', en: 'date of birth' },
  gender: { vi: 'giới tính', en: 'gender' },
  phone: { vi: 'điện thoại', en: 'telephone' },
  email: { vi: 'thư điện tử', en: 'e-mail' },
  account: { vi: 'tài khoản', en: 'account' },
  address: { vi: 'địa chỉ', en: 'address' },
};
