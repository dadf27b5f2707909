import { declareError } from '@dinh/kernel';

export const dossierNotFound = declareError('one-stop.dossier-not-found', 404, {
  vi: 'Không tìm thấy hồ sơ này, hoặc bạn không được xem nó. Xin kiểm tra lại mã hồ sơ.',
  en: 'This dossier cannot be found, or it is not yours to see. Please check its code.',
});
export const notYourDesk = declareError('one-stop.not-your-desk', 403, {
  vi: 'Thủ tục này nộp tại {deskVi}, nơi bạn không tiếp nhận. Xin hướng dẫn người nộp đến đó, hoặc nộp trực tuyến.',
  en: 'This procedure is received at: {deskEn}, and you do not receive there. Please send the applicant there, or to filing online.',
});
export const notAtThisStage = declareError('one-stop.not-at-this-stage', 409, {
  vi: 'Hồ sơ đang ở trạng thái “{status}” nên không làm được việc này. Xin tải lại trang để xem tình hình mới nhất.',
  en: 'The dossier is “{status}” now, so this cannot be done. Please reload the page to see where it stands.',
});
export const channelClosed = declareError(
  'one-stop.channel-closed',
  422,
  {
    vi: 'Thủ tục này không nhận hồ sơ qua cách đã chọn. Xin chọn một trong: {channels}.',
    en: 'This procedure is not received in this way. Please choose one of: {channels}.',
  },
  'channel',
);
export const componentsMissing = declareError('one-stop.components-missing', 422, {
  vi: 'Bạn cần thêm các giấy tờ được đánh dấu trước khi nộp hồ sơ.',
  en: 'Please add the marked papers before filing.',
});
export const answersWrong = declareError('one-stop.answers-wrong', 422, {
  vi: 'Có câu trả lời trong tờ khai chưa đúng. Xin xem các mục được đánh dấu và sửa lại.',
  en: 'Some answers in the form are not right. Please look at the marked ones and correct them.',
});
export const changedMeanwhile = declareError('one-stop.changed-meanwhile', 409, {
  vi: '{who} vừa cập nhật hồ sơ này lúc {at}: {whatVi}. Xin xem lại rồi quyết định.',
  en: '{who} has just changed this dossier at {at}: {whatEn}. Please look again and decide.',
});
export const extendedAlready = declareError('one-stop.extended-already', 409, {
  vi: 'Hồ sơ này đã được hẹn lại một lần. Nghị định 61/2018 (Điều 19.9) không cho hẹn lại lần thứ hai.',
  en: 'This dossier was extended once. Decree 61/2018 (Article 19.9) allows no second extension.',
});
export const extensionTooLate = declareError('one-stop.extension-too-late', 409, {
  vi: 'Chỉ được hẹn lại chậm nhất 01 ngày trước ngày hết hạn ({due}). Hồ sơ sẽ bị ghi nhận trễ hạn; vẫn phải gửi lời xin lỗi.',
  en: 'An extension must come at least one day before the limit ({due}). The dossier will be recorded as late; an apology is still due.',
});
export const notLateYet = declareError('one-stop.not-late-yet', 409, {
  vi: 'Hồ sơ chưa quá hạn ({due}). Nếu không kịp, xin hẹn lại ngày trả trước khi hết hạn.',
  en: 'The dossier is not late yet (due {due}). If it will be, promise a new date before the limit.',
});
export const visitPassed = declareError(
  'one-stop.visit-passed',
  422,
  {
    vi: 'Ngày thẩm tra phải từ hôm nay ({today}) trở đi, vì người nộp được báo trước.',
    en: 'A visit is on a day from today ({today}), since the applicant is told of it before.',
  },
  'at',
);
export const dateNotLater = declareError(
  'one-stop.date-not-later',
  422,
  {
    vi: 'Ngày hẹn mới phải sau ngày hẹn cũ ({due}) và là ngày làm việc.',
    en: 'The new date must be later than the former one ({due}) and a working day.',
  },
  'newDate',
);
export const reasonNeeded = declareError(
  'one-stop.reason-needed',
  422,
  {
    vi: 'Xin ghi rõ lý do; người dân sẽ đọc lời này.',
    en: 'Please give the reason; the applicant will read it.',
  },
  'reason',
);
export const itemsNeeded = declareError(
  'one-stop.items-needed',
  422,
  {
    vi: 'Xin chọn ít nhất một giấy tờ còn thiếu, hoặc ghi nội dung khác cần bổ sung.',
    en: 'Please choose at least one missing paper, or write what else is to be supplied.',
  },
  'items',
);
export const nothingSupplied = declareError(
  'one-stop.nothing-supplied',
  422,
  {
    vi: 'Xin đánh dấu giấy tờ đã nhận, hoặc ghi chú điều đã bổ sung: nhận xong thì thời hạn tính lại.',
    en: 'Please tick the papers that came, or note what was supplied: with it the time limit begins again.',
  },
  'components',
);
export const feeNotPaid = declareError(
  'one-stop.fee-not-paid',
  409,
  {
    vi: 'Hồ sơ còn phải nộp {amount} đ. Xin thu phí, ghi lý do miễn, hoặc đợi thanh toán trực tuyến trước khi tiếp nhận.',
    en: '{amount} đ are still to be paid for this dossier. Please take the fee, give the reason of an exemption, or wait for the online payment before accepting it.',
  },
  'feeTaken',
);
export const feeNotPaidYet = declareError(
  'one-stop.fee-not-paid-yet',
  409,
  {
    vi: 'Hồ sơ còn phải nộp {amount} đ. Xin thu phí hoặc ghi lý do miễn trước khi trả kết quả.',
    en: '{amount} đ are still to be paid for this dossier. Please take the fee or give the reason of an exemption before handing out the result.',
  },
  'feeTaken',
);
export const feeNotVoidable = declareError('one-stop.fee-not-voidable', 409, {
  vi: 'Ở quầy chỉ hủy được khoản thu nhầm ngay trong ngày thu. Khoản thu từ hôm trước hoặc nộp trực tuyến, xin chuyển kế toán hoàn tiền ở mục Thu, hoàn phí.',
  en: 'At the desk only a fee that a desk took today can be taken back. What was taken earlier or paid online is refunded by the accountants, in their room of payments.',
});
export const ratedAlready = declareError('one-stop.rated-already', 409, {
  vi: 'Hồ sơ này đã được đánh giá. Cảm ơn bạn.',
  en: 'This dossier has been rated already. Thank you.',
});
export const noDesk = declareError('one-stop.no-desk', 422, {
  vi: 'Cơ quan này chưa có Bộ phận Một cửa trong hệ thống. Xin liên hệ tổng đài để được hướng dẫn.',
  en: 'This agency has no one-stop desk in the system yet. Please call us for guidance.',
});
export const fileNotYours = declareError('one-stop.file-not-yours', 422, {
  vi: 'Có tệp đính kèm chưa được tải lên từ tài khoản này. Xin tải lại tệp rồi nộp.',
  en: 'An attached file was not uploaded from this account. Please upload it again and then file.',
});
export const handOverNotOpen = declareError('one-stop.hand-over-not-open', 409, {
  vi: 'Hồ sơ này đã được bàn giao hoặc không thuộc việc bàn giao của bạn. Xin tải lại trang.',
  en: 'These papers have been handed over already, or are not yours to hand over. Please reload the page.',
});
export const paperNotFound = declareError('one-stop.paper-not-found', 404, {
  vi: 'Không tìm thấy giấy tờ này, hoặc bạn không được xem nó.',
  en: 'This paper cannot be found, or it is not yours to see.',
});
export const fileGone = declareError('one-stop.file-not-found', 404, {
  vi: 'Không tìm thấy tệp này, hoặc bạn không được xem nó.',
  en: 'This file cannot be found, or it is not yours to see.',
});
export const ticketsFull = declareError('one-stop.tickets-full', 409, {
  vi: 'Hôm nay quầy này đã quá đông, không phát thêm số. Xin nộp hồ sơ trực tuyến hoặc đến vào ngày khác.',
  en: 'This desk gives no more numbers today. Please file online or come on another day.',
});
export const ticketChanged = declareError('one-stop.ticket-changed', 409, {
  vi: 'Số này đã được người khác gọi hoặc đã xong. Xin gọi số tiếp theo.',
  en: 'This number was taken by somebody else or is done. Please call the next one.',
});
export const authorityTooNarrow = declareError('one-stop.authority-too-narrow', 403, {
  vi: 'Việc đại diện của bạn không bao gồm việc này hoặc thủ tục này. Hãy nhờ người được đại diện mở rộng phạm vi.',
  en: 'Your authority does not cover this act or this procedure. Please ask the person you act for to widen it.',
});
export const authorityGone = declareError('one-stop.authority-gone', 409, {
  vi: 'Việc đại diện mà bạn chọn để nộp hồ sơ đã hết hạn hoặc đã chấm dứt. Hãy chọn lại tư cách nộp hồ sơ.',
  en: 'The authority under which you were to file has ended. Please choose again for whom you file.',
});
export const applicantUnknown = declareError(
  'one-stop.applicant-unknown',
  404,
  {
    vi: 'Không có người nộp này trong danh bạ. Xin tìm lại người nộp, hoặc nhận hồ sơ mà không gắn với tài khoản.',
    en: 'There is no such applicant in the directory. Please look for the person again, or receive the dossier without an account.',
  },
  'applicantId',
);
export const nothingToUndo = declareError('one-stop.nothing-to-undo', 409, {
  vi: 'Không còn việc nào hoàn tác được: việc đã được làm tiếp, đã giao cho người khác, hoặc đã quá nửa giờ. Muốn giao lại, xin làm như bình thường.',
  en: 'Nothing can be undone any more: the work was gone on with, was given to somebody else, or half an hour is over. Please pass it on in the usual way.',
});
export const holdsAlready = declareError(
  'one-stop.holds-already',
  422,
  {
    vi: 'Người được chọn đang giữ việc này rồi. Xin chọn người khác.',
    en: 'Whom you chose has this work already. Please choose somebody else.',
  },
  'to',
);
