import { inCode, inWords, sourceText, told } from '@dinh/kernel';
import { type Static, Type } from 'typebox';

/** A message template of the pack. `{name}` is replaced from the data; what is unknown is a mistake of the sender. */
export const MessageTemplate = Type.Object({
  key: inCode('Mã', 'Key'),
  channels: Type.Array(
    Type.Union([
      Type.Literal('email', told('thư điện tử', 'e-mail')),
      Type.Literal('sms', told('tin nhắn SMS', 'SMS')),
      Type.Literal('inbox', told('hộp thư trên cổng', 'inbox on the portal')),
    ]),
    { minItems: 1, ...told('Gửi qua', 'Channels') },
  ),
  subject: inWords('Tiêu đề', 'Subject', undefined, 1),
  body: inWords('Nội dung', 'Body', { as: 'lines', hint: { vi: 'chữ trong ngoặc {…} được thay bằng dữ liệu khi gửi', en: 'what stands in {…} is put in when it is sent' } }, 1), // prettier-ignore
  /** At most 160 characters once filled; the body is used for channels other than SMS. */
  sms: Type.Optional(
    inWords('Tin nhắn SMS', 'SMS', { as: 'lines', hint: { vi: 'không dấu, nhiều nhất 160 ký tự khi đã thay', en: 'at most 160 characters once filled' } }, 1), // prettier-ignore
  ),
  source: Type.Optional(sourceText),
});
export type MessageTemplate = Static<typeof MessageTemplate>;
export type Channel = MessageTemplate['channels'][number];

/** Puts the data in. @throws Error that names what is missing. */
export function fill(text: string, data: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = data[name];
    if (value === undefined) throw new Error(`the message needs “${name}”`);
    return String(value);
  });
}
