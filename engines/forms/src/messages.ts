import type { Lang, Text } from '@dinh/kernel';

export type { Lang, Text };

/** The side of a pair that the reader wants. */
export const say = (text: Text, lang: Lang): string => text[lang];

/** A label inside a sentence: `Họ và tên` → `họ và tên`, but `CCCD` and `Số CMND` keep their capitals. */
export function within(label: string): string {
  const [first = '', second = ''] = label;
  return second !== second.toLowerCase() ? label : first.toLowerCase() + label.slice(1);
}

const pair = (label: Text, vi: (l: string) => string, en: (l: string) => string): Text => ({
  vi: vi(within(label.vi)),
  en: en(within(label.en)),
});

const number = (value: number, lang: Lang): string =>
  value.toLocaleString(lang === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 9 });

export const dayOf = (iso: string): string => `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;

/** What is said when an answer cannot be accepted: always what to do. */
export const messages = {
  enter: (label: Text) =>
    pair(
      label,
      (l) => `Hãy nhập ${l}.`,
      (l) => `Enter ${l}.`,
    ),
  choose: (label: Text) =>
    pair(
      label,
      (l) => `Hãy chọn ${l}.`,
      (l) => `Choose ${l}.`,
    ),
  /** A single box that must be ticked. */
  tick: (label: Text) =>
    pair(
      label,
      (l) => `Hãy đánh dấu vào ô ${l}.`,
      (l) => `Tick the box: ${l}.`,
    ),
  answerYesNo: (label: Text): Text => ({
    vi: `Hãy chọn “Có” hoặc “Không”: ${label.vi}`,
    en: `Choose “Yes” or “No”: ${label.en}`,
  }),
  listed: (label: Text) =>
    pair(
      label,
      (l) => `Hãy chọn ${l} trong danh sách; giá trị đã gửi không có trong đó.`,
      (l) => `Choose ${l} from the list; the value sent is not in it.`,
    ),
  tooLong: (label: Text, max: number) =>
    pair(
      label,
      (l) => `Hãy rút gọn ${l} còn nhiều nhất ${number(max, 'vi')} ký tự.`,
      (l) => `Shorten ${l} to at most ${number(max, 'en')} characters.`,
    ),
  tooShort: (label: Text, min: number) =>
    pair(
      label,
      (l) => `Hãy viết ${l} dài ít nhất ${number(min, 'vi')} ký tự.`,
      (l) => `Write ${l} in at least ${number(min, 'en')} characters.`,
    ),
  wholeNumber: (label: Text) =>
    pair(
      label,
      (l) => `Hãy nhập ${l} bằng số nguyên, ví dụ 12.`,
      (l) => `Enter ${l} as a whole number, for example 12.`,
    ),
  decimal: (label: Text) =>
    pair(
      label,
      (l) => `Hãy nhập ${l} bằng số, ví dụ 120,5.`,
      (l) => `Enter ${l} as a number, for example 120.5.`,
    ),
  money: (label: Text) =>
    pair(
      label,
      (l) => `Hãy nhập ${l} bằng số đồng, ví dụ 1.500.000.`,
      (l) => `Enter ${l} in đồng, for example 1,500,000.`,
    ),
  scale: (label: Text, digits: number) =>
    pair(
      label,
      (l) => `Hãy nhập ${l} với nhiều nhất ${digits} chữ số sau dấu phẩy.`,
      (l) => `Enter ${l} with at most ${digits} digits after the decimal point.`,
    ),
  least: (label: Text, min: number) =>
    pair(
      label,
      (l) => `Hãy nhập ${l} từ ${number(min, 'vi')} trở lên.`,
      (l) => `Enter ${l} of ${number(min, 'en')} or more.`,
    ),
  most: (label: Text, max: number) =>
    pair(
      label,
      (l) => `Hãy nhập ${l} không quá ${number(max, 'vi')}.`,
      (l) => `Enter ${l} of ${number(max, 'en')} or less.`,
    ),
  date: (label: Text) =>
    pair(
      label,
      (l) => `Hãy nhập ${l} là một ngày có thật, theo dạng ngày/tháng/năm, ví dụ 21/11/1990.`,
      (l) => `Enter ${l} as a real date, day/month/year, for example 21/11/1990.`,
    ),
  notBefore: (label: Text, day: string) =>
    pair(
      label,
      (l) => `Hãy nhập ${l} từ ngày ${dayOf(day)} trở về sau.`,
      (l) => `Enter ${l} on or after ${dayOf(day)}.`,
    ),
  notAfter: (label: Text, day: string) =>
    pair(
      label,
      (l) => `Hãy nhập ${l} không sau ngày ${dayOf(day)}.`,
      (l) => `Enter ${l} no later than ${dayOf(day)}.`,
    ),
  personName: (label: Text) =>
    pair(
      label,
      (l) => `Hãy nhập ${l} bằng chữ, như trên giấy tờ; không có chữ số.`,
      (l) => `Enter ${l} in letters, as on the papers; without digits.`,
    ),
  personalId: (label: Text, accepted: string) =>
    pair(
      label,
      (l) => `Hãy nhập ${l} gồm ${accepted}.`,
      (l) => `Enter ${l} with ${accepted}.`,
    ),
  phone: (label: Text) =>
    pair(
      label,
      (l) => `Hãy nhập ${l} có 10 hoặc 11 chữ số, bắt đầu bằng 0, ví dụ 0912 345 678.`,
      (l) => `Enter ${l} with 10 or 11 digits starting with 0, for example 0912 345 678.`,
    ),
  email: (label: Text) =>
    pair(
      label,
      (l) => `Hãy nhập ${l} theo dạng ten@vidu.vn.`,
      (l) => `Enter ${l} like name@example.vn.`,
    ),
  taxCode: (label: Text) =>
    pair(
      label,
      (l) => `Hãy nhập ${l} gồm 10 chữ số, hoặc 10 chữ số kèm “-” và 3 chữ số, hoặc 12 chữ số.`,
      (l) => `Enter ${l} with 10 digits, 10 digits with “-” and 3 digits, or 12 digits.`,
    ),
  province: (label: Text) =>
    pair(
      label,
      (l) => `Hãy chọn tỉnh, thành phố của ${l}.`,
      (l) => `Choose the province of ${l}.`,
    ),
  commune: (label: Text) =>
    pair(
      label,
      (l) => `Hãy chọn xã, phường, thị trấn của ${l}.`,
      (l) => `Choose the commune, ward or township of ${l}.`,
    ),
  locality: (label: Text) =>
    pair(
      label,
      (l) => `Hãy viết xã, huyện và tỉnh của ${l}.`,
      (l) => `Write the commune, district and province of ${l}.`,
    ),
  detail: (label: Text) =>
    pair(
      label,
      (l) => `Hãy viết số nhà, đường, thôn hoặc tổ dân phố của ${l}.`,
      (l) => `Write the house number, street, village or neighbourhood of ${l}.`,
    ),
  fewest: (item: Text, min: number): Text => ({
    vi: `Hãy thêm ${within(item.vi)}: cần ít nhất ${min}.`,
    en: `Add ${within(item.en)}: at least ${min} needed.`,
  }),
  fullest: (item: Text, max: number): Text => ({
    vi: `Hãy bớt ${within(item.vi)}: nhiều nhất là ${max}.`,
    en: `Remove ${within(item.en)}: at most ${max} allowed.`,
  }),
};
