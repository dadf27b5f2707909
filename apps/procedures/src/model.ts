import { inCode, inFeel, inWords, shape, sourceText, told } from '@dinh/kernel';
import { type Static, Type } from 'typebox';

const Source = Type.Optional(sourceText);
const one = <Value extends string>(value: Value, vi: string, en: string) => Type.Literal(value, told(vi, en));
export const Amount = Type.Number({ minimum: 0, ...told('Số lượng', 'Amount') });
const WorkingUnit = Type.Union(
  [
    Type.Literal('working-day', told('ngày làm việc', 'working days')),
    Type.Literal('working-hour', told('giờ làm việc', 'working hours')),
  ],
  told('Đơn vị tính', 'Unit'),
);

/** Before a dossier is accepted, or before its result is handed out. */
export const FeePaidBy = Type.Union(
  [
    Type.Literal('acceptance', told('trước khi tiếp nhận', 'before acceptance')),
    Type.Literal('return', told('trước khi trả kết quả', 'before the result is handed out')),
  ],
  told('Phí nộp', 'Fee paid'),
);

/** One paper or file that a dossier consists of (thành phần hồ sơ). */
export const Component = Type.Object(
  {
    key: inCode('Mã', 'Key'),
    name: inWords('Tên giấy tờ', 'Name of the paper'),
    form: Type.Union(
      [Type.Literal('original', told('bản chính', 'original')), Type.Literal('copy', told('bản sao', 'copy'))],
      told('Hình thức', 'Form'),
    ),
    copies: Type.Integer({ minimum: 0, ...told('Số bản', 'Copies') }),
    /** Always, never, or when a FEEL condition on the form's answers holds. */
    required: Type.Union(
      [Type.Boolean(), Type.String(told('khi điều kiện đúng', 'when a condition holds', { as: 'feel' }))],
      told('Bắt buộc', 'Required'),
    ),
    /** FEEL: asked for at all only when it holds. */
    when: Type.Optional(inFeel('Chỉ hỏi khi', 'Asked for only when')),
    accept: Type.Optional(
      Type.Array(Type.String(), told('Loại tệp', 'Kinds of files', { one: { vi: 'loại tệp', en: 'a kind' } })),
    ),
    maxMb: Type.Optional(Type.Number(told('Tệp lớn nhất (MB)', 'Largest file (MB)'))),
    /** `form`: the interactive form itself; `authority`: a power of attorney that is registered; else the type of an earlier result that stands for it. */
    satisfiedBy: Type.Optional(
      Type.String(
        told('Được thay bằng', 'Satisfied by', {
          names: 'result-type',
          hint: {
            vi: 'form: chính biểu mẫu điện tử; authority: ủy quyền đã đăng ký; hoặc loại kết quả đã có',
            en: 'form: the interactive form itself; authority: a power of attorney that is registered; or a type of earlier result',
          },
        }),
      ),
    ),
    /** Asked for later: `financial-duty`. */
    stage: Type.Optional(inCode('Nộp ở giai đoạn', 'Asked for at stage')),
    note: Type.Optional(inWords('Ghi chú', 'Note')),
    source: Source,
  },
  told('Giấy tờ', 'Paper'),
);
export type Component = Static<typeof Component>;

/** A time limit in working time, with variants by FEEL condition; the first that holds counts. */
export const TimeLimit = Type.Object(
  {
    amount: Amount,
    unit: WorkingUnit,
    note: Type.Optional(inWords('Ghi chú', 'Note')),
    source: Source,
    variants: Type.Optional(
      Type.Array(
        Type.Object({
          when: inFeel('Khi', 'When'),
          amount: Amount,
          unit: WorkingUnit,
          reason: Type.Optional(inWords('Vì', 'Because')),
          source: Source,
        }),
        told('Trường hợp khác', 'Variants', { one: { vi: 'trường hợp', en: 'a variant' } }),
      ),
    ),
  },
  told('Thời hạn giải quyết', 'Time limit'),
);
export type TimeLimit = Static<typeof TimeLimit>;

