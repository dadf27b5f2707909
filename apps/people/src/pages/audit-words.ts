/** What stands in the audit trail, as people read it. */
import { isUuid, type Lang, type Text } from '@dinh/kernel';
import { formatDate, formatMoment } from '@dinh/ui';

const subjects: Readonly<Record<string, Text>> = {
  authority: { vi: 'Quyền làm thay', en: 'Right to act' },
  business: { vi: 'Doanh nghiệp', en: 'Business' },
  client: { vi: 'Ứng dụng', en: 'Application' },
  definition: { vi: 'Nội dung', en: 'Definition' },
  delegation: { vi: 'Ủy quyền', en: 'Delegation' },
  dossier: { vi: 'Hồ sơ', en: 'Dossier' },
  draft: { vi: 'Bản nháp', en: 'Draft' },
  incident: { vi: 'Sự cố', en: 'Incident' },
  instance: { vi: 'Lượt chạy', en: 'Instance' },
  message: { vi: 'Thư', en: 'Message' },
  payment: { vi: 'Khoản thanh toán', en: 'Payment' },
  person: { vi: 'Người', en: 'Person' },
  process: { vi: 'Quy trình', en: 'Process' },
  result: { vi: 'Kết quả', en: 'Result' },
  'rule-hit': { vi: 'Cảnh báo', en: 'Warning' },
  shipment: { vi: 'Bưu gửi', en: 'Shipment' },
  'test-case': { vi: 'Ca thử', en: 'Test case' },
  ticket: { vi: 'Số thứ tự', en: 'Ticket' },
  unit: { vi: 'Đơn vị', en: 'Unit' },
};

/** `Hồ sơ H25.15-261128-0002`, `Bản nháp 01a222bb…`: the kind, and its name or the beginning of its id. */
export function subjectWords(lang: Lang, subject: string, name: string | null): string {
  const [kind = '', id = ''] = subject.split(/:(.*)/);
  const short = isUuid(id) ? `${id.slice(0, 8)}…` : id;
  // A person is known by the name alone.
  return kind === 'person' && name ? name : `${subjects[kind]?.[lang] ?? kind} ${name ?? short}`;
}

const origins: Readonly<Record<string, Text>> = { job: { vi: 'tác vụ nền', en: 'background job' } };

export const originWords = (lang: Lang, origin: string | null): string =>
  origin === null ? '' : (origins[origin]?.[lang] ?? origin);

const facts: Readonly<Record<string, Text>> = {
  accepted: { vi: 'đồng ý', en: 'accepted' },
  acts: { vi: 'việc được làm', en: 'acts' },
  changed: { vi: 'đã sửa', en: 'changed' },
  component: { vi: 'thành phần', en: 'component' },
  fields: { vi: 'mục', en: 'fields' },
  file: { vi: 'tệp', en: 'file' },
  filter: { vi: 'bộ lọc', en: 'filter' },
  from: { vi: 'từ', en: 'from' },
  how: { vi: 'cách', en: 'how' },
  kind: { vi: 'loại', en: 'kind' },
  level: { vi: 'mức', en: 'level' },
  method: { vi: 'cách', en: 'method' },
  moved: { vi: 'đã chuyển', en: 'moved' },
  name: { vi: 'tên', en: 'name' },
  number: { vi: 'số', en: 'number' },
  outcome: { vi: 'kết quả', en: 'outcome' },
  paper: { vi: 'giấy tờ', en: 'paper' },
  papers: { vi: 'giấy tờ', en: 'papers' },
  permissions: { vi: 'quyền', en: 'permissions' },
  person: { vi: 'người', en: 'person' },
  query: { vi: 'tìm', en: 'searched' },
  queue: { vi: 'hàng đợi', en: 'queue' },
  reason: { vi: 'lý do', en: 'reason' },
  role: { vi: 'vai trò', en: 'role' },
  rows: { vi: 'số dòng', en: 'rows' },
  search: { vi: 'tìm', en: 'searched' },
  shown: { vi: 'đã hiện', en: 'shown' },
  step: { vi: 'bước', en: 'step' },
  timers: { vi: 'hẹn giờ', en: 'timers' },
  to: { vi: 'đến', en: 'to' },
  unit: { vi: 'đơn vị', en: 'unit' },
  until: { vi: 'đến hết', en: 'until' },
};

/** `đã hiện: 8 mục · tìm: hoa sen`: the detail of an entry; what is not JSON stays as written. Whole in the export. */
export function detailWords(lang: Lang, detail: string): string {
  try {
    return said(lang, JSON.parse(detail) as Record<string, unknown>);
  } catch {
    return detail;
  }
}

const said = (lang: Lang, values: Record<string, unknown>): string =>
  Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([key, value]) =>
      typeof value === 'object' && !Array.isArray(value)
        ? said(lang, value as Record<string, unknown>)
        : `${facts[key]?.[lang] ?? key}: ${valueWords(lang, value)}`,
    )
    .join(' · ');

function valueWords(lang: Lang, value: unknown): string {
  if (Array.isArray(value)) return listWords(lang, value);
  if (typeof value === 'boolean') return { vi: value ? 'có' : 'không', en: value ? 'yes' : 'no' }[lang];
  const text = String(value);
  if (isUuid(text)) return `${text.slice(0, 8)}…`;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return formatDate(text);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? formatMoment(text) : text;
}

/** Of records only how many there are: their ids say nothing to people. */
function listWords(lang: Lang, list: readonly unknown[]): string {
  if (list.some((one) => typeof one === 'object' || isUuid(String(one))))
    return lang === 'vi' ? `${list.length} mục` : `${list.length} ${list.length === 1 ? 'item' : 'items'}`;
  return list.length === 0 ? { vi: 'không có', en: 'none' }[lang] : list.join(', ');
}
