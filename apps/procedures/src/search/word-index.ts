import { type Bits, BitTable, isIn, placesOf } from './bits.ts';
import { name, Nearness, short } from './nearness.ts';
import { NameMarks } from './name-marks.ts';
import type { Findable } from './procedure-index.ts';
import { Texts } from './texts.ts';
import { Vocabulary } from './vocabulary.ts';
import { type Asked, plain } from './words.ts';

/**
 * How well a query stands in the texts of a procedure, in one number: the flags of `fit`, and above them how much of it
 * stands in the name, and next to what it was asked with, 0 to 100 (`nearness`). Rare words count for more than common
 * ones, the short name for more than the name, and in a long name, where much stands by chance, less.
 */
export type Fit = number;

export const fit = {
  /** A name is a phrase, letter for letter. */
  is: 1,
  /** The short name begins with one. */
  begins: 2,
  /** A name holds one, in its order. */
  named: 4,
  /** A name, or what stands besides, holds one. */
  held: 8,
} as const;
const flags = 15;

export const nearness = (one: Fit): number => one >>> 4;

/** Code, kind, agency, field. */
const besides = 2;
/** All of them; for single words alone. */
const any = 3;

/** Words that are looked for together. */
export interface Phrase {
  /** Their numbers, which are their rows in the table of words. */
  readonly words: readonly number[];
  /** Each two neighbours: their row in the table of pairs. */
  readonly pairs: readonly number[];
}

/** A query in the numbers of an index. */
export interface Sought {
  /** Plain words as typed. */
  readonly text: string;
  /** The place of the procedure that has them as its code. */
  readonly code: number | undefined;
  /** The first one is the text. */
  readonly phrases: readonly Phrase[];
  readonly clauses: readonly {
    readonly words: readonly number[];
    readonly inOrder: Phrase | undefined;
    readonly begun: readonly number[] | undefined;
  }[];
}

/** Procedures by the words of their names and of what belongs to them. Nothing in it depends on what is asked. */
export class WordIndex {
  readonly #vocabulary = new Vocabulary();
  /** By number of a word: who holds it. */
  readonly #words: BitTable;
  /** By two words: the row of those that hold them next to each other. */
  readonly #pairRows = new Map<number, number>();
  readonly #pairs: BitTable;
  /** By layer. */
  readonly #texts: readonly Texts[];
  /** By number of a word: how much it tells: the more, the fewer hold it. */
  readonly #tells: Float64Array;
  readonly #nearness: Nearness;
  readonly #sets: Bits[] = [];
  #setsTaken = 0;
  readonly #marks: NameMarks;
  readonly #placeOfCode: ReadonlyMap<string, number>;

