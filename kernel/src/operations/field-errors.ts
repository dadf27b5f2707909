import type { FieldError } from '../errors.ts';
import type { Text } from '../text.ts';

/** Turns what the schema checker found into one sentence per field, in words that say what to do. */
export function fieldErrors(
  found: readonly { instancePath: string; keyword: string; message: string; params?: object }[],
): FieldError[] {
  const errors = new Map<string, FieldError>();
  for (const { instancePath, keyword, params } of found) {
    const values = (params ?? {}) as Record<string, unknown>;
    const base = instancePath.replace(/^\//, '').replaceAll('/', '.');
    const named =
      keyword === 'required'
        ? (values['requiredProperties'] as string[] | undefined)
        : keyword === 'additionalProperties'
          ? (values['additionalProperties'] as string[] | undefined)
          : undefined;
    for (const path of named ? named.map((name) => (base ? `${base}.${name}` : name)) : [base])
      if (!errors.has(path)) errors.set(path, { path, message: sentence(keyword, values) });
    if (errors.size >= 50) break; // enough for anybody to mend
  }
  return [...errors.values()];
}

function sentence(keyword: string, v: Record<string, unknown>): Text {
  const limit = String(v['limit'] ?? '');
  switch (keyword) {
    case 'required':
      return { vi: 'Cần có mục này.', en: 'This is needed.' };
    case 'additionalProperties':
      return { vi: 'Mục này không được dùng ở đây.', en: 'This is not used here.' };
    case 'type':
      return { vi: 'Kiểu dữ liệu chưa đúng.', en: 'This is of the wrong type.' };
    case 'enum':
    case 'const':
    case 'anyOf':
      return { vi: 'Giá trị này không có trong các lựa chọn.', en: 'This value is not among the choices.' };
    case 'format':
    case 'pattern':
      return { vi: 'Giá trị này chưa đúng dạng.', en: 'This does not have the right form.' };
    case 'minLength':
      if (limit === '1') return { vi: 'Cần ghi mục này.', en: 'This is needed.' };
      return { vi: `Cần ít nhất ${limit} ký tự.`, en: `At least ${limit} characters are needed.` };
    case 'maxLength':
      return { vi: `Không dài quá ${limit} ký tự.`, en: `No more than ${limit} characters.` };
    case 'minimum':
    case 'exclusiveMinimum':
      return { vi: `Không nhỏ hơn ${limit}.`, en: `Not less than ${limit}.` };
    case 'maximum':
    case 'exclusiveMaximum':
      return { vi: `Không lớn hơn ${limit}.`, en: `Not more than ${limit}.` };
    case 'minItems':
      if (limit === '1') return { vi: 'Cần ít nhất một mục.', en: 'At least one is needed.' };
      return { vi: `Cần ít nhất ${limit} mục.`, en: `At least ${limit} items are needed.` };
    case 'maxItems':
      return { vi: `Không quá ${limit} mục.`, en: `No more than ${limit} items.` };
    default:
      return { vi: 'Giá trị này chưa đúng.', en: 'This value is not right.' };
  }
}
