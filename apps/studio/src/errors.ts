import { declareError } from '@dinh/kernel';

export const definitionMissing = declareError('studio.definition-missing', 404, {
  vi: 'Không có nội dung này. Hãy chọn lại trong danh sách.',
  en: 'There is no such definition. Please choose from the list.',
});
export const draftMissing = declareError('studio.draft-missing', 404, {
  vi: 'Không có bản dự thảo này. Hãy xem lại danh sách dự thảo.',
  en: 'There is no such draft. Please look at the list of drafts.',
});
export const draftNotOpen = declareError('studio.draft-not-open', 409, {
  vi: 'Dự thảo này không còn ở bước đó. Hãy tải lại trang để xem tình trạng hiện nay.',
  en: 'This draft is no longer at that step. Load the page again to see where it is.',
});
export const draftHasProblems = declareError('studio.draft-has-problems', 422, {
  vi: 'Dự thảo còn {count} lỗi. Hãy sửa hết lỗi rồi trình lại.',
  en: 'The draft still has {count} mistakes. Correct them, then submit it again.',
});
export const draftOutdated = declareError('studio.draft-outdated', 409, {
  vi: 'Phiên bản {version} đã được ban hành sau khi dự thảo này được viết. Hãy so sánh, sửa lại dự thảo rồi trình lại.',
  en: 'Version {version} was published after this draft was written. Compare, bring the draft up to date and submit it again.',
});
export const versionNewer = declareError('studio.version-newer', 409, {
  vi: 'Trong lúc bạn soạn, phiên bản {version} đã được ban hành. Những gì bạn gõ chưa được lưu và còn nguyên ở dưới. Hãy so sánh với phiên bản ấy trước khi lưu.',
  en: 'Version {version} was published while you were writing. What you typed is not saved yet and stands below. Compare it with that version before you save.',
});
export const savedElsewhere = declareError('studio.saved-elsewhere', 409, {
  vi: 'Dự thảo này đã được lưu ở một cửa sổ khác sau khi bạn mở nó ở đây. Những gì bạn gõ chưa được lưu và còn nguyên ở dưới.',
  en: 'This draft was saved in another window after you opened it here. What you typed is not saved yet and stands below.',
});
export const draftThere = declareError('studio.draft-there', 409, {
  vi: 'Bạn đang có dự thảo mở của nội dung này. Hãy sửa tên đơn vị trong dự thảo đó, hoặc rút nó rồi làm lại.',
  en: 'You have an open draft of this. Please mend the names in that draft, or withdraw it and try again.',
});
export const noOldNames = declareError('studio.no-old-names', 409, {
  vi: 'Nội dung này không còn tên đơn vị nào thay được. Hãy tải lại danh sách.',
  en: 'No name in this can be replaced any more. Please load the list again.',
});
export const planNotDated = declareError('studio.plan-not-dated', 409, {
  vi: 'Phương án sắp xếp chưa có ngày áp dụng, nên chưa biết tên mới dùng từ ngày nào. Hãy ghi ngày vào phương án trước.',
  en: 'The plan has no day yet, so nobody knows from when on the new names hold. Please set the day of the plan first.',
});
export const fourEyes = declareError('studio.four-eyes', 403, {
  vi: 'Người soạn không tự phê duyệt được dự thảo của mình. Hãy nhờ một người khác có thẩm quyền.',
  en: 'The author cannot approve a draft of their own. Please ask somebody else who may.',
});
export const notAuthor = declareError('studio.not-author', 403, {
  vi: 'Chỉ người soạn mới sửa, trình hoặc rút dự thảo này.',
  en: 'Only its author may change, submit or withdraw this draft.',
});
export const dayPassed = declareError(
  'studio.day-passed',
  422,
  {
    vi: 'Ngày hiệu lực phải từ hôm nay ({today}) trở đi.',
    en: 'The first day in force must be today ({today}) or later.',
  },
  'effectiveFrom',
);
export const notOnThatDay = declareError(
  'studio.not-on-that-day',
  422,
  {
    vi: 'Từ ngày {day} dự thảo chưa dùng được. {vi}. Hãy chọn ngày khác hoặc sửa dự thảo.',
    en: 'From {day} on the draft cannot hold. {en}. Choose another day, or correct the draft.',
  },
  'effectiveFrom',
);
export const decisionMissing = declareError(
  'studio.decision-missing',
  404,
  {
    vi: 'Bảng này không có quyết định tên “{decision}”.',
    en: 'This model has no decision named “{decision}”.',
  },
  'decision',
);
export const tooMuchWork = declareError('studio.too-much-work', 422, {
  vi: 'Quyết định này tính quá lâu nên đã dừng lại. Hãy thử với giá trị khác hoặc xem lại quy tắc.',
  en: 'This decision takes too long and was stopped. Try other values, or look at its rules.',
});
export const nothingWaits = declareError('studio.nothing-waits', 422, {
  vi: 'Không có gì đang chờ ở “{vi}”.',
  en: 'Nothing waits at “{en}”.',
});
export const timePassed = declareError('studio.time-passed', 422, {
  vi: 'Thời điểm này đã qua trong bản thử. Hãy chọn một thời điểm sau lúc hiện tại của bản thử.',
  en: 'This moment has passed in the trial. Choose one after its present time.',
});
export const tooManyTimes = declareError('studio.too-many-times', 422, {
  vi: 'Trong khoảng này có hơn {most} lần hẹn giờ. Hãy cho thời gian trôi từng đoạn ngắn hơn.',
  en: 'More than {most} timers come in this time. Let it pass in shorter pieces.',
});
export const decisionUnknown = declareError('studio.decision-unknown', 422, {
  vi: 'Không có bảng quyết định “{decision}” đang hiệu lực.',
  en: 'No decision “{decision}” is in force.',
});
export const templateUnknown = declareError('studio.template-unknown', 422, {
  vi: 'Không có mẫu thông báo “{template}” đang hiệu lực.',
  en: 'No message template “{template}” is in force.',
});
export const dossierMissing = declareError(
  'studio.dossier-missing',
  404,
  {
    vi: 'Không có hồ sơ mã “{code}”. Hãy kiểm tra lại mã.',
    en: 'There is no dossier with the code “{code}”. Please check the code.',
  },
  'code',
);
export const casesFail = declareError(
  'studio.cases-fail',
  422,
  {
    vi: 'Chưa ban hành được: {count} ca kiểm thử không đạt ({names}). Hãy sửa, hoặc ban hành kèm lý do bỏ qua.',
    en: 'Not published: {count} test cases fail ({names}). Correct the draft, or publish it with a reason for passing over them.',
  },
  'override',
);
export const caseMissing = declareError('studio.case-missing', 404, {
  vi: 'Không có ca kiểm thử này. Hãy tải lại trang.',
  en: 'There is no such test case. Load the page again.',
});
