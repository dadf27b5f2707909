import type { Text } from '@dinh/kernel';
import type { Tone } from '@dinh/ui';

interface StatusWords {
  readonly label: Text;
  readonly tone: Tone;
  /** One sentence: what is going on. */
  readonly now: Text;
}

/** The national ten statuses in plain words. */
export const statusWords: Readonly<Record<number, StatusWords>> = {
  1: {
    label: { vi: 'Chờ tiếp nhận', en: 'Waiting to be accepted' },
    tone: 'waiting',
    now: {
      vi: 'Bộ phận Một cửa đang kiểm tra hồ sơ. Bạn sẽ được báo mã hồ sơ và ngày hẹn trả kết quả.',
      en: 'The one-stop desk is checking the dossier. You will be told its code and the date of return.',
    },
  },
  2: {
    label: { vi: 'Đã tiếp nhận', en: 'Accepted' },
    tone: 'doing',
    now: {
      vi: 'Hồ sơ đã được tiếp nhận và chuyển đến cơ quan giải quyết.',
      en: 'The dossier was accepted and passed to the agency.',
    },
  },
  3: {
    label: { vi: 'Không được tiếp nhận', en: 'Not accepted' },
    tone: 'stopped',
    now: {
      vi: 'Hồ sơ không được tiếp nhận. Lý do ghi trong phiếu từ chối.',
      en: 'The dossier was not accepted. The notice gives the reason.',
    },
  },
  4: {
    label: { vi: 'Đang giải quyết', en: 'Being settled' },
    tone: 'doing',
    now: { vi: 'Cơ quan đang giải quyết hồ sơ của bạn.', en: 'The agency is settling your dossier.' },
  },
  5: {
    label: { vi: 'Cần bạn bổ sung', en: 'You need to supplement it' },
    tone: 'soon',
    now: { vi: 'Hồ sơ dừng lại, chờ bạn bổ sung.', en: 'The dossier waits for your supplement.' },
  },
  6: {
    label: { vi: 'Chờ bạn nộp tiền', en: 'Waiting for your payment' },
    tone: 'soon',
    now: {
      vi: 'Thời hạn giải quyết tạm dừng cho đến khi bạn thực hiện xong nghĩa vụ tài chính.',
      en: 'The time limit stands still until you have fulfilled your financial duty.',
    },
  },
  7: {
    label: { vi: 'Đã rút', en: 'Withdrawn' },
    tone: 'stopped',
    now: { vi: 'Hồ sơ đã được rút theo yêu cầu của bạn.', en: 'The dossier was withdrawn as you asked.' },
  },
  8: {
    label: { vi: 'Dừng giải quyết', en: 'Stopped' },
    tone: 'stopped',
    now: {
      vi: 'Cơ quan đã dừng giải quyết hồ sơ. Lý do ghi trong thông báo.',
      en: 'The agency no longer handles the dossier. The notice gives the reason.',
    },
  },
  9: {
    label: { vi: 'Đã có kết quả', en: 'The result is ready' },
    tone: 'done',
    now: { vi: 'Hồ sơ đã được giải quyết xong.', en: 'The dossier has been settled.' },
  },
  10: {
    label: { vi: 'Đã trả kết quả', en: 'Result returned' },
    tone: 'done',
    now: { vi: 'Kết quả đã được trả.', en: 'The result has been returned.' },
  },
};

export const statusOf = (status: number): StatusWords => statusWords[status] ?? statusWords[4]!;

/** Not accepted, withdrawn, stopped: over, without a result that could be promised. */
export const endedWithout: readonly number[] = [3, 7, 8];

/** Statuses in which the time limit runs. */
export const running: readonly number[] = [2, 4];
/** Whether its clock stands while the applicant has something to do: the date that was promised moves (P11). */
export const stands = (d: { readonly status: number; readonly pausedAt: Date | null }): boolean =>
  d.pausedAt !== null && (d.status === 5 || d.status === 6);
/** Statuses in which the applicant may take the dossier back. */
export const withdrawable: readonly number[] = [1, 2, 4, 5, 6];
/** Statuses in which the applicant may rate it. */
export const rateable: readonly number[] = [3, 9, 10];

/** Acts as the owner reads them; what is not named here is a matter of the office. */
export const actWords: Readonly<Record<string, Text>> = {
  filed: { vi: 'Bạn nộp hồ sơ', en: 'You filed the dossier' },
  accepted: { vi: 'Tiếp nhận hồ sơ', en: 'The dossier was accepted' },
  'supplement-requested': { vi: 'Yêu cầu bổ sung', en: 'A supplement was requested' },
  supplemented: { vi: 'Bạn gửi giấy tờ bổ sung', en: 'You sent the supplement' },
  refused: { vi: 'Từ chối tiếp nhận', en: 'The dossier was refused' },
  'fee-paid': { vi: 'Đã nhận phí, lệ phí bạn nộp trực tuyến', en: 'Your online payment of the fee came in' },
  'duty-paid': { vi: 'Bạn đã thực hiện nghĩa vụ tài chính', en: 'You fulfilled the financial duty' },
  'fee-taken': { vi: 'Thu phí tại quầy', en: 'The fee was taken at the desk' },
  'fee-waived': { vi: 'Bạn được miễn phí, lệ phí', en: 'You were exempted from the fee' },
  'fee-refunded': { vi: 'Đã hoàn phí, lệ phí cho bạn', en: 'The fee was given back to you' },
  'duty-refunded': {
    vi: 'Đã hoàn nghĩa vụ tài chính cho bạn',
    en: 'The financial duty was given back to you',
  },
  'duty-required': { vi: 'Yêu cầu thực hiện nghĩa vụ tài chính', en: 'A financial duty was notified' },
  'consultation-asked': { vi: 'Lấy ý kiến cơ quan khác', en: 'Other agencies were consulted' },
  'visit-arranged': { vi: 'Hẹn xác minh thực tế', en: 'A visit was arranged' },
  'visit-reported': { vi: 'Đã xác minh thực tế', en: 'The visit took place' },
  extended: { vi: 'Xin lỗi và hẹn lại ngày trả', en: 'An apology and a new date' },
  apologised: { vi: 'Gửi lời xin lỗi vì trễ hạn', en: 'An apology for being late' },
  withdrawn: { vi: 'Rút hồ sơ', en: 'The dossier was withdrawn' },
  stopped: { vi: 'Dừng giải quyết', en: 'Handling was stopped' },
  returned: { vi: 'Trả kết quả', en: 'The result was returned' },
  late: { vi: 'Quá ngày hẹn trả', en: 'The date of return has passed' },
};

/** Ways to receive the result. */
export const deliveryWords: Readonly<Record<string, Text>> = {
  screen: { vi: 'Bản điện tử', en: 'Electronic copy' },
  desk: { vi: 'Nhận bản giấy tại Bộ phận Một cửa', en: 'On paper at the one-stop desk' },
  post: { vi: 'Nhận bản giấy qua bưu chính', en: 'On paper by post' },
};

/** Where a parcel is. */
export const shipmentWords: Readonly<Record<string, Text>> = {
  requested: { vi: 'Chờ bàn giao cho bưu chính', en: 'Waiting for the post' },
  collected: { vi: 'Bưu chính đã nhận', en: 'Taken by the post' },
  'in-transit': { vi: 'Đang vận chuyển', en: 'On its way' },
  delivered: { vi: 'Đã phát', en: 'Delivered' },
  returned: { vi: 'Không phát được, chuyển về Bộ phận Một cửa', en: 'Not delivered, back at the desk' },
  failed: { vi: 'Bưu gửi gặp sự cố', en: 'Lost or damaged' },
};
