/** Roles, what must be apart, emergencies, and why somebody sees a record. */
import { declareError } from '@dinh/kernel';

export const roleNotFound = declareError('identity.role-not-found', 404, {
  vi: 'Không có vai trò này. Xin chọn lại trong danh mục.',
  en: 'There is no such role. Please choose again from the list.',
});
export const administratorRoleUnclear = declareError('identity.administrator-role-unclear', 422, {
  vi: 'Có nhiều vai trò giao được chức vụ trong toàn tỉnh: {roles}. Hãy nêu rõ một vai trò.',
  en: 'Several roles give places in the whole province: {roles}. Please name one.',
});
export const recordNotExplained = declareError('identity.record-not-explained', 404, {
  vi: 'Không tìm thấy bản ghi này. Hãy kiểm tra loại và mã số.',
  en: 'There is no such record. Please check its kind and its code.',
});
export const roleTooWide = declareError(
  'identity.role-too-wide',
  403,
  {
    vi: 'Vai trò này có quyền trên toàn tỉnh; chỉ người quản trị toàn tỉnh giao được.',
    en: 'This role reaches the whole province; only an administrator of the whole province can give it.',
  },
  'role',
);
export const roleChangeNotOpen = declareError('identity.role-change-not-open', 404, {
  vi: 'Không tìm thấy đề nghị sửa vai trò này, hoặc đã được quyết định.',
  en: 'This proposed change of a role cannot be found, or was decided.',
});
export const roleChangeWaits = declareError('identity.role-change-waits', 409, {
  vi: 'Vai trò này đang có một đề nghị chờ quyết định. Xin xem đề nghị đó trước; người đề nghị rút được, người có quyền quyết định được.',
  en: 'A proposal for this role waits for a decision. Please look at it first: whoever made it can withdraw it, others decide it.',
});
export const roleChanged = declareError('identity.role-changed', 409, {
  vi: 'Vai trò này vừa được sửa. Xin mở lại để xem.',
  en: 'This role was just changed. Please open it again.',
});
export const roleChangeSelf = declareError('identity.role-change-self', 409, {
  vi: 'Người đề nghị không tự phê duyệt được. Xin để người khác xem và quyết định.',
  en: 'Who proposed it cannot approve it. Please let somebody else look and decide.',
});
export const roleExists = declareError('identity.role-exists', 409, {
  vi: 'Đã có vai trò dùng mã này. Xin chọn mã khác.',
  en: 'There is a role with this key. Please choose another one.',
});
export const roleNothing = declareError('identity.role-nothing', 422, {
  vi: 'Chưa có gì thay đổi so với vai trò hiện nay, hoặc thiếu tên.',
  en: 'Nothing is different from the role as it is, or its name is missing.',
});
export const roleNarrowingUnknown = declareError('identity.role-narrowing-unknown', 422, {
  vi: 'Không có thủ tục, đơn vị, lĩnh vực, loại dữ liệu hay bước “{code}”. Xin kiểm tra mã, hoặc chọn trong danh sách.',
  en: 'There is no procedure, unit, field, class of data or step “{code}”. Please check the code, or choose from the list.',
});
export const rolePermissionUnknown = declareError('identity.role-permission-unknown', 422, {
  vi: 'Hệ thống không có quyền “{permission}”. Xin chọn trong danh sách.',
  en: 'There is no permission “{permission}”. Please choose from the list.',
});
export const roleLocksOut = declareError('identity.role-locks-out', 409, {
  vi: 'Không làm được: sau đó không còn ai giao được chức vụ, sửa hoặc phê duyệt vai trò cho toàn tỉnh.',
  en: 'This cannot be done: nobody could give positions, edit or approve roles for the whole province any more.',
});
export const emergencyRulesMissing = declareError('identity.emergency-rules-missing', 409, {
  vi: 'Tỉnh chưa ban hành quy định xem khẩn cấp nên chưa mở được. Xin báo cho quản trị viên.',
  en: 'The province has published no rules of emergency access, so nothing can be opened. Please tell an administrator.',
});
export const emergencyNothing = declareError(
  'identity.emergency-nothing',
  404,
  {
    vi: 'Không tìm thấy hồ sơ hoặc người này. Xin kiểm tra lại mã hồ sơ, số định danh.',
    en: 'There is no such dossier or person. Please check the code or the identity number.',
  },
  'about',
);
export const emergencyReason = declareError(
  'identity.emergency-reason',
  422,
  {
    vi: 'Lý do này không có trong quy định. Xin chọn một lý do trong danh sách.',
    en: 'This reason is not one of the rules. Please choose one from the list.',
  },
  'reason',
);
export const emergencyLimit = declareError('identity.emergency-limit', 409, {
  vi: 'Hôm nay bạn đã mở đủ {most} lần. Xin nhờ người có quyền xem hồ sơ này giúp.',
  en: 'You have opened {most} today, which is the most. Please ask somebody who may see this record.',
});
export const emergencyOver = declareError('identity.emergency-over', 404, {
  vi: 'Lần xem khẩn cấp này đã kết thúc.',
  en: 'This emergency access is over.',
});
export const emergencyNotFound = declareError('identity.emergency-not-found', 404, {
  vi: 'Không tìm thấy lần xem khẩn cấp này.',
  en: 'This emergency access cannot be found.',
});
export const emergencyReviewed = declareError('identity.emergency-reviewed', 409, {
  vi: 'Lần xem khẩn cấp này đã được xem xét. Xin mở lại trang để đọc kết luận.',
  en: 'This emergency access was reviewed already. Please open the page again to read what was found.',
});
export const emergencySelf = declareError('identity.emergency-self', 409, {
  vi: 'Người đã mở không tự xem xét được. Xin để người khác làm.',
  en: 'Who opened it cannot review it. Please leave it to somebody else.',
});
export const dutiesSeparate = declareError('identity.duties-separate', 409, {
  vi: 'Quy tắc tách nhiệm vụ “{ruleVi}”: lúc {at} bạn (hoặc người bạn làm thay) đã làm việc “{didVi}” với chính hồ sơ này. Xin chuyển việc này cho người khác.',
  en: 'Separation of duties, “{ruleEn}”: at {at} you (or the person in whose place you act) did “{didEn}” on this very record. Please leave this to somebody else.',
});
export const heldTogether = declareError('identity.held-together', 409, {
  vi: 'Không giao được: {who} sẽ cùng lúc giữ những quyền phải tách riêng (quy tắc “{ruleVi}”). Hãy giao cho người khác, hoặc cho thôi chức vụ kia trước.',
  en: 'This cannot be given: {who} would hold what one person must not hold together (“{ruleEn}”). Please give it to somebody else, or end the other position first.',
});
