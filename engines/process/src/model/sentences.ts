import type { Text } from '@dinh/kernel';

type Filled<Words extends unknown[]> = (...words: Words) => Text;
const filled =
  <Words extends unknown[]>(vi: (...words: Words) => string, en: (...words: Words) => string): Filled<Words> =>
  (...words) => ({ vi: vi(...words), en: en(...words) });

/**
 * Everything that can be said against a model, in the words of whoever draws it; the element is named beside it.
 * Properties have the names of the fields beside the drawing; their names in the file stand behind them in English, for authors of
 * packs.
 */
export const told = {
  tooLarge: filled(
    (most: number) => `tệp dài quá ${most} ký tự`,
    (most) => `the file is larger than ${most} characters`,
  ),
  documentType: {
    vi: 'tệp quy trình không được khai báo kiểu tài liệu (DOCTYPE) hoặc thực thể (ENTITY)',
    en: 'a document type or entity is not allowed in a process file',
  },
  notBpmn: { vi: 'đây không phải tệp XML của BPMN 2.0', en: 'this is not BPMN 2.0 XML' },
  brokenOff: {
    vi: 'tệp XML bị đứt hoặc các thẻ lồng nhau sai ở sau phần tử này',
    en: 'the XML is broken off or badly nested behind this element',
  },
  onlyText: {
    vi: 'ở đây chỉ giữ được chữ: viết các thẻ bên trong thành chữ (&lt;b&gt;) hoặc đặt trong CDATA',
    en: 'only text can be kept here: write the markup inside as text (&lt;b&gt;) or in CDATA',
  },
  noProcess: { vi: 'tệp không có quy trình nào', en: 'there is no process in this file' },
  tooMany: filled(
    (most: number) => `tệp có hơn ${most} phần tử`,
    (most) => `more than ${most} elements in one file`,
  ),
  tooDeep: filled(
    (most: number) => `các quy trình con lồng nhau quá ${most} tầng`,
    (most) => `sub-processes stand more than ${most} deep`,
  ),
  notSupported: filled(
    (type: string) => `bộ máy quy trình không chạy được ${type}`,
    (type) => `${type} is not supported by this engine`,
  ),
  eventNotSupported: filled(
    (type: string) => `bộ máy quy trình không chạy được sự kiện ${type}`,
    (type) => `an event with ${type} is not supported by this engine`,
  ),
  throwNotSupported: filled(
    (type: string) => `bộ máy quy trình không phát được sự kiện ${type}`,
    (type) => `a throwing event with ${type} is not supported by this engine`,
  ),
  feel: filled(
    (what: Text, text: string, why: Text) => `${what.vi} chưa đọc được: ${text} (${why.vi})`,
    (what, text, why) => `${what.en} cannot be read as FEEL: ${text} (${why.en})`,
  ),

  noId: filled(
    (type: Text) => `một ${type.vi} chưa có mã (id)`,
    (type) => `${type.en} without an id`,
  ),
  inOtherFile: filled(
    (said: string) => `“${said}” nằm ở tệp khác; mọi thứ mà quy trình dùng phải có trong tệp này`,
    (said) => `“${said}” is in another file; what a process uses must stand in its own`,
  ),
  flowEnd: filled(
    (name: Text) => `đường nối chỉ nối các bước, sự kiện và cổng, không nối ${name.vi}`,
    (name) => `a flow joins steps, events and gateways, not ${name.en}`,
  ),
  noStart: { vi: 'quy trình không có sự kiện bắt đầu', en: 'the process has no start event' },
  twoStarts: {
    vi: 'quy trình có hơn một sự kiện bắt đầu thường; chỉ được một',
    en: 'the process has more than one start event without a trigger',
  },
  startNeedsApp: {
    vi: 'quy trình bắt đầu theo thời gian hoặc điều kiện phải chọn mục “Chạy trong ứng dụng”',
    en: 'a process that starts at a time or by a condition names the app that runs it: “Run by the app” (dinh:app)',
  },
  startNeedsEvents: {
    vi: 'điều kiện bắt đầu quy trình phải ghi mục “Xét sau những sự kiện”',
    en: 'the condition names no events: “Looked at after the events” (dinh:events)',
  },
  notEvent: filled(
    (name: string) => `“${name}” không phải tên sự kiện`,
    (name) => `“${name}” is not the name of an event`,
  ),
  cannotStartBy: filled(
    (type: string) => `quy trình không thể bắt đầu bằng ${triggerWords(type).vi}`,
    (type) => `a process cannot start by: ${type}`,
  ),
  onlyMessagesBehind: {
    vi: 'sau cổng khởi đầu quy trình chỉ được có thông điệp',
    en: 'behind a gateway that begins a process stand only messages',
  },
  unreachable: {
    vi: 'không có đường nào từ điểm bắt đầu dẫn tới đây',
    en: 'no path from the start leads here',
  },
  deadEnd: {
    vi: 'ngõ cụt: không có bước nào tiếp theo mà cũng không phải sự kiện kết thúc',
    en: 'a dead end: nothing follows, and it is not an end event',
  },
  intoStart: { vi: 'không được nối vào sự kiện bắt đầu', en: 'no flow may lead into a start event' },
  outOfEnd: { vi: 'không được nối ra từ sự kiện kết thúc', en: 'no flow may leave an end event' },
  loopWithoutWait: {
    vi: 'vòng lặp không có chỗ chờ: trong vòng không có bước nào dừng lại cho người, thông điệp hay thời gian',
    en: 'a loop without a wait: nothing in it stops for a person, a message or a time',
  },
  loopNeedsMaximum: {
    vi: 'lặp mà không có chỗ chờ thì phải ghi số lần tối đa',
    en: 'a loop without a wait needs a maximum',
  },
  loopWouldNotEnd: {
    vi: 'lặp phải có điều kiện hoặc số lần tối đa, nếu không sẽ không bao giờ dừng',
    en: 'the loop needs a condition or a maximum: it would not end',
  },
  repetitionNeedsList: {
    vi: 'làm nhiều lần thì phải ghi “Làm cho từng mục của danh sách” (bằng FEEL) hoặc “Hoặc số lần”',
    en: 'the repetition needs “For each item of the list” (dinh:collection, a FEEL list) or a number of times',
  },
  onlyWaitsBehind: {
    vi: 'sau cổng theo sự kiện chỉ được có sự kiện chờ',
    en: 'behind an event-based gateway stand only events that are waited for',
  },
  parallelCondition: {
    vi: 'đường nối ra từ cổng song song không có điều kiện',
    en: 'a flow of a parallel gateway has no condition',
  },
  noCondition: filled(
    (gateway: Text) => `đường nối ra từ ${gateway.vi} chưa có điều kiện và cũng không phải đường mặc định`,
    (gateway) => `the flow from ${gateway.en} has no condition and is not the default`,
  ),
  noBranch: filled(
    (outcome: string, task: Text) => `không có nhánh nào cho kết quả “${outcome}” của ${task.vi}`,
    (outcome, task) => `no branch for the outcome “${outcome}” of ${task.en}`,
  ),
  crossesBorder: {
    vi: 'đường nối không được đi qua biên của quy trình con',
    en: 'a flow may not cross the border of a sub-process',
  },
  link: filled(
    (name: string) => `sự kiện nối “${name}” cần đúng một điểm đón cùng tên bên cạnh`,
    (name) => `the link “${name}” needs exactly one catching event beside it`,
  ),

  notAttached: {
    vi: 'sự kiện biên chưa gắn vào việc hoặc quy trình con nào',
    en: 'the boundary event is not attached to a task or sub-process',
  },
  alwaysInterrupts: filled(
    (type: string) => `sự kiện biên bắt ${triggerWords(type).vi} luôn ngắt việc đang làm`,
    (type) => `a boundary event for: ${type} always interrupts`,
  ),
  notForCompensation: {
    vi: 'việc dùng để hoàn lại phải được đánh dấu là hoàn lại (isForCompensation)',
    en: 'what undoes an activity is marked isForCompensation',
  },
  nothingTied: {
    vi: 'chưa có liên kết từ sự kiện hoàn lại này tới việc dùng để hoàn lại',
    en: 'no association leads from this compensation event to what undoes the activity',
  },
  nothingUndoes: filled(
    (activity: Text) => `không có gì hoàn lại được ${activity.vi}`,
    (activity) => `nothing undoes ${activity.en}`,
  ),
  cancelOutside: {
    vi: 'sự kiện kết thúc bằng hủy chỉ đứng trong giao dịch',
    en: 'a cancel end event stands in a transaction only',
  },
  cancelNotCaught: filled(
    (scope: Text) => `không có gì ở giao dịch ${scope.vi} bắt việc hủy`,
    (scope) => `nothing at the transaction ${scope.en} catches that it is cancelled`,
  ),
  onlyTransactions: {
    vi: 'chỉ giao dịch mới hủy được',
    en: 'only a transaction can be cancelled',
  },
  errorNotCaught: filled(
    (code: string) => `không có gì ở bên ngoài bắt lỗi “${code}”`,
    (code) => `nothing around catches the error “${code}”`,
  ),

  adHocEmpty: {
    vi: 'quy trình con tùy biến không có việc nào',
    en: 'the ad-hoc sub-process holds no activity',
  },
  adHocStart: {
    vi: 'quy trình con tùy biến không có sự kiện bắt đầu',
    en: 'an ad-hoc sub-process has no start event',
  },
  subStarts: filled(
    (count: number) => `quy trình con cần đúng một sự kiện bắt đầu, hiện có ${count}`,
    (count) => `the sub-process needs exactly one start event, it has ${count}`,
  ),
  subTrigger: {
    vi: 'quy trình con bắt đầu không cần sự kiện kích hoạt; chỉ quy trình con theo sự kiện mới có',
    en: 'a sub-process starts without a trigger; an event sub-process has one',
  },
  eventSubTrigger: {
    vi: 'sự kiện bắt đầu của quy trình con theo sự kiện cần một sự kiện kích hoạt',
    en: 'the start event of an event sub-process needs a trigger',
  },

  oneTrigger: { vi: 'sự kiện cần đúng một thứ kích hoạt', en: 'the event needs exactly one trigger' },
  noConditionText: {
    vi: 'sự kiện theo điều kiện chưa có điều kiện',
    en: 'the conditional event has no condition',
  },
  noError: {
    vi: 'sự kiện kết thúc bằng lỗi chưa ghi lỗi nào có mã',
    en: 'the error end event names no error with a code',
  },
  noEscalation: {
    vi: 'sự kiện báo lên trên chưa ghi mã báo nào',
    en: 'the escalation event names no escalation with a code',
  },
  noMessage: { vi: 'chưa ghi thông điệp nào', en: 'the element names no message' },
  noSignal: { vi: 'chưa ghi tín hiệu nào', en: 'the element names no signal' },
  noTime: {
    vi: 'hẹn giờ chưa có ngày giờ, khoảng thời gian hay chu kỳ',
    en: 'the timer has no date, duration or cycle',
  },
  notTime: filled(
    (text: string, form: 'date' | 'duration' | 'cycle') =>
      `“${text}” không phải ${timeWords[form]} theo ISO 8601; biểu thức FEEL bắt đầu bằng dấu =`,
    (text, form) => `“${text}” is not a ${form} of ISO 8601; FEEL begins with =`,
  ),
  noTurn: filled(
    (text: string) => `chu kỳ “${text}” không dài chút nào: việc sẽ lặp lại không ngừng`,
    (text) => `the cycle “${text}” takes no time: it would turn without end`,
  ),
  caughtElsewhere: filled(
    (type: string) => `${triggerWords(type).vi} được bắt bằng sự kiện biên hoặc quy trình con theo sự kiện`,
    (type) => `${type} is caught by a boundary event or an event sub-process`,
  ),
  cannotThrow: filled(
    (type: string) => `sự kiện ở giữa không phát được ${triggerWords(type).vi}`,
    (type) => `an intermediate event cannot throw: ${type}`,
  ),
  throwNeedsHandler: {
    vi: 'sự kiện gửi thông điệp phải chọn “Mẫu thông báo” hoặc “Việc máy làm” để gửi',
    en: 'a throwing message event needs “Message template” (dinh:notice) or “What the program does” (dinh:handler)',
  },
  endNeedsHandler: {
    vi: 'sự kiện kết thúc gửi thông điệp phải chọn “Mẫu thông báo” hoặc “Việc máy làm” để gửi',
    en: 'a message end event needs “Message template” (dinh:notice) or “What the program does” (dinh:handler)',
  },

  noRole: {
    vi: 'bước do người làm chưa chọn “Vai trò làm bước này”',
    en: 'the user task names no “Role that does it” (dinh:role)',
  },
  notRole: filled(
    (role: string) => `“${role}” không phải mã vai trò`,
    (role) => `“${role}” is not the key of a role`,
  ),
  unknownRole: filled(
    (role: string) => `không có vai trò “${role}”`,
    (role) => `there is no role “${role}”`,
  ),
  unknownMessage: filled(
    (key: string) => `không có mẫu thông báo “${key}”`,
    (key) => `there is no message template “${key}”`,
  ),
  unknownPaper: filled(
    (key: string) => `không có mẫu giấy tờ “${key}”`,
    (key) => `there is no template “${key}” of a paper`,
  ),
  share: {
    vi: '“Phần của thời hạn (%)” phải là số từ 0 đến 100',
    en: '“Share of the time limit (%)” (dinh:share) is a percentage from 0 to 100',
  },
  notOutcome: filled(
    (key: string) => `“${key}” không phải mã kết quả của việc`,
    (key) => `“${key}” is not the key of an outcome`,
  ),
  outcomeTwice: filled(
    (key: string) => `kết quả “${key}” được ghi hai lần`,
    (key) => `outcome ${key} stands twice`,
  ),
  choose: filled(
    (text: string) => `“Giao cho” chỉ biết cách chọn least-loaded, không có “${text}”`,
    (text) => `“Assigned to” (dinh:choose) knows least-loaded, not “${text}”`,
  ),
  status: { vi: 'trạng thái hồ sơ là số từ 1 đến 10', en: 'a status is a number from 1 to 10' },
  nothingSent: {
    vi: 'việc gửi chưa chọn “Mẫu thông báo”, cũng chưa chọn “Việc máy làm”',
    en: 'the send task names no “Message template” (dinh:notice) and not “What the program does” (dinh:handler)',
  },
  noHearer: {
    vi: 'thông báo chưa chọn “Gửi cho”',
    en: 'the notice does not say to whom it goes: “Sent to” (dinh:to)',
  },
  noHearingRole: {
    vi: 'thông báo gửi cho một vai trò mà chưa chọn “Vai trò nhận”',
    en: 'the notice goes to a role and names none: “Role that hears” (dinh:role)',
  },
  noHearingUnit: {
    vi: 'thông báo gửi cho một vai trò mà chưa chọn “Ở đơn vị”',
    en: 'the notice goes to a role and names no unit: “In the unit” (dinh:unit)',
  },
  noHandler: {
    vi: 'việc của chương trình chưa chọn “Việc máy làm” hoặc “In giấy từ mẫu”',
    en: 'the service task names neither “What the program does” (dinh:handler) nor “Paper from a template” (dinh:paper)',
  },
  noDecision: {
    vi: 'việc theo quy tắc chưa chọn “Bảng quyết định”',
    en: 'the business rule task names no “Decision” (dinh:decision)',
  },
  scriptLanguage: filled(
    (format: string) => `đoạn tính chỉ viết bằng FEEL, không viết bằng ${format}`,
    (format) => `a script is written in FEEL, not in ${format}`,
  ),
  noScript: { vi: 'việc tính toán chưa có biểu thức', en: 'the script task has no script' },
  noCalled: {
    vi: 'bước gọi quy trình khác chưa ghi gọi quy trình nào (calledElement)',
    en: 'the call activity names no process (calledElement)',
  },
  mapping: filled(
    (kind: 'input' | 'output') => `${kind === 'input' ? 'giá trị đưa vào' : 'giá trị lấy ra'} cần tên biến và biểu thức`,
    (kind) => `an ${kind} needs target and value`,
  ),
} as const;

