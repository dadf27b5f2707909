import type { Catalogue } from './catalogue.ts';
import type { Entry, Texts } from './procedure-index.ts';
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
  const fit = narrowed(catalogue, asked ? index.withWords(asked) : index.entries, filters);
  const score = asked ? wordScore(asked) : (entry: Entry) => (entry.shown.workedOut ? 1 : 0);
  return page(
    fit.map((entry) => ({ entry, score: score(entry) })),
    limit,
    after,
  );
}

/** The same for what is mistyped: names that are alike by their trigrams. For when words find too little. */
export function byLikeness(catalogue: Catalogue, asked: Asked, filters: Filters, limit: number): FoundPage {
  const scores = new Map(catalogue.index.alike(asked.text).map(({ entry, score }) => [entry, score]));
  const fit = narrowed(catalogue, [...scores.keys()], filters);
  return page(
    fit.map((entry) => ({
      entry,
      score: Math.round(scores.get(entry)! * 500) + (entry.shown.workedOut ? 60 : 0),
    })),
    limit,
  );
}

/** What a procedure that holds the words is worth; every part in whole points. */
function wordScore({ text, phrases }: Asked): (entry: Entry) => number {
  const words = text.split(' ').length;
  const code = ` ${text} `;
  const asked = phrases.map((phrase): Phrase => {
    const parts = phrase.split(' ');
    return { whole: ` ${phrase} `, words: parts, pairs: parts.map((word, i) => ` ${parts[i - 1]} ${word} `) };
  });
  return ({ texts, shown }) => {
    let [is, begins, named, held, near] = [false, false, false, false, 0];
    for (const phrase of asked) {
      const { whole } = phrase;
      is ||= texts.short === whole || texts.name === whole;
      begins ||= texts.short.startsWith(whole);
      const close = nearness(texts, phrase);
      const inName =
        (close === 100 && texts.name.includes(whole)) ||
        (texts.short !== texts.name && texts.short.includes(whole));
      named ||= inName;
      held ||= inName || texts.besides.includes(whole);
      near = Math.max(near, inName ? 100 : close);
    }
    return (
      (texts.code === code ? 5000 : 0) +
      (is ? 400 : 0) +
      (begins ? 60 : 0) +
      (named ? 200 : 0) +
      (held ? 100 : 0) +
      (shown.workedOut ? 120 : 0) +
      near +
      Math.round(60 * Math.min(1, words / texts.shortWords))
    );
  };
}

/** A phrase with a blank before and after, its words, and each with the one before it. */
interface Phrase {
  readonly whole: string;
  readonly words: readonly string[];
  readonly pairs: readonly string[];
}

/** How many of the words stand in a name, and how many next to the one they were asked with: 0 to 100. */
function nearness({ name, nameWords }: Texts, { words, pairs }: Phrase): number {
  let there = 0;
  let together = 0;
  let before = false;
  for (let i = 0; i < words.length; i++) {
    const here = nameWords.has(words[i]!);
    if (here) there++;
    if (here && before && name.includes(pairs[i]!)) together++;
    before = here;
  }
  const most = Math.max(1, words.length - 1);
  return Math.round((60 * there) / words.length + (words.length === 1 ? 40 * there : (40 * together) / most));
}

function page(all: Scored[], limit: number, after?: Place): FoundPage {
  const [score, code] = after ?? [];
  const rest =
    score === undefined || code === undefined
      ? all
      : all.filter((one) => one.score < score || (one.score === score && one.entry.shown.code > code));
  const found = rest
    .sort((a, b) => b.score - a.score) // they come by code, and equal ones stay so
    .slice(0, limit);
  return { found, total: all.length };
}
