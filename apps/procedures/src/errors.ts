import { declareError } from '@dinh/kernel';

export const procedureNotFound = declareError('procedures.procedure-not-found', 404, {
  vi: 'Không có thủ tục mang mã “{code}” vào ngày {day}. Xin tìm lại theo tên thủ tục.',
  en: 'There is no procedure with code “{code}” on {day}. Please search for it by name.',
});
export const feeUndecided = declareError('procedures.fee-undecided', 422, {
  vi: 'Bảng phí của thủ tục này không cho kết quả nào với những gì đã khai, nên chưa biết phải nộp bao nhiêu. Xin kiểm tra lại các mục liên quan đến phí; nếu đã đúng, xin báo bộ phận một cửa để sửa bảng phí.',
  en: 'The fee table of this procedure gives no result for what was declared, so nobody knows yet what is to be paid. Please check the answers on which the fee depends; if they are right, please tell the one-stop desk so that the table is corrected.',
});
export const feeNotComputed = declareError('procedures.fee-not-computed', 422, {
  vi: 'Chưa tính được phí từ những gì đã khai. Xin kiểm tra lại các mục liên quan đến phí.',
  en: 'The fee cannot be computed from what was declared. Please check the answers on which it depends.',
});
