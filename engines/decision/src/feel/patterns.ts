/** XPath regular expressions (as matches, replace and split use them) on JavaScript's. */
import type { Environment } from './environment.ts';

export interface Pattern {
  test(text: string): boolean;
  replace(text: string, replacement: string): string | null;
  split(text: string): string[];
}

const MAX_PATTERN = 1000;

/** The pattern ready to use; null (with a note) when pattern or flags are wrong. Flags: s, m, i, x, q. */
export function compilePattern(pattern: string, flags: string, env: Environment): Pattern | null {
  if (!/^[smixq]*$/.test(flags)) return env.note(`The flags ${flags} are not known.`);
  if (pattern.length > MAX_PATTERN) return env.note('The pattern is too long.');
  const literal = flags.includes('q');
  let source = literal ? pattern.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&') : pattern;
  if (flags.includes('x') && !literal) source = stripSpace(source);
  if (!literal) source = translate(source);
  const own = `v${flags.includes('i') ? 'i' : ''}${flags.includes('s') ? 's' : ''}${flags.includes('m') ? 'm' : ''}`;
  let once: RegExp;
  let all: RegExp;
  try {
    once = new RegExp(source, own);
    all = new RegExp(source, `${own}g`);
  } catch {
    return env.note(`The pattern ${pattern.slice(0, 60)} is wrong.`);
  }
  return {
    test: (text) => {
      env.text(text.length);
      return once.test(text);
    },
    replace: (text, replacement) => {
      env.text(text.length);
      if (once.test('')) return env.note('A pattern that fits the empty text cannot be replaced.');
      if (!literal && !/^(?:[^$\\]|\$\d|\\[$\\])*$/s.test(replacement))
        return env.note('The replacement is wrong.');
      const result = literal
        ? text.replace(all, () => replacement)
        : text.replace(all, (...groups) => fill(replacement, groups as (string | undefined)[]));
      env.text(result.length);
      return result;
    },
    split: (text) => {
      env.text(text.length);
      return splitAt(text, all);
    },
  };
}

/** Unlike JavaScript's own split this leaves captured groups out. */
function splitAt(text: string, all: RegExp): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(all)) {
    if (match[0] === '') continue;
    parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}

/** `$1` and `\$` of a replacement. A number that names no group so long ends earlier: `$12` is `$1` and 2. */
function fill(replacement: string, match: readonly (string | undefined | number)[]): string {
  const end = match.findIndex((item, i) => i > 0 && typeof item === 'number');
  const groups = match.slice(0, end);
  return replacement.replace(/\\([$\\])|\$(\d+)/g, (_, escaped: string | undefined, digits: string) => {
    if (escaped !== undefined) return escaped;
    let length = digits.length;
    while (length > 1 && Number(digits.slice(0, length)) >= groups.length) length -= 1;
    return String(groups[Number(digits.slice(0, length))] ?? '') + digits.slice(length);
  });
}

/** Flag x: white space outside of character classes does not count. */
function stripSpace(pattern: string): string {
  let depth = 0;
  let result = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern.charAt(i);
    if (char === '\\') {
      result += char + pattern.charAt(++i);
      continue;
    }
    if (char === '[') depth += 1;
    if (char === ']') depth -= 1;
    if (depth > 0 || !/\s/.test(char)) result += char;
  }
  return result;
}

const NAME_START = '\\p{L}_:';
const NAME_PART = '\\p{L}\\p{M}\\p{N}_:.\\-\\u00b7';

/** Rewrites what XPath writes differently: class subtraction, \i \c, and characters that `v` reserves. */
function translate(pattern: string): string {
  let depth = 0;
  let result = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern.charAt(i);
    if (char === '\\') {
      const next = pattern.charAt(++i);
      result += escape(next, depth > 0);
    } else if (char === '[') {
      depth += 1;
      result += char;
      if (pattern.charAt(i + 1) === '^') result += pattern.charAt(++i);
    } else if (char === ']' && depth > 0) {
      depth -= 1;
      result += char;
    } else if (depth > 0 && char === '-' && pattern.charAt(i + 1) === '[') {
      result += '--';
    } else if (depth > 0 && '(){}/|&!#$%*+,.:;<=>?@`~'.includes(char)) {
      result += inClass(char);
    } else if (
      depth > 0 &&
      char === '-' &&
      (/[[^]/.test(pattern.charAt(i - 1)) || pattern.charAt(i + 1) === ']')
    ) {
      result += '\\-';
    } else {
      result += char;
    }
  }
  return result;
}

const inClass = (char: string): string => (/[(){}/|&!#%,:;<=>@`~]/.test(char) ? `\\${char}` : char);

function escape(char: string, inside: boolean): string {
  const set = (members: string, negated: boolean): string =>
    inside && !negated ? members : `[${negated ? '^' : ''}${members}]`;
  switch (char) {
    case 'i':
      return set(NAME_START, false);
    case 'I':
      return set(NAME_START, true);
    case 'c':
      return set(NAME_PART, false);
    case 'C':
      return set(NAME_PART, true);
    case 'd':
      return '\\p{Nd}';
    case 'D':
      return '\\P{Nd}';
    default:
      return `\\${char}`;
  }
}
