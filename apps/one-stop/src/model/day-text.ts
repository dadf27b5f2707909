const dateFormat = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});
const timeFormat = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  hour: '2-digit',
  minute: '2-digit',
});

/** `21/11/2026`. */
export const dayText = (at: Date): string => dateFormat.format(at);
/** `14:30 21/11/2026`. */
export const timeAndDayText = (at: Date): string => `${timeFormat.format(at)} ${dateFormat.format(at)}`;
/** `14:30 ngày 21/11/2026`. */
export const momentText = (at: Date): string => `${timeFormat.format(at)} ngày ${dateFormat.format(at)}`;
/** `150.000`. */
export const moneyText = (amount: number): string => amount.toLocaleString('vi-VN');
