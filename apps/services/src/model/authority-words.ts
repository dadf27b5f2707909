import type { Text } from '@dinh/kernel';

/** By what right one acts for somebody else. */
export const authorityKinds: Readonly<Record<string, Text>> = {
  business: { vi: 'Doanh nghiệp, tổ chức bạn đại diện', en: 'Business or organisation that you represent' },
  child: { vi: 'Con của bạn, hoặc trẻ em bạn giám hộ', en: 'Your child, or a child in your guardianship' },
  ward: { vi: 'Người bạn giám hộ', en: 'Person in your guardianship' },
  attorney: { vi: 'Người đã ủy quyền cho bạn', en: 'Person who gave you a power of attorney' },
};

/** What an authority can allow. */
export const authorityActs: Readonly<Record<string, Text>> = {
  file: { vi: 'Nộp và bổ sung hồ sơ', en: 'File and supplement dossiers' },
  follow: { vi: 'Xem hồ sơ', en: 'See dossiers' },
  withdraw: { vi: 'Rút hồ sơ', en: 'Withdraw dossiers' },
  pay: { vi: 'Nộp phí, lệ phí', en: 'Pay fees' },
  receive: { vi: 'Nhận và dùng kết quả', en: 'Receive and use results' },
  manage: { vi: 'Mời và thôi người đại diện khác', en: 'Invite and end other representatives' },
};
