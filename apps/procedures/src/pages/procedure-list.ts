import { attributes, type Html, html, type Lang, MarkableText } from '@dinh/ui';
import type { Catalogue } from '../search/catalogue.ts';
import type { Found } from '../search/line.ts';
import type { ProcedureIndex } from '../search/procedure-index.ts';

const notOnline = { vi: 'Chưa nộp được trực tuyến', en: 'Cannot be filed online yet' };

/** Procedures as a list of links, each with a line that tells one from another. */
export function procedureList(
  lang: Lang,
  catalogue: Catalogue,
  procedures: readonly Found[],
  show: { readonly agency?: boolean } = {},
): Html {
  const kept = keptLines(catalogue.index, show.agency ? `${lang} agency` : lang);
  return html`<ul class="procedures">
    ${procedures.map((one) => {
      const entry = catalogue.index.get(one.code);
      // Another catalogue may have come between the question and the page.
      const line =
        entry?.shown.name === one.name
          ? (kept[entry.place] ??= drawn(lang, entry.shown, show.agency))
          : drawn(lang, one, show.agency);
      return line.marked(one.marks);
    })}
  </ul>`;
}

/** By place. Lines are the same for every search but for the marks in the name. */
type Lines = (MarkableText | undefined)[];

const lines = new WeakMap<ProcedureIndex, Map<string, Lines>>();

/** What was drawn before, for a language and kind of list. */
function keptLines(index: ProcedureIndex, kind: string): Lines {
  let kinds = lines.get(index);
  if (!kinds) lines.set(index, (kinds = new Map()));
  let kept = kinds.get(kind);
  if (!kept) kinds.set(kind, (kept = Array.from({ length: index.entries.length })));
  return kept;
}

function drawn(lang: Lang, one: Omit<Found, 'marks'>, agency = false): MarkableText {
  const before = html`<li><a href="/thu-tuc/${encodeURIComponent(one.code)}"${attributes({ lang: lang === 'vi' ? undefined : 'vi' })}>`;
  const after = html`</a>
          <p class="card-meta">
            <span class="code">${one.code}</span>${agency && html` · ${one.agency.name[lang]}`}${
              !one.channels.includes('online') && html` · ${notOnline[lang]}`
            }
          </p>
        </li>`;
  return new MarkableText(one.name, [before, after]);
}
