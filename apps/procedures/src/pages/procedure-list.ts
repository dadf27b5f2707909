import { attributes, type Html, html, inOnePiece, type Lang, MarkableText } from '@dinh/ui';
import type { Catalogue } from '../search/catalogue.ts';
import type { Found } from '../search/line.ts';
import type { Entry } from '../search/procedure-index.ts';

const notOnline = { vi: 'Chưa nộp được trực tuyến', en: 'Cannot be filed online yet' };

/** Procedures as a list of links, each with a line that tells one from another. */
export function procedureList(
  lang: Lang,
  catalogue: Catalogue,
  procedures: readonly Found[],
  show: { readonly agency?: boolean } = {},
): Html {
  return html`<ul class="procedures">
    ${procedures.map((one) => {
      const entry = catalogue.index.get(one.code);
      // Another catalogue may have come between the question and the page.
      const line =
        entry?.shown.name === one.name ? keptLine(lang, entry, show.agency) : drawn(lang, one, show.agency);
      return html`${line.before}${line.name.marked(one.marks)}${line.after}`;
    })}
  </ul>`;
}

/** A line of the list but for the marks in the name. */
interface Line {
  readonly before: Html;
  readonly name: MarkableText;
  readonly after: Html;
}

const lines = new WeakMap<Entry, Map<string, Line>>();

/** The same for every search: drawn once for each procedure, language and kind of list. */
function keptLine(lang: Lang, entry: Entry, agency = false): Line {
  let kept = lines.get(entry);
  if (!kept) lines.set(entry, (kept = new Map()));
  const key = agency ? `${lang} agency` : lang;
  let line = kept.get(key);
  if (!line) kept.set(key, (line = drawn(lang, entry.shown, agency)));
  return line;
}

function drawn(lang: Lang, one: Omit<Found, 'marks'>, agency = false): Line {
  return {
    before: inOnePiece(
      html`<li><a href="/thu-tuc/${encodeURIComponent(one.code)}"${attributes({ lang: lang === 'vi' ? undefined : 'vi' })}>`,
    ),
    name: new MarkableText(one.name),
    after: inOnePiece(
      html`</a>
          <p class="card-meta">
            <span class="code">${one.code}</span>${agency && html` · ${one.agency.name[lang]}`}${
              !one.channels.includes('online') && html` · ${notOnline[lang]}`
            }
          </p>
        </li>`,
    ),
  };
}
