import { Likeness, similarity, trigrams } from './likeness.ts';
import type { Found } from './line.ts';
import { type Fit, WordTexts } from './word-texts.ts';
import { type Asked, type Clause, type NameWord, plain, wordsOf } from './words.ts';

/** What of a procedure in force is needed to find and list it. */
export interface Findable {
  readonly versionId: string;
  /** As lists show it. */
  readonly shown: Omit<Found, 'marks'>;
  /** By what it is found besides its name and code: kind, agency, field, its name in English. */
  readonly besides: readonly string[];
}

/** By what a procedure is found: plain texts with a blank before and after, so that `includes` finds whole words. */
export interface Texts {
  readonly code: string;
  readonly name: string;
  readonly short: string;
  /** Code, kind, agency, field. */
  readonly besides: string;
  /** Names and all else. */
  readonly all: string;
  readonly shortWords: number;
}

/** A procedure in the index. What only a search needs is made by the first one. */
export class Entry {
  /** Where it stands among those of its index. */
  readonly place: number;
  readonly versionId: string;
  readonly shown: Omit<Found, 'marks'>;
  readonly #besides: readonly string[];
  #texts: Texts | undefined;
  #nameWords: readonly NameWord[] | undefined;
  #shortTrigrams: ReadonlySet<string> | undefined;

  constructor({ versionId, shown, besides }: Findable, place: number) {
    this.place = place;
    this.versionId = versionId;
    this.shown = shown;
    this.#besides = besides;
  }

  get texts(): Texts {
    return (this.#texts ??= this.#read());
  }

  get nameWords(): readonly NameWord[] {
    return (this.#nameWords ??= wordsOf(this.shown.name));
  }

  get shortTrigrams(): ReadonlySet<string> {
    return (this.#shortTrigrams ??= new Set(trigrams(this.texts.short)));
  }

  #read(): Texts {
    const { code, name, shortName } = this.shown;
    const padded = (text: string) => ` ${plain(text)} `;
    const besides = padded([code, ...this.#besides].join(' '));
    const [whole, short] = [padded(name), padded(shortName ?? name)];
    return {
      code: padded(code),
      name: whole,
      short,
      besides,
      all: `${whole}${shortName === null ? '' : short.slice(1)}${besides.slice(1)}`,
      shortWords: short.split(' ').length - 2,
    };
  }
}

/** How names are ordered: Đ stands after D. */
export const byName = new Intl.Collator('vi');

/** Sets of entries, one bit each. */
type Bits = Uint32Array;

/** All procedures in force on a day, by the words of their names and of what belongs to them. */
export class ProcedureIndex {
  /** By code. */
  readonly entries: readonly Entry[];
  readonly #byCode: ReadonlyMap<string, Entry>;
  #holders: Map<string, Bits> | undefined;
  #words: readonly string[] | undefined;
  #listed: readonly Entry[] | undefined;
  #likeness: Likeness | undefined;
  #texts: WordTexts | undefined;

  constructor(found: readonly Findable[]) {
    this.entries = found
      .toSorted((a, b) => (a.shown.code < b.shown.code ? -1 : a.shown.code > b.shown.code ? 1 : 0))
      .map((one, place) => new Entry(one, place));
    this.#byCode = new Map(this.entries.map((entry) => [entry.shown.code, entry]));
  }

  /** By word: who holds it. */
  get #byWord(): ReadonlyMap<string, Bits> {
    if (this.#holders) return this.#holders;
    const holders = new Map<string, Bits>();
    this.entries.forEach((entry, place) => {
      for (const word of entry.texts.all.split(' ')) {
        if (word === '') continue;
        let bits = holders.get(word);
        if (!bits) holders.set(word, (bits = this.#none()));
        bits[place >>> 5]! |= 1 << (place & 31);
      }
    });
    return (this.#holders = holders);
  }

  get(code: string): Entry | undefined {
    return this.#byCode.get(code);
  }

  /** As lists show them: by field, then by name as Vietnamese is ordered. */
  get listed(): readonly Entry[] {
    return (this.#listed ??= this.entries.toSorted(
      ({ shown: a }, { shown: b }) =>
        (a.businessType.code < b.businessType.code
          ? -1
          : a.businessType.code > b.businessType.code
            ? 1
            : 0) || byName.compare(a.name, b.name),
    ));
  }

  /** Those that hold every word of one of the clauses, by code. */
  withWords({ clauses }: Asked): Entry[] {
    const fit = this.#none();
    for (const clause of clauses) {
      const bits = this.#ofClause(clause);
      for (let i = 0; i < fit.length; i++) fit[i]! |= bits[i]!;
    }
    return this.#entriesOf(fit);
  }

  /** How well phrases stand in each of the entries. */
  fits(entries: readonly Entry[], phrases: readonly string[]): ArrayLike<Fit> {
    this.#texts ??= new WordTexts(this.entries);
    return this.#texts.fits(entries, phrases);
  }

  /** Those whose name is like the text, with how much, 0 to 1.2: names that are alike as wholes come first. */
  alike(text: string): { entry: Entry; score: number }[] {
    this.#likeness ??= new Likeness(this.entries.map((entry) => entry.texts.name));
    const asked = new Set(trigrams(text));
    return Array.from(this.#likeness.find(text), ([place, score]) => {
      const entry = this.entries[place]!;
      return { entry, score: score + 0.2 * similarity(asked, entry.shortTrigrams) };
    });
  }

  #ofClause({ words, inOrder, begun }: Clause): Bits {
    let bits: Bits | undefined;
    for (const word of [...words, ...inOrder]) bits = both(bits, this.#byWord.get(word) ?? this.#none());
    if (begun !== undefined) bits = both(bits, this.#begunBy(begun));
    if (!bits) return this.#none();
    if (inOrder.length < 2) return bits;
    const phrase = ` ${inOrder.join(' ')} `;
    const together = this.#none();
    for (const entry of this.#entriesOf(bits)) {
      if (!entry.texts.all.includes(phrase)) continue;
      together[entry.place >>> 5]! |= 1 << (entry.place & 31);
    }
    return together;
  }

  #begunBy(start: string): Bits {
    this.#words ??= [...this.#byWord.keys()].sort();
    const found = this.#none();
    for (let i = firstFrom(this.#words, start); this.#words[i]?.startsWith(start); i++) {
      const bits = this.#byWord.get(this.#words[i]!)!;
      for (let j = 0; j < found.length; j++) found[j]! |= bits[j]!;
    }
    return found;
  }

  #none(): Bits {
    return new Uint32Array((this.entries.length + 31) >>> 5);
  }

  #entriesOf(bits: Bits): Entry[] {
    const found: Entry[] = [];
    for (let i = 0; i < bits.length; i++)
      for (let rest = bits[i]!; rest !== 0; rest &= rest - 1)
        found.push(this.entries[i * 32 + 31 - Math.clz32(rest & -rest)]!);
    return found;
  }
}

function both(a: Bits | undefined, b: Bits): Bits {
  if (!a) return b;
  const shared = new Uint32Array(a.length);
  for (let i = 0; i < shared.length; i++) shared[i] = a[i]! & b[i]!;
  return shared;
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
