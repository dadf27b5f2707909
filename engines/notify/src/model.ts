import { type Static, Type } from 'typebox';

const Words = Type.Object({ vi: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) });

/** A message template of the pack. `{name}` is replaced from the data; what is unknown is a mistake of the sender. */
export const MessageTemplate = Type.Object({
  key: Type.String(),
  channels: Type.Array(Type.Union([Type.Literal('email'), Type.Literal('sms'), Type.Literal('inbox')]), {
    minItems: 1,
  }),
  subject: Words,
  body: Words,
  /** At most 160 characters once filled; the body is used for channels other than SMS. */
  sms: Type.Optional(Words),
  source: Type.Optional(Type.String()),
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
