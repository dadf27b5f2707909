/** The words of all texts of an index, numbered from 1; 0 is a word that stands nowhere. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>();
  #sorted: readonly string[] | undefined;

  get size(): number {
    return this.#numbers.size;
  }

  number(word: string): number {
    return this.#numbers.get(word) ?? 0;
  }

  /** The number of a word; one that is new gets the next. */
  take(word: string): number {
    let number = this.#numbers.get(word);
    if (number === undefined) this.#numbers.set(word, (number = this.#numbers.size + 1));
    return number;
  }

  /** The numbers of all words that begin so. */
  begunBy(start: string): number[] {
    this.#sorted ??= [...this.#numbers.keys()].sort();
    const found: number[] = [];
    for (let i = firstFrom(this.#sorted, start); this.#sorted[i]?.startsWith(start); i++)
      found.push(this.number(this.#sorted[i]!));
    return found;
  }
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
