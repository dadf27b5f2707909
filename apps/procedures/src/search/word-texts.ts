import type { Entry } from './procedure-index.ts';

/**
 * How well the phrases of a query stand in the texts of a procedure, in one number: the flags of `fit`, and above them how
 * many of the words stand in the name and how many next to the one they were asked with, 0 to 100.
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

/** As many words of a phrase as fit into the bits of a number. */
const mostWords = 31;

/** A text by the numbers of its words. */
type Numbers = Uint16Array;

interface Words {
  readonly name: Numbers;
  /** Undefined when it is the name. */
  readonly short: Numbers | undefined;
  readonly besides: Numbers;
}

/**
 * The texts of procedures by the numbers of their words. A text is read once for each phrase, all words of the phrase at
 * the same time: each is one bit (the algorithm is Shift-And by Baeza-Yates and Gonnet).
 */
export class WordTexts {
  readonly #numbers = new Map<string, number>();
  /** By place of the entry. */
  readonly #words: readonly Words[];
  /** Which words stand next to each other in what stands besides names, as `pairOf` tells them. */
  readonly #besidePairs = new Set<number>();
  /** By number of a word: which words of the phrase that is looked for it is. Empty between searches. */
  readonly #bits: Int32Array;

  constructor(entries: readonly Entry[]) {
    this.#words = entries.map(({ texts }) => ({
      name: this.#numbersOf(texts.name),
      short: texts.short === texts.name ? undefined : this.#numbersOf(texts.short),
      besides: this.#numbersOf(texts.besides),
    }));
    for (const { besides } of this.#words)
      for (let i = 0; i < besides.length; i++) this.#besidePairs.add(pairOf(besides[i - 1], besides[i]!));
    this.#bits = new Int32Array(this.#numbers.size);
  }

  /** True when a phrase may stand besides some name: all its pairs do somewhere. */
  #maybeBesides(words: readonly (number | undefined)[]): boolean {
    return words.every((word, i) => {
      if (word === undefined) return false;
      return i === 0 || this.#besidePairs.has(pairOf(words[i - 1], word));
    });
  }

  /** @param phrases plain, with a blank between words @returns one for each entry */
  fits(entries: readonly Entry[], phrases: readonly string[]): Uint16Array {
    const fits = new Uint16Array(entries.length);
    for (const phrase of phrases) {
      const words = phrase.split(' ', mostWords).map((word) => this.#numbers.get(word));
      words.forEach((word, i) => word !== undefined && (this.#bits[word]! |= 1 << i));
      const look = new Look(this.#bits, words.length, this.#maybeBesides(words));
      for (let i = 0; i < entries.length; i++)
        fits[i] = better(fits[i]!, look.at(this.#words[entries[i]!.place]!));
      for (const word of words) if (word !== undefined) this.#bits[word] = 0;
    }
    return fits;
  }

  #numbersOf(padded: string): Numbers {
    return Uint16Array.from(padded.trim().split(' '), (word) => {
      let number = this.#numbers.get(word);
      if (number === undefined) this.#numbers.set(word, (number = this.#numbers.size));
      return number;
    });
  }
}

/** Looks for one phrase. */
class Look {
  readonly #bits: Int32Array;
  readonly #length: number;
  readonly #besides: boolean;
  #there = 0;
  #together = 0;
  #whole = false;
  #begins = false;

  constructor(bits: Int32Array, length: number, besides: boolean) {
    this.#bits = bits;
    this.#length = length;
    this.#besides = besides;
  }

  at({ name, short, besides }: Words): Fit {
    this.#read(name);
    const close = this.#near();
    let is = this.#begins && name.length === this.#length;
    let named = this.#whole;
    if (short) {
      this.#read(short);
      is ||= this.#begins && short.length === this.#length;
      named ||= this.#whole;
    }
    const begins = this.#begins;
    let held = named;
    if (!named && this.#besides) {
      this.#read(besides);
      held = this.#whole;
    }
    return (
      (is ? fit.is : 0) +
      (begins ? fit.begins : 0) +
      (named ? fit.named : 0) +
      (held ? fit.held : 0) +
      (named ? 100 : close) * 16
    );
  }

  #near(): number {
    const there = (60 * this.#there) / this.#length;
    return Math.round(
      there + (this.#length === 1 ? 40 * this.#there : (40 * this.#together) / (this.#length - 1)),
    );
  }

  #read(text: Numbers): void {
    const bits = this.#bits;
    const last = 1 << (this.#length - 1);
    let [there, together, before, run] = [0, 0, 0, 0];
    this.#whole = this.#begins = false;
    for (let i = 0; i < text.length; i++) {
      const here = bits[text[i]!]!;
      there |= here;
      together |= (before << 1) & here;
      run = ((run << 1) | 1) & here;
      if ((run & last) !== 0) {
        this.#whole = true;
        if (i === this.#length - 1) this.#begins = true;
      }
      before = here;
    }
    this.#there = ones(there);
    this.#together = ones(together);
  }
}

/** Two neighbouring words in one number. */
const pairOf = (before: number | undefined, word: number): number => (before ?? 0xffff) * 0x10000 + word;

/** What either phrase has, and the nearer of the two. */
function better(a: Fit, b: Fit): Fit {
  return ((a | b) & flags) + Math.max(nearness(a), nearness(b)) * 16;
}

/** How many bits are set. */
function ones(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
