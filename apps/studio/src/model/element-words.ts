/** What elements of a process and their properties are called, in both languages. */
import { bpmnWords } from './bpmn-words.ts';

const kinds: Readonly<Record<string, string>> = {
  Process: 'Quy trình',
  Collaboration: 'Phối hợp giữa các cơ quan',
  'Sequence flow': 'Đường đi',
  'Message flow': 'Đường thông điệp',
  Association: 'Đường liên hệ',
  Participant: 'Bể (cơ quan tham gia)',
  Lane: 'Làn',
  Group: 'Nhóm',
  'Text annotation': 'Ghi chú',
  'Boundary event': 'Sự kiện gắn bên cạnh',
  'Intermediate catch event': 'Sự kiện chờ',
  'Sub process': 'Quy trình con',
  'Ad hoc sub process': 'Quy trình con tùy ý',
  'Event based gateway': 'Cổng chờ sự kiện',
};

/** What kind of thing an element is: `bpmn:UserTask` → “Bước do người làm”. */
export function elementKind(type: string, lang: 'vi' | 'en'): string {
  const plain = type.replace(/^bpmn:/, '').replace(/([a-z])([A-Z])/g, '$1 $2');
  const english = plain[0]! + plain.slice(1).toLowerCase();
  return lang === 'en' ? english : (kinds[english] ?? bpmnWords[english] ?? english);
}

/** The properties that officers set, as the fields of the editor call them. */
const properties: Readonly<Record<string, { readonly vi: string; readonly en: string }>> = {
  name: { vi: 'Tên', en: 'Name (Vietnamese)' },
  text: { vi: 'Ghi chú', en: 'Note' },
  nameEn: { vi: 'Tên tiếng Anh', en: 'Name in English' },
  role: { vi: 'Vai trò làm bước này', en: 'Role that does it' },
  unit: { vi: 'Ở đơn vị', en: 'In the unit' },
  assignee: { vi: 'Giao cho', en: 'Assigned to' },
  share: { vi: 'Phần của thời hạn (%)', en: 'Share of the time limit (%)' },
  due: { vi: 'Hạn của bước', en: 'Time limit of the step' },
  form: { vi: 'Biểu mẫu của bước', en: 'Form of the step' },
  status: { vi: 'Trạng thái quốc gia khi đến đây', en: 'National status on entering' },
  hold: { vi: 'Dừng tính thời hạn tại đây', en: 'The time limit stands still here' },
  decision: { vi: 'Bảng quyết định', en: 'Decision' },
  result: { vi: 'Ghi kết quả vào biến', en: 'Result goes into' },
  app: { vi: 'Chạy trong ứng dụng', en: 'Run by the app' },
  source: { vi: 'Căn cứ của quy trình', en: 'On what the process rests' },
  choose: { vi: 'Chọn người', en: 'Whom to choose' },
  restart: { vi: 'Tính lại thời hạn từ đầu khi rời đây', en: 'The time limit starts anew when left' },
  calledElement: { vi: 'Quy trình được gọi', en: 'Called process' },
  events: { vi: 'Xét sau những sự kiện', en: 'Looked at after the events' },
  per: { vi: 'Xét riêng cho từng', en: 'For each' },
  documentation: { vi: 'Giải thích', en: 'Documentation' },
  isExecutable: { vi: 'Đình chạy phần này', en: 'Run here' },
  cancelActivity: { vi: 'Ngắt việc đang làm', en: 'Interrupts the activity' },
  isInterrupting: { vi: 'Ngắt phần bao quanh', en: 'Interrupts what is around it' },
  attachedToRef: { vi: 'Gắn ở cạnh', en: 'Attached to' },
  messageRef: { vi: 'Thông điệp', en: 'Message' },
  signalRef: { vi: 'Tín hiệu', en: 'Signal' },
  errorRef: { vi: 'Lỗi', en: 'Error' },
  escalationRef: { vi: 'Báo cấp trên', en: 'Escalation' },
  completionCondition: { vi: 'Xong khi', en: 'Ends when' },
  script: { vi: 'Biểu thức tính', en: 'Script' },
  handler: { vi: 'Việc máy làm', en: 'What the program does' },
  notice: { vi: 'Mẫu thông báo', en: 'Message template' },
  to: { vi: 'Gửi cho', en: 'Sent to' },
  paper: { vi: 'In giấy từ mẫu', en: 'Paper from a template' },
  conditionExpression: { vi: 'Điều kiện', en: 'Condition' },
  default: { vi: 'Đường đi mặc định', en: 'Default flow' },
  sourceRef: { vi: 'Đi từ', en: 'From' },
  targetRef: { vi: 'Đi tới', en: 'To' },
};

/** What a property is called; undefined where it has a name in the model alone. */
export const propertyName = (name: string, lang: 'vi' | 'en'): string | undefined =>
  properties[name.replace(/^dinh:/, '')]?.[lang];
