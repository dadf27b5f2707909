/** Sets of characters, as XML Schema's regular expressions name them. */

/** Whether a character (one code point) is in a set. */
export type CharacterSet = (char: string) => boolean;

const categories = new Map<string, CharacterSet | null>();

/** `\p{…}`: a general category such as Lu, or a block such as IsBasicLatin; null when there is none. */
export function category(name: string): CharacterSet | null {
  let set = categories.get(name);
  if (set === undefined) {
    const block = BLOCKS.get(name);
    if (block) set = (char) => within(char, block);
    else set = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfson]?)$/.test(name) ? byProperty(name) : null;
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

/** Blocks of Unicode as XML Schema names them (part 2, F.1.1): first and last code point, in hexadecimal. */
const BLOCK_LIST = `
  BasicLatin 0 7f, Latin-1Supplement 80 ff, LatinExtended-A 100 17f, LatinExtended-B 180 24f, IPAExtensions 250 2af,
  SpacingModifierLetters 2b0 2ff, CombiningDiacriticalMarks 300 36f, Greek 370 3ff, GreekandCoptic 370 3ff,
  Cyrillic 400 4ff, CyrillicSupplementary 500 52f, Armenian 530 58f, Hebrew 590 5ff, Arabic 600 6ff, Syriac 700 74f,
  Thaana 780 7bf, Devanagari 900 97f, Bengali 980 9ff, Gurmukhi a00 a7f, Gujarati a80 aff, Oriya b00 b7f,
  Tamil b80 bff, Telugu c00 c7f, Kannada c80 cff, Malayalam d00 d7f, Sinhala d80 dff, Thai e00 e7f, Lao e80 eff,
  Tibetan f00 fff, Myanmar 1000 109f, Georgian 10a0 10ff, HangulJamo 1100 11ff, Ethiopic 1200 137f,
  Cherokee 13a0 13ff, UnifiedCanadianAboriginalSyllabics 1400 167f, Ogham 1680 169f, Runic 16a0 16ff,
  Tagalog 1700 171f, Hanunoo 1720 173f, Buhid 1740 175f, Tagbanwa 1760 177f, Khmer 1780 17ff, Mongolian 1800 18af,
  Limbu 1900 194f, TaiLe 1950 197f, KhmerSymbols 19e0 19ff, PhoneticExtensions 1d00 1d7f,
  LatinExtendedAdditional 1e00 1eff, GreekExtended 1f00 1fff, GeneralPunctuation 2000 206f,
  SuperscriptsandSubscripts 2070 209f, CurrencySymbols 20a0 20cf, CombiningMarksforSymbols 20d0 20ff,
  CombiningDiacriticalMarksforSymbols 20d0 20ff, LetterlikeSymbols 2100 214f, NumberForms 2150 218f,
  Arrows 2190 21ff, MathematicalOperators 2200 22ff, MiscellaneousTechnical 2300 23ff, ControlPictures 2400 243f,
  OpticalCharacterRecognition 2440 245f, EnclosedAlphanumerics 2460 24ff, BoxDrawing 2500 257f,
  BlockElements 2580 259f, GeometricShapes 25a0 25ff, MiscellaneousSymbols 2600 26ff, Dingbats 2700 27bf,
  MiscellaneousMathematicalSymbols-A 27c0 27ef, SupplementalArrows-A 27f0 27ff, BraillePatterns 2800 28ff,
  SupplementalArrows-B 2900 297f, MiscellaneousMathematicalSymbols-B 2980 29ff,
  SupplementalMathematicalOperators 2a00 2aff, MiscellaneousSymbolsandArrows 2b00 2bff,
  CJKRadicalsSupplement 2e80 2eff, KangxiRadicals 2f00 2fdf, IdeographicDescriptionCharacters 2ff0 2fff,
  CJKSymbolsandPunctuation 3000 303f, Hiragana 3040 309f, Katakana 30a0 30ff, Bopomofo 3100 312f,
  HangulCompatibilityJamo 3130 318f, Kanbun 3190 319f, BopomofoExtended 31a0 31bf,
  KatakanaPhoneticExtensions 31f0 31ff, EnclosedCJKLettersandMonths 3200 32ff, CJKCompatibility 3300 33ff,
  CJKUnifiedIdeographsExtensionA 3400 4dbf, YijingHexagramSymbols 4dc0 4dff, CJKUnifiedIdeographs 4e00 9fff,
  YiSyllables a000 a48f, YiRadicals a490 a4cf, HangulSyllables ac00 d7af, HighSurrogates d800 db7f,
  HighPrivateUseSurrogates db80 dbff, LowSurrogates dc00 dfff, PrivateUse e000 f8ff, PrivateUseArea e000 f8ff,
  CJKCompatibilityIdeographs f900 faff, AlphabeticPresentationForms fb00 fb4f, ArabicPresentationForms-A fb50 fdff,
  VariationSelectors fe00 fe0f, CombiningHalfMarks fe20 fe2f, CJKCompatibilityForms fe30 fe4f,
  SmallFormVariants fe50 fe6f, ArabicPresentationForms-B fe70 feff, HalfwidthandFullwidthForms ff00 ffef,
  Specials fff0 ffff, OldItalic 10300 1032f, Gothic 10330 1034f, Deseret 10400 1044f,
  ByzantineMusicalSymbols 1d000 1d0ff, MusicalSymbols 1d100 1d1ff, MathematicalAlphanumericSymbols 1d400 1d7ff,
  CJKUnifiedIdeographsExtensionB 20000 2a6df, CJKCompatibilityIdeographsSupplement 2f800 2fa1f, Tags e0000 e007f`;
const BLOCKS = new Map<string, readonly [number, number]>(
  BLOCK_LIST.split(',').map((block) => {
    const [name = '', from = '', to = ''] = block.trim().split(' ');
    return [`Is${name}`, [Number.parseInt(from, 16), Number.parseInt(to, 16)]] as const;
  }),
);

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

/** Characters that share an upper or lower case with others, by character. Made when first asked for. */
let variants: Map<string, readonly string[]> | null = null;
/** The scripts that have two cases end before this code point. */
const LAST_CASED = 0x1ffff;

function caseVariants(): Map<string, readonly string[]> {
  const groups = new Map<string, Set<string>>();
  for (let point = 0; point <= LAST_CASED; point++) {
    if (point === 0xd800) point = 0xe000;
    const char = String.fromCodePoint(point);
    for (const other of [char.toLowerCase(), char.toUpperCase()]) {
      // Some grow by it ("ß" into "SS"): they have no partner of one character.
      if (other === char || String.fromCodePoint(other.codePointAt(0) ?? 0) !== other) continue;
      const group = new Set([...(groups.get(char) ?? [char]), ...(groups.get(other) ?? [other])]);
      for (const member of group) groups.set(member, group);
    }
  }
  return new Map([...groups].map(([char, group]) => [char, [...group]]));
}

/** Whether two characters are one letter, be it capital or small. */
export function sameLetter(a: string, b: string): boolean {
  return foldCase((char) => char === a)(b);
}

/** The set in which upper and lower case count as one: with the Kelvin sign K, say, are both k and K. */
export function foldCase(set: CharacterSet): CharacterSet {
  return (char) => set(char) || ((variants ??= caseVariants()).get(char)?.some((variant) => set(variant)) ?? false);
}
