/** Cuts a FEEL text into tokens. Names are joined from words later, by the parser, which knows the scope. */
import { FeelError } from './errors.ts';

type TokenKind = 'number' | 'string' | 'at' | 'word' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** The token as written; for strings and at-literals their content. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const SPACE = /[\s\u0085\u180e\u200b]/;
/** The letters that names begin with, as the standard lists them, and those they go on with. */
const NAME_START =
  '?A-Z_a-z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff' +
  '\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}';
const WORD = new RegExp(`[${NAME_START}][${NAME_START}\\p{M}0-9\\u00b7\\u203f\\u2040]*`, 'uy');
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const SYMBOL = /\*\*|\.\.|->|!=|<=|>=|[-+*/()[\]{},:.=<>']/y;

/** Throws FeelError for characters and literals that are not FEEL. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const char = source.charAt(at);
    if (SPACE.test(char)) {
      at += 1;
      continue;
    }
    if (char === '/' && (source[at + 1] === '/' || source[at + 1] === '*')) {
      at = skipComment(source, at);
      continue;
    }
    const token = readToken(source, at, char);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', start: source.length, end: source.length });
  return tokens;
}

function skipComment(source: string, at: number): number {
  const close = source[at + 1] === '/' ? source.indexOf('\n', at) : source.indexOf('*/', at + 2);
  if (source[at + 1] === '/') return close < 0 ? source.length : close;
  if (close < 0) throw new FeelError('syntax', { vi: 'Ghi chú chưa được đóng lại.', en: 'A comment is not closed.' }, source, at);
  return close + 2;
}

function readToken(source: string, at: number, char: string): Token {
  if (char === '"') return readString(source, at);
  if (char === '@') {
    let quote = at + 1;
    while (SPACE.test(source.charAt(quote))) quote += 1;
    if (source[quote] !== '"')
      throw new FeelError(
        'syntax',
        { vi: 'Sau @ phải là chữ trong ngoặc kép.', en: 'A text in quotes must follow @.' },
        source,
        at,
      );
    return { ...readString(source, quote), kind: 'at', start: at };
  }
  const number = matchAt(NUMBER, source, at);
  if (number !== null) return { kind: 'number', text: number, start: at, end: at + number.length };
  const word = matchAt(WORD, source, at);
  if (word !== null) return { kind: 'word', text: word, start: at, end: at + word.length };
  const symbol = matchAt(SYMBOL, source, at);
  if (symbol !== null) return { kind: 'symbol', text: symbol, start: at, end: at + symbol.length };
  throw new FeelError(
    'syntax',
    { vi: `Ký tự ${char} không có nghĩa ở đây.`, en: `The character ${char} has no meaning here.` },
    source,
    at,
  );
}

function matchAt(pattern: RegExp, source: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? null;
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\' };

function readString(source: string, start: number): Token {
  let text = '';
  let at = start + 1;
  for (;;) {
    const char = source[at];
    if (char === undefined)
      throw new FeelError(
        'syntax',
        { vi: 'Chữ trong ngoặc kép chưa được đóng lại.', en: 'A text in quotes is not closed.' },
        source,
        start,
      );
    if (char === '"') return { kind: 'string', text, start, end: at + 1 };
    if (char !== '\\') {
      text += char;
      at += 1;
      continue;
    }
    const code = /^\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6}))/.exec(source.slice(at, at + 8));
    const point = code ? Number.parseInt(code[1] ?? code[2] ?? '', 16) : -1;
    if (code && point <= 0x10ffff) {
      text += code[1] === undefined ? String.fromCodePoint(point) : String.fromCharCode(point);
      at += code[0].length;
      continue;
    }
    const next = source.charAt(at + 1);
    // An unknown escape such as \s stays as written: patterns are full of them.
    text += ESCAPES[next] ?? `\\${next}`;
    at += 2;
  }
}
