import { type Bits, BitRows, isIn } from './bits.ts';
import { type Marked, NameMarks } from './name-marks.ts';
import type { Findable } from './procedure-index.ts';
import { TextColumn, Vocabulary, type WordNumber } from './text-column.ts';
import { type Asked, type Clause, plain } from './words.ts';

/**
 * How well a query stands in the texts of a procedure, in one number: the flags of `fit`, and above them how many of the
 * words stand in the name and how many next to the one they were asked with, 0 to 100 (`nearness`).
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

/** Procedures by the words of their names and of what belongs to them. Nothing in it depends on what is asked. */
export class WordIndex {
  readonly #vocabulary = new Vocabulary();
  readonly #name: TextColumn;
  /** Empty where the name is the short name too. */
  readonly #short: TextColumn;
  /** Code, kind, agency, field. */
  readonly #besides: TextColumn;
  readonly #placeOfCode: ReadonlyMap<string, number>;
  /** By word: who holds it anywhere. */
  readonly #any: BitRows;
  readonly #marks: NameMarks;

  constructor(entries: readonly Findable[]) {
    const column = (text: (entry: Findable) => string) =>
      new TextColumn(
        entries.map((entry) => plain(text(entry))),
        this.#vocabulary,
      );
    this.#name = column(({ shown }) => shown.name);
    this.#short = column(({ shown }) => shown.shortName ?? '');
    this.#besides = column(({ shown, besides }) => [shown.code, ...besides].join(' '));
    this.#any = new BitRows(entries.length);
    for (const one of [this.#name, this.#short, this.#besides])
      one.eachWord((word, place) => this.#any.add(word, place));
    this.#marks = new NameMarks(
      entries.map(({ shown }) => shown.name),
      this.#vocabulary,
    );
    this.#placeOfCode = new Map(entries.map(({ shown }, place) => [plain(shown.code), place]));
  }

  /** Who holds every word of one of the clauses. */
  holding({ clauses }: Asked): Bits {
    const found = this.#none();
    for (const clause of clauses) {
      const bits = this.#ofClause(clause);
      for (let i = 0; i < found.length; i++) found[i]! |= bits[i]!;
    }
    return found;
  }

  /** The place of the procedure that has a text as its code. */
  placeOfCode(text: string): number | undefined {
    return this.#placeOfCode.get(text);
  }

  /** How many words the short name has, or the name where there is none. */
  shortLength(place: number): number {
    return this.#short.length(place) || this.#name.length(place);
  }

  /** @param phrases plain; the better one counts @returns one for each of the places */
  fits(places: readonly number[], phrases: readonly string[]): Uint16Array {
    const fits = new Uint16Array(places.length);
    for (const phrase of phrases) this.#fitsOf(this.#vocabulary.numbers(phrase), places, fits);
    return fits;
  }

  #fitsOf(phrase: readonly WordNumber[], places: readonly number[], fits: Uint16Array): void {
    const [name, short] = [this.#name, this.#short];
    const inName = name.phrase(phrase);
    const inShort = short.phrase(phrase);
    const inBesides = this.#besides.phrase(phrase);
    const words = phrase.map((word) => name.word(word));
    const pairs = phrase.slice(1).map((word, i) => name.pair(phrase[i], word));
    const n = phrase.length;
    for (let i = 0; i < places.length; i++) {
      const place = places[i]!;
      const [here, there] = [isIn(inName, place), isIn(inShort, place)];
      let one: Fit = 0;
      if (here || there) {
        const is = (here && name.length(place) === n) || (there && short.length(place) === n);
        const begins = (short.length(place) > 0 ? short : name).begins(place, phrase);
        one = (is ? fit.is : 0) + (begins ? fit.begins : 0) + fit.named + fit.held + 100 * 16;
      } else {
        const held = name.rows.count(words, place);
        const next = n === 1 ? 40 * held : (40 * name.rows.count(pairs, place)) / (n - 1);
        one = (isIn(inBesides, place) ? fit.held : 0) + Math.round((60 * held) / n + next) * 16;
      }
      fits[i] = better(fits[i]!, one);
    }
  }

  /** Which words of names are to be marked: those of the phrases. */
  marked(phrases: readonly string[]): Marked {
    const marked = new Uint8Array(this.#vocabulary.size);
    for (const phrase of phrases)
      for (const word of this.#vocabulary.numbers(phrase)) if (word !== undefined) marked[word] = 1;
    return marked;
  }

  /** Where a name shows what is marked. */
  marks(place: number, marked: Marked): [start: number, length: number][] {
    return this.#marks.of(place, marked);
  }

  #ofClause({ words, inOrder, begun }: Clause): Bits {
    const found = this.#none();
    if (words.length + inOrder.length > 0 || begun !== undefined) found.fill(-1);
    for (const word of words) this.#any.keepIn(found, this.#any.row(this.#vocabulary.number(word)));
    if (inOrder.length > 0) {
      const phrase = inOrder.map((word) => this.#vocabulary.number(word));
      const held = [this.#name, this.#short, this.#besides].map((column) => column.phrase(phrase));
      for (let i = 0; i < found.length; i++) found[i]! &= held[0]![i]! | held[1]![i]! | held[2]![i]!;
    }
    if (begun !== undefined) {
      const some = this.#none();
      for (const word of this.#vocabulary.begunBy(begun)) this.#any.addTo(some, this.#any.row(word));
      for (let i = 0; i < found.length; i++) found[i]! &= some[i]!;
    }
    return found;
  }

  #none(): Bits {
    return new Uint32Array(this.#any.width);
  }
}

/** What either phrase has, and the nearer of the two. */
function better(a: Fit, b: Fit): Fit {
  return ((a | b) & flags) + Math.max(nearness(a), nearness(b)) * 16;
}
