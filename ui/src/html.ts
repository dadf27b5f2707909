/**
 * Escaping templates. Everything on a screen is made by `html`; a plain string put into it is escaped.
 *
 * A page is UTF-8 from its first piece on: inside, a text in which every character stands for one byte. Turning a
 * whole Vietnamese page from UTF-16 into UTF-8 at its end cost more than all the rest of drawing it; so the fixed parts
 * of a template are turned once, and short texts (labels, names, which come again and again) are remembered.
 */

/** A piece of safe HTML. `bytes` go over the wire, as `latin1`; `String(page)` is its text. */
export class Html {
  /** UTF-8, one character per byte; only `html` and its like know that it is safe. */
  readonly bytes: string;

  constructor(bytes: string) {
    this.bytes = bytes;
  }

  toString(): string {
    return Buffer.from(this.bytes, 'latin1').toString();
  }
}

/** What may stand in a hole of a template. Promises may not: pages are rendered in one go, data is fetched before. */
export type Child = Html | string | number | boolean | null | undefined | readonly Child[];

/** Attribute values: `true` gives the bare attribute; `false`, `null` and `undefined` leave it out. */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

const fixedParts = new WeakMap<TemplateStringsArray, readonly string[]>();

/** Escaping tagged template; lists are joined without a separator, `false`, `null` and `undefined` give nothing. */
export function html(strings: TemplateStringsArray, ...values: Child[]): Html {
  let fixed = fixedParts.get(strings);
  if (fixed === undefined) fixedParts.set(strings, (fixed = strings.map(toUtf8)));
  let bytes = fixed[0]!;
  for (let i = 0; i < values.length; i++) bytes += childBytes(values[i]) + fixed[i + 1]!;
  return new Html(bytes);
}

/** A child in UTF-8, one character per byte; for `ui` itself. */
export function childBytes(value: Child): string {
  if (typeof value === 'string') return escaped(value);
  if (value === undefined || value === null || typeof value === 'boolean') return '';
  if (typeof value === 'number') return String(value);
  if (value instanceof Html) return value.bytes;
  if (!Array.isArray(value)) return escaped(String(value));
  let bytes = '';
  for (const one of value as readonly Child[]) bytes += childBytes(one);
  return bytes;
}

/** Marks text as safe HTML. Only for constants of our own code, never for data. */
export function raw(text: string): Html {
  return new Html(toUtf8(text));
}

/** What somebody typed, escaped; it hardly comes again, so it is not remembered as other texts are. */
export function typed(text: string): Html {
  return new Html(escape(text));
}

/** Nothing, as HTML. */
export const none: Html = raw('');

/** ` name="value"` for each attribute that has one, escaped, with the leading space. */
export function attributes(values: Attributes | undefined): Html {
  if (values === undefined) return none;
  let bytes = '';
  for (const name in values) {
    const value = values[name];
    if (value === undefined || value === null || value === false) continue;
    bytes += value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`;
  }
  return new Html(bytes);
}

/** Joins class names, leaving out what is false or empty. */
export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

/** UTF-8 with one character per byte. */
function toUtf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Texts that were escaped before; at most some megabytes. */
const remembered = new Map<string, string>();
const mostRemembered = 10_000;
const longestRemembered = 300;

/** A text escaped, in UTF-8. */
function escaped(text: string): string {
  if (isPlain(text)) return text;
  if (text.length > longestRemembered) return escape(text);
  let bytes = remembered.get(text);
  if (bytes === undefined) {
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(text, (bytes = escape(text)));
  }
  return bytes;
}

/** A text escaped, in UTF-8 with one character per byte; for `ui` itself. */
export function escape(text: string): string {
  return toUtf8(text.replace(/[&<>"']/g, (found) => escapes[found]!));
}

/** ASCII without anything that HTML reads. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 126) return false;
    if (code === 34 || code === 38 || code === 39 || code === 60 || code === 62) return false;
  }
  return true;
}
