import { inCode, inWords, sourceText, type Text, told } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { saidInWords } from './said-in-words.ts';

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
  body: inWords(
    'Nội dung',
    'Body',
    {
      as: 'lines',
      hint: { vi: 'chữ trong ngoặc {…} được thay bằng dữ liệu khi gửi', en: 'what stands in {…} is put in when it is sent' },
    },
    1,
  ),
  /** At most 160 characters once filled; the body is used for channels other than SMS. */
  sms: Type.Optional(
    inWords(
      'Tin nhắn SMS',
      'SMS',
      { as: 'lines', hint: { vi: 'không dấu, nhiều nhất 160 ký tự khi đã thay', en: 'at most 160 characters once filled' } },
      1,
    ),
  ),
  source: Type.Optional(sourceText),
});
export type MessageTemplate = Static<typeof MessageTemplate>;
export type Channel = MessageTemplate['channels'][number];

/** What the texts of a template need to be filled with, by name. */
export function neededBy({ subject, body, sms }: Pick<MessageTemplate, 'subject' | 'body' | 'sms'>): string[] {
  const texts = [subject, body, sms].flatMap((one) => (one ? [one.vi, one.en] : []));
  return [...new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)))];
}

/** The subject and body with what is known put in; what is not stays as it is written. For looking at, not for sending. */
export function filledAsFar(
  { subject, body }: Pick<MessageTemplate, 'subject' | 'body'>,
  data: Readonly<Record<string, unknown>>,
): { subject: Text; body: Text } {
  const said = saidInWords(data);
  const put = ({ vi, en }: Text): Text => ({ vi: known(vi), en: known(en) });
  const known = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => said[name] ?? whole);
  return { subject: put(subject), body: put(body) };
}

/** Puts the data in. @throws Error that names what is missing. */
export function fill(text: string, data: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = data[name];
    if (value === undefined) throw new Error(`the message needs “${name}”`);
    return String(value);
  });
}