/** One version of a procedure, complete: what is not worked out for it stands here from its kind. */
export const Procedure = Type.Object({
  code: inCode('Mã thủ tục', 'Code'),
  key: Type.Optional(inCode('Tên ngắn trong tệp', 'Key')),
  name: Type.String({
    minLength: 1,
    maxLength: 2000,
    ...told('Tên thủ tục', 'Name', { as: 'lines' }),
  }),
  shortName: Type.Optional(inWords('Tên gọi ngắn', 'Short name')),
  agency: Type.String(told('Cơ quan giải quyết', 'Competent agency', { names: 'unit' })),
  section: Type.String(told('Phòng thụ lý', 'Section', { names: 'unit' })),
  businessType: Type.String(told('Loại nghiệp vụ', 'Business type', { names: 'business-type' })),
  kind: Type.String(told('Nhóm thủ tục', 'Kind', { names: 'procedure-kind' })),
  kindName: inWords('Tên nhóm thủ tục', 'Name of the kind'),
  level: inCode('Cấp giải quyết', 'Level'),
  audience: Type.String(
    told('Người nộp', 'Audience', { hint: { vi: 'citizen, business hoặc both', en: 'citizen, business or both' }, as: 'code' }),
  ),
  whoMayApply: Type.Optional(
    Type.Object(
      {
        kinds: Type.Optional(
          Type.Array(
            Type.Union([one('citizen', 'công dân', 'citizen'), one('business', 'doanh nghiệp, tổ chức', 'business')]),
            told('Loại người nộp', 'Kinds'),
          ),
        ),
        text: inWords('Mô tả', 'In words', { as: 'lines' }),
        source: Source,
      },
      told('Đối tượng thực hiện', 'Who may apply'),
    ),
  ),
  channels: Type.Array(
    Type.Union([
      one('counter', 'tại quầy', 'at the counter'),
      one('online', 'trực tuyến', 'online'),
      one('post', 'qua bưu điện', 'by post'),
    ]),
    told('Cách nộp', 'Channels'),
  ),
  /** The level of the online service, 1 to 4: how sure it must be of who files follows from it (`assurance.yaml`). */
  serviceLevel: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 4,
      ...told('Mức độ dịch vụ trực tuyến', 'Level of the online service'),
    }),
  ),
  timeLimit: TimeLimit,
  /** Settled while the applicant waits: no receipt unless asked (NĐ 61/2018 Điều 17.4). */
  atOnce: Type.Boolean(told('Giải quyết ngay khi chờ', 'Settled while the applicant waits')),
  steps: Type.Array(
    Type.Object({
      actor: inCode('Ai làm', 'Who'),
      text: inWords('Việc làm', 'What is done', { as: 'lines' }),
      source: Source,
    }),
    told('Trình tự thực hiện', 'Steps', { one: { vi: 'bước', en: 'a step' } }),
  ),
  components: Type.Array(Component, told('Thành phần hồ sơ', 'Components', { one: { vi: 'giấy tờ', en: 'a paper' } })),
  form: Type.String(told('Biểu mẫu', 'Form', { names: 'form' })),
  process: Type.String(told('Quy trình', 'Process', { names: 'process' })),
  fee: Type.String(told('Bảng phí', 'Fee table', { names: 'decision' })),
  /** By when the fee must be paid, where it is not as the ruleset says. */
  feePaidBy: Type.Optional(FeePaidBy),
  result: Type.String(told('Kết quả', 'Result', { names: 'result-type' })),
  /** Share of the time limit for each step of the process. */
  shares: Type.Record(
    Type.String(),
    Type.Number({ minimum: 0, maximum: 1 }),
    told('Phần thời hạn của từng bước', 'Share of the time limit for each step'),
  ),
  warningDays: Type.Array(
    Type.Number(),
    told('Nhắc trước hạn (ngày)', 'Warn before the limit (days)', {
      one: { vi: 'lần nhắc', en: 'a warning' },
    }),
  ),
  consultation: Type.Optional(
    Type.Array(
      Type.Object({
        unit: Type.String(told('Cơ quan được hỏi', 'Unit asked', { names: 'unit' })),
        subject: inWords('Hỏi về', 'About'),
        days: Type.Number({ minimum: 0, ...told('Số ngày trả lời', 'Days to answer') }),
        source: Source,
      }),
      told('Lấy ý kiến', 'Consultations', { one: { vi: 'nơi được hỏi', en: 'a consultation' } }),
    ),
  ),
  siteVisit: Type.Optional(
    Type.Object(
      {
        when: Type.Optional(inFeel('Khi', 'When')),
        required: Type.Optional(Type.Boolean(told('Bắt buộc', 'Required'))),
        source: Source,
      },
      told('Thẩm tra thực tế', 'Site visit'),
    ),
  ),
  financialDuty: Type.Optional(
    Type.Object(
      {
        decision: Type.String(told('Bảng tính', 'Decision', { names: 'decision' })),
        /** What the decision needs beside the answers, in whole đồng: an official determines it. */
        inputs: Type.Optional(
          Type.Array(
            Type.Object({
              key: inCode('Mã trong bảng tính', 'Key in the decision'),
              label: inWords('Tên', 'Name'),
              hint: Type.Optional(inWords('Hướng dẫn', 'Hint')),
              /** The answer that is proposed for it. */
              from: Type.Optional(inCode('Lấy từ câu trả lời', 'Taken from the answer')),
              source: Source,
            }),
            told('Giá trị do công chức xác định', 'Determined by an official', {
              one: { vi: 'giá trị', en: 'a value' },
            }),
          ),
        ),
        stopsClock: Type.Optional(Type.Boolean(told('Dừng tính thời hạn khi chờ nộp', 'The clock stands still meanwhile'))),
        source: Source,
      },
      told('Nghĩa vụ tài chính', 'Financial duty'),
    ),
  ),
  rules: Type.Optional(
    Type.Array(
      Type.Object({
        key: inCode('Mã', 'Key'),
        when: inFeel('Phải đúng', 'Must hold'),
        message: inWords('Nếu không thì báo', 'Said when it does not'),
        source: Source,
      }),
      told('Điều kiện khi nộp', 'Rules for filing', { one: { vi: 'điều kiện', en: 'a rule' } }),
    ),
  ),
  ruleNotes: Type.Optional(
    Type.Array(
      Type.Object({ text: inWords('Nội dung', 'Text', { as: 'lines' }), source: Source }),
      told('Yêu cầu, điều kiện', 'Requirements in words', { one: { vi: 'yêu cầu', en: 'a requirement' } }),
    ),
  ),
  legalBases: Type.Array(
    Type.Object({
      number: Type.Optional(Type.String(told('Số, ký hiệu', 'Number'))),
      date: Type.Optional(Type.String(told('Ngày ban hành', 'Date', { as: 'day' }))),
      issuer: Type.Optional(Type.String(told('Cơ quan ban hành', 'Issuer'))),
      title: Type.String(told('Trích yếu', 'Title', { as: 'lines' })),
      source: Source,
    }),
    told('Căn cứ pháp lý', 'Legal bases', { one: { vi: 'căn cứ', en: 'a legal basis' } }),
  ),
  contact: Type.Optional(
    Type.Object(
      {
        unit: Type.Optional(Type.String(told('Đơn vị', 'Unit', { names: 'unit' }))),
        phone: Type.Optional(Type.String(told('Điện thoại', 'Telephone'))),
        email: Type.Optional(Type.String(told('Thư điện tử', 'E-mail'))),
        source: Source,
      },
      told('Liên hệ', 'Contact'),
    ),
  ),
  /** True when form, steps, limit and fee were worked out for this procedure and not taken from its kind. */
  workedOut: Type.Boolean(told('Đã soạn riêng, không lấy theo nhóm', 'Worked out for itself')),
  source: Type.String(told('Nguồn, căn cứ', 'Source')),
});
export type Procedure = Static<typeof Procedure>;

