/** A heading and its sample. */
import { html, type Child, type Html } from '../html.ts';
import { words, type Lang, type Words } from '../lang.ts';

export function section(lang: Lang, title: Words, body: Child): Html {
  return html`<section>
    <h2>${words(lang, title)}</h2>
    ${body}
  </section>`;
}