/** What an expression is for, where one cannot be read. */
export const purpose = {
  condition: { vi: 'điều kiện', en: 'the condition' },
  completion: { vi: 'điều kiện hoàn thành', en: 'the completion condition' },
  activation: { vi: 'điều kiện kích hoạt', en: 'the activation condition' },
  loop: { vi: 'điều kiện lặp', en: 'the condition of the loop' },
  list: { vi: 'danh sách để lặp', en: 'the list of the repetition' },
  times: { vi: 'số lần lặp', en: 'the number of repetitions' },
  timer: { vi: 'hẹn giờ', en: 'the timer' },
  script: { vi: 'biểu thức tính', en: 'the script' },
  unit: { vi: '“Ở đơn vị”', en: '“In the unit” (dinh:unit)' },
  assignee: { vi: '“Giao cho”', en: '“Assigned to” (dinh:assignee)' },
  due: { vi: '“Hạn của bước”', en: '“Time limit of the step” (dinh:due)' },
  per: { vi: '“Xét riêng cho từng”', en: '“For each” (dinh:per)' },
  mapping: filled(
    (kind: 'input' | 'output', target: string) => `${kind === 'input' ? 'giá trị đưa vào' : 'giá trị lấy ra'} “${target}”`,
    (kind, target) => `the ${kind} ${target}`,
  ),
} as const;

