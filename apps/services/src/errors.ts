import { declareError } from '@dinh/kernel';

export const draftNotFound = declareError('services.draft-not-found', 404, {
  vi: 'Không tìm thấy bản nháp này trong tài khoản của bạn. Có thể bạn đã nộp hoặc đã xóa nó; xin xem mục Hồ sơ của tôi.',
  en: 'This draft is not in your account. You may have filed or deleted it; please look under My dossiers.',
});
export const draftFiled = declareError('services.draft-filed', 409, {
  vi: 'Bản nháp này đã được nộp thành hồ sơ {reference}. Muốn thay đổi, xin mở hồ sơ đó.',
  en: 'This draft has been filed as dossier {reference}. To change something, please open that dossier.',
});
export const tooManyDrafts = declareError('services.too-many-drafts', 409, {
  vi: 'Bạn đang có {count} bản nháp. Xin nộp hoặc xóa bớt rồi bắt đầu hồ sơ mới.',
  en: 'You have {count} drafts. Please file or delete some before you begin another.',
});
export const tooManyFiles = declareError('services.too-many-files', 422, {
  vi: 'Mỗi giấy tờ nhận tối đa {most} tệp. Xin gộp các trang vào một tệp PDF.',
  en: 'Each paper takes at most {most} files. Please put the pages into one PDF.',
});
export const notOnlineYet = declareError('services.not-online', 422, {
  vi: 'Thủ tục này chưa nhận hồ sơ trực tuyến. Xin nộp tại Bộ phận Một cửa.',
  en: 'This procedure is not received online yet. Please file it at the one-stop desk.',
});
export const fileUnknown = declareError('services.file-unknown', 422, {
  vi: 'Tệp này chưa được tải lên từ tài khoản của bạn. Xin tải lại tệp.',
  en: 'This file was not uploaded from your account. Please upload it again.',
});
export const resultUnknown = declareError('services.result-unknown', 422, {
  vi: 'Giấy tờ này không có trong kho dữ liệu của bạn hoặc không còn hiệu lực. Xin tải lên bản chụp.',
  en: 'This paper is not in your data store or is no longer valid. Please upload a copy.',
});
export const pageUnknown = declareError('services.page-unknown', 422, {
  vi: 'Tờ khai không có trang này. Xin mở lại bản nháp.',
  en: 'The form has no such page. Please open the draft again.',
});
export const answersIncomplete = declareError('services.answers-incomplete', 422, {
  vi: 'Hồ sơ còn mục chưa xong. Xin xem các mục được đánh dấu.',
  en: 'Some parts are not finished. Please look at the marked ones.',
});
export const authorityTooNarrow = declareError('services.authority-too-narrow', 403, {
  vi: 'Việc đại diện của bạn không bao gồm nộp hồ sơ của thủ tục này. Hãy nhờ người được đại diện mở rộng phạm vi.',
  en: 'Your authority does not cover filing this procedure. Please ask the person you act for to widen it.',
});
export const supplementOver = declareError('services.supplement-over', 403, {
  vi: 'Bạn không còn được làm thay chủ hồ sơ này nên không gửi bổ sung được. Chủ hồ sơ tự bổ sung trong tài khoản của mình.',
  en: 'You may not act for the owner of this dossier any more, so the supplement cannot be sent. The owner can send it in their own account.',
});
export const authorityOver = declareError('services.authority-over', 403, {
  vi: 'Việc đại diện mà bạn dựa vào khi bắt đầu bản nháp này không còn hiệu lực. Những gì bạn đã nhập vẫn được giữ; xin mở bản nháp và chọn làm tiếp cho ai.',
  en: 'The authority under which you began this draft holds no more. What you typed is kept; please open the draft and choose for whom it goes on.',
});
