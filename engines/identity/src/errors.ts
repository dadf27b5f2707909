import { declareError } from '@dinh/kernel';

export const wrongPassword = declareError('identity.wrong-password', 401, {
  vi: 'Tài khoản hoặc mật khẩu chưa đúng. Xin kiểm tra rồi nhập lại.',
  en: 'The account or the password is not right. Please check both and try again.',
});
export const waitBeforeRetry = declareError('identity.wait-before-retry', 429, {
  vi: 'Đã thử sai nhiều lần. Xin đợi {seconds} giây rồi thử lại. Tài khoản không bị khóa.',
  en: 'There were too many tries. Please wait {seconds} seconds and try again. The account is not locked.',
});
export const personSuspended = declareError('identity.person-suspended', 403, {
  vi: 'Tài khoản này đang tạm ngừng. Xin liên hệ bộ phận một cửa hoặc người quản trị của đơn vị.',
  en: 'This account is suspended. Please ask the one-stop desk or the administrator of your unit.',
});
export const demonstrationOnly = declareError('identity.demonstration-only', 403, {
  vi: 'Cách đăng nhập này chỉ dùng trong bản trình diễn, trên chính máy đang chạy.',
  en: 'This way in is only for the demonstration, on the very machine that runs it.',
});
export const accountTaken = declareError('identity.account-taken', 409, {
  vi: 'Đã có tài khoản dùng số định danh này. Hãy đăng nhập; nếu đó không phải là bạn, hãy đến bộ phận một cửa với căn cước.',
  en: 'There is an account with this identity number. Please sign in; if it is not yours, come to the one-stop desk with your card.',
});
export const signUpOver = declareError('identity.sign-up-over', 409, {
  vi: 'Lần đăng ký này đã xong hoặc đã hết hạn. Xin điền lại phiếu đăng ký.',
  en: 'This sign-up is done or has run out. Please fill in the form again.',
});
export const weakPassword = declareError('identity.weak-password', 422, {
  vi: 'Mật khẩu này dễ đoán. Hãy dùng ít nhất 8 ký tự, tốt nhất là một cụm vài từ mà chỉ bạn nghĩ ra.',
  en: 'This password is easy to guess. Use at least 8 characters, best a phrase of a few words that only you would think of.',
});
export const wrongInput = declareError('identity.wrong-input', 422, {
  vi: 'Có thông tin chưa đúng. Xin xem các mục được đánh dấu.',
  en: 'Some of the information is not right. Please look at the marked fields.',
});
export const personNotFound = declareError('identity.person-not-found', 404, {
  vi: 'Không tìm thấy người này. Xin tìm lại theo tên, số định danh hoặc điện thoại.',
  en: 'This person cannot be found. Please search again by name, identity number or phone.',
});
export const personExists = declareError('identity.person-exists', 409, {
  vi: 'Đã có người với số định danh này. Hãy tìm theo số định danh và chọn người đó.',
  en: 'There is a person with this identity number already. Please search by the number and choose them.',
});
export const unitNotFound = declareError('identity.unit-not-found', 404, {
  vi: 'Không tìm thấy cơ quan, đơn vị này. Xin chọn lại trong danh mục.',
  en: 'This unit cannot be found. Please choose again from the list.',
});
export const dayWrong = declareError('identity.day-wrong', 422, {
  vi: 'Ngày này không dùng được: phải là một ngày trong lịch, không ở tương lai và không trước lần thay đổi gần nhất.',
  en: 'This day does not fit: it must be in the calendar, not ahead, and not before the last change.',
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
export const roleNotFound = declareError('identity.role-not-found', 404, {
  vi: 'Không có vai trò này. Xin chọn lại trong danh mục.',
  en: 'There is no such role. Please choose again from the list.',
});
export const titleNotFound = declareError('identity.title-not-found', 404, {
  vi: 'Danh mục không có chức danh này cho vai trò đã chọn. Xin chọn lại.',
  en: 'The catalogue has no such title for the role chosen. Please choose again.',
});
export const positionNotFound = declareError('identity.position-not-found', 404, {
  vi: 'Không tìm thấy chức vụ này, hoặc chức vụ đã thôi.',
  en: 'This position cannot be found or has ended.',
});
export const positionHeld = declareError('identity.position-held', 409, {
  vi: 'Người này đang giữ đúng chức vụ đó ở đơn vị này.',
  en: 'This person already holds that position in this unit.',
});
export const businessExists = declareError('identity.business-exists', 409, {
  vi: 'Doanh nghiệp với mã số này đã được đăng ký. Hãy đến bộ phận một cửa với giấy ủy quyền để được thêm vào.',
  en: 'A business with this number is registered. Please come to the one-stop desk with your authority to be added.',
});
export const businessNotFound = declareError('identity.business-not-found', 404, {
  vi: 'Bạn chưa được ghi nhận là người đại diện của doanh nghiệp này.',
  en: 'You are not recorded as a representative of this business.',
});
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
export const periodWrong = declareError('identity.period-wrong', 422, {
  vi: 'Ngày kết thúc phải sau ngày bắt đầu, và chưa qua.',
  en: 'The end must be after the beginning, and not in the past.',
});
export const sessionNotFound = declareError('identity.session-not-found', 404, {
  vi: 'Phiên đăng nhập này đã kết thúc.',
  en: 'This session has ended.',
});
export const lastAdministrator = declareError('identity.last-administrator', 409, {
  vi: 'Đây là người quản trị cuối cùng. Hãy giao vai trò quản trị cho người khác trước.',
  en: 'This is the last administrator. Please give the role to somebody else first.',
});
export const notYourself = declareError('identity.not-yourself', 409, {
  vi: 'Bạn không thể làm việc này với chính mình. Hãy nhờ người quản trị khác.',
  en: 'You cannot do this to yourself. Please ask another administrator.',
});
export const recordNotExplained = declareError('identity.record-not-explained', 404, {
  vi: 'Không tìm thấy bản ghi này. Hãy kiểm tra loại và mã số.',
  en: 'There is no such record. Please check its kind and its code.',
});
export const roleTooWide = declareError('identity.role-too-wide', 403, {
  vi: 'Vai trò này có quyền trên toàn tỉnh; chỉ người quản trị toàn tỉnh giao được.',
  en: 'This role reaches the whole province; only an administrator of the whole province can give it.',
});
export const papersNeeded = declareError('identity.papers-needed', 422, {
  vi: 'Chỉ cấp mật khẩu khi đã đối chiếu căn cước của người đó. Xin xác nhận đã xem giấy tờ.',
  en: 'A password is issued only when the identity card was seen. Please confirm that you have seen it.',
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
export const requestExpired = declareError('identity.request-expired', 410, {
  vi: 'Yêu cầu đăng nhập của ứng dụng đã hết hạn hoặc không phải từ trình duyệt này. Hãy quay lại ứng dụng và đăng nhập lại.',
  en: 'The application’s request has expired or does not belong to this browser. Go back to the application and sign in again.',
});
export const consentNotFound = declareError('identity.consent-not-found', 404, {
  vi: 'Không tìm thấy quyền này, hoặc đã được thu hồi.',
  en: 'This permission cannot be found, or was taken back already.',
});
export const roleChangeNotOpen = declareError('identity.role-change-not-open', 404, {
  vi: 'Không tìm thấy đề nghị sửa vai trò này, hoặc đã được quyết định.',
  en: 'This proposed change of a role cannot be found, or was decided.',
});
export const roleChanged = declareError('identity.role-changed', 409, {
  vi: 'Vai trò này vừa được sửa, hoặc đang có một đề nghị chờ quyết định. Xin mở lại để xem.',
  en: 'This role was just changed, or a proposal waits for a decision. Please open it again.',
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
export const emergencyNothing = declareError('identity.emergency-nothing', 404, {
  vi: 'Không tìm thấy hồ sơ hoặc người này. Xin kiểm tra lại mã hồ sơ, số định danh.',
  en: 'There is no such dossier or person. Please check the code or the identity number.',
});
export const emergencyReason = declareError('identity.emergency-reason', 422, {
  vi: 'Lý do này không có trong quy định. Xin chọn một lý do trong danh sách.',
  en: 'This reason is not one of the rules. Please choose one from the list.',
});
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
export const clientNotFound = declareError('identity.client-not-found', 404, {
  vi: 'Không tìm thấy ứng dụng, hệ thống này. Xin chọn lại trong danh sách.',
  en: 'This application or system cannot be found. Please choose again from the list.',
});
export const clientExists = declareError('identity.client-exists', 409, {
  vi: 'Đã có ứng dụng, hệ thống dùng mã này. Xin chọn mã khác.',
  en: 'There is an application or system with this identifier. Please choose another.',
});
export const clientKeyNotFound = declareError('identity.client-key-not-found', 404, {
  vi: 'Không tìm thấy khóa này, hoặc khóa đã bị thu hồi.',
  en: 'This key cannot be found, or was revoked already.',
});
export const wrongCode = declareError('identity.wrong-code', 422, {
  vi: 'Mã chưa đúng, đã dùng hoặc đã hết hạn. Xin kiểm tra rồi nhập lại, hoặc yêu cầu mã mới.',
  en: 'The code is wrong, was used, or has expired. Please check it and type it again, or ask for a new one.',
});
export const proofFailed = declareError('identity.proof-failed', 422, {
  vi: 'Chưa xác nhận được khóa hoặc chữ ký này. Xin thử lại, hoặc chọn cách khác.',
  en: 'This key or signature could not be confirmed. Please try again, or choose another way.',
});
export const wayNotThere = declareError('identity.way-not-there', 422, {
  vi: 'Tài khoản không có cách xác thực này. Xin chọn cách khác.',
  en: 'The account does not have this way to confirm who you are. Please choose another one.',
});
export const channelDown = declareError('identity.channel-down', 503, {
  vi: 'Chưa gửi được mã theo đường này. Xin chọn cách xác thực khác, hoặc thử lại sau ít phút.',
  en: 'A code cannot be sent this way now. Please choose another way, or try again in some minutes.',
});
export const factorNotFound = declareError('identity.factor-not-found', 404, {
  vi: 'Không tìm thấy cách xác thực này, hoặc đã được gỡ.',
  en: 'This way to sign in cannot be found, or was removed.',
});
export const factorExists = declareError('identity.factor-exists', 409, {
  vi: 'Cách xác thực này đã có trong tài khoản.',
  en: 'The account has this way to sign in already.',
});
export const tooManyFactors = declareError('identity.too-many-factors', 409, {
  vi: 'Tài khoản đã có {most} cách xác thực. Hãy gỡ cách không dùng nữa trước khi thêm.',
  en: 'The account has {most} ways to sign in. Please remove one that is no longer used first.',
});
export const lastWayIn = declareError('identity.last-way-in', 409, {
  vi: 'Đây là cách đăng nhập cuối cùng của tài khoản. Hãy thêm cách khác trước khi gỡ.',
  en: 'This is the last way into the account. Please add another one before you remove it.',
});
export const secondFactorNeeded = declareError('identity.second-factor-needed', 409, {
  vi: 'Hãy thêm một cách xác thực thứ hai trước: ứng dụng tạo mã, khóa truy cập, điện thoại hoặc thư điện tử.',
  en: 'Please add a second factor first: an authenticator, a passkey, a telephone or an e-mail address.',
});
export const certificateRefused = declareError('identity.certificate-refused', 422, {
  vi: 'Chứng thư số này không dùng được: hết hạn, không do cơ quan được tin cậy cấp, hoặc không mang tên bạn.',
  en: 'This certificate cannot be used: it has expired, is not from a trusted authority, or does not bear your name.',
});
export const recoveryOver = declareError('identity.recovery-over', 404, {
  vi: 'Liên kết này không còn dùng được: đã dùng, đã dừng hoặc đã hết hạn. Nếu vẫn cần lấy lại tài khoản, hãy yêu cầu lại.',
  en: 'This link is worth nothing any more: it was used, stopped, or has expired. If you still need your account back, please ask again.',
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
export const mergeInUse = declareError('identity.merge-in-use', 409, {
  vi: 'Không hoàn tác được nữa: sau khi gộp đã phát sinh {what}.',
  en: 'This cannot be undone any more: since the merge there is {what}.',
});
export const peopleRulesMissing = declareError('identity.people-rules-missing', 409, {
  vi: 'Tỉnh chưa ban hành quy tắc về giấy tờ và người đại diện nên chưa làm được việc này. Xin báo cho quản trị viên.',
  en: 'The province has published no rules on papers and on acting for others yet, so this cannot be done. Please tell an administrator.',
});
export const handOverToNobody = declareError('identity.hand-over-to-nobody', 422, {
  vi: 'Người nhận bàn giao phải là một cán bộ khác, đang hoạt động và đang giữ chức vụ. Xin chọn lại, hoặc trả việc về hàng chờ của đơn vị.',
  en: 'The receiver must be another official who is active and in office. Please choose again, or let the work wait in the queue of the unit.',
});
export const filterWrong = declareError('identity.filter-wrong', 400, {
  vi: 'Bộ lọc SCIM không đúng: {why}',
  en: '{why}',
});
export const nameIsVerified = declareError('identity.name-is-verified', 422, {
  vi: 'Tên và số định danh đã được đối chiếu với giấy tờ; chỉ quầy một cửa sửa được, với giấy tờ.',
  en: 'Name and identity number were checked against papers; only a desk changes them, with papers.',
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
export const contactUnconfirmed = declareError('identity.contact-unconfirmed', 403, {
  vi: 'Hãy xác nhận số điện thoại hoặc thư điện tử của bạn trước: vào Tài khoản của bạn, chọn “Xác nhận liên hệ”.',
  en: 'Please confirm your telephone or e-mail first: go to your account and choose “Confirm how we reach you”.',
});
export const upstreamAway = declareError('identity.upstream-away', 503, {
  vi: '{name} chưa trả lời. Hãy thử lại sau ít phút, hoặc đăng nhập bằng cách khác. Tài khoản của bạn vẫn an toàn.',
  en: '{name} does not answer. Please try again in a few minutes, or sign in another way. Your account is safe.',
});
export const upstreamWrong = declareError('identity.upstream-wrong', 422, {
  vi: 'Câu trả lời của {name} không dùng được. Hãy đăng nhập lại từ đầu; nếu vẫn vậy, hãy đăng nhập bằng cách khác.',
  en: 'What {name} answered cannot be used. Please begin again; if it happens again, sign in another way.',
});
export const upstreamOfOrganisation = declareError('identity.upstream-of-organisation', 422, {
  vi: 'Đây là tài khoản {name} của tổ chức. Hãy đăng nhập bằng tài khoản cá nhân của bạn, rồi chọn doanh nghiệp, tổ chức mà bạn đại diện.',
  en: 'This is an account of an organisation at {name}. Please sign in with your own, then choose the business or organisation that you represent.',
});
export const upstreamRefused = declareError('identity.upstream-refused', 422, {
  vi: 'Bạn chưa đồng ý ở {name}, hoặc đã hủy. Hãy đăng nhập lại, hoặc đăng nhập bằng cách khác.',
  en: 'You did not agree at {name}, or have cancelled. Please sign in again, or another way.',
});
export const upstreamUnknown = declareError('identity.upstream-unknown', 404, {
  vi: 'Cách đăng nhập này không có hoặc đang tắt. Hãy đăng nhập bằng cách khác.',
  en: 'There is no such way to sign in, or it is switched off. Please sign in another way.',
});
export const upstreamStale = declareError('identity.upstream-stale', 410, {
  vi: 'Lần đăng nhập này đã hết hạn, đã dùng, hoặc bắt đầu ở trình duyệt khác. Hãy đăng nhập lại từ đầu.',
  en: 'This sign-in has expired, was used, or was begun in another browser. Please begin again.',
});
export const otherPerson = declareError('identity.other-person', 409, {
  vi: 'Tài khoản ở {name} là của người khác: số định danh không trùng với tài khoản này.',
  en: 'The account at {name} is somebody else’s: its identity number is not that of this account.',
});
export const onlyUpstream = declareError('identity.only-upstream', 403, {
  vi: 'Công dân đăng nhập bằng {name}. Nếu không vào được, hãy đến bộ phận một cửa với căn cước.',
  en: 'Citizens sign in by {name}. If you cannot, come to the one-stop desk with your identity card.',
});
export const absenceNotFound = declareError('identity.absence-not-found', 404, {
  vi: 'Không tìm thấy ngày vắng mặt này, hoặc đã qua.',
  en: 'This absence cannot be found, or is over.',
});
export const deputyNotFound = declareError('identity.deputy-not-found', 404, {
  vi: 'Không tìm thấy cấp phó thường trực này, hoặc đã thôi.',
  en: 'This standing deputy cannot be found, or has ended.',
});
