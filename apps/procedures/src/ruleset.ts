import { inCode, inWords, sourceText, told } from '@dinh/kernel';
import { type Static, type TSchema, Type } from 'typebox';
import { Amount, FeePaidBy } from './model.ts';

const Source = Type.Optional(sourceText);
const Rule = (vi: string, en: string, value: TSchema) => Type.Object({ value, source: Source }, told(vi, en));

/** The rules of the one-stop in force for a period (NĐ 61/2018 with TT 01/2018 is the first). */
export const Ruleset = Type.Object({
  key: inCode('Mã', 'Key'),
  name: inWords('Tên văn bản', 'Name'),
  effectiveFrom: Type.String(told('Hiệu lực từ', 'In force from', { as: 'day' })),
  effectiveTo: Type.Optional(
    Type.Union([Type.String(told('ngày', 'day', { as: 'day' })), Type.Null()], told('Đến hết', 'Until')),
  ),
  note: Type.Optional(inWords('Ghi chú', 'Note', { as: 'lines' })),
  rules: Type.Object(
    {
      supplementNotice: Type.Object(
        {
          amount: Amount,
          unit: inCode('Đơn vị tính', 'Unit'),
          from: Type.Optional(inCode('Tính từ', 'From')),
          source: Source,
        },
        told('Thời hạn báo bổ sung', 'Time to ask for a supplement'),
      ),
      supplementRestartsClock: Type.Optional(
        Rule(
          'Bổ sung xong tính lại thời hạn từ đầu',
          'A supplement starts the time limit anew',
          Type.Boolean(told('Áp dụng', 'Holds')),
        ),
      ),
      supplementAtDeskOnce: Type.Optional(
        Rule(
          'Tại quầy chỉ yêu cầu bổ sung một lần',
          'At the desk a supplement is asked for once',
          Type.Boolean(told('Áp dụng', 'Holds')),
        ),
      ),
      handOverCutOff: Type.Object(
        {
          time: Type.String(told('Sau giờ', 'After')),
          // oxlint-disable-next-line unicorn/no-thenable -- the pack says so; no schema is awaited
          then: Type.Optional(inCode('Thì chuyển', 'Then')),
          appliesTo: Type.Optional(Type.Array(Type.String(), told('Áp dụng cho', 'Applies to'))),
          margin: Type.Optional(
            Type.Object(
              {
                minutes: Type.Integer({
                  minimum: 0,
                  maximum: 480,
                  ...told('Số phút làm việc', 'Working minutes'),
                }),
                source: Source,
              },
              told('Đầu giờ là trong khoảng', 'The start of a day lasts'),
            ),
          ),
          source: Source,
        },
        told('Chuyển hồ sơ trong ngày', 'Handing over on the same day'),
      ),
      handOverOnline: Type.Optional(Rule('Chuyển hồ sơ trực tuyến', 'Handing over online dossiers', inCode('Khi nào', 'When'))),
      extension: Type.Object(
        {
          times: Type.Integer(told('Số lần hẹn lại', 'Times')),
          atLeast: Type.Object(
            {
              amount: Amount,
              unit: inCode('Đơn vị tính', 'Unit'),
              before: Type.Optional(inCode('Trước', 'Before')),
            },
            told('Báo trước', 'Told ahead'),
          ),
          needs: Type.Optional(Type.Array(Type.String(), told('Phải có', 'Needs'))),
          source: Source,
        },
        told('Hẹn lại ngày trả', 'Extension'),
      ),
      lateConsultation: Type.Optional(
        Type.Object(
          { tell: Type.String(told('Báo cho', 'Tell', { names: 'role' })), source: Source },
          told('Trả lời ý kiến quá hạn', 'Late consultation'),
        ),
      ),
      settledAtOnceNeedsReceipt: Type.Optional(
        Rule('Giấy tiếp nhận khi giải quyết ngay', 'Receipt when settled at once', inCode('Khi nào', 'When')),
      ),
      warningDays: Type.Object(
        {
          value: Type.Array(Type.Number(), told('Số ngày', 'Days', { one: { vi: 'lần nhắc', en: 'a warning' } })),
          source: Source,
        },
        told('Nhắc trước hạn', 'Warnings before the limit'),
      ),
      dossierCode: Type.Optional(
        Type.Object(
          {
            pattern: inCode('Mẫu mã', 'Pattern'),
            scope: Type.Array(Type.String(), told('Đánh số trong', 'Numbered within')),
            gapless: Type.Boolean(told('Không nhảy số', 'Without gaps')),
            source: Source,
          },
          told('Mã hồ sơ', 'Code of a dossier'),
        ),
      ),
      deskCorrection: Type.Optional(
        Rule('Hủy khoản thu nhầm tại quầy', 'Taking back what a desk took by mistake', inCode('Trong', 'Within')),
      ),
      fee: Type.Optional(
        Type.Object(
          {
            channels: Type.Optional(Type.Array(Type.String(), told('Cách nộp tiền', 'Ways to pay'))),
            paidBy: FeePaidBy,
            source: Source,
          },
          told('Phí, lệ phí', 'Fees'),
        ),
      ),
    },
    told('Quy tắc', 'Rules'),
  ),
  forms: Type.Array(
    Type.Object({
      number: Type.String(told('Mẫu số', 'Number')),
      key: Type.String(told('Mẫu giấy tờ', 'Template', { as: 'code' })),
      paper: Type.String(told('Khổ giấy', 'Paper')),
      name: inWords('Tên giấy', 'Name'),
      /** How papers on this form are numbered within a year, by agency: `{sequence:2}/TNHS`. */
      register: Type.Optional(Type.String({ pattern: '\\{sequence(:\\d)?\\}', ...told('Cách đánh số', 'Numbering') })),
      source: Source,
    }),
    told('Các mẫu của Bộ phận Một cửa', 'Forms of the one-stop', { one: { vi: 'mẫu', en: 'a form' } }),
  ),
  source: Source,
});
export type Ruleset = Static<typeof Ruleset>;
