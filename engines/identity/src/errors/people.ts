/** Persons, businesses and those who act for them; how records end and become one. */
import { declareError } from '@dinh/kernel';

export const personNotFound = declareError('identity.person-not-found', 404, {
  vi: 'Không tìm thấy người này. Xin tìm lại theo tên, số định danh hoặc điện thoại.',
  en: 'This person cannot be found. Please search again by name, identity number or phone.',
});
export const personExists = declareError(
  'identity.person-exists',
  409,
  {
    vi: 'Đã có người với số định danh này. Hãy tìm theo số định danh và chọn người đó.',
    en: 'There is a person with this identity number already. Please search by the number and choose them.',
  },
  'idNumber',
);
export const businessExists = declareError(
  'identity.business-exists',
  409,
  {
    vi: 'Doanh nghiệp với mã số này đã được đăng ký. Hãy đến bộ phận một cửa với giấy ủy quyền để được thêm vào.',
    en: 'A business with this number is registered. Please come to the one-stop desk with your authority to be added.',
  },
  'taxCode',
);
export const businessNotFound = declareError('identity.business-not-found', 404, {
  vi: 'Bạn chưa được ghi nhận là người đại diện của doanh nghiệp này.',
  en: 'You are not recorded as a representative of this business.',
});
export const papersNeeded = declareError('identity.papers-needed', 422, {
  vi: 'Việc này chỉ làm khi đã đối chiếu giấy tờ của người đó. Xin xác nhận đã xem giấy tờ.',
  en: 'This is done only when the papers of that person were seen. Please confirm that you have seen them.',
});
export const officialsAccount = declareError('identity.officials-account', 403, {
  vi: 'Đây là tài khoản của cán bộ, công chức, quầy không làm được việc này. Xin báo người quản trị hệ thống của tỉnh hoặc của cơ quan.',
  en: 'This is the account of an official: a desk cannot do this. Please ask an administrator of the province or of the agency.',
});
export const noAccountName = declareError('identity.no-account-name', 409, {
  vi: 'Người này chưa có số định danh nên chưa có tên đăng nhập. Hãy đối chiếu giấy tờ để ghi số định danh trước.',
  en: 'This person has no identity number and so no name to sign in with. Please check their papers first, which notes the number.',
});
export const levelNeeded = declareError('identity.level-needed', 403, {
  vi: 'Việc này cần tài khoản đã đối chiếu giấy tờ. Hãy mang căn cước đến bộ phận một cửa bất kỳ; chỉ mất vài phút.',
  en: 'This needs an account that was checked against papers. Please bring your identity card to any one-stop desk; it takes minutes.',
});
export const authorityNotFound = declareError('identity.authority-not-found', 404, {
  vi: 'Không tìm thấy việc đại diện này, hoặc đã chấm dứt.',
  en: 'This authority cannot be found or has ended.',
});
export const authorityDecided = declareError('identity.authority-decided', 409, {
  vi: 'Đề nghị này đã được trả lời hoặc đã rút. Xin xem lại danh sách.',
  en: 'This request was answered or withdrawn. Please look at the list again.',
});
export const authorityTooWide = declareError('identity.authority-too-wide', 422, {
  vi: 'Bạn chỉ giao được những việc mà chính bạn được làm. Xin chọn lại phạm vi.',
  en: 'You can only hand on what you may do yourself. Please choose again.',
});
export const authorityOverlaps = declareError('identity.authority-overlaps', 409, {
  vi: 'Người này đang đại diện rồi. Hãy sửa phạm vi của việc đại diện đang có, hoặc chấm dứt nó trước.',
  en: 'This person acts for them already. Please change the limits of what there is, or end it first.',
});
export const notForYourself = declareError('identity.not-for-yourself', 422, {
  vi: 'Người đại diện và người được đại diện phải là hai người khác nhau.',
  en: 'Who acts and for whom must be two different persons.',
});
export const ofAge = declareError('identity.of-age', 422, {
  vi: 'Người này đã đủ {age} tuổi và tự làm thủ tục được. Nếu cần, họ lập giấy ủy quyền.',
  en: 'This person is {age} years of age and acts for themselves. If need be they give a power of attorney.',
});
export const invitationNotFound = declareError('identity.invitation-not-found', 404, {
  vi: 'Không tìm thấy lời mời này, đã hết hạn, hoặc lời mời không dành cho bạn. Xin hỏi lại người mời.',
  en: 'This invitation cannot be found, has expired, or is not for you. Please ask whoever invited you.',
});
export const tooManyOpen = declareError('identity.too-many-open', 409, {
  vi: 'Đang có quá nhiều đề nghị chờ trả lời. Hãy rút bớt những đề nghị không còn cần.',
  en: 'Too many requests wait for an answer. Please withdraw those that are no longer needed.',
});
export const fileNotYours = declareError('identity.file-not-yours', 422, {
  vi: 'Không thấy tệp này trong những tệp bạn đã tải lên. Xin tải lại tệp.',
  en: 'This file is not among those you have uploaded. Please upload it again.',
});
export const closeHoldsPosition = declareError('identity.close-holds-position', 409, {
  vi: 'Bạn đang giữ chức vụ nên chưa đóng tài khoản được. Hãy đề nghị người quản trị cho thôi chức vụ trước.',
  en: 'You hold a position, so the account cannot be closed yet. Please ask the administrator to end it first.',
});
export const mergeNotFound = declareError('identity.merge-not-found', 404, {
  vi: 'Không tìm thấy đề nghị gộp này, hoặc đã được quyết định.',
  en: 'This proposal to merge cannot be found or was decided.',
});
export const mergeSelfDecided = declareError('identity.merge-self-decided', 409, {
  vi: 'Người đề nghị gộp không tự quyết định được. Hãy nhờ một người khác xem và quyết định.',
  en: 'Who proposed a merge cannot decide it. Please let somebody else look and decide.',
});
export const mergeImpossible = declareError('identity.merge-impossible', 409, {
  vi: 'Không gộp được hai bản ghi này: {why}',
  en: 'These two records cannot be merged: {why}',
});
export const lastManager = declareError('identity.last-manager', 409, {
  vi: 'Bạn là người cuối cùng quản lý {business}. Hãy mời một người khác quản lý trước; nếu vẫn thôi, hãy đánh dấu rằng bạn biết: sau đó chỉ bộ phận một cửa thêm được người, với giấy đăng ký.',
  en: 'You are the last one who manages {business}. Please invite somebody else to manage it first; if you leave all the same, tick that you know: after that only a one-stop desk adds people, with the registration.',
});
export const mergeInUse = declareError('identity.merge-in-use', 409, {
  vi: 'Không hoàn tác được nữa: sau khi gộp đã phát sinh {what}.',
  en: 'This cannot be undone any more: since the merge there is {what}.',
});
export const peopleRulesMissing = declareError('identity.people-rules-missing', 409, {
  vi: 'Tỉnh chưa ban hành quy tắc về giấy tờ và người đại diện nên chưa làm được việc này. Xin báo cho quản trị viên.',
  en: 'The province has published no rules on papers and on acting for others yet, so this cannot be done. Please tell an administrator.',
});
export const nameIsVerified = declareError('identity.name-is-verified', 422, {
  vi: 'Tên và số định danh đã được đối chiếu với giấy tờ; chỉ quầy một cửa sửa được, với giấy tờ.',
  en: 'Name and identity number were checked against papers; only a desk changes them, with papers.',
});
