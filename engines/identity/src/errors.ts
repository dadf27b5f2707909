/** All that this module refuses, by what it is about. */
import { declareError } from '@dinh/kernel';

export * from './errors/signing-in.ts';
export * from './errors/people.ts';
export * from './errors/organisation.ts';
export * from './errors/access.ts';

export const wrongInput = declareError('identity.wrong-input', 422, {
  vi: 'Có thông tin chưa đúng. Xin xem các mục được đánh dấu.',
  en: 'Some of the information is not right. Please look at the marked fields.',
});
export const dayWrong = declareError('identity.day-wrong', 422, {
  vi: 'Ngày này không dùng được: phải là một ngày trong lịch, không ở tương lai và không trước lần thay đổi gần nhất.',
  en: 'This day does not fit: it must be in the calendar, not ahead, and not before the last change.',
});
export const periodWrong = declareError(
  'identity.period-wrong',
  422,
  {
    vi: 'Ngày kết thúc phải sau ngày bắt đầu, và chưa qua.',
    en: 'The end must be after the beginning, and not in the past.',
  },
  'until',
);
