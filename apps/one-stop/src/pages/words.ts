import type { Text } from '@dinh/kernel';
import type { Tone } from '@dinh/ui';
import type { Act } from '../queries/list-acts.ts';

/** How a status looks. */
export const statusTone: Record<number, Tone> = {
  1: 'new',
  2: 'doing',
  3: 'stopped',
  4: 'doing',
  5: 'waiting',
  6: 'waiting',
  7: 'stopped',
  8: 'stopped',
  9: 'done',
  10: 'done',
};

export const channels: Record<string, Text> = {
  online: { vi: 'Trực tuyến', en: 'Online' },
  counter: { vi: 'Tại quầy', en: 'At the counter' },
  post: { vi: 'Bưu chính', en: 'By post' },
};

export const feeStates: Record<string, Text> = {
  none: { vi: 'không thu', en: 'none' },
  due: { vi: 'chưa nộp', en: 'not paid' },
  'at-desk': { vi: 'nộp tại quầy', en: 'to be paid at the desk' },
  paid: { vi: 'đã nộp', en: 'paid' },
  waived: { vi: 'được miễn', en: 'waived' },
  refunded: { vi: 'đã hoàn', en: 'refunded' },
};

/** By which way money came; a provider of payments is not named to the desk. */
export const paymentWays: Record<string, Text> = {
  desk: { vi: 'tại quầy', en: 'at the desk' },
};

export const paymentStates: Record<string, Text> = {
  requested: { vi: 'đang mở', en: 'begun' },
  pending: { vi: 'chờ xác nhận', en: 'awaiting confirmation' },
  paid: { vi: 'đã nộp', en: 'paid' },
  failed: { vi: 'không thành công', en: 'failed' },
  expired: { vi: 'hết hạn', en: 'expired' },
  refunding: { vi: 'đang hoàn lại', en: 'being refunded' },
  refunded: { vi: 'đã hoàn lại', en: 'refunded' },
  voided: { vi: 'đã hủy vì thu nhầm', en: 'taken back: taken by mistake' },
};

export const capacities: Record<string, Text> = {
  self: { vi: 'cho chính mình', en: 'for themselves' },
  child: { vi: 'cho con hoặc người được giám hộ', en: 'for a child or ward' },
  attorney: { vi: 'theo ủy quyền', en: 'by power of attorney' },
  business: { vi: 'cho doanh nghiệp', en: 'for a business' },
};

export const deliveries: Record<string, Text> = {
  screen: { vi: 'bản điện tử', en: 'electronic copy' },
  desk: { vi: 'tại Bộ phận Một cửa', en: 'at the one-stop desk' },
  post: { vi: 'qua bưu chính', en: 'by post' },
};

export const origins: Record<string, Text> = {
  upload: { vi: 'tải lên', en: 'uploaded' },
  scan: { vi: 'bản quét tại quầy', en: 'scanned at the desk' },
  store: { vi: 'từ kho dữ liệu', en: 'from the data store' },
  form: { vi: 'tờ khai điện tử', en: 'interactive form' },
  paper: { vi: 'bản giấy', en: 'on paper' },
};

export const componentForms: Record<string, Text> = {
  original: { vi: 'bản chính', en: 'original' },
  copy: { vi: 'bản sao', en: 'copy' },
};

export const papers: Record<string, Text> = {
  receipt: { vi: 'Giấy tiếp nhận và hẹn trả kết quả', en: 'Receipt with the date of return' },
  'supplement-request': { vi: 'Phiếu yêu cầu bổ sung', en: 'Request for supplement' },
  refusal: { vi: 'Phiếu từ chối', en: 'Refusal' },
  'apology-extension': { vi: 'Phiếu xin lỗi và hẹn lại', en: 'Apology with a new date' },
  'stop-notice': { vi: 'Thông báo dừng giải quyết', en: 'Notice that handling stops' },
};

/** What a paper is called: one of our own acts by our words, one that a process prints by its template. */
export const paperName = (
  lang: 'vi' | 'en',
  { template, title }: { readonly template: string; readonly title: Text | null },
): string => (papers[template] ?? title)?.[lang] ?? template;

export const opinions: Record<string, Text> = {
  agree: { vi: 'Đồng ý', en: 'Agrees' },
  'agree-with-conditions': { vi: 'Đồng ý, có ý kiến', en: 'Agrees with remarks' },
  disagree: { vi: 'Không đồng ý', en: 'Disagrees' },
};

export const findings: Record<string, Text> = {
  'in-order': { vi: 'Đúng như hồ sơ', en: 'In order' },
  'not-in-order': { vi: 'Chưa đúng như hồ sơ', en: 'Not in order' },
};

/** Keys of acts; the first letter of the Vietnamese word where it is free. J, K, X, `/` and `?` belong to lists. */
const keys: Record<string, string> = {
  accept: 't',
  'request-supplement': 'b',
  refuse: 'c',
  assign: 'p',
  consult: 'y',
  'no-consultation': 'o',
  'propose-approval': 'd',
  'propose-refusal': 'c',
  prepared: 'd',
  forward: 't',
  'send-back': 'l',
  sign: 's',
  submit: 's',
  issue: 'h',
  return: 't',
  arrange: 'v',
  reported: 'v',
  agree: 'd',
  disagree: 'c',
  notify: 'n',
  'collect-fee': 'f',
  supply: 'b',
  'hand-over': 'a',
  'take-over': 'a',
  'arrange-visit': 'v',
  'report-visit': 'n',
  extend: 'g',
  apologise: 'g',
  reassign: 'm',
  stop: 'q',
  withdraw: 'r',
  'claim-task': 'w',
  'delegate-task': 'w',
  'give-back-task': 'z',
  'escalate-task': 'u',
};

/** A key for each act, no key twice. */
export function keysOf(list: readonly Act[]): string[] {
  const taken = new Set(['i', 'e']); // printing, remarks
  return list.map((act) => {
    const wanted = [keys[act.key], ...'wzuonydgvcqs'].find((key) => key !== undefined && !taken.has(key)) ?? '';
    taken.add(wanted);
    return wanted;
  });
}
