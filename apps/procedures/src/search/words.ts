import { fold } from '@dinh/kernel';

/** A text as it is compared: folded, one blank for whatever is neither letter nor digit. */
export function plain(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** One way in which a procedure fits: all of it must hold. */
export interface Clause {
  /** Stand somewhere, in any order. */
  readonly words: readonly string[];
  /** Stand together, in this order. */
  readonly inOrder: readonly string[];
  /** The beginning of a word, while somebody types. */
  readonly begun?: string;
}

/** What somebody asks for, ready to be compared. */
export interface Asked {
  /** Plain words as typed. */
  readonly text: string;
  /** What is looked for as whole phrases: what was typed, and what the catalogue calls it. */
  readonly phrases: readonly string[];
  /** A procedure fits when one of them holds. */
  readonly clauses: readonly Clause[];
}

/** Longest query that is read; the rest is left out. */
const mostWords = 12;

/**
 * Reads a query. What people say (“sổ đỏ”) is looked for by what the catalogue calls it as well; the saying itself
 * then only as a phrase, because its short words stand everywhere.
 * @param prefix the last word may be unfinished (suggestions while typing)
 */
export function readQuery(
  typed: string,
  synonyms: ReadonlyMap<string, readonly string[]>,
  prefix = false,
): Asked | undefined {
  const words = plain(typed).split(' ').filter(Boolean).slice(0, mostWords);
  if (words.length === 0) return undefined;
  const text = words.join(' ');
  const others = inOtherWords(text, synonyms);
  const own: Clause =
    others.length > 0
      ? { words: [], inOrder: words }
      : prefix
        ? { words: words.slice(0, -1), inOrder: [], begun: words.at(-1)! }
        : { words, inOrder: [] };
  return {
    text,
    phrases: [text, ...others.map((other) => other.text)],
    clauses: [own, ...others.map((other) => other.clause)],
  };
}

interface OtherWords {
  readonly text: string;
  readonly clause: Clause;
}

/** The query with each saying in it put into the catalogue's words, the longest sayings only; a few at most. */
function inOtherWords(text: string, synonyms: ReadonlyMap<string, readonly string[]>): OtherWords[] {
  const padded = ` ${text} `;
  const said = stretches(text.split(' ')).filter((phrase) => synonyms.has(phrase));
  const longest = said.filter(
    (phrase) => !said.some((longer) => longer !== phrase && longer.includes(phrase)),
  );
  return longest
    .flatMap((phrase) =>
      (synonyms.get(phrase) ?? []).map((means): OtherWords => {
        const rest = padded.replace(` ${phrase} `, ' ').split(' ').filter(Boolean);
        const meant = means.split(' ');
        return {
          text: padded.replace(` ${phrase} `, ` ${means} `).trim(),
          // Few words stand together or mean something else; of many it is enough that all are there.
          clause:
            meant.length <= 3 ? { words: rest, inOrder: meant } : { words: [...rest, ...meant], inOrder: [] },
        };
      }),
    )
    .slice(0, 6);
}

/** All stretches of words, each once: at most 78. */
function stretches(words: readonly string[]): string[] {
  const found = new Set<string>();
  for (let from = 0; from < words.length; from++) {
    let text = '';
    for (let to = from; to < words.length; to++) {
      text += to === from ? words[to]! : ` ${words[to]!}`;
      found.add(text);
    }
  }
  return [...found];
}

/** A word of a name: where it stands, and as it is compared. */
export interface NameWord {
  readonly start: number;
  readonly length: number;
  readonly folded: string;
  /** Only blanks stand between it and the word before. */
  readonly next: boolean;
}

/** The words of a name. @param name in NFC, so that folding keeps places */
export function wordsOf(name: string): NameWord[] {
  let end = name.length;
  return Array.from(name.matchAll(/[\p{L}\p{N}]+/gu), ({ index, 0: word }) => {
    const next = end < index && name.slice(end, index).trim() === '';
    end = index + word.length;
    return { start: index, length: word.length, folded: fold(word), next };
  });
}

/** Where a name shows what was asked for: pairs of start and length, for marking. Neighbours become one mark, blank included. */
export function findMarks(
  words: readonly NameWord[],
  wanted: ReadonlySet<string>,
): [start: number, length: number][] {
  const marks: [number, number][] = [];
  let markedBefore = false;
  for (const { start, length, folded, next } of words) {
    const marked = wanted.has(folded);
    const last = marks.at(-1);
    if (marked && markedBefore && next && last) last[1] = start + length - last[0];
    else if (marked) marks.push([start, length]);
    markedBefore = marked;
  }
  return marks;
}