  constructor(entries: readonly Findable[]) {
    this.#words = new BitTable(entries.length, 4);
    this.#pairs = new BitTable(entries.length, 3);
    const texts = (layer: number, text: (entry: Findable) => string): Texts =>
      new Texts(entries.map((entry, place) => this.#take(plain(text(entry)), layer, place)));
    this.#texts = [
      texts(name, ({ shown }) => shown.name),
      texts(short, ({ shown }) => shown.shortName ?? ''),
      texts(besides, (entry) => [entry.shown.code, ...entry.besides].join(' ')),
    ];
    this.#tells = Float64Array.from({ length: this.#vocabulary.size + 1 }, (_, word) =>
      Math.log1p(entries.length / Math.max(1, this.#words.size(word, any))),
    );
    this.#nearness = new Nearness(
      { words: this.#words, pairs: this.#pairs, tells: this.#tells },
      { names: this.#texts[name]!, shorts: this.#texts[short]!, places: entries.length },
    );
    this.#marks = new NameMarks(
      entries.map(({ shown }) => shown.name),
      this.#vocabulary,
    );
    this.#placeOfCode = new Map(entries.map(({ shown }, place) => [plain(shown.code), place]));
  }

  #take(text: string, layer: number, place: number): number[] {
    const words = text === '' ? [] : text.split(' ').map((word) => this.#vocabulary.take(word));
    words.forEach((word, i) => {
      this.#words.set(word, layer, place);
      this.#words.set(word, any, place);
      if (i === 0) return;
      const key = pairKey(words[i - 1]!, word);
      let row = this.#pairRows.get(key);
      if (row === undefined) this.#pairRows.set(key, (row = this.#pairRows.size + 1));
      this.#pairs.set(row, layer, place);
    });
    return words;
  }

  /** A query, ready to be looked for. */
  seek({ text, phrases, clauses }: Asked): Sought {
    return {
      text,
      code: this.#placeOfCode.get(text),
      phrases: phrases.map((phrase) => this.#phrase(phrase.split(' '))),
      clauses: clauses.map(({ words, inOrder, begun }) => ({
        words: words.map((word) => this.#vocabulary.number(word)),
        inOrder: inOrder.length > 0 ? this.#phrase(inOrder) : undefined,
        begun: begun === undefined ? undefined : this.#vocabulary.begunBy(begun),
      })),
    };
  }

  #phrase(texts: readonly string[]): Phrase {
    const words = texts.map((word) => this.#vocabulary.number(word));
    const pairs: number[] = [];
    for (let i = 1; i < words.length; i++) pairs.push(this.#pairRows.get(pairKey(words[i - 1]!, words[i]!)) ?? 0);
    return { words, pairs };
  }

  /** Who holds every word of one of the clauses. @returns places, smallest first */
  holding({ clauses }: Sought): number[] {
    this.#setsTaken = 0;
    const found = this.#none();
    for (const clause of clauses) addAll(found, this.#ofClause(clause));
    return placesOf(found);
  }

  #ofClause({ words, inOrder, begun }: Sought['clauses'][number]): Bits {
    const found = this.#none();
    if (words.length > 0 || inOrder || begun) found.fill(-1);
    for (const word of words) this.#words.keepIn(found, word, any);
    if (inOrder) {
      const there = this.#holdingPhrase(inOrder, name);
      addAll(there, this.#holdingPhrase(inOrder, short));
      addAll(there, this.#holdingPhrase(inOrder, besides));
      keepAll(found, there);
    }
    if (begun) {
      const there = this.#none();
      for (const word of begun) this.#words.addTo(there, word, any);
      keepAll(found, there);
    }
    return found;
  }

  /** In whose text all words of a phrase stand next to each other, in its order. */
  #holdingPhrase({ words, pairs }: Phrase, layer: number): Bits {
    const found = this.#none();
    if (pairs.length === 0) this.#words.addTo(found, words[0]!, layer);
    else this.#pairs.addTo(found, pairs[0]!, layer);
    for (let i = 1; i < pairs.length; i++) this.#pairs.keepIn(found, pairs[i]!, layer);
    // Whoever holds every pair of a longer one may still hold them apart.
    if (pairs.length > 1)
      for (const place of placesOf(found))
        if (!this.#texts[layer]!.holds(place, words)) found[place >>> 5]! &= ~(1 << (place & 31));
    return found;
  }

  /** @returns one for each of the places; of several phrases the better one counts */
  fits(places: readonly number[], { phrases }: Sought): Uint16Array {
    this.#setsTaken = 0;
    const fits = new Uint16Array(places.length);
    for (const phrase of phrases) this.#fitsOf(phrase, places, fits);
    return fits;
  }

  #fitsOf(phrase: Phrase, places: readonly number[], fits: Uint16Array): void {
    const { words } = phrase;
    const n = words.length;
    const names = this.#texts[name]!;
    const shorts = this.#texts[short]!;
    const inName = this.#holdingPhrase(phrase, name);
    const inShort = this.#holdingPhrase(phrase, short);
    const inBesides = this.#holdingPhrase(phrase, besides);
    const near = new Uint8Array(places.length);
    this.#nearness.of(phrase, places, near);
    for (let i = 0; i < places.length; i++) {
      const place = places[i]!;
      const here = isIn(inName, place);
      const there = isIn(inShort, place);
      let one: Fit = 0;
      if (here || there) {
        const is = (here && names.length(place) === n) || (there && shorts.length(place) === n);
        const begins = (shorts.length(place) > 0 ? shorts : names).begins(place, words);
        one = (is ? fit.is : 0) + (begins ? fit.begins : 0) + fit.named + fit.held + 100 * 16;
      } else one = (isIn(inBesides, place) ? fit.held : 0) + near[i]! * 16;
      fits[i] = better(fits[i]!, one);
    }
  }

  /**
   * Who holds most of what a query tells, two words at least, without holding all of it: for long questions.
   * @param least in parts of the whole @returns places; it is enough to hold as much of one of several phrases
   */
  holdingMost({ phrases }: Sought, least: number): number[] {
    this.#setsTaken = 0;
    const found = this.#none();
    for (const { words } of phrases) {
      const asked = [...new Set(words)];
      if (asked.length < 3) continue; // of two words, one is not most
      const held = new Float64Array(this.#words.places);
      const count = new Uint8Array(held.length);
      const tells = asked.map((word) => this.#tells[word]!);
      const enough = least * sumOf(tells);
      asked.forEach((word, i) =>
        this.#words.each(word, any, (place) => {
          held[place]! += tells[i]!;
          count[place]!++;
        }),
      );
      for (let place = 0; place < held.length; place++)
        if (count[place]! > 1 && held[place]! >= enough) found[place >>> 5]! |= 1 << (place & 31);
    }
    return placesOf(found);
  }

  /** How many words the short name has, or the name where there is none. */
  shortLength(place: number): number {
    return this.#texts[short]!.length(place) || this.#texts[name]!.length(place);
  }

  /** Where names show words of the phrases: for each of the places pairs of start and length. */
  marks(places: readonly number[], { phrases }: Sought): [start: number, length: number][][] {
    return this.#marks.of(
      places,
      phrases.flatMap(({ words }) => words),
    );
  }

  /** An empty set, good until the next question: none is made anew for each. */
  #none(): Bits {
    const set = (this.#sets[this.#setsTaken++] ??= new Uint32Array(this.#words.width));
    return set.fill(0);
  }
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** Two neighbouring words in one number. */
const pairKey = (before: number, word: number): number => before * 0x10000 + word;

function addAll(set: Bits, more: Bits): void {
  for (let i = 0; i < set.length; i++) set[i]! |= more[i]!;
}

function keepAll(set: Bits, kept: Bits): void {
  for (let i = 0; i < set.length; i++) set[i]! &= kept[i]!;
}

/** What either phrase has, and the nearer of the two. */
function better(a: Fit, b: Fit): Fit {
  return ((a | b) & flags) + Math.max(nearness(a), nearness(b)) * 16;
}
