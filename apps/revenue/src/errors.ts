import { declareError, type FieldError } from '@dinh/kernel';

const sentence = {
  vi: 'Xin đánh dấu là đã đối chiếu biên lai và người nộp.',
  en: 'Please tick that the receipt and the payer were checked.',
};
const declared = declareError('revenue.not-confirmed', 422, sentence);

/** Money goes back only once somebody says that they have checked it. @param others what else is wrong with the form */
export const notConfirmed = (others: readonly FieldError[]) =>
  declared({}, { fields: [...others, { path: 'confirmed', message: sentence }] });
