import type { Text } from '@dinh/kernel';

/** How a decision table chooses among the rules that fit (DMN 1.5, 8.2.8), by its hit policy and aggregation; in English as dmn-js says it. */
export const hitPolicies: Readonly<Record<string, Text>> = {
  UNIQUE: { vi: 'Duy nhất', en: 'Unique' },
  FIRST: { vi: 'Đầu tiên', en: 'First' },
  PRIORITY: { vi: 'Theo ưu tiên', en: 'Priority' },
  ANY: { vi: 'Bất kỳ', en: 'Any' },
  COLLECT: { vi: 'Gom tất cả', en: 'Collect' },
  'COLLECT SUM': { vi: 'Gom, cộng lại', en: 'Collect (Sum)' },
  'COLLECT MIN': { vi: 'Gom, lấy nhỏ nhất', en: 'Collect (Min)' },
  'COLLECT MAX': { vi: 'Gom, lấy lớn nhất', en: 'Collect (Max)' },
  'COLLECT COUNT': { vi: 'Gom, đếm', en: 'Collect (Count)' },
  'RULE ORDER': { vi: 'Theo thứ tự quy tắc', en: 'Rule order' },
  'OUTPUT ORDER': { vi: 'Theo thứ tự đầu ra', en: 'Output order' },
};

/** How a table chooses, in words. */
export function hitPolicyOf(table: { readonly hitPolicy: string; readonly aggregation?: string | undefined }): Text {
  const key = [table.hitPolicy, table.aggregation].filter(Boolean).join(' ');
  return hitPolicies[key] ?? { vi: key, en: key };
}
