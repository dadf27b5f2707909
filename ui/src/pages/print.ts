/** Lists and ledgers on paper: the national title, the agency, no navigation. */
import { html, type Child, type Html } from '../html.ts';
import { say, words, type Lang, type Text, type Words } from '../lang.ts';
import { htmlDocument } from './document.ts';
import type { Site } from './site.ts';

export interface PrintPageProps {
  readonly title: Text | string;
  readonly site: Site;
  /** The agency that issues it, in capitals by style. */
  readonly agency?: Words;
  /** Place and date: "Hà Nam, ngày 21 tháng 11 năm 2026". */
  readonly placeAndDate?: Words;
  readonly subtitle?: Words;
  readonly main: Child;
  /** `wide` for ledgers: A4 lying. */
  readonly paper?: 'A4' | 'A4-wide' | 'A5';
  readonly signature?: Words;
}

const nation = 'Cộng hòa xã hội chủ nghĩa Việt Nam';
const motto = 'Độc lập – Tự do – Hạnh phúc';
const nationEnglish = 'Socialist Republic of Viet Nam';
const mottoEnglish = 'Independence – Freedom – Happiness';
const printWord = { vi: 'In trang này', en: 'Print this page' };

/** A whole page meant for paper; forms 01–07 are PDF of the documents engine, this is for lists. */
export function printPage(lang: Lang, props: PrintPageProps): Html {
  return htmlDocument(lang, {
    title: props.title,
    site: props.site,
    room: 'print',
    islands: ['page'],
    attributes: { 'data-paper': props.paper ?? 'A4' },
    body: html`<main id="main" class="sheet">
      <button class="button button-secondary screen-only" type="button" data-print>${printWord[lang]}</button>
      <header class="sheet-head">
        <div class="sheet-agency">${props.agency && words(lang, props.agency)}</div>
        <div class="sheet-nation">
          <strong>${lang === 'vi' ? nation : nationEnglish}</strong
          ><strong class="sheet-motto">${lang === 'vi' ? motto : mottoEnglish}</strong>${
            props.placeAndDate && html`<em>${words(lang, props.placeAndDate)}</em>`
          }
        </div>
      </header>
      <h1>${say(lang, props.title)}</h1>
      ${props.subtitle && html`<p class="sheet-subtitle">${words(lang, props.subtitle)}</p>`}${props.main}${
        props.signature && html`<div class="sheet-signature">${words(lang, props.signature)}</div>`
      }
    </main>`,
  });
}
