/** The two languages of every screen. */
import { type Child, html, type Html } from './html.ts';

export type Lang = 'vi' | 'en';

/** One text in both languages. */
export interface Text {
  readonly vi: string;
  readonly en: string;
}

/** What a component takes where people read: a bilingual pair, a text that is the same in both, or finished HTML. */
export type Words = Text | Html | string;

/** Picks the language: `say('vi', { vi: 'Nộp hồ sơ', en: 'Submit' })`. */
export function say(lang: Lang, text: Text | string): string {
  return typeof text === 'string' ? text : text[lang];
}

/** Like `say`, for content that may also be finished HTML; the result goes into an `html` template. */
export function words(lang: Lang, content: Words): Child {
  return typeof content === 'object' && 'vi' in content ? content[lang] : content;
}

/** What exists in Vietnamese only, a name or a person's own words, is read as Vietnamese on an English page too. */
export function inVietnamese(lang: Lang, text: Child): Html {
  return lang === 'vi' ? html`${text}` : html`<span lang="vi">${text}</span>`;
}

/** The other language of the two. */
export function otherLang(lang: Lang): Lang {
  return lang === 'vi' ? 'en' : 'vi';
}

/** Reads a language from a cookie, header or query; Vietnamese unless English is asked for. */
export function toLang(value: unknown): Lang {
  return value === 'en' ? 'en' : 'vi';
}
