import { declareError } from '@dinh/kernel';

export const unknownKey = declareError('signing.unknown-key', 409, {
  vi: 'Chưa có khóa ký “{name}” hoặc khóa không mở được. Hãy đề nghị quản trị viên cấp chứng thư số.',
  en: 'There is no signing key “{name}”, or it cannot be opened. Ask the administrator to issue a certificate.',
});
export const unsignablePdf = declareError('signing.unsignable-pdf', 422, {
  vi: 'Tệp PDF này không ký được ({why}). Hãy in lại văn bản thành PDF rồi ký.',
  en: 'This PDF cannot be signed ({why}). Print the document to PDF again, then sign it.',
});
