import type { Catalogue } from './catalogue.ts';
import type { Entry } from './procedure-index.ts';
import { fit, nearness } from './word-texts.ts';
import type { Asked } from './words.ts';

/** By what a list of procedures can be narrowed. */
export interface Filters {
  /** Key of the competent agency. */
  readonly agency?: string;
  /** A business type, with all below it. */
  readonly businessType?: string;
  readonly kind?: string;
  readonly audience?: 'citizen' | 'business';
  readonly level?: string;
  readonly lifeEvent?: string;
  /** Only those that can be filed online. */
  readonly online?: boolean;
  /** Only those with, or without, a form and fee of their own. */
  readonly workedOut?: boolean;
}

/** A procedure that was found. Higher scores stand first; of equal ones the smaller code. */
export interface Scored {
  readonly entry: Entry;
  readonly score: number;
}

/** Where the next page begins: score and code of the last line of this one. */
export type Place = readonly [score: number, code: string];

export interface FoundPage {
  readonly found: readonly Scored[];
  /** On all pages. */
  readonly total: number;
}

/** What the filters let through. */
export function narrowed(
  { ofLifeEvent }: Catalogue,
  entries: readonly Entry[],
  filters: Filters,
): readonly Entry[] {
  const { agency, businessType, kind, audience, level, lifeEvent, online, workedOut } = filters;
  const below = businessType === undefined ? undefined : `${businessType}.`;
  const codes = lifeEvent === undefined ? undefined : ofLifeEvent(lifeEvent);
  if (Object.keys(filters).length === 0) return entries;
  return entries.filter(
    ({ shown: p }) =>
      (agency === undefined || p.agency.key === agency) &&
      (below === undefined ||
        p.businessType.code === businessType ||
        p.businessType.code.startsWith(below)) &&
      (kind === undefined || p.kind === kind) &&
      (audience === undefined || p.audience === audience || p.audience === 'both') &&
      (level === undefined || p.level === level) &&
      (codes === undefined || codes.has(p.code)) &&
      (!online || p.channels.includes('online')) &&
      (workedOut === undefined || p.workedOut === workedOut),
  );
}

/**
 * Procedures that hold the words, best first: the code itself; a name that is the phrase, begins with it or holds it;
 * what is worked out in full; words in the name, and near each other, before words elsewhere; short names before long ones.
 */
export function byWords(
  catalogue: Catalogue,
  asked: Asked | undefined,
  filters: Filters,
  limit: number,
  after?: Place,
): FoundPage {
  const { index } = catalogue;
  const narrow = narrowed(catalogue, asked ? index.withWords(asked) : index.entries, filters);
  const scores = asked
    ? wordScores(catalogue, narrow, asked)
    : narrow.map((entry) => (entry.shown.workedOut ? 1 : 0));
  return page(narrow, scores, limit, after);
}

/** The same for what is mistyped: names that are alike by their trigrams. For when words find too little. */
export function byLikeness(catalogue: Catalogue, asked: Asked, filters: Filters, limit: number): FoundPage {
  const scores = new Map(catalogue.index.alike(asked.text).map(({ entry, score }) => [entry, score]));
  const narrow = narrowed(catalogue, [...scores.keys()], filters);
  return page(
    narrow,
    narrow.map((entry) => Math.round(scores.get(entry)! * 500) + (entry.shown.workedOut ? 60 : 0)),
    limit,
  );
}

/** What procedures that hold the words are worth; every part in whole points. */
function wordScores({ index }: Catalogue, entries: readonly Entry[], { text, phrases }: Asked): number[] {
  const words = text.split(' ').length;
  const code = ` ${text} `;
  const fits = index.fits(entries, phrases);
  return entries.map(({ texts, shown }, i) => {
    const one = fits[i]!;
    return (
      (texts.code === code ? 5000 : 0) +
      (one & fit.is ? 400 : 0) +
      (one & fit.begins ? 60 : 0) +
      (one & fit.named ? 200 : 0) +
      (one & fit.held ? 100 : 0) +
      (shown.workedOut ? 120 : 0) +
      nearness(one) +
      Math.round(60 * Math.min(1, words / texts.shortWords))
    );
  });
}

/** More entries than there will ever be. */
const most = 2 ** 20;

/** The best ones. @param entries by code @param scores of each, whole numbers */
function page(entries: readonly Entry[], scores: readonly number[], limit: number, after?: Place): FoundPage {
  // Score and place in one number: numbers are sorted much faster than what has to be compared.
  const order = new Float64Array(scores.length);
  for (let i = 0; i < order.length; i++) order[i] = i - scores[i]! * most;
  order.sort();
  const found: Scored[] = [];
  for (let i = 0; i < order.length && found.length < limit; i++) {
    const score = Math.ceil(-order[i]! / most);
    const entry = entries[order[i]! + score * most]!;
    const [before, code] = after ?? [];
    if (before === undefined || score < before || (score === before && entry.shown.code > code!))
      found.push({ entry, score });
  }
  return { found, total: entries.length };
}
