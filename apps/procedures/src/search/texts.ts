/** One kind of text of every procedure (its name, say) as numbers of words, one text after the other. */
export class Texts {
  readonly #words: Uint16Array;
  /** By place: where its text begins; at the end, where the last one ends. */
  readonly #begins: Uint32Array;

  /** @param texts by place */
  constructor(texts: readonly (readonly number[])[]) {
    this.#words = Uint16Array.from(texts.flat());
    this.#begins = new Uint32Array(texts.length + 1);
    texts.forEach((text, place) => (this.#begins[place + 1] = this.#begins[place]! + text.length));
  }

  /** How many words a text has. */
  length(place: number): number {
    return this.#begins[place + 1]! - this.#begins[place]!;
  }

  begins(place: number, phrase: readonly number[]): boolean {
    return phrase.length <= this.length(place) && this.#standsAt(this.#begins[place]!, phrase);
  }

  holds(place: number, phrase: readonly number[]): boolean {
    const last = this.#begins[place + 1]! - phrase.length;
    for (let at = this.#begins[place]!; at <= last; at++) if (this.#standsAt(at, phrase)) return true;
    return false;
  }

  #standsAt(at: number, phrase: readonly number[]): boolean {
    for (let i = 0; i < phrase.length; i++) if (this.#words[at + i] !== phrase[i]) return false;
    return true;
  }
}
