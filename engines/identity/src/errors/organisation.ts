/** Units, places, deputies, hand-overs, tables that personnel offices send. */
import { declareError } from '@dinh/kernel';

export const unitNotFound = declareError('identity.unit-not-found', 404, {
  vi: 'Không tìm thấy cơ quan, đơn vị này. Xin chọn lại trong danh mục.',
  en: 'This unit cannot be found. Please choose again from the list.',
});
export const successionNotFound = declareError('identity.succession-not-found', 404, {
  vi: 'Không tìm thấy phương án sắp xếp này.',
  en: 'This plan of reorganisation cannot be found.',
});
export const successionNotOpen = declareError('identity.succession-not-open', 409, {
  vi: 'Phương án đang ở trạng thái “{state}”, không làm được việc này. Xin tải lại trang.',
  en: 'The plan is “{state}” and this cannot be done now. Please load the page again.',
});
export const successionHasErrors = declareError('identity.succession-has-errors', 422, {
  vi: 'Phương án còn {count} lỗi phải sửa trước. Xin xem phần kiểm tra.',
  en: 'The plan has {count} errors to be put right first. Please see the check.',
});
export const successionFourEyes = declareError('identity.succession-four-eyes', 403, {
  vi: 'Người lập phương án không tự phê duyệt. Xin nhờ người có thẩm quyền khác.',
  en: 'Whoever drew up the plan does not approve it. Please ask somebody else who may.',
});
export const successionChanged = declareError('identity.succession-changed', 409, {
  vi: 'Phương án đã có người khác sửa trong lúc bạn đang xem. Xin tải lại trang rồi làm lại.',
  en: 'Somebody has changed the plan while you were looking at it. Please load the page and do it again.',
});
export const titleNotFound = declareError(
  'identity.title-not-found',
  404,
  {
    vi: 'Danh mục không có chức danh này cho vai trò đã chọn. Xin chọn lại.',
    en: 'The catalogue has no such title for the role chosen. Please choose again.',
  },
  'titleKey',
);
export const positionNotFound = declareError('identity.position-not-found', 404, {
  vi: 'Không tìm thấy chức vụ này, hoặc chức vụ đã thôi.',
  en: 'This position cannot be found or has ended.',
});
export const positionHeld = declareError(
  'identity.position-held',
  409,
  {
    vi: 'Người này đang giữ đúng chức vụ đó ở đơn vị này.',
    en: 'This person already holds that position in this unit.',
  },
  'role',
);
export const delegationNotFound = declareError('identity.delegation-not-found', 404, {
  vi: 'Không tìm thấy ủy quyền này, hoặc đã được thu hồi.',
  en: 'This delegation cannot be found or was revoked.',
});
export const nothingToDelegate = declareError('identity.nothing-to-delegate', 422, {
  vi: 'Người ủy quyền không có quyền nào như vậy để giao. Quyền được ủy lại không thể ủy tiếp.',
  en: 'The giver holds no such right to hand over. Rights received by delegation cannot be handed on.',
});
export const delegateNotOfficial = declareError('identity.delegate-not-official', 422, {
  vi: 'Chỉ ủy quyền cho người đang giữ chức vụ. Xin chọn lại người được ủy quyền.',
  en: 'Authority can only be handed to somebody who holds a position. Please choose again.',
});
export const delegationTooLong = declareError(
  'identity.delegation-too-long',
  422,
  {
    vi: 'Một lần ủy quyền dài nhất {months} tháng: ngày cuối chậm nhất là {last}. Xin xem lại năm đã nhập; còn cần thì ủy quyền lại khi hết hạn.',
    en: 'One delegation holds for {months} months at the longest: its last day is {last} or before. Please look at the year again; delegate anew when it has ended.',
  },
  'until',
);
export const alreadyDelegated = declareError(
  'identity.already-delegated',
  409,
  {
    vi: 'Trong những ngày này bạn đã ủy quyền việc đó cho người này rồi. Hãy chọn từ ngày sau đó, hoặc thu hồi ủy quyền cũ trước.',
    en: 'This person already has that authority from you in these days. Please begin after them, or revoke the earlier delegation first.',
  },
  'from',
);
export const lastAdministrator = declareError('identity.last-administrator', 409, {
  vi: 'Đây là người quản trị cuối cùng. Hãy giao vai trò quản trị cho người khác trước.',
  en: 'This is the last administrator. Please give the role to somebody else first.',
});
export const notYourself = declareError('identity.not-yourself', 409, {
  vi: 'Bạn không thể làm việc này với chính mình. Hãy nhờ người quản trị khác.',
  en: 'You cannot do this to yourself. Please ask another administrator.',
});
export const handOverToNobody = declareError(
  'identity.hand-over-to-nobody',
  422,
  {
    vi: 'Người nhận bàn giao phải là một cán bộ khác, đang hoạt động và đang giữ chức vụ. Xin chọn lại, hoặc trả việc về hàng chờ của đơn vị.',
    en: 'The receiver must be another official who is active and in office. Please choose again, or let the work wait in the queue of the unit.',
  },
  'to',
);
export const filterWrong = declareError('identity.filter-wrong', 400, {
  vi: 'Bộ lọc SCIM không đúng: {why}',
  en: '{why}',
});
export const importNotFound = declareError('identity.import-not-found', 404, {
  vi: 'Không tìm thấy tệp nhập này, hoặc nó không còn ở bước làm được việc đó. Xin tải lại trang.',
  en: 'This import cannot be found, or is past the step at which this can be done. Please load the page again.',
});
export const importHasErrors = declareError('identity.import-has-errors', 422, {
  vi: 'Tệp còn {count} dòng lỗi. Tải tệp có đánh dấu, sửa rồi gửi lại.',
  en: 'The file has {count} lines with mistakes. Download it with marks, mend it and send it again.',
});
export const importFourEyes = declareError('identity.import-four-eyes', 403, {
  vi: 'Người gửi tệp không tự phê duyệt. Xin nhờ người có thẩm quyền khác.',
  en: 'Whoever sent the file does not approve it. Please ask somebody else who may.',
});
export const handOverNotFound = declareError('identity.hand-over-not-found', 404, {
  vi: 'Không tìm thấy lần bàn giao này, hoặc đã xong.',
  en: 'This hand-over cannot be found, or is over.',
});
export const absenceNotFound = declareError('identity.absence-not-found', 404, {
  vi: 'Không tìm thấy ngày vắng mặt này, hoặc đã qua.',
  en: 'This absence cannot be found, or is over.',
});
export const deputyNotFound = declareError('identity.deputy-not-found', 404, {
  vi: 'Không tìm thấy cấp phó thường trực này, hoặc đã thôi.',
  en: 'This standing deputy cannot be found, or has ended.',
});
