import type { Text } from '@dinh/kernel';

/** What the permissions of this module allow, in words. */
export const permissions: Readonly<Record<string, Text>> = {
  'people.approve-succession': { vi: 'Phê duyệt phương án sắp xếp đơn vị', en: 'Approve reorganisations' },
  'people.explain-access': {
    vi: 'Hỏi ai xem được một bản ghi và vì sao',
    en: 'Ask who may see a record, and why',
  },
  'people.approve-import': { vi: 'Phê duyệt việc nhập danh sách cán bộ', en: 'Approve imports of officials' },
  'people.approve-role': { vi: 'Phê duyệt vai trò và quyền', en: 'Approve roles and permissions' },
  'people.edit-role': { vi: 'Soạn vai trò và quyền', en: 'Edit roles and permissions' },
  'people.end-session': { vi: 'Kết thúc phiên đăng nhập của người khác', en: 'End other people’s sessions' },
  'people.manage-delegation': { vi: 'Thu hồi ủy quyền của người khác', en: 'Revoke delegations of others' },
  'people.manage-person': { vi: 'Tạm ngừng, cho hoạt động lại tài khoản', en: 'Suspend and resume accounts' },
  'people.manage-position': { vi: 'Giao và cho thôi chức vụ', en: 'Give and end positions' },
  'people.manage-unit': {
    vi: 'Sửa đơn vị, lập phương án sắp xếp',
    en: 'Edit units and draw up reorganisations',
  },
  'people.merge-person': { vi: 'Quyết định gộp bản ghi trùng', en: 'Decide on merging records' },
  'people.provision-person': {
    vi: 'Cấp và thu hồi tài khoản từ hệ thống nhân sự',
    en: 'Provision persons from a personnel system',
  },
  'people.register-person': {
    vi: 'Đăng ký, xác minh người dân và doanh nghiệp tại quầy',
    en: 'Register and verify persons and businesses at a desk',
  },
  'people.view-directory': { vi: 'Xem danh bạ, sơ đồ tổ chức', en: 'See the directory' },
  'people.view-person': { vi: 'Xem danh sách người và vai trò', en: 'See persons and roles' },
};
