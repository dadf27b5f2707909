import type { Catalogue } from './catalogue.ts';
import { placesOf } from './bits.ts';
import type { Entry } from './procedure-index.ts';
import { fit, nearness } from './word-index.ts';
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

/** Whether the filters let a procedure through; undefined when all are. */
export function filterOf(
  { ofLifeEvent }: Catalogue,
  filters: Filters,
): ((entry: Entry) => boolean) | undefined {
  if (Object.keys(filters).length === 0) return undefined;
  const { agency, businessType, kind, audience, level, lifeEvent, online, workedOut } = filters;
  const below = `${businessType}.`;
  const codes = lifeEvent === undefined ? undefined : ofLifeEvent(lifeEvent);
  return ({ shown: p }) =>
    (agency === undefined || p.agency.key === agency) &&
    (businessType === undefined ||
      p.businessType.code === businessType ||
      p.businessType.code.startsWith(below)) &&
    (kind === undefined || p.kind === kind) &&
    (audience === undefined || p.audience === audience || p.audience === 'both') &&
    (level === undefined || p.level === level) &&
    (codes === undefined || codes.has(p.code)) &&
    (!online || p.channels.includes('online')) &&
    (workedOut === undefined || p.workedOut === workedOut);
}

/** Places of the procedures that hold the words (all, when nothing is asked for) and pass the filters, by code. */
export function placesWith(catalogue: Catalogue, asked: Asked | undefined, filters: Filters): number[] {
  const { words, entries } = catalogue.index;
  const passes = filterOf(catalogue, filters);
  const places = asked ? placesOf(words.holding(asked)) : entries.map(({ place }) => place);
  return passes ? places.filter((place) => passes(entries[place]!)) : places;
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
  const { entries, workedOut } = catalogue.index;
  const places = placesWith(catalogue, asked, filters);
  const scores = asked && wordScores(catalogue, places, asked);
  const best = new Best(entries, limit, after);
  for (let i = 0; i < places.length; i++) best.add(places[i]!, scores ? scores[i]! : workedOut[places[i]!]!);
  return { found: best.found, total: places.length };
}

/** The same for what is mistyped: names that are alike by their trigrams. For when words find too little. */
export function byLikeness(catalogue: Catalogue, asked: Asked, filters: Filters, limit: number): Scored[] {
  const { likeness, entries, workedOut } = catalogue.index;
  const passes = filterOf(catalogue, filters);
  const best = new Best(entries, limit);
  likeness.each(asked.text, (place, score, whole) => {
    if (passes && !passes(entries[place]!)) return;
    // Names that are alike as wholes come first.
    best.add(place, Math.round((score + 0.2 * whole) * 500) + (workedOut[place]! ? 60 : 0));
  });
  return best.found;
}

/** What procedures that hold the words are worth; every part in whole points. */
function wordScores({ index }: Catalogue, places: readonly number[], { text, phrases }: Asked): Uint16Array {
  const { words, workedOut } = index;
  const asked = text.split(' ').length;
  const code = words.placeOfCode(text);
  return words.fits(places, phrases).map((one, i) => {
    const place = places[i]!;
    return (
      (place === code ? 5000 : 0) +
      (one & fit.is ? 400 : 0) +
      (one & fit.begins ? 60 : 0) +
      (one & fit.named ? 200 : 0) +
      (one & fit.held ? 100 : 0) +
      (workedOut[place]! ? 120 : 0) +
      nearness(one) +
      Math.round(60 * Math.min(1, asked / words.shortLength(place)))
    );
  });
}

/** Keeps the best of those that it is given by code; a long list is not sorted for the sake of its first page. */
class Best {
  readonly found: Scored[] = [];
  readonly #entries: readonly Entry[];
  readonly #limit: number;
  readonly #after: Place | undefined;

  constructor(entries: readonly Entry[], limit: number, after?: Place) {
    this.#entries = entries;
    this.#limit = limit;
    this.#after = after;
  }

  add(place: number, score: number): void {
    const { found } = this;
    const full = found.length === this.#limit;
    if (full && score <= found.at(-1)!.score) return;
    const entry = this.#entries[place]!;
    if (this.#after && !comesAfter(entry, score, this.#after)) return;
    if (full) found.pop();
    let at = found.length;
    while (at > 0 && found[at - 1]!.score < score) at--;
    found.splice(at, 0, { entry, score });
  }
}

function comesAfter({ shown }: Entry, score: number, [before, code]: Place): boolean {
  return score < before || (score === before && shown.code > code);
}
