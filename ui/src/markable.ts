/** Texts in which now this is marked, now that. */
import { escape, Html, none } from './html.ts';
import { inOnePiece } from './pieces.ts';

/** A text that is shown again and again with other marks: escaped and encoded once, then only cut and joined. */
export class MarkableText {
  readonly #bytes: string;
  /** Of each character, and of the end: where it begins in the bytes. */
  readonly #begins: Uint32Array;
  readonly #before: string;
  readonly #after: string;

  /** @param around what always stands before and after it */
  constructor(text: string, around: readonly [before: Html, after: Html] = [none, none]) {
    const begins = new Uint32Array(text.length + 1);
    let bytes = '';
    let at = 0;
    for (const character of text) {
      begins.fill(bytes.length, at, at + character.length);
      at += character.length;
      bytes += escape(character);
    }
    begins[at] = bytes.length;
    this.#bytes = Buffer.from(bytes, 'latin1').toString('latin1');
    this.#begins = begins;
    this.#before = inOnePiece(around[0]).bytes;
    this.#after = inOnePiece(around[1]).bytes;
  }

  /** @param marks pairs of start and length, in order, none over another */
  marked(marks: readonly (readonly number[])[]): Html {
    let bytes = this.#before;
    let at = 0;
    for (const [start = 0, length = 0] of marks) {
      const from = this.#place(start);
      const to = this.#place(start + length);
      bytes += `${this.#bytes.slice(at, from)}<mark>${this.#bytes.slice(from, to)}</mark>`;
      at = to;
    }
    return new Html(bytes + this.#bytes.slice(at) + this.#after);
  }

  #place(character: number): number {
    return this.#begins[Math.min(character, this.#begins.length - 1)]!;
  }
}
