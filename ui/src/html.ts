/** Escaping templates. Everything on a screen is made by `html`; a plain string put into it is escaped. */
import { html as honoHtml, raw as honoRaw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** A piece of safe HTML. Send it with `String(page)`. */
export type Html = HtmlEscapedString;

/** What may stand in a hole of a template. Promises may not: pages are rendered in one go, data is fetched before. */
export type Child = Html | string | number | boolean | null | undefined | readonly Child[];

/** Attribute values: `true` gives the bare attribute; `false`, `null` and `undefined` leave it out. */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Escaping tagged template; lists are joined without a separator, `false`, `null` and `undefined` give nothing. */
export function html(strings: TemplateStringsArray, ...values: Child[]): Html {
  return honoHtml(strings, ...values) as Html;
}

/** Marks text as safe HTML. Only for constants of our own code, never for data. */
export function raw(text: string): Html {
  return honoRaw(text);
}

/** Nothing, as HTML. */
export const none: Html = raw('');

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const special = /[&<>"']/g;

/** ` name="value"` for each attribute that has one, escaped, with the leading space. */
export function attributes(values: Attributes | undefined): Html {
  if (values === undefined) return none;
  let text = '';
  for (const name in values) {
    const value = values[name];
    if (value === undefined || value === null || value === false) continue;
    text +=
      value === true
        ? ` ${name}`
        : ` ${name}="${String(value).replace(special, (found) => escapes[found] ?? found)}"`;
  }
  return raw(text);
}

/** Joins class names, leaving out what is false or empty. */
export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
