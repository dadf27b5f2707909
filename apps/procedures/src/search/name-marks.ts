import { fold } from '@dinh/kernel';
import type { Vocabulary } from './vocabulary.ts';

/** The words of names as people read them: where each stands. Of all names one after the other. */
export class NameMarks {
  /** By place: where its words begin. */
  readonly #begins: Uint32Array;
  readonly #numbers: Uint16Array;
  readonly #starts: Uint16Array;
  readonly #lengths: Uint16Array;
  /** 1 when only blanks stand between it and the word before. */
  readonly #next: Uint8Array;
  /** By number of a word: 1 while it is to be marked. Empty between searches. */
  readonly #marked: Uint8Array;

  /** @param names in NFC */
  constructor(names: readonly string[], vocabulary: Vocabulary) {
    const lists = names.map(wordsOf);
    const words = lists.flat();
    let end = 0;
    this.#begins = Uint32Array.from([0, ...lists.map((list) => (end += list.length))]);
    this.#numbers = Uint16Array.from(words, ({ folded }) => vocabulary.take(folded));
    this.#starts = Uint16Array.from(words, ({ start }) => start);
    this.#lengths = Uint16Array.from(words, ({ length }) => length);
    this.#next = Uint8Array.from(words, ({ next }) => Number(next));
    this.#marked = new Uint8Array(vocabulary.size + 1);
  }

  /** @param words numbers of those to be marked @returns for each place pairs of start and length */
  of(places: readonly number[], words: readonly number[]): [start: number, length: number][][] {
    for (const word of words) this.#marked[word] = 1;
    this.#marked[0] = 0;
    const marks = places.map((place) => this.#ofOne(place));
    for (const word of words) this.#marked[word] = 0;
    return marks;
  }

  /** Neighbours become one mark, blank included. */
  #ofOne(place: number): [start: number, length: number][] {
    const marks: [number, number][] = [];
    let last: [number, number] | undefined;
    for (let i = this.#begins[place]!; i < this.#begins[place + 1]!; i++) {
      if (this.#marked[this.#numbers[i]!] === 0) last = undefined;
      else if (last && this.#next[i] === 1) last[1] = this.#starts[i]! + this.#lengths[i]! - last[0];
      else marks.push((last = [this.#starts[i]!, this.#lengths[i]!]));
    }
    return marks;
  }
}

/** A word of a name: where it stands, and as it is compared. */
interface NameWord {
  readonly start: number;
  readonly length: number;
  readonly folded: string;
  /** Only blanks stand between it and the word before. */
  readonly next: boolean;
}

/** The words of a name. @param name in NFC, so that folding keeps places */
function wordsOf(name: string): NameWord[] {
  let end = name.length;
  return Array.from(name.matchAll(/[\p{L}\p{N}]+/gu), ({ index, 0: word }) => {
    const next = end < index && name.slice(end, index).trim() === '';
    end = index + word.length;
    return { start: index, length: word.length, folded: fold(word), next };
  });
}
