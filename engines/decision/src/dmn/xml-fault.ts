/** What keeps a text from being XML 1.0: the reader that all files go through minds little of it. */
import { Parser } from 'saxen';
import type { Words } from '../feel/errors.ts';

export interface XmlFault {
  readonly reason: Words;
  /** The name of the tag at which it stands; empty before the first one. */
  readonly near: string;
  /** Whether a reader can make nothing of what follows: a tag that is not closed, say. */
  readonly ends: boolean;
  /** Counted from 1. */
  readonly line: number;
}

/** What XML allows as a character (clause 2.2). */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
/** An ampersand that begins no reference to a character and none of the five entities that need no declaration. */
const undeclared = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)([\w:.-]*;?)/i;
const numbered = /&#(?:(\d+)|x([\da-f]+));/gi;

class Found extends Error {
  readonly fault: XmlFault;
  constructor(fault: XmlFault) {
    super(fault.reason.en);
    this.fault = fault;
  }
}

/**
 * The first fault of a text; null for well-formed XML without a document type. Takes time in proportion to the text, whatever
 * it holds. Prefixes without a namespace are let through.
 */
export function xmlFault(xml: string): XmlFault | null {
  const character = forbidden.exec(xml);
  if (character) {
    const before = xml.slice(0, character.index);
    const near = /<([\w:.-]+)[^<]*$/.exec(before.slice(-500))?.[1] ?? '';
    return { reason: words.character(character[0]), line: before.split('\n').length, near, ends: false };
  }
  const parser = new Parser();
  type Context = () => { line: number };
  let near = '';
  const stop = (reason: Words, context: Context, ends = false): never => {
    throw new Found({ reason, line: context().line + 1, near, ends });
  };
  const check = (raw: string, context: Context): void => {
    if (!raw.includes('&')) return;
    const entity = undeclared.exec(raw);
    if (entity) stop(words.entity(entity[1] ?? ''), context);
    for (const [, decimal, hexadecimal] of raw.matchAll(numbered)) {
      const point = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
      if (point > 0x10ffff || forbidden.test(String.fromCodePoint(point))) stop(words.character(String(point)), context);
    }
  };
  parser.on('openTag', (name, attributes, _, __, context) => {
    near = name;
    for (const value of Object.values(attributes())) check(value, context);
  });
  parser.on('text', (text, _, context) => check(text, context));
  parser.on('attention', (text, _, context) => {
    if (/^<!\s*(?:DOCTYPE|ENTITY)/i.test(text)) stop(words.documentType, context);
  });
  parser.on('error', (error, context) => stop(words.broken(near, error.message), context, true));
  parser.on('warn', (error, context) => stop(words.broken(near, error.message), context));
  try {
    parser.parse(xml.replace(/^\ufeff/, ''));
  } catch (error) {
    if (error instanceof Found) return error.fault;
    throw error;
  }
  return null;
}

const words = {
  character: (character: string): Words => {
    const code = /^\d+$/.test(character) ? character : String(character.codePointAt(0));
    return {
      vi: `Tệp có ký tự mà XML không cho phép (mã ${code}).`,
      en: `The file holds a character that XML does not allow (number ${code}).`,
    };
  },
  entity: (name: string): Words => ({
    vi: `Tệp không phải XML đúng cách: dấu & phải viết là &amp;, và “&${name}” chưa được khai báo.`,
    en: `The file is not well-formed XML: & is written &amp;, and “&${name}” is not declared.`,
  }),
  documentType: {
    vi: 'Không được khai báo kiểu tài liệu hay thực thể (DOCTYPE, ENTITY).',
    en: 'A document type or entity is not allowed.',
  },
  broken: (near: string, detail: string): Words => ({
    vi: `Tệp không phải XML đúng cách${near && ` ở gần “${near}”`} (${detail})`,
    en: `The file is not well-formed XML${near && ` near “${near}”`}: ${detail}`,
  }),
};
