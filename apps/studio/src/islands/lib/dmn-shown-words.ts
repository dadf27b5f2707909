/** Texts that dmn-js and its editor of FEEL write without asking how to say them, in Vietnamese; see `say-shown.ts`. */

/** What it says, and where: a name that somebody has given a column stands elsewhere. A test holds it to be complete for dmn-js. */
export const shownWords: Readonly<Record<string, readonly [vietnamese: string, at: string]>> = {
  'Decision table context menu': ['Trình đơn của bảng quyết định', '[aria-label]'],
  'Expression of type ': ['Phần loại ', 'span'],
  ' is not supported.': [' chỉ sửa được ở mục “Văn bản”.', 'span'],
  'Move Input': ['Chuyển cột đầu vào', '[title]'],
  'Move Output': ['Chuyển cột đầu ra', '[title]'],
  Name: ['Tên', '.formal-parameters th'],
  'Remove item': ['Bỏ mục này', '[title]'],
  Result: ['Kết quả', '.element-variable h2'],
  'Result type': ['Kiểu kết quả', '.element-variable-type-label'],
  Type: ['Kiểu', '.formal-parameters th'],
  Value: ['Giá trị', 'h4.dms-heading'],
};

/** What the editor of FEEL says of what is being typed. */
export const feelWords: readonly (readonly [RegExp, string])[] = [
  [/^Unrecognized token /, 'Có chỗ viết không hiểu được'],
  [/^Incomplete </, 'Viết chưa trọn'],
  [/^First item is accessed via \[1\]$/, 'Mục đầu tiên của danh sách là [1]'],
  [/^Syntax Error$/, 'Lỗi cú pháp'],
  [/^first-item$/, 'Mục đầu tiên'],
  [/^fix$/, 'sửa'],
  [/^definition$/, 'định nghĩa'],
  [/^expression$/, 'biểu thức'],
  [/^quantified expression$/, 'xét từng mục'],
  [/^block$/, 'khối'],
  [/^literal$/, 'giá trị'],
];
