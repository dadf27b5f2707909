/** The skeleton of every HTML document. */
import { asset, island } from '../assets.ts';
import { attributes, html, raw, type Child, type Html } from '../html.ts';
import { words, type Lang, type Words } from '../lang.ts';
import { siteLinks, type Site } from './site.ts';

export interface DocumentProps {
  readonly title: Words;
  readonly site: Site;
  readonly room: 'citizen' | 'official' | 'print';
  readonly body: Child;
  /** An error stands on the page: the title says so first. */
  readonly wrong?: boolean;
  readonly attributes?: Readonly<Record<string, string | boolean | undefined>>;
  /** Further tags for the head: links, never inline scripts or styles. */
  readonly head?: Child;
  /** Islands for the whole page, by name. */
  readonly islands?: readonly string[];
}

const doctype = raw('<!doctype html>');
const errorPrefix = { vi: 'Lỗi: ', en: 'Error: ' };

/** A whole document. */
export function htmlDocument(lang: Lang, props: DocumentProps): Html {
  const { site } = props;
  const body = attributes({
    class: props.room,
    'data-live-source': siteLinks(site).live,
    ...props.attributes,
  });
  return html`${doctype}<html lang="${lang}"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width,initial-scale=1" /><title>${props.wrong && errorPrefix[lang]}${words(lang, props.title)} – ${site.name[lang]}</title><meta name="theme-color" content="#10365a" /><meta name="color-scheme" content="light dark" /><link rel="icon" href="${asset('mark.svg')}" type="image/svg+xml" />${
    props.room === 'citizen' && html`<link rel="manifest" href="${siteLinks(site).manifest}" />`
  }<link rel="stylesheet" href="${asset('styles.css')}" />${
    site.stylesheet && html`<link rel="stylesheet" href="${site.stylesheet}" />`
  }${props.head}</head><body${body}>${props.body}${(props.islands ?? []).map(island)}</body></html>`;
}

const skip = { vi: 'Đến nội dung chính', en: 'Skip to main content' };

/** The first link of every page. */
export function skipLink(lang: Lang): Html {
  return html`<a class="skip" href="#main">${skip[lang]}</a>`;
}
