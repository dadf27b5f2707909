import type { BitTable } from './bits.ts';
import type { Texts } from './texts.ts';
import type { Phrase } from './word-index.ts';

/** The texts of a procedure of which nearness knows, as layers of the tables; others are added behind. */
export const name = 0;
/** Empty where the name is the short name too. */
export const short = 1;

/** How much of a phrase stands in the name of a procedure, and how much of it next to each other. */
export class Nearness {
  readonly #words: BitTable;
  readonly #pairs: BitTable;
  /** By number of a word: how much it tells. */
  readonly #tells: Float64Array;
  /** By place: what a word is worth that stands in the name alone. */
  readonly #worth: Float64Array;
  /** By place: 1 where there is a short name besides the name. */
  readonly #hasShort: Uint8Array;
  /** By place, used anew for each phrase: what of it is there, and what next to each other. */
  readonly #there: Float64Array;
  readonly #next: Float64Array;

  constructor(
    tables: { readonly words: BitTable; readonly pairs: BitTable; readonly tells: Float64Array },
    texts: { readonly names: Texts; readonly shorts: Texts; readonly places: number },
  ) {
    this.#words = tables.words;
    this.#pairs = tables.pairs;
    this.#tells = tables.tells;
    const { names, shorts, places } = texts;
    this.#worth = Float64Array.from({ length: places }, (_, place) => worthIn(names.length(place)));
    this.#hasShort = Uint8Array.from({ length: places }, (_, place) => Number(shorts.length(place) > 0));
    this.#there = new Float64Array(places);
    this.#next = new Float64Array(places);
  }

  /**
   * Puts into `near`, for each of the places, a whole number from 0 to 100. Word by word and not place by place, so
   * that a list of hundreds costs a few reads of each.
   */
  of({ words, pairs }: Phrase, places: readonly number[], near: Uint8Array): void {
    const [there, next] = [this.#there, this.#next];
    for (let i = 0; i < places.length; i++) there[places[i]!] = next[places[i]!] = 0;
    let all = 0;
    let allPairs = 0;
    for (let i = 0; i < words.length; i++) {
      const tells = this.#tells[words[i]!]!;
      all += tells;
      this.#addWord(words[i]!, tells, places);
      if (i === 0) continue;
      const both = this.#tells[words[i - 1]!]! + tells;
      allPairs += both;
      if (pairs[i - 1] !== 0) this.#addPair(pairs[i - 1]!, both, places); // 0: nobody holds it
    }
    const alone = words.length === 1;
    for (let i = 0; i < places.length; i++) {
      const place = places[i]!;
      const part = alone ? there[place]! / all : (0.6 * there[place]!) / all + (0.4 * next[place]!) / allPairs;
      near[i] = Math.round(100 * part);
    }
  }

  #addWord(word: number, tells: number, places: readonly number[]): void {
    const { bits } = this.#words;
    const [inName, inShort] = [this.#words.at(word, name), this.#words.at(word, short)];
    const [there, worth, hasShort] = [this.#there, this.#worth, this.#hasShort];
    for (let i = 0; i < places.length; i++) {
      const place = places[i]!;
      const [at, bit] = [place >>> 5, 1 << (place & 31)];
      if (hasShort[place] === 1 && (bits[inShort + at]! & bit) !== 0) there[place]! += tells;
      else if ((bits[inName + at]! & bit) !== 0) there[place]! += tells * worth[place]!;
    }
  }

  #addPair(pair: number, tells: number, places: readonly number[]): void {
    const { bits } = this.#pairs;
    const [inName, inShort] = [this.#pairs.at(pair, name), this.#pairs.at(pair, short)];
    const next = this.#next;
    for (let i = 0; i < places.length; i++) {
      const place = places[i]!;
      const at = place >>> 5;
      // Where there is no short name, nothing stands in its layer.
      if (((bits[inName + at]! | bits[inShort + at]!) & (1 << (place & 31))) !== 0) next[place]! += tells;
    }
  }
}

/** In a name of so many words: what one of them is worth; an ordinary name has about twenty. */
const worthIn = (length: number): number => Math.min(0.9, Math.sqrt(16 / Math.max(1, length)));
