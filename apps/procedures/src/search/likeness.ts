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

/** A name by the numbers of its trigrams, in order. */
interface Name {
  readonly trigrams: Uint16Array;
  /** Where each of them stood last before; -1 when it is the first. */
  readonly before: Int16Array;
}

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
      const last = new Map<number, number>();
      const all = trigrams(name);
      const before = new Int16Array(all.length);
      const numbers = Uint16Array.from(all, (trigram, at) => {
        let number = this.#numbers.get(trigram);
        if (number === undefined) {
          number = holding.push([]) - 1;
          this.#numbers.set(trigram, number);
        }
        before[at] = last.get(number) ?? -1;
        if (!last.has(number)) holding[number]!.push(place);
        last.set(number, at);
        return number;
      });
      return { trigrams: numbers, before };
    });
    this.#holders = holding.map((places) => Uint16Array.from(places));
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
    for (let place = 0; place < shared.length; place++) {
      if (shared[place]! < alikeFrom * asked.size) continue;
      const score = bestStretch(this.#names[place]!, wanted, asked.size, shared[place]!);
      if (score >= alikeFrom) found.set(place, score);
    }
    return found;
  }
}

/**
 * The best stretch of a name: trigrams that it shares with the text, of all that either has.
 * @param size of the text @param most how many different ones the whole name shares with it
 */
function bestStretch(
  { trigrams: all, before }: Name,
  wanted: Uint8Array,
  size: number,
  most: number,
): number {
  let best = 0;
  let others = othersAllowed(alikeFrom, size, most);
  let last = 0;
  for (let from = 0; from < all.length; from++) {
    // What is wanted and stands before a stretch makes it better: the best one begins where a run of it does.
    const former = last;
    last = wanted[all[from]!]!;
    if (last === 0 || former === 1) continue;
    let shared = 0;
    let other = 0;
    for (let to = from; to < all.length; to++) {
      if (before[to]! >= from) continue;
      if (wanted[all[to]!] === 0) {
        if (++other > others) break;
        continue;
      }
      const alike = ++shared / (size + other);
      if (alike > best) best = alike;
    }
    if (best > alikeFrom) others = othersAllowed(best, size, most);
  }
  return best;
}

/** How many trigrams that are not wanted a stretch may hold and still be alike by `a`, with `most` of those that are. */
const othersAllowed = (a: number, size: number, most: number): number => Math.floor(most / a - size + 1e-9);

/** How alike two sets of trigrams are as wholes, 0 to 1. */
export function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let shared = 0;
  for (const one of a) if (b.has(one)) shared++;
  return shared / (a.size + b.size - shared);
}
