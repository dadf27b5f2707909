import type { Text } from '@dinh/kernel';

/** Why the program itself closed a payment or sends its money back, as it is kept. */
export const closedFor = {
  anew: 'asked for anew',
  desk: 'paid at the desk',
  silent: 'no word for three days',
  refused: 'the provider says so',
  second: 'came after another payment',
} as const;

/** Another amount came than was asked for; đồng. */
export const otherAmount = (came: number, asked: number): string => `${came} đ came instead of ${asked} đ`;

const words: Readonly<Record<string, Text>> = {
  [closedFor.anew]: { vi: 'Người nộp mở giao dịch khác', en: 'The payer began another payment' },
  [closedFor.desk]: { vi: 'Đã nộp tại quầy', en: 'Paid at the desk instead' },
  [closedFor.silent]: { vi: 'Ba ngày không có kết quả', en: 'No word for three days' },
  [closedFor.refused]: { vi: 'Cổng thanh toán từ chối giao dịch', en: 'The provider refused it' },
  [closedFor.second]: {
    vi: 'Tiền đến khi khoản này đã được nộp',
    en: 'The money came after this had been paid already',
  },
};

/** A reason as people read it: the program's own in words, those that somebody typed as they are. */
export function reasonText(reason: string): Text {
  const amounts = /^(\d+) đ came instead of (\d+) đ$/.exec(reason);
  if (amounts) {
    const [vi, en] = (['vi-VN', 'en-GB'] as const).map((locale) =>
      amounts.slice(1).map((amount) => `${Number(amount).toLocaleString(locale)} đ`),
    );
    return { vi: `Nhận ${vi![0]} thay vì ${vi![1]}`, en: `${en![0]} came instead of ${en![1]}` };
  }
  return words[reason] ?? { vi: reason, en: reason };
}
