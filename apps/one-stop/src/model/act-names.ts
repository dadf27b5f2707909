import type { Text } from '@dinh/kernel';

const acts: Record<string, Text> = {
  filed: { vi: 'Nộp hồ sơ', en: 'Filed' },
  accepted: { vi: 'Tiếp nhận hồ sơ', en: 'Accepted' },
  refused: { vi: 'Từ chối tiếp nhận', en: 'Refused at the desk' },
  'supplement-requested': { vi: 'Yêu cầu bổ sung', en: 'Supplement requested' },
  supplemented: { vi: 'Đã bổ sung', en: 'Supplemented' },
  'fee-taken': { vi: 'Thu phí tại quầy', en: 'Fee taken at the desk' },
  'fee-voided': { vi: 'Hủy khoản thu nhầm tại quầy', en: 'Fee taken by mistake taken back' },
  'fee-waived': { vi: 'Miễn phí, lệ phí', en: 'Fee waived' },
  'fee-paid': { vi: 'Đã thanh toán trực tuyến', en: 'Paid online' },
  'fee-refunded': { vi: 'Đã hoàn phí, lệ phí', en: 'Fee refunded' },
  'duty-refunded': { vi: 'Đã hoàn nghĩa vụ tài chính', en: 'Financial duty refunded' },
  'duty-required': { vi: 'Thông báo nghĩa vụ tài chính', en: 'Financial duty notified' },
  'duty-paid': { vi: 'Đã nộp nghĩa vụ tài chính', en: 'Financial duty paid' },
  'consultation-asked': { vi: 'Gửi lấy ý kiến', en: 'Opinions asked' },
  'consultation-answered': { vi: 'Trả lời ý kiến', en: 'Opinion given' },
  'visit-arranged': { vi: 'Lên lịch thẩm tra', en: 'Visit arranged' },
  'visit-reported': { vi: 'Ghi biên bản thẩm tra', en: 'Visit reported' },
  extended: { vi: 'Xin lỗi và hẹn lại ngày trả', en: 'New date promised' },
  apologised: { vi: 'Gửi thư xin lỗi', en: 'Apology sent' },
  'paper-made': { vi: 'Lập giấy tờ', en: 'Paper made' },
  'passed-on': { vi: 'Chuyển sang cơ quan kế thừa', en: 'Passed on to the succeeding agency' },
  late: { vi: 'Quá hạn giải quyết', en: 'The limit has passed' },
  claimed: { vi: 'Nhận việc', en: 'Task taken' },
  delegated: { vi: 'Nhờ người khác làm thay', en: 'A colleague asked to do it' },
  'given-back': { vi: 'Trả lại việc', en: 'Task given back' },
  escalated: { vi: 'Chuyển lên cấp trên', en: 'Passed upwards' },
  reassigned: { vi: 'Giao việc cho người khác', en: 'Given to somebody else' },
  'reassign-undone': { vi: 'Hoàn tác việc giao cho người khác', en: 'Giving to somebody else undone' },
  'assign-undone': { vi: 'Hoàn tác phân công', en: 'Assignment undone' },
  'work-handed-over': { vi: 'Bàn giao công việc', en: 'Work handed over' },
  'handed-over': { vi: 'Bàn giao hồ sơ giấy', en: 'Papers handed over' },
  'hand-over-undone': { vi: 'Hoàn tác bàn giao hồ sơ giấy', en: 'Hand-over of papers undone' },
  'taken-over': { vi: 'Nhận bàn giao hồ sơ giấy', en: 'Papers taken over' },
  withdrawn: { vi: 'Rút hồ sơ', en: 'Withdrawn' },
  stopped: { vi: 'Dừng giải quyết', en: 'Stopped' },
  settled: { vi: 'Có kết quả', en: 'Settled' },
  returned: { vi: 'Trả kết quả', en: 'Result returned' },
  'party-closed': {
    vi: 'Tài khoản của người nộp hoặc chủ hồ sơ đã đóng',
    en: 'The account of applicant or owner was closed',
  },
  rated: { vi: 'Đánh giá', en: 'Rated' },
};

const outcomes: Record<string, Text> = {
  done: { vi: 'hoàn thành', en: 'done' },
  accept: { vi: 'tiếp nhận', en: 'accepted' },
  assign: { vi: 'phân công', en: 'assigned' },
  consult: { vi: 'gửi lấy ý kiến', en: 'opinions asked' },
  'no-consultation': { vi: 'không cần lấy ý kiến', en: 'no opinion needed' },
  'propose-approval': { vi: 'đề xuất phê duyệt', en: 'approval proposed' },
  'propose-refusal': { vi: 'đề xuất từ chối', en: 'refusal proposed' },
  'request-supplement': { vi: 'yêu cầu bổ sung', en: 'supplement requested' },
  refuse: { vi: 'từ chối tiếp nhận', en: 'refused' },
  forward: { vi: 'trình lãnh đạo', en: 'forwarded' },
  'send-back': { vi: 'trả lại', en: 'sent back' },
  sign: { vi: 'ký', en: 'signed' },
  issue: { vi: 'phát hành', en: 'issued' },
  return: { vi: 'trả kết quả', en: 'returned' },
  submit: { vi: 'trình cấp trên', en: 'submitted' },
  studied: { vi: 'xong phần chủ trì', en: 'lead part done' },
  reported: { vi: 'đã lập biên bản', en: 'reported' },
  prepared: { vi: 'đã lập kết quả', en: 'prepared' },
  notify: { vi: 'thông báo nộp', en: 'notified' },
  'not-met': { vi: 'không gặp được', en: 'not met' },
  'no-visit': { vi: 'không cần thẩm tra', en: 'no visit needed' },
  'no-duty': { vi: 'không phải nộp', en: 'nothing to pay' },
  arrange: { vi: 'thông báo lịch thẩm tra', en: 'visit announced' },
  agree: { vi: 'đồng ý', en: 'agreed' },
  'agree-with-remarks': { vi: 'đồng ý, có ý kiến', en: 'agreed with remarks' },
  disagree: { vi: 'không đồng ý', en: 'disagreed' },
};

/**
 * What an act of the history is called: `accepted`, or `appraise/propose-approval` with the name of its step.
 * @param tasks of the dossier: the history keeps the name that a step had then, its English one stands with its task
 */
export function actName(
  act: string,
  step: string | null,
  tasks: readonly { readonly nameVi: string; readonly nameEn: string }[] = [],
): Text {
  const known = acts[act];
  if (known) return known;
  const [, outcome = ''] = act.split('/');
  const did = outcomeName(outcome);
  if (!step) return did;
  const english = tasks.find(({ nameVi }) => nameVi === step)?.nameEn ?? step;
  return { vi: `${step}: ${did.vi}`, en: `${english}: ${did.en}` };
}

export const outcomeName = (key: string): Text => outcomes[key] ?? { vi: key, en: key };