/** A procedure as it stood on a day, with the version that a dossier keeps. */
export const ProcedureVersion = shape({
  versionId: Type.String({ format: 'uuid' }),
  version: Type.Integer(),
  effectiveFrom: Type.String(),
  effectiveTo: Type.Union([Type.String(), Type.Null()]),
  origin: Type.String(),
  procedure: Procedure,
  agency: shape({
    id: Type.Integer(),
    name: inWords('Tên', 'Name'),
    phone: Type.Union([Type.String(), Type.Null()]),
    address: Type.Union([Type.String(), Type.Null()]),
  }),
  section: Type.Union([shape({ id: Type.Integer(), name: inWords('Tên', 'Name') }), Type.Null()]),
  businessTypeName: Type.String(),
  /** On one line, with the span of its variants. */
  limit: inWords('Thời hạn', 'Time limit'),
});
export type ProcedureVersion = Static<typeof ProcedureVersion>;

/** A type of result: what a settled dossier ends in. */
export const ResultType = Type.Object({
  key: inCode('Mã', 'Key'),
  name: inWords('Tên kết quả', 'Name'),
  template: Type.String(told('Mẫu giấy tờ', 'Template', { names: 'template' })),
});
export type ResultType = Static<typeof ResultType>;

const Paragraphs = (vi: string, en: string) =>
  Type.Array(inWords('Đoạn', 'Paragraph', { as: 'lines' }), told(vi, en, { one: { vi: 'đoạn', en: 'a paragraph' } }));

/** A page of plain text: help, accessibility, personal data. */
export const PortalText = Type.Object({
  key: inCode('Mã', 'Key'),
  path: Type.String(told('Địa chỉ trên cổng', 'Address on the portal', { as: 'code' })),
  title: inWords('Tiêu đề', 'Title'),
  lead: Type.Optional(inWords('Đoạn mở đầu', 'Lead', { as: 'lines' })),
  sections: Type.Array(
    Type.Object({
      title: inWords('Tiêu đề mục', 'Heading'),
      text: Type.Optional(Paragraphs('Các đoạn', 'Paragraphs')),
      list: Type.Optional(Paragraphs('Danh sách', 'List')),
      source: Source,
    }),
    told('Các mục', 'Sections', { one: { vi: 'mục', en: 'a section' } }),
  ),
  source: Type.String(told('Nguồn, căn cứ', 'Source')),
});
export type PortalText = Static<typeof PortalText>;
