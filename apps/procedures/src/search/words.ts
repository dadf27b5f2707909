import { fold } from '@dinh/kernel';

/** A text as it is compared: folded, one blank for whatever is neither letter nor digit. Twin of `procedures.plain`. */
export function plain(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What somebody asks for, ready to be compared. */
export interface Asked {
  /** Plain words as typed. */
  readonly text: string;
  /** What is looked for as whole phrases: what was typed, and what the catalogue calls it. */
  readonly phrases: readonly string[];
  /** For `to_tsquery('simple', …)`. */
  readonly query: string;
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
  const own = others.length > 0 ? inOrder(words) : together(words, prefix);
  return {
    text,
    phrases: [text, ...others.map((other) => other.text)],
    query: [own, ...others.map((other) => other.query)].map((part) => `(${part})`).join(' | '),
  };
}

interface OtherWords {
  readonly text: string;
  readonly query: string;
}

/** The query with each saying in it put into the catalogue's words, the longest sayings only; a few at most. */
function inOtherWords(text: string, synonyms: ReadonlyMap<string, readonly string[]>): OtherWords[] {
  const padded = ` ${text} `;
  const said = [...synonyms.keys()].filter((phrase) => padded.includes(` ${phrase} `));
  const longest = said.filter(
    (phrase) => !said.some((longer) => longer !== phrase && longer.includes(phrase)),
  );
  return longest
    .flatMap((phrase) =>
      (synonyms.get(phrase) ?? []).map((means) => {
        const rest = padded.replace(` ${phrase} `, ' ').split(' ').filter(Boolean);
        const meant = means.split(' ');
        // Few words stand together or mean something else; of many it is enough that all are there.
        const query = [...rest, meant.length <= 3 ? inOrder(meant) : together(meant)].join(' & ');
        return { text: padded.replace(` ${phrase} `, ` ${means} `).trim(), query };
      }),
    )
    .slice(0, 6);
}

const together = (words: readonly string[], prefix = false): string =>
  words.map((word, i) => (prefix && i === words.length - 1 ? `${word}:*` : word)).join(' & ');

const inOrder = (words: readonly string[]): string => `(${words.join(' <-> ')})`;

/**
 * Where a name shows what was asked for: pairs of start and length, for marking.
 * @param name in NFC, so that folding keeps places
 */
export function findMarks(name: string, phrases: readonly string[]): [start: number, length: number][] {
  const wanted = new Set(phrases.flatMap((phrase) => phrase.split(' ')));
  const marks: [number, number][] = [];
  for (const found of name.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (!wanted.has(fold(found[0]))) continue;
    const last = marks.at(-1);
    // neighbours become one mark, blank included
    if (last && name.slice(last[0] + last[1], found.index).trim() === '')
      last[1] = found.index + found[0].length - last[0];
    else marks.push([found.index, found[0].length]);
  }
  return marks;
}
