import type { Text } from '@dinh/kernel';
import type { ErrorCode, YAMLError } from 'yaml';

const sentences: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'chỗ dùng lại (*) không được có thêm thuộc tính',
  BAD_ALIAS: 'chỗ dùng lại (*) trỏ tới phần không có',
  BAD_COLLECTION_TYPE: 'kiểu danh sách hoặc nhóm mục ghi ở đây chưa đúng',
  BAD_DIRECTIVE: 'dòng chỉ dẫn (%) này không hợp lệ',
  BAD_DQ_ESCAPE: 'dấu \\ trong ngoặc kép chưa đúng',
  BAD_INDENT: 'dòng này thụt vào chưa đúng so với các dòng quanh nó',
  BAD_PROP_ORDER: 'thứ tự ghi ở đây chưa đúng',
  BAD_SCALAR_START: 'giá trị bắt đầu bằng ký tự này phải đặt trong ngoặc kép',
  BLOCK_AS_IMPLICIT_KEY: 'sau dấu hai chấm chỉ được một giá trị; hãy đặt chữ có dấu hai chấm trong ngoặc kép',
  BLOCK_IN_FLOW: 'trong ngoặc [ ] hoặc { } không xuống dòng theo kiểu thụt đầu dòng được',
  DUPLICATE_KEY: 'mục này được ghi hai lần',
  KEY_OVER_1024_CHARS: 'tên mục quá dài',
  MISSING_CHAR: 'thiếu một dấu: dấu đóng ngoặc, dấu phẩy, dấu hai chấm hoặc khoảng trắng sau nó',
  MULTILINE_IMPLICIT_KEY: 'tên mục phải nằm trên một dòng; có thể thiếu dấu hai chấm',
  MULTIPLE_ANCHORS: 'một giá trị chỉ được một dấu &',
  MULTIPLE_DOCS: 'chỉ được một nội dung; hãy bỏ dòng ---',
  MULTIPLE_TAGS: 'một giá trị chỉ được một dấu !',
  TAB_AS_INDENT: 'thụt đầu dòng bằng dấu cách, không bằng phím Tab',
  TAG_RESOLVE_FAILED: 'kiểu ghi sau dấu ! không dùng được',
  UNEXPECTED_TOKEN: 'chữ hoặc dấu này không được đứng ở đây',
};

/** What the reader of YAML found, for officers who write it: its own words are for programmers. */
export function yamlSentence(error: Pick<YAMLError, 'code' | 'message'>): Text {
  const en = error.message.split(' at line ')[0]!.split('\n')[0]!;
  return { vi: sentences[error.code] ?? `chưa đọc được YAML ở đây (${en})`, en };
}
