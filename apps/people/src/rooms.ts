import type { Room, Text } from '@dinh/kernel';
import { accessPath, accessTitle } from './pages/access.ts';
import { path as clientsPath, title as clientsTitle } from './pages/clients/words.ts';
import { absencesPath, absencesTitle } from './pages/deputies/absences.ts';
import { deskTitle } from './pages/desk/search.ts';
import { reviewsPath, reviewsTitle } from './pages/emergency/reviews.ts';
import { handOversPath, handOversTitle } from './pages/hand-over/words.ts';
import { homePath, homeTitle } from './pages/home.ts';
import { importsPath, importsTitle } from './pages/imports/words.ts';
import { mergesPath, mergesTitle } from './pages/merging/words.ts';
import { rolesPath } from './pages/roles/words.ts';
import { separationPath, separationTitle } from './pages/separation.ts';
import { sessionsPath, sessionsTitle } from './pages/sessions.ts';

const editRoles: Text = {
  vi: 'Ai được làm gì, trong phạm vi nào; sửa phải có người khác phê duyệt.',
  en: 'Who may do what, and within which bounds; a change needs somebody else’s approval.',
};

/** Where administrators of people, units and access work. */
export const rooms: Room[] = [
  {
    href: homePath,
    label: homeTitle,
    may: 'people.view-person',
    order: 57,
    begins: true,
  },
  {
    href: absencesPath,
    label: absencesTitle,
    may: 'people.view-directory',
    order: 58,
  },
  {
    href: '/quan-tri/danh-ba',
    label: { vi: 'Danh bạ', en: 'Telephone book' },
    about: {
      vi: 'Số máy, thư điện tử của cơ quan và công chức; xuất ra tệp.',
      en: 'Telephones and addresses of agencies and officials, to look up and to export.',
    },
    may: 'people.view-directory',
    order: 59,
  },
  {
    href: '/quan-tri/don-vi',
    label: { vi: 'Đơn vị', en: 'Units' },
    about: {
      vi: 'Cây cơ quan, đơn vị theo thời gian; phương án sắp xếp, sáp nhập.',
      en: 'The tree of agencies over time, and plans of reorganisation.',
    },
    may: 'people.view-directory',
    order: 60,
  },
  {
    href: '/quan-tri/nguoi',
    label: { vi: 'Người', en: 'Persons' },
    about: {
      vi: 'Tài khoản, chức vụ, tạm ngừng, cấp mật khẩu, cách đăng nhập.',
      en: 'Accounts, positions, suspension, passwords and ways to sign in.',
    },
    may: 'people.view-person',
    order: 61,
  },
  {
    href: rolesPath,
    label: { vi: 'Vai trò', en: 'Roles' },
    about: editRoles,
    may: 'people.manage-person',
    order: 62,
  },
  {
    href: rolesPath,
    label: { vi: 'Phê duyệt vai trò', en: 'Approve roles' },
    about: editRoles,
    may: 'people.approve-role',
    order: 62,
  },
  {
    href: accessPath,
    label: accessTitle,
    about: {
      vi: 'Ai xem được một hồ sơ, một người, và vì sao người này xem được.',
      en: 'Who may see a record, and why this person may.',
    },
    may: 'people.explain-access',
    order: 62,
  },
  {
    href: separationPath,
    label: separationTitle,
    about: {
      vi: 'Những quyền một người không được cùng giữ, và ai đang giữ.',
      en: 'Duties that one person must not hold together, and who does.',
    },
    may: 'people.manage-person',
    order: 62,
  },
  {
    href: '/quan-tri/tai-quay',
    label: deskTitle,
    about: {
      vi: 'Xác minh người dân, lập tài khoản, ghi nhận đại diện theo giấy tờ.',
      en: 'Verify persons, open accounts and register who acts for whom, by the papers seen.',
    },
    may: 'people.register-person',
    order: 63,
  },
  {
    href: handOversPath,
    label: handOversTitle,
    about: {
      vi: 'Việc của người thôi giữ chức vụ đi về đâu; việc không còn ai làm được.',
      en: 'Where the work of those who leave goes, and work that nobody can do.',
    },
    may: 'people.manage-position',
    order: 64,
  },
  {
    href: mergesPath,
    label: mergesTitle,
    about: {
      vi: 'Hai bản ghi của cùng một người thành một; hoàn tác được.',
      en: 'Two records of one person become one; it can be undone.',
    },
    may: 'people.merge-person',
    order: 64,
  },
  {
    href: importsPath,
    label: importsTitle,
    about: {
      vi: 'Đơn vị, công chức từ XLSX hoặc CSV: kiểm tra trước, tệp lớn phải có người duyệt.',
      en: 'Units and officials out of XLSX or CSV: checked first, large ones approved by somebody else.',
    },
    may: 'people.approve-import',
    order: 66,
  },
  {
    href: reviewsPath,
    label: reviewsTitle,
    about: {
      vi: 'Ai đã xem ngoài quyền của mình, với lý do gì; kết luận có chính đáng không.',
      en: 'Who looked beyond their rights and why; whether it was justified.',
    },
    may: 'identity.review-emergency',
    order: 68,
  },
  {
    href: clientsPath,
    label: clientsTitle,
    about: {
      vi: 'Ứng dụng đăng nhập bằng tài khoản của tỉnh, hệ thống nối qua API; khóa và quyền.',
      en: 'Applications that sign people in and systems that use the API; their keys and rights.',
    },
    may: 'identity.manage-client',
    order: 69,
  },
  {
    href: '/quan-tri/nhat-ky',
    label: { vi: 'Nhật ký', en: 'Audit trail' },
    about: {
      vi: 'Ai đã làm gì, xem gì, khi nào; không ai sửa được.',
      en: 'Who did and saw what, and when; nobody can change it.',
    },
    may: 'audit.view-trail',
    order: 70,
  },
  {
    href: '/quan-tri/thu-di',
    label: { vi: 'Thư đi', en: 'Outbox' },
    about: {
      vi: 'Thư, tin nhắn đã gửi, chưa gửi được và vì sao; gửi lại.',
      en: 'What was sent, what could not be and why; send it again.',
    },
    may: 'notify.view-outbox',
    order: 71,
  },
  {
    href: sessionsPath,
    label: sessionsTitle,
    about: {
      vi: 'Ai đang đăng nhập, từ thiết bị nào; chấm dứt phiên.',
      en: 'Who is signed in and with which device; end a session.',
    },
    may: 'people.end-session',
    order: 72,
  },
  {
    href: '/uy-quyen',
    label: { vi: 'Ủy quyền', en: 'Delegation' },
    may: 'identity.delegate-authority',
    order: 50,
  },
];
