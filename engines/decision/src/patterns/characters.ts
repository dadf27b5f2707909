/** Sets of characters, as XML Schema's regular expressions name them. */

/** Whether a character (one code point) is in a set. */
export type CharacterSet = (char: string) => boolean;

const categories = new Map<string, CharacterSet | null>();

/** `\p{…}`: a general category such as Lu, or a block such as IsBasicLatin; null when there is none. */
export function category(name: string): CharacterSet | null {
  let set = categories.get(name);
  if (set === undefined) {
    const block = BLOCKS[name];
    if (block) set = (char) => within(char, block);
    else
      set = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfson]?)$/.test(name)
        ? byProperty(name)
        : null;
    categories.set(name, set);
  }
  return set;
}

function byProperty(name: string): CharacterSet {
  const pattern = new RegExp(`^\\p{${name}}$`, 'u');
  return (char) => pattern.test(char);
}

function within(char: string, [from, to]: readonly [number, number]): boolean {
  const point = char.codePointAt(0) ?? -1;
  return point >= from && point <= to;
}

/** The Unicode blocks that texts in our languages come from. */
const BLOCKS: Record<string, readonly [number, number] | undefined> = {
  IsBasicLatin: [0x0, 0x7f],
  'IsLatin-1Supplement': [0x80, 0xff],
  'IsLatinExtended-A': [0x100, 0x17f],
  'IsLatinExtended-B': [0x180, 0x24f],
  IsLatinExtendedAdditional: [0x1e00, 0x1eff],
  IsCombiningDiacriticalMarks: [0x300, 0x36f],
  IsGreek: [0x370, 0x3ff],
  IsGreekandCoptic: [0x370, 0x3ff],
  IsCyrillic: [0x400, 0x4ff],
  IsThai: [0xe00, 0xe7f],
  IsLao: [0xe80, 0xeff],
  IsGeneralPunctuation: [0x2000, 0x206f],
  IsCurrencySymbols: [0x20a0, 0x20cf],
  IsHiragana: [0x3040, 0x309f],
  IsKatakana: [0x30a0, 0x30ff],
  IsHangulSyllables: [0xac00, 0xd7af],
  IsCJKUnifiedIdeographs: [0x4e00, 0x9fff],
};

const isSpace: CharacterSet = (char) => char === ' ' || char === '\t' || char === '\n' || char === '\r';
const isDigit = byProperty('Nd');
const isWord: CharacterSet = (char) => !/^[\p{P}\p{Z}\p{C}]$/u.test(char);
const isNameStart: CharacterSet = (char) => /^[\p{L}_:]$/u.test(char);
const isNamePart: CharacterSet = (char) => /^[\p{L}\p{M}\p{N}_:.\-·]$/u.test(char);

const not =
  (set: CharacterSet): CharacterSet =>
  (char) =>
    !set(char);

/** The sets written with one letter: `\d`, `\W`… */
export const ESCAPED_SETS: Readonly<Record<string, CharacterSet | undefined>> = {
  s: isSpace,
  S: not(isSpace),
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  i: isNameStart,
  I: not(isNameStart),
  c: isNamePart,
  C: not(isNamePart),
};

/** The set in which upper and lower case count as one. */
export function foldCase(set: CharacterSet): CharacterSet {
  return (char) => {
    if (set(char)) return true;
    const lower = char.toLowerCase();
    const upper = char.toUpperCase();
    return set(lower) || set(upper) || set(upper.toLowerCase());
  };
}
