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

/** A name by the numbers of its trigrams. */
interface Name {
  /** In order. */
  readonly trigrams: Int32Array;
  /** How many of them were there before. */
  readonly repeated: number;
}

/** By number of trigram: in which stretch it was seen last. Every stretch has a mark of its own. */
interface Seen {
  readonly marks: Int32Array;
  next: number;
}

/** Scratch of `bestStretch`. */
let wantedBefore = new Uint16Array(0);

/** Names in which to look for what is like a text. Work grows with the names that share most trigrams with it, no more. */
export class Likeness {
  /** Of each trigram its number. */
  readonly #numbers = new Map<string, number>();
  /** By number: the names that hold it, each once. */
  readonly #holders: readonly Uint16Array[];
  readonly #names: readonly Name[];

  /** @param names plain */
  constructor(names: readonly string[]) {
    const holding: number[][] = [];
    this.#names = names.map((name, place) => {
      const all = Int32Array.from(trigrams(name), (trigram) => {
        let number = this.#numbers.get(trigram);
        if (number === undefined) {
          number = holding.push([]) - 1;
          this.#numbers.set(trigram, number);
        }
        const holders = holding[number]!;
        if (holders.at(-1) !== place) holders.push(place);
        return number;
      });
      return { trigrams: all, repeated: all.length - new Set(all).size };
    });
    this.#holders = holding.map((places) => Uint16Array.from(places));
    const longest = Math.max(0, ...this.#names.map((name) => name.trigrams.length));
    if (wantedBefore.length <= longest) wantedBefore = new Uint16Array(longest + 1);
  }

  /** The names of which some stretch is like `text`, by place, each with how much (0.6 to 1). */
  find(text: string): Map<number, number> {
    const asked = new Set(trigrams(text));
    const wanted = new Uint8Array(this.#holders.length);
    const shared = new Uint16Array(this.#names.length);
    for (const trigram of asked) {
      const number = this.#numbers.get(trigram);
      if (number === undefined) continue;
      wanted[number] = 1;
      const holders = this.#holders[number]!;
      for (let i = 0; i < holders.length; i++) shared[holders[i]!]!++;
    }
    const found = new Map<number, number>();
    const seen: Seen = { marks: new Int32Array(this.#holders.length), next: 1 };
    for (let place = 0; place < shared.length; place++) {
      if (shared[place]! < alikeFrom * asked.size) continue;
      const score = bestStretch(this.#names[place]!, wanted, asked.size, seen);
      if (score >= alikeFrom) found.set(place, score);
    }
    return found;
  }
}

/**
 * The best stretch of a name: trigrams that it shares with the text, of all that either has. A stretch that holds more
 * than `size / alikeFrom` different trigrams cannot be alike, so none longer is looked at; where too few of those that
 * are wanted come after a place, none that begins there is.
 */
function bestStretch(name: Name, wanted: Uint8Array, size: number, seen: Seen): number {
  const { trigrams: all, repeated } = name;
  const needed = alikeFrom * size;
  const longest = Math.floor(size / alikeFrom);
  // How many that are wanted stand before each place.
  let before = 0;
  for (let at = 0; at < all.length; at++) {
    wantedBefore[at] = before;
    before += wanted[all[at]!]!;
  }
  wantedBefore[all.length] = before;
  let best = 0;
  for (let from = 0; from < all.length; from++) {
    if (wanted[all[from]!] === 0) continue;
    // What is wanted and stands before a stretch makes it better: the best one begins where a run of it does.
    if (from > 0 && wanted[all[from - 1]!] === 1) continue;
    const end = Math.min(all.length, from + longest + repeated);
    if (wantedBefore[end]! - wantedBefore[from]! < needed) continue;
    let different = 0;
    let shared = 0;
    const mark = seen.next++;
    for (let to = from; to < end; to++) {
      const trigram = all[to]!;
      if (seen.marks[trigram] === mark) continue;
      seen.marks[trigram] = mark;
      if (++different > longest) break;
      if (wanted[trigram] === 0) continue;
      shared++;
      const alike = shared / (size + different - shared);
      if (alike > best) best = alike;
    }
  }
  return best;
}

/** How alike two sets of trigrams are as wholes, 0 to 1. */
export function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let shared = 0;
  for (const one of a) if (b.has(one)) shared++;
  return shared / (a.size + b.size - shared);
}
