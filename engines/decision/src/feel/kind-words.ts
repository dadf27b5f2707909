import type { FeelType } from './types.ts';

const said: Readonly<Record<string, { readonly vi: string; readonly en: string }>> = {
  any: { vi: 'bất kỳ', en: 'any' },
  null: { vi: 'không có giá trị', en: 'nothing' },
  number: { vi: 'số', en: 'number' },
  string: { vi: 'chữ', en: 'text' },
  boolean: { vi: 'đúng hoặc sai', en: 'true or false' },
  date: { vi: 'ngày', en: 'date' },
  time: { vi: 'giờ', en: 'time' },
  'date and time': { vi: 'ngày giờ', en: 'date and time' },
  'days and time duration': { vi: 'khoảng thời gian theo ngày, giờ', en: 'duration in days and hours' },
  'years and months duration': {
    vi: 'khoảng thời gian theo năm, tháng',
    en: 'duration in years and months',
  },
  list: { vi: 'danh sách', en: 'list' },
  range: { vi: 'khoảng', en: 'range' },
  context: { vi: 'nhóm giá trị', en: 'group of values' },
  function: { vi: 'hàm', en: 'function' },
};

/** What people call a kind of value; its name in FEEL where there is no better one. */
export const kindWords = (kind: FeelType['kind']): { readonly vi: string; readonly en: string } =>
  said[kind] ?? { vi: kind, en: kind };
