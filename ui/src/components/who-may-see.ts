import { html, type Html } from '../html.ts';
import type { Lang, Text } from '../lang.ts';

const label: Text = { vi: 'Ai xem được', en: 'Who may see it' };

/**
 * The link from a record to who may see it, and why.
 * @param asks whether the one who looks may ask that (`people.explain-access`); without it there is no link
 * @param kind as the module has registered it; @param id of the record
 */
export const whoMaySee = (lang: Lang, asks: boolean, kind: string, id: string): Html | false =>
  asks &&
  html`<a class="who-may-see" href="/quan-tri/quyen-truy-cap?${new URLSearchParams({ loai: kind, ma: id }).toString()}">${label[lang]}</a>`;
