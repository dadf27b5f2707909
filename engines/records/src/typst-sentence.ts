/** What the Typst compiler complains of, said in Vietnamese. */
import type { Text } from '@dinh/kernel';

const things: Readonly<Record<string, string>> = {
  alignment: 'căn lề',
  angle: 'góc',
  array: 'danh sách',
  auto: 'auto',
  block: 'một khối [ ] hoặc { }',
  body: 'phần thân',
  boolean: 'đúng hoặc sai',
  bytes: 'dữ liệu nhị phân',
  'closing brace': 'dấu “}”',
  'closing bracket': 'dấu “]”',
  'closing paren': 'dấu “)”',
  colon: 'dấu hai chấm',
  color: 'màu',
  comma: 'dấu phẩy',
  content: 'nội dung',
  datetime: 'ngày giờ',
  decimal: 'số thập phân',
  dictionary: 'nhóm giá trị có tên',
  'dollar sign': 'dấu “$”',
  duration: 'khoảng thời gian',
  'equals sign': 'dấu “=”',
  expression: 'một biểu thức',
  float: 'số thập phân',
  fraction: 'phần chia (như 1fr)',
  function: 'hàm',
  gradient: 'màu chuyển',
  identifier: 'một tên',
  integer: 'số nguyên',
  label: 'nhãn',
  length: 'độ dài có đơn vị (như 3pt, 1cm)',
  module: 'mô-đun',
  none: 'không có giá trị (none)',
  'opening paren': 'dấu “(”',
  pattern: 'tên hoặc nhóm tên',
  ratio: 'tỷ lệ (như 50%)',
  'relative length': 'độ dài có đơn vị (như 3pt, 50%)',
  semicolon: 'dấu chấm phẩy',
  'semicolon or line break': 'dấu chấm phẩy hoặc xuống dòng',
  string: 'chữ trong ngoặc kép',
  stroke: 'nét kẻ',
  symbol: 'ký hiệu',
  tiling: 'hoa văn',
  type: 'kiểu',
  version: 'số phiên bản',
};

