import type { Catalogue } from './catalogue.ts';
import type { Entry } from './procedure-index.ts';
import { fit, nearness, type Sought } from './word-index.ts';
import { readQuery } from './words.ts';

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
  readonly found: Scored[];
  /** On all pages. */
  readonly total: number;
}

/** Whether the filters let a procedure through; undefined when all are. */
export function filterOf({ ofLifeEvent }: Catalogue, filters: Filters): ((entry: Entry) => boolean) | undefined {
  if (Object.keys(filters).length === 0) return undefined;
  const { agency, businessType, kind, audience, level, lifeEvent, online, workedOut } = filters;
  const below = `${businessType}.`;
  const codes = lifeEvent === undefined ? undefined : ofLifeEvent(lifeEvent);
  return ({ shown: p }) =>
    (agency === undefined || p.agency.key === agency) &&
    (businessType === undefined || p.businessType.code === businessType || p.businessType.code.startsWith(below)) &&
    (kind === undefined || p.kind === kind) &&
    (audience === undefined || p.audience === audience || p.audience === 'both') &&
    (level === undefined || p.level === level) &&
    (codes === undefined || codes.has(p.code)) &&
    (!online || p.channels.includes('online')) &&
    (workedOut === undefined || p.workedOut === workedOut);
}

/** Reads what somebody types. @param prefix the last word may be unfinished @returns undefined when there is no word in it */
export function seek({ index, sayings }: Catalogue, typed: string, prefix = false): Sought | undefined {
  const asked = readQuery(typed, sayings, prefix);
  return asked && index.words.seek(asked);
}

/** Places of the procedures that hold the words (all, when nothing is asked for) and pass the filters, by code. */
export function placesWith(catalogue: Catalogue, sought: Sought | undefined, filters: Filters): number[] {
  const { words, entries } = catalogue.index;
  const passes = filterOf(catalogue, filters);
  const places = sought ? words.holding(sought) : entries.map(({ place }) => place);
  return passes ? places.filter((place) => passes(entries[place]!)) : places;
}

/**
 * Procedures that hold the words, best first: the code itself; a name that is the phrase, begins with it or holds it;
 * what is worked out in full; what begins something before what goes on with it; words in the name, and near each other,
 * before words elsewhere; short names before long ones.
 */
export function byWords(
  catalogue: Catalogue,
  sought: Sought | undefined,
  filters: Filters,
  limit: number,
  after?: Place,
): FoundPage {
  const { entries, workedOut } = catalogue.index;
  const places = placesWith(catalogue, sought, filters);
  const best = new Best(entries, limit, after);
  if (sought) addByWords(catalogue, places, sought, best);
  else for (const place of places) best.add(place, workedOut[place]!);
  return { found: best.found, total: places.length };
}

/** The same for what is mistyped: names that are alike by their trigrams. For when words find too little. */
export function byLikeness(catalogue: Catalogue, { text }: Sought, filters: Filters, limit: number): Scored[] {
  const { likeness, entries, workedOut } = catalogue.index;
  const passes = filterOf(catalogue, filters);
  const best = new Best(entries, limit);
  likeness.each(text, (place, score, whole) => {
    if (passes && !passes(entries[place]!)) return;
    // Names that are alike as wholes come first.
    best.add(place, Math.round((score + 0.2 * whole) * 500) + (workedOut[place]! ? 60 : 0));
  });
  return best.found;
}

/** How much of what a question tells a procedure must hold to be shown for it. */
const mostOf = 0.55;

/** Procedures that hold most of what a question tells, best first: for when nobody holds all of it. */
export function byMost(catalogue: Catalogue, sought: Sought, filters: Filters, limit: number): Scored[] {
  const { entries, words } = catalogue.index;
  const passes = filterOf(catalogue, filters);
  const held = words.holdingMost(sought, mostOf);
  const places = passes ? held.filter((place) => passes(entries[place]!)) : held;
  const best = new Best(entries, limit);
  addByWords(catalogue, places, sought, best);
  return best.found;
}

/** Adds procedures that hold the words by what they are worth; every part in whole points. */
function addByWords({ index }: Catalogue, places: readonly number[], sought: Sought, best: Best): void {
  const { words, workedOut, begins } = index;
  const asked = sought.phrases[0]!.words.length;
  const fits = words.fits(places, sought);
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    const one = fits[i]!;
    best.add(
      place,
      (place === sought.code ? 5000 : 0) +
        (one & fit.is ? 400 : 0) +
        (one & fit.begins ? 60 : 0) +
        (one & fit.named ? 200 : 0) +
        (one & fit.held ? 100 : 0) +
        (workedOut[place]! ? (one & fit.named ? 120 : 20) : 0) +
        (begins[place]! ? 40 : 0) +
        nearness(one) +
        Math.round(60 * Math.min(1, asked / words.shortLength(place))),
    );
  }
}

/** Keeps the best of those that it is given by code: a long list is not sorted for the sake of its first page. */
class Best {
  readonly #entries: readonly Entry[];
  readonly #after: Place | undefined;
  readonly #places: Uint32Array;
  readonly #scores: Int32Array;
  #length = 0;

  constructor(entries: readonly Entry[], limit: number, after?: Place) {
    this.#entries = entries;
    this.#after = after;
    this.#places = new Uint32Array(limit);
    this.#scores = new Int32Array(limit);
  }

  add(place: number, score: number): void {
    const places = this.#places;
    const scores = this.#scores;
    const limit = places.length;
    if (this.#length === limit && score <= scores[limit - 1]!) return;
    if (this.#after && !comesAfter(this.#entries[place]!, score, this.#after)) return;
    let at = this.#length < limit ? this.#length++ : limit - 1;
    for (; at > 0 && scores[at - 1]! < score; at--) {
      places[at] = places[at - 1]!;
      scores[at] = scores[at - 1]!;
    }
    places[at] = place;
    scores[at] = score;
  }

  get found(): Scored[] {
    const found: Scored[] = [];
    for (let i = 0; i < this.#length; i++) found.push({ entry: this.#entries[this.#places[i]!]!, score: this.#scores[i]! });
    return found;
  }
}

function comesAfter({ shown }: Entry, score: number, [before, code]: Place): boolean {
  return score < before || (score === before && shown.code > code);
}
