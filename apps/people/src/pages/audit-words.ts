/** What stands in the audit trail, as people read it. */
import { factorWords, methodName } from '@dinh/identity';
import { isUuid, type Lang, type Text } from '@dinh/kernel';
import { counted, formatDate, formatMoment } from '@dinh/ui';

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
  absence: { vi: 'lần vắng mặt', en: 'absence' },
  accept: { vi: 'đồng ý', en: 'accepted' },
  accepted: { vi: 'đồng ý', en: 'accepted' },
  act: { vi: 'thao tác', en: 'act' },
  activity: { vi: 'hoạt động', en: 'activity' },
  acts: { vi: 'việc được làm', en: 'acts' },
  added: { vi: 'đã thêm', en: 'added' },
  after: { vi: 'sau', en: 'after' },
  amount: { vi: 'số tiền', en: 'amount' },
  basis: { vi: 'căn cứ', en: 'basis' },
  before: { vi: 'trước', en: 'before' },
  cameAt: { vi: 'đến lúc', en: 'came at' },
  changed: { vi: 'đã sửa', en: 'changed' },
  choice: { vi: 'lựa chọn', en: 'choice' },
  client: { vi: 'ứng dụng', en: 'application' },
  code: { vi: 'mã', en: 'code' },
  comment: { vi: 'ý kiến', en: 'comment' },
  component: { vi: 'thành phần', en: 'component' },
  compromised: { vi: 'đã lộ', en: 'compromised' },
  counted: { vi: 'bộ đếm', en: 'counters' },
  delegation: { vi: 'ủy quyền', en: 'delegation' },
  deputy: { vi: 'người làm thay', en: 'deputy' },
  descending: { vi: 'giảm dần', en: 'descending' },
  diedOn: { vi: 'ngày mất', en: 'died on' },
  emergency: { vi: 'lần xem khẩn cấp', en: 'emergency access' },
  ended: { vi: 'phiên đã kết thúc', en: 'sessions ended' },
  excused: { vi: 'ngoại lệ', en: 'exceptions' },
  factor: { vi: 'yếu tố', en: 'factor' },
  factors: { vi: 'yếu tố xác thực', en: 'factors' },
  fields: { vi: 'mục', en: 'fields' },
  file: { vi: 'tệp', en: 'file' },
  files: { vi: 'số tệp', en: 'files' },
  filter: { vi: 'bộ lọc', en: 'filter' },
  from: { vi: 'từ', en: 'from' },
  handOver: { vi: 'bàn giao', en: 'hand-over' },
  how: { vi: 'cách', en: 'how' },
  invitation: { vi: 'lời mời', en: 'invitation' },
  justified: { vi: 'chính đáng', en: 'justified' },
  key: { vi: 'khóa', en: 'key' },
  kid: { vi: 'khóa ký', en: 'signing key' },
  kind: { vi: 'loại', en: 'kind' },
  label: { vi: 'tên gọi', en: 'label' },
  level: { vi: 'mức', en: 'level' },
  lines: { vi: 'số dòng', en: 'lines' },
  made: { vi: 'mới lập', en: 'newly made' },
  matters: { vi: 'thủ tục', en: 'matters' },
  message: { vi: 'thông điệp', en: 'message' },
  method: { vi: 'cách', en: 'method' },
  moved: { vi: 'đã chuyển', en: 'moved' },
  name: { vi: 'tên', en: 'name' },
  number: { vi: 'số', en: 'number' },
  on: { vi: 'bật', en: 'turned on' },
  other: { vi: 'bản ghi kia', en: 'other record' },
  outcome: { vi: 'kết quả', en: 'outcome' },
  paper: { vi: 'giấy tờ', en: 'paper' },
  papers: { vi: 'giấy tờ', en: 'papers' },
  part: { vi: 'phần', en: 'part' },
  payment: { vi: 'khoản thanh toán', en: 'payment' },
  permissions: { vi: 'quyền', en: 'permissions' },
  person: { vi: 'người', en: 'person' },
  position: { vi: 'chức vụ', en: 'position' },
  process: { vi: 'quy trình', en: 'process' },
  provider: { vi: 'hệ thống định danh', en: 'identity provider' },
  query: { vi: 'tìm', en: 'searched' },
  queue: { vi: 'hàng đợi', en: 'queue' },
  queued: { vi: 'đang chờ', en: 'queued' },
  reason: { vi: 'lý do', en: 'reason' },
  receipt: { vi: 'biên lai', en: 'receipt' },
  record: { vi: 'bản ghi', en: 'record' },
  removed: { vi: 'đã bỏ', en: 'removed' },
  replacedBy: { vi: 'thay bằng', en: 'replaced by' },
  retried: { vi: 'đã chạy lại', en: 'tried again' },
  role: { vi: 'vai trò', en: 'role' },
  rows: { vi: 'số dòng', en: 'rows' },
  rule: { vi: 'quy tắc', en: 'rule' },
  scopes: { vi: 'phạm vi', en: 'scopes' },
  search: { vi: 'tìm', en: 'searched' },
  session: { vi: 'phiên', en: 'session' },
  shown: { vi: 'đã hiện', en: 'shown' },
  since: { vi: 'từ lúc', en: 'since' },
  sort: { vi: 'sắp xếp theo', en: 'sorted by' },
  state: { vi: 'tình trạng', en: 'state' },
  step: { vi: 'bước', en: 'step' },
  stood: { vi: 'đang ở', en: 'stood at' },
  subject: { vi: 'đối tượng', en: 'subject' },
  task: { vi: 'việc', en: 'task' },
  timers: { vi: 'hẹn giờ', en: 'timers' },
  title: { vi: 'tên', en: 'title' },
  to: { vi: 'đến', en: 'to' },
  underWay: { vi: 'việc đang giải quyết', en: 'under way' },
  unit: { vi: 'đơn vị', en: 'unit' },
  until: { vi: 'đến hết', en: 'until' },
  variables: { vi: 'dữ liệu', en: 'data' },
  way: { vi: 'cách xác thực', en: 'way' },
  whose: { vi: 'của ai', en: 'whose' },
  why: { vi: 'vì sao', en: 'why' },
  with: { vi: 'so với', en: 'with' },
  words: { vi: 'lý do ghi thêm', en: 'in words' },
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
        : `${facts[key]?.[lang] ?? key}: ${ofSignIn(lang, key, value) ?? valueWords(lang, value)}`,
    )
    .join(' · ');

/** How somebody came in and by what they proved who they are. */
function ofSignIn(lang: Lang, key: string, value: unknown): string | undefined {
  if (key === 'method' && typeof value === 'string') return methodName(value, [])[lang];
  return key === 'factors' && Array.isArray(value) ? factorWords(lang, { factors: value as string[] }) : undefined;
}

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
    return lang === 'vi' ? `${list.length} mục` : counted(list.length, 'item');
  return list.length === 0 ? { vi: 'không có', en: 'none' }[lang] : list.join(', ');
}
