import { fold } from '@dinh/kernel';

/** A text as it is compared: folded, one blank for whatever is neither letter nor digit. */
export function plain(text: string): string {
  const folded = fold(text);
  if (isPlain.test(folded)) return folded;
  return folded.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

const isPlain = /^(?:[a-z0-9]+ )*[a-z0-9]+$/;

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

/** How people begin and end a question; no name is told from another by it. */
const courtesies = [
  'toi muon',
  'toi can',
  'toi xin',
  'cho toi',
  'cho hoi',
  'xin hoi',
  'huong dan',
  'lam the nao',
  'nhu the nao',
  'lam sao',
  'can giay to gi',
  'can nhung gi',
  'can gi',
  'o dau',
  'thu tuc',
  'ho so',
  'xin',
].map((text) => text.split(' '));
const courtesiesBegin: ReadonlySet<string> = new Set(courtesies.map(([first]) => first!));

/** Words that say nothing more once a saying has said what is meant. */
const emptyBesideSaying = new Set(['lam', 'mo', 'muon', 'bi', 'cho', 'duoc', 'can', 'toi', 'o', 'di']);

/**
 * Reads a query. What people say (“sổ đỏ”) is looked for by what the catalogue calls it as well; the saying itself
 * then only as a phrase, because its short words stand everywhere.
 * @param prefix the last word may be unfinished (suggestions while typing)
 */
export function readQuery(typed: string, sayings: Sayings, prefix = false): Asked | undefined {
  const whole = plain(typed);
  if (whole === '') return undefined;
  const words = whole.split(' ', mostWords);
  const text = words.join(' ');
  const others = (prefix ? begun(words, sayings) : [words]).flatMap((said) => inOtherWords(said, sayings));
  const left = withoutCourtesy(words);
  const matter = left.length > 0 ? left : words;
  const own: Clause =
    others.length > 0
      ? { words: [], inOrder: words }
      : prefix
        ? { words: matter.slice(0, -1), inOrder: [], begun: matter.at(-1)! }
        : { words: matter, inOrder: [] };
  const phrases = [text, ...others.map((other) => other.text)];
  if (matter.length < words.length && others.length === 0) phrases.push(matter.join(' '));
  return { text, phrases, clauses: [own, ...others.map((other) => other.clause)] };
}

/** What somebody may be about to type: the words, or those whose last ones begin a saying, with all of it. */
function begun(words: readonly string[], sayings: Sayings): (readonly string[])[] {
  for (let from = 0; from < words.length; from++) {
    const said = sayings.begunBy(words.slice(from).join(' '));
    if (said.length > 0) return said.map((saying) => [...words.slice(0, from), ...saying.split(' ')]);
  }
  return [words];
}

/** The words without what is said for the sake of asking. */
function withoutCourtesy(words: readonly string[]): string[] {
  const left: string[] = [];
  for (let i = 0; i < words.length;) {
    const said = courtesiesBegin.has(words[i]!)
      ? courtesies.find((one) => one.every((word, n) => words[i + n] === word))
      : undefined;
    if (said) i += said.length;
    else left.push(words[i++]!);
  }
  return left;
}

interface OtherWords {
  readonly text: string;
  readonly clause: Clause;
}

/** The query with the sayings in it put into the catalogue's words, the longest sayings only; a few ways at most. */
function inOtherWords(words: readonly string[], sayings: Sayings): OtherWords[] {
  const said = sayings.in(words);
  const longest = said.filter((phrase) => !said.some((longer) => longer !== phrase && ` ${longer} `.includes(` ${phrase} `)));
  if (longest.length === 0) return [];
  let ways: Way[] = [{ text: ` ${words.join(' ')} `, rest: ` ${words.join(' ')} `, meant: [] }];
  for (const phrase of longest)
    ways = ways
      .flatMap((way) =>
        way.rest.includes(` ${phrase} `) ? sayings.meaning(phrase).map((means) => put(way, phrase, means)) : [way],
      )
      .slice(0, 6);
  return ways.map(({ text, rest, meant }) => {
    const wordsOfAll = meant.map((means) => means.split(' '));
    // Few words stand together or mean something else; of many, or of several sayings, it is enough that all are there.
    const inOrder = wordsOfAll.find((list) => list.length <= 3) ?? [];
    return {
      text: withoutCourtesy(text.trim().split(' ')).join(' '),
      clause: {
        words: [
          ...withoutCourtesy(rest.trim().split(' ')).filter((word) => word !== '' && !emptyBesideSaying.has(word)),
          ...wordsOfAll.filter((list) => list !== inOrder).flat(),
        ],
        inOrder,
      },
    };
  });
}

/** A way to read a query: its text with sayings put into other words, what is left of it as typed, and what was meant. */
interface Way {
  readonly text: string;
  readonly rest: string;
  readonly meant: readonly string[];
}

function put({ text, rest, meant }: Way, phrase: string, means: string): Way {
  return {
    text: text.replace(` ${phrase} `, ` ${means} `),
    rest: rest.replace(` ${phrase} `, ' '),
    meant: [...meant, means],
  };
}

/** What people say, and what the catalogue calls it; all plain. */
export class Sayings {
  readonly #meanings = new Map<string, string[]>();
  /** By first word: how many words the longest saying has that begins with it. */
  readonly #longest = new Map<string, number>();
  readonly #sorted: readonly string[];

  constructor(rows: readonly { readonly phrase: string; readonly means: string }[]) {
    for (const { phrase, means } of rows) {
      const said = plain(phrase);
      const words = said.split(' ');
      this.#longest.set(words[0]!, Math.max(words.length, this.#longest.get(words[0]!) ?? 0));
      this.#meanings.set(said, [...this.meaning(said), plain(means)]);
    }
    this.#sorted = [...this.#meanings.keys()].sort();
  }

  meaning(said: string): readonly string[] {
    return this.#meanings.get(said) ?? [];
  }

  /** A few sayings that begin so; none for what may begin anything. */
  begunBy(start: string): string[] {
    if (start.length < 4) return [];
    return this.#sorted.filter((said) => said.startsWith(start)).slice(0, 3);
  }

  /** The sayings in a query, each once. */
  in(words: readonly string[]): string[] {
    const found: string[] = [];
    for (let from = 0; from < words.length; from++) {
      const last = Math.min(words.length, from + (this.#longest.get(words[from]!) ?? 0));
      let text = '';
      for (let to = from; to < last; to++) {
        text += to === from ? words[to]! : ` ${words[to]!}`;
        if (this.#meanings.has(text) && !found.includes(text)) found.push(text);
      }
    }
    return found;
  }
}
