import type { Text } from '@dinh/kernel';
import type { Factor } from '../factors/assurance.ts';
import type { SignInEvent } from './events.ts';

const factors: Readonly<Record<Factor, Text>> = {
  pwd: { vi: 'mật khẩu', en: 'password' },
  otp: { vi: 'ứng dụng xác thực', en: 'authenticator' },
  sms: { vi: 'mã qua tin nhắn', en: 'code by SMS' },
  email: { vi: 'mã qua thư điện tử', en: 'code by e-mail' },
  hwk: { vi: 'khóa trong thiết bị', en: 'key in a device' },
  swk: { vi: 'khóa truy cập', en: 'passkey' },
  user: { vi: 'thiết bị nhận ra người dùng', en: 'user checked by the device' },
  sc: { vi: 'chứng thư số', en: 'certificate' },
  pin: { vi: 'mã PIN', en: 'PIN' },
  recovery: { vi: 'mã dự phòng', en: 'recovery code' },
  trusted: { vi: 'trình duyệt tin cậy', en: 'trusted browser' },
  vneid: { vi: 'định danh quốc gia', en: 'national identity' },
  demonstration: { vi: 'nút trình diễn', en: 'button of the demonstration' },
};

/** What events say of themselves by a word of the program; all else is what somebody wrote, or the name of a provider. */
const details: Readonly<Record<string, Text>> = {
  own: { vi: 'thiết bị này', en: 'this device' },
  everywhere: { vi: 'mọi thiết bị khác', en: 'all other devices' },
  one: { vi: 'một thiết bị khác', en: 'another device' },
  password: { vi: 'mật khẩu', en: 'password' },
  key: { vi: 'khóa hoặc chứng thư', en: 'key or certificate' },
  totp: factors.otp,
  email: factors.email,
  phone: factors.sms,
  passkey: factors.swk,
  certificate: factors.sc,
  recovery: factors.recovery,
  upstream: factors.vneid,
};

/** How somebody proved who they are, as a screen says it. */
export const factorWords = (lang: 'vi' | 'en', event: Pick<SignInEvent, 'factors'> & Partial<Pick<SignInEvent, 'by'>>): string =>
  [
    ...(event.factors ?? []).map((one) => factors[one as Factor]?.[lang] ?? one),
    // Which of several: by its name, behind the kinds.
    ...(event.by?.name ? [`“${event.by.name}”`] : []),
  ].join(', ');

/** By what a session was entered, each with its name, as a screen says it: “khóa truy cập “Điện thoại của tôi””. */
export const shownWords = (
  lang: 'vi' | 'en',
  shown: readonly { readonly kind: string; readonly name: string | null; readonly removed?: boolean }[],
): string =>
  shown
    .map(({ kind, name, removed }) => {
      const word = details[kind]?.[lang] ?? kind;
      const gone = removed ? { vi: ' (đã gỡ)', en: ' (removed)' }[lang] : '';
      return `${word}${name === null ? '' : ` “${name}”`}${gone}`;
    })
    .join(', ');

/** What more there is to an event, as a screen says it. */
export const detailWords = (lang: 'vi' | 'en', { detail }: Pick<SignInEvent, 'detail'>): string =>
  detail === null ? '' : (details[detail]?.[lang] ?? detail);
