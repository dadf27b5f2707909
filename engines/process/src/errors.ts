import { declareError } from '@dinh/kernel';

export const taskNotFound = declareError('process.task-not-found', 404, {
  vi: 'Không tìm thấy công việc này. Xin tải lại danh sách công việc.',
  en: 'This task cannot be found. Please reload your list of tasks.',
});
export const taskChanged = declareError('process.task-changed', 409, {
  vi: 'Việc này đã được {who} xử lý lúc {at}: {whatVi}. Xin tải lại trang để xem tình trạng mới.',
  en: '{who} has acted on this task at {at}: {whatEn}. Please reload the page to see where it stands.',
});
export const unknownOutcome = declareError('process.unknown-outcome', 422, {
  vi: 'Bước “{stepVi}” không có lựa chọn “{outcome}”. Xin chọn một trong: {known}.',
  en: 'The step “{stepEn}” has no outcome “{outcome}”. Please choose one of: {known}.',
});
export const commentNeeded = declareError(
  'process.comment-needed',
  422,
  {
    vi: 'Xin ghi rõ lý do, nội dung khi chọn “{outcomeVi}”.',
    en: 'Please write the reason when you choose “{outcomeEn}”.',
  },
  'comment',
);
export const reasonNeeded = declareError(
  'process.reason-needed',
  422,
  {
    vi: 'Xin ghi lý do.',
    en: 'Please give the reason.',
  },
  'reason',
);
export const processNotFound = declareError('process.not-found', 404, {
  vi: 'Không có quy trình “{key}” có hiệu lực vào ngày {day}. Xin kiểm tra dữ liệu của thủ tục.',
  en: 'There is no process “{key}” in force on {day}. Please check the data of the procedure.',
});
export const notRunning = declareError('process.not-running', 409, {
  vi: 'Quy trình xử lý của hồ sơ này đã kết thúc hoặc chưa bắt đầu. Xin tải lại trang.',
  en: 'The process of this matter has ended or has not begun. Please reload the page.',
});
export const noWayOn = declareError('process.no-way-on', 409, {
  vi: 'Quy trình dừng ở “{element}”: không nhánh nào đúng điều kiện. Xin báo người quản lý quy trình.',
  en: 'The process stops at “{element}”: no branch holds. Please tell the owner of the process.',
});
export const notPlaced = declareError('process.not-placed', 409, {
  vi: 'Chưa xác định được đơn vị thực hiện bước “{element}” ({expression}). Xin báo người quản lý quy trình.',
  en: 'No unit was found for the step “{element}” ({expression}). Please tell the owner of the process.',
});
export const expressionFailed = declareError('process.expression-failed', 409, {
  vi: 'Biểu thức ở bước “{element}” không tính được: {expression}. Xin báo người quản lý quy trình.',
  en: 'The expression at “{element}” cannot be computed: {expression}. Please tell the owner of the process.',
});
export const errorNotCaught = declareError('process.error-not-caught', 409, {
  vi: 'Quy trình con ở “{element}” kết thúc với lỗi “{code}” mà không bước nào xử lý. Xin báo người quản lý quy trình.',
  en: 'The process called at “{element}” ended with the error “{code}”, which nothing catches. Please tell the owner of the process.',
});
export const notStartable = declareError('process.not-startable', 409, {
  vi: 'Hiện không thể bắt đầu bước “{vi}”. Xin tải lại trang.',
  en: 'The step “{en}” cannot be started now. Please reload the page.',
});
export const nobodyWaits = declareError('process.nobody-waits', 409, {
  vi: 'Không có quy trình nào của “{matter}” đang chờ thông điệp “{name}”. Xin kiểm tra mã và tên thông điệp, hoặc gửi lại sau.',
  en: 'No process of “{matter}” waits for the message “{name}”. Please check the code and the name of the message, or send it again later.',
});
export const changeRefused = declareError('process.change-refused', 409, {
  vi: 'Không thực hiện được thay đổi này: {reasonVi}.',
  en: 'This change cannot be made: {reasonEn}.',
});
export const noSuperior = declareError('process.no-superior', 409, {
  vi: 'Chưa xác định được cấp trên cho bước “{stepVi}”. Xin phân công lại thay cho việc chuyển lên.',
  en: 'Nobody stands above the step “{stepEn}”. Please reassign it instead.',
});
export const runaway = declareError('process.runaway', 409, {
  vi: 'Quy trình chạy vòng không dừng ở “{element}”. Xin báo người quản lý quy trình.',
  en: 'The process runs in circles at “{element}”. Please tell the owner of the process.',
});
export const modelRefused = declareError('process.model-refused', 422, {
  vi: 'Mô hình quy trình chưa dùng được: {reason}',
  en: 'The process model cannot be used: {reason}',
});

export const hitNotFound = declareError('process.hit-not-found', 404, {
  vi: 'Cảnh báo này không có, đã được ghi nhận, hoặc không thuộc phạm vi của bạn. Xin tải lại danh sách.',
  en: 'There is no such warning, it has been noted already, or it is not within your reach. Please reload the list.',
});
