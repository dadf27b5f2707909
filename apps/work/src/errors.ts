import { declareError } from '@dinh/kernel';

export const processNotOffered = declareError(
  'work.process-not-offered',
  404,
  {
    vi: 'Không có quy trình này để bắt đầu. Xin chọn lại trong danh sách quy trình.',
    en: 'There is no such process to begin. Please choose again from the list of processes.',
  },
  'process',
);
export const placeWrong = declareError('work.place-wrong', 422, {
  vi: 'Có bước chưa có nơi thực hiện. Xin chọn cho mỗi nhóm bước một đơn vị có người giữ vai trò cần thiết.',
  en: 'Some steps have no place yet. Please choose for each group of steps a unit where somebody holds the role that it needs.',
});
export const colleagueWrong = declareError(
  'work.colleague-wrong',
  422,
  {
    vi: 'Xin chọn một người khác đang giữ vai trò của bước này trong đơn vị.',
    en: 'Please choose somebody else who holds the role of this step in the unit.',
  },
  'to',
);
export const answersWrong = declareError('work.answers-wrong', 422, {
  vi: 'Có câu trả lời chưa đúng. Xin xem các mục được đánh dấu và sửa lại.',
  en: 'Some answers are not right. Please look at the marked ones and correct them.',
});