const timeWords = { date: 'ngày giờ', duration: 'khoảng thời gian', cycle: 'chu kỳ' } as const;

const triggers: Readonly<Record<string, string>> = {
  message: 'thông điệp',
  signal: 'tín hiệu',
  timer: 'thời gian',
  condition: 'điều kiện',
  error: 'lỗi',
  escalation: 'báo lên trên',
  compensation: 'việc hoàn lại',
  cancel: 'việc hủy',
  terminate: 'việc chấm dứt',
};
const triggerWords = (type: string): Text => ({ vi: triggers[type] ?? type, en: type });

/** What moddle says while it reads XML, in our words; what it says otherwise stays as it is. */
export function readerSentence(message: string): Text {
  const plain = message
    .replace(/\s*\n\s*/g, ', ')
    .replace(/line: \d+, column: \d+, nested error: /, '')
    .trim();
  for (const [pattern, vi] of readerWords) {
    const found = pattern.exec(plain);
    if (found) return { vi: vi.replaceAll('$1', found[1] ?? ''), en: plain };
  }
  return { vi: `tệp XML sai ở chỗ này (${plain})`, en: plain };
}

const readerWords: readonly (readonly [RegExp, string])[] = [
  [/unresolved reference <([^>]*)>/, 'tham chiếu tới “$1” mà tệp không có'],
  [/duplicate ID <([^>]*)>/, 'mã “$1” được dùng hai lần'],
  [/illegal ID <([^>]*)>/, '“$1” không dùng làm mã được'],
  [/unknown attribute <([^>]*)>/, 'thuộc tính <$1> không có trong BPMN 2.0 và không phải của Đình'],
  [/unrecognized element <([^>]*)>/, 'phần tử <$1> không được đứng ở đây'],
  [/unexpected element <([^>]*)>/, 'phần tử <$1> không được đứng ở đây'],
  [/unknown type <([^>]*)>/, 'phần tử <$1> không có trong BPMN 2.0'],
  [/unexpected body text <([^>]*)>/, 'chữ “$1” không được đứng ở đây'],
  [/unsupported document encoding <([^>]*)>/, 'tệp phải ghi bằng mã UTF-8, không phải $1'],
  [/expected no sub nodes/, 'phần tử này không chứa phần tử khác'],
  [/unparsable content <?([^>\s]*)/, 'không đọc được XML ở gần “$1”'],
];