/** One thing, or several: `integer, float, or string`. */
function named(english: string): string {
  const parts = english.split(/, (?:or )?| or /).filter(Boolean);
  const known = things[english.trim()];
  if (known) return known;
  return parts
    .map((part) => things[part.trim()] ?? `“${part.trim().replaceAll('`', '')}”`)
    .join(parts.length > 2 ? ', ' : ' hoặc ');
}

type Rule = readonly [RegExp, (...parts: string[]) => string];
const rules: readonly Rule[] = [
  [/^unknown variable: (.+)$/, (name) => `không có gì tên là “${name}”`],
  [/^unclosed delimiter$/, () => 'dấu mở ở đây chưa được đóng lại: thiếu “)”, “]”, “}”, “$”, “*” hoặc “_”'],
  [/^unclosed string$/, () => 'chuỗi chữ mở ở đây chưa có dấu ngoặc kép đóng'],
  [/^unclosed raw text$/, () => 'phần chữ giữ nguyên mở ở đây chưa có dấu “`” đóng'],
  [/^unclosed (.+)$/, (what) => `“${what}” mở ở đây chưa được đóng lại`],
  [/^expected (.+), found (.+)$/, (wanted, found) => `ở đây cần ${named(wanted!)}, nhưng đang là ${named(found!)}`],
  [/^expected (.+)$/, (wanted) => `ở đây cần ${named(wanted!)}`],
  [/^unexpected end of (.+)$/, () => 'mẫu kết thúc khi câu lệnh còn dở'],
  [/^unexpected argument: (.+)$/, (name) => `hàm này không có tham số “${name}”`],
  [/^unexpected argument$/, () => 'hàm này không nhận thêm giá trị ở đây'],
  [/^unexpected keyword `(.+)`$/, (word) => `từ khóa “${word}” không đứng ở đây được`],
  [/^unexpected (.+)$/, (what) => `${named(what!)} không đứng ở đây được`],
  [/^missing argument: (.+)$/, (name) => `thiếu tham số “${name}”`],
  [/^duplicate argument: (.+)$/, (name) => `tham số “${name}” viết hai lần`],
  [/^duplicate key: (.+)$/, (name) => `mục “${name}” viết hai lần`],
  [/^file not found \(searched at (.+)\)$/, (file) => `không có tệp “${file}” bên cạnh mẫu này`],
  [/^dictionary does not contain key "(.+?)"/, (name) => `dữ liệu không có mục “${name}”`],
  [/^module `(.+)` does not contain `(.+)`$/, (module, name) => `“${module}” không có “${name}”`],
  [/^type (.+) has no method `(.+)`$/, (type, name) => `giá trị kiểu ${named(type!)} không có hàm “${name}”`],
  [/^(.+) does not have field "(.+)"$/, (what, name) => `${named(what!)} không có mục “${name}”`],
  [/^cannot access fields on type (.+)$/, (type) => `giá trị kiểu ${named(type!)} không có mục nào để lấy`],
  [/^cannot (?:add|join) (.+) (?:and|with) (.+)$/, (a, b) => `không cộng được ${named(a!)} với ${named(b!)}`],
  [/^cannot subtract (.+) from (.+)$/, (a, b) => `không trừ được ${named(a!)} khỏi ${named(b!)}`],
  [/^cannot multiply (.+) with (.+)$/, (a, b) => `không nhân được ${named(a!)} với ${named(b!)}`],
  [/^cannot divide by zero$/, () => 'không chia cho 0 được'],
  [/^cannot divide (.+) by (.+)$/, (a, b) => `không chia được ${named(a!)} cho ${named(b!)}`],
  [/^cannot compare (.+) (?:and|with) (.+)$/, (a, b) => `không so sánh được ${named(a!)} với ${named(b!)}`],
  [/^cannot apply '(.+)' to (.+)$/, (sign, what) => `không dùng “${sign}” với ${named(what!)} được`],
  [/^cannot loop over (.+)$/, (what) => `không lặp qua ${named(what!)} được: cần một danh sách`],
  [/^cannot (return|break|continue) outside of (?:function|loop)$/, (word) => `“${word}” chỉ dùng trong hàm hoặc vòng lặp`],
  [/^invalid (integer|float|decimal): (.+)$/, (type, text) => `“${text}” không phải ${named(type!)}`],
  [
    /index out of bounds \(index: (-?\d+), len: (\d+)\)/,
    (index, length) => `lấy phần tử thứ ${index}, nhưng chỉ có ${length} phần tử`,
  ],
  [/^array is empty$/, () => 'danh sách không có phần tử nào'],
  [/^not enough elements to destructure/, () => 'danh sách có ít giá trị hơn số tên nhận'],
  [/^too many elements to destructure/, () => 'danh sách có nhiều giá trị hơn số tên nhận'],
  [/^label `<(.+)>` does not exist in the document$/, (name) => `không có nhãn “${name}” trong mẫu`],
  [/^condition is always true$/, () => 'điều kiện luôn đúng nên vòng lặp không bao giờ dừng'],
  [/^(?:loop seems to be infinite|maximum .+ depth exceeded)/, () => 'vòng lặp hoặc lời gọi lặp mãi không dừng'],
  [/^assertion failed(?:: (.+))?$/, (why) => `điều mẫu tự kiểm tra không đúng${why ? `: ${why}` : ''}`],
  [/^panicked with: (.+)$/, (why) => `mẫu tự dừng với lời báo ${why}`],
  [/^(?:failed to parse|date is) (.+)$/, () => 'không đọc được giá trị này'],
  [/takes too long/, () => 'mẫu chạy quá lâu nên bị dừng: có thể có vòng lặp không dừng'],
  [/^no document$/, () => 'không in ra được trang nào'],
  [/^packages are not fetched/, () => 'không tải gói từ mạng; hãy đặt tệp bên cạnh mẫu'],
];

/** A complaint of the compiler in both languages; what is not among the usual ones stays in its words in Vietnamese too. */
export function typstSentence(message: string): Text {
  const plain = message.split(', hints: ')[0]!;
  for (const [pattern, say] of rules) {
    const found = pattern.exec(plain);
    if (found) return { vi: say(...found.slice(1)), en: message };
  }
  return { vi: message, en: message };
}
