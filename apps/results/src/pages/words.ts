import type { Text } from '@dinh/kernel';
import type { Tone } from '@dinh/ui';

/** What the states of a result are called, and how they look. */
export const states: Record<string, { tone: Tone; label: Text }> = {
  draft: { tone: 'waiting', label: { vi: 'Dự thảo', en: 'Draft' } },
  signed: { tone: 'doing', label: { vi: 'Chờ vào sổ, đóng dấu', en: 'To be numbered and stamped' } },
  pending: { tone: 'doing', label: { vi: 'Đang phát hành', en: 'Being issued' } },
  issued: { tone: 'done', label: { vi: 'Còn hiệu lực', en: 'In force' } },
  withheld: { tone: 'soon', label: { vi: 'Chờ nộp phí', en: 'Waiting for the fee' } },
  expired: { tone: 'stopped', label: { vi: 'Hết hạn', en: 'Expired' } },
  corrected: { tone: 'soon', label: { vi: 'Đã đính chính', en: 'Corrected' } },
  replaced: { tone: 'soon', label: { vi: 'Đã thay thế', en: 'Replaced' } },
  revoked: { tone: 'late', label: { vi: 'Đã thu hồi', en: 'Revoked' } },
};

export const stateOf = (r: { state: string; validUntil?: string | null; owed?: unknown; withheld?: boolean }, today: string) =>
  states[
    r.state !== 'issued'
      ? r.state
      : r.owed || r.withheld
        ? 'withheld'
        : r.validUntil && r.validUntil < today
          ? 'expired'
          : r.state
  ] ?? states['draft']!;

export const labels = {
  number: { vi: 'Số', en: 'Number' },
  kind: { vi: 'Loại giấy tờ', en: 'Kind of paper' },
  unit: { vi: 'Cơ quan cấp', en: 'Issued by' },
  holder: { vi: 'Cấp cho', en: 'Issued to' },
  issuedOn: { vi: 'Ngày cấp', en: 'Issued on' },
  validUntil: { vi: 'Có giá trị đến', en: 'Valid until' },
  state: { vi: 'Tình trạng', en: 'Status' },
  dossier: { vi: 'Hồ sơ', en: 'Dossier' },
  procedure: { vi: 'Thủ tục', en: 'Procedure' },
  code: { vi: 'Mã xác nhận', en: 'Code of confirmation' },
  reason: { vi: 'Lý do', en: 'Reason' },
  signatures: { vi: 'Chữ ký số', en: 'Digital signatures' },
  paper: { vi: 'Văn bản điện tử', en: 'Electronic paper' },
  search: { vi: 'Tìm số, mã, tên', en: 'Number, code, name' },
  from: { vi: 'Cấp từ ngày', en: 'Issued from' },
  to: { vi: 'đến ngày', en: 'to' },
} satisfies Record<string, Text>;

/** Why a signature is not valid, for people. */
export const troubles: Record<string, Text> = {
  unreadable: { vi: 'không đọc được chữ ký', en: 'the signature cannot be read' },
  altered: { vi: 'tệp đã bị thay đổi sau khi ký', en: 'the file was changed after signing' },
  'bad-signature': { vi: 'chữ ký không khớp', en: 'the signature does not fit' },
  'wrong-certificate': { vi: 'chứng thư không phải của người ký', en: 'the certificate is not the signer’s' },
  expired: { vi: 'chứng thư không còn hạn khi ký', en: 'the certificate was out of date when it was signed' },
  untrusted: {
    vi: 'chứng thư không do tổ chức được tin cậy cấp',
    en: 'the certificate is from nobody whom we trust',
  },
  'changed-after': {
    vi: 'tệp có nội dung thêm vào mà không được ký',
    en: 'something unsigned was added to the file',
  },
};
