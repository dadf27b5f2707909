import { declareError } from '@dinh/kernel';

export const procedureNotFound = declareError('procedures.procedure-not-found', 404, {
  vi: 'Không có thủ tục mang mã “{code}” vào ngày {day}. Xin tìm lại theo tên thủ tục.',
  en: 'There is no procedure with code “{code}” on {day}. Please search for it by name.',
});
export const feeNotComputed = declareError('procedures.fee-not-computed', 422, {
  vi: 'Chưa tính được phí từ những gì đã khai. Xin kiểm tra lại các mục liên quan đến phí.',
  en: 'The fee cannot be computed from what was declared. Please check the answers on which it depends.',
});
