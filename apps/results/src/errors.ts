import { declareError } from '@dinh/kernel';

export const resultNotFound = declareError('results.result-not-found', 404, {
  vi: 'Không tìm thấy kết quả này, hoặc bạn không được xem nó. Xin kiểm tra lại đường dẫn.',
  en: 'This result cannot be found, or it is not yours to see. Please check the address.',
});
export const feeFirst = declareError('results.fee-first', 409, {
  vi: 'Kết quả đã có nhưng phí, lệ phí của hồ sơ chưa nộp. Xin nộp trực tuyến ở trang hồ sơ hoặc tại Bộ phận Một cửa; nộp xong là xem và tải được ngay.',
  en: 'The result is ready, but the fee of the dossier is not paid. Please pay online on the page of the dossier or at the one-stop desk; it opens as soon as that is done.',
});
export const codeUnknown = declareError('results.code-unknown', 404, {
  vi: 'Không có kết quả nào mang mã này. Xin kiểm tra từng ký tự của mã dưới hình QR; nếu mã đúng như trên giấy, hãy hỏi cơ quan ghi trên giấy.',
  en: 'No result has this code. Please check every character under the QR code; if it is as on the paper, ask the agency named there.',
});
export const valuesWrong = declareError('results.values-wrong', 422, {
  vi: 'Có mục của kết quả chưa đúng. Xin xem các mục được đánh dấu và sửa lại.',
  en: 'Some fields of the result are not right. Please look at the marked ones and correct them.',
});
export const notSignedYet = declareError('results.not-signed-yet', 409, {
  vi: 'Kết quả chưa có chữ ký của lãnh đạo nên chưa vào sổ, đóng dấu được.',
  en: 'The head has not signed this result yet, so it cannot be numbered and stamped.',
});
export const issuedAlready = declareError('results.issued-already', 409, {
  vi: 'Kết quả này đã phát hành nên không ký lại được. Nếu có sai sót, hãy đính chính, thay thế hoặc thu hồi.',
  en: 'This result has been issued and cannot be signed again. If it is wrong, correct, replace or revoke it.',
});
export const notInForce = declareError('results.not-in-force', 409, {
  vi: 'Kết quả này không còn hiệu lực hoặc chưa phát hành nên không làm được việc này. Xin tải lại trang để xem tình hình mới nhất.',
  en: 'This result is no longer in force or not yet issued, so this cannot be done. Please reload the page to see where it stands.',
});
export const typeUnknown = declareError('results.type-unknown', 422, {
  vi: 'Chưa có loại kết quả “{type}” trong bộ dữ liệu của tỉnh. Xin báo cán bộ nghiệp vụ bổ sung.',
  en: 'There is no type of result “{type}” in the data of the province. Please tell the business officer.',
});
export const paperMissing = declareError('results.paper-missing', 409, {
  vi: 'Bản điện tử của kết quả này không đọc được từ kho tệp. Xin báo bộ phận vận hành.',
  en: 'The electronic paper of this result cannot be read from the store. Please tell the operators.',
});
export const timeStampMissing = declareError('results.time-stamp-missing', 503, {
  vi: 'Tổ chức cấp dấu thời gian chưa trả lời nên chưa ký được. Văn bản vẫn như trước; xin thử lại sau ít phút.',
  en: 'The time-stamping authority does not answer, so nothing was signed. The paper is as it was; please try again in a few minutes.',
});
export const fileNeeded = declareError('results.file-needed', 422, {
  vi: 'Xin chọn tệp PDF cần kiểm tra (không quá 20 MB).',
  en: 'Please choose the PDF to check (20 MB at most).',
});
export const nothingCorrected = declareError('results.nothing-corrected', 422, {
  vi: 'Chưa có mục nào được sửa. Xin sửa chỗ sai rồi ký; nếu cả kết quả sai, hãy thay thế hoặc thu hồi.',
  en: 'Nothing was changed. Correct what is wrong and then sign; if the whole result is wrong, replace or revoke it.',
});
