import { type Bits, BitRows, placesOf } from './bits.ts';

/** A word by its number in the vocabulary; undefined for one that stands nowhere. */
export type WordNumber = number | undefined;

/** The words of all texts of an index, numbered. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>();
  #sorted: readonly string[] | undefined;

  get size(): number {
    return this.#numbers.size;
  }

  /** Numbers of the words of a plain text; those that are new are taken in. */
  take(text: string): number[] {
    return wordsIn(text).map((word) => {
      let number = this.#numbers.get(word);
      if (number === undefined) this.#numbers.set(word, (number = this.#numbers.size));
      return number;
    });
  }

  number(word: string): WordNumber {
    return this.#numbers.get(word);
  }

  /** Those of a phrase. */
  numbers(phrase: string): WordNumber[] {
    return phrase.split(' ').map((word) => this.#numbers.get(word));
  }

  /** Those of all words that begin so. */
  begunBy(start: string): number[] {
    this.#sorted ??= [...this.#numbers.keys()].sort();
    const found: number[] = [];
    for (let i = firstFrom(this.#sorted, start); this.#sorted[i]?.startsWith(start); i++)
      found.push(this.#numbers.get(this.#sorted[i]!)!);
    return found;
  }
}

/**
 * One kind of text of every procedure (its name, say): who holds a word, who holds two next to each other, and the texts
 * themselves as numbers of words, one after the other.
 */
export class TextColumn {
  readonly rows: BitRows;
  readonly #words: Uint16Array;
  /** By place: where its text begins; at the end, where the last one ends. */
  readonly #begins: Uint32Array;

  /** @param texts plain, by place */
  constructor(texts: readonly string[], vocabulary: Vocabulary) {
    this.rows = new BitRows(texts.length);
    this.#begins = new Uint32Array(texts.length + 1);
    const words: number[] = [];
    texts.forEach((text, place) => {
      const own = vocabulary.take(text);
      own.forEach((word, i) => {
        this.rows.add(word, place);
        if (i > 0) this.rows.add(pairKey(own[i - 1]!, word), place);
      });
      words.push(...own);
      this.#begins[place + 1] = words.length;
    });
    this.#words = Uint16Array.from(words);
  }

  eachWord(visit: (word: number, place: number) => void): void {
    for (let place = 0, at = 0; at < this.#words.length; at++) {
      while (at >= this.#begins[place + 1]!) place++;
      visit(this.#words[at]!, place);
    }
  }

  /** How many words a text has. */
  length(place: number): number {
    return this.#begins[place + 1]! - this.#begins[place]!;
  }

  /** Who holds the word. */
  word(word: WordNumber): number {
    return this.rows.row(word);
  }

  /** Who holds the two next to each other, in this order. */
  pair(before: WordNumber, word: WordNumber): number {
    return before === undefined || word === undefined ? 0 : this.rows.row(pairKey(before, word));
  }

  begins(place: number, phrase: readonly WordNumber[]): boolean {
    return phrase.length <= this.length(place) && this.#standsAt(this.#begins[place]!, phrase);
  }

  /** Who holds all words of a phrase next to each other, in its order. */
  phrase(phrase: readonly WordNumber[]): Bits {
    const found = new Uint32Array(this.rows.width);
    if (phrase.length === 0 || phrase.includes(undefined)) return found;
    this.rows.addTo(found, phrase.length === 1 ? this.word(phrase[0]) : this.pair(phrase[0], phrase[1]));
    for (let i = 2; i < phrase.length; i++) this.rows.keepIn(found, this.pair(phrase[i - 1], phrase[i]));
    // Whoever holds every pair of a longer one may still hold them apart.
    if (phrase.length > 2)
      for (const place of placesOf(found))
        if (!this.#holds(place, phrase)) found[place >>> 5]! &= ~(1 << (place & 31));
    return found;
  }

  #holds(place: number, phrase: readonly WordNumber[]): boolean {
    const last = this.#begins[place + 1]! - phrase.length;
    for (let at = this.#begins[place]!; at <= last; at++) if (this.#standsAt(at, phrase)) return true;
    return false;
  }

  #standsAt(at: number, phrase: readonly WordNumber[]): boolean {
    for (let i = 0; i < phrase.length; i++) if (this.#words[at + i] !== phrase[i]) return false;
    return true;
  }
}

/** Two neighbouring words in one number, which is that of no single word. */
const pairKey = (before: number, word: number): number => (before + 1) * 0x10000 + word;

function wordsIn(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

/** The place of the first that is not before `start`. */
function firstFrom(sorted: readonly string[], start: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
