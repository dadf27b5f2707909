import { declareError } from '@dinh/kernel';

export const processUnknown = declareError('operations.process-unknown', 404, {
  vi: 'Không có quy trình hoặc phiên bản này. Xin chọn lại trong danh sách quy trình.',
  en: 'There is no such process or version. Please choose again from the list of processes.',
});

export const periodBackwards = declareError('operations.period-backwards', 422, {
  vi: 'Kỳ chưa đúng: ngày cuối phải từ ngày đầu trở đi và cách không quá 3 năm. Xin chọn lại.',
  en: 'The period is not right: its last day must not be before its first, nor more than three years later. Please choose again.',
});
