/** Signing in, ways to show who one is, sessions, getting an account back. */
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
  vi: 'Đã có tài khoản với tên hoặc số định danh này. Hãy đăng nhập; nếu đó không phải là bạn, hãy đến bộ phận một cửa với căn cước.',
  en: 'There is an account with this name or identity number. Please sign in; if it is not yours, come to the one-stop desk with your card.',
});
export const signUpOver = declareError('identity.sign-up-over', 409, {
  vi: 'Lần đăng ký này đã xong hoặc đã hết hạn. Xin điền lại phiếu đăng ký.',
  en: 'This sign-up is done or has run out. Please fill in the form again.',
});
export const weakPassword = declareError('identity.weak-password', 422, {
  vi: 'Mật khẩu này dễ đoán. Hãy dùng ít nhất 8 ký tự, tốt nhất là một cụm vài từ mà chỉ bạn nghĩ ra.',
  en: 'This password is easy to guess. Use at least 8 characters, best a phrase of a few words that only you would think of.',
});
export const sessionNotFound = declareError('identity.session-not-found', 404, {
  vi: 'Phiên đăng nhập này đã kết thúc.',
  en: 'This session has ended.',
});
export const requestExpired = declareError('identity.request-expired', 410, {
  vi: 'Yêu cầu đăng nhập của ứng dụng đã hết hạn hoặc không phải từ trình duyệt này. Hãy quay lại ứng dụng và đăng nhập lại.',
  en: 'The application’s request has expired or does not belong to this browser. Go back to the application and sign in again.',
});
export const consentNotFound = declareError('identity.consent-not-found', 404, {
  vi: 'Không tìm thấy quyền này, hoặc đã được thu hồi.',
  en: 'This permission cannot be found, or was taken back already.',
});
export const clientNotFound = declareError('identity.client-not-found', 404, {
  vi: 'Không tìm thấy ứng dụng, hệ thống này. Xin chọn lại trong danh sách.',
  en: 'This application or system cannot be found. Please choose again from the list.',
});
export const clientExists = declareError(
  'identity.client-exists',
  409,
  {
    vi: 'Đã có ứng dụng, hệ thống dùng mã này. Xin chọn mã khác.',
    en: 'There is an application or system with this identifier. Please choose another.',
  },
  'id',
);
export const clientChangedMeanwhile = declareError('identity.client-changed-meanwhile', 409, {
  vi: 'Ứng dụng, hệ thống này vừa được người khác, hoặc bạn ở cửa sổ khác, thay đổi. Chưa lưu gì; hãy xem thông tin hiện nay ở trên, rồi lưu lại nếu vẫn muốn.',
  en: 'Somebody else, or you in another window, has just changed this application or system. Nothing is saved; look at how it stands above, then save again if you still want to.',
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
  vi: 'Chứng thư số này không dùng được: hết hạn, bị thu hồi, không do cơ quan được tin cậy cấp, hoặc không mang tên bạn.',
  en: 'This certificate cannot be used: it has expired, was revoked, is not from a trusted authority, or does not bear your name.',
});
export const revocationUnanswered = declareError('identity.revocation-unanswered', 503, {
  vi: 'Chưa kiểm tra được chứng thư số có bị thu hồi hay không vì cơ quan cấp chưa trả lời. Xin thử lại sau ít phút hoặc dùng cách xác thực khác.',
  en: 'Whether the certificate was revoked could not be checked, for its issuer does not answer. Please try again in a few minutes, or use another way.',
});
export const certificateEnded = declareError('identity.certificate-ended', 422, {
  vi: 'Chứng thư số này đã hết hạn, bị thu hồi, hoặc cơ quan cấp không còn được tin cậy. Hãy đăng nhập bằng cách khác, gỡ chứng thư này và thêm chứng thư mới.',
  en: 'This certificate has expired, was revoked, or its issuer is trusted no longer. Please sign in another way, remove it and add a new one.',
});
export const recoveryOver = declareError('identity.recovery-over', 404, {
  vi: 'Liên kết này không còn dùng được: đã dùng, đã dừng hoặc đã hết hạn. Nếu vẫn cần lấy lại tài khoản, hãy yêu cầu lại.',
  en: 'This link is worth nothing any more: it was used, stopped, or has expired. If you still need your account back, please ask again.',
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
