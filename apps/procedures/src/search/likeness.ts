/** How alike two texts are by their trigrams, as `pg_trgm` counts it: for what is mistyped. */

/** From here on a name is alike. */
export const alikeFrom = 0.6;

/** The trigrams of plain words, in order: `  x`, ` xa`, `xay`, `ay ` for “xay”. */
export function trigrams(plain: string): string[] {
  const found: string[] = [];
  for (const word of plain.split(' ')) {
    if (word === '') continue;
    const padded = `  ${word} `;
    for (let i = 0; i + 3 <= padded.length; i++) found.push(padded.slice(i, i + 3));
  }
  return found;
}

/** Names in which to look for what is like a text. Work grows with the names that share most trigrams with it, no more. */
export class Likeness {
  /** Of each trigram its number. */
  readonly #numbers = new Map<string, number>();
  /** By number: the names that hold it, each once. */
  readonly #holders: readonly Uint16Array[];
  /** The trigrams of all names in order, one name after the other, and where each name begins. */
  readonly #trigrams: Uint16Array;
  readonly #begins: Uint32Array;
  /** For each of them: where it stood last before in its name; -1 when it is the first. */
  readonly #before: Int32Array;
  /** For each of them: how many up to there stood in their name before. */
  readonly #again: Uint32Array;
  /** Where in a name what is wanted stands; used anew for each. */
  readonly #places: Uint32Array;
  /** By number: 1 while it is asked for. Empty between searches, as the next one. */
  readonly #wanted: Uint8Array;
  /** By place: how many of those asked for the name holds. */
  readonly #shared: Uint16Array;
  /** By place: how many different ones the name has. */
  readonly #different: Uint16Array;
  /** Of those that have a short name: its trigrams, each once. */
  readonly #shorts: ReadonlyMap<number, readonly number[]>;

  /** @param names plain @param shorts by place: the short name, plain, where there is one */
  constructor(names: readonly string[], shorts: readonly (string | null)[] = []) {
    const holding: number[][] = [];
    const numberOf = (trigram: string): number => {
      let number = this.#numbers.get(trigram);
      if (number === undefined) this.#numbers.set(trigram, (number = holding.push([]) - 1));
      return number;
    };
    const all: number[] = [];
    const before: number[] = [];
    this.#begins = new Uint32Array(names.length + 1);
    this.#different = new Uint16Array(names.length);
    let longest = 0;
    names.forEach((name, place) => {
      const last = new Map<number, number>();
      for (const trigram of trigrams(name)) {
        const number = numberOf(trigram);
        before.push(last.get(number) ?? -1);
        if (!last.has(number)) holding[number]!.push(place);
        last.set(number, all.length);
        all.push(number);
      }
      this.#begins[place + 1] = all.length;
      this.#different[place] = last.size;
      longest = Math.max(longest, all.length - this.#begins[place]!);
    });
    this.#shorts = new Map(
      shorts.flatMap((short, place) => (short === null ? [] : [[place, [...new Set(trigrams(short))].map(numberOf)] as const])),
    );
    this.#trigrams = Uint16Array.from(all);
    let again = 0;
    this.#again = Uint32Array.from(before, (at) => (again += at < 0 ? 0 : 1));
    this.#before = Int32Array.from(before);
    this.#places = new Uint32Array(longest + 1);
    this.#holders = holding.map((places) => Uint16Array.from(places));
    this.#wanted = new Uint8Array(holding.length);
    this.#shared = new Uint16Array(names.length);
  }

  /** The names of which some stretch is like `text`, by place, each with how much (0.6 to 1). */
  find(text: string): Map<number, number> {
    const found = new Map<number, number>();
    this.each(text, (place, score) => found.set(place, score));
    return found;
  }

  /** The same without keeping them. @param visit `whole`: how alike the text is to the short name as a whole, 0 to 1 */
  each(text: string, visit: (place: number, score: number, whole: number) => void): void {
    const asked = new Set(trigrams(text));
    const { size } = asked;
    const [wanted, shared] = [this.#wanted, this.#shared];
    const numbers: number[] = [];
    for (const trigram of asked) {
      const number = this.#numbers.get(trigram);
      if (number === undefined) continue;
      numbers.push(number);
      wanted[number] = 1;
      const holders = this.#holders[number]!;
      for (let i = 0; i < holders.length; i++) shared[holders[i]!]!++;
    }
    const enough = alikeFrom * size;
    for (let place = 0; place < shared.length; place++) {
      const both = shared[place]!;
      if (both < enough || both === 0) continue;
      const score = this.#bestStretch(place, wanted, size, both);
      if (score >= alikeFrom) visit(place, score, this.#whole(place, wanted, size, both));
    }
    for (const number of numbers) wanted[number] = 0;
    shared.fill(0);
  }

  /** How alike the text is to the short name, or the name where there is none, which shares `both` with it. */
  #whole(place: number, wanted: Uint8Array, size: number, both: number): number {
    const short = this.#shorts.get(place);
    if (!short) return both / (size + this.#different[place]! - both);
    const shared = short.reduce((sum, trigram) => sum + wanted[trigram]!, 0);
    return shared / (size + short.length - shared);
  }

  /**
   * The best stretch of a name: trigrams that it shares with the text, of all that either has.
   * @param size of the text @param most how many different ones the whole name shares with it
   */
  #bestStretch(place: number, wanted: Uint8Array, size: number, most: number): number {
    const [all, before, again, at] = [this.#trigrams, this.#before, this.#again, this.#places];
    const [begin, end] = [this.#begins[place]!, this.#begins[place + 1]!];
    let count = 0;
    for (let i = begin; i < end; i++) {
      at[count] = i; // without a branch, which nothing could foretell
      count += wanted[all[i]!]!;
    }
    let best = 0;
    let others = othersAllowed(alikeFrom, size, most);
    let needed = Math.ceil(alikeFrom * size - 1e-9);
    for (let first = 0; first + needed <= count; first++) {
      const from = at[first]!;
      // What is wanted and stands before a stretch makes it better: the best one begins where a run of it does.
      if (first > 0 && at[first - 1] === from - 1) continue;
      const enough = at[first + needed - 1]!;
      if (enough - from + 1 - needed - (again[enough]! - again[from]!) > others) continue;
      let shared = 0;
      let other = 0;
      let next = from;
      for (let i = first; i < count; i++) {
        const to = at[i]!;
        for (; next < to; next++) if (before[next]! < from) other++;
        if (other > others) break;
        next = to + 1;
        if (before[to]! >= from) continue;
        const alike = ++shared / (size + other);
        if (alike > best) best = alike;
      }
      if (best > alikeFrom) {
        others = othersAllowed(best, size, most);
        needed = Math.floor(best * size + 1e-9) + 1;
      }
    }
    return best;
  }
}

/** How many trigrams that are not wanted a stretch may hold and still be alike by `a`, with `most` of those that are. */
const othersAllowed = (a: number, size: number, most: number): number => Math.floor(most / a - size + 1e-9);
